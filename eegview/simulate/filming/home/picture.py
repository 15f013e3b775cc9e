"""The picture that a hand-held camera takes of the drawn infant in a furnished room."""

from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt

from eegview.simulate.filming.figure import Planes, draw_pose, room
from eegview.simulate.filming.home.course import ClipCourse
from eegview.simulate.filming.time_strip import BLACK, HEIGHT_PX, TOP_PX, WHITE, WIDTH_PX

FIELD_PX = TOP_PX - 4  # from this row on the strip is burned in, and no picture is seen
TITLE_PX = 24  # the rows above hold the word SIMULATED
_NEARER = 1.14  # the picture is a part of the room, so that the hand has room to move
_AROUND_PX = 96  # of wall and floor on each side of what is drawn
_PASSER_PX, _PASSER_LUMA = 76, 58
_NOISE, _NOISES = 1.3, 16
_GRAIN_PX = 1.3  # of low light: phones smooth noise, so that blotches stay
_KEPT_POSES = 1024  # small pictures, which one clip in several conditions draws again and again

Plane = npt.NDArray[np.uint8]


@cache
def _pattern(around_px: int) -> npt.NDArray[np.float32]:
    """Return the levels of cloth and carpet, coarse and fine, for a picture with so much on each side."""
    from scipy.ndimage import gaussian_filter

    rng = np.random.default_rng(7)
    made = np.zeros((HEIGHT_PX + 2 * around_px, WIDTH_PX + 2 * around_px))
    for size_px, levels in ((11.0, 6.0), (3.0, 4.0), (1.2, 2.0)):
        layer = gaussian_filter(rng.normal(0, 1, made.shape), size_px)
        made += levels * layer / layer.std()
    return made.astype(np.float32)


@cache
def _noises() -> npt.NDArray[np.float32]:
    rng = np.random.default_rng(8)
    return rng.normal(0, _NOISE, (_NOISES, HEIGHT_PX, WIDTH_PX)).astype(np.float32)


@cache
def _grains(factor: int) -> npt.NDArray[np.float32]:
    """Return noise of low light, of one level, so many times smaller: blotches, which a smaller picture keeps."""
    from scipy.ndimage import gaussian_filter

    rng = np.random.default_rng(9)
    made = gaussian_filter(
        rng.normal(0, 1, (_NOISES, HEIGHT_PX, WIDTH_PX)).astype(np.float32), (0, _GRAIN_PX, _GRAIN_PX)
    )
    made /= made.std()
    height, width = HEIGHT_PX // factor, WIDTH_PX // factor
    return made.reshape(_NOISES, height, factor, width, factor).mean(axis=(2, 4), dtype=np.float32)


@cache
def _furnished(factor: int) -> Plane:
    """Return the luma of the room without anybody, `_AROUND_PX` larger on each side, so many times smaller."""
    luma = room().luma.astype(np.float32)
    luma[:TITLE_PX] = 90  # the word is burned in later: it does not move with the hand
    luma[FIELD_PX:] = 90
    wide = np.pad(luma, _AROUND_PX, mode="edge") + _pattern(_AROUND_PX)
    return _smaller(np.clip(np.rint(wide), BLACK, WHITE).astype(np.uint8), factor)


@cache
def _title() -> npt.NDArray[np.bool_]:
    """Return the (24, 480) pixels of the word SIMULATED at the right."""
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("L", (WIDTH_PX, TITLE_PX), 0)
    ImageDraw.Draw(image).text((352, 2), "SIMULATED", fill=255, font=ImageFont.load_default(18))
    return np.asarray(image) > 127


