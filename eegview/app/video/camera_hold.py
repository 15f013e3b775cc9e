"""Whether a camera stood or was held in the hand, by its own motion in stretches of the film."""

from typing import TYPE_CHECKING

import numpy as np

from eegview.model.movement import CameraHold, CameraLook
from eegview.model.recording import Progress

if TYPE_CHECKING:
    from eegview.readers.video.video import VideoSource

N_STRETCHES, N_PICTURES = 8, 12  # looked at; 0.1 s from picture to picture
STEP_S = 0.09
HELD_PCT_S = 3.0  # of the picture's width per second: fixed cameras on drawn film stay below 0.5, hands above 10
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
    if n_followed < _FEWEST:
        return CameraLook(CameraHold.FIXED, None, n_followed)
    speed_pct_s = float(np.median(medians))
    return CameraLook(CameraHold.HAND if speed_pct_s >= HELD_PCT_S else CameraHold.FIXED, speed_pct_s, n_followed)


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
