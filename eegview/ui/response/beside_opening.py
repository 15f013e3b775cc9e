"""Open a study beside the one in the window, read only: on lanes, with progress, and to be cancelled."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from PySide6.QtCore import QObject, QTimer, Signal

from eegview.app.lanes import Task
from eegview.app.library.opening import open_source
from eegview.app.page.session import Session
from eegview.app.review.review import Review
from eegview.app.scoring.scales import scale_parameters
from eegview.app.scoring.scoring import Scoring
from eegview.app.statistics.counted_layer import counted_layer
from eegview.app.study.hidden_patient import HiddenPatient
from eegview.app.study.opening_plan import plan_opening
from eegview.app.trends.study_trends import StudyTrends
from eegview.model.errors import Cancelled, EegViewError, UsageError
from eegview.model.recording import FileEvents, SignalSource
from eegview.model.text.language import tr
from eegview.ui.response.compared_study import ComparedStudy
from eegview.ui.widgets.task_progress import WorkProgress
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

CATCH_UP_EVERY_MS = 2000  # marks that are made elsewhere meanwhile


@dataclass(frozen=True, slots=True)
class _Handles:
    """A recording opened once for each thread that reads it."""

    paths: tuple[str, ...]
    source: SignalSource
    of_notes: SignalSource

    def close(self) -> None:
        self.source.close()
        self.of_notes.close()


def _opened(paths: Sequence[str], task: Task) -> _Handles:
    """Open the recording that these files or this folder are; call it on a lane.

    Raises
    ------
    EegViewError : it cannot be read, is several studies, or is no recording
    """
    plan = plan_opening(paths)
    if plan.needs_choice:
        raise UsageError("The folder holds several studies.", "Choose the files of one of them.")
    if not plan.recordings:
        raise UsageError("This is not a recording.", "Choose the EEG file of the other study.")
    source = open_source(plan.recordings, task.progress)
    try:
        return _Handles(tuple(plan.recordings), source, source.reopen())
    except BaseException:
        source.close()
        raise


class BesideOpening(QObject):
    """Opens further studies of a comparison, one after another, while one study is open in the window.

    opened : a ComparedStudy; its marks are still on their way
    failed : why one could not be opened, a sentence with an advice
    """

    opened = Signal(object)
    failed = Signal(str)
    ended = Signal()  # nothing is being opened any more

    def __init__(self, context: Context, study: OpenStudy) -> None:
        super().__init__(study.scope)
        self._context, self._study, self._studies = context, study, context.studies
        self._task: Task | None = None
        self._progress: WorkProgress | None = None
        self._held: list[ComparedStudy] = []
        self._catch_up = QTimer(self, interval=CATCH_UP_EVERY_MS)
        self._catch_up.timeout.connect(self._follow_libraries)
        study.scope.ended.connect(self._end)

    @property
    def is_opening(self) -> bool:
        return self._task is not None

    def open(self, paths: Sequence[str]) -> None:
        """Open these files as one study; what was being opened before is dropped."""
        self.cancel()
        task = self._task = Task(self._show_share, self._studies.bridge.post)
        if self._progress is None:
            self._progress = WorkProgress()
            self._context.window.statusBar().addPermanentWidget(self._progress)
        self._progress.begin(tr("Opening the other study"), self.cancel)

        def done(handles: _Handles) -> None:
            if self._task is not task or not self._study.scope.is_open:
                handles.close()
                return
            self._stop()
            self._take(handles)

        def failed(error: EegViewError) -> None:
            if self._task is task:
                self._stop()
                if not isinstance(error, Cancelled):
                    self.failed.emit(self._told(f"{error.sentence} {error.advice}".strip(), paths))

        paths = [str(path) for path in paths]
        self._studies.opening_lane.submit(lambda: _opened(paths, task), done, failed)

    def _told(self, text: str, paths: Sequence[str]) -> str:
        """Return a sentence about files as it may be shown: while the patient is hidden, without their names."""
        return HiddenPatient(paths).hide(text) if self._studies.privacy.is_hidden else text

    def cancel(self) -> None:
        """Stop opening; nothing is changed."""
        if self._task is not None:
            self._task.cancel()
            self._stop()

    def _show_share(self, share: float) -> None:
        if self._progress is not None:
            self._progress.set_share(share)

    def _stop(self) -> None:
        self._task = None
        if self._progress is not None:
            self._progress.end()
        self.ended.emit()

    def _end(self) -> None:
        self.cancel()
        self._catch_up.stop()
        if self._progress is not None:
            self._progress.deleteLater()

    def close(self, study: ComparedStudy) -> None:
        """Close a study that is no longer compared."""
        if study in self._held:
            self._held.remove(study)
        study.close()
        if not self._held:
            self._catch_up.stop()

    # a study

    def _take(self, handles: _Handles) -> None:
        recording = handles.source.recording
        if recording.fingerprint == self._study.recording.fingerprint:
            handles.close()
            self.failed.emit("This is the study that is open. Choose another study of the infant.")
            return
        opened, studies = self._study, self._studies
        view = replace(
            opened.session.lasting_view, start_s=0.0, cursor_s=None, selection=None, selected_rows=(),
            bad_channels=frozenset(),
        )  # fmt: skip
        session = Session(recording, opened.session.montages, view)
        session.is_clock = opened.session.is_clock
        place = studies.marks_place(session, studies.reviewer, handles.source)
        review = Review(studies.store, studies.reviewer.name, place.open, self._library_failed)
        trends = StudyTrends(handles.source, studies.bridge.post)
        study = ComparedStudy(
            handles.paths, handles.source, session, review, trends, _scoring(review, session), False,
            lambda: studies.infant.records,
        )  # fmt: skip
        self._held.append(study)
        self._catch_up.start()
        review.records.changed.connect(lambda _records: study.follow_records())
        review.marks_changed.connect(lambda _edit: self._count(study))
        review.open()
        self._read_notes(study, handles.of_notes)
        self.opened.emit(study)

    def _count(self, study: ComparedStudy) -> None:
        if not study.is_closed:
            study.review.layers.count(counted_layer(study.review.marks, study.review.author))
            study.follow_records()

    def _read_notes(self, study: ComparedStudy, scanner: SignalSource) -> None:
        """Read the notes of the recorder in the background."""
        task = Task(lambda _share: None, self._studies.bridge.post)
        self._study.scope.ended.connect(task.cancel)

        def scan() -> FileEvents:
            try:
                events = scanner.scan_events(task.progress)
            finally:
                scanner.close()
            self._studies.note_readings.learn(events.annotations)
            return events

        def scanned(events: FileEvents) -> None:
            if not study.is_closed:
                study.review.show_file_notes(events.annotations)

        self._studies.work.submit(scan, scanned, lambda _error: None)

    def _library_failed(self, error: EegViewError) -> None:
        if self._study.scope.is_open and not isinstance(error, Cancelled):
            self.failed.emit(f"The marks of the other study cannot be read. {error.sentence}")

    def _follow_libraries(self) -> None:
        for study in self._held:
            study.review.catch_up()


def _scoring(review: Review, session: Session) -> Callable[[], Scoring | None]:
    """Return what gives the scores of a study; they are read once."""

    @cache
    def scoring() -> Scoring | None:
        try:
            parameters = scale_parameters()
        except EegViewError:  # it is said where the scale is used
            return None
        return Scoring(review, session.recording, parameters)

    return scoring
