"""An open Micromed `.TRC` recording. Puts together header, electrodes, times, marks and samples."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import accumulate
from pathlib import Path

from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.errors import UnreadableFile
from eegview.model.issue import Issue
from eegview.model.patient import PatientFacts
from eegview.model.recording import FileEvents, Progress, Recording, Samples, no_progress, sample_range
from eegview.model.span import Span
from eegview.model.text.channels_in_text import on_their_channels
from eegview.readers.fingerprint import fingerprint_of_files
from eegview.readers.micromed.electrodes import ENTRY_BYTES, StoredChannel, map_electrodes
from eegview.readers.micromed.header import HEAD_BYTES, MicromedHeader, parse_header
from eegview.readers.micromed.marks import FrameMark, marks_in
from eegview.readers.micromed.samples import FrameFile, Frames
from eegview.readers.micromed.times import stored_segments, time_of_frame
from eegview.readers.stored_segment import StoredSegment
from eegview.readers.truncation import truncated_inside_sample

_MOST_AREA_BYTES = 4 * 1024 * 1024


class _Content:
    """What all handles on one file share; never changed after it was built."""

    def __init__(self, path: Path, encoding: str) -> None:
        self.encoding = encoding
        try:
            with path.open("rb") as file:
                file_bytes = file.seek(0, 2)
                file.seek(0)
                head = file.read(HEAD_BYTES)
            self.path, self.header = path, parse_header(head, file_bytes, encoding)
            fingerprint = fingerprint_of_files([path])
            order = self.area("ORDER")
            places = [int.from_bytes(order[at : at + 2], "little") for at in range(0, len(order) - 1, 2)]
            places = (places + [10**6] * self.header.n_channels)[: self.header.n_channels]
            table = self.area("LABCOD", (max((p for p in places if p < 10**6), default=0) + 1) * ENTRY_BYTES)
            tronca = self.area("TRONCA")
        except OSError as error:
            raise UnreadableFile("The file cannot be read.", "Check the disk and your right to read it.") from error
        channels, self.stored, issues = map_electrodes(
            places, table, self.header.rate_hz, self.header.sample_bytes, encoding
        )
        self.frames, rates_hz, self.rate_hz, frame_issues = _frames(self.header, self.stored, file_bytes)
        if not self.frames.n_frames:
            raise UnreadableFile("The file has a header but no samples.", "Copy it again from where it was recorded.")
        self.segments, before_s, time_issues = stored_segments(tronca, self.frames.n_frames, self.rate_hz)
        started_at = self.header.started_at
        channels = tuple(
            channel if channel.rate_hz == rate_hz else replace(channel, rate_hz=rate_hz)
            for channel, rate_hz in zip(channels, rates_hz, strict=True)
        )
        self.recording = Recording(
            path=str(path),
            format="Micromed",
            channels=channels,
            segments=tuple(segment.span(self.rate_hz) for segment in self.segments),
            started_at=started_at + timedelta(seconds=before_s) if started_at else None,  # before_s: 99 days at most
            fingerprint=fingerprint,
            issues=(*self.header.issues, *issues, *frame_issues, *time_issues),
        )

    def area(self, name: str, most_bytes: int = _MOST_AREA_BYTES) -> bytes:
        """Return the bytes of a part of the header; none where the file has no such part."""
        found = self.header.areas.get(name)
        if found is None:
            return b""
        with self.path.open("rb") as file:
            file.seek(found.start)
            return file.read(min(found.length, most_bytes))


class MicromedSource:
    """A handle on a Micromed file, for one thread; a `SignalSource`."""

    def __init__(self, content: _Content) -> None:
        self._content = content
        self._file = FrameFile(content.path, content.frames, content.stored)

    @property
    def recording(self) -> Recording:
        return self._content.recording

    @property
    def patient(self) -> PatientFacts:
        """Return who was recorded, as the header says."""
        return self._content.header.patient

    def read(self, channels: Sequence[int], segment_index: int, span: Span) -> list[Samples]:
        """Return the samples of one segment that lie in `span`; see `SignalSource.read`."""
        content = self._content
        segment, stored = content.recording.segments[segment_index], content.segments[segment_index]
        ranges = []
        for channel in channels:
            first, stop = sample_range(segment, content.recording.channels[channel].rate_hz, span)
            before = stored.first * content.frames.counts[channel]
            ranges.append((before + first, before + stop))
        return self._file.read(channels, ranges)

    def scan_events(self, progress: Progress = no_progress) -> FileEvents:
        """Read the notes, events, flags and triggers."""
        content = self._content
        try:
            found, issues, read = marks_in(content.area, content.frames.n_frames, content.encoding)
        except OSError as error:
            raise UnreadableFile(
                "The file can no longer be read.", "Check that its drive is connected, then open it again."
            ) from error
        progress(1.0)
        prefix, rate_hz, segments = self.recording.fingerprint[:16], content.rate_hz, content.segments
        marks = [
            Annotation(
                annotation_id=f"file-{prefix}-{number}",
                term_id="file_note",
                onset_s=time_of_frame(segments, mark.first, rate_hz),
                duration_s=_duration_s(segments, mark, rate_hz),
                text=mark.text,
                layer=FILE_LAYER,
            )
            for number, mark in enumerate(found)
        ]
        in_order = sorted(on_their_channels(marks, self.recording.channels), key=lambda mark: mark.onset_s)
        return FileEvents(tuple(in_order), tuple(issues), read.encoding, read.contents)

    def reopen(self) -> "MicromedSource":
        return MicromedSource(self._content)

    def close(self) -> None:
        self._file.close()


def open_micromed(path: str | Path, encoding: str = "") -> MicromedSource:
    """Open a Micromed `.TRC` file without reading it through.

    encoding : of the texts, as Python knows it; "" = found out

    Raises
    ------
    UnreadableFile : it cannot be read, or holds no recording that can be made sense of
    """
    return MicromedSource(_Content(Path(path), encoding))


def _frames(
    header: MicromedHeader, stored: Sequence[StoredChannel], file_bytes: int
) -> tuple[Frames, list[float], float, list[Issue]]:
    """Return how samples lie in the file, each channel's rate, frames a second, and what is unclear about them."""
    coefficients = [channel.coefficient for channel in stored]
    common = Counter(coefficients).most_common(1)[0][0]
    issues: list[Issue] = []
    counts = [1] * len(stored)
    rate_hz = float(header.rate_hz * common)
    if len(set(coefficients)) > 1:
        if header.frame_bytes == sum(coefficients) * header.sample_bytes:
            counts, rate_hz = coefficients, float(header.rate_hz)
            how = "each channel's samples are taken to follow each other"
        else:
            how = f"all are shown at {rate_hz:g} Hz"
        issues.append(Issue("rates_unclear", f"The channels have different sampling rates; {how}."))
    least_bytes = sum(counts) * header.sample_bytes
    frame_bytes = header.frame_bytes if header.frame_bytes >= least_bytes else least_bytes
    if header.frame_bytes == least_bytes * common:  # the distance at the least rate
        frame_bytes = least_bytes
    # Parts of the header may stand behind the samples.
    ends = [area.start for area in header.areas.values() if area.start > header.data_start]
    n_frames, rest = divmod(min([file_bytes, *ends]) - header.data_start, frame_bytes)
    if rest >= least_bytes:
        n_frames, rest = n_frames + 1, 0  # what lies between frames is missing behind the last
    if rest:
        issues.append(truncated_inside_sample())
    offsets = (0, *accumulate(counts))[: len(counts)]
    frames = Frames(header.data_start, n_frames, frame_bytes, header.sample_bytes, offsets, tuple(counts))
    return frames, [rate_hz * count for count in counts], rate_hz, issues


def _duration_s(segments: tuple[StoredSegment, ...], mark: FrameMark, rate_hz: float) -> float:
    if mark.stop == mark.first:
        return 0.0
    return max(
        time_of_frame(segments, mark.stop - 1, rate_hz) + 1 / rate_hz - time_of_frame(segments, mark.first, rate_hz),
        0.0,
    )
