"""Find where the times that a video stores start again, and lay what follows directly behind what was before.

A file's *running* time goes on where its stored times start again: stored time + shift. Must not know the decoding
library.
"""

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import NamedTuple

_RESTART_S = 1.0  # no picture is decoded so much later than one that is shown before it
_MOST_STRAY = 50  # packets with a time of the past, none of them a key frame; more, and it is no slip of the clock
_MPEG_TICK_S = Fraction(1, 90_000)
MPEG_TURN = 2**33  # ticks after which the clock of MPEG streams begins anew; the library adds or leaves out one turn


class Piece(NamedTuple):
    """A run of packets whose stored times go on without a break.

    start : ticks of running time at which its first picture is shown; at which it is decoded where no part begins
    shift : ticks to add to its stored times
    is_part : the times start again here; False where only the counter of an MPEG clock turned over
    """

    start: int
    shift: int
    is_part: bool = False


class Course(Enum):
    """How the time of a packet follows that of the one before."""

    GOES_ON = "follows"
    STRAY = "a time of the past, with which nothing begins"
    TURNED_OVER = "the counter turned over"
    STARTS_AGAIN = "starts again"


@dataclass(slots=True)
class RestartRule:
    """Follow the decoding times of one stream; packets come in the file's order, from any key frame on."""

    tick_s: Fraction
    frame_ticks: int
    _first: int | None = None
    _reached: int | None = None
    _n_stray: int = 0

    def course(self, dts: int, is_key: bool) -> Course:
        """Take the next packet in and return how its time follows."""
        first, reached = self._first, self._reached
        if first is None or reached is None:
            self._first = self._reached = dts
            return Course.GOES_ON
        jump, second = dts - reached, int(_RESTART_S / self.tick_s)
        is_mpeg = self.tick_s == _MPEG_TICK_S
        is_back = jump <= -second
        is_begun_anew = is_key and jump < -3 * self.frame_ticks and dts <= first + self.frame_ticks
        if not (is_back or is_begun_anew or (is_mpeg and jump > MPEG_TURN // 2)):
            self._first, self._reached, self._n_stray = min(first, dts), dts, 0
            return Course.GOES_ON
        if is_mpeg and abs(abs(jump) - MPEG_TURN) < second:
            self._first = self._reached = dts
            return Course.TURNED_OVER
        if is_back and not is_key and self._n_stray < _MOST_STRAY:
            self._n_stray += 1
            return Course.STRAY
        self._first = self._reached = dts
        self._n_stray = 0
        return Course.STARTS_AGAIN


def beside(pts: int, dts: int, tick_s: Fraction) -> int:
    """Return a shown time without the turn of an MPEG clock that lies between it and its decoding time."""
    if tick_s != _MPEG_TICK_S or abs(pts - dts) <= MPEG_TURN // 2:
        return pts
    return pts + MPEG_TURN if pts < dts else pts - MPEG_TURN
