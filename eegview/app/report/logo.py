"""The logo of a department: an SVG or PNG file beside the template, with its size on paper."""

from __future__ import annotations

import re
import struct
from pathlib import Path

from eegview.model.errors import UsageError
from eegview.model.report.document import Picture

LARGEST_BYTES = 1 << 20
_PNG = b"\x89PNG\r\n\x1a\n"
_VIEW_BOX = re.compile(rb"viewBox\s*=\s*[\"']\s*[-\d.]+[\s,]+[-\d.]+[\s,]+([\d.]+)[\s,]+([\d.]+)")
_TAG = re.compile(rb"<svg\b[^>]*>")
_SIZE = re.compile(rb"\s(width|height)\s*=\s*[\"']([\d.]+)")
_ACTIVE = re.compile(rb"<script|<foreignObject|\bon\w+\s*=|href\s*=\s*[\"'](?!#|data:image/)", re.IGNORECASE)


def read_logo(path: Path, height_mm: float) -> Picture:
    """Return a logo, `height_mm` high.

    Raises
    ------
    UsageError : it cannot be read, is neither SVG nor PNG, is too large, or an SVG loads or runs something
    """
    suffix = path.suffix.lower()
    if suffix not in (".svg", ".png"):
        raise UsageError(f"The logo {path.name} is neither SVG nor PNG.", "Save it as one of these.")
    if not 2.0 <= height_mm <= 60.0:
        raise UsageError("The height of the logo is not between 2 and 60 mm.", "Change “logo_height_mm”.")
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_BYTES + 1)
    except OSError:
        raise UsageError(f"The logo {path.name} cannot be read.", "Put it beside the template.") from None
    if len(content) > LARGEST_BYTES:
        raise UsageError(f"The logo {path.name} is larger than 1 MiB.", "Save it smaller.")
    size = _png_size(content) if suffix == ".png" else _svg_size(content)
    if size is None or min(size) <= 0:
        raise UsageError(f"The logo {path.name} is not a {suffix[1:].upper()} with a size.", "Save it again.")
    if suffix == ".svg" and _ACTIVE.search(content):
        raise UsageError(f"The logo {path.name} loads or runs something.", "Save it as a plain SVG.")
    return Picture(content, suffix, round(height_mm * size[0] / size[1], 3), height_mm)


def _png_size(content: bytes) -> tuple[float, float] | None:
    if not content.startswith(_PNG) or len(content) < 24:
        return None
    width, height = struct.unpack(">II", content[16:24])
    return float(width), float(height)


def _svg_size(content: bytes) -> tuple[float, float] | None:
    tag = _TAG.search(content)
    if tag is None:
        return None
    if (box := _VIEW_BOX.search(tag[0])) is not None:
        return float(box[1]), float(box[2])
    sizes = {name: float(value) for name, value in _SIZE.findall(tag[0])}
    return (sizes[b"width"], sizes[b"height"]) if len(sizes) == 2 else None
