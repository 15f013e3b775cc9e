"""Events of one source compared with those of another: a person's marks with a detector's proposals, or two readers."""

from __future__ import annotations

import math
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eegview.api.frames import FLOAT, TEXT, Columns, data_frame, load_pandas, told
from eegview.app.evaluation.comparing import Comparison, EventFile, events_of, read_events
from eegview.app.evaluation.comparing import compare as compared
from eegview.app.provenance import program_provenance
from eegview.app.vocabulary.store import load_vocabulary
from eegview.clinical.agreement import Agreement
from eegview.clinical.clusters import SPASM_TERM
from eegview.clinical.intervals import Interval
from eegview.clinical.same_event import SAME_EVENT_S, SameEventRule
from eegview.model.annotation import Annotation
from eegview.model.errors import UsageError

if TYPE_CHECKING:
    import mne
    from pandas import DataFrame

PAIRS: Columns = {
    "reference_s": FLOAT,
    "candidate_s": FLOAT,
    "difference_s": FLOAT,
    "score": FLOAT,
    "outcome": TEXT,
}
FOUND, MISSED, FALSE = "found", "missed", "false"


@dataclass(frozen=True, slots=True)
class EventComparison:
    """How far a candidate agrees with a reference, one to one by onset.

    A share of no events is None. Intervals are 95 %: Wilson's for shares, exact Poisson's for rates.

    tp, fn, fp : events found, missed, and proposed without one
    fp_per_hour : None where the length searched is not known
    onset_error_s : median of candidate minus reference onset
    notes : sentences on what was left out or counts neither way
    whole : all that was compared, with clusters, states and SzCORE's scores
    """

    term: str
    tolerance_s: float
    whole: Comparison

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
        return (*self.whole.reference.notes, *self.whole.candidate.notes)

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
        return told(data_frame(PAIRS, rows), program_provenance(vocabulary=load_vocabulary()))

    def __repr__(self) -> str:
        shares = f"sensitivity {_text(self.sensitivity)}, precision {_text(self.precision)}"
        counts = f"{self.tp} found, {self.fn} missed, {self.fp} false"
        return f"<EventComparison of {self.term} within {self.tolerance_s:g} s: {counts}; {shares}>"

    @property
    def _agreement(self) -> Agreement:
        return self.whole.agreement


def compare(
    reference: str | os.PathLike[str] | DataFrame | mne.Annotations,
    candidate: str | os.PathLike[str] | DataFrame | mne.Annotations,
    tolerance: float = SAME_EVENT_S,
    *,
    term: str = SPASM_TERM,
    duration_s: float | None = None,
    threshold: float | None = None,
) -> EventComparison:
    """Compare proposed events with marked ones: each may find one only, and a second on the same is false.

    Reference marks that their reader doubted count neither way. What several readers marked is one event.

    Parameters
    ----------
    reference : what is taken as true: a table of `marks()` or `detections()` or any with a column `onset_s`, MNE's
        annotations whose description is the term, or the path of a table of marks
    candidate : what is measured against it, the same
    tolerance : onsets within so many seconds are one event
    term : rows of other terms are left out; a table without a column `term` is all of it
    duration_s : length searched; without it no false rate is known
    threshold : candidates with a lower score are left out

    Raises
    ------
    UsageError : a table has no onsets, holds other terms only, or a number makes no sense
    UnreadableFile : a file is no table of marks
    """
    if not (math.isfinite(tolerance) and tolerance >= 0):
        raise UsageError("The tolerance is not a number of seconds.", "Give 0 or more, for example 1.0.")
    if duration_s is not None and not 0 < duration_s < math.inf:
        raise UsageError("A duration is longer than nothing.", "Give duration_s in seconds, or leave it out.")
    rule = SameEventRule(tolerance)
    truth = _events(reference, "the reference", term, None, rule)
    found = _events(candidate, "the candidate", term, threshold, rule)
    return EventComparison(term, tolerance, compared(truth, found, tolerance, duration_s))


def _events(given: Any, name: str, term: str, threshold: float | None, rule: SameEventRule) -> EventFile:
    if isinstance(given, str | os.PathLike):
        return read_events(Path(given), load_vocabulary(), term, threshold, same_event=rule)
    marks = list(_marks_in(given, name, term))
    kinds = dict.fromkeys(mark.term_id for mark in marks)
    if kinds and term not in kinds:
        there = ", ".join(kinds)
        raise UsageError(f"There is no “{term}” in {name}.", f"There is: {there}; give one with term=.")
    return events_of(name, marks, term, threshold, rule)


def _marks_in(given: Any, name: str, term: str) -> Iterable[Annotation]:
    """Yield the rows of a table, or of MNE's annotations, as marks.

    Raises
    ------
    UsageError : it is neither, or has no column `onset_s`
    """
    if all(hasattr(given, part) for part in ("onset", "duration", "description", "orig_time")):
        for number, (onset_s, duration_s, words) in enumerate(
            zip(given.onset, given.duration, given.description, strict=True)
        ):
            yield Annotation(str(number), str(words), float(onset_s), float(duration_s))
        return
    if not isinstance(given, load_pandas().DataFrame) or "onset_s" not in given.columns:
        raise UsageError(
            f"In {name} there are no onsets.",
            "Give a table with a column onset_s, MNE's annotations, or the path of a table of marks.",
        )
    for number, row in enumerate(given.to_dict("records")):
        held = dict(row.get("answers") or {})
        if (score := row.get("score")) is not None and not math.isnan(score):
            held["score"] = repr(float(score))
        yield Annotation(
            str(row.get("annotation_id", number)),
            str(row.get("term", term)),
            float(row["onset_s"]),
            float(row.get("duration_s", 0.0)),
            attributes=tuple(sorted(held.items())),
            text=str(row.get("text", "")),
            layer=str(row.get("layer", "")),
        )


def _number(value: float | None) -> float:
    return math.nan if value is None else value


def _text(value: float | None) -> str:
    return "not known" if value is None else f"{value:.2f}"
