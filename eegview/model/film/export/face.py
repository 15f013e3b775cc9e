"""Where faces are in a film, as a person drew them and as they were followed from there."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from eegview.model.span import Span

Places = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ellipse:
    """An upright ellipse in pixels of the picture as it is shown, from its upper left corner."""

    x_px: float
    y_px: float
    radius_x_px: float
    radius_y_px: float

    def grown(self, factor: float) -> "Ellipse":
        return Ellipse(self.x_px, self.y_px, self.radius_x_px * factor, self.radius_y_px * factor)

    def contains(self, x_px: float, y_px: float) -> bool:
        return ((x_px - self.x_px) / self.radius_x_px) ** 2 + ((y_px - self.y_px) / self.radius_y_px) ** 2 <= 1


@dataclass(frozen=True, slots=True)
class FacePoint:
    """What a person said of one face at one picture.

    face : number of the face, from 1
    pts_s : the stream's own time of that picture
    ellipse : around the face; None = from here on, up to the face's next point, it is not in the picture
    """

    face: int
    pts_s: float
    ellipse: Ellipse | None


class Following(IntEnum):
    """How well a face was followed at one picture; worse has the higher number."""

    ABSENT = 0  # a person said that it is not in the picture
    FOLLOWED = 1
    DRIFTING = 2  # it hardly resembles what was drawn any more, or the two sides disagree: covered more widely
    LOST = 3  # the whole frame is covered


@dataclass(frozen=True, slots=True, eq=False)
class FollowedFace:
    """One face through the whole film.

    forward, backward : (n_frames, 4) x, y, radius x, radius y in pixels, followed from the point before and from the
        one after; NaN where it was not found. Where both are there, both are covered
    state : (n_frames,) uint8, see `Following`
    """

    face: int
    forward: Places
    backward: Places
    state: npt.NDArray[np.uint8]

    def ellipses_at(self, frame: int) -> tuple[Ellipse, ...]:
        """Return the places of the face in one frame: one, or two where the sides disagree, or none."""
        rows = [one[frame] for one in (self.forward, self.backward) if not np.isnan(one[frame, 0])]
        return tuple(Ellipse(*map(float, row)) for row in rows)


def stretches(state: Sequence[int] | npt.NDArray[np.uint8], wanted: int, pts_s: Places, end_s: float) -> list[Span]:
    """Return the spans of time in which the frames have a state.

    state : (n_frames,)
    pts_s : (n_frames,) ascending, when each frame is shown, seconds
    end_s : when the last frame stops being shown
    """
    is_in = np.concatenate([[False], np.asarray(state) == wanted, [False]])
    edges = np.flatnonzero(is_in[1:] != is_in[:-1])
    ends = np.append(pts_s, end_s)
    return [Span(float(ends[a]), float(ends[b])) for a, b in edges.reshape(-1, 2)]
