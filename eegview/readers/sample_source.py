"""An open recording whose samples our own code reads out of one file, all channels at one rate."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.channel import Channel, ChannelKind
from eegview.model.issue import Issue
from eegview.model.naming import name_channels
from eegview.model.patient import PatientFacts
from eegview.model.recording import FileEvents, Progress, Recording, Samples, no_progress, sample_range
from eegview.model.span import Span
from eegview.model.text.channels_in_text import on_their_channels
from eegview.readers.held_samples import HeldSamples
from eegview.readers.sample_file import SampleFile, SampleFiles, SampleLayout
from eegview.readers.stored_segment import StoredSegment

_NO_ELECTRODE = re.compile(r"\s*(dc|mark|aux|bip|pho|trig|stat|\$|na\d|x\d|bn\d|z$|e$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Note:
    """A mark of the recorder: seconds from recording start, on true time."""

    onset_s: float
    text: str
    duration_s: float = 0.0
    channels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Signal:
    """One channel of a file, before the recording's channels are named together.

    column : its place in the file's frames
    unit : as the file has it
    gain, offset : value = stored * gain + offset, in `unit`
    kind : where the format says it, None where the label does
    limits : smallest and largest stored value, None where every value can be
    is_electrode : the format counts it among the electrodes: EEG where its label tells nothing else
    """

    label: str
    column: int
    unit: str = "uV"
    gain: float = 1.0
    offset: float = 0.0
    kind: ChannelKind | None = None
    limits: tuple[float, float] | None = None
    prefilter: str = ""
    is_electrode: bool = False


@dataclass(frozen=True, slots=True)
class Notes:
    """The marks of a file, and what was noticed as they were read; encoding and texts as `FileEvents` has them."""

    notes: Sequence[Note] = ()
    issues: Sequence[Issue] = ()
    encoding: str = ""
    texts: tuple[bytes, ...] = ()


ScanNotes = Callable[[SampleFile | HeldSamples, Progress], Notes]


@dataclass(frozen=True, slots=True)
class SampleContent:
    """What all handles on one recording share.

    path : of the file that holds the samples
    gains_uv, offsets_uv : per channel, from stored values to the channel's unit
    scan : reads the marks, when they are asked for
    more : further files; their columns follow
    held : the samples, where they cannot be read piece by piece
    open_file : opens the file where its samples are packed in a way of their own
    """

    path: Path
    recording: Recording
    layout: SampleLayout
    stored_segments: tuple[StoredSegment, ...]
    rate_hz: float
    columns: tuple[int, ...]
    gains_uv: tuple[float, ...]
    offsets_uv: tuple[float, ...]
    scan: ScanNotes
    patient: PatientFacts = field(default_factory=PatientFacts)
    more: tuple[tuple[Path, SampleLayout], ...] = ()
    held: HeldSamples | None = None
    open_file: Callable[[], SampleFile] | None = None


class SampleSource:
    """A handle on a recording, for one thread; a `SignalSource`."""

    def __init__(self, content: SampleContent) -> None:
        self._content = content
        files = [(content.path, content.layout), *content.more]
        if content.open_file is not None:
            self._file = content.open_file()
        else:
            self._file = content.held or (SampleFile(*files[0]) if len(files) == 1 else SampleFiles(files))

    @property
    def recording(self) -> Recording:
        return self._content.recording

    @property
    def patient(self) -> PatientFacts:
        """Return who was recorded, as the files say."""
        return self._content.patient

    def read(self, channels: Sequence[int], segment_index: int, span: Span) -> list[Samples]:
        """Return the samples of one segment in `span`; see `SignalSource.read`."""
        content = self._content
        stored = content.stored_segments[segment_index]
        first, stop = sample_range(stored.span(content.rate_hz), content.rate_hz, span)
        if first == stop or not len(channels):
            return [np.empty(0, np.float32) for _ in channels]
        wanted = sorted(set(channels))
        values = self._file.read([content.columns[c] for c in wanted], stored.first + first, stored.first + stop)
        with np.errstate(over="ignore", invalid="ignore"):
            values *= np.array([content.gains_uv[c] for c in wanted])[:, None]
            values += np.array([content.offsets_uv[c] for c in wanted])[:, None]
            rows = values.astype(np.float32)
        rows[~np.isfinite(rows)] = np.nan
        return [rows[wanted.index(c)].copy() for c in channels]

    def scan_events(self, progress: Progress = no_progress) -> FileEvents:
        """Return the recorder's own marks on true time, in order."""
        found = self._content.scan(self._file, progress)
        prefix = self._content.recording.fingerprint[:16]
        ordered = sorted(found.notes, key=lambda note: note.onset_s)
        outside = marks_outside([note.onset_s for note in ordered], self._content.recording.duration_s)
        progress(1.0)
        marks = (
            Annotation(
                f"file-{prefix}-{number}",
                "file_note",
                round(note.onset_s, 9),
                note.duration_s,
                note.channels,
                text=note.text,
                layer=FILE_LAYER,
            )
            for number, note in enumerate(ordered)
        )
        marks = on_their_channels(marks, self._content.recording.channels)
        return FileEvents(tuple(marks), (*found.issues, *outside), found.encoding, found.texts)

    def reopen(self) -> "SampleSource":
        return SampleSource(self._content)

    def close(self) -> None:
        self._file.close()


