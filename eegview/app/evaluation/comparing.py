"""Compare the events of one file with those of another: what a person marked with what a detector proposed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from eegview.app.evaluation.compared_term import SEIZURE_TERMS, classes_of, is_timed, usual_epoch_s
from eegview.app.evaluation.event_file import EventFile, events_of, n_overlapping
from eegview.app.evaluation.marks_table import MarksTable, read_table
from eegview.app.evaluation.states import STATES, with_states
from eegview.clinical.agreement import (
    Agreement,
    ClusterAgreement,
    agreement_in_state,
    agreement_of,
    cluster_agreement,
)
from eegview.clinical.clusters import SPASM_TERM, ClusterRule
from eegview.clinical.event_matching import Matching, Onset, match_events
from eegview.clinical.same_event import SAME_EVENT_S, SameEventRule
from eegview.clinical.span_scores.alike_stages import stage_agreement
from eegview.clinical.span_scores.span_agreement import SpanAgreement, span_agreement
from eegview.clinical.stages import SLEEP_TERM
from eegview.clinical.szcore_scores import SzcoreScore, szcore_scores
from eegview.model.annotation import marks_text
from eegview.model.errors import UsageError
from eegview.model.span import Span
from eegview.model.vocabulary import Term, Vocabulary

_SAME_LENGTH_S = 1.0  # recordings whose stated lengths differ by less are one


@dataclass(frozen=True, slots=True)
class Comparison:
    """The full result of `eegview compare`.

    states : (state, agreement) where sleep stages are known
    szcore : by events, by samples; None where nothing can be scored, and of terms that are no seizures
    term_id : what was compared
    spans : by time, for terms whose marks last; None for spasms and points, and where nothing has a duration
    epoch_s : length of the epochs in which spans are compared
    remarks : sentences on the comparison of spans
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
    term_id: str = SPASM_TERM
    spans: SpanAgreement | None = None
    epoch_s: float = 0.0
    remarks: tuple[str, ...] = ()

    @property
    def has_classes(self) -> bool:
        """Whether the term has classes, as sleep stages are: then onsets say nothing, as they leave these out."""
        return bool(classes_of(self.term_id))


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
    return events_in(read_table(path, vocabulary, layer, encoding), term_id, threshold, same_event)


def events_in(
    table: MarksTable, term_id: str, threshold: float | None = None, same_event: SameEventRule | None = None
) -> EventFile:
    """Return the events of one term in a table; the rest is left out and said."""
    chosen, others = table.chosen(term_id)
    if table.names_no_terms:
        chosen = tuple(replace(mark, term_id=term_id) for mark in chosen)
    notes = (*table.notes, *others)
    return events_of(table.name, chosen, threshold, same_event, notes, table.duration_s, table.marks)


def compare(
    reference: EventFile,
    candidate: EventFile,
    tolerance_s: float = SAME_EVENT_S,
    duration_s: float | None = None,
    rule: ClusterRule | None = None,
    term_id: str = SPASM_TERM,
    term: Term | None = None,
    epoch_s: float | None = None,
) -> Comparison:
    """Compare two sets of events of one term: by onset, one to one; by SzCORE; and by time where they last.

    Parameters
    ----------
    duration_s : searched; None = what the files say of their recording, else unknown
    term : of the vocabulary, None = it has none; its shape says whether its marks are compared by time
    epoch_s : length of the epochs in which they are; None = the usual one

    Raises
    ------
    UsageError : the files are of recordings of different lengths, or hold the sleep stages of several readers
    """
    duration_s = duration_s or _stated_duration(reference, candidate)
    spans = reference.states or candidate.states
    truth, found = with_states(reference.events, spans), with_states(candidate.events, spans)
    matching = match_events(truth, found, tolerance_s)
    hours = duration_s / 3600 if duration_s else None
    by_state = []
    for state in STATES if spans and term_id != SLEEP_TERM else ():
        state_s = sum(span.span.duration_s for span in spans if span.state == state)
        by_state.append((state, agreement_in_state(matching, truth, found, state, state_s / 3600 or None)))
    epoch_s = epoch_s or usual_epoch_s(term)
    by_time, remarks = None, ()
    if is_timed(term):
        by_time, remarks = _by_time(reference, candidate, term_id, duration_s, epoch_s)
    return Comparison(
        reference=replace(reference, events=truth),
        candidate=replace(candidate, events=found),
        tolerance_s=tolerance_s,
        duration_s=duration_s,
        matching=matching,
        agreement=agreement_of(matching, hours),
        clusters=cluster_agreement(truth, found, matching, rule, tolerance_s),
        states=tuple(by_state),
        szcore=_szcore(truth, found, duration_s) if term_id in SEIZURE_TERMS else None,
        term_id=term_id,
        spans=by_time,
        epoch_s=epoch_s,
        remarks=remarks,
    )


def _stated_duration(reference: EventFile, candidate: EventFile) -> float | None:
    """Return the length of the recording (s) as the files state it, None where neither does.

    Raises
    ------
    UsageError : they state different ones
    """
    ours, theirs = reference.duration_s, candidate.duration_s
    if ours and theirs and abs(ours - theirs) > _SAME_LENGTH_S:
        raise UsageError(
            f"The files are of recordings of different lengths: {ours:g} s in {reference.name},"
            f" {theirs:g} s in {candidate.name}.",
            "Give files of one recording, or with --duration-s the length that both cover.",
        )
    return ours or theirs


def _by_time(
    reference: EventFile, candidate: EventFile, term_id: str, duration_s: float | None, epoch_s: float
) -> tuple[SpanAgreement | None, tuple[str, ...]]:
    """Return the agreement by time, None where nothing lasts, and sentences on it."""
    remarks: list[str] = []
    classes = classes_of(term_id)
    for file in (reference, candidate):
        if classes and file.n_readers > 1:
            raise UsageError(
                f"{file.name} holds the sleep stages of {file.n_readers} readers.",
                "Give one reader's: --layer NAME for the reference, or a file of one reader.",
            )
        if file.events and not file.spans:
            remarks.append(f"No mark of {file.name} has a duration, so time cannot be compared.")
            return None, tuple(remarks)
        if file.n_points:
            remarks.append(f"{file.name}: {marks_text(file.n_points)} without a duration cover no time.")
        if not classes and (n := n_overlapping(file.spans)):
            remarks.append(f"{file.name}: {marks_text(n)} overlap an earlier one; together they count as one span.")
        if duration_s and (n := sum(one.span.stop_s > duration_s + _SAME_LENGTH_S for one in file.spans)):
            remarks.append(f"{file.name}: {marks_text(n)} reach beyond {duration_s:g} s; what lies beyond is left out.")
    searched = (Span(0.0, duration_s),) if duration_s else None
    if classes:
        found = stage_agreement(reference.spans, candidate.spans, epoch_s, searched)
    else:
        found = span_agreement(reference.spans, candidate.spans, epoch_s, searched)
    return found, (*filter(None, [found.remark]), *remarks)


def _szcore(
    truth: Sequence[Onset], found: Sequence[Onset], duration_s: float | None
) -> tuple[SzcoreScore, SzcoreScore] | None:
    """Return SzCORE's scores; without a known duration over the time up to the last event, and no false rate."""
    last_s = max((event.onset_s + event.duration_s for event in (*truth, *found)), default=0.0)
    scores = szcore_scores(truth, found, duration_s or last_s + 1.0)
    if scores is None or duration_s:
        return scores
    return replace(scores[0], fp_per_day=None), replace(scores[1], fp_per_day=None)
