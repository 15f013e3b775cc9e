"""Events of one source compared with those of another: a person's marks with a detector's proposals, or two readers."""

from __future__ import annotations

import math
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eegview.api.event_comparison import EventComparison
from eegview.api.frames import load_pandas
from eegview.app.evaluation.compared_term import compared_term
from eegview.app.evaluation.comparing import compare as compared
from eegview.app.evaluation.comparing import events_in
from eegview.app.evaluation.marks_table import MarksTable, read_table
from eegview.app.vocabulary.store import load_vocabulary
from eegview.clinical.same_event import SAME_EVENT_S, SameEventRule
from eegview.model.annotation import Annotation
from eegview.model.errors import UsageError

if TYPE_CHECKING:
    import mne
    from pandas import DataFrame


def compare(
    reference: str | os.PathLike[str] | DataFrame | mne.Annotations,
    candidate: str | os.PathLike[str] | DataFrame | mne.Annotations,
    tolerance: float = SAME_EVENT_S,
    *,
    term: str | None = None,
    duration_s: float | None = None,
    threshold: float | None = None,
    epoch_s: float | None = None,
) -> EventComparison:
    """Compare proposed events with marked ones: each may find one only, and a second on the same is false.

    Reference marks that their reader doubted count neither way. What several readers marked is one event.

    Parameters
    ----------
    reference : what is taken as true: a table of `marks()` or `detections()` or any with a column `onset_s`, MNE's
        annotations whose description is the term, or the path of a table of marks
    candidate : what is measured against it, the same
    tolerance : onsets within so many seconds are one event
    term : rows of other terms are left out; a table without a column `term` is all of it. None = spasms where there
        are several terms, with a note; else the only one that both hold
    duration_s : length searched; without it no false rate is known
    threshold : candidates with a lower score are left out
    epoch_s : epochs in which marks that last are compared; None = 30 s, of events with edges of their own 1 s

    Raises
    ------
    UsageError : a table has no onsets, holds other terms or several without spasms, or a number makes no sense
    UnreadableFile : a file is no table of marks
    """
    if not (math.isfinite(tolerance) and tolerance >= 0):
        raise UsageError("The tolerance is not a number of seconds.", "Give 0 or more, for example 1.0.")
    if duration_s is not None and not 0 < duration_s < math.inf:
        raise UsageError("A duration is longer than nothing.", "Give duration_s in seconds, or leave it out.")
    if epoch_s is not None and not 0 < epoch_s < math.inf:
        raise UsageError("The length of an epoch is not a number of seconds.", "Give epoch_s, for example 30.")
    truth, found = _table(reference, "the reference", term), _table(candidate, "the candidate", term)
    chosen, note = (term, "") if term is not None else compared_term(truth, found, "term=")
    rule = SameEventRule(tolerance)
    result = compared(
        events_in(truth, chosen, same_event=rule),
        events_in(found, chosen, threshold, rule),
        tolerance,
        duration_s,
        term_id=chosen,
        term=load_vocabulary().term(chosen),
        epoch_s=epoch_s,
    )
    return EventComparison(chosen, tolerance, result, (note,) if note else ())


def _table(given: Any, name: str, term: str | None) -> MarksTable:
    """Return what was given as a table of marks.

    Raises
    ------
    UsageError : it has no onsets, or other terms than the one that was asked for
    """
    if isinstance(given, str | os.PathLike):
        return read_table(Path(given), load_vocabulary())
    table = MarksTable(name, tuple(_marks_in(given, name)))
    if term is not None and table.term_ids and term not in table.term_ids:
        there = ", ".join(table.term_ids)
        raise UsageError(f"There is no “{term}” in {name}.", f"There is: {there}; give one with term=.")
    return table


def _marks_in(given: Any, name: str) -> Iterable[Annotation]:
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
            str(row.get("term", "")),
            float(row["onset_s"]),
            float(row.get("duration_s", 0.0)),
            attributes=tuple(sorted(held.items())),
            text=str(row.get("text", "")),
            layer=str(row.get("layer", "")),
        )
