"""Matching of candidate events to reference events, one to one, by onset.

Events a second long that come every few seconds need this: any-overlap scoring merges a cluster into one event. No
merging, no splitting; a second mark on the same event is false, and so is a candidate that spans several of them.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from eegview.clinical.same_event import SAME_EVENT_S, ticks

SPAN_ABOVE_S = 10.0  # longer than this, a candidate over several reference onsets is no single event


@dataclass(frozen=True, slots=True)
class Onset:
    """One event to be matched.

    onset_s, duration_s : seconds from recording start
    score : how sure a detector was, 0-1; None where it is not known
    is_uncertain : its reader doubted this reference mark; it counts neither way
    state : "awake", "asleep" or "" where it is not known
    """

    onset_s: float
    duration_s: float = 0.0
    score: float | None = None
    is_uncertain: bool = False
    state: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """A reference event and its candidate, as numbers in their sequences.

    difference_s : candidate onset minus reference onset
    """

    reference: int
    candidate: int
    difference_s: float


@dataclass(frozen=True, slots=True)
class Matching:
    """The result of a matching; events are numbers in the given sequences.

    pairs : by reference onset
    missed : certain reference events without a candidate
    false : candidates without a reference event, duplicates and overlong ones among them
    overlong : those of `false` that span several reference events
    neither : candidates on an uncertain reference event; they count neither way
    n_uncertain : number of uncertain reference events
    """

    pairs: tuple[Pair, ...]
    missed: tuple[int, ...]
    false: tuple[int, ...]
    overlong: tuple[int, ...] = ()
    neither: tuple[int, ...] = ()
    n_uncertain: int = 0


def match_events(
    reference: Sequence[Onset],
    candidates: Sequence[Onset],
    tolerance_s: float = SAME_EVENT_S,
    span_above_s: float = SPAN_ABOVE_S,
) -> Matching:
    """Match events one to one by onset: as many pairs as possible, and of these the least sum of differences.

    Certain reference events choose first; what is left over may fall on an uncertain one.

    Parameters
    ----------
    reference, candidates : in any order
    tolerance_s : largest difference of the onsets of a pair, itself included
    span_above_s : a candidate longer than this that holds two reference onsets or more is false
    """
    overlong = overlong_candidates(reference, candidates, span_above_s)
    usable = [number for number in range(len(candidates)) if number not in overlong]
    certain = [number for number, event in enumerate(reference) if not event.is_uncertain]
    doubted = [number for number, event in enumerate(reference) if event.is_uncertain]
    pairs = _paired(reference, certain, candidates, usable, tolerance_s)
    paired = {pair.candidate for pair in pairs}
    found = {pair.reference for pair in pairs}
    left_over = [number for number in usable if number not in paired]
    neither = {pair.candidate for pair in _paired(reference, doubted, candidates, left_over, tolerance_s)}
    explained = paired | neither
    false = [number for number in range(len(candidates)) if number not in explained]
    return Matching(
        pairs=tuple(pairs),
        missed=tuple(number for number in certain if number not in found),
        false=tuple(false),
        overlong=tuple(sorted(overlong)),
        neither=tuple(sorted(neither)),
        n_uncertain=len(doubted),
    )


def overlong_candidates(reference: Sequence[Onset], candidates: Sequence[Onset], span_above_s: float) -> set[int]:
    """Return the numbers of long candidates that contain two certain reference onsets or more."""
    onsets_s = sorted(event.onset_s for event in reference if not event.is_uncertain)
    return {
        number
        for number, event in enumerate(candidates)
        if event.duration_s > span_above_s
        and bisect_left(onsets_s, event.onset_s + event.duration_s) - bisect_left(onsets_s, event.onset_s) >= 2
    }


def _paired(
    reference: Sequence[Onset],
    wanted: Sequence[int],
    candidates: Sequence[Onset],
    usable: Sequence[int],
    tolerance_s: float,
) -> list[Pair]:
    """Return pairs of the `wanted` events of one sequence with the `usable` ones of the other."""
    first = sorted(wanted, key=lambda number: (reference[number].onset_s, number))
    second = sorted(usable, key=lambda number: (candidates[number].onset_s, number))
    found = pair_onsets(
        [reference[number].onset_s for number in first], [candidates[number].onset_s for number in second], tolerance_s
    )
    return [Pair(first[i], second[j], candidates[second[j]].onset_s - reference[first[i]].onset_s) for i, j in found]


def pair_onsets(first_s: Sequence[float], second_s: Sequence[float], tolerance_s: float) -> list[tuple[int, int]]:
    """Return pairs of numbers (in `first_s`, in `second_s`): as many as possible, then of least summed difference.

    Parameters
    ----------
    first_s, second_s : ascending, seconds
    tolerance_s : largest difference within a pair

    On a line some best matching never crosses (of two crossed pairs the uncrossed ones are no further apart), so the
    best of the first i and the first j events follows from its neighbours. Only the j within reach of i are tried:
    the work grows with the number of pairs that could be, not with the square of the events.
    """
    first, second, reach = _ticks(first_s), _ticks(second_s), ticks(tolerance_s)
    if not first or not second:
        return []
    worth = min(len(first), len(second)) * reach + 1  # of one pair: more than all differences together
    starts: list[int] = []
    choices: list[bytearray] = []
    before, before_start = [0], 0
    for time in first:
        start, stop = bisect_left(second, time - reach), bisect_right(second, time + reach)
        row, chosen = _row(time, second, start, stop, before, before_start, worth)
        starts.append(start)
        choices.append(chosen)
        before, before_start = row, start
    return _walked_back(starts, choices)


_SKIP_FIRST, _SKIP_SECOND, _PAIR = 0, 1, 2


def _row(
    time: int, second: list[int], start: int, stop: int, before: list[int], before_start: int, worth: int
) -> tuple[list[int], bytearray]:
    """Return the best values with one event and the first `start … stop` of the second, and the choice behind each."""
    last = len(before) - 1
    diagonal = before[min(start - before_start, last)]
    row, chosen = [diagonal], bytearray(1)
    for number in range(start, stop):
        above = before[min(number + 1 - before_start, last)]
        best, choice = above, _SKIP_FIRST
        if row[-1] > best:
            best, choice = row[-1], _SKIP_SECOND
        paired = diagonal + worth - abs(time - second[number])
        if paired > best:
            best, choice = paired, _PAIR
        row.append(best)
        chosen.append(choice)
        diagonal = above
    return row, chosen


def _walked_back(starts: list[int], choices: list[bytearray]) -> list[tuple[int, int]]:
    """Return the pairs of the best choices, followed from the last event to the first, in order of time."""
    pairs: list[tuple[int, int]] = []
    i = len(starts) - 1
    j = starts[i] + len(choices[i]) - 1
    while i >= 0:
        at = min(j - starts[i], len(choices[i]) - 1)
        choice = choices[i][at] if at > 0 else _SKIP_FIRST
        if choice == _SKIP_SECOND:
            j = starts[i] + at - 1
            continue
        if choice == _PAIR:
            j = starts[i] + at - 1
            pairs.append((i, j))
        i -= 1
    return pairs[::-1]


def _ticks(times_s: Sequence[float]) -> list[int]:
    return [ticks(time_s) for time_s in times_s]
