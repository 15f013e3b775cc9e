"""Save a video frame as PNG with its times as text fields of the file."""

from pathlib import Path

import numpy as np
import numpy.typing as npt

from eegview.app.about import NOTICE
from eegview.exchange.writing import whole_file


def save_frame(rgb: npt.NDArray[np.uint8], fields: dict[str, str], path: Path) -> Path:
    """Write a frame with `fields` as the picture's own text fields and return the path; `.png` is added if missing.

    Parameters
    ----------
    rgb : (height_px, width_px, 3) uint8
    fields : name and value, both shown by any picture program ("EEG time", "00:12:44.120")

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
    with whole_file(path) as file:
        Image.fromarray(np.ascontiguousarray(rgb)).save(file, "PNG", pnginfo=texts)
    return path
