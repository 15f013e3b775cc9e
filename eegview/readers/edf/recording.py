"""An open EDF or BDF recording.

Puts together header, layout, times, channels and records; each of them has a module of its own.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import numpy.typing as npt

from eegview.model.errors import UnreadableFile
from eegview.model.issue import Issue
from eegview.model.patient import PatientFacts
from eegview.model.recording import FileEvents, Progress, Recording, Samples, no_progress, sample_range
from eegview.model.span import Span
from eegview.model.stored_digits import StoredScale
from eegview.readers.edf.annotations import onset_decimals, record_onset
from eegview.readers.edf.channels import Scale, map_channels
from eegview.readers.edf.events import scan_events
from eegview.readers.edf.file import EdfFile
from eegview.readers.edf.header import MAIN_BYTES, MAX_SIGNALS, SIGNAL_BYTES, EdfHeader, parse_header
from eegview.readers.edf.layout import Layout, lay_out
from eegview.readers.edf.records import RecordFile, Wanted
from eegview.readers.edf.stored import stored_scale
from eegview.readers.edf.times import RecordTimes, continuous_times, map_records, time_tolerance_s
from eegview.readers.fingerprint import fingerprint_of_files

_N_PROBES = 9  # records whose time is looked at when a file that claims to be continuous is opened


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

    def scan_events(self, progress: Progress = no_progress) -> FileEvents:
        """Read all annotations and check the time of every record."""
        return scan_events(self._file, self._records, progress)

    def reopen(self) -> "EdfSource":
        return EdfSource(self._file)

    def close(self) -> None:
        self._records.close()


def open_edf(path: str | Path, found_before: Sequence[Issue] = ()) -> EdfSource:
    """Open an EDF, EDF+, BDF or BDF+ file without reading it through.

    Raises
    ------
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
    header = parse_header(head, file_bytes)
    annotation_signals = tuple(i for i, s in enumerate(header.signals) if s.is_annotations)
    layout, layout_issues = lay_out(
        header, file_bytes, lambda layout, r: _onset_in(path, layout, annotation_signals, r)
    )
    channel_map = map_channels(header, layout)
    times, tolerance_s, is_mapped = _times(path, header, layout, annotation_signals)
    started_at, start_issues = _started_at(header.started_at, times.zero_s, header.plus)
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
        issues=(*found_before, *header.issues, *layout_issues, *channel_map.issues, *times.issues, *start_issues),
    )
    return EdfSource(
        EdfFile(
            path,
            recording,
            layout,
            channel_map,
            times,
            annotation_signals,
            tolerance_s,
            is_mapped,
            header.patient,
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


def _times(
    path: Path, header: EdfHeader, layout: Layout, annotation_signals: tuple[int, ...]
) -> tuple[RecordTimes, float, bool]:
    """Return when the records were recorded, the tolerance used, and whether every record was read.

    A file marked continuous is asked at a few places only, so that a day opens as fast as a minute; where one of
    them contradicts the mark, every record is asked.
    """
    if not annotation_signals or not layout.record_s:
        return continuous_times(layout.n_records, layout.record_s, 0.0), 0.0, False
    fastest = max(n for n, s in zip(layout.n_samples, header.signals, strict=True) if not s.is_annotations)
    records = RecordFile(path, layout)
    try:
        signal = annotation_signals[0]
        probes = sorted({round(x) for x in np.linspace(0, layout.n_records - 1, _N_PROBES)})
        chunks = [records.read_signal_bytes(signal, r) for r in probes]
        decimals = max(onset_decimals(chunk) for chunk in chunks)
        tolerance_s = time_tolerance_s(layout.record_s, fastest / layout.record_s, decimals)
        if header.plus != "D":
            found = [(r, record_onset(chunk)) for r, chunk in zip(probes, chunks, strict=True)]
            shifts = [onset - r * layout.record_s for r, onset in found if onset is not None]
            if shifts and max(shifts) - min(shifts) <= tolerance_s:
                return continuous_times(layout.n_records, layout.record_s, shifts[0]), tolerance_s, False
        onsets = read_onsets(records, signal)
    finally:
        records.close()
    return map_records(onsets, layout.record_s, tolerance_s, header.plus != "D"), tolerance_s, True


def read_onsets(records: RecordFile, signal: int) -> npt.NDArray[np.float64]:
    """Return (n_records,) each record's own time in s, NaN where it has none."""
    onsets = (record_onset(chunks[0]) for chunks in records.sweep([signal]))
    return np.array([np.nan if onset is None else onset for onset in onsets], np.float64)


def _started_at(header_start: datetime | None, zero_s: float, plus: str) -> tuple[datetime | None, list[Issue]]:
    """Return the wall clock at 0 s: the header's whole second and what the first record adds to it."""
    issues: list[Issue] = []
    if plus != "D" and not 0 <= zero_s < 1:
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