def home_luma(pose: np.ndarray, course: ClipCourse, k: int, depth: float, factor: int = 1) -> Plane:
    """Return the (360, 480) luma of frame `k` of a clip, without the strip.

    pose : (14,) int8 as the film of a study has it
    depth : how much more the infant is shifted by the hand than the room behind, as a share
    factor : draw it 2, 3, 4 or 6 times smaller, for measuring: quickly, and without the word
    """
    from scipy.ndimage import gaussian_filter

    drawn, body = _drawn(pose, factor) if factor == 1 else _kept_drawn(pose.tobytes(), factor)
    passer = _with_passer(float(course.passing[k]), factor)
    far = _seen(passer, course, k, 1.0, _AROUND_PX // factor).astype(np.float32)
    near = _seen(drawn, course, k, 1 + depth)
    luma = far + _seen(body, course, k, 1 + depth) * ((near - far) / np.float32(255))
    height, width = luma.shape
    shadow = float(course.shadow[k])
    if not np.isnan(shadow):
        across = np.arange(width, dtype=np.float32)[None, :] / width
        luma = BLACK + (luma - BLACK) * (1 - 0.4 * np.exp(-0.5 * ((across - 1.4 * shadow + 0.2) / 0.14) ** 2))
    if course.blur_px[k] > 0.2:
        luma = gaussian_filter(luma, float(course.blur_px[k]) / factor, mode="nearest", truncate=2.5)
    noise = _noises()[k * 7 % _NOISES, :height, :width] / factor
    if course.grain[k]:
        noise = noise + np.float32(course.grain[k]) * _grains(factor)[k * 5 % _NOISES]
    luma = BLACK + (luma - BLACK) * np.float32(course.gain[k]) + noise
    shown = np.clip(luma + np.float32(0.5), BLACK, WHITE).astype(np.uint8)
    if factor == 1:
        shown[:TITLE_PX][_title()] = WHITE
    shown[FIELD_PX // factor :] = BLACK
    return shown


def _drawn(pose: np.ndarray, factor: int) -> tuple[Plane, Plane]:
    """Return the luma of the infant in the room, and how much of each pixel the infant is, 0-255."""
    drawn = draw_pose(pose).luma
    body = np.where(drawn != room().luma, np.uint8(255), np.uint8(0))
    body[FIELD_PX:] = 0
    return _smaller(drawn, factor), _smaller(body, factor)


@lru_cache(_KEPT_POSES)
def _kept_drawn(pose: bytes, factor: int) -> tuple[Plane, Plane]:
    return _drawn(np.frombuffer(pose, np.int8), factor)


def _smaller(plane: Plane, factor: int) -> Plane:
    """Return the means of blocks of a plane."""
    if factor == 1:
        return plane
    height, width = plane.shape[0] // factor, plane.shape[1] // factor
    rows = np.add.reduce(plane.reshape(height, factor, width * factor), axis=1, dtype=np.uint16)
    sums = np.add.reduce(rows.reshape(height, width, factor), axis=2, dtype=np.uint16)
    return (sums // np.uint16(factor * factor)).astype(np.uint8)


def home_picture(pose: np.ndarray, course: ClipCourse, k: int, depth: float) -> Planes:
    """Return frame `k` of a clip in colour, without the strip; the same luma as `home_luma`."""
    drawn = draw_pose(pose)
    around = _AROUND_PX // 2
    blue, red = (
        _seen(np.pad(plane, around, mode="edge"), course, k, 1.0, around).copy() for plane in (drawn.blue, drawn.red)
    )
    blue[FIELD_PX // 2 :] = red[FIELD_PX // 2 :] = 128
    return Planes(home_luma(pose, course, k, depth), blue, red)


def _with_passer(place: float, factor: int) -> Plane:
    """Return the room, with somebody at this place (0 left, 1 right) who passes behind the bed; NaN = nobody."""
    if np.isnan(place):
        return _furnished(factor)
    wide = _furnished(factor).copy()
    middle = _AROUND_PX + round((WIDTH_PX + 2 * _PASSER_PX) * place) - _PASSER_PX
    columns = slice(max(middle - _PASSER_PX // 2, 0) // factor, max(middle + _PASSER_PX // 2, 0) // factor)
    rows = slice(0, (_AROUND_PX + 150) // factor)
    cloth = _cloth(factor)[rows, : wide[:1, columns].shape[1]]
    wide[rows, columns] = cloth
    return wide


@cache
def _cloth(factor: int) -> Plane:
    luma = _PASSER_LUMA + 0.5 * _pattern(_AROUND_PX)
    return _smaller(np.clip(luma, BLACK, WHITE).astype(np.uint8), factor)


def _seen(plane: Plane, course: ClipCourse, k: int, nearness: float, around_px: int = 0) -> Plane:
    """Return a plane of the room as the camera sees it; a nearer one is shifted more by the same hand.

    around_px : what the plane has on each side beyond the picture
    """
    from PIL import Image

    height, width = plane.shape[0] - 2 * around_px, plane.shape[1] - 2 * around_px
    scale = width / WIDTH_PX
    zoom, turn = _NEARER * (1 + course.stretch[k]), course.turn[k]
    along, across = np.cos(turn) / zoom, np.sin(turn) / zoom
    # (column, row) of the room from that of the picture, both counted from the middle of the picture
    right, down = scale * nearness * course.right_px[k], scale * nearness * course.down_px[k]
    middle_x, middle_y = width / 2, height / 2
    data = (
        along,
        across,
        middle_x + around_px - along * (middle_x + right) - across * (middle_y + down),
        -across,
        along,
        middle_y + around_px + across * (middle_x + right) - along * (middle_y + down),
    )
    seen = Image.fromarray(plane).transform(
        (width, height), Image.Transform.AFFINE, data, Image.Resampling.BILINEAR, fillcolor=0
    )
    return np.asarray(seen)
