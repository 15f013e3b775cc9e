"""An open Persyst recording."""

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np

from eegview.model.channel import Channel, ChannelKind
from eegview.model.errors import UnreadableFile
from eegview.model.issue import Issue
from eegview.model.recording import Progress, Recording
from eegview.model.text.decoding import sentences_on_names
from eegview.model.text.file_texts import read_text_file
from eegview.readers.fingerprint import fingerprint_of_files
from eegview.readers.persyst.clock import clock_of
from eegview.readers.persyst.comments import parse_comments
from eegview.readers.persyst.layout import PersystLayout, parse_layout
from eegview.readers.placing import placed
from eegview.readers.sample_file import Block, SampleFile, SampleLayout
from eegview.readers.sample_source import Notes, SampleContent, SampleSource, Signal, channels_of
from eegview.readers.truncation import truncated_inside_sample
from eegview.readers.vendor.kinds import VendorFile

_COMMENT = re.compile(rb"\s*[+-]?[\d.]+\s*,")


def open_persyst(file: VendorFile, shown_path: str, encoding: str = "") -> SampleSource:
    """Open a recording by its layout.

    encoding : of its texts, a name as Python knows it; "" = found out

    Raises
    ------
    UnreadableFile : the signals are missing, or the layout does not say how they are stored
    OSError : a file cannot be read
    """
    path, signals_path = file.path, file.signals
    if signals_path is None:
        raise UnreadableFile(f"{path.name} names no signal file.", "Export the recording again.")
    content = path.read_bytes()
    read = read_text_file(content, encoding, _comments(content))
    said = parse_layout(read.texts[0], path)
    is_named = not "".join((said.patient.name, said.patient.code, *(wave.label for wave in said.waveforms))).isascii()
    layout, layout_issues = _layout(said, signals_path)
    n_samples = layout.n_samples
    clock = clock_of([start for start in said.starts if start[0] < n_samples], said.rate_hz)
    stored_segments, time_issues = placed(list(said.starts), n_samples, clock.rate_hz, clock.within_s)
    unit = "" if said.calibration_uv is None else "µV"
    signals = [Signal(wave.label, wave.column, unit, said.calibration_uv or 1.0) for wave in said.waveforms]
    channels, gains, offsets, channel_issues = channels_of(signals, clock.rate_hz)
    recording = Recording(
        path=shown_path,
        format="Persyst",
        channels=tuple(map(_with_kind, channels)),
        segments=tuple(stored.span(clock.rate_hz) for stored in stored_segments),
        started_at=said.started_at,
        fingerprint=fingerprint_of_files([path, *file.companions]),
        issues=(
            *file.issues,
            *said.issues,
            *layout_issues,
            *channel_issues,
            *clock.issues,
            *time_issues,
            *_doubts(sentences_on_names(read.sentences) if is_named else ()),
        ),
    )

    def scan(_file: SampleFile, _progress: Progress) -> Notes:
        notes, issues = parse_comments(said.comments)
        is_told = any(not note.text.isascii() for note in notes)
        return Notes(notes, (*issues, *_doubts(read.sentences if is_told else ())), read.encoding, read.contents)

    return SampleSource(
        SampleContent(
            signals_path,
            recording,
            layout,
            stored_segments,
            clock.rate_hz,
            tuple(signal.column for signal in signals),
            gains,
            offsets,
            scan,
            said.patient,
        )
    )


def _comments(content: bytes) -> bytes:
    """Return the bytes of the lines of comments, not those of other sections, which have names of people."""
    return b"\n".join(line for line in content.splitlines() if _COMMENT.match(line))


def _doubts(sentences: Iterable[str]) -> list[Issue]:
    return [Issue("text_encoding", sentence) for sentence in sentences]


def _layout(said: PersystLayout, path: Path) -> tuple[SampleLayout, list[Issue]]:
    """Return where the samples stand, and where the file is not as long as the layout says.

    Raises
    ------
    UnreadableFile : it holds no sample
    """
    n_bytes = max(0, path.stat().st_size - said.header_bytes)
    n_samples, rest = divmod(n_bytes, said.n_columns * np.dtype(said.dtype).itemsize)
    if not n_samples:
        raise UnreadableFile(f"{path.name} holds no samples.", "Copy it again from where it was recorded.")
    issues = []
    behind = sum(sample > n_samples for sample, _ in said.starts)
    if behind:
        issues.append(
            Issue(
                "file_truncated",
                f"{path.name} is truncated: the layout has times of samples up to number {said.starts[-1][0]:,}, "
                f"{n_samples:,} are present.",
            )
        )
    elif rest:
        issues.append(truncated_inside_sample(path.name))
    return SampleLayout(said.dtype, said.n_columns, (Block(said.header_bytes, n_samples),)), issues


def _with_kind(channel: Channel) -> Channel:
    """Return a channel as EEG where its label says nothing else: the format has no kinds."""
    is_unknown = channel.kind is ChannelKind.OTHER and channel.unit == "uV"
    return replace(channel, kind=ChannelKind.EEG) if is_unknown else channel
