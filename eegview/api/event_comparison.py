"""The result of a comparison as Python's users have it: numbers with their intervals, and tables."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from eegview.api.frames import FLOAT, TEXT, Columns, data_frame, told
from eegview.app.evaluation.comparing import Comparison
from eegview.app.provenance import program_provenance
from eegview.app.vocabulary.store import load_vocabulary
from eegview.clinical.agreement import Agreement
from eegview.clinical.intervals import Interval
from eegview.clinical.span_scores.epoch_table import EpochTable
from eegview.clinical.span_scores.span_agreement import SpanAgreement
from eegview.clinical.span_scores.time_agreement import TimeAgreement

if TYPE_CHECKING:
    from pandas import DataFrame

PAIRS: Columns = {
    "reference_s": FLOAT,
    "candidate_s": FLOAT,
    "difference_s": FLOAT,
    "score": FLOAT,
    "outcome": TEXT,
}
SPANS: Columns = {
    "class": TEXT,
    "reference_start_s": FLOAT,
    "reference_stop_s": FLOAT,
    "candidate_start_s": FLOAT,
    "candidate_stop_s": FLOAT,
    "overlap": FLOAT,
}
FOUND, MISSED, FALSE = "found", "missed", "false"


@dataclass(frozen=True, slots=True)
class EventComparison:
    """How far a candidate agrees with a reference: one to one by onset, and by time where marks last.

    A share of no events is None. Intervals are 95 %: Wilson's for shares, exact Poisson's for rates. Of sleep stages
    onsets say nothing; read `time` and `epochs`.

    tp, fn, fp : events found, missed, and proposed without one
    fp_per_hour : None where the length searched is not known
    onset_error_s : median of candidate minus reference onset
    notes : sentences on what was left out or counts neither way
    time : seconds covered by both and by each, of terms whose marks last (sleep stages, artifacts …); None for spasms
        and points, and where no mark has a duration
    epochs : the table of classes epoch by epoch with Cohen's kappa; None where it is not known
    whole : all that was compared, with clusters, states and SzCORE's scores
    """

    term: str
    tolerance_s: float
    whole: Comparison
    remarks: tuple[str, ...] = ()

    @property
    def tp(self) -> int:
        return self._agreement.tp

    @property
    def fn(self) -> int:
        return self._agreement.fn

    @property
    def fp(self) -> int:
        return self._agreement.fp

    @property
    def sensitivity(self) -> float | None:
        return self._agreement.sensitivity

    @property
    def sensitivity_interval(self) -> Interval | None:
        return self._agreement.sensitivity_interval

    @property
    def precision(self) -> float | None:
        return self._agreement.precision

    @property
    def precision_interval(self) -> Interval | None:
        return self._agreement.precision_interval

    @property
    def f1(self) -> float | None:
        return self._agreement.f1

    @property
    def fp_per_hour(self) -> float | None:
        return self._agreement.fp_per_hour

    @property
    def fp_per_hour_interval(self) -> Interval | None:
        return self._agreement.fp_per_hour_interval

    @property
    def onset_error_s(self) -> float | None:
        return self._agreement.onset_error.median

    @property
    def notes(self) -> tuple[str, ...]:
        return (*self.whole.reference.notes, *self.whole.candidate.notes, *self.whole.remarks, *self.remarks)

    @property
    def time(self) -> TimeAgreement | None:
        return self._spans.time if self._spans is not None else None

    @property
    def share_agreed(self) -> float | None:
        """The share of the time in which both say the same; of stages, of the time that both stage."""
        return self._spans.share_agreed if self._spans is not None else None

    @property
    def epochs(self) -> EpochTable | None:
        return self._spans.epochs if self._spans is not None else None

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa of the epochs."""
        return self.epochs.kappa().value if self.epochs is not None else None

    def spans(self) -> DataFrame:
        """Return one row a pair of overlapping spans, each span in one pair at most; empty where nothing lasts."""
        rows: list[tuple[str, float, float, float, float, float]] = []
        if self._spans is not None:
            by_class = self._spans.by_class or (("", self._spans.time, self._spans.overlap),)
            for label, _time, overlap in by_class:
                for one in overlap.pairs:
                    edges = (one.reference.start_s, one.reference.stop_s, one.candidate.start_s, one.candidate.stop_s)
                    rows.append((label, *edges, one.overlap))
        return _told(SPANS, sorted(rows, key=lambda row: (row[1], row[0])))

    def events(self) -> DataFrame:
        """Return one row an event by time: found with its pair, missed, or false; NaN where there is no partner."""
        truth, found, matching = self.whole.reference.events, self.whole.candidate.events, self.whole.matching
        rows: list[tuple[float, float, float, float, str]] = []
        for pair in matching.pairs:
            event = found[pair.candidate]
            onset_s = truth[pair.reference].onset_s
            rows.append((onset_s, event.onset_s, pair.difference_s, _number(event.score), FOUND))
        rows += [(truth[number].onset_s, math.nan, math.nan, math.nan, MISSED) for number in matching.missed]
        for number in matching.false:
            rows.append((math.nan, found[number].onset_s, math.nan, _number(found[number].score), FALSE))
        rows.sort(key=lambda row: row[1] if math.isnan(row[0]) else row[0])
        return _told(PAIRS, rows)

    def __repr__(self) -> str:
        if self._spans is not None and self.whole.has_classes:
            kappa = "not known" if self.kappa is None else f"{self.kappa:.2f}"
            return f"<EventComparison of {self.term}: same class for {_text(self.share_agreed)} of time, kappa {kappa}>"
        shares = f"sensitivity {_text(self.sensitivity)}, precision {_text(self.precision)}"
        counts = f"{self.tp} found, {self.fn} missed, {self.fp} false"
        return f"<EventComparison of {self.term} within {self.tolerance_s:g} s: {counts}; {shares}>"

    @property
    def _spans(self) -> SpanAgreement | None:
        return self.whole.spans

    @property
    def _agreement(self) -> Agreement:
        return self.whole.agreement


def _number(value: float | None) -> float:
    return math.nan if value is None else value


def _text(value: float | None) -> str:
    return "not known" if value is None else f"{value:.2f}"


def _told(columns: Columns, rows: Iterable[tuple[Any, ...]]) -> DataFrame:
    """Return a table that says what made it."""
    return told(data_frame(columns, rows), program_provenance(vocabulary=load_vocabulary()))
