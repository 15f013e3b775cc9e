"""Independent streams of random numbers, so that any stretch of a study can be made without what lies before it."""

from enum import IntEnum

import numpy as np


class Stream(IntEnum):
    """The purposes of random streams; the numbers are part of what a seed means and never change."""

    PATIENT = 1
    STAGES = 2
    SPASMS = 3
    DISTURBANCES = 4
    NOTES = 5
    BACKGROUND = 6
    HYPSARRHYTHMIA = 7
    MUSCLE = 8
    TRANSIENTS = 9
    SPASM_WAVES = 10
    DISTURBANCE_WAVES = 11
    BODY = 12
    MOVEMENT = 13
    TONE = 14
    SLEEP_EVENTS = 15
    SLEEP_EVENT_WAVES = 16
    WAXING = 17
    SCENE = 31
    HAND = 32
    ROOM = 33


def random_stream(seed: int, stream: Stream, index: int = 0) -> np.random.Generator:
    """Return the generator of one stream's `index`-th part (a segment, a block, an event)."""
    return np.random.default_rng([seed, int(stream), index])
