"""Compare the events of one file with those of another: what a person marked with what a detector proposed."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from eegview.app.exchange.import_plan import ColumnChoice
from eegview.app.exchange.importing import read_marks
from eegview.clinical.agreement import (
    Agreement,
    ClusterAgreement,
    agreement_in_state,
    agreement_of,
    cluster_agreement,
)
from eegview.clinical.clusters import SPASM_TERM, ClusterRule
from eegview.clinical.event_matching import Matching, Onset, match_events
from eegview.clinical.hypnogram import stage_spans
from eegview.clinical.same_event import SAME_EVENT_S, SameEventRule
from eegview.clinical.stages import SLEEP_STAGES, SLEEP_TERM, STAGE, WAKE
from eegview.clinical.szcore_scores import SzcoreScore, szcore_scores
from eegview.model.annotation import Annotation, is_doubted, marks_text
from eegview.model.span import Span
from eegview.model.vocabulary import Attribute, Vocabulary

AWAKE, ASLEEP = "awake", "asleep"
STATES = (AWAKE, ASLEEP)
_NOTE = "note"
_EXTRA = ("score", "certainty", "state", "stage")  # columns of tables that are read beside the vocabulary's own
_REPORTED_OTHERWISE = (
    "Columns ignored",
    "The vocabulary does not know",
)  # what is left out has its own sentence
_CONFIDENCE = re.compile(r"\bconfidence ([0-9.]+)$")  # as SzCORE's column comes in


@dataclass(frozen=True, slots=True)
class StateSpan:
    """A stretch known to be "awake" or "asleep"."""

    span: Span
    state: str


@dataclass(frozen=True, slots=True)
class EventFile:
    """The events of one file that are compared, and what else it holds.

    states : of the file's sleep stages, in order of time
    duration_s : of the recording where the file says it
    notes : sentences on what was left out or read in a way worth knowing
    """

    name: str
    events: tuple[Onset, ...]
    states: tuple[StateSpan, ...] = ()
    duration_s: float | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """The full result of `eegview compare`.

    states : (state, agreement) where sleep stages are known
    szcore : by events, by samples; None where nothing can be scored
    """

    reference: EventFile
    candidate: EventFile
    tolerance_s: float
    duration_s: float | None
    matching: Matching
    agreement: Agreement
    clusters: ClusterAgreement
    states: tuple[tuple[str, Agreement], ...]
    szcore: tuple[SzcoreScore, SzcoreScore] | None


def read_events(
    path: Path,
    vocabulary: Vocabulary,
    term_id: str = SPASM_TERM,
    threshold: float | None = None,
    layer: str = "",
    same_event: SameEventRule | None = None,
    encoding: str = "",
) -> EventFile:
    """Read the events of one term from a table of marks or a recording's own annotations.

    term_id : rows of other terms are left out, and said; in a file that names no terms every row counts
    threshold : rows with a lower score are left out
    layer : only this reader's marks; empty = all
    same_event : by which marks of several readers are one event; None = each mark counts
    encoding : of its texts; "" = found out

    Raises
    ------
    UnreadableFile : it is missing, not readable, or holds no table of marks
    """
    found = read_marks(path, with_columns(vocabulary), choice=ColumnChoice(is_text_needed=False), encoding=encoding)
    marks = [mark for mark in found.annotations if not layer or mark.layer == layer]
    notes = [sentence for sentence in found.report if not sentence.startswith(_REPORTED_OTHERWISE)]
    names_no_terms = bool(marks) and all(mark.term_id == _NOTE and not mark.text for mark in marks)
    chosen = marks if names_no_terms else [mark for mark in marks if mark.term_id == term_id]
    if names_no_terms:
        notes.append(f"No column says what the rows are; all {len(marks)} count.")
    notes += _left_out(marks, chosen, found.unknown_texts)
    return events_of(path.name, chosen, None, threshold, same_event, notes, _szcore_duration(path), marks)


def events_of(
    name: str,
    marks: Sequence[Annotation],
    term_id: str | None = SPASM_TERM,
    threshold: float | None = None,
    same_event: SameEventRule | None = None,
    notes: Iterable[str] = (),
    duration_s: float | None = None,
    among: Sequence[Annotation] | None = None,
) -> EventFile:
    """Return the events that marks stand for.

    name : of the file or the table they come from
    term_id : marks of other terms are left out; None = all count
    threshold, same_event : as of `read_events`
    notes : what is known of them already
    duration_s : of the recording
    among : all marks that were there, whose sleep stages are used; None = these
    """
    notes, among = list(notes), marks if among is None else among
    chosen = [mark for mark in marks if term_id in (None, mark.term_id)]
    if len(layers := sorted({mark.layer for mark in chosen} - {""})) > 1:
        counts = f"counts once ({same_event.text})" if same_event is not None else "counts twice"
        notes.append(f"Marks of {len(layers)} readers; an event that two of them marked {counts}.")
    if same_event is not None and len(layers) > 1:
        events = [_onset_of_all(marks) for marks in same_event.events(chosen)]
    else:
        events = [_onset(mark) for mark in chosen]
    if threshold is not None:
        scored = [event for event in events if event.score is not None]
        if len(scored) < len(events):
            notes.append(f"{marks_text(len(events) - len(scored))} without a score: kept whatever the threshold.")
        events = [event for event in events if event.score is None or event.score >= threshold]
    states = state_spans(mark for mark in among if mark.term_id == SLEEP_TERM)
    return EventFile(name, tuple(sorted(events, key=_by_onset)), states, duration_s, tuple(notes))


def compare(
    reference: EventFile,
    candidate: EventFile,
    tolerance_s: float = SAME_EVENT_S,
    duration_s: float | None = None,
    rule: ClusterRule | None = None,
) -> Comparison:
    """Compare two sets of events by onset, one to one, and beside it by SzCORE.

    duration_s : searched; None = what one of the files says of its recording, else unknown
    """
    duration_s = duration_s or reference.duration_s or candidate.duration_s
    spans = reference.states or candidate.states
    truth, found = with_states(reference.events, spans), with_states(candidate.events, spans)
    matching = match_events(truth, found, tolerance_s)
    hours = duration_s / 3600 if duration_s else None
    by_state = []
    for state in STATES if spans else ():
        state_s = sum(span.span.duration_s for span in spans if span.state == state)
        by_state.append((state, agreement_in_state(matching, truth, found, state, state_s / 3600 or None)))
    return Comparison(
        reference=replace(reference, events=truth),
        candidate=replace(candidate, events=found),
        tolerance_s=tolerance_s,
        duration_s=duration_s,
        matching=matching,
        agreement=agreement_of(matching, hours),
        clusters=cluster_agreement(truth, found, matching, rule, tolerance_s),
        states=tuple(by_state),
        szcore=_szcore(truth, found, duration_s),
    )


def state_spans(stages: Iterable[Annotation]) -> tuple[StateSpan, ...]:
    """Return where sleep stages say awake or asleep, in order of time; overlaps are settled as in a hypnogram."""
    told = (
        replace(mark, attributes=((STAGE, mark.attribute(STAGE) or mark.attribute("state") or ""),)) for mark in stages
    )
    states = ((part.span, _state(part.stage)) for part in stage_spans(told))
    return tuple(StateSpan(span, state) for span, state in states if state)


def _state(stage: str) -> str:
    return AWAKE if stage == WAKE else ASLEEP if stage in SLEEP_STAGES else ""


def with_states(events: Sequence[Onset], spans: Sequence[StateSpan]) -> tuple[Onset, ...]:
    """Return the events with the state their onset lies in, "" where none is known."""
    if not spans:
        return tuple(events)
    starts_s = [one.span.start_s for one in spans]

    def state_at(time_s: float) -> str:
        number = bisect_right(starts_s, time_s) - 1
        return spans[number].state if number >= 0 and spans[number].span.contains(time_s) else ""

    return tuple(replace(event, state=state_at(event.onset_s)) for event in events)


def _szcore(
    truth: Sequence[Onset], found: Sequence[Onset], duration_s: float | None
) -> tuple[SzcoreScore, SzcoreScore] | None:
    """Return SzCORE's scores; without a known duration over the time up to the last event, and no false rate."""
    last_s = max((event.onset_s + event.duration_s for event in (*truth, *found)), default=0.0)
    scores = szcore_scores(truth, found, duration_s or last_s + 1.0)
    if scores is None or duration_s:
        return scores
    return replace(scores[0], fp_per_day=None), replace(scores[1], fp_per_day=None)


