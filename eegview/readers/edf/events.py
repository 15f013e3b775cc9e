"""The annotations of a whole EDF+ or BDF+ file, and what its record times say about its health."""

from dataclasses import dataclass, field

import numpy as np

from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.issue import Issue
from eegview.model.recording import FileEvents, Progress
from eegview.model.text.channels_in_text import ChannelNames, with_channels_together
from eegview.model.text.decoding import TextEncoding, judged, sentences_on, texts_to_show
from eegview.model.time.clock import elapsed_text
from eegview.readers.edf.annotations import Note, parse_record
from eegview.readers.edf.file import EdfFile
from eegview.readers.edf.health import signal_issues
from eegview.readers.edf.records import RecordFile
from eegview.readers.edf.status import SCAN_SHARE, trigger_channels, with_codes
from eegview.readers.edf.times import map_records

_PROGRESS_RECORDS = 2048
_MAX_HOLE_CHECKS = 2000  # records without a time that are looked at byte by byte


@dataclass(slots=True)
class _Found:
    onsets_s: list[float] = field(default_factory=list)  # of the records, NaN where missing
    notes: list[Note] = field(default_factory=list)
    damaged: list[int] = field(default_factory=list)  # records with bytes that are no annotations
    n_unreadable: int = 0
    n_odd_durations: int = 0
    n_second_times: int = 0


def scan_events(file: EdfFile, records: RecordFile, progress: Progress) -> FileEvents:
    """Read all annotations of a file and the codes of its trigger channels, in order of time.

    Only their bytes are read; `progress` is called a few times a second and may raise Cancelled.
    """
    if not trigger_channels(file):
        return scan_annotations(file, records, progress)
    events = scan_annotations(file, records, lambda share: progress(share * (1.0 - SCAN_SHARE)))
    return with_codes(events, file, records, lambda share: progress(1.0 - SCAN_SHARE + share * SCAN_SHARE))


def scan_annotations(file: EdfFile, records: RecordFile, progress: Progress) -> FileEvents:
    """Read all annotations of a file, in order of time, and check the time of every record."""
    signals = [s for s in file.annotation_signals if file.layout.n_samples[s]]
    health = signal_issues(file, records)
    if not signals:
        progress(1.0)
        return FileEvents((), tuple(health))
    found = _read_all(file, records, signals, progress)
    encoding = judged([*(note.content for note in found.notes), *file.texts], file.encoding)
    marks = _annotations(found.notes, file, encoding)
    issues = [*_time_issues(file, found), *_byte_issues(file, records, found), *_number_issues(found)]
    issues += [*_text_issues(found.notes, encoding, file.encoding), *_mark_issues(marks, file), *health]
    progress(1.0)
    return FileEvents(tuple(marks), tuple(issues), encoding.name, texts_to_show(note.content for note in found.notes))


def _read_all(file: EdfFile, records: RecordFile, signals: list[int], progress: Progress) -> _Found:
    found = _Found()
    n_records = file.layout.n_records
    is_open = False
    for record, chunks in enumerate(records.sweep(signals)):
        if record % _PROGRESS_RECORDS == 0:
            progress(record / n_records)
        parsed = parse_record(chunks)
        found.onsets_s.append(np.nan if parsed.onset_s is None else parsed.onset_s)
        is_continued = is_open and bool(parsed.rest)
        if is_continued:
            _continue_last(found.notes, parsed.rest)
        is_open = parsed.is_open and (bool(parsed.notes) or is_continued)
        found.notes += parsed.notes
        found.n_odd_durations += parsed.n_odd_durations
        found.n_second_times += parsed.n_second_times
        if parsed.n_unreadable > is_continued:
            found.n_unreadable += parsed.n_unreadable - is_continued
            found.damaged.append(record)
    return found


def _continue_last(notes: list[Note], rest: bytes) -> None:
    """Add to the last note what its record had no room for, and the texts that follow there."""
    last = notes[-1]
    end, *others = rest.split(b"\x14")
    notes[-1] = Note(last.onset_s, last.duration_s, last.content + end)
    notes += [Note(last.onset_s, last.duration_s, other) for other in others if other.strip()]


def _annotations(notes: list[Note], file: EdfFile, encoding: TextEncoding) -> list[Annotation]:
    """Turn notes into marks on the recording's clock; the id follows the order in the file."""
    names = ChannelNames(file.recording.channels)
    marks = []
    for number, note in enumerate(notes):
        text, channels = names.split(_shown(encoding.text_of(note.content)))
        marks.append(
            Annotation(
                annotation_id=f"file-{file.recording.fingerprint[:16]}-{number}",
                term_id="file_note",
                onset_s=round(file.times.in_recording(note.onset_s), 9),
                duration_s=note.duration_s,
                channels=channels,
                text=text,
                layer=FILE_LAYER,
            )
        )
    return sorted(with_channels_together(marks), key=lambda mark: mark.onset_s)


