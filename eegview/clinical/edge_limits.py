"""The limits up to which the edges of two marks of one event agree."""

import math
from dataclasses import dataclass

from eegview.clinical.same_event import ticks

ONSET_LIMIT_S = 0.5
DURATION_LIMIT_S = 0.5
DURATION_LIMIT_SHARE = 0.2


@dataclass(frozen=True, slots=True)
class EdgeLimits:
    """How far onsets and durations of one event may differ and still agree.

    onset_s : largest difference of the onsets
    duration_s : largest difference of the durations …
    duration_share : … or this share (0-1) of the longer one, whichever is more: long events end less sharply

    Raises
    ------
    ValueError : a limit is negative or no number
    """

    onset_s: float = ONSET_LIMIT_S
    duration_s: float = DURATION_LIMIT_S
    duration_share: float = DURATION_LIMIT_SHARE

    def __post_init__(self) -> None:
        if not all(math.isfinite(x) and x >= 0 for x in (self.onset_s, self.duration_s, self.duration_share)):
            raise ValueError("limits of edges are numbers, 0 or more")

    @property
    def text(self) -> str:
        """Return `onsets within 0.5 s, durations within 0.5 s or 20 % of the longer`."""
        share = f" or {100 * self.duration_share:g} % of the longer" if self.duration_share else ""
        return f"onsets within {self.onset_s:g} s, durations within {self.duration_s:g} s{share}"

    def do_onsets_agree(self, a_s: float, b_s: float) -> bool:
        """Whether two onsets (s) agree."""
        return abs(ticks(a_s) - ticks(b_s)) <= ticks(self.onset_s)

    def do_durations_agree(self, a_s: float, b_s: float) -> bool:
        """Whether two durations (s) agree."""
        limit_s = max(self.duration_s, self.duration_share * max(a_s, b_s))
        return abs(ticks(a_s) - ticks(b_s)) <= ticks(limit_s)
