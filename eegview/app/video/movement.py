"""Measure the movement in a video: decode, compare picture with picture, cache the result. Runs on any thread."""

import time
from array import array
from collections.abc import Callable
from dataclasses import replace
from math import inf
from typing import TYPE_CHECKING

import numpy as np

from eegview.app.video.camera_hold import keep_look, known_look, look_at_camera
from eegview.app.video.filming import camera_issues
from eegview.app.video.movement_cache import MovementCache, trace_key
from eegview.app.video.opening import open_kept_video
from eegview.model.movement import CameraHold, CameraLook, CameraShake, Filming, MovementTrace, Region
from eegview.model.recording import Progress, no_progress

if TYPE_CHECKING:
    from eegview.readers.video.video import VideoSource

Partial = Callable[[MovementTrace], None]

_PARTIAL_EVERY_S = 1.0
_WORTH_KEEPING = 1000  # frames: less is watched again in a second or two
# That happen between two compared pictures of a held camera. Nearer ones differ by its tremor and by the codec's noise,
# which single pictures at 30 a second turn into movement that never rests (tests/evidence/home_clips.py --encoded).
_HELD_STEP_S = 0.09
_FIXED = Filming()
_NONE_YET = MovementTrace(np.empty(0), np.empty(0, np.float32), False)


def no_partial(_trace: MovementTrace) -> None:
    """Ignore a partial trace."""


def movement_trace(
    video_path: str,
    region: Region | None = None,
    mask: Region | None = None,
    progress: Progress = no_progress,
    partial: Partial = no_partial,
    cache: MovementCache | None = None,
    filming: Filming = _FIXED,
) -> MovementTrace:
    """Return how much the picture of a video moves, one value per frame, in the video's own time.

    Where the camera was held in the hand, its own motion is taken off first, and told beside the values. Where that is
    not known, it is found out by the camera's own motion, and told too.

    Parameters
    ----------
    region : where to look, None = the whole picture
    mask : where not to look (the caregiver)
    progress : called often with the share done; raises `Cancelled` to stop, and what was found is kept for next time
    partial : called about every second with what has come so far, on the calling thread
    cache : where traces are kept, None = the user's own folder
    filming : what held the camera

    Raises
    ------
    UnreadableFile : missing, or not a video
    UsageError : the region covers nothing
    Cancelled : from `progress`
    """
    from eegview.readers.fingerprint import fingerprint_of_video
    from eegview.readers.video.typed_slowness import typed_for

    cache = cache if cache is not None else MovementCache()
    fingerprint, slowness = fingerprint_of_video(video_path), typed_for(video_path)
    asked, look = filming, None
    if filming.hold is CameraHold.UNKNOWN:
        look = _look(video_path, cache, trace_key(fingerprint, None, None, filming, slowness), progress)
        filming = Filming(look.hold)
    key = trace_key(fingerprint, region, mask, filming, slowness)
    known = cache.load(key)
    if known is not None and known.is_complete:
        progress(1.0)
        return replace(known, issues=camera_issues(known), look=look)
    video = open_kept_video(video_path)
    if typed_for(video_path) != slowness:  # typed meanwhile: the trace would be kept as one of another speed
        video.close()
        return movement_trace(video_path, region, mask, progress, partial, cache, asked)
    try:
        watch = _Watch(video, region, mask, known or _NONE_YET, filming, look)
        try:
            watch.run(progress, partial)
        except BaseException:  # stopped by the user, or closing down: what was found need not be found again
            if len(watch) >= _WORTH_KEEPING:
                cache.keep(key, watch.trace(is_complete=False))
            raise
        trace = watch.trace(is_complete=True)
    finally:
        video.close()
    issues = cache.keep(key, trace)
    progress(1.0)
    return replace(trace, issues=(*issues, *camera_issues(trace)))


def _look(video_path: str, cache: MovementCache, key: str, progress: Progress) -> CameraLook:
    """Return what holds the camera of a video; it is looked at once."""
    if (known := known_look(cache, key)) is not None:
        return known
    video = open_kept_video(video_path)
    try:
        look = look_at_camera(video, progress)
    finally:
        video.close()
    keep_look(cache, key, look)
    return look


class _Watch:
    """One pass over a video, going on from `known`."""

    def __init__(
        self,
        video: "VideoSource",
        region: Region | None,
        mask: Region | None,
        known: MovementTrace,
        filming: Filming,
        look: CameraLook | None,
    ) -> None:
        self._look = look
        self._video, self._region, self._mask, self._filming = video, region, mask, filming
        self._times_s, self._values = array("d", known.times_s.tobytes()), array("f", known.values.tobytes())
        self._is_held = filming.hold is CameraHold.HAND
        shake = known.shake
        self._speeds_pct_s = array("f", shake.speeds_pct_s.tobytes() if shake is not None else b"")
        self._misfits_pct = array("f", shake.misfits_pct.tobytes() if shake is not None else b"")
        self._from_s = known.reached_s

    def __len__(self) -> int:
        return len(self._times_s)

    def trace(self, is_complete: bool) -> MovementTrace:
        times_s, values = np.array(self._times_s, np.float64), np.array(self._values, np.float32)
        shake = None
        times_s.flags.writeable = values.flags.writeable = False
        if self._is_held:
            shake = CameraShake(np.array(self._speeds_pct_s, np.float32), np.array(self._misfits_pct, np.float32))
            shake.speeds_pct_s.flags.writeable = shake.misfits_pct.flags.writeable = False
        return MovementTrace(times_s, values, is_complete, shake=shake, look=self._look)

    def run(self, progress: Progress, partial: Partial) -> None:
        from eegview.dsp.camera.held import HeldCamera
        from eegview.dsp.motion import FixedCamera, area_mean
        from eegview.readers.video.luma import luma_planes

        first_s, duration_s = self._video.first_s, self._video.duration_s or 1.0
        reported_s = time.monotonic()
        camera: FixedCamera | HeldCamera | None = None
        before_s = -inf
        for pts_s, plane in luma_planes(self._video, self._from_s):
            if self._is_held and 0 <= pts_s - before_s < _HELD_STEP_S:
                continue
            after = area_mean(plane)
            if camera is None or camera.shape != after.shape:  # the first picture, or the camera changed its size
                kind = HeldCamera if self._is_held else FixedCamera
                camera = kind(after.shape, self._region, self._mask)
            value = camera.movement(after, pts_s - before_s)
            if self._from_s is None or pts_s > self._from_s:
                self._times_s.append(pts_s)
                self._values.append(value)
                if isinstance(camera, HeldCamera):
                    self._speeds_pct_s.append(camera.speed_pct_s)
                    self._misfits_pct.append(camera.misfit_pct)
            before_s = pts_s
            progress(min((pts_s - first_s) / duration_s, 1.0))
            if time.monotonic() - reported_s >= _PARTIAL_EVERY_S:
                partial(self.trace(is_complete=False))
                reported_s = time.monotonic()
