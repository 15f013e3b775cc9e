"""Compute the poses of the drawn infant: one per frame, from the same plan as the signals."""

from enum import IntEnum

import numpy as np
import numpy.typing as npt

from eegview.model.span import Span
from eegview.simulate import artifacts, care, mimics
from eegview.simulate.plan import Disturbance, Spasm, StudyPlan, overlapping
from eegview.simulate.seeds import Stream, random_stream
from eegview.simulate.spasms import REACH_S, body_sides

Poses = npt.NDArray[np.int8]
STEPS = 16  # a joint moves in sixteenths


class Joint(IntEnum):
    """Columns of a pose. Limbs: -STEPS stretched out … 0 at rest … +STEPS drawn in."""

    LEFT_ARM = 0
    RIGHT_ARM = 1
    LEFT_LEG = 2
    RIGHT_LEG = 3
    HEAD = 4  # + nods forward
    TRUNK = 5  # breathing and hiccups, in pixels
    SWAY = 6  # rocking, in pixels to the right
    MOUTH = 7  # 0 closed, 1 open
    EYES = 8  # 0 closed, 1 open
    HAND = 9  # caregiver's hand: 0 away, 1 lifted, 2 half way, 3 on the body
    LEAN = 10  # how far a caregiver leans into the picture, 0 away
    REACH = 11  # where on the infant the caregiver's hands are
    LIFT = 12  # how far the infant is taken out of the picture
    COVER = 13  # what a blanket covers: 0 nothing, 1 the legs, 2 arms and legs


_LIMBS, _ARMS = slice(Joint.LEFT_ARM, Joint.HEAD), slice(Joint.LEFT_ARM, Joint.LEFT_LEG)
_LEGS = slice(Joint.LEFT_LEG, Joint.HEAD)


def poses(plan: StudyPlan, times_s: np.ndarray) -> Poses:
    """Return the (n_frames, 14) int8 poses at these times (ascending)."""
    joints = _moving(plan, times_s)
    covered = care.covered_at(plan, times_s)
    if covered.any():
        late = care.BLANKET_SHARE * _moving(plan, times_s - care.BLANKET_LATE_S)
        for limbs, least in ((_ARMS, 2), (_LEGS, 1)):
            joints[:, limbs] = np.where((covered >= least)[:, None], late[:, limbs], joints[:, limbs])
    joints[:, Joint.COVER] = covered
    joints[:, Joint.LEAN], joints[:, Joint.REACH], joints[:, Joint.LIFT] = care.caregiver_at(plan, times_s)
    joints[joints[:, Joint.LEAN] < 0.5, Joint.REACH] = 0
    scaled = joints
    scaled[:, _LIMBS] *= STEPS
    scaled[:, Joint.HEAD] *= 8
    limits = np.array([STEPS] * 4 + [8, 6, 12, 1, 1, 3, care.LEANS, care.REACHES, care.LIFTS, 2])
    lowest = np.array([-STEPS] * 4 + [-4, -6, -12] + [0] * 7)
    return np.clip(np.rint(scaled), lowest, limits).astype(np.int8)


def _moving(plan: StudyPlan, times_s: np.ndarray) -> np.ndarray:
    """Return the joints of the infant as the plan moves them, whatever lies over them."""
    joints = _resting(plan, times_s)
    if len(times_s):
        span = Span(float(times_s[0]), float(times_s[-1]) + 1e-3)
        for spasm in plan.spasms:
            if span.start_s - REACH_S < spasm.onset_s < span.stop_s:
                _move_spasm(joints, times_s, spasm)
        starts_s = np.array([event.span.start_s for event in plan.disturbances])
        for event in overlapping(plan.disturbances, starts_s, 120.0, span.widened(2)):
            move = _MOVES.get(event.kind)
            if move is not None:
                move(joints, times_s, event, plan.seed)
    return joints


def _resting(plan: StudyPlan, times_s: np.ndarray) -> np.ndarray:
    """Return breathing, open or closed eyes, and the idle movement of an infant awake."""
    joints = np.zeros((len(times_s), len(Joint)))
    names = np.array([stage.name for stage in plan.stages])[plan.stage_at(times_s)]
    awake = names == "W"
    joints[:, Joint.TRUNK] = 1.2 * np.sin(2 * np.pi * plan.patient.breaths_per_min / 60 * times_s)
    joints[:, Joint.EYES] = awake & (np.mod(times_s * 0.21, 1) > 0.03)
    rng = random_stream(plan.seed, Stream.MOVEMENT)
    for joint in range(Joint.HEAD):
        speeds_hz, turns = rng.uniform(0.02, 0.15, 3), rng.uniform(0, 2 * np.pi, 3)
        drift = np.sin(2 * np.pi * times_s[:, None] * speeds_hz + turns).sum(axis=1)
        joints[:, joint] += 0.11 * awake * drift
    return joints


