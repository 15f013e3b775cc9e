"""An open EEGLAB dataset."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from eegview.model.channel import Channel, ChannelKind
from eegview.model.errors import UnreadableFile
from eegview.model.issue import Issue
from eegview.model.recording import Progress, Recording
from eegview.readers.eeglab.dataset import Dataset, read_dataset
from eegview.readers.eeglab.events import Event, events_in, segments_between
from eegview.readers.eeglab.letters import Letters
from eegview.readers.fingerprint import fingerprint_of_files
from eegview.readers.held_samples import HeldSamples
from eegview.readers.placing import time_of_sample
from eegview.readers.sample_file import Block, SampleFile, SampleLayout
from eegview.readers.sample_source import Note, Notes, SampleContent, SampleSource, Signal, channels_of
from eegview.readers.stored_segment import StoredSegment
from eegview.readers.truncation import truncated
from eegview.readers.vendor.kinds import VendorFile
from eegview.readers.vendor.parts import Part, need_part

_KINDS = {
    "eog": ChannelKind.EOG,
    "ecg": ChannelKind.ECG,
    "ekg": ChannelKind.ECG,
    "emg": ChannelKind.EMG,
    "resp": ChannelKind.RESPIRATION,
    "stim": ChannelKind.TRIGGER,
    "trigger": ChannelKind.TRIGGER,
    "seeg": ChannelKind.EEG,
    "ecog": ChannelKind.EEG,
    "dbs": ChannelKind.EEG,
}
_NO_ELECTRODES = ("misc", "bio", "ref_meg", "exci", "syst", "gsr", "temperature")


def open_eeglab(file: VendorFile, shown_path: str, encoding: str = "") -> SampleSource:
    """Open a continuous dataset.

    encoding : of texts whose letters are bytes; "" = found out

    Raises
    ------
    UnreadableFile : no dataset, cut into epochs, damaged, too large to be read whole, or without its `.fdt` file
    OSError : a file cannot be read
    """
    path = file.path
    said = read_dataset(path)
    data, layout, held, layout_issues = _samples(said, path)
    rate_hz, n_samples = said.rate_hz, layout.n_samples
    events, cuts, event_issues = events_in(said.events)
    letters = Letters([*said.labels, said.patient.code, *(event.text for event in events)], encoding)
    events = [replace(event, text=letters.read(event.text)) for event in events]
    patient = replace(said.patient, code=letters.read(said.patient.code))
    stored_segments, time_issues = segments_between(cuts, n_samples, rate_hz)
    notes, note_issues = _notes(events, stored_segments, n_samples, rate_hz)
    signals = [
        Signal(letters.read(label), column, "µV", kind=_KINDS.get(kind))
        for column, (label, kind) in enumerate(zip(said.labels, said.types, strict=True))
    ]
    channels, gains, offsets, channel_issues = channels_of(signals, rate_hz)
    channels = tuple(_with_kind(channel, kind) for channel, kind in zip(channels, said.types, strict=True))
    parts = [path] if data.path is None else [path, data.path]
    no_start = "The recording has no valid start time; times count from its start."
    recording = Recording(
        path=shown_path,
        format="EEGLAB",
        channels=channels,
        segments=tuple(stored.span(rate_hz) for stored in stored_segments),
        started_at=said.started_at,
        fingerprint=fingerprint_of_files(parts),
        issues=(
            *data.issues,
            *said.issues,
            *layout_issues,
            *channel_issues,
            *time_issues,
            *event_issues,
            *note_issues,
            *(() if said.started_at else (Issue("start_unknown", no_start),)),
        ),
    )

    def scan(_file: SampleFile, _progress: Progress) -> Notes:
        issues = [Issue("text_encoding", sentence) for sentence in letters.sentences]
        return Notes(notes, issues, letters.encoding, letters.contents)

    return SampleSource(
        SampleContent(
            parts[-1],
            recording,
            layout,
            stored_segments,
            rate_hz,
            tuple(range(len(channels))),
            gains,
            offsets,
            scan,
            patient,
            open_file=None if held is None else lambda: held,
        )
    )


def _samples(said: Dataset, path: Path) -> tuple[Part, SampleLayout, HeldSamples | None, list[Issue]]:
    """Return the file of the samples, where they stand in it, or the samples themselves.

    Raises
    ------
    UnreadableFile : there is no such file, or no sample in it
    """
    n_channels = len(said.labels)
    if said.samples is not None:
        layout = SampleLayout("<f4", n_channels, (Block(0, said.n_samples),))
        return Part(), layout, said.samples, []
    part = need_part(path, (".fdt", ".dat"), "signal file", said.data_name)
    assert part.path is not None
    n_there = part.path.stat().st_size // (4 * n_channels)
    if not n_there:
        raise UnreadableFile(f"{part.path.name} holds no samples.", "Copy it again from where it was recorded.")
    n_samples = said.n_samples or n_there
    issues: list[Issue] = []
    if n_there < n_samples:
        issues.append(truncated(n_there, n_samples, said.rate_hz, part.path.name))
    # Old datasets keep one channel after the other in a .dat file; an .fdt file has one instant after the other.
    is_vectorized = part.path.suffix.lower() == ".dat"
    n_shown = n_samples if is_vectorized else min(n_samples, n_there)
    return part, SampleLayout("<f4", n_channels, (Block(0, n_shown),), run=0 if is_vectorized else 1), None, issues


def _with_kind(channel: Channel, kind: str) -> Channel:
    """Return a channel as EEG where neither its type nor its label says anything else."""
    is_unknown = channel.kind is ChannelKind.OTHER and kind not in _NO_ELECTRODES
    return replace(channel, kind=ChannelKind.EEG) if is_unknown else channel


def _notes(
    events: Sequence[Event], stored_segments: tuple[StoredSegment, ...], n_samples: int, rate_hz: float
) -> tuple[tuple[Note, ...], list[Issue]]:
    notes = [
        Note(time_of_sample(stored_segments, event.sample, rate_hz), event.text, event.n_samples / rate_hz)
        for event in events
        if -1 <= event.sample <= n_samples and np.isfinite(event.n_samples)
    ]
    notes = [replace(note, onset_s=max(0.0, note.onset_s)) for note in notes]
    n_outside = len(events) - len(notes)
    if not n_outside:
        return tuple(notes), []
    said = "1 event lies" if n_outside == 1 else f"{n_outside} events lie"
    return tuple(notes), [Issue("markers_outside", f"{said} outside the recording and cannot be shown.")]
