"""Recordings for tests of detectors: a simulated infant with known truth, arrays of your own, or a file."""

import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from eegview.model.channel import Channel, ChannelKind
from eegview.model.errors import UsageError
from eegview.model.naming import channel_kind, channel_name
from eegview.model.recording import Recording, Samples, sample_range
from eegview.model.span import Span
from eegview.testing.held_source import HeldSource, held

Movement = tuple[npt.NDArray[np.float64], npt.NDArray[np.float32]]
ELECTRODES = ("Fp1", "Fp2", "F3", "F4", "C3", "C4", "P3", "P4", "O1", "O2", "F7", "F8", "T7", "T8", "P7", "P8")
_MIDLINE = ("Fz", "Cz", "Pz")
TEN_TWENTY = (*ELECTRODES, *_MIDLINE)
_SHORTEST_MINUTES, _LONGEST_MINUTES = 2.0, 2880.0
_FRAMES_HZ = 25.0  # of the movement that is made up


@dataclass(frozen=True, slots=True)
class TrueEvent:
    """One event that was simulated.

    term : id in the vocabulary ("spasm", "electrodecrement", "artifact" …) or the simulator's own word ("k_complex")
    kind : the simulator's finer word ("electrode_pop"), "" for none
    """

    onset_s: float
    duration_s: float
    term: str
    kind: str = ""

    @property
    def stop_s(self) -> float:
        return self.onset_s + self.duration_s


