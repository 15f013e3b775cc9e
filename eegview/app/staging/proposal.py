"""What a detector proposes for each epoch: a stage, or sleep and wake only; it counts for nothing until it is taken."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from eegview.app.suggestions.shown_run import DEFAULT_THRESHOLD
from eegview.clinical.epoch_grid import EpochGrid
from eegview.clinical.stages import ASLEEP, SLEEP_TERM, STAGE, STAGES, WAKE, is_asleep
from eegview.model.span import Span
from eegview.model.suggestion.detection import Detection, DetectorRun, RunEnd, Trend

if TYPE_CHECKING:
    from eegview.store.library import Library

ASLEEP_TREND = "Asleep rather than awake"  # 0–1 per epoch, of detectors that tell sleep from wake
_LOOKED_AT = 2000  # detections of a run that are searched for sleep stages


@dataclass(frozen=True, slots=True)
class SleepRun:
    """A detector's run that says something of sleep, with what it said."""

    run: DetectorRun
    detections: tuple[Detection, ...]
    trend: Trend | None

    def proposal(self, grid: EpochGrid) -> Proposal:
        """Return what the run proposes for each epoch of a grid.

        A stage counts where it covers at least half of the epoch. Where a detector only says that somebody slept, the
        epoch is proposed as asleep without a stage; as wake where its trend says so. Elsewhere nothing is proposed.
        """
        stages = [""] * grid.n_epochs
        for number, share in _wake_shares(self.trend, grid):
            stages[number] = WAKE if share < DEFAULT_THRESHOLD else ""
        for detection in self.detections:
            stage = dict(detection.attributes).get(STAGE, "") or ASLEEP
            if stage not in STAGES or detection.score < DEFAULT_THRESHOLD or not detection.duration_s:
                continue
            for number in _halves_covered(detection.span, grid):
                stages[number] = stage
        return Proposal(f"{self.run.title} {self.run.version}".strip(), tuple(stages))


@dataclass(frozen=True, slots=True)
class Proposal:
    """A stage for each epoch, "" where nothing is proposed.

    title : of the detector, with its version
    """

    title: str
    stages: tuple[str, ...]

    @property
    def is_sleep_and_wake_only(self) -> bool:
        """Whether no stage of sleep is told from another."""
        return all(stage in ("", WAKE, ASLEEP) for stage in self.stages)


def is_same(stage: str, proposed: str) -> bool:
    """Whether a stage agrees with what was proposed; any stage of sleep agrees with sleep without a stage."""
    return stage == proposed or (ASLEEP in (stage, proposed) and is_asleep(stage) and is_asleep(proposed))


def newest_sleep_run(library: Library, fingerprint: str) -> SleepRun | None:
    """Return the newest finished run that says something of sleep, None for none; call it on the store lane."""
    for run in reversed(library.runs(fingerprint)):
        if run.end is not RunEnd.DONE:
            continue
        first = library.detections(run.run_id, 0, _LOOKED_AT)
        trend = next((t for t in library.trends(run.run_id) if t.name == ASLEEP_TREND), None)
        if trend is None and not any(d.term_id == SLEEP_TERM for d in first):
            continue
        every = first if len(first) < _LOOKED_AT else library.detections(run.run_id)
        return SleepRun(run, tuple(d for d in every if d.term_id == SLEEP_TERM), trend)
    return None


def _halves_covered(span: Span, grid: EpochGrid) -> Iterable[int]:
    if not grid.n_epochs:
        return
    for number in range(grid.number_at(span.start_s), grid.number_at(span.stop_s) + 1):
        epoch = grid.span(number)
        common = epoch.intersection(span)
        if common is not None and common.duration_s >= epoch.duration_s / 2:
            yield number


def _wake_shares(trend: Trend | None, grid: EpochGrid) -> Iterable[tuple[int, float]]:
    """Yield epochs with the mean of the values of a trend that lie in them."""
    if trend is None:
        return
    starts_s = trend.start_s + np.arange(len(trend.values)) * trend.step_s
    for number in range(grid.n_epochs):
        epoch = grid.span(number)
        if epoch.intersection(trend.span) is None:
            continue
        first = int(np.searchsorted(starts_s, epoch.start_s + 1e-6, "right")) - 1
        stop = int(np.searchsorted(starts_s, epoch.stop_s - 1e-6, "left"))
        values = trend.values[max(first, 0) : stop]
        values = values[np.isfinite(values)]
        if len(values):
            yield number, float(np.mean(values))
