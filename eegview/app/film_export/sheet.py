"""A sheet of pictures of a film as a copy would show them, to look at before it is written."""

import math
from pathlib import Path

import numpy as np

from eegview.app.film_export.covering import FaceCovering
from eegview.app.film_export.following import follow_faces
from eegview.app.film_export.small_film import read_small_film
from eegview.app.film_export.targets import check_sheet_target
from eegview.exchange.writing import whole_file
from eegview.model.film.export.choice import Faces, FilmChoice
from eegview.model.film.video import Rgb
from eegview.model.recording import Progress, no_progress
from eegview.readers.video.video import open_video

_N_PICTURES, _N_COLUMNS, _LONGEST_SIDE_PX = 30, 6, 320
_GAP_PX = 4


def write_sheet(path: Path, out: Path, choice: FilmChoice, progress: Progress = no_progress) -> None:
    """Write pictures of a film, evenly over what is chosen, as the copy would show them.

    Raises
    ------
    UsageError : the sheet would replace something, or is no PNG file; nothing was decoded
    UnreadableFile : the film cannot be read
    CannotWrite : the sheet cannot be written
    """
    check_sheet_target(out, (path,))
    source = open_video(path)
    try:
        film, faces = None, ()
        if choice.faces is Faces.FOLLOWED:
            film = read_small_film(source, choice.span, progress)
            faces = follow_faces(film, choice.points)
        covering = FaceCovering(film, choice, faces)
        start_s, stop_s = source.first_s, source.last_s
        if choice.span is not None:
            start_s, stop_s = max(start_s, choice.span.start_s), min(stop_s, choice.span.stop_s)
        times_s = start_s + (np.arange(_N_PICTURES) + 0.5) / _N_PICTURES * (stop_s - start_s)
        found = [source.frame_at(float(time_s)) for time_s in times_s]
        pictures = [_small(covering.covered(frame)) for frame in found if frame is not None]
    finally:
        source.close()
    from PIL import Image

    with whole_file(out) as file:
        Image.fromarray(_sheet(pictures)).save(file, "PNG")


def _small(rgb: Rgb) -> Rgb:
    step = max(1, math.ceil(max(rgb.shape[:2]) / _LONGEST_SIDE_PX))
    return rgb[::step, ::step]


def _sheet(pictures: list[Rgb]) -> Rgb:
    height, width = (max((one.shape[axis] for one in pictures), default=1) + _GAP_PX for axis in (0, 1))
    n_rows = max(1, -(-len(pictures) // _N_COLUMNS))
    sheet = np.full((n_rows * height, _N_COLUMNS * width, 3), 255, np.uint8)
    for number, picture in enumerate(pictures):
        row, column = divmod(number, _N_COLUMNS)
        sheet[row * height : row * height + picture.shape[0], column * width : column * width + picture.shape[1]] = (
            picture
        )
    return sheet
