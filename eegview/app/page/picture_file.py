"""A picture as the content of a file: PNG, SVG or PDF. matplotlib is loaded only here, when a picture is requested."""

import io
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eegview.model.errors import UsageError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PICTURE_SUFFIXES = (".png", ".svg", ".pdf")
PAGE_DISCLAIMER = "For research and education. Not a medical device."
PX_PER_INCH = 96
_METADATA: dict[str, dict[str, Any]] = {
    "png": {"Software": "eegview"},
    "svg": {"Creator": "eegview", "Date": None},
    "pdf": {"Creator": "eegview", "CreationDate": None},
}
_FONTS: Any = {
    "svg.fonttype": "none",
    "pdf.fonttype": 42,
    "font.family": "sans-serif",
    "font.size": 8,
    "svg.hashsalt": "eegview",
}


def picture_kind(path: Path, problem: str, advice: str) -> str:
    """Return "png", "svg" or "pdf" by the suffix of a path; `problem` names the suffix as `{}`.

    Raises
    ------
    UsageError : the suffix is none of these
    """
    suffix = path.suffix.lower()
    if suffix not in PICTURE_SUFFIXES:
        raise UsageError(problem.format(path.suffix), advice)
    return suffix[1:]


def picture_content(
    width_px: float,
    height_px: float,
    kind: str,
    draw: Callable[["Figure"], None],
    dots_per_inch: float = PX_PER_INCH,
    has_drawn_letters: bool = False,
) -> bytes:
    """Return what `draw` puts on an empty figure, as the content of a file of this `kind`.

    Parameters
    ----------
    width_px, height_px : px of 1/96 inch
    dots_per_inch : of a PNG; with more than 96 it has the same size on paper and finer lines
    has_drawn_letters : letters of an SVG are drawn as lines, so that it looks the same without any font
    """
    import matplotlib
    from matplotlib.figure import Figure

    fonts = _FONTS | ({"svg.fonttype": "path", "svg.hashsalt": "eegview"} if has_drawn_letters else {})
    with matplotlib.rc_context(fonts):
        size_in = (width_px / PX_PER_INCH, height_px / PX_PER_INCH)
        figure = Figure(figsize=size_in, dpi=PX_PER_INCH, facecolor="white")
        draw(figure)
        drawn = io.BytesIO()
        with warnings.catch_warnings():  # a sign that the font lacks is drawn as a box
            warnings.filterwarnings("ignore", message="Glyph .* missing from font")
            figure.savefig(drawn, format=kind, dpi=dots_per_inch, metadata=_METADATA[kind])
    return drawn.getvalue()
