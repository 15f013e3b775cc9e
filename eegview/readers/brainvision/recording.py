"""An open BrainVision or V-Amp recording."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from eegview.model.channel import Channel, ChannelKind
from eegview.model.errors import UnreadableFile
from eegview.model.issue import Issue
from eegview.model.labels.units import is_other_quantity
from eegview.model.naming import channel_kind, voltage_factor_uv
from eegview.model.recording import Progress, Recording
from eegview.model.text.decoding import decoded, sentences_on_names
from eegview.model.text.file_texts import FileTexts, read_text_file
from eegview.readers.brainvision.header import ChannelLine, Header, parse_header
from eegview.readers.brainvision.layout import binary_layout
from eegview.readers.brainvision.markers import parse_markers, starts_in
from eegview.readers.brainvision.marks import notes_of
from eegview.readers.brainvision.text_signals import read_text_signals
from eegview.readers.fingerprint import fingerprint_of_files
from eegview.readers.held_samples import HeldSamples
from eegview.readers.placing import placed
from eegview.readers.sample_file import Block, SampleFile, SampleLayout
from eegview.readers.sample_source import Notes, SampleContent, SampleSource, Signal, channels_of
from eegview.readers.vendor.kinds import VendorFile

_QUANTITIES = ("µS", "uS", "S", "C", "°C", "N", "ARU", "n/a", "NA", "%", "Hz", "BPM", "bpm", "g", "Ohm", "kOhm", "a.u.")
_NO_PAUSE = 2.0  # samples; a break of fewer is none
_OTHER_UNITS = {"C": "°C", "n/a": "", "NA": ""}


def open_brainvision(file: VendorFile, shown_path: str, encoding: str = "") -> SampleSource:
    """Open a recording by its header.

    encoding : of its texts, a name as Python knows it; "" = found out

    Raises
    ------
    UnreadableFile : the signals are missing, or the header does not say how they are stored
    OSError : a file cannot be read
    """
    path, signals_path = file.path, file.signals
    if signals_path is None:
        raise UnreadableFile(f"{path.name} names no signal file.", "Export the recording again.")
    text, doubts = decoded(path.read_bytes(), encoding)
    header = parse_header(text, path)
    marker_file = _marker_file(file.markers.read_bytes(), encoding) if file.markers else FileTexts(("",))
    marker_text = marker_file.texts[0]
    layout, held, layout_issues = _samples(header, path, signals_path)
    n_samples = layout.n_samples
    starts, began = starts_in(marker_text, header.rate_hz)
    stored_segments, time_issues = placed(starts, n_samples, header.rate_hz, _NO_PAUSE / header.rate_hz)
    signals = [
        Signal(
            line.label,
            column,
            _OTHER_UNITS.get(line.unit, line.unit),
            line.resolution,
            kind=_electrode_or_none(line),
            prefilter=line.prefilter,
        )
        for column, line in enumerate(header.channels)
    ]
    channels, gains, offsets, channel_issues = channels_of(signals, header.rate_hz)
    channels = tuple(_with_kind(c, line.is_placed) for c, line in zip(channels, header.channels, strict=True))
    recording = Recording(
        path=shown_path,
        format="BrainVision",
        channels=channels,
        segments=tuple(stored.span(header.rate_hz) for stored in stored_segments),
        started_at=began,
        fingerprint=fingerprint_of_files([path, *file.companions]),
        issues=(
            *file.issues,
            *header.issues,
            *layout_issues,
            *channel_issues,
            *time_issues,
            *_doubts(sentences_on_names(doubts) if any(not line.label.isascii() for line in header.channels) else ()),
            *_start_issues(began is None),
        ),
    )

    def scan(_file: SampleFile, _progress: Progress) -> Notes:
        if file.markers is None:
            return Notes()
        markers, issues = parse_markers(marker_text)
        notes, note_issues = notes_of(markers, stored_segments, channels, n_samples, header.rate_hz)
        doubts = marker_file.sentences if any(not note.text.isascii() for note in notes) else ()
        return Notes(notes, (*issues, *note_issues, *_doubts(doubts)), marker_file.encoding, marker_file.contents)

    return SampleSource(
        SampleContent(
            signals_path,
            recording,
            layout,
            stored_segments,
            header.rate_hz,
            tuple(range(len(channels))),
            gains,
            offsets,
            scan,
            open_file=None if held is None else lambda: held,
        )
    )


def _marker_file(content: bytes, encoding: str) -> FileTexts:
    """Return the text of a marker file, and what people read of its markers."""
    markers = b"\n".join(line for line in content.splitlines() if line.lstrip()[:2].lower() == b"mk")
    return read_text_file(content, encoding, markers)


def _samples(header: Header, path: Path, signals: Path) -> tuple[SampleLayout, HeldSamples | None, list[Issue]]:
    """Return where the samples are, or the samples themselves where they stand as text."""
    if header.text is None:
        layout, issues = binary_layout(header, signals, is_vamp=path.suffix.lower() == ".ahdr")
        return layout, None, issues
    values, issues = read_text_signals(signals, header.text, len(header.channels), header.is_vectorized)
    n_samples = values.shape[1]
    if not n_samples or np.isnan(values).all():
        raise UnreadableFile(f"{signals.name} holds no numbers.", "Copy it again from where it was recorded.")
    if header.n_points and n_samples < header.n_points:
        issues.append(
            Issue("samples_missing", f"{signals.name} holds {n_samples} of {header.n_points} samples of each channel.")
        )
    return SampleLayout("<f8", len(values), (Block(0, n_samples),)), HeldSamples(values), issues


def _electrode_or_none(line: ChannelLine) -> ChannelKind | None:
    """Return EEG for an electrode in a unit that measures nothing: the unit is damaged, not the electrode."""
    is_quantity = line.unit in _QUANTITIES or is_other_quantity(line.unit)
    is_odd = not is_quantity and voltage_factor_uv(line.unit) is None
    return ChannelKind.EEG if is_odd and channel_kind(line.label) is ChannelKind.EEG else None


def _with_kind(channel: Channel, is_placed: bool) -> Channel:
    """Return a channel as EEG where it is a voltage on the head and its label says nothing else."""
    if not is_placed:
        return replace(channel, kind=channel_kind(channel.label, channel.unit))
    is_unknown = channel.kind is ChannelKind.OTHER and channel.unit == "uV"
    return replace(channel, kind=ChannelKind.EEG) if is_unknown else channel


def _doubts(sentences: Sequence[str]) -> list[Issue]:
    """Return what is to be said of a text's code page: only where a name or a mark depends on it."""
    return [Issue("text_encoding", sentence) for sentence in sentences]


def _start_issues(is_unknown: bool) -> list[Issue]:
    if not is_unknown:
        return []
    return [Issue("start_unknown", "The recording has no valid start time; times count from its start.")]