def _pulse(since_s: np.ndarray, rise_s: float, hold_s: float, fall_s: float) -> np.ndarray:
    """Return a movement 0-1 that starts at 0, with soft ends."""
    up = np.clip(since_s / rise_s, 0, 1)
    down = np.clip((rise_s + hold_s + fall_s - since_s) / fall_s, 0, 1)
    level = np.minimum(up, down)
    return level * level * (3 - 2 * level)


def _move_spasm(joints: np.ndarray, times_s: np.ndarray, spasm: Spasm) -> None:
    # The body moves a few frames after its muscles start.
    since_s = times_s - spasm.emg_span.start_s - 0.04
    pulse = _pulse(since_s, 0.25, max(0.6 * spasm.emg_s - 0.25, 0.1), 0.6 * spasm.emg_s + 0.3)
    force = (0.35 + 0.65 * spasm.intensity) * (0.2 if spasm.is_subtle else 1.0)
    arms, legs, head = {"flexor": (1, 1, 1), "extensor": (-1, -1, -0.5), "mixed": (-1, 0.9, 0.9)}[spasm.movement]
    left, right = body_sides(spasm.side, 0.25)
    joints[:, _LIMBS] += np.outer(pulse, np.array((arms * left, arms * right, legs * left, legs * right)) * force)
    joints[:, Joint.HEAD] += pulse * head * max(force, 0.3)
    joints[:, Joint.EYES] = np.where(pulse > 0.1, 1, joints[:, Joint.EYES])


def _move_restless(joints: np.ndarray, times_s: np.ndarray, event: Disturbance, seed: int) -> None:
    rng = random_stream(seed, Stream.MOVEMENT, event.index + 1)
    swing = artifacts.wander(rng, 5, event.span.duration_s, 0.35)
    since_s = times_s - event.span.start_s
    inside = _pulse(since_s, 0.3, max(event.span.duration_s - 0.6, 0.1), 0.3)
    moved = (swing(np.clip(since_s, 0, event.span.duration_s)) * inside).T
    joints[:, : Joint.TRUNK] += moved * 0.4 * min(event.strength, 1.5)


def _move_startle(joints: np.ndarray, times_s: np.ndarray, event: Disturbance, _seed: int) -> None:
    since_s = times_s - event.span.start_s - 0.03
    flung = _pulse(since_s, 0.12, 0.2, 0.3)
    embrace = _pulse(since_s - 0.5, 0.4, 0.4, 0.8)
    joints[:, _LIMBS] += np.outer(flung, (-1, -1, -0.5, -0.5)) + np.outer(embrace, (0.7, 0.7, 0.3, 0.3))
    joints[:, Joint.HEAD] -= 0.4 * flung


def _move_short_startle(joints: np.ndarray, times_s: np.ndarray, event: Disturbance, _seed: int) -> None:
    """Draw everything in with one jerk, and be at rest again at once."""
    pulse = min(event.strength, 1.3) * _pulse(times_s - event.span.start_s - 0.03, 0.08, 0.1, 0.35)
    joints[:, _LIMBS] += np.outer(pulse, (0.8, 0.8, 0.5, 0.5))
    joints[:, Joint.HEAD] += 0.4 * pulse


def _move_kicking(joints: np.ndarray, times_s: np.ndarray, event: Disturbance, seed: int) -> None:
    """Kick with one leg, then the other, about once or twice a second; the arms go along a little."""
    rng = random_stream(seed, Stream.MOVEMENT, event.index + 1)
    kicks_hz = rng.uniform(0.6, 1.3)
    since_s = times_s - event.span.start_s
    inside = min(event.strength, 1.3) * _pulse(since_s, 0.2, max(event.span.duration_s - 0.4, 0.1), 0.2)
    swing = np.sin(2 * np.pi * kicks_hz * since_s)
    kicks = np.column_stack((np.clip(swing, 0, None), np.clip(-swing, 0, None)))
    joints[:, _LEGS] += 0.9 * inside[:, None] * kicks
    joints[:, _ARMS] += 0.25 * inside[:, None] * kicks[:, ::-1]


def _move_jerks(joints: np.ndarray, times_s: np.ndarray, event: Disturbance, seed: int) -> None:
    for jerk in mimics.jerks(event, random_stream(seed, Stream.DISTURBANCE_WAVES, event.index)):
        pulse = _pulse(times_s - event.span.start_s - jerk.after_s - 0.02, 0.06, 0.04, 0.12)
        joints[:, : Joint.LEFT_LEG] += 0.6 * np.outer(pulse, jerk.arms)


