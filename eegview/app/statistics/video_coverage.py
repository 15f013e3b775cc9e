"""Where a recording has video, and where video and EEG are matched closely enough to confirm a mark on it."""

import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from eegview.app.sync.syncing import PlacedVideo
from eegview.model.span import Span
from eegview.model.sync import SyncLevel

_STEP_S = 10.0  # how near two limits of one clip are told apart
_EXACT_S = 0.01


@dataclass(frozen=True, slots=True)
class CoveredVideo:
    """One clip on the recording's timeline.

    is_placed : something says where it lies: a clock, a person, pairs; else its place is made up and counts as none
    confirming : where pairs say that video and EEG are at most 250 ms apart, so that a mark may be confirmed on video
    close : the same for 100 ms, above which the window warns
    """

    span: Span
    is_placed: bool = True
    confirming: tuple[Span, ...] = ()
    close: tuple[Span, ...] = ()


def covered_video(span: Span, level_at: Callable[[float], SyncLevel], is_placed: bool = True) -> CoveredVideo:
    """Return a clip with the times at which its match is good enough.

    level_at : of trust at a recording time, by residuals and by the band of the fitted line there, the worse of both
    """
    close = _where(span, lambda time_s: level_at(time_s) is SyncLevel.OK)
    confirming = _where(span, lambda time_s: level_at(time_s) in (SyncLevel.OK, SyncLevel.WARN))
    return CoveredVideo(span, is_placed, confirming, close)


def covered_videos(placed: Iterable[PlacedVideo]) -> tuple[CoveredVideo, ...]:
    """Return the clips of a study as `app.sync.syncing.placed_videos` found them."""
    return tuple(covered_video(one.clip.span, _levels(one), one.clip.sync.is_known) for one in placed)


def _levels(one: PlacedVideo) -> Callable[[float], SyncLevel]:
    if one.fit is not None:
        return one.fit.level_at
    level = SyncLevel.OK if one.clip.sync.is_timeline else SyncLevel.UNKNOWN
    return lambda _time_s: level


def _where(span: Span, holds: Callable[[float], bool]) -> tuple[Span, ...]:
    """Return the parts of a span in which something holds that changes seldom, to the hundredth of a second."""
    n_steps = max(1, round(span.duration_s / _STEP_S))
    times_s = [span.start_s + span.duration_s * step / n_steps for step in range(n_steps + 1)]
    found: list[Span] = []
    begun_s = times_s[0] if holds(times_s[0]) else None
    for before_s, after_s in itertools.pairwise(times_s):
        if holds(after_s) == (begun_s is not None):
            continue
        edge_s = _edge(before_s, after_s, holds)
        if begun_s is None:
            begun_s = edge_s
        else:
            found.append(Span(begun_s, edge_s))
            begun_s = None
    if begun_s is not None:
        found.append(Span(begun_s, span.stop_s))
    return tuple(found)


def _edge(before_s: float, after_s: float, holds: Callable[[float], bool]) -> float:
    held = holds(before_s)
    while after_s - before_s > _EXACT_S:
        middle_s = (before_s + after_s) / 2
        before_s, after_s = (middle_s, after_s) if holds(middle_s) == held else (before_s, middle_s)
    return before_s if held else after_s
