"""Whether a camera stood or was held in the hand, by its own motion in stretches of the film."""

from typing import TYPE_CHECKING

import numpy as np

from eegview.app.video.movement_cache import MovementCache
from eegview.model.movement import CameraHold, CameraLook, MovementTrace
from eegview.model.recording import Progress

if TYPE_CHECKING:
    from eegview.readers.video.video import VideoSource

N_STRETCHES, N_PICTURES = 8, 12  # looked at; 0.1 s from picture to picture
STEP_S = 0.09
HELD_PCT_S = 0.5  # of the picture's width per second; on drawn film standing cameras have 0.005, hands 1.9 and more
_FEWEST = 20  # pictures whose motion could be followed; of fewer nothing is concluded


def look_at_camera(video: "VideoSource", progress: Progress) -> CameraLook:
    """Return what holds a camera, by the median speed of its own motion; fixed where too little can be followed.

    Of each stretch the median counts, and of the stretches their median: a camera that is aimed anew now and then, or a
    child who fills the picture for a while, changes nothing.

    Raises
    ------
    UnreadableFile : the file went away
    Cancelled : from `progress`
    """
    medians, n_followed = [], 0
    for number in range(N_STRETCHES):
        from_s = video.first_s + video.duration_s * number / N_STRETCHES
        speeds = _speeds_pct_s(video, from_s)
        n_followed += len(speeds)
        if len(speeds) >= _FEWEST // N_STRETCHES:
            medians.append(float(np.median(speeds)))
        progress(0.0)
    return camera_look(float(np.median(medians)) if medians else None, n_followed)


def camera_look(speed_pct_s: float | None, n_followed: int) -> CameraLook:
    """Return what holds a camera of this median speed; fixed where too little could be followed."""
    if speed_pct_s is None or n_followed < _FEWEST:
        return CameraLook(CameraHold.FIXED, None, n_followed)
    return CameraLook(CameraHold.HAND if speed_pct_s >= HELD_PCT_S else CameraHold.FIXED, speed_pct_s, n_followed)


def known_look(cache: MovementCache, key: str) -> CameraLook | None:
    """Return what was found before, None where nothing was."""
    kept = cache.load(key)
    if kept is None or len(kept.values) != 1:
        return None
    speed_pct_s = float(kept.values[0])
    return camera_look(speed_pct_s if np.isfinite(speed_pct_s) else None, int(kept.times_s[0]))


def keep_look(cache: MovementCache, key: str, look: CameraLook) -> None:
    """Keep what was found, so that the film need not be looked at again; as a trace of one value."""
    speed_pct_s = np.nan if look.speed_pct_s is None else look.speed_pct_s
    number = np.array([look.n_frames], np.float64)
    cache.keep(key, MovementTrace(number, np.array([speed_pct_s], np.float32), is_complete=True))


def _speeds_pct_s(video: "VideoSource", from_s: float) -> list[float]:
    from eegview.dsp.camera.held import HeldCamera
    from eegview.dsp.motion import area_mean
    from eegview.readers.video.luma import luma_planes

    camera: HeldCamera | None = None
    speeds: list[float] = []
    before_s, n_seen = -np.inf, 0
    for pts_s, plane in luma_planes(video, from_s):
        if pts_s - before_s < STEP_S:
            continue
        picture = area_mean(plane)
        if camera is None or camera.shape != picture.shape:
            camera = HeldCamera(picture.shape)
        camera.movement(picture, pts_s - before_s)
        if np.isfinite(camera.speed_pct_s):
            speeds.append(camera.speed_pct_s)
        before_s, n_seen = pts_s, n_seen + 1
        if n_seen >= N_PICTURES:
            break
    return speeds
