"""One number of agreement, with its 95 % interval or the sentence why it has none."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AgreementNumber:
    """A number of agreement as it is shown to a person.

    value : None where the number is not defined or nothing was compared; `why_none` says why
    low, high : ends of the 95 % interval, both None where there is none; `why_no_interval` says why
    n_items : items that were compared: epochs, seconds, events, scores
    n_patients : whose items these are
    n_readers : who read them
    method : formula, interval and source, in a sentence or two
    """

    value: float | None
    low: float | None
    high: float | None
    n_items: int
    n_patients: int
    n_readers: int
    method: str
    why_none: str = ""
    why_no_interval: str = ""

    @property
    def has_interval(self) -> bool:
        return self.low is not None and self.high is not None

    @property
    def remark(self) -> str:
        """Return why there is no value or no interval, "" where there are both."""
        return self.why_none or self.why_no_interval
