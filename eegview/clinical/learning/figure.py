"""A number about a learner: with its 95 % interval and method, or the sentence why there is none."""

from dataclasses import dataclass

SHARE, UNITLESS, SECONDS = "share", "", "s"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its interval.

    value : None where there is too little to say
    low, high : ends of the 95 % interval, None where there is none
    n : answers it rests on
    method : how number and interval were computed
    why_none : the sentence why there is no number, or no interval; "" where both are there
    unit : `share` (0-1), `s`, or "" for a number without one
    """

    value: float | None
    low: float | None
    high: float | None
    n: int
    method: str
    why_none: str = ""
    unit: str = UNITLESS

    @property
    def has_interval(self) -> bool:
        return self.low is not None and self.high is not None


def too_few(n: int, needed: int, of_what: str, method: str, unit: str = UNITLESS) -> Figure:
    """Return a figure that says that there is too little of something."""
    sentence = f"Too few to say: {n} {of_what}, {needed} are needed."
    return Figure(None, None, None, n, method, sentence, unit)
