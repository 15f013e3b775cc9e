"""The course of sleep and wake through a recording, from the sleep stages of one layer.

Where marks overlap, an epoch that lies on a grid from recording start holds over one that was drawn by hand, since it
was set on purpose; of two of the same kind the one that begins later holds. What is not staged stays unknown.
"""

from __future__ import annotations

import heapq
import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from eegview.clinical.epoch_grid import is_grid_like
from eegview.clinical.stages import SLEEP_TERM, STAGES, WAKE, is_asleep, short_name, stage_of
from eegview.model.annotation import Annotation
from eegview.model.span import Span

TOUCHING_S = 1.0  # epochs drawn by hand follow each other without touching to the sample
_Stretch = tuple[float, float, str]  # start and stop (s), stage
NEARLY_ALL = 0.95  # of a span in one stage: no share is named
LEAST_AWAKENING_S = 20.0  # one epoch, the shorter of the two lengths that are in use


@dataclass(frozen=True, slots=True)
class StageSpan:
    """A span with one stage.

    stage : one of `STAGES`, `NOT_SCORABLE`, or "" for a mark that says none
    """

    span: Span
    stage: str


@dataclass(frozen=True, slots=True)
class Hypnogram:
    """Stages in order of time, none overlapping another, each as long as it holds.

    bouts : neighbours differ in stage, or do not touch
    """

    bouts: tuple[StageSpan, ...] = ()

    def stage_at(self, time_s: float) -> str:
        """Return the stage at a time, "" where none is known."""
        k = self._bout_before(time_s)
        return self.bouts[k].stage if k >= 0 and self.bouts[k].span.contains(time_s) else ""

    def seconds(self, stage: str) -> float:
        """Return how long a stage holds in all (s)."""
        return sum(bout.span.duration_s for bout in self.bouts if bout.stage == stage)

    def shares(self, span: Span) -> tuple[tuple[str, float], ...]:
        """Return each stage with its share of a span (0–1), the longest first; what is not staged is ""."""
        held: dict[str, float] = {}
        for bout in self.bouts:
            common = bout.span.intersection(span)
            if common is not None and bout.stage in STAGES:
                held[bout.stage] = held.get(bout.stage, 0.0) + common.duration_s
        if (open_s := span.duration_s - sum(held.values())) > 1e-6:
            held[""] = open_s
        return tuple(sorted(((s, held_s / span.duration_s) for s, held_s in held.items()), key=lambda one: -one[1]))

    def state_text(self, span: Span) -> str:
        """Return the state of a span: `N2`, `N2 60 %, W 40 %`, `N2 70 %, not staged 30 %`; "" where nothing is staged.

        A stage that holds for `NEARLY_ALL` stands alone; of more than two the two longest are named.
        """
        shares = self.shares(span)
        if not any(stage for stage, _share in shares):
            return ""
        if shares[0][1] >= NEARLY_ALL:
            return short_name(shares[0][0])
        return ", ".join(f"{short_name(stage)} {100 * share:.0f} %" for stage, share in shares[:2])

    @property
    def awakenings_s(self) -> tuple[float, ...]:
        """Return the times (s, ascending) of awakenings.

        An awakening is wake of at least one epoch (`LEAST_AWAKENING_S`) that follows sleep directly: with no more than
        `TOUCHING_S` of unstaged time in between. An arousal without an epoch of wake is none.
        """
        found: list[float] = []
        for before, after in pairwise(self.bouts):
            is_direct = after.span.start_s - before.span.stop_s <= TOUCHING_S
            is_long = after.span.duration_s >= LEAST_AWAKENING_S
            if is_direct and is_long and after.stage == WAKE and is_asleep(before.stage):
                found.append(after.span.start_s)
        return tuple(found)

    def is_asleep_between(self, start_s: float, stop_s: float) -> bool:
        """Whether any sleep begins after `start_s` and not later than `stop_s`."""
        for bout in self.bouts[self._bout_before(start_s) + 1 :]:
            if bout.span.start_s > stop_s:
                return False
            if is_asleep(bout.stage):
                return True
        return False

    def minutes_awake(self, time_s: float) -> float | None:
        """Return the minutes since the last awakening, None where there was none or sleep came back since."""
        woke_s = next((t for t in reversed(self.awakenings_s) if t <= time_s), None)
        if woke_s is None or self.is_asleep_between(woke_s, time_s):
            return None
        return (time_s - woke_s) / 60

    def _bout_before(self, time_s: float) -> int:
        """Return the place of the last bout that begins at a time or before it, -1 for none."""
        return bisect_right(self.bouts, time_s, key=lambda bout: bout.span.start_s) - 1


def stage_spans(marks: Iterable[Annotation]) -> tuple[StageSpan, ...]:
    """Return what holds when, mark by mark, in order of time; overlaps are settled by the rule of this module.

    marks : of one layer; those of other terms are left out
    """
    return tuple(StageSpan(Span(start_s, stop_s), stage) for start_s, stop_s, stage in _stretches(marks))


