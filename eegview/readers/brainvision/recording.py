"""An open BrainVision or V-Amp recording."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from eegview.model.channel import Channel, ChannelKind
from eegview.model.errors import UnreadableFile
from eegview.model.issue import Issue
from eegview.model.naming import channel_kind, voltage_factor_uv
from eegview.model.recording import Progress, Recording
from eegview.model.text.decoding import decoded
from eegview.readers.brainvision.header import ChannelLine, Header, parse_header
from eegview.readers.brainvision.layout import binary_layout
from eegview.readers.brainvision.markers import Marker, parse_markers, starts_of
from eegview.readers.brainvision.text_signals import read_text_signals
from eegview.readers.fingerprint import fingerprint_of_files
from eegview.readers.held_samples import HeldSamples
from eegview.readers.placing import placed, time_of_sample
from eegview.readers.sample_file import Block, SampleFile, SampleLayout
from eegview.readers.sample_source import Note, Notes, SampleContent, SampleSource, Signal, channels_of
from eegview.readers.stored_segment import StoredSegment
from eegview.readers.vendor.kinds import VendorFile

_QUANTITIES = ("µS", "uS", "S", "C", "°C", "N", "ARU", "n/a", "NA", "%", "Hz", "BPM", "bpm", "g", "Ohm", "kOhm", "a.u.")
_OTHER_UNITS = {"C": "°C", "n/a": "", "NA": ""}
_NEW_SEGMENT_TEXT = "New Segment/"


def open_brainvision(file: VendorFile, shown_path: str) -> SampleSource:
    """Open a recording by its header.

    Raises
    ------
    UnreadableFile : the signals are missing, or the header does not say how they are stored
    OSError : a file cannot be read
    """
    path, signals_path = file.path, file.signals
    if signals_path is None:
        raise UnreadableFile(f"{path.name} names no signal file.", "Export the recording again.")
    text, doubts = decoded(path.read_bytes())
    header = parse_header(text, path)
    marker_text, marker_doubts = decoded(file.markers.read_bytes()) if file.markers else ("", ())
    markers, marker_issues = parse_markers(marker_text) if file.markers else ((), [])
    layout, held, layout_issues = _samples(header, path, signals_path)
    n_samples = layout.n_samples
    starts, began = starts_of(markers, header.rate_hz)
    stored_segments, time_issues = placed(starts, n_samples, header.rate_hz)
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
    notes, note_issues = _notes(markers, stored_segments, channels, n_samples, header.rate_hz)
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
            *_doubts(doubts if any(not line.label.isascii() for line in header.channels) else ()),
            *_doubts(marker_doubts if any(not note.text.isascii() for note in notes) else ()),
            *marker_issues,
            *note_issues,
            *_start_issues(began is None),
        ),
    )

    def scan(_file: SampleFile | HeldSamples, _progress: Progress) -> Notes:
        return Notes(notes)

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
            held=held,
        )
    )


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
    is_odd = line.unit not in _QUANTITIES and voltage_factor_uv(line.unit) is None
    return ChannelKind.EEG if is_odd and channel_kind(line.label) is ChannelKind.EEG else None


def _with_kind(channel: Channel, is_placed: bool) -> Channel:
    """Return a channel as EEG where it is a voltage on the head and its label says nothing else."""
    if not is_placed:
        return replace(channel, kind=channel_kind(channel.label, channel.unit))
    is_unknown = channel.kind is ChannelKind.OTHER and channel.unit == "uV"
    return replace(channel, kind=ChannelKind.EEG) if is_unknown else channel


def _notes(
    markers: Sequence[Marker],
    stored_segments: tuple[StoredSegment, ...],
    channels: Sequence[Channel],
    n_samples: int,
    rate_hz: float,
) -> tuple[tuple[Note, ...], list[Issue]]:
    """Return the marks on true time; a start of the recording at its beginning is none."""
    notes: list[Note] = []
    n_outside = 0
    for number, marker in enumerate(markers):
        if marker.is_start and (number == 0 or marker.sample <= 0):
            continue
        if not 0 <= marker.sample < n_samples:
            n_outside += 1
            continue
        onset_s = time_of_sample(stored_segments, marker.sample, rate_hz)
        length_s = min(marker.n_samples, n_samples - marker.sample) / rate_hz
        about = (channels[marker.channel - 1].name,) if 0 < marker.channel <= len(channels) else ()
        notes.append(Note(onset_s, _NEW_SEGMENT_TEXT if marker.is_start else marker.text, length_s, about))
    if not n_outside:
        return tuple(notes), []
    said = "1 marker lies" if n_outside == 1 else f"{n_outside} markers lie"
    return tuple(notes), [Issue("markers_outside", f"{said} outside the recording and cannot be shown.")]


def _doubts(sentences: Sequence[str]) -> list[Issue]:
    """Return what is to be said of a text's code page: only where a name or a mark depends on it."""
    return [Issue("text_encoding", sentence) for sentence in sentences]


def _start_issues(is_unknown: bool) -> list[Issue]:
    if not is_unknown:
        return []
    return [Issue("start_unknown", "The recording has no valid start time; times count from its start.")]
