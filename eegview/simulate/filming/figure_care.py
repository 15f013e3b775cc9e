"""Draw what lies and leans over the infant: blanket, a hand that pats, a caregiver."""

from functools import cache, lru_cache

import numpy as np

from eegview.simulate.care import LEANS, REACHES
from eegview.simulate.filming.sprite import SCALE, SKIN, SKIN_EDGE, Sprite, canvas, draw_limb, made_sprite, towards


@cache
def caregiver_hand(position: int) -> Sprite:
    """Return the hand that pats: 1 lifted, 2 half way, 3 on the body."""
    image, draw = canvas()
    lift = (3 - position) * 16
    palm = (300.0 + lift, 196.0 + lift * 0.3)
    sleeve, edge = (110, 120, 96, 255), (70, 80, 60, 255)
    draw_limb(draw, [(478, 300 + lift * 0.2), (palm[0] + 60, palm[1] + 32)], 38, sleeve, edge)
    draw_limb(draw, [(palm[0] + 60, palm[1] + 32), palm], 24, SKIN, SKIN_EDGE)
    for spread_px in (-14, -5, 4, 13):
        draw_limb(draw, [palm, (palm[0] - 26, palm[1] + spread_px - 6)], 8, SKIN, SKIN_EDGE)
    return made_sprite(image)


@cache
def blanket(covers_arms: bool, left: int, right: int) -> Sprite:
    """Return the blanket; limbs that move under it raise its sides and shift its folds."""
    image, draw = canvas()
    top = 150 if covers_arms else 198
    wide_left, wide_right = 74 + 2.2 * left, 74 + 2.2 * right
    fill, edge = (186, 160, 120, 255), (140, 116, 84, 255)
    outline = [
        (240 - wide_right, top),
        (240 + wide_left, top),
        (240 + wide_left + 16, 308),
        (240 - wide_right - 16, 308),
    ]
    draw.polygon([(x * SCALE, y * SCALE) for x, y in outline], fill=fill, outline=edge)
    for number in range(1, 4):
        y = top + number * (308 - top) / 4
        points = [(240 - wide_right, y), (240 - 1.5 * right, y + 5 - right), (240 + 1.5 * left, y + 5 - left),
                  (240 + wide_left, y)]  # fmt: skip
        draw.line([(x * SCALE, at * SCALE) for x, at in points], fill=edge, width=2 * SCALE)
    return made_sprite(image)


@lru_cache(160)
def caregiver(lean: int, reach: int) -> Sprite:
    """Return a caregiver who leans in from the right, both hands somewhere on the infant."""
    image, draw = canvas()
    away = (LEANS - lean) * 26
    sleeve, edge, hair = (104, 112, 142, 255), (70, 76, 100, 255), (84, 64, 52, 255)
    turn = 2 * np.pi * reach / (REACHES + 1)
    shoulder = (470.0 + away, 190.0)
    for number, (x, y) in enumerate(((292.0, 150.0), (286.0, 250.0))):
        hand = (x + 34 * float(np.cos(turn + number)) + 1.6 * away, y + 30 * float(np.sin(turn + 2 * number)))
        elbow = (hand[0] + 78, hand[1] + (14 if number else -18))
        draw_limb(draw, [hand, elbow], 20, SKIN, SKIN_EDGE)
        draw_limb(draw, [hand, towards(hand, 6, -80)], 24, SKIN, SKIN_EDGE)
        draw_limb(draw, [elbow, shoulder], 36, sleeve, edge)
    for x, y, radius, colour in ((shoulder[0] + 18, shoulder[1], 62, sleeve), (shoulder[0] - 8, 168.0, 40, hair)):
        draw.ellipse([value * SCALE for value in (x - radius, y - radius, x + radius, y + radius)], fill=colour)
    return made_sprite(image)
