"""The events of one file or table that are compared, as onsets and as spans of time."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from eegview.app.evaluation.states import StateSpan, state_spans, with_stage
from eegview.clinical.event_matching import Onset
from eegview.clinical.hypnogram import stage_spans
from eegview.clinical.same_event import SameEventRule
from eegview.clinical.span_scores.spans import LabelledSpan
from eegview.clinical.stages import NOT_SCORABLE, SLEEP_TERM
from eegview.model.annotation import Annotation, is_doubted, marks_text

PRESENCE = "presence"  # the question whether a pattern is there at all
_ABSENT, _UNSURE = "absent", "uncertain"
_CONFIDENCE = re.compile(r"\bconfidence ([0-9.]+)$")  # as SzCORE's column comes in
_CLOSE_S = 1e-3


@dataclass(frozen=True, slots=True)
class EventFile:
    """The events of one file that are compared, and what else it holds.

    states : of the file's sleep stages, in order of time
    duration_s : of the recording where the file says it
    notes : sentences on what was left out or read in a way worth knowing
    spans : the events that last, by class; sleep stages settled where they overlap
    n_points : events without a duration
    n_readers : whose marks these are, 0 where none is named
    """

    name: str
    events: tuple[Onset, ...]
    states: tuple[StateSpan, ...] = ()
    duration_s: float | None = None
    notes: tuple[str, ...] = ()
    spans: tuple[LabelledSpan, ...] = ()
    n_points: int = 0
    n_readers: int = 0


def events_of(
    name: str,
    marks: Sequence[Annotation],
    threshold: float | None = None,
    same_event: SameEventRule | None = None,
    notes: Iterable[str] = (),
    duration_s: float | None = None,
    among: Sequence[Annotation] | None = None,
) -> EventFile:
    """Return the events that marks of one term stand for.

    name : of the file or the table they come from
    threshold : marks with a lower score are left out
    same_event : by which marks of several readers are one event; None = each mark counts
    notes : what is known of them already
    duration_s : of the recording
    among : all marks that were there, whose sleep stages are used; None = these
    """
    notes, among = list(notes), marks if among is None else among
    there = [mark for mark in marks if not says_absent(mark)]
    if n := len(marks) - len(there):
        notes.append(f"{marks_text(n)} that say “absent” are no events.")
    if len(layers := sorted({mark.layer for mark in there} - {""})) > 1:
        counts = f"counts once ({same_event.text})" if same_event is not None else "counts twice"
        notes.append(f"Marks of {len(layers)} readers; an event that two of them marked {counts}.")
    kept = there
    if threshold is not None:
        scored = [mark for mark in there if score_of(mark) is not None]
        if len(scored) < len(there):
            notes.append(f"{marks_text(len(there) - len(scored))} without a score: kept whatever the threshold.")
        kept = [mark for mark in there if (score := score_of(mark)) is None or score >= threshold]
    if same_event is not None and len(layers) > 1:
        events = [_onset_of_all(marks) for marks in same_event.events(kept)]
    else:
        events = [_onset(mark) for mark in kept]
    return EventFile(
        name,
        tuple(sorted(events, key=_by_onset)),
        state_spans(mark for mark in among if mark.term_id == SLEEP_TERM),
        duration_s,
        tuple(notes),
        labelled_spans(kept),
        sum(mark.duration_s <= 0 for mark in kept),
        len(layers),
    )


def labelled_spans(
    marks: Iterable[Annotation], is_left_open: Callable[[Annotation], bool] | None = None
) -> tuple[LabelledSpan, ...]:
    """Return the marks of one term that last, in order of time.

    Of sleep stages each moment has the stage that holds there by the rule of `clinical.hypnogram`; a doubt of theirs is
    that of the mark. What is not scorable stays out.

    is_left_open : whether a mark counts neither way; None = where its reader doubted it
    """
    is_left_open = is_left_open or is_uncertain
    marks = [mark for mark in marks if mark.duration_s > 0]
    staged = [with_stage(mark) for mark in marks if mark.term_id == SLEEP_TERM]
    found = [
        LabelledSpan(mark.span, "", score_of(mark), is_left_open(mark)) for mark in marks if mark.term_id != SLEEP_TERM
    ]
    for sure in (True, False):
        some = [new for new, mark in zip(staged, marks, strict=False) if is_left_open(mark) is not sure]
        found += [
            LabelledSpan(one.span, one.stage, None, not sure) for one in stage_spans(some) if one.stage != NOT_SCORABLE
        ]
    return tuple(sorted(found, key=lambda one: (one.span, one.label)))


def n_overlapping(spans: Sequence[LabelledSpan]) -> int:
    """Return how many spans begin before an earlier one has ended."""
    n, reached_s = 0, float("-inf")
    for one in spans:
        n += one.span.start_s < reached_s - _CLOSE_S
        reached_s = max(reached_s, one.span.stop_s)
    return n


def says_absent(mark: Annotation) -> bool:
    """Whether a mark says that a pattern was looked for and is not there."""
    return mark.attribute(PRESENCE) == _ABSENT


def is_uncertain(mark: Annotation) -> bool:
    """Whether the reader doubted the event, or did not decide whether the pattern is there."""
    return is_doubted(mark) or mark.attribute(PRESENCE) == _UNSURE


def score_of(mark: Annotation) -> float | None:
    """Return how sure a detector was of an event, None where it does not say."""
    match = _CONFIDENCE.search(mark.text)
    text = mark.attribute("score") or (match[1] if match else "")
    try:
        score = float(text)
    except ValueError:  # no score, or not a number
        return None
    return score if score == score else None


def _onset(mark: Annotation) -> Onset:
    return Onset(mark.onset_s, mark.duration_s, score_of(mark), is_uncertain(mark))


def _onset_of_all(marks: Sequence[Annotation]) -> Onset:
    """Return one event of what several readers marked: it begins with the first, and is doubted if all doubt it."""
    onsets = [_onset(mark) for mark in marks]
    first = onsets[0]
    scores = [one.score for one in onsets if one.score is not None]
    return replace(first, score=max(scores, default=None), is_uncertain=all(one.is_uncertain for one in onsets))


def _by_onset(event: Onset) -> tuple[float, float]:
    return event.onset_s, event.duration_s
