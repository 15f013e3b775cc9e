"""Stretches of a settled study around events and inside epochs, without gaps, at no fixed place."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence

from eegview.model.annotation import Annotation
from eegview.model.span import Span

BEFORE_S, AFTER_S = 3.0, 4.0  # at least, around an event
FILM_BEFORE_S, FILM_AFTER_S = 1.0, 3.0  # of clips: families film late and briefly
_SHORTER = (1.0, 0.8, 0.65)
_CLEAR_S = 2.0  # kept of other events


def stretch_around(
    segments: Sequence[Span],
    onset_s: float,
    others: Iterable[Annotation],
    length_s: float,
    rng: random.Random,
    around_s: tuple[float, float] = (BEFORE_S, AFTER_S),
) -> Span | None:
    """Return a stretch in which an event is the only one of its kind, None where there is no room for it.

    Its length is drawn among those for which there is room: where only crowded events had short ones, the length would
    tell the answer.

    others : marks of other events, which the stretch must not hold the onset of
    around_s : at least, before and after the onset
    """
    segment = next((one for one in segments if one.contains(onset_s)), None)
    if segment is None:
        return None
    left_s, right_s = segment.start_s, segment.stop_s
    before_s, after_s = around_s
    for mark in others:
        if mark.onset_s < onset_s:
            left_s = max(
                left_s, min(mark.stop_s, onset_s - before_s) if mark.duration_s > 10 else mark.onset_s + _CLEAR_S
            )
        else:
            right_s = min(right_s, mark.onset_s - 0.25)
    for shorter in rng.sample(_SHORTER, len(_SHORTER)):
        wanted_s = length_s * shorter
        earliest_s = max(left_s, onset_s + after_s - wanted_s)
        latest_s = min(right_s - wanted_s, onset_s - before_s)
        if latest_s >= earliest_s:
            start_s = round(rng.uniform(earliest_s, latest_s), 3)
            return Span(start_s, start_s + wanted_s)
    return None


def stretch_inside(segments: Sequence[Span], epoch: Span, length_s: float, rng: random.Random) -> Span | None:
    """Return a stretch of an epoch, None where it is shorter or has a gap."""
    for segment in segments:
        inside = segment.intersection(epoch)
        if inside is not None and inside.duration_s >= length_s - 1e-6:
            start_s = round(rng.uniform(inside.start_s, max(inside.start_s, inside.stop_s - length_s)), 3)
            return Span(start_s, min(start_s + length_s, inside.stop_s))
    return None


def free_stretches(
    segments: Sequence[Span], marks: Iterable[Annotation], lengths_s: Sequence[float], n: int, rng: random.Random
) -> list[Span]:
    """Return stretches drawn at random in which no mark lies, at most `n`, none overlapping another.

    lengths_s : each stretch gets one of them, drawn at random
    """
    taken = [mark.span.widened(_CLEAR_S) for mark in marks]
    long_enough = [one for one in segments if one.duration_s > max(lengths_s)]
    found: list[Span] = []
    for _ in range(20 * n):
        if not long_enough or len(found) >= n:
            break
        segment = rng.choices(long_enough, [one.duration_s for one in long_enough])[0]
        length_s = rng.choice(lengths_s)
        start_s = round(rng.uniform(segment.start_s, segment.stop_s - length_s), 3)
        stretch = Span(start_s, start_s + length_s)
        if not any(stretch.overlaps(one) for one in (*taken, *found)):
            found.append(stretch)
    return sorted(found)
