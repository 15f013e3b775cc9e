"""An open NEDF recording."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from eegview.model.channel import ChannelKind
from eegview.model.errors import UnreadableFile
from eegview.model.issue import Issue
from eegview.model.recording import Progress, Recording
from eegview.readers.fingerprint import fingerprint_of_files
from eegview.readers.nedf.header import HEAD_BYTES, INSTANTS, NedfHeader, parse_header
from eegview.readers.sample_file import Block, Digits, SampleFile, SampleLayout
from eegview.readers.sample_source import Note, Notes, SampleContent, SampleSource, Signal, channels_of
from eegview.readers.stored_segment import StoredSegment
from eegview.readers.truncation import length_not_declared, truncated

_MOST_MARKS = 100_000
_GAIN_V = 2.4 / (6.0 * 8388607)  # of a digit: the converter's reference, its amplification and width


class NedfFile(SampleFile):
    """An open file of blocks of five instants; the column behind the channels' is the trigger."""

    def __init__(self, path: str | Path, layout: SampleLayout, header: NedfHeader) -> None:
        super().__init__(path, layout)
        self._header = header

    def read(self, columns: Sequence[int], first: int, stop: int) -> Digits:
        """Return stored values as `SampleFile.read` does."""
        header, n_channels = self._header, len(self._header.labels)
        values = np.full((len(columns), max(stop - first, 0)), np.nan)
        step = max(1, 2**22 // header.block_bytes) * INSTANTS
        for start in range(first // INSTANTS * INSTANTS, stop, step):
            raw = self._bytes(
                HEAD_BYTES + start // INSTANTS * header.block_bytes, step // INSTANTS * header.block_bytes
            )
            instants = self._instants(raw)
            a, b = max(first, start), min(stop, start + len(instants))
            if a >= b:
                continue
            own = instants[a - start : b - start]
            for row, column in enumerate(columns):
                values[row, a - first : b - first] = (
                    _signed(own[:, 3 * column : 3 * column + 3])
                    if column < n_channels
                    else _signed(own[:, -header.trigger_bytes :])
                )
        return values

    def _instants(self, raw: bytes) -> np.ndarray:
        """Return (n_instants, bytes) of whole blocks, and of the instants of a last one that is cut short."""
        header = self._header
        before, width = 2 * header.n_accelerometers, header.instant_bytes
        n_whole = len(raw) // header.block_bytes
        whole = np.frombuffer(raw, np.uint8, n_whole * header.block_bytes).reshape(n_whole, header.block_bytes)
        rest = raw[n_whole * header.block_bytes + before :]
        n_rest = len(rest) // width
        tail = np.frombuffer(rest, np.uint8, n_rest * width).reshape(n_rest, width)
        return np.concatenate([whole[:, before:].reshape(n_whole * INSTANTS, width), tail])


def open_nedf(path: Path, shown_path: str, encoding: str = "") -> SampleSource:
    """Open an NEDF file.

    encoding : of its texts; "" = found out

    Raises
    ------
    UnreadableFile : the header cannot be read, or no sample follows it
    """
    with path.open("rb") as file:
        header = parse_header(file.read(HEAD_BYTES), path.name, encoding)
    n_samples, issues = _length(header, path)
    n_channels = len(header.labels)
    signals = [
        Signal(label=label, column=k, unit="V", gain=_GAIN_V, limits=(-8388608.0, 8388607.0), is_electrode=True)
        for k, label in enumerate(header.labels)
    ]
    signals.append(Signal(label="STI 014", column=n_channels, unit="", kind=ChannelKind.TRIGGER))
    channels, gains, offsets, channel_issues = channels_of(signals, header.rate_hz)
    segments = (StoredSegment(0, n_samples, 0.0),)
    recording = Recording(
        path=shown_path,
        format="NEDF",
        channels=channels,
        segments=(segments[0].span(header.rate_hz),),
        started_at=header.started_at,
        fingerprint=fingerprint_of_files([path]),
        issues=(*header.issues, *channel_issues, *issues),
    )
    layout = SampleLayout("<i4", n_channels + 1, (Block(HEAD_BYTES, n_samples),))

    def scan(file: SampleFile, progress: Progress) -> Notes:
        return _triggers(file, header, n_samples, progress)

    def opened() -> SampleFile:
        return NedfFile(path, layout, header)

    columns = tuple(range(n_channels + 1))
    return SampleSource(
        SampleContent(
            path, recording, layout, segments, header.rate_hz, columns, gains, offsets, scan, open_file=opened
        )
    )


def _length(header: NedfHeader, path: Path) -> tuple[int, list[Issue]]:
    """Return how many samples are there, and what is missing.

    Raises
    ------
    UnreadableFile : there are none
    """
    blocks, rest = divmod(max(path.stat().st_size - HEAD_BYTES, 0), header.block_bytes)
    there = blocks * INSTANTS + max(rest - 2 * header.n_accelerometers, 0) // header.instant_bytes
    if there <= 0:
        raise UnreadableFile(f"{path.name} contains no samples.", "Copy it again from where it was recorded.")
    if header.n_samples <= 0:
        return there, [length_not_declared()]
    if there >= header.n_samples:
        return header.n_samples, []
    return there, [truncated(there, header.n_samples, header.rate_hz)]


def _triggers(file: SampleFile, header: NedfHeader, n_samples: int, progress: Progress) -> Notes:
    """Return a mark wherever the trigger takes another value than 0."""
    notes, before = [], 0.0
    for first, values in file.sweep([len(header.labels)]):
        progress(first / n_samples)
        row = np.nan_to_num(values[0])
        changed = np.flatnonzero(np.diff(row, prepend=before) != 0)
        notes += [Note((first + int(k)) / header.rate_hz, str(int(row[k]))) for k in changed if row[k]]
        before = float(row[-1])
        if len(notes) > _MOST_MARKS:
            sentence = f"The trigger changes more than {_MOST_MARKS:,} times; its codes are not shown as marks."
            return Notes((), (Issue("triggers_too_many", sentence),))
    return Notes(notes)


def _signed(raw: np.ndarray) -> np.ndarray:
    """Return the numbers that rows of bytes hold, the highest first: three or four with a sign, one without."""
    n_bytes = raw.shape[1]
    values = np.zeros(len(raw), np.int64)
    for k in range(n_bytes):
        values = values << 8 | raw[:, k]
    if n_bytes > 1:
        values[values >= 1 << (8 * n_bytes - 1)] -= 1 << (8 * n_bytes)
    return values.astype(np.float64)
