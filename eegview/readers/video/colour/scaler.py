"""Convert decoded pictures to other pixel formats.

A picture converted by itself keeps a converter of its own, with a thread for each core, for as long as it is kept.
"""

import tempfile
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import av.filter
import numpy as np
import numpy.typing as npt
from av.video.reformatter import Colorspace, VideoReformatter

from eegview.readers.video.colour.gamut import Gamut, gamut_of
from eegview.readers.video.colour.tone_table import StoredColours, tone_table
from eegview.readers.video.colour.tones import Tones, is_as_stored, table_text, tones_of

_UNSPECIFIED, _FULL = 2, 2  # ITU-T H.273: matrix coefficients; the library's number of the full range
_MATRICES = {1: "bt709", 5: "bt601", 6: "bt601", 9: "bt2020", 10: "bt2020"}  # by the same; else by the colours
_ANY_TIME_BASE = Fraction(1, 90_000)  # pictures are taken out in the order they went in
_HD_WIDTH_PX, _SD_HEIGHT_PX = 1280, 576
_THREADS = 2  # of the table of colours, the slowest step: 45 ms for 1920 × 1080 with one
_TABLED = {"yuv420p": 8, "yuv420p10le": 10}  # looked up, which takes a quarter of the time; bits of each colour


class PictureScaler:
    """One converter without threads of its own, for all pictures of one handle; belongs to the handle's thread."""

    def __init__(self) -> None:
        self._reformatter = VideoReformatter()
        self._toned: tuple[tuple[object, ...], Any] | None = (
            None  # of HDR film and wide colours: what the graph was made for, and it
        )

    def rgb(self, picture: Any) -> npt.NDArray[np.uint8]:
        """Return a picture as (height_px, width_px, 3) uint8 for a common screen, not turned."""
        tones = tones_of(int(picture.color_trc))
        gamut = gamut_of(int(picture.color_primaries), tones is not Tones.SDR)
        if gamut is not None and not is_as_stored(tones, gamut):
            n_bits = _TABLED.get(picture.format.name)
            if n_bits is not None:
                stored = StoredColours(tones, gamut, _matrix(picture, tones, gamut), _is_full(picture), n_bits)
                return tone_table(stored).rgb(*_planes(picture, n_bits))
            picture = self._with_tones(picture, tones, gamut)
        return self._converted(picture, "rgb24")

    def gray(self, picture: Any) -> npt.NDArray[np.uint8]:
        """Return the luma of a picture as (height_px, width_px) uint8, not turned; of HDR film as it is stored."""
        return self._converted(picture, "gray")

    def _converted(self, picture: Any, pixel_format: str) -> npt.NDArray[np.uint8]:
        colours = Colorspace.ITU709 if _is_hd_without_colours(picture) else None
        converted: Any = self._reformatter.reformat(picture, format=pixel_format, src_colorspace=colours, threads=1)
        pixels: npt.NDArray[np.uint8] = converted.to_ndarray()
        return pixels

    def _with_tones(self, picture: Any, tones: Tones, gamut: Gamut) -> Any:
        """Return a picture in the tones and colours of a common screen."""
        made_for = (
            tones,
            gamut,
            picture.width,
            picture.height,
            picture.format.name,
            picture.colorspace,
            picture.color_range,
        )
        if self._toned is None or self._toned[0] != made_for:
            self._toned = made_for, _tone_graph(picture, tones, gamut)
        graph = self._toned[1]
        graph.vpush(picture)
        return graph.vpull()


def _is_hd_without_colours(picture: Any) -> bool:
    """Whether a picture does not say how its colours are stored, and is so large that it is BT.709, not BT.601.

    The rule of video players such as mpv: wider than 1279 or higher than 576 pixels.
    """
    is_large = picture.width >= _HD_WIDTH_PX or picture.height > _SD_HEIGHT_PX
    return is_large and int(picture.colorspace) == _UNSPECIFIED and picture.format.name.startswith("yuv4")


def _matrix(picture: Any, tones: Tones, gamut: Gamut) -> str:
    wide = "bt2020" if tones is not Tones.SDR or gamut is Gamut.BT2020 else "bt709"
    return _MATRICES.get(int(picture.colorspace), wide)


def _is_full(picture: Any) -> bool:
    return int(picture.color_range) == _FULL


def _planes(picture: Any, n_bits: int) -> list[npt.NDArray[Any]]:
    """Return luma and both chroma planes of a picture whose chroma is half as high and wide."""
    code = np.dtype(np.uint8 if n_bits == 8 else "<u2")
    found = []
    for number, plane in enumerate(picture.planes):
        halved = 1 if number == 0 else 2
        height_px, width_px = -(-picture.height // halved), -(-picture.width // halved)
        codes = np.frombuffer(plane, code).reshape(-1, plane.line_size // code.itemsize)
        found.append(codes[:height_px, :width_px])
    return found


def _tone_graph(picture: Any, tones: Tones, gamut: Gamut) -> Any:
    matrix = _matrix(picture, tones, gamut)
    graph = av.filter.Graph()
    graph.threads = _THREADS
    source = graph.add_buffer(
        width=picture.width, height=picture.height, format=picture.format, time_base=_ANY_TIME_BASE
    )
    with tempfile.TemporaryDirectory(prefix="eegview-") as folder:
        table = Path(folder) / "tones.cube"
        table.write_bytes(table_text(tones, gamut))
        nodes = [
            source,
            graph.add("scale", in_color_matrix=matrix, in_range="pc" if _is_full(picture) else "tv"),
            graph.add("format", "gbrp10"),
            graph.add("lut3d", file=str(table), interp="tetrahedral"),
            graph.add("format", "rgb24"),
            graph.add("buffersink"),
        ]
        for one, following in pairwise(nodes):
            one.link_to(following)
        graph.configure()  # reads the table
    return graph
