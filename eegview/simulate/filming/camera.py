"""Let the camera see the drawn picture: lamp, infrared, exposure, flicker, a shadow, and a camera that was moved."""

import numpy as np
import numpy.typing as npt

from eegview.simulate import scene
from eegview.simulate.filming.figure import keep_fields
from eegview.simulate.filming.sprite import Planes
from eegview.simulate.filming.time_strip import HEIGHT_PX, WHITE, WIDTH_PX
from eegview.simulate.plan import StudyPlan
from eegview.simulate.scene import SceneEvent
from eegview.simulate.seeds import Stream, random_stream

GAIN_STEPS = 64  # of an ordinary exposure
_BLACK = 16
_MOST_GAIN, _SHADOW_STEPS = 2.2, 40
_DARK_AT_ONCE, _DARK_LATER = 0.45, 0.75  # of the light, when the lamp goes out and once the camera has adapted
_ADAPTING_S = 1.5

Views = npt.NDArray[np.int16]
GAIN, IS_INFRARED, SHADOW_AT, RIGHT_PX, DOWN_PX = range(5)


def views(plan: StudyPlan, times_s: np.ndarray) -> Views:
    """Return (n_frames, 5) int16 at these times (ascending): exposure, infrared or not, a shadow's place, the shift."""
    gain, found = np.ones(len(times_s)), np.zeros((len(times_s), 5), np.int16)
    for event in plan.scene:
        rng = random_stream(plan.seed, Stream.SCENE, event.index + 1)
        if event.kind == scene.CAMERA_MOVED:
            right_px, down_px = rng.choice((-1, 1), 2) * rng.integers(2, 9, 2) * 2
            done = np.clip((times_s - event.span.start_s) / event.span.duration_s, 0, 1)
            found[:, RIGHT_PX] += 2 * np.rint(done * right_px / 2).astype(np.int16)
            found[:, DOWN_PX] += 2 * np.rint(done * down_px / 2).astype(np.int16)
        elif event.kind in scene.LIGHT:
            first, stop = np.searchsorted(times_s, (event.span.start_s, event.span.stop_s + 4 * _ADAPTING_S))
            here_s = times_s[first:stop]
            if not len(here_s):
                continue
            gain[first:stop] *= _gain(here_s, event, rng)
            inside = (here_s >= event.span.start_s) & (here_s < event.span.stop_s)
            if event.kind == scene.INFRARED:
                found[first:stop, IS_INFRARED] |= inside
            elif event.kind == scene.SHADOW:
                share = (here_s[inside] - event.span.start_s) / event.span.duration_s
                found[first:stop][inside, SHADOW_AT] = 1 + np.rint(share * (_SHADOW_STEPS - 1)).astype(np.int16)
    found[:, GAIN] = np.rint(GAIN_STEPS * np.clip(gain, 0, _MOST_GAIN))
    return found


def _gain(times_s: np.ndarray, event: SceneEvent, rng: np.random.Generator) -> np.ndarray:
    """Return how bright the picture becomes, 1 = as usual; also for a while after the event, as the camera adapts."""
    since_s, past_s = times_s - event.span.start_s, times_s - event.span.stop_s
    if event.kind == scene.LAMP_OFF:
        # within a tenth of a second; then the exposure follows
        falling = np.interp(since_s, (0, 0.1), (1, _DARK_AT_ONCE))
        adapted = _DARK_LATER - (_DARK_LATER - _DARK_AT_ONCE) * np.exp(-np.clip(since_s, 0, None) / _ADAPTING_S)
        dark = np.minimum(np.where(since_s < 0.1, falling, adapted), 1)
        bright = np.interp(past_s, (0, 0.1), (_DARK_LATER, 1 / _DARK_LATER))
        bright = np.where(
            past_s < 0.1, bright, 1 + (1 / _DARK_LATER - 1) * np.exp(-np.clip(past_s, 0, None) / _ADAPTING_S)
        )
        return np.where(past_s < 0, dark, np.where(past_s > 3.9 * _ADAPTING_S, 1, bright))
    if event.kind == scene.INFRARED:
        gain = np.ones(len(times_s))
        for at_s in (since_s, past_s):  # the filter swings over: nearly black, then too bright, then as it should be
            after = (at_s >= 0) & (at_s < 3)
            gain[after] = np.where(at_s[after] < 0.12, 0.15, 1 + 0.6 * np.exp(-(at_s[after] - 0.12) / 0.4))
        return gain
    inside = (since_s >= 0) & (past_s < 0)
    if event.kind == scene.EXPOSURE:
        hunting = 0.3 * event.strength * np.sin(np.pi * since_s / event.span.duration_s)
        hunting *= np.cos(2 * np.pi * since_s * rng.uniform(0.1, 0.5))
        return np.where(inside, 1 + np.clip(hunting, -0.5, 0.6), 1)
    if event.kind == scene.FLICKER:
        depth, beat_hz = 0.05 * event.strength, rng.uniform(0.4, 2.5)
        return np.where(inside, 1 + depth * np.sin(2 * np.pi * beat_hz * since_s), 1)
    return np.ones(len(times_s))


