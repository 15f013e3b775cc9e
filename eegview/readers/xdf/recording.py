"""Read XDF (LabStreamingLayer) through pyxdf: regular streams as channels at their own rates, text streams as marks.

XDF has no index, so the file is read whole; large ones are refused.
"""

import contextlib
import logging
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.channel import Channel, ChannelKind
from eegview.model.errors import UnreadableFile
from eegview.model.issue import Issue
from eegview.model.naming import name_channels
from eegview.model.recording import FileEvents, Progress, Recording, Samples, no_progress, sample_range
from eegview.model.span import Span
from eegview.model.text.channels_in_text import on_their_channels
from eegview.readers.fingerprint import fingerprint_of_files
from eegview.readers.xdf.streams import Stream, regular_stream, text_marks

_MOST_BYTES = 200 * 2**20  # pyxdf needs several times the file's size in memory
_MOST_VALUES = 2**30  # held in memory, 4 bytes each
_KINDS = {
    "EEG": ChannelKind.EEG,
    "EOG": ChannelKind.EOG,
    "ECG": ChannelKind.ECG,
    "EKG": ChannelKind.ECG,
    "EMG": ChannelKind.EMG,
    "RESP": ChannelKind.RESPIRATION,
    "TRIGGER": ChannelKind.TRIGGER,
    "STIM": ChannelKind.TRIGGER,
}


def open_xdf(path: str | Path) -> "XdfSource":
    """Open an XDF file.

    Raises
    ------
    UnreadableFile : damaged beyond use, without a regular stream, or too large to be read whole
    """
    path = Path(path)
    if path.stat().st_size > _MOST_BYTES:
        raise UnreadableFile(
            f"{path.name} is larger than {_MOST_BYTES >> 20} MiB; XDF must be read as a whole.",
            "Convert it to EDF+ or BrainVision, then open that.",
        )
    import pyxdf

    with _complaints() as complaints:
        try:
            raw_streams, header = pyxdf.load_xdf(str(path), verbose=False)
        # pyxdf raises anything at all on damaged files; what it was stays as the cause.
        except Exception as error:
            raise UnreadableFile(
                f"{path.name} looks like XDF but is damaged beyond use.", "Copy it again from where it was recorded."
            ) from error
    issues = [
        Issue("format_note", f"The reader reports: {text[:240].rstrip('.')}.") for text in dict.fromkeys(complaints)
    ]
    streams = []
    for raw in raw_streams:
        stream, stream_issues = regular_stream(raw)
        issues += stream_issues
        if stream is not None:
            streams.append(stream)
    if not streams:
        raise UnreadableFile(
            f"{path.name} contains no regularly sampled signal.", "Choose the file with the EEG stream."
        )
    return XdfSource(_Content(path, streams, text_marks(raw_streams), _datetime(header), issues))


class _Content:
    """What all handles on one file share; never changed after it was built.

    samples[segment][channel] : (n_samples,) float32
    """

    def __init__(
        self,
        path: Path,
        streams: list[Stream],
        marks: list[tuple[float, str]],
        started_at: datetime | None,
        issues: list[Issue],
    ) -> None:
        zero_s = min(stored.start_s for stream in streams for stored in stream.stored_segments)
        segments = _merged([span.shifted(-zero_s) for stream in streams for span in stream.spans()], streams)
        _check_size(path, segments, streams)
        channels, factors, name_issues = _channels(streams)
        began = started_at
        clock = (
            Issue("start_unknown", "The recording has no valid start time; times count from its start.")
            if began is None
            else Issue(
                "start_approximate", "The start time is when recording was switched on, not that of the first sample."
            )
        )
        self.samples = [_filled(segment, streams, factors, zero_s) for segment in segments]
        fingerprint = fingerprint_of_files([str(path)])
        self.events = FileEvents(
            tuple(
                on_their_channels(
                    [
                        Annotation(
                            f"file-{fingerprint[:16]}-{n}", "file_note", at_s - zero_s, text=text, layer=FILE_LAYER
                        )
                        for n, (at_s, text) in enumerate(sorted(marks))
                    ],
                    channels,
                )
            )
        )
        self.recording = Recording(
            str(path), "XDF", channels, segments, began, fingerprint, (*issues, *name_issues, clock)
        )


