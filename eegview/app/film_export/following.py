"""Follow the faces of a film from where a person drew them: from each point to the next, and back from it."""

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from eegview.app.film_export.small_film import SmallFilm
from eegview.dsp.face_cover.following import follow
from eegview.model.errors import UsageError
from eegview.model.film.export.face import Ellipse, FacePoint, FollowedFace, Following, Places
from eegview.model.recording import Progress, no_progress

_ROUNDED_S = 0.005  # as times are written
_APART = 0.5  # radii between what was followed from both sides, from which on they disagree


def follow_faces(
    film: SmallFilm, points: Sequence[FacePoint], progress: Progress = no_progress
) -> tuple[FollowedFace, ...]:
    """Return every face, followed through the part of the film; outside it counts as lost.

    A face that was drawn nowhere in the part is lost in all of it.

    Raises
    ------
    UsageError : a face was drawn before the film's first picture or after its last one
    Cancelled : `progress` said so
    """
    check_drawn(points, film.pts_s)
    by_face: dict[int, dict[int, Ellipse | None]] = {}
    for point in points:
        in_part = by_face.setdefault(point.face, {})
        if film.first <= (frame := film.frame_at(point.pts_s)) < film.stop:
            in_part[frame - film.first] = point.ellipse
    n_all = sum(2 * len(film.pictures) for _ in by_face)
    n_done = 0

    def on_picture() -> None:
        nonlocal n_done
        n_done += 1
        progress(min(n_done / n_all, 1.0))

    found = tuple(_followed(film, face, dict(sorted(at.items())), on_picture) for face, at in sorted(by_face.items()))
    progress(1.0)
    return found


def check_drawn(points: Sequence[FacePoint], pts_s: Sequence[float] | npt.NDArray[np.float64]) -> None:
    """Refuse a face that was drawn at a time at which the film shows nothing: it would cover another picture.

    pts_s : when each picture of the film is shown

    Raises
    ------
    UsageError : one was
    """
    if not len(pts_s):
        return
    first_s, last_s = float(pts_s[0]), float(pts_s[-1])
    longest_s = float(np.diff(pts_s).max()) if len(pts_s) > 1 else 0.0  # the last picture is shown for some time
    for point in points:
        if not first_s - _ROUNDED_S <= point.pts_s <= last_s + max(longest_s, _ROUNDED_S):
            raise UsageError(
                f"A face was drawn at {point.pts_s:.2f} s, outside the film.",
                f"Its pictures are shown from {first_s:.2f} s to {last_s:.2f} s; draw it at one of them.",
            )


def _followed(
    film: SmallFilm, face: int, drawn: dict[int, Ellipse | None], on_picture: Callable[[], None]
) -> FollowedFace:
    n = len(film.pictures)
    forward, backward = np.full((n, 4), np.nan), np.full((n, 4), np.nan)
    onward, back = np.full(n, Following.LOST, np.uint8), np.full(n, Following.LOST, np.uint8)
    absent = np.zeros(n, bool)
    frames, times_s = list(drawn), film.pts_s[film.first : film.stop]
    for start, stop in pairwise((*frames, n)):
        ellipse = drawn[start]
        if ellipse is None:
            absent[start:stop] = True
            continue
        places, states = follow(film.pictures[start:stop], _small(ellipse, film), on_picture, times_s[start:stop])
        forward[start:stop], onward[start:stop] = _large(places, film), states
    for before, stop in pairwise((-1, *frames)):
        ellipse = drawn[stop]
        if ellipse is None or (before >= 0 and drawn[before] is None):
            continue  # not in the picture until it was drawn again
        first = max(before, 0)
        there = slice(first, stop + 1)
        places, states = follow(film.pictures[there][::-1], _small(ellipse, film), on_picture, times_s[there][::-1])
        backward[first:stop], back[first:stop] = _large(places, film)[::-1][:-1], states[::-1][:-1]
    for frame, ellipse in drawn.items():
        if ellipse is not None:  # what a person drew is what it is
            forward[frame] = (ellipse.x_px, ellipse.y_px, ellipse.radius_x_px, ellipse.radius_y_px)
            backward[frame], onward[frame] = np.nan, Following.FOLLOWED
    state = np.minimum(onward, back)
    state[_are_apart(forward, backward) & (state == Following.FOLLOWED)] = Following.DRIFTING
    state[absent] = Following.ABSENT
    return _in_whole(film, FollowedFace(face, forward, backward, state))


def _in_whole(film: SmallFilm, part: FollowedFace) -> FollowedFace:
    """Return a face with an entry for every picture of the film."""
    n, is_in = len(film.pts_s), slice(film.first, film.stop)
    forward, backward = np.full((n, 4), np.nan), np.full((n, 4), np.nan)
    state = np.full(n, Following.LOST, np.uint8)
    forward[is_in], backward[is_in], state[is_in] = part.forward, part.backward, part.state
    return FollowedFace(part.face, forward, backward, state)


def _are_apart(forward: Places, backward: Places) -> np.ndarray:
    """Return where both sides found the face, but not at one place."""
    apart = np.hypot(*(forward[:, :2] - backward[:, :2]).T)
    return apart > _APART * np.fmin(forward[:, 2:].min(axis=1), backward[:, 2:].min(axis=1))


def _small(ellipse: Ellipse, film: SmallFilm) -> tuple[float, float, float, float]:
    """Return an ellipse in the small pictures; a pixel there is the middle of its fields."""
    half = (film.factor - 1) / 2
    return (
        (ellipse.x_px - half) / film.factor,
        (ellipse.y_px - half) / film.factor,
        ellipse.radius_x_px / film.factor,
        ellipse.radius_y_px / film.factor,
    )


def _large(places: Places, film: SmallFilm) -> Places:
    return places * film.factor + np.array([(film.factor - 1) / 2] * 2 + [0, 0])
