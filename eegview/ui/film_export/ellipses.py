"""Which ellipses are shown in a picture: what was drawn in it, else what was found."""

from eegview.app.film_export.desk import ShownPicture
from eegview.app.film_export.draft import ExportDraft
from eegview.app.film_export.points import faces_of, point_at
from eegview.model.film.export.face import Ellipse


def shown_ellipses(
    draft: ExportDraft, shown: ShownPicture | None, frame: int, face: int
) -> tuple[Ellipse | None, tuple[Ellipse, ...]]:
    """Return the ellipse of one face in a picture, None where it has none, and all others.

    shown : what was found in a picture; of another one it does not count
    """
    at_s = float(draft.facts.pts_s[frame])
    found = () if shown is None or shown.frame != frame else shown.ellipses
    drawn = {one: point.ellipse for one in faces_of(draft.points) if (point := point_at(draft.points, one, at_s))}
    own = [ellipse for one, ellipse, _state in found if one == face and one not in drawn]
    chosen = drawn.get(face) or (own[0] if own else None)
    others = [ellipse for one, ellipse, _state in found if one != face and one not in drawn]
    others += [ellipse for one, ellipse in drawn.items() if one != face and ellipse is not None]
    return chosen, (*others, *own[1:])
