"""Signs in a file that a program may have slowed it: none of them is sure, so that a reader has to look.

Phones film at 24 to 60 frames a second. Fewer, of which each is shown longer, is what slowing a film makes of it where
no frame is added; many more are meant for slow motion, which some programs store slowed. Samsung's phones and programs
put “slow” into the name.
"""

import re
from pathlib import Path

from eegview.model.film.clip import SPEED_UNSURE
from eegview.model.issue import Issue

_FEWEST_HZ, _MOST_HZ = 16.0, 100.0
_NAMED = re.compile(r"slow[-_ ]?mo|slomo|(?<![a-z])slow(?:ed)?(?![a-z])|zeitlupe|ralenti", re.IGNORECASE)


def speed_doubts(path: str, rate_hz: float, slowness: float) -> tuple[Issue, ...]:
    """Return what may be wrong with the speed of a clip; nothing where its file tells that it is slow motion.

    rate_hz : frames a second as it plays, 0 = not known
    slowness : by the file
    """
    if slowness != 1:
        return ()
    said = ""
    if _NAMED.search(Path(path).stem):
        said = "The file name may say slow motion"
    elif 0 < rate_hz < _FEWEST_HZ:
        said = f"Only {rate_hz:.3g} frames a second, fewer than phones film"
    elif rate_hz > _MOST_HZ:
        said = f"{rate_hz:.0f} frames a second, as phones film slow motion"
    if not said:
        return ()
    text = f"{said}: the clip may play slower than it happened, or not (Video → Slow motion…)."
    return (Issue(SPEED_UNSURE, text),)