@dataclass(frozen=True, slots=True, eq=False)
class MadeRecording:
    """A recording to try a detector on. Every method that changes something returns another recording.

    source : channels and samples
    truth : what was simulated, in order of time; empty where nothing is known
    movement : (n,) times in s and (n,) values of a camera's movement; None = no video
    name : what sentences about it call it
    """

    source: HeldSource
    truth: tuple[TrueEvent, ...] = ()
    movement: Movement | None = None
    age_months: float | None = 6.0
    name: str = "the recording"

    @property
    def duration_s(self) -> float:
        return self.source.recording.duration_s

    @property
    def ch_names(self) -> tuple[str, ...]:
        return tuple(channel.name for channel in self.source.recording.channels)

    @property
    def segments(self) -> tuple[Span, ...]:
        """The spans in which there are samples."""
        return self.source.recording.segments

    def true_events(self, term: str, kind: str = "") -> tuple[TrueEvent, ...]:
        """Return what was simulated of a term, of one kind where it is given."""
        return tuple(one for one in self.truth if one.term == term and kind in ("", one.kind))

    def until(self, stop_s: float) -> "MadeRecording":
        """Return the recording as it was when it had so many seconds."""
        return self._of_spans([(k, one) for k, one in self._parts(Span(0.0, stop_s))], f"its first {stop_s:g} s")

    def with_gap(self, start_s: float, stop_s: float) -> "MadeRecording":
        """Return the recording with no samples between two times, as where the recorder was paused."""
        parts = [*self._parts(Span(0.0, start_s)), *self._parts(Span(stop_s, max(stop_s, self.duration_s)))]
        return self._of_spans(parts, f"a gap from {start_s:g} to {stop_s:g} s")

    def with_missing(self, start_s: float, stop_s: float) -> "MadeRecording":
        """Return the recording with NaN between two times, as where bytes of the file are missing."""

        def missing(values: Samples, channel: Channel, segment: Span) -> Samples:
            first, stop = sample_range(segment, channel.rate_hz, Span(start_s, stop_s))
            values = values.copy()
            values[first:stop] = np.nan
            return values

        return self.changed(missing, f"missing bytes from {start_s:g} to {stop_s:g} s")

    def flat(self, value_uv: float = 0.0) -> "MadeRecording":
        """Return the recording with one value in every sample of every channel, as of an amplifier without a head."""
        return self.changed(lambda values, _c, _s: np.full_like(values, value_uv), f"a flat line of {value_uv:g} µV")

    def without(self, names: Iterable[str]) -> "MadeRecording":
        """Return the recording without some of its channels."""
        left_out = set(names)
        kept = [channel for channel in self.source.recording.channels if channel.name not in left_out]
        channels = tuple(replace(channel, index=k) for k, channel in enumerate(kept))
        data = [self.source.data[channel.index] for channel in kept]
        recording = replace(self.source.recording, channels=channels)
        return replace(self, source=HeldSource(recording, data), name="fewer channels")

    def changed(self, change: Callable[[Samples, Channel, Span], Samples], name: str = "changed") -> "MadeRecording":
        """Return the recording with `change(values, channel, segment)` in place of the samples of each segment."""
        recording = self.source.recording
        data = [
            [change(values, channel, segment) for values, segment in zip(parts, recording.segments, strict=True)]
            for parts, channel in zip(self.source.data, recording.channels, strict=True)
        ]
        return replace(self, source=HeldSource(recording, data), name=name)

    def write(self, path: str | Path) -> Path:
        """Write the recording as EDF+ (16 bits) and return the path; a detector run in its own process reads a file.

        Raises
        ------
        UsageError : the file's name does not end in .edf, or the channels do not fit into one EDF file
        """
        from eegview.exchange.recording.edf import write_edf
        from eegview.exchange.recording_part import RecordingPart, segments_within

        path = Path(path)
        if path.suffix.lower() != ".edf":
            raise UsageError(f"A recording cannot be written as “{path.suffix}”.", "Give a name that ends in .edf.")
        numbers = tuple(range(len(self.source.recording.channels)))
        segments = segments_within(self.source, numbers, self.source.recording.span)
        if not segments:
            raise UsageError("The recording has no samples to write.", "Make a longer one.")
        write_edf(RecordingPart(self.source, numbers, segments), path)
        return path

    def _parts(self, span: Span) -> list[tuple[int, Span]]:
        found = [(k, one.intersection(span)) for k, one in enumerate(self.segments)]
        return [(k, part) for k, part in found if part is not None]

    def _of_spans(self, parts: Sequence[tuple[int, Span]], name: str) -> "MadeRecording":
        """Return the recording with the samples of these parts of its segments."""
        recording = self.source.recording
        data: list[list[Samples]] = []
        for channel, whole in zip(recording.channels, self.source.data, strict=True):
            row: list[Samples] = []
            for k, part in parts:
                first, _stop = sample_range(recording.segments[k], channel.rate_hz, part)
                n_samples = round(part.duration_s * channel.rate_hz)
                values = whole[k][first : first + n_samples]
                row.append(np.pad(values, (0, n_samples - len(values)), mode="edge"))
            data.append(row)
        segments = tuple(part for _k, part in parts)
        stop_s = segments[-1].stop_s if segments else 0.0
        movement = self.movement
        if movement is not None:
            is_kept = movement[0] < stop_s
            movement = (movement[0][is_kept], movement[1][is_kept])
        held_source = HeldSource(replace(recording, segments=segments), data)
        truth = tuple(one for one in self.truth if one.stop_s <= stop_s)
        return replace(self, source=held_source, truth=truth, movement=movement, name=name)


def simulated(minutes: float = 5.0, seed: int = 1) -> MadeRecording:
    """Return a simulated infant with spasms, sleep and artifacts, of which every event is known.

    21 electrodes, two eye electrodes, ECG, both deltoids (EMG) and a belt, 256 Hz. The same numbers give the same
    recording. It is SIMULATED: what a detector finds in it says little about children (docs/simulator.md).

    Parameters
    ----------
    minutes : 2 or more; five hold a dozen spasms
    seed : 0 or more

    Raises
    ------
    UsageError : it is shorter than two minutes, or longer than two days, or the seed is negative
    """
    from eegview.readers.opening import open_recording
    from eegview.simulate.signals import make_simulation
    from eegview.simulate.study import plan_study
    from eegview.simulate.truth import MISSING, truth_rows
    from eegview.simulate.writer_edf import write_edf

    if not _SHORTEST_MINUTES <= minutes <= _LONGEST_MINUTES:
        raise UsageError("A simulated recording lasts 2 minutes to 48 hours.", "Give minutes from 2 to 2880.")
    plan = plan_study(minutes / 60, seed)
    with tempfile.TemporaryDirectory(prefix="eegview-simulated-") as folder:
        path = Path(folder) / "simulated.edf"
        write_edf(path, make_simulation(plan))
        opened = open_recording(path)
        try:
            source = held(opened)
        finally:
            opened.close()
    truth = tuple(
        TrueEvent(
            float(row["onset"]),
            float(row["duration"]),
            row["trial_type"],
            "" if row["kind"] == MISSING else row["kind"],
        )
        for row in truth_rows(plan)
        if row["trial_type"] != "scene"
    )
    onsets_s = [one.onset_s for one in truth if one.term == "spasm"]
    movement = _movement(plan.duration_s, onsets_s)
    return MadeRecording(source, truth, movement, plan.patient.age_months, f"a simulated infant (seed {seed})")


