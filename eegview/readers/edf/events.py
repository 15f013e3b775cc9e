"""The annotations of a whole EDF+ or BDF+ file, and what its record times say about its health."""

from dataclasses import dataclass, field

import numpy as np

from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.clock import elapsed_text
from eegview.model.issue import Issue
from eegview.model.recording import FileEvents, Progress
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
    marks = _annotations(found.notes, file)
    issues = [*_time_issues(file, found), *_byte_issues(file, records, found), *_mark_issues(found.notes, marks, file)]
    issues += health
    progress(1.0)
    return FileEvents(tuple(marks), tuple(issues))


def _read_all(file: EdfFile, records: RecordFile, signals: list[int], progress: Progress) -> _Found:
    found = _Found()
    n_records = file.layout.n_records
    for record, chunks in enumerate(records.sweep(signals)):
        if record % _PROGRESS_RECORDS == 0:
            progress(record / n_records)
        for position, chunk in enumerate(chunks):
            parsed = parse_record(chunk, keeps_time=position == 0)
            if position == 0:
                found.onsets_s.append(np.nan if parsed.onset_s is None else parsed.onset_s)
            found.notes += parsed.notes
            if parsed.is_damaged and (not found.damaged or found.damaged[-1] != record):
                found.damaged.append(record)
    return found


def _annotations(notes: list[Note], file: EdfFile) -> list[Annotation]:
    """Turn notes into marks on the recording's clock; the id follows the order in the file."""
    marks = [
        Annotation(
            annotation_id=f"file-{file.recording.fingerprint[:16]}-{number}",
            term_id="file_note",
            onset_s=round(file.times.in_recording(note.onset_s), 9),
            duration_s=note.duration_s,
            text=note.text,
            layer=FILE_LAYER,
        )
        for number, note in enumerate(notes)
    ]
    return sorted(marks, key=lambda mark: mark.onset_s)


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
        issues.append(
            Issue(
                "annotations_damaged",
                f"The annotation bytes of {_records(len(found.damaged))} are corrupted, the first near "
                f"{_when(file, found.damaged[0])}; annotations there are lost; signals are not affected.",
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


def _mark_issues(notes: list[Note], marks: list[Annotation], file: EdfFile) -> list[Issue]:
    issues = []
    if not all(note.is_utf8 for note in notes):
        issues.append(Issue("annotation_encoding", "Some annotations are not UTF-8 text; they are read as Latin-1."))
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
