"""Movement of the simulated infant's film, from the drawn pictures themselves: without the time and cost of a codec."""

from fractions import Fraction

import numpy as np

from eegview.dsp.motion import area_mean, motion_energy, watched_pixels
from eegview.model.movement import Region
from eegview.simulate.filming import film
from eegview.simulate.plan import StudyPlan

RATE = Fraction(25, 2)
INFANT = Region.rectangle(0.0, 0.1, 1.0, 0.9)  # the burned-in clock and strip change with every frame


def drawn_movement(plan: StudyPlan) -> tuple[np.ndarray, np.ndarray]:
    """Return (n,) times in s and (n,) movement in levels/s, as `app.movement` finds them; the first value is NaN."""
    n_frames = round(Fraction(plan.duration_s) * RATE)
    times_s, values = np.arange(n_frames) / float(RATE), np.full(n_frames, np.nan, np.float32)
    before = watched = None
    for index, planes in enumerate(film._frames(plan, 0, n_frames, RATE)):
        luma = area_mean(planes.luma)
        if before is None or watched is None:
            watched = watched_pixels(luma.shape, INFANT, None)
        else:
            values[index] = motion_energy(before, luma, float(1 / RATE), watched)
        before = luma
    return times_s, values
