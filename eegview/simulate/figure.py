"""The drawn infant on the bed: sprites of limbs, head and hand, put together as video luma and chroma.

Every part is drawn once per position, at twice its size, and kept; a frame is then a few small blends.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from eegview.simulate.movement import STEPS, Joint
from eegview.simulate.time_strip import BLACK, BOTTOM_PX, HEIGHT_PX, LEFT_PX, TOP_PX, WHITE, WIDTH_PX

SKIN, SKIN_EDGE = (214, 170, 146, 255), (150, 108, 88, 255)
CLOTHES, CLOTHES_EDGE = (150, 178, 196, 255), (96, 122, 142, 255)
_MARGIN = 2  # sprites are drawn this many times larger


@dataclass(frozen=True, slots=True, eq=False)
class Planes:
    """A picture in YUV 4:2:0: luma (360, 480), two chroma planes (180, 240), uint8."""

    luma: np.ndarray
    blue: np.ndarray
    red: np.ndarray

    def copy(self) -> "Planes":
        return Planes(self.luma.copy(), self.blue.copy(), self.red.copy())


@dataclass(frozen=True, slots=True, eq=False)
class Sprite:
    """A part with soft edges at its place: for each plane rows, columns, what stays below (0-256) and what is added."""

    parts: tuple[tuple[slice, slice, np.ndarray, np.ndarray], ...]

    def put_on(self, planes: Planes) -> None:
        for plane, (rows, columns, below, added) in zip(
            (planes.luma, planes.blue, planes.red), self.parts, strict=True
        ):
            area = plane[rows, columns]
            area[:] = (area * below + added) >> 8


def _yuv(rgb: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Convert (h, w, 3) float RGB 0-255 to studio-range BT.601 luma and chroma."""
    red, green, blue = (rgb[..., channel] / 255 for channel in range(3))
    luma = 16 + 65.481 * red + 128.553 * green + 24.966 * blue
    return luma, 128 - 37.797 * red - 74.203 * green + 112 * blue, 128 + 112 * red - 93.786 * green - 18.214 * blue