def with_columns(vocabulary: Vocabulary, more: Sequence[str] = ()) -> Vocabulary:
    """Return a vocabulary that reads scores, certainty and states as they stand, whatever a term's own choices are.

    more : further columns to read
    """
    extra = (*_EXTRA, *more)
    terms = []
    for term in vocabulary.terms:
        own = tuple(attribute for attribute in term.attributes if attribute.name not in extra)
        terms.append(replace(term, attributes=(*own, *(Attribute(name, name) for name in extra))))
    return replace(vocabulary, terms=tuple(terms))


def _onset(mark: Annotation) -> Onset:
    return Onset(mark.onset_s, mark.duration_s, _score_of(mark), is_doubted(mark))


def _onset_of_all(marks: Sequence[Annotation]) -> Onset:
    """Return one event of what several readers marked: it begins with the first, and is doubted if all doubt it."""
    onsets = [_onset(mark) for mark in marks]
    first = onsets[0]
    scores = [one.score for one in onsets if one.score is not None]
    return replace(first, score=max(scores, default=None), is_uncertain=all(one.is_uncertain for one in onsets))


def _score_of(mark: Annotation) -> float | None:
    match = _CONFIDENCE.search(mark.text)
    text = mark.attribute("score") or (match[1] if match else "")
    try:
        score = float(text)
    except ValueError:  # no score, or not a number
        return None
    return score if score == score else None


def _by_onset(event: Onset) -> tuple[float, float]:
    return event.onset_s, event.duration_s


def _left_out(
    marks: Sequence[Annotation], chosen: Sequence[Annotation], unknown: Sequence[tuple[str, int]]
) -> list[str]:
    """Return a sentence on the rows of other kinds."""
    if len(chosen) == len(marks):
        return []
    texts = {text for text, _count in unknown}
    kinds = Counter(mark.text if mark.text in texts else mark.term_id for mark in marks)
    kinds -= Counter(mark.term_id for mark in chosen)
    named = ", ".join(f"{count} × {kind or _NOTE}" for kind, count in kinds.most_common(6))
    return [f"Left out, being of another kind: {marks_text(len(marks) - len(chosen))} ({named})."]


def _szcore_duration(path: Path) -> float | None:
    """Return the duration of the recording that a SzCORE table gives in each row, None for other files."""
    from eegview.exchange.szcore import recording_duration_s
    from eegview.exchange.tables import decoded, table_in

    if path.suffix.lower() not in (".tsv", ".csv"):
        return None
    table = table_in(decoded(path.read_bytes())[0])
    return recording_duration_s(*table) if table else None