def from_arrays(
    data: npt.NDArray[Any] | Sequence[npt.NDArray[Any]],
    ch_names: Sequence[str] = TEN_TWENTY,
    sfreq: float = 256.0,
    starts_s: Sequence[float] = (0.0,),
    kinds: Sequence[str] | None = None,
) -> MadeRecording:
    """Return a recording of your own samples.

    Parameters
    ----------
    data : (n_channels, n_samples) µV; a list of such arrays where there are gaps between
    ch_names : as a file would have them: electrodes are brought to the names of the 10–10 system
    sfreq : Hz, of all channels
    starts_s : where each array begins, seconds from the recording's start
    kinds : "eeg", "eog", "ecg", "emg", "respiration", "spo2" or "other" of each channel; None = by its name

    Raises
    ------
    ValueError : the shapes, names and starts do not fit each other
    """
    parts = [np.asarray(part, np.float32) for part in ([data] if isinstance(data, np.ndarray) else data)]
    if len(parts) != len(starts_s):
        raise ValueError(f"there are {len(parts)} arrays and {len(starts_s)} starts")
    for part in parts:
        if part.ndim != 2 or len(part) != len(ch_names):
            raise ValueError(f"an array has the shape {part.shape}; it should be ({len(ch_names)} channels, samples)")
    named = [ChannelKind(kind) for kind in kinds] if kinds is not None else list(map(channel_kind, ch_names))
    if len(named) != len(ch_names):
        raise ValueError(f"there are {len(ch_names)} channels and {len(named)} kinds")
    channels = tuple(
        Channel(k, channel_name(name), name, kind, float(sfreq))
        for k, (name, kind) in enumerate(zip(ch_names, named, strict=True))
    )
    segments = tuple(
        Span(float(start_s), start_s + part.shape[1] / sfreq) for start_s, part in zip(starts_s, parts, strict=True)
    )
    if any(later.start_s < one.stop_s for one, later in pairwise(segments)):
        raise ValueError("the arrays overlap in time")
    recording = Recording("arrays", "memory", channels, segments, None, "0" * 64)
    return MadeRecording(HeldSource(recording, [[part[k] for part in parts] for k in range(len(channels))]))


def from_file(*paths: str | Path) -> MadeRecording:
    """Return all of a recording in memory; nothing is known of its truth.

    Raises
    ------
    UnreadableFile : a file cannot be read
    """
    from eegview.readers.opening import open_study

    opened = open_study(paths)
    try:
        return MadeRecording(held(opened), age_months=None, name="the file")
    finally:
        opened.close()


def _movement(duration_s: float, onsets_s: Sequence[float]) -> Movement:
    """Return the movement of a camera that sees a burst at each onset, drawn by a formula."""
    times_s = np.arange(0.0, duration_s, 1 / _FRAMES_HZ)
    values = 1.0 + np.sin(times_s / 7) ** 2
    for onset_s in onsets_s:
        values += 9.0 * np.exp(-(((times_s - onset_s - 0.4) / 0.3) ** 2))
    return times_s, values.astype(np.float32)
