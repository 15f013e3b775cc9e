"""The figures of a report: drawn once in the background, kept, and drawn anew once what they show has changed."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import ExitStack, closing

from PySide6.QtCore import QObject, Signal

from eegview.app.lanes import Task
from eegview.app.library.opening import kept_slowness, open_source
from eegview.app.report.labels import load_labels
from eegview.app.report.study import ReportStudy
from eegview.app.sync.syncing import PlacedVideo
from eegview.model.errors import Cancelled, EegViewError
from eegview.model.report.document import Figure
from eegview.model.text.language import tr
from eegview.ui.widgets.task_progress import WorkProgress
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy
from eegview.ui.window.study.study_lane import StudyLane

TITLE = tr("Figures of the report")


class ReportFigures(QObject):
    """Draws on a lane of its own; whoever asks again for the same gets what is there.

    changed : there are other figures now, or why there are none
    """

    changed = Signal()

    def __init__(self, context: Context, study: OpenStudy, progress: WorkProgress) -> None:
        super().__init__(study.scope)
        self._post, self._progress = context.studies.bridge.post, progress
        self._library_url = context.studies.library_url
        self.figures: Mapping[str, Figure] = {}
        self.problem = ""  # why figures are missing, a sentence
        self.was_cancelled = False  # by the reader
        self._key: object = None  # of what is drawn, or on its way
        self._task: Task | None = None
        self._scope = study.scope
        study.scope.ended.connect(self.cancel)  # before the lane, which would wait for what is drawn
        self._lane = StudyLane(study, self._post, "report figures")

    @property
    def is_drawing(self) -> bool:
        return self._task is not None

    def ask(
        self,
        study: ReportStudy,
        wanted: Collection[str],
        with_frames: bool,
        key: object,
        videos: Sequence[PlacedVideo],
        previous: tuple[str, ...],
        language: str,
    ) -> None:
        """Request the figures, unless they are drawn or being drawn.

        key : what the figures depend on; another one asks for others
        videos : in their best known place
        previous : files of the study before, none for none
        """
        if key == self._key:
            return
        self.cancel()
        self._key, self.was_cancelled = key, False
        task = self._task = Task(self._scope.while_open(self._progress.set_share), self._post)
        self._progress.begin(TITLE, self._stop)
        done, failed = self._scope.while_open(self._done), self._scope.while_open(self._failed)

        def draw() -> None:
            from eegview.app.report.figures.drawing import FigureSources, report_figures

            try:
                with ExitStack() as opened:
                    before, problem = None, ""
                    try:
                        if previous:
                            asked = kept_slowness(self._library_url)
                            before = opened.enter_context(closing(open_source(previous, slowness=asked)))
                    except EegViewError as error:  # moved away since it was read: all others are drawn
                        problem = f"The figure of the previous study is missing: {error.sentence}"
                    sources = FigureSources(before, videos, (), load_labels(language))
                    source = self._lane.source()
                    drawn = report_figures(source, study, wanted, with_frames, task.progress, sources=sources)
            except Cancelled:
                return
            except EegViewError as error:
                sentence = error.sentence
                self._post(lambda: failed(task, sentence))
            else:
                self._post(lambda: done(task, drawn, problem))

        self._lane.ask(draw)

    def forget(self) -> None:
        """Drop the figures, so that the next request draws them again."""
        self.cancel()
        self._key = None

    def drop(self) -> None:
        """Keep no figure: those that are there are of another reader."""
        self.forget()
        self.figures, self.problem = {}, ""

    def cancel(self) -> None:
        """Stop drawing; the figures that are there stay."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
            self._progress.end()

    def _stop(self) -> None:
        """Stop because the reader wants it; the report stands without: older figures may differ from its numbers."""
        self.cancel()
        self.figures, self.problem = {}, "Drawing was cancelled, so the report has no figures."
        self.was_cancelled = True
        self.changed.emit()

    def _done(self, task: Task, drawn: Mapping[str, Figure], problem: str) -> None:
        if task is self._task:
            self._end()
            self.figures, self.problem = drawn, problem
            self.changed.emit()

    def _failed(self, task: Task, sentence: str) -> None:
        if task is self._task:
            self._end()
            self.figures, self.problem = {}, f"Figures are missing: {sentence}"
            self.changed.emit()

    def _end(self) -> None:
        self._task = None
        self._progress.end()
