"""Which part of a recording is meant: channels, span, marks, and who is named in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from eegview.app.exchange.nameless_source import NamelessSource
from eegview.exchange.anonymize import Withheld, check_name
from eegview.exchange.edf.marks import edf_mark_text
from eegview.exchange.identity import Scrubber
from eegview.exchange.recording.header_names import identity_in, staff_in
from eegview.exchange.recording_part import PartMark, PartSegment, RecordingPart, segments_within, start_of
from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.errors import UsageError
from eegview.model.patient import PatientFacts, age_in_file
from eegview.model.recording import Progress, SignalSource, no_progress, patient_of
from eegview.model.span import Span
from eegview.model.sync import is_clinical
from eegview.model.time.clock import elapsed_text, recorder_time

if TYPE_CHECKING:
    from eegview.model.vocabulary import Vocabulary

_NO_DAY = recorder_time(1985, 1, 1)


class Identity(StrEnum):
    """Who is named in the file that is written."""

    NONE = "none"
    PSEUDONYM = "pseudonym"
    AS_IN_FILE = "file"


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """What is to be written.

    out : the file; its ending says the format
    span : None for the whole recording
    channels : names of channels; () for all
    identity, pseudonym : who is named
    withheld : what else is removed, and what is left, where nobody or a pseudonym is named
    may_replace : a file that is there already may be replaced
    """

    out: Path
    span: Span | None = None
    channels: tuple[str, ...] = ()
    identity: Identity = Identity.NONE
    pseudonym: str = field(default="", repr=False)
    withheld: Withheld = field(default_factory=Withheld)
    may_replace: bool = False


def part_of(
    source: SignalSource,
    request: ExportRequest,
    marks: Iterable[Annotation],
    vocabulary: Vocabulary,
    paths: Sequence[str],
    progress: Progress = no_progress,
) -> tuple[RecordingPart, int]:
    """Return the part that a request means, and the number of marks that are cut at its edges.

    Raises
    ------
    UsageError : a channel is not there, the span holds no sample, or the name of the file names the patient
    """
    channels = chosen_channels(source, request.channels)
    segments = chosen_segments(source, channels, checked_span(request.span, source))
    facts = patient_of(source)
    started_at = start_of(source.recording.started_at, segments[0].start_s)
    patient: PatientFacts | None = facts
    staff = ("", "", "")
    scrubber: Scrubber | None = None
    if request.identity is Identity.AS_IN_FILE:
        staff = staff_in(paths)
    else:
        withheld = request.withheld
        identity = identity_in(paths, facts, withheld.names)
        check_name(request.out, identity)
        scrubber = Scrubber(identity, keep_dates=withheld.keep_date, keep_clock=withheld.keeps_clock)
        age_days = age_in_file(facts, source.recording.started_at).days if withheld.keep_age else None
        pseudonym = _checked_pseudonym(request)
        patient = PatientFacts(code=pseudonym, age_days=age_days) if pseudonym or age_days is not None else None
        started_at = _start_written(started_at, withheld)
        source = NamelessSource(source, scrubber)
    part = RecordingPart(source, channels, segments, (), patient, staff, started_at, progress)
    if request.withheld.drop_notes and scrubber is not None:
        marks = (replace(mark, text="") for mark in marks if mark.layer != FILE_LAYER)
    chosen, n_cut = marks_within(marks, Span(part.start_s, max(part.stop_s, part.start_s)))
    texts = [edf_mark_text(mark, vocabulary) for mark in chosen]
    if scrubber is not None:
        texts = list(map(scrubber.scrub, texts))
    return replace(part, marks=tuple(map(PartMark, chosen, texts))), n_cut


def _checked_pseudonym(request: ExportRequest) -> str:
    if request.identity is not Identity.PSEUDONYM:
        return ""
    pseudonym = request.pseudonym.strip()
    if not pseudonym or pseudonym.upper() == "X":
        raise UsageError("A pseudonym is needed, and none is given.", "Give a code such as P001, or name nobody.")
    return pseudonym


def chosen_channels(source: SignalSource, names: Sequence[str]) -> tuple[int, ...]:
    """Return the indices of channels by their names or labels, in the recording's order; () means all.

    Raises
    ------
    UsageError : one is not there, or the recording has none
    """
    channels = source.recording.channels
    if not channels:
        raise UsageError("The recording has no signals.", "Export its marks instead.")
    if not names:
        return tuple(range(len(channels)))
    by_name = {c.label: c.index for c in reversed(channels)} | {c.name: c.index for c in channels}
    unknown = [name for name in names if name not in by_name]
    if unknown:
        raise UsageError(
            f"The recording has no channel named {', '.join(unknown)}.", "“eegview info FILE” lists its channels."
        )
    return tuple(sorted({by_name[name] for name in names}))


def checked_span(span: Span | None, source: SignalSource) -> Span:
    """Return what of a span lies in the recording; None means all of it.

    Raises
    ------
    UsageError : nothing
    """
    whole = source.recording.span
    if span is None:
        return whole
    inside = span.intersection(whole)
    if inside is None:
        raise UsageError(
            "The range holds nothing of the recording.",
            f"It lasts {elapsed_text(whole.stop_s)}; give a start before its end.",
        )
    return inside


def chosen_segments(source: SignalSource, channels: Sequence[int], span: Span) -> tuple[PartSegment, ...]:
    """Return the stretches of samples in a span.

    Raises
    ------
    UsageError : there are none
    """
    segments = segments_within(source, channels, span)
    if not segments and any(segment.overlaps(span) for segment in source.recording.segments):
        raise UsageError("The range is so short that there is no sample in it.", "Choose a longer range.")
    if not segments:
        raise UsageError("The range lies in a gap: there are no samples in it.", "Choose another range.")
    return segments


def marks_within(marks: Iterable[Annotation], span: Span) -> tuple[list[Annotation], int]:
    """Return the marks that touch a span, cut at its edges, by onset; and how many were cut."""
    found, n_cut = [], 0
    for mark in marks:
        if not is_clinical(mark) or not (span.contains(mark.onset_s) or mark.span.overlaps(span)):
            continue
        onset_s, stop_s = max(mark.onset_s, span.start_s), min(mark.stop_s, span.stop_s)
        is_cut = onset_s > mark.onset_s or stop_s < mark.stop_s
        n_cut += is_cut
        found.append(replace(mark, onset_s=onset_s, duration_s=stop_s - onset_s) if is_cut else mark)
    return sorted(found, key=lambda mark: (mark.onset_s, mark.annotation_id)), n_cut


def _start_written(started_at: datetime | None, withheld: Withheld) -> datetime | None:
    """Return the clock to be written at the first sample, None for none.

    Raises
    ------
    UsageError : the date is moved beyond the calendar
    """
    if started_at is None or withheld.keep_date:
        return started_at
    if withheld.shift_days is not None:
        try:
            return started_at + timedelta(days=withheld.shift_days)
        except OverflowError:
            raise UsageError("The date cannot be moved so far.", "Give fewer days.") from None
    if withheld.keep_clock:
        return datetime.combine(_NO_DAY.date(), started_at.time())
    return None
