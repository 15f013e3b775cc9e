"""Measure the movement in a video: decode, compare picture with picture, cache the result. Runs on any thread."""

import time
from array import array
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from eegview.app.video.movement_cache import MovementCache, trace_key
from eegview.app.video.opening import open_kept_video
from eegview.model.movement import MovementTrace, Region
from eegview.model.recording import Progress, no_progress

if TYPE_CHECKING:
    from eegview.readers.video.video import VideoSource

Partial = Callable[[MovementTrace], None]

_PARTIAL_EVERY_S = 1.0
_WORTH_KEEPING = 1000  # frames: less is watched again in a second or two
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
) -> MovementTrace:
    """Return how much the picture of a video moves, one value per frame, in the video's own time.

    Parameters
    ----------
    region : where to look, None = the whole picture
    mask : where not to look (the caregiver)
    progress : called often with the share done; raises `Cancelled` to stop, and what was found is kept for next time
    partial : called about every second with what has come so far, on the calling thread
    cache : where traces are kept, None = the user's own folder

    Raises
    ------
    UnreadableFile : missing, or not a video
    UsageError : the region covers nothing
    Cancelled : from `progress`
    """
    from eegview.readers.fingerprint import fingerprint_of_video

    cache = cache if cache is not None else MovementCache()
    key = trace_key(fingerprint_of_video(video_path), region, mask)
    known = cache.load(key)
    if known is not None and known.is_complete:
        progress(1.0)
        return known
    video = open_kept_video(video_path)
    try:
        watch = _Watch(video, region, mask, known or _NONE_YET)
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
    return replace(trace, issues=issues)


class _Watch:
    """One pass over a video, going on from `known`."""

    def __init__(self, video: "VideoSource", region: Region | None, mask: Region | None, known: MovementTrace) -> None:
        self._video, self._region, self._mask = video, region, mask
        self._times_s, self._values = array("d", known.times_s.tobytes()), array("f", known.values.tobytes())
        self._from_s = known.reached_s

    def __len__(self) -> int:
        return len(self._times_s)

    def trace(self, is_complete: bool) -> MovementTrace:
        times_s, values = np.array(self._times_s, np.float64), np.array(self._values, np.float32)
        times_s.flags.writeable = values.flags.writeable = False
        return MovementTrace(times_s, values, is_complete)

    def run(self, progress: Progress, partial: Partial) -> None:
        from eegview.dsp.motion import area_mean, motion_energy, watched_pixels
        from eegview.readers.video.luma import luma_planes

        first_s, duration_s = self._video.first_s, self._video.duration_s or 1.0
        reported_s = time.monotonic()
        before = watched = lit = None
        before_s = 0.0
        for pts_s, plane in luma_planes(self._video, self._from_s):
            after = area_mean(plane)
            if watched is None or before is None or before.shape != after.shape:
                # the first picture, or the camera changed its size
                watched = watched_pixels(after.shape, self._region, self._mask)
                lit = watched_pixels(after.shape, None, self._mask) if self._mask is not None else None
                value = float("nan")
            else:
                value = motion_energy(before, after, pts_s - before_s, watched, lit)
            if self._from_s is None or pts_s > self._from_s:
                self._times_s.append(pts_s)
                self._values.append(value)
            before, before_s = after, pts_s
            progress(min((pts_s - first_s) / duration_s, 1.0))
            if time.monotonic() - reported_s >= _PARTIAL_EVERY_S:
                partial(self.trace(is_complete=False))
                reported_s = time.monotonic()
