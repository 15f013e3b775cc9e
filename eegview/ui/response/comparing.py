"""The comparison of the studies, computed on a lane: at once without trends, then with them."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from eegview.app.lanes import Lane, Task
from eegview.app.response.comparison import DEFAULT_STATE, Comparison
from eegview.app.response.computing import ComparedStudy as StudyToCompare
from eegview.app.response.computing import compare_studies
from eegview.app.review.coverage_file import read_reviewed
from eegview.app.trends.cache import TrendCache
from eegview.app.trends.study_trends import COMPUTING
from eegview.clinical.clusters import ClusterRule
from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.errors import Cancelled, EegViewError
from eegview.model.text.language import tr
from eegview.model.treatment.as_of import AsOf
from eegview.ui.response.compared_studies import ComparedStudies
from eegview.ui.response.compared_study import ComparedStudy
from eegview.ui.widgets.task_progress import WorkProgress
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy


class Comparing(QObject):
    """Computes the comparison anew after each change, and shows how far it is.

    comparison : the newest one; None while fewer than two studies are compared
    has_trends : whether the markers of the trends are in it
    problem : why there is none, or none with trends; a sentence
    changed : any of these
    """

    changed = Signal()

    def __init__(
        self,
        context: Context,
        study: OpenStudy,
        studies: ComparedStudies,
        now: Callable[[], datetime] = datetime.now,
    ) -> None:
        super().__init__(study.scope)
        self._now = now
        self._context, self._study, self._studies = context, study, studies
        self.comparison: Comparison | None = None
        self.has_trends, self.problem = False, ""
        self.state = ""  # of sleep, in which trends are compared; "" = as the comparison chooses
        self.rule: ClusterRule | None = None
        self._lane: Lane | None = None
        self._task: Task | None = None
        self._progress: WorkProgress | None = None
        self._is_stopped = False  # the reader stopped the trends: they are not begun again by themselves
        study.scope.ended.connect(self._end)

    @property
    def is_computing(self) -> bool:
        return self._task is not None

    def ask(self) -> None:
        """Compute it from what is known now; what was being computed is dropped."""
        self._drop()
        studies = self._studies.by_time
        if len(studies) < 2:
            self.comparison, self.has_trends, self.problem = None, False, ""
            self.changed.emit()
            return
        self._run(studies, with_trends=False)

    def ask_for_trends(self) -> None:
        """Compute the markers of the trends, also after they were stopped."""
        self._is_stopped = False
        self.ask()

    def cancel(self) -> None:
        """Stop computing trends for the comparison; what is computed is kept."""
        if self._task is not None:
            self._is_stopped = True
            self._drop()
            self.problem = "Computing the trends of the comparison was stopped."
            self.changed.emit()

    def _run(self, studies: tuple[ComparedStudy, ...], with_trends: bool) -> None:
        task = self._task = Task(self._show_share, self._context.studies.bridge.post)
        if with_trends:
            self._begin_progress()
        to_compare = [(_stored(one), one.source, one.layer, one.fingerprint) for one in studies]
        viewer, rule, state = self._study.review.author, self.rule, self.state
        infant_records, as_of = self._context.studies.infant.records, AsOf.now(self._now())
        filmed = self._context.studies.infant.filmed

        def work() -> Comparison:
            held = [
                StudyToCompare(source, stored, read_reviewed(fingerprint).by_reviewer, layer)
                for stored, source, layer, fingerprint in to_compare
            ]
            return compare_studies(
                held, as_of, viewer, state or DEFAULT_STATE, TrendCache(), task.progress, rule=rule,
                with_trends=with_trends, infant_records=infant_records, filmed=filmed,
            )  # fmt: skip

        def done(found: Comparison) -> None:
            if self._task is not task or not self._study.scope.is_open:
                return
            self._end_work()
            self.comparison, self.has_trends, self.problem = found, with_trends, ""
            self.changed.emit()
            if not with_trends and not self._is_stopped:
                self.go_on()

        def failed(error: EegViewError) -> None:
            if self._task is task and self._study.scope.is_open:
                self._end_work()
                if not isinstance(error, Cancelled):
                    self.problem = f"{error.sentence} {error.advice}".strip()
                self.changed.emit()

        self._lane = self._lane or Lane("comparison", self._context.studies.bridge.post)
        self._lane.submit(work, done, failed)

    def go_on(self) -> None:
        """Add the markers of the trends, once the trends of the pages are computed: they share the work."""
        studies = self._studies.by_time
        is_waiting = any(one.trends.state == COMPUTING for one in studies)
        if not (self.is_computing or self.has_trends or self._is_stopped or is_waiting or len(studies) < 2):
            self._run(studies, with_trends=True)

    def _begin_progress(self) -> None:
        if self._progress is None:
            self._progress = WorkProgress()
            self._progress.setObjectName("response.comparing")
            self._context.window.statusBar().addPermanentWidget(self._progress)
        self._progress.begin(tr("Comparing trends"), self.cancel)

    def _show_share(self, share: float) -> None:
        if self._progress is not None:
            self._progress.set_share(share)

    def _drop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._end_work()

    def _end_work(self) -> None:
        self._task = None
        if self._progress is not None:
            self._progress.end()

    def _end(self) -> None:
        self._drop()
        if self._lane is not None:
            self._lane.close()
        if self._progress is not None:
            self._progress.deleteLater()


def _stored(study: ComparedStudy) -> tuple[Annotation, ...]:
    """Return marks and records of a study, without what the reviewer may not see yet."""
    scoring = study.scoring()
    marks = [mark for mark in study.review.marks if mark.layer != FILE_LAYER]
    records = list(study.review.records)
    if scoring is not None:
        marks = [mark for mark in marks if not scoring.is_mark_hidden(mark)]
        records = [record for record in records if not scoring.is_record_hidden(record)]
    return (*marks, *records)
