"""Which part of the axis of days is shown: all of it, or some of it after zooming."""

from __future__ import annotations

from dataclasses import dataclass

FEWEST_DAYS = 7


@dataclass(frozen=True, slots=True)
class DaysShown:
    """Days of an axis, both ends whole.

    whole_first, whole_last : ends of the axis
    first_day, last_day : ends of what is shown, inside of it; left out = all of it
    """

    whole_first: int
    whole_last: int
    first: int | None = None
    last: int | None = None

    @property
    def first_day(self) -> int:
        return self.whole_first if self.first is None else self.first

    @property
    def last_day(self) -> int:
        return self.whole_last if self.last is None else self.last

    @property
    def n_days(self) -> int:
        """Return how many days are shown."""
        return self.last_day - self.first_day + 1

    @property
    def n_whole(self) -> int:
        """Return how many days there are."""
        return self.whole_last - self.whole_first + 1

    @property
    def is_all(self) -> bool:
        """Whether the whole axis is shown."""
        return self.n_days >= self.n_whole

    def all(self) -> DaysShown:
        """Return the whole axis."""
        return DaysShown(self.whole_first, self.whole_last)

    def of_whole(self, first: int, last: int) -> DaysShown:
        """Return the same days on an axis that has grown or shrunk."""
        whole = DaysShown(first, last)
        return whole if self.is_all else whole._cut(self.first_day, self.n_days)

    def zoomed(self, factor: float, around: int | None = None) -> DaysShown:
        """Return `factor` times as many days; the day `around` stays where it is, None = the middle one."""
        n_days = min(max(round(self.n_days * factor), min(FEWEST_DAYS, self.n_whole)), self.n_whole)
        around = (self.first_day + self.last_day) // 2 if around is None else around
        share = (around - self.first_day) / max(self.n_days - 1, 1)
        return self._cut(round(around - share * (n_days - 1)), n_days)

    def scrolled(self, share: float) -> DaysShown:
        """Return as many days, moved by a share of them and by one at least."""
        step = round(self.n_days * share) or (1 if share > 0 else -1)
        return self._cut(self.first_day + step, self.n_days)

    def from_day(self, first: int) -> DaysShown:
        """Return as many days, from one on where there is room."""
        return self._cut(first, self.n_days)

    def at_start(self) -> DaysShown:
        """Return as many days from the start of the axis."""
        return self._cut(self.whole_first, self.n_days)

    def at_end(self) -> DaysShown:
        """Return as many days up to the end of the axis."""
        return self._cut(self.whole_last - self.n_days + 1, self.n_days)

    def _cut(self, first: int, n_days: int) -> DaysShown:
        if n_days >= self.n_whole:
            return self.all()
        first = min(max(first, self.whole_first), self.whole_last - n_days + 1)
        return DaysShown(self.whole_first, self.whole_last, first, first + n_days - 1)