def _move_hiccups(joints: np.ndarray, times_s: np.ndarray, event: Disturbance, seed: int) -> None:
    for hiccup_s in mimics.hiccup_times_s(event, random_stream(seed, Stream.DISTURBANCE_WAVES, event.index)):
        pulse = _pulse(times_s - event.span.start_s - hiccup_s - 0.05, 0.08, 0.04, 0.2)
        joints[:, Joint.TRUNK] -= 5 * pulse
        joints[:, Joint.HEAD] -= 0.3 * pulse


def _move_shudder(joints: np.ndarray, times_s: np.ndarray, event: Disturbance, _seed: int) -> None:
    since_s = times_s - event.span.start_s
    tremor = _pulse(since_s, 0.3, max(event.span.duration_s - 0.6, 0.1), 0.3) * np.sin(2 * np.pi * 6.5 * since_s)
    joints[:, : Joint.LEFT_LEG] += 0.15 * tremor[:, None]
    joints[:, Joint.SWAY] += 2 * tremor


def _move_stretch(joints: np.ndarray, times_s: np.ndarray, event: Disturbance, _seed: int) -> None:
    third_s = event.span.duration_s / 3
    pulse = _pulse(times_s - event.span.start_s, third_s, third_s, third_s)
    joints[:, _LIMBS] -= 0.8 * pulse[:, None]
    joints[:, Joint.HEAD] -= 0.4 * pulse


def _move_pats(joints: np.ndarray, times_s: np.ndarray, event: Disturbance, seed: int) -> None:
    inside = (times_s >= event.span.start_s) & (times_s < event.span.stop_s)
    joints[inside, Joint.HAND] = 1
    for pat_s in artifacts.pat_times_s(event, random_stream(seed, Stream.DISTURBANCE_WAVES, event.index)):
        _move_one_pat(joints, times_s - event.span.start_s - pat_s)


def _move_pats_on_and_off(joints: np.ndarray, times_s: np.ndarray, event: Disturbance, seed: int) -> None:
    """Pat a few times, rest the hand above the infant for some seconds, and pat again."""
    rng = random_stream(seed, Stream.MOVEMENT, event.index + 1)
    inside = (times_s >= event.span.start_s) & (times_s < event.span.stop_s)
    joints[inside, Joint.HAND] = 1
    at_s, period_s = event.span.start_s + rng.uniform(1, 4), 1 / rng.uniform(1.2, 3.0)
    while at_s < event.span.stop_s - 1:
        for _ in range(int(rng.integers(2, 7))):
            _move_one_pat(joints, times_s - at_s)
            at_s += period_s * rng.normal(1, 0.06)
        at_s += rng.uniform(3, 9)


def _move_one_pat(joints: np.ndarray, since_s: np.ndarray) -> None:
    joints[(since_s > -0.12) & (since_s < 0.16), Joint.HAND] = 2
    touching = (since_s > -0.04) & (since_s < 0.08)
    joints[touching, Joint.HAND] = 3
    joints[touching, Joint.TRUNK] += 2


def _move_rocking(joints: np.ndarray, times_s: np.ndarray, event: Disturbance, seed: int) -> None:
    rock_hz = artifacts.rhythm_hz(event, random_stream(seed, Stream.DISTURBANCE_WAVES, event.index))
    since_s = times_s - event.span.start_s
    inside = _pulse(since_s, 1.0, max(event.span.duration_s - 2, 0.1), 1.0)
    joints[:, Joint.SWAY] += 8 * inside * np.sin(2 * np.pi * rock_hz * since_s)


def _move_mouth(joints: np.ndarray, times_s: np.ndarray, event: Disturbance, seed: int) -> None:
    rate_hz = artifacts.rhythm_hz(event, random_stream(seed, Stream.DISTURBANCE_WAVES, event.index))
    since_s = times_s - event.span.start_s
    inside = (since_s >= 0) & (since_s < event.span.duration_s)
    joints[inside & (np.mod(since_s * rate_hz, 1) < 0.5), Joint.MOUTH] = 1


_MOVES = {
    "movement": _move_restless,
    "arousal_movement": _move_restless,
    "clipping": _move_restless,
    "startle": _move_startle,
    "short_startle": _move_short_startle,  # this and the next two are filmed at home only
    "kicking": _move_kicking,
    "patting_on_and_off": _move_pats_on_and_off,
    "benign_sleep_myoclonus": _move_jerks,
    "hiccups": _move_hiccups,
    "shuddering": _move_shudder,
    "tonic_stretch": _move_stretch,
    "patting": _move_pats,
    "rocking": _move_rocking,
    "chewing": _move_mouth,
    "sucking": _move_mouth,
}
