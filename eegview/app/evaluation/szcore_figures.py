"""SzCORE's scores of a detector over recordings (Dan et al. 2024), by events and by samples, pooled and by patient.

A recording is scored by `timescoring` with its defaults; the counts of a patient's recordings are added, as SzCORE adds
them. SzCORE itself reports the mean over patients; it stands beside what all of them give together.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from eegview.app.evaluation.trials import with_probable
from eegview.app.evaluation.units import FEW_PATIENTS, Unit
from eegview.clinical.intervals import Interval, bootstrap_interval, poisson_rate_interval, wilson_interval
from eegview.clinical.szcore_scores import SzcoreScore, szcore_scores

EVENTS, SAMPLES = "events", "samples"
MEASURES = ("sensitivity", "precision", "f1", "fp_per_day")


@dataclass(frozen=True, slots=True)
class SzcoreCounts:
    """What SzCORE counted, in events or in seconds.

    days : time read, which is what false ones are counted over
    """

    tp: int = 0
    fp: int = 0
    n_reference: int = 0
    days: float = 0.0

    @property
    def sensitivity(self) -> float | None:
        return self.tp / self.n_reference if self.n_reference else None

    @property
    def precision(self) -> float | None:
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else None

    @property
    def f1(self) -> float | None:
        whole = self.tp + self.fp + self.n_reference
        return 2 * self.tp / whole if whole else None

    @property
    def fp_per_day(self) -> float | None:
        return self.fp / self.days if self.days else None


@dataclass(frozen=True, slots=True)
class SzcoreFigures:
    """SzCORE's counts of one kind, by whom the recordings are of.

    kind : `EVENTS` or `SAMPLES`
    units : (name, counts) of each patient or infant
    """

    kind: str
    units: tuple[tuple[str, SzcoreCounts], ...]

    @property
    def is_few(self) -> bool:
        return len(self.units) < FEW_PATIENTS

    @property
    def whole(self) -> SzcoreCounts:
        return _sum([counts for _name, counts in self.units])

    def interval(self, measure: str) -> Interval | None:
        """Return the 95 % interval of one of `MEASURES`.

        From drawing patients again; of few, of events, Wilson's or the exact Poisson one, which take events as
        independent. Seconds are not, so of few patients there is none of them.
        """
        if not self.is_few:
            return bootstrap_interval(
                [counts for _name, counts in self.units], lambda some: _value(_sum(some), measure)
            )
        whole = self.whole
        if self.kind == SAMPLES:
            return None
        if measure == "sensitivity":
            return wilson_interval(min(whole.tp, whole.n_reference), whole.n_reference)
        if measure == "precision":
            return wilson_interval(whole.tp, whole.tp + whole.fp)
        return poisson_rate_interval(whole.fp, whole.days) if measure == "fp_per_day" and whole.days else None

    def by_unit(self, measure: str) -> tuple[float, float, int] | None:
        """Return (mean, standard deviation, number) of a measure over the units that have it, as SzCORE reports it."""
        values = [value for _name, counts in self.units if (value := _value(counts, measure)) is not None]
        return (float(np.mean(values)), float(np.std(values)), len(values)) if values else None


def szcore_figures(units: Sequence[Unit]) -> tuple[SzcoreFigures, SzcoreFigures]:
    """Return SzCORE's scores by events and by samples.

    Probable seizures are true ones, as in the tables we write for SzCORE. What else is doubted is left out, and a
    proposal on it is false: SzCORE knows no third answer.
    """
    counts: dict[str, list[tuple[str, SzcoreCounts]]] = {EVENTS: [], SAMPLES: []}
    for unit in units:
        held: dict[str, list[SzcoreCounts]] = {EVENTS: [], SAMPLES: []}
        for outcome in unit.outcomes:
            trial = with_probable(outcome.trial)
            length_s = trial.length_s or trial.duration_s
            scores = szcore_scores(trial.truth, outcome.found, length_s)
            for kind, score in zip((EVENTS, SAMPLES), scores or (), strict=False):
                held[kind].append(_counts(score, trial.duration_s))
        for kind, some in held.items():
            if some:
                counts[kind].append((unit.name, _sum(some)))
    return SzcoreFigures(EVENTS, tuple(counts[EVENTS])), SzcoreFigures(SAMPLES, tuple(counts[SAMPLES]))


def _counts(score: SzcoreScore, read_s: float) -> SzcoreCounts:
    return SzcoreCounts(score.tp, score.fp, score.n_reference, read_s / 86400)


def _sum(counts: Sequence[SzcoreCounts]) -> SzcoreCounts:
    return SzcoreCounts(
        sum(one.tp for one in counts),
        sum(one.fp for one in counts),
        sum(one.n_reference for one in counts),
        sum(one.days for one in counts),
    )


_READ: dict[str, Callable[[SzcoreCounts], float | None]] = {
    "sensitivity": lambda one: one.sensitivity,
    "precision": lambda one: one.precision,
    "f1": lambda one: one.f1,
    "fp_per_day": lambda one: one.fp_per_day,
}


def _value(counts: SzcoreCounts, measure: str) -> float | None:
    return _READ[measure](counts)
