"""The plan of a simulated study: the true events from which signals, film and truth.tsv are all made."""

from dataclasses import dataclass

import numpy as np

from eegview.model.span import Span
from eegview.simulate.patient import Patient
from eegview.simulate.scene import SceneEvent

RATE_HZ = 256
SIMULATOR_VERSION = 2  # raised whenever a seed comes to mean other samples


@dataclass(frozen=True, slots=True)
class Stage:
    """A stretch of one state: "W", "N1", "N2", "N3" or "R"."""

    span: Span
    name: str


@dataclass(frozen=True, slots=True)
class HypsarrhythmiaPeriod:
    """A stretch with hypsarrhythmia; `level` 0-1 scales it (low in REM sleep)."""

    span: Span
    level: float


@dataclass(frozen=True, slots=True)
class Spasm:
    """One epileptic spasm.

    index : 0, 1, 2 … in order of time
    onset_s : first change of the EEG (fast activity or slow wave)
    cluster : 1, 2, 3 …, or 0 for an isolated spasm
    movement : "flexor", "extensor" or "mixed"
    side : "both", or the scalp hemisphere where it is larger
    intensity : 0.15-1; scales slow wave, EMG burst and movement
    is_subtle : next to no movement and EMG
    slow_delay_s, emg_delay_s : after onset
    attenuation_s : length of the electrodecrement that follows, 0 = none
    attenuation_depth : share of the background's amplitude that is lost; muscle stays
    muscle_after_s, muscle_after : how long scalp and limb muscle go on after the burst (crying, movement), 0 = not;
        how strongly, as a share of the burst
    """

    index: int
    onset_s: float
    cluster: int
    movement: str
    side: str
    intensity: float
    is_subtle: bool
    state: str
    minutes_awake: float
    fast_s: float
    slow_delay_s: float
    slow_s: float
    attenuation_delay_s: float
    attenuation_s: float
    attenuation_depth: float
    emg_delay_s: float
    emg_s: float
    muscle_after_s: float = 0.0
    muscle_after: float = 0.0

    @property
    def emg_span(self) -> Span:
        return Span(self.onset_s + self.emg_delay_s, self.onset_s + self.emg_delay_s + self.emg_s)

    @property
    def span(self) -> Span:
        """Return the span from the first EEG change to the end of slow wave and EMG burst (no electrodecrement)."""
        slow_stop_s = self.onset_s + self.slow_delay_s + 1.8 * self.slow_s
        return Span(self.onset_s, max(self.emg_span.stop_s, slow_stop_s))

    @property
    def attenuation_span(self) -> Span | None:
        if not self.attenuation_s:
            return None
        start_s = self.onset_s + self.attenuation_delay_s
        return Span(start_s, start_s + self.attenuation_s)


@dataclass(frozen=True, slots=True)
class Decrement:
    """An electrodecrement without a spasm."""

    span: Span
    depth: float


@dataclass(frozen=True, slots=True)
class SleepEvent:
    """An arousal or a graphoelement of sleep that could be taken for a spasm.

    index : number of the event; its waveforms are drawn from it
    span : of the waves, or of an arousal's muscle
    kind : "arousal", "k_complex", "vertex_run", "slow_wave_attenuation" or "twitches" (of REM sleep)
    strength : about 1, scales it
    attenuation_s, attenuation_depth : of the background after the waves, 0 = none; there is no muscle with it
    """

    index: int
    span: Span
    kind: str
    strength: float
    attenuation_s: float
    attenuation_depth: float

    @property
    def attenuation_span(self) -> Span | None:
        return Span(self.span.stop_s, self.span.stop_s + self.attenuation_s) if self.attenuation_s else None

    @property
    def whole(self) -> Span:
        """Return the span of waves and attenuation."""
        return Span(self.span.start_s, self.span.stop_s + self.attenuation_s)


@dataclass(frozen=True, slots=True)
class Disturbance:
    """An artifact or a mimic of a spasm.

    index : number of the event; its waveforms are drawn from it
    group : "artifact" or "mimic"
    kind : "electrode_pop", "patting", "startle", …
    electrodes : those it shows on; empty = all or none in particular
    strength : about 1, scales it
    """

    index: int
    span: Span
    group: str
    kind: str
    electrodes: tuple[str, ...]
    strength: float


@dataclass(frozen=True, slots=True)
class Note:
    """A technologist's note, as written into the file."""

    onset_s: float
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class StudyPlan:
    """A whole study; events are in order of time.

    clusters : from the first to the end of the last spasm of each cluster; cluster k is at index k - 1
    scene : what only the camera sees
    """

    seed: int
    duration_s: float
    patient: Patient
    stages: tuple[Stage, ...]
    hypsarrhythmia: tuple[HypsarrhythmiaPeriod, ...]
    spasms: tuple[Spasm, ...]
    clusters: tuple[Span, ...]
    decrements: tuple[Decrement, ...]
    sleep_events: tuple[SleepEvent, ...]
    disturbances: tuple[Disturbance, ...]
    notes: tuple[Note, ...]
    scene: tuple[SceneEvent, ...] = ()

    def stage_at(self, times_s: np.ndarray) -> np.ndarray:
        """Return for each time the index of its stage in `stages`; times outside belong to the first or last."""
        starts_s = np.array([stage.span.start_s for stage in self.stages])
        return np.clip(np.searchsorted(starts_s, times_s, side="right") - 1, 0, len(self.stages) - 1)

    def hypsarrhythmia_at(self, times_s: np.ndarray) -> np.ndarray:
        """Return the level of hypsarrhythmia, 0-1, at each time."""
        level = np.zeros(len(times_s))
        if not self.hypsarrhythmia:
            return level
        starts_s = np.array([period.span.start_s for period in self.hypsarrhythmia])
        stops_s = np.array([period.span.stop_s for period in self.hypsarrhythmia])
        levels = np.array([period.level for period in self.hypsarrhythmia])
        index = np.searchsorted(starts_s, times_s, side="right") - 1
        inside = (index >= 0) & (times_s < stops_s[np.maximum(index, 0)])
        level[inside] = levels[index[inside]]
        return level


def overlapping(events: tuple, starts_s: np.ndarray, longest_s: float, span: Span) -> list:
    """Return the events (sorted by start, none longer than `longest_s`) that touch `span`."""
    first = int(np.searchsorted(starts_s, span.start_s - longest_s, side="left"))
    last = int(np.searchsorted(starts_s, span.stop_s, side="right"))
    return [event for event in events[first:last] if event.span.stop_s > span.start_s]
