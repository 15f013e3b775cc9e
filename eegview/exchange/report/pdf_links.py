"""Where the links of a report lie on its pages."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class LinkBox:
    """A link on a page; x from the left, y from the top, points of 1/72 inch."""

    left_pt: float
    top_pt: float
    right_pt: float
    bottom_pt: float
    url: str


def link_boxes(pdf: bytes) -> list[list[LinkBox]]:
    """Return, page by page in reading order, where each link of a PDF lies and where it leads."""
    from pypdf import PdfReader

    return [_of_page(page) for page in PdfReader(io.BytesIO(pdf)).pages]


def page_sizes_pt(pdf: bytes) -> list[tuple[float, float]]:
    """Return width and height of each page in points."""
    from pypdf import PdfReader

    return [(float(page.mediabox.width), float(page.mediabox.height)) for page in PdfReader(io.BytesIO(pdf)).pages]


def _of_page(page: Any) -> list[LinkBox]:
    height_pt = float(page.mediabox.height)
    boxes: list[LinkBox] = []
    for reference in page.get("/Annots", ()):
        note = reference.get_object()
        action = note.get("/A")
        if note.get("/Subtype") != "/Link" or action is None or "/URI" not in action.get_object():
            continue
        left, low, right, high = (float(number) for number in note["/Rect"])
        url = str(action.get_object()["/URI"])
        boxes.append(LinkBox(left, height_pt - max(low, high), right, height_pt - min(low, high), url))
    return boxes
