"""The drawn infant on the bed: sprites of limbs, head and hand, put together as video luma and chroma.

Every part is drawn once per position, at twice its size, and kept; a frame is then a few small blends.
"""

from functools import cache

import numpy as np

from eegview.simulate.filming.figure_care import blanket, caregiver, caregiver_hand
from eegview.simulate.filming.movement import STEPS, Joint
from eegview.simulate.filming.sprite import (
    CLOTHES,
    CLOTHES_EDGE,
    SCALE,
    SKIN,
    SKIN_EDGE,
    Planes,
    Sprite,
    canvas,
    draw_limb,
    halved,
    made_sprite,
    to_yuv,
    towards,
)
from eegview.simulate.filming.time_strip import BLACK, BOTTOM_PX, HEIGHT_PX, LEFT_PX, TOP_PX, WHITE, WIDTH_PX


def _mixed(step: int, stretched: tuple, rest: tuple, drawn_in: tuple) -> list[float]:
    share = step / STEPS
    goal = drawn_in if share > 0 else stretched
    return [a + abs(share) * (b - a) for a, b in zip(rest, goal, strict=True)]


@cache
def arm(step: int, side: int, sway: int) -> Sprite:
    """Return an arm; side +1 is the infant's left, on the right of the picture (the camera looks down)."""
    image, draw = canvas()
    upper_deg, fore_deg = _mixed(step, (112, 118), (48, 12), (30, 205))
    shoulder = (240 + sway + 34 * side, 142)
    elbow = towards(shoulder, 40, upper_deg * side)
    hand = towards(elbow, 38, fore_deg * side)
    draw_limb(draw, [elbow, hand], 13, SKIN, SKIN_EDGE)
    draw_limb(draw, [hand, towards(hand, 3, fore_deg * side)], 17, SKIN, SKIN_EDGE)
    draw_limb(draw, [shoulder, elbow], 17, CLOTHES, CLOTHES_EDGE)
    return made_sprite(image)


@cache
def leg(step: int, side: int, sway: int) -> Sprite:
    """Return a leg; drawn in, the knee comes up and outwards."""
    image, draw = canvas()
    thigh_deg, shank_deg, thigh, shank = _mixed(step, (14, 8, 46, 46), (34, -14, 42, 42), (82, -40, 34, 34))
    hip = (240 + sway + 19 * side, 222)
    knee = towards(hip, thigh, thigh_deg * side)
    foot = towards(knee, shank, shank_deg * side)
    draw_limb(draw, [foot, towards(foot, 8, (shank_deg + 40) * side)], 13, SKIN, SKIN_EDGE)
    draw_limb(draw, [hip, knee, foot], 19, CLOTHES, CLOTHES_EDGE)
    return made_sprite(image)


@cache
def trunk(swell: int, sway: int) -> Sprite:
    """Return the body; it swells as the infant breathes."""
    image, draw = canvas()
    wide, high = 36 + 0.7 * swell, 54 + 0.5 * swell
    box = [(240 + sway - wide), (178 - high), (240 + sway + wide), (178 + high)]
    for extra, colour in ((2, CLOTHES_EDGE), (0, CLOTHES)):
        grown = (box[0] - extra, box[1] - extra, box[2] + extra, box[3] + extra)
        draw.rounded_rectangle([value * SCALE for value in grown], 30 * SCALE, fill=colour)
    return made_sprite(image)


@cache
def head(nod: int, mouth: int, eyes: int, sway: int) -> Sprite:
    """Return the head with its electrode cap; nodding forward brings the face down the picture."""
    image, draw = canvas()
    x, y = 240 + sway, 94 + 1.6 * nod

    def ellipse(dx: float, dy: float, rx: float, ry: float, fill: tuple) -> None:
        box = (x + dx - rx, y + dy - ry, x + dx + rx, y + dy + ry)
        draw.ellipse([value * SCALE for value in box], fill=fill)

    ellipse(0, 0, 38, 41, SKIN_EDGE)
    ellipse(0, 0, 36, 39, SKIN)
    draw.chord([value * SCALE for value in (x - 37, y - 41, x + 37, y + 29 - nod)], 180, 360, fill=(226, 226, 220, 255))
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
    return made_sprite(image)


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
    luma, blue, red = to_yuv(np.asarray(image, dtype=np.float32))
    planes = Planes(*(np.rint(plane).astype(np.uint8) for plane in (luma, halved(blue), halved(red))))
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
    """Return the picture of one pose (14,) int8, without clock and strip."""
    at = [int(value) for value in pose]
    sway = at[Joint.SWAY]
    planes = room().copy()
    up = 20 * at[Joint.LIFT], 2 * at[Joint.LIFT]
    legs = [leg(at[Joint.LEFT_LEG], 1, sway), leg(at[Joint.RIGHT_LEG], -1, sway), trunk(at[Joint.TRUNK], sway)]
    arms = [arm(at[Joint.LEFT_ARM], 1, sway), arm(at[Joint.RIGHT_ARM], -1, sway)]
    covers = [blanket(at[Joint.COVER] == 2, *_raised(at))] if at[Joint.COVER] else []
    for part in (*legs, *arms, *covers) if at[Joint.COVER] == 2 else (*legs, *covers, *arms):
        part.put_on(planes, *up)
    head(at[Joint.HEAD], at[Joint.MOUTH], at[Joint.EYES], sway).put_on(planes, *up)
    if at[Joint.HAND]:
        caregiver_hand(at[Joint.HAND]).put_on(planes)
    if at[Joint.LEAN]:
        caregiver(at[Joint.LEAN], at[Joint.REACH]).put_on(planes)
    keep_fields(planes, room())
    return planes


def _raised(at: list[int]) -> tuple[int, int]:
    """Return how far the limbs raise the blanket on the left and on the right."""
    limbs = ((Joint.LEFT_LEG, Joint.LEFT_ARM), (Joint.RIGHT_LEG, Joint.RIGHT_ARM))
    is_over_arms = at[Joint.COVER] == 2
    left, right = (abs(at[leg]) + (abs(at[arm]) if is_over_arms else 0) for leg, arm in limbs)
    return left, right


def keep_fields(planes: Planes, empty: Planes) -> None:
    """Clear the fields of clock and strip as in another picture: they are burned in after all else."""
    top = TOP_PX - 4
    planes.luma[top:] = empty.luma[top:]
    planes.blue[top // 2 :], planes.red[top // 2 :] = empty.blue[top // 2 :], empty.red[top // 2 :]
    planes.luma[:26, :200] = empty.luma[:26, :200]


def paint_clock(luma: np.ndarray, text: str) -> None:
    """Burn the time into a luma plane, to the right of the word EEG."""
    for number, character in enumerate(text):
        luma[4:24, 54 + 11 * number : 65 + 11 * number] = glyph(character)
