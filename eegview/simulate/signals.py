"""All channels of a simulated study, any stretch at a time."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from eegview.model.recording import Samples
from eegview.model.span import Span
from eegview.simulate import artifacts, mimics
from eegview.simulate.background import Background, make_background, muscle_noise
from eegview.simulate.canvas import Canvas
from eegview.simulate.graphoelements import add_graphoelements
from eegview.simulate.head import ELECTRODES, POSITIONS
from eegview.simulate.plan import RATE_HZ, StudyPlan, overlapping
from eegview.simulate.polygraphy import Body, at_knots, breathing, ecg, make_body
from eegview.simulate.seeds import Stream, random_stream
from eegview.simulate.sleep_events import LONGEST_S
from eegview.simulate.sleep_waves import add_sleep_event
from eegview.simulate.spasms import REACH_S, add_decrement, add_spasm
from eegview.simulate.tone import tone_on_scalp

RESPIRATION_HZ = 32
_DRAW = {
    **{name.removeprefix("add_"): getattr(artifacts, name) for name in dir(artifacts) if name.startswith("add_")},
    **{name.removeprefix("add_"): getattr(mimics, name) for name in dir(mimics) if name.startswith("add_")},
    "arousal_movement": artifacts.add_movement,
}


@dataclass(frozen=True, slots=True)
class SimulatedChannel:
    """One channel as it will stand in the file."""

    label: str
    rate_hz: int
    unit: str
    limit: float  # the file holds ±limit
    transducer: str
    prefilter: str


def _channels() -> tuple[SimulatedChannel, ...]:
    eeg = [
        SimulatedChannel(f"EEG {name}-Ref", RATE_HZ, "uV", 3276.7, "simulated cup electrode", "HP:0.1Hz LP:100Hz")
        for name in ELECTRODES
    ]
    others = [
        SimulatedChannel(label, RATE_HZ, "uV", 3276.7, "simulated electrode", "HP:0.1Hz LP:115Hz")
        for label in ("EOG1", "EOG2", "ECG1", "ECG2", "EMG1", "EMG2", "EMG3", "EMG4")
    ]
    belt = SimulatedChannel("Resp", RESPIRATION_HZ, "uV", 3276.7, "simulated belt", "HP:0.05Hz LP:10Hz")
    return (*eeg, *others, belt)


CHANNELS = _channels()


@dataclass(frozen=True, slots=True, eq=False)
class Simulation:
    """A study ready to be made; every stretch comes out the same however the study is cut."""

    plan: StudyPlan
    background: Background
    body: Body
    spasm_onsets_s: np.ndarray
    disturbance_starts_s: np.ndarray
    decrement_starts_s: np.ndarray
    sleep_event_starts_s: np.ndarray

    def stretch(self, span: Span) -> list[Samples]:
        """Return the samples of every channel of `CHANNELS` in `span`.

        Parameters
        ----------
        span : whole seconds inside the study

        Returns
        -------
        list of (n_samples_c,) float32 µV, not yet clipped to what a file can hold
        """
        canvas = Canvas(round(span.start_s) * RATE_HZ, round(span.duration_s) * RATE_HZ)
        times_s = canvas.times_s()
        self._draw_events(canvas)
        noise = muscle_noise(self.plan.seed, len(ELECTRODES), 8, canvas.first, canvas.n_samples)
        heart_uv = ecg(self.body, times_s)
        eeg = self._eeg(canvas, noise, heart_uv)
        eyes = self._eyes(canvas, eeg, noise)
        chest = self._chest(heart_uv, noise)
        arms = self._arms(canvas, times_s, noise, heart_uv)
        belt = 400 * (breathing(self.body, times_s) + canvas.respiration)
        return [*eeg, *eyes, *chest, *arms, belt[:: RATE_HZ // RESPIRATION_HZ].astype(np.float32)]

    def _draw_events(self, canvas: Canvas) -> None:
        plan, span = self.plan, Span(canvas.start_s, canvas.stop_s)
        first, last = np.searchsorted(self.spasm_onsets_s, (span.start_s - REACH_S, span.stop_s + 1))
        add_graphoelements(canvas, plan)
        canvas.eeg += self.background.stretch(canvas.first, canvas.n_samples)
        # The gain of all decrements is known before it is applied once; what is added later is not attenuated.
        for decrement in overlapping(plan.decrements, self.decrement_starts_s, 20.0, span.widened(1)):
            add_decrement(canvas, decrement)
        resting = canvas.eeg
        canvas.eeg = np.zeros_like(resting)
        for spasm in plan.spasms[first:last]:
            add_spasm(canvas, plan, spasm)
        reach = span.widened(3)
        for sleep_event in overlapping(plan.sleep_events, self.sleep_event_starts_s, LONGEST_S, reach):
            add_sleep_event(canvas, plan, sleep_event)
        resting *= canvas.gain
        canvas.eeg += resting
        canvas.eeg += canvas.from_eyes
        for event in overlapping(plan.disturbances, self.disturbance_starts_s, 120.0, span.widened(3)):
            rng = random_stream(plan.seed, Stream.DISTURBANCE_WAVES, event.index)
            _DRAW[event.kind](canvas, event, rng)

    def _eeg(self, canvas: Canvas, noise: Samples, heart_uv: Samples) -> Samples:
        muscle_uv = tone_on_scalp(self.body.scalp_tone_uv, canvas.first, canvas.n_samples)
        muscle_uv += canvas.muscle_uv
        muscle_uv += 0.5  # the amplifier's own noise
        eeg = canvas.eeg + noise[: len(ELECTRODES)] * muscle_uv
        reference = 0.6 * noise[-1] + 0.008 * heart_uv  # what the common reference picks up
        ears = 0.02 * np.clip(-POSITIONS[:, 2], 0, 1)[:, None] * heart_uv
        return eeg + ears.astype(np.float32) - reference

    def _eyes(self, canvas: Canvas, eeg: Samples, noise: Samples) -> list[Samples]:
        left, right = ELECTRODES.index("F7"), ELECTRODES.index("F8")
        n_electrodes = len(ELECTRODES)
        return [
            canvas.eye[0] + 0.6 * eeg[left] + 1.5 * noise[n_electrodes],
            canvas.eye[1] + 0.6 * eeg[right] + 1.5 * noise[n_electrodes + 1],
        ]

    def _chest(self, heart_uv: Samples, noise: Samples) -> list[Samples]:
        common = 12 * noise[-2]
        return [0.6 * heart_uv + common, -0.4 * heart_uv + common + 2 * noise[-3]]

    def _arms(self, canvas: Canvas, times_s: np.ndarray, noise: Samples, heart_uv: Samples) -> list[Samples]:
        rest_uv = at_knots(self.body.deltoid_rest_uv, times_s).astype(np.float32)
        arms = []
        for side in range(2):
            own = noise[len(ELECTRODES) + 2 + side] * (canvas.emg_uv[side] + rest_uv) + canvas.emg_wave[side]
            common = (0.25 - 0.1 * side) * heart_uv + 6 * noise[-2]
            arms += [common + 0.5 * own, common - 0.5 * own + 0.015 * heart_uv]
        return arms


def make_simulation(plan: StudyPlan) -> Simulation:
    """Prepare everything that does not change with time."""
    return Simulation(
        plan=plan,
        background=make_background(plan),
        body=make_body(plan),
        spasm_onsets_s=np.array([spasm.onset_s for spasm in plan.spasms]),
        disturbance_starts_s=np.array([event.span.start_s for event in plan.disturbances]),
        sleep_event_starts_s=np.array([event.span.start_s for event in plan.sleep_events]),
        decrement_starts_s=np.array([decrement.span.start_s for decrement in plan.decrements]),
    )


def stretches(simulation: Simulation, stretch_s: float = 60.0) -> Iterator[list[Samples]]:
    """Yield the study from start to end, `stretch_s` (whole seconds) at a time."""
    start_s = 0.0
    while start_s < simulation.plan.duration_s:
        stop_s = min(start_s + stretch_s, simulation.plan.duration_s)
        yield simulation.stretch(Span(start_s, stop_s))
        start_s = stop_s
