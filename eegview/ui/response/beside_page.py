"""The page of a study beside the open one: the window's own page, with its own lane and its own view."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent

from eegview.app.page import navigation
from eegview.app.page.server import PageServer
from eegview.app.study.hidden_patient import HiddenPatient
from eegview.app.themes import Theme
from eegview.model.annotation import Annotation
from eegview.model.display.montage import Row
from eegview.model.errors import EegViewError
from eegview.model.recording import SignalSource
from eegview.model.span import Span
from eegview.model.text.language import tr
from eegview.ui.page.presenter import PagePresenter
from eegview.ui.page.trace_view import TraceView
from eegview.ui.page.view_data import Overlay
from eegview.ui.response.choice.chooser import accept_files, dropped_paths
from eegview.ui.response.compared_study import ComparedStudy
from eegview.ui.window.context import Context
from eegview.ui.window.time_form import TimeForm


class BesideTraces(TraceView):
    """The page; a file that is dropped on it is the study to show instead."""

    dropped = Signal(list)  # paths

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setObjectName("page.beside")
        self.setAccessibleName(tr("Page of the other study"))
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        accept_files(event)

    def dropEvent(self, event: QDropEvent) -> None:
        paths = dropped_paths(event)
        if paths:
            event.acceptProposedAction()
            self.dropped.emit(paths)


class BesidePage(QObject):
    """Shows one study; it is kept while its study is compared, also while another one is shown."""

    def __init__(
        self,
        context: Context,
        study: ComparedStudy,
        px_per_mm: Callable[[], float],
        places: Callable[[], tuple[Row, ...]],
    ) -> None:
        super().__init__()
        self._study, self._studies = study, context.studies
        self._server: PageServer | None = None
        self._is_closed = False
        self.traces = BesideTraces(context.window.page.theme)
        times = self._times = TimeForm(study.session, self)
        studies = context.studies
        presenter = self.presenter = PagePresenter(
            self.traces, study.session, study.review, studies.vocabulary, px_per_mm, times.axis
        )
        presenter.readings, presenter.shown_text = studies.note_readings, self._shown_text
        presenter.places = places
        studies.privacy.changed.connect(presenter.refresh_overlay)
        gestures, session = self.traces.gestures, study.session
        gestures.cursor_set.connect(lambda time_s: session.change(cursor_s=time_s, selection=None))
        gestures.selecting.connect(self._select)
        gestures.selected.connect(self._select)
        gestures.panned.connect(self._pan)
        gestures.centre_asked.connect(self._centre)
        gestures.mark_clicked.connect(self._select_mark)
        gestures.nothing_clicked.connect(lambda: study.review.selection.select(None))
        self.traces.wheel_turned.connect(self._wheel)
        self.traces.show_text(tr("Reading the page …"))

    def _shown_text(self, text: str) -> str:
        """Return a note's text as it may be shown: while the patient is hidden, without names of either study."""
        privacy, patient = self._studies.privacy, self._study.patient
        if not privacy.is_hidden:
            return text
        words = [patient.patient_id, patient.facts.code, patient.facts.name]
        return HiddenPatient(self._study.paths, dict.fromkeys(filter(None, words))).hide(privacy.text(text))

    def use_clock(self, is_clock: bool) -> None:
        """Write times by the clock, or from the start, as the open study does."""
        self._times.use_clock(is_clock)
        self.presenter.refresh()

    def serve(self) -> None:
        """Read pages from now on, with a handle of its own that is opened on a lane."""
        source = self._study.source

        def opened(handle: SignalSource) -> None:
            if self._is_closed:
                handle.close()
                return
            self._server = PageServer(handle, self._studies.bridge.post, self.presenter.on_page_ready, self._failed)
            self.presenter.serve_from(self._server)

        self._studies.opening_lane.submit(source.reopen, opened, self._failed)

    def _failed(self, error: EegViewError) -> None:
        if not self._is_closed:
            self.traces.show_text(f"{error.sentence}\n{error.advice}".strip())

    def close(self) -> None:
        """Read no more; what still comes from a lane is not shown."""
        if self._is_closed:
            return
        self._is_closed = True
        self._studies.privacy.changed.disconnect(self.presenter.refresh_overlay)
        self.traces.show_page(None, Overlay(), now=False)  # nothing is painted over from now on
        self.traces.hide()
        if self._server is not None:
            self._server.close()
        self.presenter.deleteLater()
        self.traces.deleteLater()

    # gestures

    def _move(self, change) -> None:
        session = self._study.session
        session.set_view(change(session.view, session.recording.span))

    def _select(self, span: Span, rows: tuple[str, ...]) -> None:
        self._study.session.change(selection=span, cursor_s=span.start_s, selected_rows=rows)

    def _select_mark(self, mark: Annotation) -> None:
        self._study.review.selection.select(mark)

    def _pan(self, seconds: float) -> None:
        self._move(lambda view, whole: navigation.by(view, seconds, whole))

    def _centre(self, time_s: float) -> None:
        self._move(lambda view, whole: navigation.centred(view, time_s, whole))

    def _wheel(self, notches: float, modifiers: Qt.KeyboardModifier, time_s: float) -> None:
        steps = 1 if notches > 0 else -1
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            self._move(lambda view, whole: navigation.with_page_step(view, -steps, whole, time_s))
        elif modifiers & Qt.KeyboardModifier.AltModifier:
            self._move(lambda view, _whole: navigation.with_sensitivity_step(view, -steps))
        else:
            self._move(lambda view, whole: navigation.by(view, -notches * max(1.0, view.page_s / 15), whole))
