"""Queue the detectors' runs requested in the window: one at a time, with progress reported."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from eegview.app.detectors.detecting import Detected, DetectionOrder, RunStore, run_detector
from eegview.app.lanes import Lane, Post
from eegview.app.notifier import Notifier
from eegview.detect.discovery import FoundPlugin
from eegview.detect.process.messages import Batch
from eegview.model.errors import Cancelled, EegViewError
from eegview.model.recording import Recording
from eegview.model.suggestion.detection import Detection, DetectorRun


@dataclass(frozen=True, slots=True)
class RunUnderWay:
    """The state of the run in progress.

    run : None until it has begun
    began_s : by the clock
    file_name : of the recording it looks through, which need not be the open one any more
    """

    number: int
    title: str
    file_name: str
    fingerprint: str
    began_s: float
    run: DetectorRun | None = None
    share: float = 0.0
    n_found: int = 0
    is_stopping: bool = False


@dataclass(frozen=True, slots=True)
class RunReport:
    """What a run has found since last time."""

    run: DetectorRun
    detections: tuple[Detection, ...]


@dataclass(slots=True)
class _Asked:
    number: int
    plugin: FoundPlugin
    recording: Recording
    order: DetectionOrder
    stop: threading.Event


class DetectorRuns:
    """Lives where `post` runs things; the work is done on a lane of its own.

    open_run_store : opens the library, on the lane; returns it and what closes it
    sealed : fingerprints of recordings that the reviewer reads blind: what is found in them is not told
    """

    def __init__(
        self,
        post: Post,
        open_run_store: Callable[[], tuple[RunStore, Callable[[], None]]],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._post, self._open_run_store, self._clock = post, open_run_store, clock
        self._lane: Lane | None = None
        self._asked: list[_Asked] = []  # the first one goes on
        self._n_asked = 0
        self.sealed: set[str] = set()
        self.under_way: RunUnderWay | None = None
        self.changed: Notifier[RunUnderWay | None] = Notifier()
        self.reported: Notifier[RunReport] = Notifier()
        self.ended: Notifier[Detected] = Notifier()
        self.failed: Notifier[EegViewError] = Notifier()

    @property
    def n_waiting(self) -> int:
        return max(len(self._asked) - 1, 0)

    @property
    def gone_s(self) -> float:
        """Return how long the run in progress has taken (s)."""
        return self._clock() - self.under_way.began_s if self.under_way is not None else 0.0

    def start(self, plugin: FoundPlugin, recording: Recording, order: DetectionOrder) -> None:
        """Queue a detector; it runs once those requested before have ended."""
        self._n_asked += 1
        asked = _Asked(self._n_asked, plugin, recording, order, threading.Event())
        self._asked.append(asked)
        self._lane = self._lane or Lane("detector", self._post)
        self._lane.submit(lambda: self._work(asked), lambda found: self._done(asked, found), self._fail_of(asked))
        if len(self._asked) == 1:
            self._begin()

    def cancel(self) -> None:
        """Stop the run in progress; what it has found is kept as partial."""
        if self._asked and self.under_way is not None:
            self._asked[0].stop.set()
            self._set_under_way(replace(self.under_way, is_stopping=True))

    def close(self) -> None:
        """Stop all runs, and wait until the detectors' processes have ended."""
        for asked in self._asked:
            asked.stop.set()
        lane, self._lane = self._lane, None
        if lane is not None:
            lane.close()

    def _begin(self) -> None:
        if not self._asked:
            self._set_under_way(None)
            return
        asked = self._asked[0]
        title, name = asked.plugin.title, Path(asked.order.paths[0]).name
        self._set_under_way(RunUnderWay(asked.number, title, name, asked.recording.fingerprint, self._clock()))

    def _set_under_way(self, under_way: RunUnderWay | None) -> None:
        self.under_way = under_way
        self.changed.emit(under_way)

    # on the lane

    def _work(self, asked: _Asked) -> Detected:
        if asked.stop.is_set():
            raise Cancelled
        run_store, close = self._open_run_store()

        def on_report(run: DetectorRun, batch: Batch) -> None:
            report = RunReport(run, tuple(batch.detections))
            share = batch.share
            self._post(lambda: self._on_report(asked, report, share))

        try:
            return run_detector(asked.plugin, asked.recording, asked.order, run_store, on_report, asked.stop.is_set)
        finally:
            close()

    # back where `post` runs things

    def _on_report(self, asked: _Asked, report: RunReport, share: float) -> None:
        under_way = self.under_way
        if under_way is None or under_way.number != asked.number:
            return
        if under_way.fingerprint in self.sealed:
            report = replace(report, run=replace(report.run, notes=()), detections=())
        n_found = under_way.n_found + len(report.detections)
        self._set_under_way(replace(under_way, run=report.run, share=share, n_found=n_found))
        self.reported.emit(report)

    def _done(self, asked: _Asked, found: Detected) -> None:
        self._asked.remove(asked)
        if found.run.fingerprint in self.sealed:
            found = replace(found, run=replace(found.run, notes=()), detections=(), trends=())
        self.ended.emit(found)
        self._begin()

    def _fail_of(self, asked: _Asked) -> Callable[[EegViewError], None]:
        def failed(error: EegViewError) -> None:
            self._asked.remove(asked)
            if not isinstance(error, Cancelled):
                self.failed.emit(error)
            self._begin()

        return failed
