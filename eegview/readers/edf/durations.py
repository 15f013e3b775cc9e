"""Find the duration of a data record that the eight characters of the header had no room for.

Pure arithmetic; must not read files.
"""

import re
from fractions import Fraction

_NUMBER = re.compile(r"[+-]?\d*[.,]?(\d*)(?:[eE]([+-]?\d{1,3}))?")
_FULL_FIELD = 7  # characters; a number that needs fewer was not cut to fit
_MOST_PARTS = 12  # denominators of rates that are tried: 1/3, 100/7 …
_BY_CHANCE = 0.02  # how likely a rate may be as simple as that by mere chance


def written_step_s(field: str) -> float:
    """Return the worth of the last digit of a number as it is written; 0 where it was not cut to fit its field."""
    text = field.strip()
    match = _NUMBER.fullmatch(text)
    if not match or len(text) < _FULL_FIELD:
        return 0.0
    return 10.0 ** (int(match[2] or 0) - len(match[1]))


def unrounded_record_s(record_s: float, step_s: float, n_samples: int) -> float:
    """Return the duration that was rounded to `record_s`, where a plain sampling rate shows it; else `record_s`.

    Parameters
    ----------
    step_s : see `written_step_s`
    n_samples : of the fastest channel in a record

    A rate of 256 Hz with one sample a record lasts 0.00390625 s, which a header holds as 0.003906: 256.016 Hz.
    """
    if step_s <= 0 or record_s <= step_s or not n_samples:
        return record_s
    written_hz = n_samples / record_s
    if abs(written_hz - round(written_hz)) < 1e-9 * written_hz:
        return record_s
    low_hz, high_hz = n_samples / (record_s + 0.5001 * step_s), n_samples / (record_s - 0.5001 * step_s)
    rate = _plain_rate(low_hz, high_hz)
    return record_s if rate is None else float(n_samples / rate)


def _plain_rate(low_hz: float, high_hz: float) -> Fraction | None:
    """Return the one plain rate between two, None where there is none or more than one."""
    width_hz = high_hz - low_hz
    if width_hz < 1000:
        whole = range(-int(-low_hz // 1), int(high_hz) + 1)
        if len(whole) == 1:
            return Fraction(whole[0]) if whole[0] else None
        usual = [rate for rate in whole if _is_usual(rate)]
        if len(usual) == 1:
            return Fraction(usual[0])
        if len(whole):
            return None
    for parts in range(2, _MOST_PARTS + 1):
        if width_hz * parts * parts > _BY_CHANCE:
            return None
        nearest = Fraction(round((low_hz + high_hz) / 2 * parts), parts)
        if low_hz <= nearest <= high_hz:
            return nearest
    return None


def _is_usual(rate_hz: int) -> bool:
    """Whether a rate has no other prime factors than 2 and 5, as 200, 256, 500 and 2048 Hz."""
    for factor in (2, 5):
        while rate_hz and rate_hz % factor == 0:
            rate_hz //= factor
    return rate_hz == 1