def is_plain(view: npt.NDArray[np.int16]) -> bool:
    """Whether the camera shows the picture as it was drawn."""
    return view[GAIN] == GAIN_STEPS and not view[1:].any()


def seen(planes: Planes, view: npt.NDArray[np.int16]) -> Planes:
    """Return the picture as the camera shows it, without what is burned in."""
    luma, blue, red = planes.luma, planes.blue, planes.red
    if view[IS_INFRARED]:
        luma, blue, red = _infrared(planes)
    if view[SHADOW_AT]:
        luma = _shadowed(luma, int(view[SHADOW_AT]))
    if view[GAIN] != GAIN_STEPS:
        luma = _exposure(int(view[GAIN]))[luma]
    right, down = int(view[RIGHT_PX]), int(view[DOWN_PX])
    if right or down:
        luma = _shifted(luma, right, down)
        blue, red = (_shifted(plane, right // 2, down // 2) for plane in (blue, red))
    shown = Planes(*(plane.copy() for plane in (luma, blue, red)))
    keep_fields(shown, planes)
    return shown


def _exposure(gain: int) -> npt.NDArray[np.uint8]:
    levels = _BLACK + (np.arange(256) - _BLACK) * gain / GAIN_STEPS
    return np.clip(np.rint(levels), _BLACK, WHITE).astype(np.uint8)


def _infrared(planes: Planes) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the picture without colour: skin and cloth throw infrared light back in other shares than daylight."""
    red = np.repeat(np.repeat(planes.red.astype(np.int16) - 128, 2, 0), 2, 1)
    blue = np.repeat(np.repeat(planes.blue.astype(np.int16) - 128, 2, 0), 2, 1)
    luma = 50 + (5 * planes.luma.astype(np.int16) >> 3) + (5 * red >> 2) + 2 * np.abs(blue)
    grey = np.full_like(planes.blue, 128)
    return np.clip(luma, _BLACK, WHITE).astype(np.uint8), grey, grey


def _shadowed(luma: np.ndarray, place: int) -> np.ndarray:
    """Return the picture with a soft shadow across it, its middle so far on its way from left to right."""
    across = (np.arange(WIDTH_PX)[None, :] + 0.4 * np.arange(HEIGHT_PX)[:, None]) / (1.4 * WIDTH_PX)
    depth = 0.4 * np.exp(-0.5 * ((across - 1.3 * place / _SHADOW_STEPS + 0.15) / 0.12) ** 2)
    return (_BLACK + (luma.astype(np.float32) - _BLACK) * (1 - depth)).astype(np.uint8)


def _shifted(plane: np.ndarray, right: int, down: int) -> np.ndarray:
    """Return the plane moved; at the edges its last row and column are repeated."""
    height, width = plane.shape
    moved = np.empty_like(plane)
    to_rows, from_rows = slice(max(down, 0), height + min(down, 0)), slice(max(-down, 0), height - max(down, 0))
    to_columns, from_columns = slice(max(right, 0), width + min(right, 0)), slice(max(-right, 0), width - max(right, 0))
    moved[to_rows, to_columns] = plane[from_rows, from_columns]
    moved[to_rows, : to_columns.start] = moved[to_rows, to_columns.start : to_columns.start + 1]
    moved[to_rows, to_columns.stop :] = moved[to_rows, to_columns.stop - 1 : to_columns.stop]
    moved[: to_rows.start] = moved[to_rows.start]
    moved[to_rows.stop :] = moved[to_rows.stop - 1]
    return moved
