"""Butterworth band passes as biquads, without scipy."""

import math
from functools import lru_cache

import numpy as np

from eegview.dsp.filtering import Sections

OFFSET_ORDER = 2  # of the low cut below which only offsets and sway lie; it forgets a step within two seconds


@lru_cache(maxsize=64)
def band_pass(low_hz: float, high_hz: float, order: int, rate_hz: float) -> Sections:
    """Return the sections of a high pass and a low pass, each of an even order (bilinear, prewarped), read-only.

    A low cut below 1 Hz is of `OFFSET_ORDER`, so that it settles soon and leaves slow waves their shape.
    """
    low_order = min(order, OFFSET_ORDER) if low_hz < 1.0 else order
    parts = [_sections(low_hz, low_order, rate_hz, is_high_pass=True), _sections(high_hz, order, rate_hz)]
    sections = np.concatenate(parts)
    sections.flags.writeable = False
    return sections


def _sections(cut_hz: float, order: int, rate_hz: float, *, is_high_pass: bool = False) -> Sections:
    if order % 2 or not 0 < cut_hz < rate_hz / 2:
        raise ValueError(f"order {order} must be even, and {cut_hz} Hz below half of {rate_hz} Hz")
    k = math.tan(math.pi * cut_hz / rate_hz)
    sections = np.empty((order // 2, 6))
    for number in range(order // 2):
        damping = 2 * math.sin(math.pi * (2 * number + 1) / (2 * order))
        norm = 1 + damping * k + k * k
        b = (1 / norm, -2 / norm, 1 / norm) if is_high_pass else (k * k / norm, 2 * k * k / norm, k * k / norm)
        sections[number] = *b, 1.0, 2 * (k * k - 1) / norm, (1 - damping * k + k * k) / norm
    return sections
