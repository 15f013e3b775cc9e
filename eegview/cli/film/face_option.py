"""Read where a face is from the words of an option."""

import re

from eegview.model.errors import UsageError
from eegview.model.film.export.face import Ellipse, FacePoint
from eegview.model.time.clock import parse_time_s

_FORM = re.compile(r"(?:(\d+)@)?(.+?)=(none|[\d.]+(?:,[\d.]+){3})", re.ASCII)


def face_point(text: str) -> FacePoint:
    """Return what an option says of one face at one picture.

    text : `[N@]TIME=X,Y,RX,RY` in pixels of the picture as it is shown, or `[N@]TIME=none`

    Raises
    ------
    UsageError : it does not say that
    """
    advice = (
        "Write TIME=X,Y,RX,RY in pixels, 12.5=640,300,90,120 say; for a second face 2@12.5=…, out of sight 12.5=none."
    )
    found = _FORM.fullmatch(text.strip())
    if found is None:
        raise UsageError(f"“{text}” does not say where a face is.", advice)
    number, time, place = found.groups()
    ellipse = None
    if place != "none":
        try:
            x, y, radius_x, radius_y = map(float, place.split(","))
        except ValueError:
            raise UsageError(f"“{text}” does not say where a face is.", advice) from None
        if min(radius_x, radius_y) < 1:
            raise UsageError("An ellipse needs two radii of a pixel or more.", advice)
        ellipse = Ellipse(x, y, radius_x, radius_y)
    return FacePoint(int(number or 1), parse_time_s(time), ellipse)
