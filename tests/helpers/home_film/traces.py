"""The movement traces of home clips of simulated infants, drawn small and measured as the program measures any clip."""

from fractions import Fraction
from pathlib import Path

import numpy as np
from detectors.plugin_runs import run_plugin, scalp_source
from home_film.infants import UPRIGHT, Clip

from eegview.app.video.movement import movement_trace
from eegview.app.video.movement_cache import MovementCache
from eegview.dsp.camera.held import HeldCamera
from eegview.model.movement import CameraHold, Filming, Region
from eegview.simulate.filming.home.clip import frame_times_s, write_home_clip
from eegview.simulate.filming.home.conditions import HomeFilming
from eegview.simulate.filming.home.course import clip_course
from eegview.simulate.filming.home.picture import home_luma
from eegview.simulate.filming.movement import poses
from eegview.simulate.filming.time_strip import HEIGHT_PX, WIDTH_PX

RATE_HZ, PHONE_HZ = 10.0, 30
LEAST = 4.0  # a.u./s, as the detector has it
STEP_S = 0.09  # between two pictures that the program compares, see app/video/movement.py
FACTOR, UPRIGHT_FACTOR = 3, 2
UPRIGHT_COLUMNS = slice(104, 376)  # of 480, so that three parts wide are four high
SEEN = Region.rectangle(0.0, 0.0, 1.0, 0.9)  # the field of the strip is left out
SEEN_ENCODED = Region.rectangle(0.0, 0.07, 1.0, 0.9)  # and the word SIMULATED, which small pictures do not have


def trace_file(folder: Path, clip: Clip, filming: HomeFilming) -> Path:
    """Return where the trace of a clip is kept."""
    return folder / f"{clip.plan.seed}_{clip.kind.replace(' ', '_')}_{filming.name}_held.npz"


def kept_trace(folder: Path, clip: Clip, filming: HomeFilming) -> tuple[np.ndarray, np.ndarray]:
    """Return `drawn_trace`, kept in the folder."""
    kept = trace_file(folder, clip, filming)
    if not kept.is_file():
        times_s, values = drawn_trace(clip, filming)
        np.savez(kept, times_s=times_s, values=values)
    with np.load(kept) as held:
        return held["times_s"], held["values"]


def drawn_trace(clip: Clip, filming: HomeFilming) -> tuple[np.ndarray, np.ndarray]:
    """Return (n,) times from the clip's beginning and (n,) movement, from small pictures without a codec."""
    is_upright = filming.name == UPRIGHT.name
    factor = UPRIGHT_FACTOR if is_upright else FACTOR
    columns = slice(UPRIGHT_COLUMNS.start // factor, UPRIGHT_COLUMNS.stop // factor) if is_upright else slice(None)
    times_s = np.arange(round(clip.span.duration_s * RATE_HZ)) / RATE_HZ
    if is_upright:
        times_s = compared(frame_times_s(clip.plan.seed, clip.span, filming, Fraction(PHONE_HZ)))
    course = clip_course(filming, clip.plan.seed + (0 if clip.has_series else 7), times_s)
    moving = poses(clip.plan, clip.span.start_s + times_s)
    shape = HEIGHT_PX // factor, len(range(WIDTH_PX // factor)[columns])
    camera = HeldCamera(shape, SEEN)
    values, before_s = np.full(len(times_s), np.nan, np.float32), 0.0
    for k, time_s in enumerate(times_s):
        luma = home_luma(moving[k], course, k, filming.depth, factor)[:, columns]
        values[k] = camera.movement(luma.astype(np.float32), float(time_s - before_s))
        before_s = time_s
    return times_s, values


def compared(times_s: np.ndarray) -> np.ndarray:
    """Return those of the frames' times that the program compares of a held camera."""
    chosen = [0]
    for k in range(1, len(times_s)):
        if times_s[k] - times_s[chosen[-1]] >= STEP_S:
            chosen.append(k)
    return times_s[chosen]


def encoded_trace(folder: Path, clip: Clip, filming: HomeFilming) -> tuple[np.ndarray, np.ndarray]:
    """Return the same, measured on a video file as the program measures it; the trace is kept, the file is not."""
    kept = folder / f"{clip.plan.seed}_{clip.kind}_{filming.name}_{PHONE_HZ}_held.npz"
    if kept.is_file():
        with np.load(kept) as held:
            return held["times_s"], held["values"]
    film = kept.with_suffix(".mp4")
    try:
        write_home_clip(film, clip.plan, clip.span, filming, Fraction(PHONE_HZ))
        hold = Filming(CameraHold.HAND)
        found = movement_trace(str(film), SEEN_ENCODED, cache=MovementCache(folder / "kept"), filming=hold)
    finally:
        film.unlink(missing_ok=True)
    np.savez(kept, times_s=found.times_s, values=found.values)
    return found.times_s, found.values


def proposals(times_s: np.ndarray, values: np.ndarray, least: float = LEAST) -> tuple[list, list]:
    """Return (start_s, stop_s, score) of the series and of the members that the detector proposes."""
    source = scalp_source(np.zeros((19, round((times_s[-1] + 1) * 4)), np.float32), 4.0)
    report = run_plugin("movement_series", source, movement=(times_s, values), least_movement=least)
    series, members = [], []
    for (onset_s, duration_s, _term, score, *_), answers in zip(report.events, report.answers, strict=True):
        found = series if answers.get("course") == "series" else members
        found.append((round(onset_s, 2), round(onset_s + duration_s, 2), round(score, 3)))
    return series, members
