"""What of an item's key fits its stretch: marks and reasons are clipped to it, and only so many are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from eegview.app.training.cases.json_shapes import MOST_MARKS, MOST_REASONS, MOST_TEXT
from eegview.model.annotation import Annotation
from eegview.model.training.key import Reason

_One = TypeVar("_One")


def fitted_marks(marks: Sequence[Annotation], duration_s: float, near_s: float) -> tuple[Annotation, ...]:
    """Return the parts of marks that lie on a stretch, in their order; of too many those nearest to an instant.

    marks : times from the stretch's start
    near_s : what is asked about
    """
    found: list[Annotation] = []
    for mark in marks:
        start_s, stop_s = max(mark.onset_s, 0.0), min(mark.stop_s, duration_s)
        if start_s <= stop_s:
            kept_s = mark.duration_s if (start_s, stop_s) == (mark.onset_s, mark.stop_s) else stop_s - start_s
            found.append(
                replace(mark, onset_s=round(start_s, 4), duration_s=round(kept_s, 4), text=mark.text[:MOST_TEXT])
            )
    return tuple(_nearest(found, [_distance_s(one.onset_s, one.stop_s, near_s) for one in found], MOST_MARKS))


def fitted_reasons(reasons: Sequence[Reason], duration_s: float, near_s: float) -> tuple[Reason, ...]:
    """Return reasons with their places clipped to a stretch, in their order; of too many those nearest to an instant.

    A reason without a place is about all of the stretch and is kept first; one whose place lies off it loses the place.
    """
    found: list[Reason] = []
    for one in reasons:
        start_s, stop_s = one.start_s, one.stop_s
        if start_s is None or stop_s is None or stop_s < 0 or start_s > duration_s:
            found.append(Reason(one.text[:MOST_TEXT], None, None, one.rows))
        else:
            start_s, stop_s = round(max(start_s, 0.0), 4), round(min(stop_s, duration_s), 4)
            found.append(Reason(one.text[:MOST_TEXT], start_s, stop_s, one.rows))
    far_s = [
        0.0 if one.start_s is None or one.stop_s is None else _distance_s(one.start_s, one.stop_s, near_s)
        for one in found
    ]
    return tuple(_nearest(found, far_s, MOST_REASONS))


def _distance_s(start_s: float, stop_s: float, near_s: float) -> float:
    return max(start_s - near_s, near_s - stop_s, 0.0)


def _nearest(found: Sequence[_One], far_s: Sequence[float], most: int) -> list[_One]:
    chosen = sorted(range(len(found)), key=lambda place: (far_s[place], place))[:most]
    return [found[place] for place in sorted(chosen)]
