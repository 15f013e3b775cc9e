"""The course of a home clip: where the camera points at each instant, how bright and sharp it sees, who passes.

Sizes of the hand's motion are assumptions (a phone that sees some 60° across): sway of about 1° below 1 Hz, tremor of
0.03° between 8 and 12 Hz, the range of physiological tremor, and a new aim of 3° every half minute.
"""

from dataclasses import dataclass

import numpy as np

from eegview.simulate.artifacts import wander
from eegview.simulate.filming.home.conditions import HomeFilming
from eegview.simulate.seeds import Stream, random_stream

_SWAY_PX, _SWAY_STEP_S = 7.0, 0.9  # of the picture of 480 columns
_TREMOR_PX = 0.25
_AIM_PX, _AIM_EVERY_S = 22.0, 30.0
_TURN, _STRETCH = 0.018, 0.015  # rad; share
_ZOOM, _ZOOM_EVERY_S = 0.12, 25.0
_FOCUS_EVERY_S, _FOCUS_S, _BLUR_PX, _BREATHING = 15.0, 1.6, 2.5, 0.02
_LIGHT_EVERY_S, _PASSING_EVERY_S = 20.0, 25.0
_DARKER, _GRAIN = 0.5, 3.5  # share of the light that is missing; levels of the noise that the phone then adds


@dataclass(frozen=True, slots=True, eq=False)
class ClipCourse:
    """What the camera does at each frame, the truth of a home clip; arrays (n_frames,) float64.

    right_px, down_px, turn, stretch : where the room's middle lies in the picture, of 480 columns; the turn in radians
    gain : brightness, 1 = usual
    shadow : place of a shadow from 0 left to 1 right, NaN = none
    blur_px : of lost focus
    grain : noise of low light, levels
    passing : place of a second person who passes, from 0 to 1, NaN = nobody
    """

    right_px: np.ndarray
    down_px: np.ndarray
    turn: np.ndarray
    stretch: np.ndarray
    gain: np.ndarray
    shadow: np.ndarray
    blur_px: np.ndarray
    grain: np.ndarray
    passing: np.ndarray


def clip_course(filming: HomeFilming, seed: int, times_s: np.ndarray) -> ClipCourse:
    """Return the course of a clip; `times_s` (n_frames,) count from its beginning."""
    length_s = float(times_s[-1]) + 1.0 if len(times_s) else 1.0
    hand, room = random_stream(seed, Stream.HAND), random_stream(seed, Stream.ROOM)
    sway = wander(hand, 4, length_s, _SWAY_STEP_S)(times_s) * filming.shake
    tremor = sum(
        hand.normal(0, 1, (2, 1)) * np.sin(2 * np.pi * hand.uniform(8, 12) * times_s + hand.uniform(0, 6.3))
        for _ in range(3)
    )
    right_px, down_px = _SWAY_PX * sway[:2] + _TREMOR_PX * filming.shake * tremor
    for at_s in _instants(hand, length_s, _AIM_EVERY_S):
        move = _step(times_s - at_s, float(hand.uniform(0.3, 0.9))) * filming.shake * _AIM_PX
        away = _step(times_s - at_s - float(hand.uniform(4, 12)), 1.2) * filming.shake * _AIM_PX
        angle = hand.uniform(0, 2 * np.pi)
        right_px, down_px = right_px + (move - away) * np.cos(angle), down_px + (move - away) * np.sin(angle)
    stretch = _STRETCH * sway[3]
    for at_s in _instants(hand, length_s, _ZOOM_EVERY_S):
        size = hand.uniform(0.5, 1) * _ZOOM * filming.zoom
        stretch = stretch + size * (_step(times_s - at_s, 0.8) - _step(times_s - at_s - 6, 0.8))
    gain, shadow = _light(filming, room, times_s, length_s)
    blur_px = np.zeros(len(times_s))
    for at_s in _instants(room, length_s, _FOCUS_EVERY_S):
        lost = filming.focus * np.clip(np.sin(np.pi * np.clip((times_s - at_s) / _FOCUS_S, 0, 1)), 0, None)
        blur_px, stretch = blur_px + _BLUR_PX * lost, stretch + _BREATHING * lost
    passing = np.full(len(times_s), np.nan)
    for at_s in _instants(room, length_s, _PASSING_EVERY_S):
        lasts_s = room.uniform(1.5, 4)
        inside = (times_s >= at_s) & (times_s < at_s + lasts_s) & (filming.person > 0)
        share = (times_s[inside] - at_s) / lasts_s
        passing[inside] = share if room.random() < 0.5 else 1 - share
    grain = np.full(len(times_s), _GRAIN * filming.darkness)
    gain = gain * (1 - _DARKER * filming.darkness)
    return ClipCourse(right_px, down_px, _TURN * sway[2], stretch, gain, shadow, blur_px, grain, passing)


def _light(
    filming: HomeFilming, room: np.random.Generator, times_s: np.ndarray, length_s: float
) -> tuple[np.ndarray, np.ndarray]:
    gain, shadow = np.ones(len(times_s)), np.full(len(times_s), np.nan)
    for at_s in _instants(room, length_s, _LIGHT_EVERY_S):
        kind, lasts_s = room.integers(3), room.uniform(1, 4)
        inside = (times_s >= at_s) & (times_s < at_s + lasts_s) & (filming.light > 0)
        share = (times_s[inside] - at_s) / lasts_s
        if kind == 0:  # exposure hunts
            gain[inside] *= 1 + 0.25 * filming.light * np.sin(np.pi * share) * np.sin(4 * np.pi * share)
        elif kind == 1:  # a lamp goes off within a tenth of a second, and on again
            edge_s = np.minimum(share, 1 - share) * lasts_s
            gain[inside] *= 1 - 0.35 * filming.light * np.clip(edge_s / 0.1, 0, 1)
        else:
            shadow[inside] = share
    return gain, shadow


def _instants(rng: np.random.Generator, length_s: float, every_s: float) -> np.ndarray:
    """Return instants at which something begins, on average `every_s` apart."""
    gaps_s = rng.uniform(0.5 * every_s, 1.5 * every_s, int(2 * length_s / every_s) + 2)
    at_s = np.cumsum(gaps_s) - 0.4 * every_s
    return at_s[at_s < length_s]


def _step(since_s: np.ndarray, lasts_s: float) -> np.ndarray:
    """Return a soft step from 0 to 1."""
    share = np.clip(since_s / lasts_s, 0, 1)
    return share * share * (3 - 2 * share)
