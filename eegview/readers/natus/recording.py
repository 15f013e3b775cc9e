"""Read a Natus NeuroWorks (XLTEK) study through natus-erd-reader (MIT and BSD-3-Clause), where that is installed.

The package reads recordings of Quantum headboxes, file schema 9; all others are refused with the export that works.
It is an extra: nothing of it is imported before a Natus study is opened. (wonambi reads more, but is under the GPL and
looks at no schema twice; it is not used.)
"""

import struct
from collections.abc import Sequence
from datetime import UTC, datetime
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
from eegview.readers.stored_segment import StoredSegment
from eegview.readers.unread_formats import NATUS_ADVICE, natus_parts, natus_refusal

_MOST_SAMPLES = 65_536  # of one request to the package, of all channels at most 4 million
_MOST_VALUES = 4_000_000
_HEADER_BYTES, _TABLE_BYTES, _ENTRY = 352, 56, struct.Struct("<256s4i")
_N_CENTRAL = 6  # C1 to C6 are electrodes; the program calls the input 33 that nobody named C33
_INSTALL = (
    "Export it as EDF+ from NeuroWorks, or install the package natus-erd-reader (recordings of Quantum headboxes)."
)
_SLOW = Issue(
    "slow_reading", "Studies of Natus are decoded slowly, page by page; exported as EDF+ they are shown at once."
)


def open_natus(table: Path, shown_path: str) -> "NatusSource":
    """Open the study whose table of contents (`.stc`) is given.

    Raises
    ------
    UnreadableFile : the package is not installed, does not read this kind, or the study is damaged
    """
    name = Path(shown_path).name
    try:
        import natus_erd  # pyright: ignore[reportMissingImports]
    except ImportError:
        why = "; the package that reads it is not installed"
        raise natus_refusal(name, why, _INSTALL) from None
    try:
        reader: Any = natus_erd.NatusERDReader.open(table)
    except natus_erd.UnsupportedFormatError as error:
        why = " of a kind that is not read here (only Quantum headboxes are)"
        raise natus_refusal(name, why) from error
    except (natus_erd.NatusERDError, OSError, ValueError) as error:
        raise natus_refusal(name, " that is damaged or incomplete", NATUS_ADVICE) from error
    return NatusSource(reader, table, shown_path)


