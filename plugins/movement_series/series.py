"""Series: brief movements that follow each other by a few seconds to half a minute."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from brief import Movement


@dataclass(frozen=True, slots=True)
class SeriesRule:
    """What counts as a series.

    interval_s : (least, most) from the beginning of one member to that of the next
    least_members : fewer are no series
    """

    interval_s: tuple[float, float] = (3.0, 30.0)
    least_members: int = 3


@dataclass(frozen=True, slots=True)
class Series:
    """Brief movements in a series, and how much else moved from its first to its last.

    members : in order of time
    restless : share of the time between the members in which something else moved
    """

    members: tuple[Movement, ...]
    restless: float

    @property
    def start_s(self) -> float:
        return self.members[0].start_s

    @property
    def stop_s(self) -> float:
        return self.members[-1].stop_s

    @property
    def intervals_s(self) -> tuple[float, ...]:
        """Return the seconds from the beginning of each member to that of the next."""
        starts_s = [member.start_s for member in self.members]
        return tuple(after - before for before, after in pairwise(starts_s))


def series_of(movements: Sequence[Movement], rule: SeriesRule, film_ends_s: Sequence[float] = ()) -> list[Series]:
    """Return the series among movements, in order of time; no movement is in two of them.

    Of brief movements nearer than the least interval the strongest is the member.

    Parameters
    ----------
    film_ends_s : ascending; where filming stops, to go on later in the same clip or in another one. A series ends
        there: nobody knows what moved in between
    """
    least_s, most_s = rule.interval_s
    found: list[Series] = []
    chain: list[Movement] = []
    for movement in (one for one in movements if one.is_brief):
        if chain and (movement.start_s - chain[-1].start_s > most_s or _is_parted(chain[-1], movement, film_ends_s)):
            found += _closed(chain, movements, rule)
            chain = []
        if chain and movement.start_s - chain[-1].start_s < least_s:
            is_apart = len(chain) < 2 or movement.start_s - chain[-2].start_s <= most_s
            if movement.strength > chain[-1].strength and is_apart:
                chain[-1] = movement
        else:
            chain.append(movement)
    return [*found, *_closed(chain, movements, rule)]


def _is_parted(before: Movement, after: Movement, film_ends_s: Sequence[float]) -> bool:
    """Whether filming stopped between the beginnings of two movements."""
    return bisect_right(film_ends_s, after.start_s) > bisect_right(film_ends_s, before.start_s)


def _closed(chain: Sequence[Movement], movements: Sequence[Movement], rule: SeriesRule) -> list[Series]:
    if len(chain) < rule.least_members:
        return []
    start_s, stop_s = chain[0].start_s, chain[-1].stop_s
    others_s = sum(
        max(min(one.stop_s, stop_s) - max(one.start_s, start_s), 0.0) for one in movements if one not in chain
    )
    between_s = stop_s - start_s - sum(member.duration_s for member in chain)
    return [Series(tuple(chain), min(others_s / between_s, 1.0) if between_s > 0 else 0.0)]