def hypnogram_of(marks: Iterable[Annotation]) -> Hypnogram:
    """Return the hypnogram of the sleep stages among the marks of one layer; 2,880 epochs take some milliseconds."""
    bouts: list[_Stretch] = []
    last_stop_s, last_stage = -math.inf, ""
    for stretch in _stretches(marks):
        start_s, stop_s, stage = stretch
        if stage == last_stage and start_s <= last_stop_s:
            bouts[-1] = bouts[-1][0], stop_s, stage
        else:
            bouts.append(stretch)
        last_stop_s, last_stage = stop_s, stage
    return Hypnogram(tuple(StageSpan(Span(start_s, stop_s), stage) for start_s, stop_s, stage in bouts))


def _stretches(marks: Iterable[Annotation]) -> Iterable[_Stretch]:
    stages = sorted((m for m in marks if m.term_id == SLEEP_TERM and m.duration_s > 0), key=_begin)
    found: list[_Stretch] = []
    reached_s = -math.inf
    for mark in stages:
        start_s = mark.onset_s
        if start_s < reached_s:
            return ((part.span.start_s, part.span.stop_s, part.stage) for part in _settled(stages))
        reached_s = start_s + mark.duration_s
        found.append((start_s, reached_s, stage_of(mark)))
    return found


def _begin(mark: Annotation) -> tuple[float, str]:
    return mark.onset_s, mark.annotation_id


def _settled(stages: Sequence[Annotation]) -> list[StageSpan]:
    """Return the spans in which each mark holds; a mark that is covered in its middle leaves two."""
    edges_s = sorted({time_s for mark in stages for time_s in (mark.onset_s, mark.stop_s)})
    found: list[tuple[int, StageSpan]] = []
    covering: list[tuple[tuple[bool, float, int], int]] = []  # a heap, whoever holds first
    coming = 0
    for start_s, stop_s in pairwise(edges_s):
        while coming < len(stages) and stages[coming].onset_s <= start_s:
            mark = stages[coming]
            heapq.heappush(covering, ((not is_grid_like(mark), -mark.onset_s, -coming), coming))
            coming += 1
        while covering and stages[covering[0][1]].stop_s <= start_s:
            heapq.heappop(covering)
        if not covering:
            continue
        holder = covering[0][1]
        if found and found[-1][0] == holder and found[-1][1].span.stop_s == start_s:
            found[-1] = holder, StageSpan(Span(found[-1][1].span.start_s, stop_s), found[-1][1].stage)
        else:
            found.append((holder, StageSpan(Span(start_s, stop_s), stage_of(stages[holder]))))
    return [part for _holder, part in found]


@dataclass(frozen=True, slots=True)
class SleepSummary:
    """How long each stage held, and what that is a share of.

    seconds : of each of `STAGES`, recorded or not
    unscorable_s : seconds that were inspected and left open
    recording_s : from the first sample to the last, gaps included
    n_awakenings : by the rule of `Hypnogram.awakenings_s`
    """

    seconds: tuple[float, ...]
    unscorable_s: float
    recording_s: float
    n_awakenings: int

    @property
    def staged_s(self) -> float:
        """Return the seconds that have a stage."""
        return sum(self.seconds)

    @property
    def sleep_s(self) -> float:
        """Return the total sleep time (s): all seconds staged as sleep."""
        return sum(self.seconds[1:])

    def of_staged(self, stage: str) -> float | None:
        """Return the share (0–1) of a stage in the staged time, None where nothing is staged."""
        return self._of(stage, self.staged_s)

    def of_sleep(self, stage: str) -> float | None:
        """Return the share (0–1) of a stage in the total sleep time, None for wake and where no sleep is staged."""
        return None if stage == WAKE else self._of(stage, self.sleep_s)

    def of_recording(self, stage: str) -> float | None:
        """Return the share (0–1) of a stage in the recording from its first sample to its last."""
        return self._of(stage, self.recording_s)

    def _of(self, stage: str, whole_s: float) -> float | None:
        return self.seconds[STAGES.index(stage)] / whole_s if whole_s > 0 else None


def summary_of(hypnogram: Hypnogram, recording_s: float) -> SleepSummary:
    """Return the minutes of each stage of a hypnogram and its awakenings.

    recording_s : from the first sample to the last
    """
    seconds = dict.fromkeys(STAGES, 0.0)
    open_s = 0.0
    for bout in hypnogram.bouts:
        if bout.stage in seconds:
            seconds[bout.stage] += bout.span.duration_s
        else:
            open_s += bout.span.duration_s
    return SleepSummary(tuple(seconds.values()), open_s, recording_s, len(hypnogram.awakenings_s))
