"""An open recording in EGI's simple binary format."""

import struct
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

import numpy as np

from eegview.model.channel import ChannelKind
from eegview.model.errors import UnreadableFile
from eegview.model.issue import Issue
from eegview.model.recording import Progress, Recording
from eegview.readers.egi.header import HEAD_BYTES, EgiHeader, parse_header
from eegview.readers.fingerprint import fingerprint_of_files
from eegview.readers.placing import placed, time_of_sample
from eegview.readers.sample_file import Block, SampleFile, SampleLayout
from eegview.readers.sample_source import Note, Notes, SampleContent, SampleSource, Signal, channels_of
from eegview.readers.stored_segment import StoredSegment
from eegview.readers.truncation import truncated

_SEGMENT_HEAD = struct.Struct(">hi")  # category, time in ms
_MOST_MARKS = 100_000
_CLOCKWORK = ("sync", "TREV")  # pulses of machines, thousands of them; their channels are there


def open_egi(path: Path, shown_path: str, encoding: str = "") -> SampleSource:
    """Open an EGI `.raw` file.

    encoding : of its texts; "" = found out

    Raises
    ------
    UnreadableFile : the header cannot be read, or no sample follows it
    """
    with path.open("rb") as file:
        header = parse_header(file.read(HEAD_BYTES), path.name, encoding)
        file_bytes = file.seek(0, 2)
        heads = _segment_heads(file, header, file_bytes)
    n_columns = header.n_channels + len(header.events)
    frame_bytes = n_columns * np.dtype(header.dtype).itemsize
    blocks, issues = _blocks(header, heads, frame_bytes, file_bytes)
    if not blocks:
        raise UnreadableFile(f"{path.name} contains no samples.", "Copy it again from where it was recorded.")
    layout = SampleLayout(header.dtype, n_columns, tuple(blocks))
    rate_hz = float(header.rate_hz)
    segments, time_issues = _placed(heads, blocks, layout.n_samples, rate_hz)
    channels, gains, offsets, channel_issues = channels_of(_signals(header), rate_hz)
    started_at = header.started_at
    if started_at is None:
        unknown = "The recording has no valid start time; times count from its start."
        time_issues.append(Issue("start_unknown", unknown))
    elif heads:
        started_at += timedelta(milliseconds=heads[0][2])
    recording = Recording(
        path=shown_path,
        format="EGI RAW",
        channels=channels,
        segments=tuple(stored.span(rate_hz) for stored in segments),
        started_at=started_at,
        fingerprint=fingerprint_of_files([path]),
        issues=(*channel_issues, *issues, *time_issues),
    )

    def scan(file: SampleFile, progress: Progress) -> Notes:
        notes = _event_notes(file, header, layout.n_samples, segments, progress)
        issues = [Issue("text_encoding", sentence) for sentence in header.names.sentences]
        if len(notes) > _MOST_MARKS:
            sentence = f"Event columns change more than {_MOST_MARKS:,} times; they are not shown as marks."
            notes, issues = [], [*issues, Issue("triggers_too_many", sentence)]
        notes += _category_notes(header, heads, blocks, segments)
        return Notes(notes, issues, header.names.encoding, header.names.contents)

    columns = tuple(range(n_columns))
    return SampleSource(SampleContent(path, recording, layout, segments, rate_hz, columns, gains, offsets, scan))


Head = tuple[int, int, int]  # byte of the first sample, category, time in ms


def _segment_heads(file: BinaryIO, header: EgiHeader, file_bytes: int) -> list[Head]:
    """Return what stands before each segment; of those whose header is there."""
    n_columns = header.n_channels + len(header.events)
    n_bytes = _SEGMENT_HEAD.size + max(header.n_samples, 0) * n_columns * np.dtype(header.dtype).itemsize
    heads = []
    for number in range(header.n_segments):
        at = header.offset + number * n_bytes
        if at + _SEGMENT_HEAD.size > file_bytes:
            break
        file.seek(at)
        category, ms = _SEGMENT_HEAD.unpack(file.read(_SEGMENT_HEAD.size))
        heads.append((at + _SEGMENT_HEAD.size, category, ms))
    return heads