class XdfSource:
    """An open recording whose samples are in memory; handles share them."""

    def __init__(self, content: _Content) -> None:
        self._content = content

    @property
    def recording(self) -> Recording:
        return self._content.recording

    def read(self, channels: Sequence[int], segment_index: int, span: Span) -> list[Samples]:
        """Return the samples of one segment in `span`; see `SignalSource.read`."""
        segment = self.recording.segments[segment_index]
        read = []
        for channel in channels:
            first, stop = sample_range(segment, self.recording.channels[channel].rate_hz, span)
            read.append(self._content.samples[segment_index][channel][first:stop].copy())
        return read

    def scan_events(self, progress: Progress = no_progress) -> FileEvents:
        progress(1.0)
        return self._content.events

    def reopen(self) -> "XdfSource":
        return XdfSource(self._content)

    def close(self) -> None:
        """Do nothing: no file is held open."""


def _merged(spans: list[Span], streams: list[Stream]) -> tuple[Span, ...]:
    """Return the union of all streams' spans; breaks shorter than two samples of the slowest stream are none."""
    slack_s = 2.0 / min(stream.rate_hz for stream in streams)
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start_s <= merged[-1].stop_s + slack_s:
            last = merged.pop()
            span = Span(last.start_s, max(last.stop_s, span.stop_s))
        merged.append(span)
    return tuple(merged)


def _check_size(path: Path, segments: tuple[Span, ...], streams: list[Stream]) -> None:
    """Refuse times that would make far more of the file than it holds.

    Raises
    ------
    UnreadableFile : its streams have nothing to do with each other's times
    """
    values_a_s = sum(stream.rate_hz * stream.values.shape[1] for stream in streams)
    if sum(segment.duration_s for segment in segments) * values_a_s > _MOST_VALUES:
        raise UnreadableFile(
            f"The times of the streams in {path.name} do not fit together.", "Export the EEG stream alone."
        )


def _filled(segment: Span, streams: list[Stream], factors: list[float], zero_s: float) -> list[Samples]:
    """Return each channel's samples of a segment; NaN where its stream has none."""
    filled: list[Samples] = []
    for stream in streams:
        n_samples = round(segment.duration_s * stream.rate_hz)
        values = np.full((stream.values.shape[1], n_samples), np.nan, np.float32)
        for stored in stream.stored_segments:
            at = round((stored.start_s - zero_s - segment.start_s) * stream.rate_hz)
            first, stop = max(at, 0), min(at + stored.n_samples, n_samples)
            if first < stop:
                rows = stream.values[stored.first + first - at : stored.first + stop - at]
                values[:, first:stop] = rows.T * np.array(factors[len(filled) : len(filled) + rows.shape[1]])[:, None]
        filled.extend(values)
    return filled


def _channels(streams: list[Stream]) -> tuple[tuple[Channel, ...], list[float], list[Issue]]:
    labels = [label for stream in streams for label in stream.labels]
    file_units = [unit for stream in streams for unit in stream.units]
    types = [kind for stream in streams for kind in stream.types]
    rates = [stream.rate_hz for stream in streams for _ in stream.labels]
    named, issues = name_channels(labels, file_units)
    factors = [naming.factor_uv for naming in named]
    channels = []
    for index, (label, unit, kind, rate_hz, naming) in enumerate(
        zip(labels, file_units, types, rates, named, strict=True)
    ):
        by_type = _KINDS.get(kind.upper())
        if by_type is None or (by_type is ChannelKind.EEG and naming.kind is not ChannelKind.OTHER):
            by_type = naming.kind
        shown_unit = "uV" if factors[index] else unit
        channels.append(Channel(index, naming.name, label, by_type, rate_hz, shown_unit))
    unknown = [channel.name for channel in channels if channel.kind is ChannelKind.EEG and channel.unit != "uV"]
    if unknown:
        which = ", ".join(unknown[:5]) + (" …" if len(unknown) > 5 else "")
        issues.append(Issue("unit_unknown", f"{which}: no known voltage unit; the values are not in µV."))
    return tuple(channels), [factor or 1.0 for factor in factors], issues


def _datetime(header: Any) -> datetime | None:
    """Return the wall clock where the file was recorded, from the file header."""
    info = header.get("info") if isinstance(header, dict) else None
    text = ((info.get("datetime") if isinstance(info, dict) else None) or [""])[0]
    with contextlib.suppress(ValueError, TypeError):  # no date, or one nobody can read: said as an issue
        return datetime.fromisoformat(text).replace(tzinfo=None)
    return None


@contextlib.contextmanager
def _complaints() -> Iterator[list[str]]:
    """Collect pyxdf's log messages instead of printing them."""
    said: list[str] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(record.getMessage())

    logger, collector = logging.getLogger("pyxdf"), Collector(logging.WARNING)
    before = logger.propagate
    logger.addHandler(collector)
    logger.propagate = False
    try:
        yield said
    finally:
        logger.removeHandler(collector)
        logger.propagate = before
