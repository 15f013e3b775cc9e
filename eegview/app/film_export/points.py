"""The points that say where faces are: set, taken away, and the faces they are of."""

from collections.abc import Iterable

from eegview.model.film.export.face import Ellipse, FacePoint

Points = tuple[FacePoint, ...]


def with_point(points: Points, point: FacePoint) -> Points:
    """Return the points with one more, which replaces what was said of this face at this picture."""
    others = (one for one in points if (one.face, one.pts_s) != (point.face, point.pts_s))
    return tuple(sorted((*others, point), key=lambda one: (one.face, one.pts_s)))


def without_point(points: Points, face: int, pts_s: float) -> Points:
    """Return the points without what was said of a face at a picture."""
    return tuple(one for one in points if (one.face, one.pts_s) != (face, pts_s))


def without_face(points: Points, face: int) -> Points:
    """Return the points without those of a face; the faces after it keep their numbers."""
    return tuple(one for one in points if one.face != face)


def faces_of(points: Iterable[FacePoint]) -> tuple[int, ...]:
    """Return the numbers of the faces, ascending."""
    return tuple(sorted({one.face for one in points}))


def point_at(points: Points, face: int, pts_s: float) -> FacePoint | None:
    """Return what was said of a face at a picture, None where nothing was."""
    return next((one for one in points if (one.face, one.pts_s) == (face, pts_s)), None)


def moved(ellipse: Ellipse, by_x_px: float, by_y_px: float) -> Ellipse:
    """Return an ellipse somewhere else."""
    return Ellipse(ellipse.x_px + by_x_px, ellipse.y_px + by_y_px, ellipse.radius_x_px, ellipse.radius_y_px)
