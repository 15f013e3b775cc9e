"""The outcomes of an evaluation by whom they are of: what is drawn anew for an interval is a patient, not an event."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from eegview.app.evaluation.trials import Outcome
from eegview.clinical.agreement import Agreement, pooled
from eegview.clinical.intervals import Interval, bootstrap_interval

FEW_PATIENTS = 10  # drawing fewer anew tells too little: a convention, not a law
Part = Callable[[Outcome], Agreement]
Measure = Callable[[Agreement], float | None]


@dataclass(frozen=True, slots=True)
class Unit:
    """A patient or a simulated infant, with the outcomes of all recordings."""

    name: str
    outcomes: tuple[Outcome, ...]

    def agreement(self, part: Part) -> Agreement:
        """Return the sum over the recordings; hours in a state are those of the recordings where states are known."""
        return _pooled_known([part(outcome) for outcome in self.outcomes])

    @property
    def has_events(self) -> bool:
        return any(outcome.whole.tp + outcome.whole.fn for outcome in self.outcomes)


@dataclass(frozen=True, slots=True)
class Figures:
    """The counts of some outcomes together, and those of each unit."""

    whole: Agreement
    units: tuple[Agreement, ...]

    @property
    def is_few(self) -> bool:
        return len(self.units) < FEW_PATIENTS

    def interval(self, measure: Measure, otherwise: Interval | None) -> Interval | None:
        """Return the 95 % interval of a measure from drawing units anew.

        otherwise : where units are few, or all alike so that drawing them shows nothing
        """
        if self.is_few:
            return otherwise
        light = [replace(one, errors_s=()) for one in self.units]
        drawn = bootstrap_interval(light, lambda some: measure(_sum(some)))
        return drawn if drawn and drawn[0] < drawn[1] else otherwise

    @property
    def sensitivity_interval(self) -> Interval | None:
        return self.interval(lambda a: a.sensitivity, self.whole.sensitivity_interval)

    @property
    def precision_interval(self) -> Interval | None:
        return self.interval(lambda a: a.precision, self.whole.precision_interval)

    @property
    def f1_interval(self) -> Interval | None:
        return self.interval(lambda a: a.f1, None)

    @property
    def fp_per_hour_interval(self) -> Interval | None:
        return self.interval(lambda a: a.fp_per_hour, self.whole.fp_per_hour_interval)

    def mean(self, measure: Measure) -> float | None:
        """Return the mean of a measure over the units that have it."""
        values = self.values(measure)
        return sum(values) / len(values) if values else None

    def values(self, measure: Measure) -> list[float]:
        return [value for one in self.units if (value := measure(one)) is not None]


def units_of(outcomes: Iterable[Outcome]) -> tuple[Unit, ...]:
    """Return the outcomes by patient, in the order in which they are met; without one each is a unit of its own."""
    by_name: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        by_name.setdefault(outcome.trial.patient or outcome.trial.name, []).append(outcome)
    return tuple(Unit(name, tuple(held)) for name, held in by_name.items())


def figures_of(units: Sequence[Unit], part: Part) -> Figures:
    """Return the figures of a part (all, one state); units of which nothing is known there stay out."""
    parts = [unit.agreement(part) for unit in units]
    known = tuple(one for one in parts if one.hours or one.tp or one.fp or one.fn)
    return Figures(_pooled_known(known), known)


def _pooled_known(agreements: Sequence[Agreement]) -> Agreement:
    """Return the sum of agreements; hours that are not known of one count as none, and are not known where all are."""
    whole = pooled([replace(one, hours=one.hours or 0.0) for one in agreements])
    return replace(whole, hours=whole.hours or None)


def _sum(agreements: Sequence[Agreement]) -> Agreement:
    """Return the sum of agreements without errors, quickly: it is formed thousands of times."""
    tp = fp = fn = 0
    hours = 0.0
    for one in agreements:
        tp, fp, fn, hours = tp + one.tp, fp + one.fp, fn + one.fn, hours + (one.hours or 0.0)
    return Agreement(tp, fp, fn, hours or None)