def marks_outside(onsets_s: Sequence[float], duration_s: float) -> list[Issue]:
    """Return what is to be said of marks before the start or behind the end of a recording; nothing of one without."""
    n_outside = sum(not -1e-6 <= onset_s <= duration_s + 1e-6 for onset_s in onsets_s) if duration_s else 0
    if not n_outside:
        return []
    said = "1 mark lies" if n_outside == 1 else f"{n_outside} marks lie"
    return [Issue("annotation_outside", f"{said} outside the recording; kept at the time given.")]


def _kind(signal: Signal, by_label: ChannelKind, unit: str) -> ChannelKind:
    if signal.kind is not None:
        return signal.kind
    is_unknown = by_label is ChannelKind.OTHER and unit == "uV" and not _NO_ELECTRODE.match(signal.label)
    return ChannelKind.EEG if signal.is_electrode and is_unknown else by_label


def channels_of(
    signals: Sequence[Signal], rate_hz: float
) -> tuple[tuple[Channel, ...], tuple[float, ...], tuple[float, ...], tuple[Issue, ...]]:
    """Return the channels, their gains and offsets in the channels' units, and what was noticed of labels and units."""
    named, issues = name_channels([signal.label for signal in signals], [signal.unit for signal in signals])
    channels, gains, offsets = [], [], []
    for index, (signal, naming) in enumerate(zip(signals, named, strict=True)):
        unit = signal.unit if naming.factor_uv is None else "uV"
        factor = 1.0 if naming.factor_uv is None else naming.factor_uv
        gain, offset = signal.gain * factor, signal.offset * factor
        low, high = sorted(limit * gain + offset for limit in signal.limits) if signal.limits else (0.0, 0.0)
        channels.append(
            Channel(
                index=index,
                name=naming.name,
                label=signal.label,
                kind=_kind(signal, naming.kind, unit),
                rate_hz=rate_hz,
                unit=unit,
                minimum_uv=low if low < high else None,
                maximum_uv=high if low < high else None,
                prefilter=signal.prefilter,
            )
        )
        gains.append(gain)
        offsets.append(offset)
    unknown = [channel.name for channel in channels if channel.kind is ChannelKind.EEG and channel.unit != "uV"]
    if unknown:
        which = ", ".join(unknown[:5]) + (" …" if len(unknown) > 5 else "")
        issues.append(Issue("unit_unknown", f"{which}: no known voltage unit; the values are not in µV."))
    return tuple(channels), tuple(gains), tuple(offsets), tuple(issues)