def _blocks(
    header: EgiHeader, heads: Sequence[Head], frame_bytes: int, file_bytes: int
) -> tuple[list[Block], list[Issue]]:
    """Return the samples that are there, and what is missing or odd."""
    issues = []
    if header.n_segments:
        blocks = [Block(at, min(header.n_samples, (file_bytes - at) // frame_bytes)) for at, _, _ in heads]
        declared = header.n_samples * header.n_segments
    else:
        there = max(file_bytes - header.offset, 0) // frame_bytes
        declared = header.n_samples
        if declared <= 0 and there:
            unsaid = "The header does not say how long the recording is; all that is there was read."
            issues.append(Issue("sample_count_missing", unsaid))
            declared = there
        blocks = [Block(header.offset, min(declared, there))]
        if there > declared:
            more = f"The file holds more than its header says: {there - declared} samples at its end are not shown."
            issues.append(Issue("data_beyond_end", more))
    blocks = [block for block in blocks if block.n_samples > 0]
    n_there = sum(block.n_samples for block in blocks)
    if n_there < declared:
        issues.append(truncated(n_there, declared, header.rate_hz))
    return blocks, issues


def _placed(
    heads: Sequence[Head], blocks: Sequence[Block], n_samples: int, rate_hz: float
) -> tuple[tuple[StoredSegment, ...], list[Issue]]:
    """Return when the segments were recorded: by their own times, unless none of them has one."""
    times_s = [ms / 1000.0 for _, _, ms in heads[: len(blocks)]]
    if not times_s:
        return (StoredSegment(0, n_samples, 0.0),), []
    is_known = len(set(times_s)) > 1 or len(times_s) == 1
    firsts = np.cumsum([0, *(block.n_samples for block in blocks[:-1])]).tolist()
    starts = [(first, at_s - times_s[0] if is_known else None) for first, at_s in zip(firsts, times_s, strict=True)]
    return placed([(0, 0.0), *starts[1:]], n_samples, rate_hz)


def _signals(header: EgiHeader) -> list[Signal]:
    is_digits = header.dtype == ">i2"
    limits = (-32768.0, 32767.0) if is_digits else None
    signals = [
        Signal(label=f"E{k + 1}", column=k, gain=header.gain_uv, limits=limits, kind=ChannelKind.EEG)
        for k in range(header.n_channels)
    ]
    return signals + [
        Signal(label=name, column=header.n_channels + k, unit="", kind=ChannelKind.TRIGGER)
        for k, name in enumerate(header.events)
    ]


def _event_notes(
    file: SampleFile,
    header: EgiHeader,
    n_samples: int,
    segments: tuple[StoredSegment, ...],
    progress: Progress,
) -> list[Note]:
    """Return a mark for each time an event's column rises; one that stays up has a duration."""
    shown = [k for k, name in enumerate(header.events) if name not in _CLOCKWORK]
    if not shown:
        return []
    before = np.zeros(len(shown), np.bool_)
    began: list[int | None] = [None] * len(shown)
    notes: list[Note] = []

    def end(row: int, stop: int) -> None:
        first = began[row]
        if first is not None:
            onset_s = time_of_sample(segments, first, header.rate_hz)
            length_s = (stop - first) / header.rate_hz if stop - first > 1 else 0.0
            notes.append(Note(onset_s, header.events[shown[row]], length_s))
            began[row] = None

    for first, values in file.sweep([header.n_channels + k for k in shown]):
        progress(first / n_samples)
        if len(notes) > _MOST_MARKS:
            return notes
        is_up = np.nan_to_num(values) != 0
        changed = np.diff(np.column_stack([before, is_up]).astype(np.int8), axis=1)
        rows, samples = np.nonzero(changed)
        for row, sample in zip(rows.tolist(), samples.tolist(), strict=True):
            if changed[row, sample] > 0:
                began[row] = first + sample
            else:
                end(row, first + sample)
        before = is_up[:, -1]
    for row in range(len(shown)):
        end(row, n_samples)
    return notes


def _category_notes(
    header: EgiHeader, heads: Sequence[Head], blocks: Sequence[Block], segments: tuple[StoredSegment, ...]
) -> list[Note]:
    """Return a mark over each segment with the name of its category."""
    notes, first = [], 0
    for (_, category, _), block in zip(heads, blocks, strict=False):
        if 0 < category <= len(header.categories) and header.categories[category - 1]:
            onset_s = time_of_sample(segments, first, header.rate_hz)
            notes.append(Note(onset_s, header.categories[category - 1], block.n_samples / header.rate_hz))
        first += block.n_samples
    return notes
