"""How much slower than it happened a file stores what was filmed.

Some phones store slow motion at an eighth of its speed, say, and note the rate at which it was filmed in the tag
`com.android.capture.fps`. By Android's documentation of `MediaFormat.KEY_CAPTURE_RATE`, film with another frame rate is
slow motion or time lapse. Others, iPhones among them, store true times, whatever the rate. A clip that a program
slowed and wrote anew cannot be told from any other: a reader types how slowly it plays, see `typed_slowness`.
"""

import math
from fractions import Fraction
from typing import Any

from eegview.readers.video.container import nominal_rate
from eegview.readers.video.typed_slowness import typed_for

CAPTURE_RATE = "com.android.capture.fps"
OWN_SLOWNESS = "eegview.slowness"  # in copies: what a reader typed where a rate of capture would be read otherwise
_SLOWEST_OWN = 100
_USUAL = (2, 4, 5, 8, 10, 16, 20, 32)
_NEAR = 0.06  # stored rates are means, 29.7 for 30 say
_LEAST = 1.4  # times slower or faster; less is a camera that lost frames


def slowness_of(container: Any, stream: Any) -> Fraction:
    """Return the seconds that a file stores for each that happened: 1, more for slow motion, less for time lapse.

    What a reader typed goes before what the file says.
    """
    typed = typed_for(container.name)
    return typed if typed is not None else told_slowness(container, stream)


def told_slowness(container: Any, stream: Any) -> Fraction:
    """Return the same as the file says it."""
    try:
        own = Fraction(_tag(container, stream, OWN_SLOWNESS))
    except (ValueError, ZeroDivisionError):
        return slowness(_tag(container, stream, CAPTURE_RATE), float(nominal_rate(stream) or 0))
    return own if _SLOWEST_OWN >= own >= 1 else Fraction(1)


def slowness(capture_rate: str, stored_hz: float) -> Fraction:
    """Return the same for the text of a rate of capture, and the frames a second that are stored."""
    try:
        capture_hz = float(capture_rate)
    except ValueError:
        return Fraction(1)
    if not (math.isfinite(capture_hz) and capture_hz > 0 and stored_hz > 0):
        return Fraction(1)
    ratio = capture_hz / stored_hz
    if 1 / _LEAST < ratio < _LEAST:
        return Fraction(1)
    for usual in _USUAL:
        if abs(ratio / usual - 1) < _NEAR:
            return Fraction(usual)
    return Fraction(ratio).limit_denominator(1000) or Fraction(1)


def kept_rate(container: Any, stream: Any) -> dict[str, str]:
    """Return the tag that a copy needs so that slow motion is still known as such; none for ordinary film."""
    typed = typed_for(container.name)
    if typed is not None:
        stored_hz = float(nominal_rate(stream) or 0)
        rate = f"{stored_hz * float(typed):g}"
        is_exact = slowness(rate, stored_hz) == typed
        return {} if typed == 1 else {CAPTURE_RATE: rate} if is_exact else {OWN_SLOWNESS: str(typed)}
    kept = {name: _tag(container, stream, name) for name in (CAPTURE_RATE, OWN_SLOWNESS)}
    return {name: value for name, value in kept.items() if value} if told_slowness(container, stream) != 1 else {}


def written_options(suffix: str, has_tags: bool) -> dict[str, str]:
    """Return how a copy is written: without texts of the program's own, and where need be with tags kept."""
    is_box_file = suffix.lower() in (".mp4", ".m4v", ".mov", ".qt", ".3gp")
    return {"fflags": "+bitexact", **({"movflags": "use_metadata_tags"} if is_box_file and has_tags else {})}


def _tag(container: Any, stream: Any, name: str) -> str:
    tags = {key.lower(): value for key, value in {**stream.metadata, **container.metadata}.items()}
    return tags.get(name, "")


def is_sound_slowed(pictures_s: float, sound_s: float, slow: Fraction) -> bool:
    """Whether the sound is stored as slowly as the pictures, by how long both last in the file."""
    return abs(sound_s - pictures_s) <= abs(sound_s - pictures_s / float(slow))
