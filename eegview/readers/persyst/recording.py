"""An open Persyst recording."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from eegview.model.channel import Channel, ChannelKind
from eegview.model.errors import UnreadableFile
from eegview.model.issue import Issue
from eegview.model.recording import Progress, Recording
from eegview.model.text.decoding import decoded
from eegview.readers.fingerprint import fingerprint_of_files
from eegview.readers.persyst.clock import clock_of
from eegview.readers.persyst.comments import parse_comments
from eegview.readers.persyst.layout import PersystLayout, parse_layout
from eegview.readers.placing import placed
from eegview.readers.sample_file import Block, SampleFile, SampleLayout
from eegview.readers.sample_source import Notes, SampleContent, SampleSource, Signal, channels_of
from eegview.readers.vendor.kinds import VendorFile


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
    text, doubts = decoded(path.read_bytes(), encoding)
    said = parse_layout(text, path)
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
            *(Issue("text_encoding", sentence) for sentence in doubts),
        ),
    )

    def scan(_file: SampleFile, _progress: Progress) -> Notes:
        return Notes(*parse_comments(said.comments))

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
                f"{path.name} is cut short: the layout has times of samples up to number {said.starts[-1][0]}, "
                f"{n_samples} are there.",
            )
        )
    elif rest:
        issues.append(
            Issue("file_truncated", f"{path.name} ends inside a sample: it was cut short; all whole samples are shown.")
        )
    return SampleLayout(said.dtype, said.n_columns, (Block(said.header_bytes, n_samples),)), issues


def _with_kind(channel: Channel) -> Channel:
    """Return a channel as EEG where its label says nothing else: the format has no kinds."""
    is_unknown = channel.kind is ChannelKind.OTHER and channel.unit == "uV"
    return replace(channel, kind=ChannelKind.EEG) if is_unknown else channel
