"""An open EDF or BDF recording.

Puts together header, layout, times, channels and records; each of them has a module of its own.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from eegview.model.errors import UnreadableFile
from eegview.model.issue import Issue
from eegview.model.patient import PatientFacts
from eegview.model.recording import FileEvents, Progress, Recording, Samples, no_progress, sample_range
from eegview.model.span import Span
from eegview.model.stored_digits import StoredScale
from eegview.readers.clock import Precision
from eegview.readers.edf.annotations import record_onset
from eegview.readers.edf.channels import Scale, map_channels
from eegview.readers.edf.events import scan_events
from eegview.readers.edf.file import EdfFile
from eegview.readers.edf.header import MAIN_BYTES, MAX_SIGNALS, SIGNAL_BYTES, parse_header
from eegview.readers.edf.layout import Layout, lay_out
from eegview.readers.edf.records import RecordFile, Wanted
from eegview.readers.edf.stored import stored_scale
from eegview.readers.edf.timing import read_timing
from eegview.readers.fingerprint import fingerprint_of_files


class EdfSource:
    """A handle on an EDF or BDF file, for one thread; a `SignalSource`."""

    def __init__(self, file: EdfFile) -> None:
        self._file = file
        self._records = RecordFile(file.path, file.layout)

    @property
    def recording(self) -> Recording:
        return self._file.recording

    @property
    def patient(self) -> PatientFacts:
        """Return who was recorded, as the header says."""
        return self._file.patient

    def read(self, channels: Sequence[int], segment_index: int, span: Span) -> list[Samples]:
        """Return the samples of one segment that lie in `span`; see `SignalSource.read`."""
        return self._read(channels, segment_index, span, self._file.channel_map.scales)

    def read_digits(self, channels: Sequence[int], segment_index: int, span: Span) -> list[Samples]:
        """Return the samples as the digits the file stores; see `DigitSource.read_digits`."""
        return self._read(channels, segment_index, span, [Scale()] * len(self.recording.channels))

    def stored_scale(self, channel: int) -> StoredScale | None:
        """Return how a channel is stored; see `DigitSource.stored_scale`."""
        return stored_scale(self._file, channel)

    def _read(self, channels: Sequence[int], segment_index: int, span: Span, scales: Sequence[Scale]) -> list[Samples]:
        recording, channel_map = self._file.recording, self._file.channel_map
        segment = recording.segments[segment_index]
        from_record = self._file.times.first_records[segment_index]
        ranges: dict[float, tuple[int, int]] = {}  # channels of one rate share their range
        wanted = []
        for channel in channels:
            rate_hz = recording.channels[channel].rate_hz
            if rate_hz not in ranges:
                ranges[rate_hz] = sample_range(segment, rate_hz, span)
            first, stop = ranges[rate_hz]
            wanted.append(Wanted(channel_map.signals[channel], scales[channel], from_record, first, stop))
        return self._records.read(wanted)

    @property
    def record_s(self) -> float:
        """Return the true duration of a data record; see `RecorderClocked`."""
        return self._file.layout.record_s

    def in_file(self, time_s: float) -> float:
        """Return the time by the records' own times of a recording time; see `RecorderClocked`."""
        return self._file.times.in_file(time_s)

    def scan_events(self, progress: Progress = no_progress) -> FileEvents:
        """Read all annotations and check the time of every record."""
        return scan_events(self._file, self._records, progress)

    def reopen(self) -> "EdfSource":
        return EdfSource(self._file)

    def close(self) -> None:
        self._records.close()


def open_edf(path: str | Path, found_before: Sequence[Issue] = (), encoding: str = "") -> EdfSource:
    """Open an EDF, EDF+, BDF or BDF+ file without reading it through.

    encoding : of its texts; "" = found out

    Raises
    ------
    UsageError : the encoding named is not known
    UnreadableFile : it cannot be read, or holds no recording that can be made sense of
    """
    path = Path(path)
    try:
        with path.open("rb") as file:
            head = file.read(MAIN_BYTES + MAX_SIGNALS * SIGNAL_BYTES)
            file_bytes = file.seek(0, 2)
        fingerprint = fingerprint_of_files([path])
    except OSError as error:
        raise UnreadableFile("The file cannot be read.", "Check that it is there and that you may read it.") from error
    header = parse_header(head, file_bytes, encoding)
    annotation_signals = tuple(i for i, s in enumerate(header.signals) if s.is_annotations)
    layout, layout_issues = lay_out(
        header, file_bytes, lambda layout, r: _onset_in(path, layout, annotation_signals, r)
    )
    timing = read_timing(path, header, layout, annotation_signals)
    times = timing.times
    layout = replace(layout, record_s=times.record_s)
    channel_map = map_channels(header, layout)
    started_at, start_issues = _started_at(header.started_at, times.zero_s, header.plus, timing.precision)
    if annotation_signals and not header.plus:
        start_issues.append(
            Issue("plus_flag_missing", "The file has annotations but is not marked as EDF+; they are read anyway.")
        )
    recording = Recording(
        path=str(path),
        format=header.format,
        channels=channel_map.channels,
        segments=times.segments if channel_map.channels else (),
        started_at=started_at,
        fingerprint=fingerprint,
        issues=(
            *found_before,
            *header.issues,
            *layout_issues,
            *channel_map.issues,
            *timing.issues,
            *times.issues,
            *start_issues,
        ),
    )
    return EdfSource(
        EdfFile(
            path,
            recording,
            layout,
            channel_map,
            timing,
            annotation_signals,
            header.patient,
            encoding,
            header.texts,
            header.signals,
        )
    )


def _onset_in(path: Path, layout: Layout, annotation_signals: tuple[int, ...], record: int) -> float | None:
    """Return a record's own time, None if the file has no annotations or the record no time."""
    if not annotation_signals or not layout.n_samples[annotation_signals[0]]:
        return None
    records = RecordFile(path, layout)
    try:
        return record_onset(records.read_signal_bytes(annotation_signals[0], record))
    finally:
        records.close()


def _started_at(
    header_start: datetime | None, zero_s: float, plus: str, precision: Precision
) -> tuple[datetime | None, list[Issue]]:
    """Return the wall clock at 0 s: the header's whole second and what the first record adds to it."""
    issues: list[Issue] = []
    if plus != "D" and not -precision.tolerance_s <= zero_s < 1:
        issues.append(
            Issue("start_offset", f"The first data record begins {zero_s:g} s after the header's start time.")
        )
    if header_start is None:
        return None, issues
    try:
        return header_start + timedelta(microseconds=round(zero_s * 1e6)), issues
    except OverflowError:
        issues.append(Issue("start_time_unreadable", "The start time is not valid; clock times are unknown."))
        return None, issues
