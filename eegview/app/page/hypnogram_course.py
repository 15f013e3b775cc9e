"""The line of a hypnogram as numbers to be painted: when it stands at which level."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from eegview.app.stage_texts import LEVELS
from eegview.clinical.hypnogram import Hypnogram


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """Stretches at one level, in order of time; what has no level, such as an epoch that is not scorable, is left out.

    starts_s, stops_s : (n,) float64, recording time
    levels : (n,) int8, 0 on top, see `app.stage_texts.LEVELS`
    stages : (n,) the stage of each
    """

    starts_s: npt.NDArray[np.float64]
    stops_s: npt.NDArray[np.float64]
    levels: npt.NDArray[np.int8]
    stages: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.stages)


def course_of(hypnogram: Hypnogram) -> Course:
    """Return the line of a hypnogram."""
    bouts = [bout for bout in hypnogram.bouts if bout.stage in LEVELS]
    return Course(
        np.array([bout.span.start_s for bout in bouts], np.float64),
        np.array([bout.span.stop_s for bout in bouts], np.float64),
        np.array([LEVELS[bout.stage] for bout in bouts], np.int8),
        tuple(bout.stage for bout in bouts),
    )


def course_of_codes(
    codes: npt.NDArray[np.int8], stage_of_code: tuple[str, ...], epoch_s: float, duration_s: float
) -> Course:
    """Return the line of epochs on a grid from recording start.

    codes : (n_epochs,), places in `stage_of_code`; "" there = not staged
    duration_s : of the recording, where the last epoch ends
    """
    if not len(codes):
        return Course(np.zeros(0), np.zeros(0), np.zeros(0, np.int8), ())
    firsts = np.flatnonzero(np.diff(codes, prepend=np.int8(-1)))
    stops = np.append(firsts[1:], len(codes))
    stages: list[str] = [stage_of_code[int(code)] for code in codes[firsts]]
    has_level = np.array([stage in LEVELS for stage in stages], np.bool_)
    kept = tuple(stage for stage in stages if stage in LEVELS)
    return Course(
        firsts[has_level].astype(np.float64) * epoch_s,
        np.minimum(stops[has_level].astype(np.float64) * epoch_s, duration_s),
        np.array([LEVELS[stage] for stage in kept], np.int8),
        kept,
    )