def _shown(text: str) -> str:
    """Return a text with blanks for signs that cannot be shown."""
    if text.isprintable():
        return text.strip()
    return "".join(sign if sign.isprintable() or sign in "\n\t" else " " for sign in text).strip()


def _time_issues(file: EdfFile, found: _Found) -> list[Issue]:
    """Check the record times, unless that was done when the file was opened."""
    timing, record_s = file.timing, file.layout.record_s
    if timing.is_mapped or not record_s:
        return []
    stamps_s = np.array([file.times.in_recording(onset_s) for onset_s in found.onsets_s])
    times = map_records(stamps_s, record_s, timing.precision, timing.claims_continuous)
    told = {issue.code for issue in file.recording.issues}
    issues = [issue for issue in times.issues if issue.code not in told]
    unseen = len(set(times.first_records) - set(file.times.first_records))
    if unseen and not timing.claims_continuous:
        text = f"{unseen} gaps between the data records were not seen on opening; times there are uncertain."
        issues.append(Issue("gaps_unseen", text))
    return issues


def _byte_issues(file: EdfFile, records: RecordFile, found: _Found) -> list[Issue]:
    issues = []
    if found.damaged:
        lost = "1 annotation has" if found.n_unreadable == 1 else f"{found.n_unreadable} annotations have"
        issues.append(
            Issue(
                "annotations_damaged",
                f"The annotation bytes of {_records(len(found.damaged))} are corrupted, the first near "
                f"{_when(file, found.damaged[0])}: {lost} no readable time and cannot be shown; signals are not "
                "affected.",
            )
        )
    missing = np.flatnonzero(np.isnan(found.onsets_s))[:_MAX_HOLE_CHECKS].tolist()
    zeroed = [r for r in missing if file.layout.record_s and not any(records.read_record_bytes(r))]
    if zeroed:
        issues.append(
            Issue(
                "bytes_zeroed",
                f"All bytes of {_records(len(zeroed))} are zero, the first near {_when(file, zeroed[0])}, the last "
                f"near {_when(file, zeroed[-1])}: the flat signal there was not recorded.",
            )
        )
    return issues


def _number_issues(found: _Found) -> list[Issue]:
    issues = []
    if n := found.n_odd_durations:
        what = "1 annotation has an unreadable or negative duration"
        what = what if n == 1 else f"{n} annotations have unreadable or negative durations"
        issues.append(Issue("annotation_duration", f"{what}; shown without duration."))
    if n := found.n_second_times:
        what = "1 annotation has its" if n == 1 else f"{n} annotations have their"
        issues.append(Issue("annotation_second_time", f"{what} own time in a text beside; that time is used."))
    return issues


def _text_issues(notes: list[Note], encoding: TextEncoding, named: str) -> list[Issue]:
    foreign = [note.content for note in notes if not note.content.isascii()]
    sentences = sentences_on(encoding, encoding.n_wrong_in(foreign), named=named) if foreign else ()
    return [Issue("text_encoding", sentence) for sentence in sentences]


def _mark_issues(marks: list[Annotation], file: EdfFile) -> list[Issue]:
    issues = []
    duration_s = file.recording.duration_s
    n_outside = sum(not 0 <= mark.onset_s <= duration_s for mark in marks) if duration_s else 0
    if n_outside:
        what = "1 annotation lies" if n_outside == 1 else f"{n_outside} annotations lie"
        issues.append(Issue("annotation_outside", f"{what} outside the recording; kept at the time given."))
    n_over = sum(0 <= mark.onset_s <= duration_s < mark.stop_s - 1e-6 for mark in marks) if duration_s else 0
    if n_over:
        what = "1 annotation ends" if n_over == 1 else f"{n_over} annotations end"
        issues.append(Issue("annotation_past_end", f"{what} after the end of the recording; kept as given."))
    return issues


def _records(n: int) -> str:
    return "1 data record" if n == 1 else f"{n} data records"


def _when(file: EdfFile, record: int) -> str:
    """Return the time of a record, from recording start."""
    times = file.times
    segment = max(i for i, first in enumerate(times.first_records) if first <= record)
    time_s = times.segments[segment].start_s + (record - times.first_records[segment]) * file.layout.record_s
    return elapsed_text(time_s, 0)
