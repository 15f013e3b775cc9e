"""Follow a face from picture to picture, by what it looked like where a person drew it.

Two pieces are kept: what was drawn, which never changes, and what the face looked like lately. The face is found by
the later one and put right by the first wherever that still fits, so that small errors do not add up
(Matthews, Ishikawa and Baker 2004, The template update problem, IEEE PAMI 26:810).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from eegview.dsp.face_cover.matching import LEAST_CONTRAST, Gray, Patch, correlations, patch_at, peak_of
from eegview.model.film.export.face import Following

FOUND = 0.55  # correlation with what it looked like lately; below it is lost
FOUND_AGAIN = 0.75  # anywhere in the picture, after it was lost
_CLEARLY = 0.10  # by so much more than any other place, else there are two of which either may be the face
STILL_ALIKE = 0.60  # correlation with what was drawn, which puts the place right; below, the face drifts
HALF_ALIKE = 0.30  # the same of each half of it: something that slides over a face hides one half first
AS_ALIKE = 0.06  # once it drifted or was lost, it is sure again if it is as alike as before, but for so much
DRIFT_S = 0.3  # so long it may drift; then it is lost
_CAME_BACK = 0.5  # radii from where it was last sure; farther off it was somewhere else in between
_ELSEWHERE = 0.5  # radii; what resembles the face farther off is another place
_USUAL = 0.05  # how much each picture adds to how alike the face usually is
_REFRESHED = 0.85  # what it looked like lately is renewed where it changed so much, and not where it fits anyway
_SCALES = (0.95, 1.0, 1.05)
_LARGEST, _SMALLEST = 3.0, 1 / 3  # of what was drawn
_REACH = 0.9  # radii that a face may move from one picture to the next
_LEAST_REACH = 4  # pixels
_SMALLEST_RADIUS = 3.0  # pixels of the reduced picture


@dataclass(slots=True)
class _Place:
    x: float
    y: float
    scale: float


def follow(
    pictures: npt.NDArray[np.uint8],
    place: tuple[float, float, float, float],
    on_picture: Callable[[], None] = lambda: None,
    times_s: npt.NDArray[np.float64] | None = None,
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.uint8]]:
    """Follow a face through pictures; the first is the one it was drawn in.

    Where one half of it is hidden, or it resembles what was drawn less than before, or another place does so about as
    much, its last sure place is kept for a moment (`DRIFTING`). If it does not come back there within `DRIFT_S`, it
    counts as lost from where it became unsure.

    Parameters
    ----------
    pictures : (n, height, width) uint8, grey
    place : x, y, radius x, radius y in pixels of these pictures
    on_picture : called after each one; what it raises passes
    times_s : (n,) when each is shown, in either direction; None = 25 a second

    Returns
    -------
    (n, 4) float64, x, y, radius x, radius y, NaN where it was not found, and (n,) uint8, `Following` of each
    """
    places = np.full((len(pictures), 4), np.nan)
    states = np.full(len(pictures), Following.LOST, np.uint8)
    shown_s = np.arange(len(pictures)) / 25 if times_s is None else times_s
    x, y, radius_x, radius_y = place
    first = pictures[0].astype(np.float32)
    drawn = patch_at(first, x, y, radius_x, radius_y)
    places[0], states[0] = place, Following.FOLLOWED
    if min(radius_x, radius_y) < _SMALLEST_RADIUS or drawn.contrast < LEAST_CONTRAST:
        return places, states  # nothing there that could be found again
    follower = _Follower(drawn, _Place(x, y, 1.0))
    unsure_from: int | None = None
    for number in range(1, len(pictures)):
        states[number] = follower.next(pictures[number].astype(np.float32))
        if states[number] == Following.DRIFTING:
            unsure_from = number if unsure_from is None else unsure_from
            if abs(shown_s[number] - shown_s[unsure_from]) > DRIFT_S:
                follower.lose()
                states[number] = Following.LOST
        if states[number] != Following.LOST:
            at = follower.place
            places[number] = (at.x, at.y, radius_x * at.scale, radius_y * at.scale)
        if unsure_from is not None and states[number] != Following.DRIFTING:
            before, after = places[unsure_from - 1], places[number]
            if not np.hypot(*(after - before)[:2]) <= _CAME_BACK * before[2:].min():  # or lost: not a number
                places[unsure_from:number], states[unsure_from:number] = np.nan, Following.LOST
            unsure_from = None
        on_picture()
    if unsure_from is not None:  # it never came back
        places[unsure_from:], states[unsure_from:] = np.nan, Following.LOST
    return places, states


class _Follower:
    """One face on its way through pictures."""

    def __init__(self, drawn: Patch, place: _Place) -> None:
        self._drawn, self._lately = drawn, drawn
        self._lately_scale = 1.0
        self._is_lost = self._is_unsure = False
        self._usually = 1.0  # correlation with what was drawn
        self.place = place

    def lose(self) -> None:
        """Search everywhere from now on, by what was drawn alone."""
        self._is_lost, self._is_unsure = True, False
        self._lately, self._lately_scale = self._drawn, 1.0

    def next(self, gray: Gray) -> Following:
        """Find the face in the next picture; where it drifts its place stays."""
        if self._is_unsure:
            return self._drift(gray)
        found = self._anywhere(gray) if self._is_lost else self._nearby(gray)
        if found is None:
            self.lose()
            return Following.LOST
        before = self.place
        self.place, likeness = found
        self.place, alike = self._put_right(gray)
        if not self._is_the_face(gray, alike):
            self.place = before
            if self._is_lost:
                return Following.LOST
            self._is_unsure = True
            return self._drift(gray)
        self._is_lost = False
        self._usually += _USUAL * (alike - self._usually)
        if likeness < _REFRESHED:
            self._look_at(gray)
        return Following.FOLLOWED

    def _drift(self, gray: Gray) -> Following:
        """Look for what was drawn near the last sure place: what covers the face must not take the place with it."""
        drawn = self._drawn.scaled(self.place.scale)
        reach = max(_LEAST_REACH, round(_REACH * max(drawn.gray.shape) / 2))
        x, y, alike = _best_near(gray, drawn, self.place, reach)
        before, self.place = self.place, _Place(x, y, self.place.scale)
        self._is_unsure = not self._is_the_face(gray, alike)
        if self._is_unsure:
            self.place = before
            return Following.DRIFTING
        self._look_at(gray)
        return Following.FOLLOWED

    def _is_the_face(self, gray: Gray, alike: float) -> bool:
        """Whether what is at the place is the face that was drawn, not another one, nor something that hides it."""
        was_sure = not (self._is_unsure or self._is_lost)
        if alike < (STILL_ALIKE if was_sure else max(STILL_ALIKE, self._usually - AS_ALIKE)):
            return False
        at, drawn = self.place, self._drawn.scaled(self.place.scale)
        radius_y, radius_x = ((n - 1) / 2 for n in drawn.gray.shape)
        if _least_half_alike(drawn, patch_at(gray, at.x, at.y, radius_x, radius_y)) < HALF_ALIKE:
            return False
        return alike - _alike_elsewhere(gray, drawn, at) >= _CLEARLY

    def _look_at(self, gray: Gray) -> None:
        """Keep what the face looks like now."""
        at, radius = self.place, [(n - 1) / 2 * self.place.scale for n in self._drawn.gray.shape]
        self._lately, self._lately_scale = patch_at(gray, at.x, at.y, radius[1], radius[0]), at.scale

    def _nearby(self, gray: Gray) -> tuple[_Place, float] | None:
        """Return the place that most resembles what it looked like lately, near the last one."""
        height, width = self._lately.gray.shape
        reach = max(_LEAST_REACH, round(_REACH * max(height, width) / 2))
        best: tuple[_Place, float] | None = None
        for step in _SCALES:
            scale = float(np.clip(self.place.scale * step, _SMALLEST, _LARGEST))
            found = _best_near(gray, self._lately.scaled(scale / self._lately_scale), self.place, reach)
            likeness = found[2] - (0.01 if step != 1 else 0)  # a size stays unless another is clearly better
            if best is None or likeness > best[1]:
                best = _Place(found[0], found[1], scale), likeness
        if best is None or best[1] < FOUND or not _is_inside(best[0], gray):
            return None
        return best

    def _put_right(self, gray: Gray) -> tuple[_Place, float]:
        """Return the place close by that most resembles what was drawn, and how much it does."""
        reach = max(2, round(0.2 * max(self._drawn.gray.shape) / 2))
        x, y, likeness = _best_near(gray, self._drawn.scaled(self.place.scale), self.place, reach)
        return _Place(x, y, self.place.scale), likeness

    def _anywhere(self, gray: Gray) -> tuple[_Place, float] | None:
        """Return the one place of the whole picture that clearly resembles the face, None where there is no such."""
        best: tuple[_Place, float] | None = None
        for patch, scale in ((self._drawn.scaled(self.place.scale), self.place.scale), (self._drawn, 1.0)):
            if any(n < m for n, m in zip(gray.shape, patch.gray.shape, strict=True)):
                continue
            found = correlations(patch, gray)
            x, y, likeness = peak_of(found)
            elsewhere = found.copy()
            half = [max(1, n // 2) for n in patch.gray.shape]
            elsewhere[
                max(0, round(y) - half[0]) : round(y) + half[0] + 1, max(0, round(x) - half[1]) : round(x) + half[1] + 1
            ] = -1
            if likeness < FOUND_AGAIN or likeness - float(elsewhere.max()) < _CLEARLY:
                continue
            if best is None or likeness > best[1]:
                centre = _Place(x + (patch.gray.shape[1] - 1) / 2, y + (patch.gray.shape[0] - 1) / 2, scale)
                best = centre, likeness
        return best


def _best_near(gray: Gray, patch: Patch, place: _Place, reach: int) -> tuple[float, float, float]:
    """Return the centre that most resembles a piece within `reach` pixels of a place, and how much it does."""
    height, width = patch.gray.shape
    top, left = round(place.y) - height // 2 - reach, round(place.x) - width // 2 - reach
    rows = np.clip(np.arange(top, top + height + 2 * reach), 0, gray.shape[0] - 1)
    columns = np.clip(np.arange(left, left + width + 2 * reach), 0, gray.shape[1] - 1)
    x, y, likeness = peak_of(correlations(patch, gray[np.ix_(rows, columns)]))
    return left + x + (width - 1) / 2, top + y + (height - 1) / 2, likeness


def _least_half_alike(drawn: Patch, found: Patch) -> float:
    """Return how much the half that resembles the drawn one least does so; a flat half says nothing."""
    height, width = drawn.gray.shape
    y, x = np.ogrid[:height, :width]
    least = 1.0
    for is_half in (x <= width // 2, x >= width // 2, y <= height // 2, y >= height // 2):
        is_in = (drawn.mask > 0) & is_half
        one, other = drawn.gray[is_in] - drawn.gray[is_in].mean(), found.gray[is_in] - found.gray[is_in].mean()
        if one.std() >= LEAST_CONTRAST:
            scale = float(np.sqrt((one * one).sum() * (other * other).sum()))
            least = min(least, float((one * other).sum()) / max(scale, 1e-9))
    return least


def _alike_elsewhere(gray: Gray, drawn: Patch, place: _Place) -> float:
    """Return how much any other place of the picture resembles what was drawn."""
    height, width = drawn.gray.shape
    edges = ((height // 2, height // 2), (width // 2, width // 2))  # a face may stand at the edge
    found = correlations(drawn, np.pad(gray, edges, mode="edge"))
    y, x = np.ogrid[: found.shape[0], : found.shape[1]]
    is_here = np.hypot(x - place.x, y - place.y) <= _ELSEWHERE * min(height, width) / 2
    return float(np.where(is_here, -1, found).max())


def _is_inside(place: _Place, gray: Gray) -> bool:
    """Whether the middle of a face is in the picture: one that leaves it is lost."""
    return 0 <= place.x < gray.shape[1] and 0 <= place.y < gray.shape[0]
