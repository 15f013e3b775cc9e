"""An open GDF recording: every channel at its own rate."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.channel import Channel
from eegview.model.errors import UnreadableFile
from eegview.model.issue import Issue
from eegview.model.patient import PatientFacts
from eegview.model.recording import FileEvents, Progress, Recording, Samples, no_progress, sample_range
from eegview.model.span import Span
from eegview.model.text.decoding import sentences_on_names
from eegview.readers.fingerprint import fingerprint_of_files
from eegview.readers.gdf.events import MOST_BYTES, parse_events
from eegview.readers.gdf.header import CHANNEL_BYTES, FIXED_BYTES, MOST_CHANNELS, GdfChannel, GdfHeader, parse_header
from eegview.readers.sample_source import Signal, channels_of
from eegview.readers.truncation import events_missing, length_not_declared, truncated

_PIECE_BYTES = 8 * 2**20
_GONE = ("The file can no longer be read.", "Check that its drive is connected, then open it again.")


@dataclass(frozen=True, slots=True)
class GdfContent:
    """What all handles on one recording share.

    signals : for each channel its signal in the file
    gains_uv, offsets_uv : from stored values to the channel's unit
    """

    path: Path
    header: GdfHeader
    n_records: int
    recording: Recording
    signals: tuple[int, ...]
    gains_uv: tuple[float, ...]
    offsets_uv: tuple[float, ...]

    @property
    def patient(self) -> PatientFacts:
        return self.header.patient


class GdfSource:
    """A handle on a GDF file, for one thread; a `SignalSource`."""

    def __init__(self, content: GdfContent) -> None:
        self._content = content
        starts = np.cumsum([0, *(channel.n_bytes for channel in content.header.channels)])
        self._starts = [int(start) for start in starts]

    @property
    def recording(self) -> Recording:
        return self._content.recording

    @property
    def patient(self) -> PatientFacts:
        """Return who was recorded, as the header says."""
        return self._content.patient

    def read(self, channels: Sequence[int], segment_index: int, span: Span) -> list[Samples]:
        """Return the samples of the only segment in `span`; see `SignalSource.read`. NaN where the file has ended."""
        content = self._content
        segment = content.recording.segments[segment_index]
        found = []
        for channel in channels:
            first, stop = sample_range(segment, content.recording.channels[channel].rate_hz, span)
            values = self._values(content.signals[channel], first, stop)
            with np.errstate(over="ignore", invalid="ignore"):
                values *= content.gains_uv[channel]
                values += content.offsets_uv[channel]
                samples = values.astype(np.float32)
            samples[~np.isfinite(samples)] = np.nan
            found.append(samples)
        return found

    def scan_events(self, progress: Progress = no_progress) -> FileEvents:
        """Return the table of events as marks; those of one channel name it."""
        content, header = self._content, self._content.header
        try:
            with content.path.open("rb") as file:
                table_at = header.offset + max(header.n_records, content.n_records) * header.record_bytes
                raw = b""
                if table_at < file.seek(0, 2):
                    file.seek(table_at)
                    raw = file.read(MOST_BYTES)
        except OSError as error:
            raise UnreadableFile(*_GONE) from error
        progress(1.0)
        table = parse_events(raw, header.version)
        if table is None:
            return FileEvents()
        rate_hz = table.rate_hz or max(channel.rate_hz for channel in content.recording.channels)
        channels = content.recording.channels
        named = {signal + 1: channel.name for signal, channel in zip(content.signals, channels, strict=True)}
        events = sorted(table.events, key=lambda event: event.position)
        prefix = content.recording.fingerprint[:16]
        marks = tuple(
            Annotation(
                annotation_id=f"file-{prefix}-{number}",
                term_id="file_note",
                onset_s=round(event.position / rate_hz, 9),
                duration_s=round(event.length / rate_hz, 9) if event.length > 1 else 0.0,
                channels=(named[event.channel],) if event.channel in named else (),
                text=str(event.code),
                layer=FILE_LAYER,
            )
            for number, event in enumerate(events)
        )
        if not table.n_lost:
            return FileEvents(marks)
        return FileEvents(marks, (events_missing(table.n_lost),))

    def reopen(self) -> "GdfSource":
        return GdfSource(self._content)

    def close(self) -> None:
        """Do nothing: no file is held open."""

    def _values(self, signal: int, first: int, stop: int) -> npt.NDArray[np.float64]:
        """Return stored values `[first, stop)` of one signal."""
        header = self._content.header
        channel = header.channels[signal]
        values = np.full(max(stop - first, 0), np.nan)
        if stop <= first:
            return values
        n, record_bytes = channel.n_samples, header.record_bytes
        step = max(1, _PIECE_BYTES // record_bytes)
        try:
            with self._content.path.open("rb") as file:
                for record in range(first // n, -(-stop // n), step):
                    n_records = min(step, -(-stop // n) - record)
                    file.seek(header.offset + record * record_bytes)
                    found = self._column(file.read(n_records * record_bytes), channel, self._starts[signal], n_records)
                    a, b = max(first, record * n), min(stop, (record + n_records) * n)
                    values[a - first : b - first] = found[a - record * n : b - record * n]
        except OSError as error:
            raise UnreadableFile(*_GONE) from error
        return values

    def _column(self, raw: bytes, channel: GdfChannel, start: int, n_records: int) -> npt.NDArray[np.float64]:
        """Return the values of one signal in some records; NaN where the bytes end."""
        with np.errstate(invalid="ignore"):  # bytes that are no number are NaN, whatever kind of NaN
            return self._filled(raw, channel, start, n_records)

    def _filled(self, raw: bytes, channel: GdfChannel, start: int, n_records: int) -> npt.NDArray[np.float64]:
        record_bytes, n, width = self._content.header.record_bytes, channel.n_samples, int(channel.dtype[-1])
        values = np.full((n_records, n), np.nan)
        n_whole = min(len(raw) // record_bytes, n_records)
        if n_whole:
            stored = np.ndarray((n_whole, n * width), np.uint8, raw, start, (record_bytes, 1))
            values[:n_whole] = _numbers(stored.tobytes(), channel.dtype).reshape(n_whole, n)
        if n_whole < n_records:
            rest = raw[n_whole * record_bytes + start : n_whole * record_bytes + start + channel.n_bytes]
            there = len(rest) // width
            values[n_whole, :there] = _numbers(rest[: there * width], channel.dtype)
        return values.reshape(-1)


def open_gdf(path: Path, shown_path: str, encoding: str = "") -> GdfSource:
    """Open a GDF file.

    encoding : of its texts; "" = found out

    Raises
    ------
    UnreadableFile : the header cannot be read, or no sample follows it
    """
    with path.open("rb") as file:
        header = parse_header(file.read(FIXED_BYTES + CHANNEL_BYTES * MOST_CHANNELS), path.name, encoding)
        file_bytes = file.seek(0, 2)
    signals = tuple(k for k, channel in enumerate(header.channels) if channel.n_samples)
    there_bytes = max(file_bytes - header.offset, 0)
    n_records = _n_records(header, there_bytes)
    if not signals or n_records <= 0 or header.record_s <= 0:
        raise UnreadableFile(f"{path.name} contains no samples.", "Copy it again from where it was recorded.")
    channels, gains, offsets, issues = _channels(header, signals)
    issues = [*issues, *_length_issues(header, n_records, there_bytes)]
    issues += [Issue("text_encoding", sentence) for sentence in sentences_on_names(header.doubts)]
    if not header.is_record_s_said:
        assumed = "The header does not say how long a record lasts; 1 s is assumed, so all times are uncertain."
        issues.append(Issue("record_duration_wrong", assumed))
    if header.started_at is None:
        unknown = "The recording has no valid start time; times count from its start."
        issues.append(Issue("start_unknown", unknown))
    recording = Recording(
        path=shown_path,
        format="GDF",
        channels=channels,
        segments=(Span(0.0, n_records * header.record_s),),
        started_at=header.started_at,
        fingerprint=fingerprint_of_files([path]),
        issues=tuple(issues),
    )
    return GdfSource(GdfContent(path, header, n_records, recording, signals, gains, offsets))


def _n_records(header: GdfHeader, there_bytes: int) -> int:
    """Return how many records there are, the last one perhaps in part."""
    if not header.record_bytes:
        return 0
    there = -(-there_bytes // header.record_bytes) if header.n_records > 0 else there_bytes // header.record_bytes
    return there if header.n_records <= 0 else min(header.n_records, there)


def _channels(
    header: GdfHeader, signals: Sequence[int]
) -> tuple[tuple[Channel, ...], tuple[float, ...], tuple[float, ...], tuple[Issue, ...]]:
    """Return the channels at their own rates, their gains and offsets, and what was noticed of labels and units."""
    named = [
        Signal(
            label=channel.label,
            column=k,
            unit=channel.unit,
            gain=channel.gain,
            offset=channel.physical_min - channel.digital_min * channel.gain,
            limits=channel.limits,
            prefilter=channel.prefilter,
            is_electrode=True,
        )
        for k, channel in enumerate(header.channels)
        if k in signals
    ]
    channels, gains, offsets, issues = channels_of(named, 1.0)
    rates = [_rate_hz(header.channels[k].n_samples, header.record_s) for k in signals]
    own = tuple(replace(channel, rate_hz=rate_hz) for channel, rate_hz in zip(channels, rates, strict=True))
    return own, gains, offsets, issues


def _rate_hz(n_samples: int, record_s: float) -> float:
    rate_hz = n_samples / record_s
    return float(round(rate_hz)) if abs(rate_hz - round(rate_hz)) < 1e-9 * rate_hz else rate_hz


def _length_issues(header: GdfHeader, n_records: int, there_bytes: int) -> list[Issue]:
    if header.n_records <= 0:
        return [length_not_declared()]
    if there_bytes >= header.n_records * header.record_bytes:
        return []
    # The channels have rates of their own: what they have in common is the records.
    return [truncated(there_bytes, header.n_records * header.record_bytes, header.record_bytes / header.record_s)]


def _numbers(raw: bytes, dtype: str) -> npt.NDArray[np.float64]:
    if dtype not in ("i3", "u3"):
        return np.frombuffer(raw, dtype).astype(np.float64)
    parts = np.frombuffer(raw, np.uint8).reshape(-1, 3).astype(np.int64)
    values = parts[:, 0] | parts[:, 1] << 8 | parts[:, 2] << 16
    return np.where((values >= 1 << 23) & (dtype == "i3"), values - (1 << 24), values).astype(np.float64)
