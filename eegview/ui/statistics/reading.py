"""Figures and samples around spasms of one study, made on a lane with a handle of its own."""

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal

from eegview.app.lanes import Post, Task
from eegview.app.review.coverage import ReviewedTime
from eegview.app.statistics.locked_epochs import Alignment, LockedEpochs, LockedReader
from eegview.app.statistics.locked_scale import shown_rows
from eegview.app.statistics.locked_settings import LockedSettings
from eegview.app.statistics.study_statistics import StudyStatistics, study_statistics
from eegview.app.statistics.video_coverage import CoveredVideo
from eegview.app.trends.table import TrendTable
from eegview.clinical.clusters import ClusterRule
from eegview.clinical.same_event import SameEventRule
from eegview.clinical.statistics.spasm_events import run_numbers
from eegview.model.annotation import Annotation
from eegview.model.errors import Cancelled, EegViewError
from eegview.model.text.language import tr
from eegview.model.vocabulary import Vocabulary
from eegview.ui.widgets.task_progress import WorkProgress
from eegview.ui.window.study.open_study import OpenStudy
from eegview.ui.window.study.study_lane import StudyLane


@dataclass(frozen=True, slots=True)
class StatisticsRequest:
    """What the statistics are made from, as it was when they were asked for."""

    marks: tuple[Annotation, ...]
    layer: str
    rule: ClusterRule
    same_event: SameEventRule
    vocabulary: Vocabulary
    reviewed: Mapping[str, ReviewedTime]
    videos: Callable[[], Iterable[CoveredVideo]]
    trends: TrendTable | None
    settings: LockedSettings
    alignment: Alignment
    excluded: frozenset[str] = field(default_factory=frozenset)


class StatisticsReading(QObject):
    """Answers the newest request: figures first, then the samples; what was read is kept while settings hold.

    figures_ready : StudyStatistics
    epochs_ready : LockedEpochs, and the numbers of the rows that are shown unless others are chosen
    ended : nothing is read any more; with the sentence why, "" where all went well
    """

    figures_ready = Signal(object)
    epochs_ready = Signal(object, object)
    ended = Signal(str)

    def __init__(
        self, study: OpenStudy, post: Post, progress: WorkProgress, failed: Callable[[EegViewError], None]
    ) -> None:
        super().__init__(study.scope)
        self._study, self._post, self._progress, self._failed = study, post, progress, failed
        self._asked: StatisticsRequest | None = None
        self._stop = threading.Event()
        self._reader: LockedReader | None = None  # belongs to the lane
        self._settings: tuple[LockedSettings, object] | None = None
        study.scope.ended.connect(self._forget)  # before its lane, which would wait for what runs
        self._lane = StudyLane(study, post, "statistics")

    @property
    def is_reading(self) -> bool:
        return self._asked is not None

    def ask(self, request: StatisticsRequest) -> None:
        """Request this; an earlier request is dropped."""
        self._stop.set()
        stop = self._stop = threading.Event()
        self._asked = request
        self._progress.begin(tr("Reading spasms"), self.cancel)
        self._lane.ask(lambda: self._work(request, stop))

    def cancel(self) -> None:
        """Stop; what was read is kept for next time."""
        if self._asked is not None:
            self._stop.set()

    def _forget(self) -> None:
        self._stop.set()
        self._asked = None
        self._progress.end()

    # on the lane

    def _work(self, request: StatisticsRequest, stop: threading.Event) -> None:
        task = Task(lambda share: self._show_share(request, share), self._post)

        def progress(share: float) -> None:
            if stop.is_set():
                raise Cancelled
            task.progress(share)

        try:
            found = study_statistics(
                self._study.recording,
                request.marks,
                request.layer,
                request.vocabulary,
                request.rule,
                request.reviewed,
                request.videos(),
                request.trends,
                request.same_event,
            )
            self._post(lambda: self._show_figures(request, found))
            epochs = self._reader_for(request).read(
                found.spasms.spasms,
                request.alignment,
                request.excluded,
                progress,
                run_numbers(found.spasms.spasms, request.rule),
            )
        except Cancelled:
            self._post(lambda: self._end(request, tr("Reading was stopped; R continues.")))
        except EegViewError as error:
            failure = error
            self._post(lambda: self._fail(request, failure))
        else:
            rows = shown_rows(epochs)
            epochs.average(rows)  # which loads what intervals are computed with, not on the GUI thread
            self._post(lambda: self._show_epochs(request, epochs, rows))

    def _reader_for(self, request: StatisticsRequest) -> LockedReader:
        settings = request.settings, request.settings.movement
        if (
            self._reader is None
            or self._settings is None
            or self._settings[0] != settings[0]
            or (self._settings[1] is not settings[1])
        ):
            self._reader = LockedReader(self._lane.source(), request.settings)
            self._settings = settings
        return self._reader

    # where results arrive

    def _show_share(self, request: StatisticsRequest, share: float) -> None:
        if request is self._asked:
            self._progress.set_share(share)

    def _show_figures(self, request: StatisticsRequest, found: StudyStatistics) -> None:
        if request is self._asked:
            self.figures_ready.emit(found)

    def _show_epochs(self, request: StatisticsRequest, epochs: LockedEpochs, rows: tuple[int, ...]) -> None:
        if request is self._asked:
            self.epochs_ready.emit(epochs, rows)
            self._end(request, "")

    def _fail(self, request: StatisticsRequest, error: EegViewError) -> None:
        if request is self._asked:
            self._end(request, tr("The recording could not be read."))
            self._failed(error)

    def _end(self, request: StatisticsRequest, why: str) -> None:
        if request is self._asked:
            self._asked = None
            self._progress.end()
            self.ended.emit(why)
