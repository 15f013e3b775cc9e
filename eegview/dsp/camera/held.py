"""The pictures of a camera held in the hand, each compared with the one before without the camera's motion."""

from math import isnan

from eegview.dsp.camera.aligning import compensated_energy
from eegview.dsp.camera.tracking import CameraTracker
from eegview.dsp.motion import Luma, watched_pixels
from eegview.model.movement import LONGEST_HOLD_S, Region

_NAN = float("nan")


class HeldCamera:
    """Movement beside the camera's own motion; pictures of one size are given in order.

    shape : (height_px, width_px) of the reduced pictures
    speed_pct_s : how fast the camera moved before the last picture, % of the width per second; NaN where not told
    misfit_pct : how far off what stands still is after that was taken off, % of the width

    Raises
    ------
    UsageError : the region covers nothing
    """

    def __init__(self, shape: tuple[int, ...], region: Region | None = None, mask: Region | None = None) -> None:
        self.shape = (shape[0], shape[1])
        self._watched = watched_pixels(self.shape, region, mask)
        self._lit = watched_pixels(self.shape, None, mask) if mask is not None else None
        self._tracker = CameraTracker(self._lit)
        self._before: Luma | None = None
        self.speed_pct_s = self.misfit_pct = _NAN

    def movement(self, picture: Luma, elapsed_s: float) -> float:
        """Return how much moves since the picture before, levels/s; NaN at the first, and where it cannot be told."""
        motion = self._tracker.follow(picture)
        before, self._before = self._before, picture
        self.speed_pct_s = self.misfit_pct = _NAN
        if before is None or motion is None or not 0 < elapsed_s <= LONGEST_HOLD_S:
            return _NAN
        value = compensated_energy(before, picture, elapsed_s, motion, self._watched, self._lit)
        if not isnan(value):  # else another picture came: there is no motion to speak of
            to_pct = 100 / self.shape[1]
            self.speed_pct_s = to_pct * motion.typical_px(self.shape) / elapsed_s
            self.misfit_pct = to_pct * motion.misfit_px
        return value
