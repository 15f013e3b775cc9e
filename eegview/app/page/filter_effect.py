"""What display filters do to the height of a wave, from the filters' real response."""

import cmath
import math

from eegview.dsp.filtering import HIGHEST_CUT, sections_of
from eegview.model.display.filters import FilterSpec, Phase

STATED_HZ = (0.5, 1.0, 3.0)  # slow waves whose height is read off the page


def kept_share(spec: FilterSpec, rate_hz: float, frequency_hz: float) -> float:
    """Return how much of the height of a steady sine of `frequency_hz` is left, 0-1 (1 = all of it).

    With zero phase the filters run both ways, so each loss counts twice.
    """
    z1 = cmath.exp(-2j * math.pi * frequency_hz / rate_hz)
    share = 1.0
    for b0, b1, b2, a0, a1, a2 in sections_of(spec, rate_hz):
        share *= abs((b0 + b1 * z1 + b2 * z1 * z1) / (a0 + a1 * z1 + a2 * z1 * z1))
    return share * share if spec.phase is Phase.ZERO else share


def effect_text(spec: FilterSpec, rate_hz: float) -> str:
    """Return a sentence on what slow waves keep of their height."""
    shares = [f"{100 * kept_share(spec, rate_hz, hz):.0f} % at {hz:g} Hz" for hz in STATED_HZ]
    return f"EEG amplitude shown: {', '.join(shares)}; measurements use the filtered trace."


def time_constant_text(low_cut_hz: float) -> str:
    """Return "τ 0.32 s" for a low cut of 0.5 Hz, "" for none; τ = 1/(2πf)."""
    return f"τ {1 / (2 * math.pi * low_cut_hz):.2g} s" if low_cut_hz > 0 else ""


def problem_text(spec: FilterSpec, rate_hz: float) -> str:
    """Return why a filter has no effect or leaves nothing, "" if neither."""
    idle = [
        name
        for name, cut_hz in (("low cut", spec.low_cut_hz), ("high cut", spec.high_cut_hz), ("notch", spec.notch_hz))
        if cut_hz >= HIGHEST_CUT * rate_hz
    ]
    if idle:
        return f"{' and '.join(idle)} has no effect: recorded at {rate_hz:g} Hz"
    if 0 < spec.high_cut_hz <= spec.low_cut_hz:
        return "low cut is above high cut: almost nothing remains"
    return ""