class NatusSource:
    """An open study. One handle belongs to one thread."""

    def __init__(self, reader: Any, table: Path, shown_path: str) -> None:
        self._reader, self._table = reader, table
        info = reader.info
        self._rate_hz = float(info.sample_rate)
        self._used = [channel.index for channel in reader.channels if channel.is_signal and not channel.shorted]
        labels = [str(reader.channels[index].name) for index in self._used]
        names = [_name(label, index) for label, index in zip(labels, self._used, strict=True)]
        named, issues = name_channels(names, ["uV"] * len(labels))
        channels = tuple(
            # What is not named as something else is a voltage of the headbox's inputs for electrodes.
            Channel(i, naming.name, label, _kind(naming.kind), self._rate_hz)
            for i, (label, naming) in enumerate(zip(labels, named, strict=True))
        )
        self._stored_segments = _stored_segments(table, int(info.n_samples), self._rate_hz)
        if not channels or not self._stored_segments:
            raise natus_refusal(Path(shown_path).name, " without samples", NATUS_ADVICE)
        started_at, clock = _started_at(table)
        self._recording = Recording(
            path=shown_path,
            format="Natus",
            channels=channels,
            segments=tuple(stored.span(self._rate_hz) for stored in self._stored_segments),
            started_at=started_at,
            fingerprint=fingerprint_of_files([str(part) for part in _with_samples(table)]),
            issues=(*issues, clock, _SLOW),
        )

    @property
    def recording(self) -> Recording:
        return self._recording

    def read(self, channels: Sequence[int], segment_index: int, span: Span) -> list[Samples]:
        """Return the samples of one segment in `span`; see `SignalSource.read`."""
        stored = self._stored_segments[segment_index]
        first, stop = sample_range(self._recording.segments[segment_index], self._rate_hz, span)
        wanted = sorted(set(channels))
        found = np.empty((len(wanted), stop - first), np.float32)
        step = max(1, min(_MOST_SAMPLES, _MOST_VALUES // max(1, len(wanted))))
        selected = [self._used[channel] for channel in wanted]
        for begin in range(first, stop, step):
            end = min(begin + step, stop)
            found[:, begin - first : end - first] = self._values(stored.first + begin, stored.first + end, selected)
        return [found[wanted.index(channel)].copy() for channel in channels]

    def scan_events(self, progress: Progress = no_progress) -> FileEvents:
        """Return the technologist's notes."""
        prefix = self._recording.fingerprint[:16]
        marks = [
            Annotation(
                f"file-{prefix}-{number}",
                "file_note",
                float(event.sample) / self._rate_hz,
                text=" ".join(str(event.text).split()),
                layer=FILE_LAYER,
            )
            for number, event in enumerate(self._reader.read_events())
            if str(event.text).strip()
        ]
        progress(1.0)
        marks = on_their_channels(marks, self._recording.channels)
        return FileEvents(tuple(sorted(marks, key=lambda mark: mark.onset_s)))

    def reopen(self) -> "NatusSource":
        return open_natus(self._table, self._recording.path)

    def close(self) -> None:
        """Do nothing: the package holds no file open."""

    def _values(self, first: int, stop: int, selected: list[int]) -> Any:
        from natus_erd import NatusERDError  # pyright: ignore[reportMissingImports]

        try:
            return self._reader.read_samples(first, stop, selected)
        except (NatusERDError, OSError, ValueError, IndexError) as error:
            raise UnreadableFile(
                f"{self._table.name} can no longer be read.", "Check the disk, then open it again."
            ) from error


def _name(label: str, index: int) -> str:
    """Return what a channel is called; an input that nobody named is no contact of a grid, and no electrode C7."""
    return f"Input {index + 1}" if label == f"C{index + 1}" and index >= _N_CENTRAL else label


def _kind(by_label: ChannelKind) -> ChannelKind:
    return ChannelKind.EEG if by_label is ChannelKind.OTHER else by_label


def _stored_segments(table: Path, n_samples: int, rate_hz: float) -> tuple[StoredSegment, ...]:
    """Return the stretches that were recorded, by the study's table: stamps count on while nothing is recorded."""
    content = table.read_bytes()[_HEADER_BYTES + _TABLE_BYTES :]
    stamps = [_ENTRY.unpack_from(content, at)[1:3] for at in range(0, len(content) - _ENTRY.size + 1, _ENTRY.size)]
    if not stamps:
        return (StoredSegment(0, n_samples, 0.0),) if n_samples else ()
    zero = stamps[0][0]
    spans: list[list[int]] = []
    for first, last in stamps:
        first, stop = max(first - zero, 0), min(last - zero + 1, n_samples)
        if spans and first <= spans[-1][1]:
            spans[-1][1] = max(spans[-1][1], stop)
        elif first < stop:
            spans.append([first, stop])
    return tuple(StoredSegment(first, stop - first, first / rate_hz) for first, stop in spans)


def _started_at(table: Path) -> tuple[datetime | None, Issue]:
    """Return when the study was begun by its header, and what is to be known of that."""
    with table.open("rb") as file:
        (created,) = struct.unpack("<i", file.read(24)[20:24])
    if created < 600_000_000:
        return None, Issue("start_unknown", "The recording has no valid start time; times count from its start.")
    begun = datetime.fromtimestamp(created, UTC).replace(tzinfo=None)
    return begun, Issue("start_utc", "The file keeps its start in universal time; clock times are not local time.")


def _with_samples(table: Path) -> list[Path]:
    """Return the study's table and its files of samples."""
    return [table, *(part for part in natus_parts(table) if part.suffix.lower() == ".erd")]