def _halved(plane: np.ndarray) -> np.ndarray:
    return plane.reshape(plane.shape[0] // 2, 2, plane.shape[1] // 2, 2).mean(axis=(1, 3))


def _sprite(image) -> Sprite:
    """Cut what is painted out of a whole transparent picture (drawn at double size)."""
    from PIL import Image

    step = 2 * _MARGIN  # whole chroma pixels
    left, top, right, bottom = image.getbbox()
    left, top, right, bottom = left // step * 2, top // step * 2, -(-right // step) * 2, -(-bottom // step) * 2
    area = image.crop((left * _MARGIN, top * _MARGIN, right * _MARGIN, bottom * _MARGIN))
    cut = np.asarray(area.resize((right - left, bottom - top), Image.Resampling.BOX), dtype=np.float32)
    alpha = cut[..., 3] / 255
    parts = []
    for number, plane in enumerate(_yuv(cut[..., :3])):
        factor = 1 if number == 0 else 2
        weight, value = (alpha, plane * alpha) if number == 0 else (_halved(alpha), _halved(plane * alpha))
        rows, columns = slice(top // factor, bottom // factor), slice(left // factor, right // factor)
        below = np.rint(256 * (1 - weight)).astype(np.uint16)
        parts.append((rows, columns, below, np.rint(256 * value).astype(np.uint16)))
    return Sprite(tuple(parts))


def _canvas():
    from PIL import Image, ImageDraw

    image = Image.new("RGBA", (WIDTH_PX * _MARGIN, HEIGHT_PX * _MARGIN), (*SKIN[:3], 0))
    return image, ImageDraw.Draw(image)


def _limb(draw, points: list[tuple[float, float]], width: float, fill: tuple, edge: tuple) -> None:
    """Draw joined segments with round ends and a darker edge."""
    for extra, colour in ((2.0, edge), (0.0, fill)):
        half = (width / 2 + extra) * _MARGIN
        scaled = [(x * _MARGIN, y * _MARGIN) for x, y in points]
        draw.line(scaled, fill=colour, width=round(2 * half), joint="curve")
        for x, y in scaled:
            draw.ellipse((x - half, y - half, x + half, y + half), fill=colour)


def _towards(start: tuple[float, float], length: float, angle_deg: float) -> tuple[float, float]:
    """Return the point this far away; 0° is down the picture, 90° outwards to the right."""
    angle = np.radians(angle_deg)
    return start[0] + length * float(np.sin(angle)), start[1] + length * float(np.cos(angle))


def _mixed(step: int, stretched: tuple, rest: tuple, drawn_in: tuple) -> list[float]:
    share = step / STEPS
    goal = drawn_in if share > 0 else stretched
    return [a + abs(share) * (b - a) for a, b in zip(rest, goal, strict=True)]


@cache
def arm(step: int, side: int, sway: int) -> Sprite:
    """Return an arm; side +1 is the infant's left, on the right of the picture (the camera looks down)."""
    image, draw = _canvas()
    upper_deg, fore_deg = _mixed(step, (112, 118), (48, 12), (30, 205))
    shoulder = (240 + sway + 34 * side, 142)
    elbow = _towards(shoulder, 40, upper_deg * side)
    hand = _towards(elbow, 38, fore_deg * side)
    _limb(draw, [elbow, hand], 13, SKIN, SKIN_EDGE)
    _limb(draw, [hand, _towards(hand, 3, fore_deg * side)], 17, SKIN, SKIN_EDGE)
    _limb(draw, [shoulder, elbow], 17, CLOTHES, CLOTHES_EDGE)
    return _sprite(image)


@cache
def leg(step: int, side: int, sway: int) -> Sprite:
    """Return a leg; drawn in, the knee comes up and outwards."""
    image, draw = _canvas()
    thigh_deg, shank_deg, thigh, shank = _mixed(step, (14, 8, 46, 46), (34, -14, 42, 42), (82, -40, 34, 34))
    hip = (240 + sway + 19 * side, 222)
    knee = _towards(hip, thigh, thigh_deg * side)
    foot = _towards(knee, shank, shank_deg * side)
    _limb(draw, [foot, _towards(foot, 8, (shank_deg + 40) * side)], 13, SKIN, SKIN_EDGE)
    _limb(draw, [hip, knee, foot], 19, CLOTHES, CLOTHES_EDGE)
    return _sprite(image)


@cache
def trunk(swell: int, sway: int) -> Sprite:
    """Return the body; it swells as the infant breathes."""
    image, draw = _canvas()
    wide, high = 36 + 0.7 * swell, 54 + 0.5 * swell
    box = [(240 + sway - wide), (178 - high), (240 + sway + wide), (178 + high)]
    for extra, colour in ((2, CLOTHES_EDGE), (0, CLOTHES)):
        grown = (box[0] - extra, box[1] - extra, box[2] + extra, box[3] + extra)
        draw.rounded_rectangle([value * _MARGIN for value in grown], 30 * _MARGIN, fill=colour)
    return _sprite(image)


@cache
def head(nod: int, mouth: int, eyes: int, sway: int) -> Sprite:
    """Return the head with its electrode cap; nodding forward brings the face down the picture."""
    image, draw = _canvas()
    x, y = 240 + sway, 94 + 1.6 * nod

    def ellipse(dx: float, dy: float, rx: float, ry: float, fill: tuple) -> None:
        box = (x + dx - rx, y + dy - ry, x + dx + rx, y + dy + ry)
        draw.ellipse([value * _MARGIN for value in box], fill=fill)

    ellipse(0, 0, 38, 41, SKIN_EDGE)
    ellipse(0, 0, 36, 39, SKIN)
    draw.chord(
        [value * _MARGIN for value in (x - 37, y - 41, x + 37, y + 29 - nod)], 180, 360, fill=(226, 226, 220, 255)
    )
    for dx, dy in ((-24, -14), (-12, -22), (0, -26), (12, -22), (24, -14), (-12, -34), (12, -34)):
        ellipse(dx, dy, 2.6, 2.6, (120, 60, 60, 255))
    face_y = 10 + 0.9 * nod
    for dx in (-13, 13):
        if eyes:
            ellipse(dx, face_y, 5, 4, (250, 250, 250, 255))
            ellipse(dx, face_y, 2.6, 3.2, (40, 40, 50, 255))
        else:
            ellipse(dx, face_y + 1, 5.5, 1.2, SKIN_EDGE)
    ellipse(0, face_y + 15, 6, 4.5 if mouth else 1.4, (150, 70, 70, 255))
    return _sprite(image)


@cache
def caregiver_hand(position: int) -> Sprite:
    """Return the hand that pats: 1 lifted, 2 half way, 3 on the body."""
    image, draw = _canvas()
    lift = (3 - position) * 16
    palm = (300.0 + lift, 196.0 + lift * 0.3)
    sleeve, edge = (110, 120, 96, 255), (70, 80, 60, 255)
    _limb(draw, [(478, 300 + lift * 0.2), (palm[0] + 60, palm[1] + 32)], 38, sleeve, edge)
    _limb(draw, [(palm[0] + 60, palm[1] + 32), palm], 24, SKIN, SKIN_EDGE)
    for spread_px in (-14, -5, 4, 13):
        _limb(draw, [palm, (palm[0] - 26, palm[1] + spread_px - 6)], 8, SKIN, SKIN_EDGE)
    return _sprite(image)


@cache
def room() -> Planes:
    """Return the empty bed in a grey room, with the word SIMULATED, and dark fields for clock and strip."""
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("RGB", (WIDTH_PX, HEIGHT_PX), (92, 94, 98))
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((84, 26, 396, 322), 14, fill=(198, 200, 196), outline=(140, 142, 140), width=3)
    draw.rounded_rectangle((150, 40, 330, 128), 18, fill=(216, 218, 216), outline=(180, 182, 180), width=2)
    for y in range(150, 320, 34):
        draw.line((92, y, 388, y + 6), fill=(190, 192, 188), width=2)
    draw.text((352, 4), "SIMULATED", fill=(235, 235, 235), font=ImageFont.load_default(18))
    draw.text((12, 6), "EEG", fill=(235, 235, 235), font=ImageFont.load_default(16))
    luma, blue, red = _yuv(np.asarray(image, dtype=np.float32))
    planes = Planes(*(np.rint(plane).astype(np.uint8) for plane in (luma, _halved(blue), _halved(red))))
    border = slice(TOP_PX - 4, BOTTOM_PX + 4)
    planes.luma[border, LEFT_PX - 8 : WIDTH_PX - LEFT_PX + 8] = BLACK
    for plane in (planes.blue, planes.red):
        plane[(TOP_PX - 4) // 2 : (BOTTOM_PX + 4) // 2, (LEFT_PX - 8) // 2 : (WIDTH_PX - LEFT_PX + 8) // 2] = 128
    return planes


@cache
def glyph(character: str) -> np.ndarray:
    """Return the (20, 11) uint8 luma of one character of the clock."""
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("L", (11, 20), BLACK)
    ImageDraw.Draw(image).text((1, 0), character, fill=WHITE, font=ImageFont.load_default(17))
    return np.asarray(image)


def draw_pose(pose: np.ndarray) -> Planes:
    """Return the picture of one pose (10,) int8, without clock and strip."""
    at = [int(value) for value in pose]
    sway = at[Joint.SWAY]
    planes = room().copy()
    leg(at[Joint.LEFT_LEG], 1, sway).put_on(planes)
    leg(at[Joint.RIGHT_LEG], -1, sway).put_on(planes)
    trunk(at[Joint.TRUNK], sway).put_on(planes)
    arm(at[Joint.LEFT_ARM], 1, sway).put_on(planes)
    arm(at[Joint.RIGHT_ARM], -1, sway).put_on(planes)
    head(at[Joint.HEAD], at[Joint.MOUTH], at[Joint.EYES], sway).put_on(planes)
    if at[Joint.HAND]:
        caregiver_hand(at[Joint.HAND]).put_on(planes)
    return planes


def paint_clock(luma: np.ndarray, text: str) -> None:
    """Burn the time into a luma plane, to the right of the word EEG."""
    for number, character in enumerate(text):
        luma[4:24, 54 + 11 * number : 65 + 11 * number] = glyph(character)
