"""Contrast of two colours, and colours that reach one: WCAG 2.2, criteria 1.4.3 (text) and 1.4.11 (graphics)."""

from functools import lru_cache

TEXT_CONTRAST, GRAPHIC_CONTRAST = 4.5, 3.0
_STEPS = 32  # in which a colour is mixed with another until it reaches a contrast


def luminance(colour: str) -> float:
    """Return the relative luminance (0-1) of "#rrggbb", by the definition of WCAG 2.2."""
    shares = [channel / 255 for channel in _channels(colour)]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast (1-21) of two colours."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def mixed(colour: str, other: str, share: float) -> str:
    """Return `colour` with a `share` (0-1) of another one."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


@lru_cache(maxsize=1024)
def legible(colour: str, grounds: tuple[str, ...], least: float, towards: str) -> str:
    """Return `colour`, mixed with as little of `towards` as it needs to reach a contrast on each of the grounds."""
    for step in range(_STEPS + 1):
        found = mixed(colour, towards, step / _STEPS)
        if all(contrast(found, ground) >= least for ground in grounds):
            return found
    return towards


@lru_cache(maxsize=1024)
def text_on(ground: str, candidates: tuple[str, ...]) -> str:
    """Return which of the colours is read best on a ground; the first of them where it can be read at all."""
    if contrast(candidates[0], ground) >= TEXT_CONTRAST:
        return candidates[0]
    return max(candidates, key=lambda colour: contrast(colour, ground))


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))
