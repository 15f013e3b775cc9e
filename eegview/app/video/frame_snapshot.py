"""Save a video frame as PNG: its times in a band below it, to be read, and as text fields of the file."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from eegview.app.about import NOTICE
from eegview.exchange.writing import whole_file

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont, ImageFont

DISCLAIMER = "Research and education. Not a medical device."
SEPARATOR = "  ·  "
_GROUND, _INK = (32, 38, 43), (255, 255, 255)
_LEAST_TEXT_PX, _TEXT_SHARE = 11, 1 / 45  # of the text's height in the picture's
_NARROWEST_PX = 320  # of the band; a smaller picture stands in its middle


def save_frame(rgb: npt.NDArray[np.uint8], fields: dict[str, str], path: Path, band: Sequence[str] = ()) -> Path:
    """Write a frame with `fields` as the picture's own text fields and return the path; `.png` is added if missing.

    The frame's own pixels stay as they are: what is written stands below them.

    Parameters
    ----------
    rgb : (height_px, width_px, 3) uint8
    fields : name and value, both shown by any picture program ("EEG time", "00:12:44.120")
    band : what is written below the frame, above the disclaimer; a part is never broken, lines are

    Raises
    ------
    CannotWrite : the disk or the folder refused; no half picture is left
    """
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    if path.suffix.lower() != ".png":
        path = path.with_name(f"{path.name}.png")
    texts = PngInfo()
    for name, value in {**fields, "Notice": NOTICE}.items():
        texts.add_itxt(name, value)
    picture = np.concatenate((_framed(rgb), _band(rgb.shape[0], rgb.shape[1], (*band, DISCLAIMER))))
    with whole_file(path) as file:
        Image.fromarray(np.ascontiguousarray(picture)).save(file, "PNG", pnginfo=texts)
    return path


def sync_text(error_ms: float | None) -> str:
    """Return how far picture and EEG may be apart, for the band; None = nothing was paired."""
    return "sync not verified" if error_ms is None else f"sync ±{max(error_ms, 1):.0f} ms"


def _framed(rgb: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Return a picture at least as wide as the band, the frame in its middle."""
    height_px, width_px = rgb.shape[:2]
    if width_px >= _NARROWEST_PX:
        return rgb
    wide = np.full((height_px, _NARROWEST_PX, 3), _GROUND, np.uint8)
    left_px = (_NARROWEST_PX - width_px) // 2
    wide[:, left_px : left_px + width_px] = rgb
    return wide


def _band(height_px: int, width_px: int, parts: Sequence[str]) -> npt.NDArray[np.uint8]:
    """Return the band below a frame of this size, (its height, width_px, 3); the last part has a line of its own."""
    from PIL import Image, ImageDraw, ImageFont

    width_px = max(width_px, _NARROWEST_PX)
    text_px = max(_LEAST_TEXT_PX, round(max(height_px, width_px * 0.5) * _TEXT_SHARE))
    font = ImageFont.load_default(text_px)
    edge_px, line_px = text_px, round(text_px * 1.5)
    lines = [*_lines(parts[:-1], width_px - 2 * edge_px, font), parts[-1]]
    image = Image.new("RGB", (width_px, line_px * len(lines) + edge_px), _GROUND)
    draw = ImageDraw.Draw(image)
    for number, line in enumerate(lines):
        draw.text((edge_px, edge_px / 2 + number * line_px), line, _INK, font)
    return np.asarray(image)


def _lines(parts: Sequence[str], width_px: float, font: "FreeTypeFont | ImageFont") -> list[str]:
    lines: list[str] = []
    for part in parts:
        longer = f"{lines[-1]}{SEPARATOR}{part}" if lines else part
        if lines and font.getlength(longer) <= width_px:
            lines[-1] = longer
        else:
            lines.append(part)
    return lines
