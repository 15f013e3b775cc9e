"""The training of the program: starts sessions in their window, opens what the answers show."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDialog

from eegview.app.lanes import Lane
from eegview.app.training.place import answers_path, clips_folder
from eegview.app.training.session.clock import Clock
from eegview.app.training.session.plan import SessionPlan
from eegview.model.display.montage import Montage
from eegview.model.display.view import ViewState
from eegview.model.errors import EegViewError
from eegview.model.text.language import tr
from eegview.model.training.answer import LEARN
from eegview.ui.training.page.film import Film
from eegview.ui.training.page.stretch import StretchPage
from eegview.ui.training.progress_controller import ProgressController
from eegview.ui.training.remembered import RememberedTraining
from eegview.ui.training.result_texts import left_text, result_text
from eegview.ui.training.session_controller import SessionController
from eegview.ui.training.session_deeds import SessionDeeds
from eegview.ui.training.session_figures import SessionFigures
from eegview.ui.training.set_preview import SetPreview, preview_of
from eegview.ui.training.shipped_making import ShippedMaking
from eegview.ui.training.sitting import OpenedSitting, Sitting, open_sitting
from eegview.ui.training.start_dialog import StartDialog
from eegview.ui.training.start_making import StartMaking
from eegview.ui.training.teacher_controller import TeacherController
from eegview.ui.training.window import TrainingWindow
from eegview.ui.widgets.help_asker import HelpAsker
from eegview.ui.widgets.modeless_dialog import show_dialog
from eegview.ui.window.context import Context
from eegview.ui.window.montage_library import MontageLibrary
from eegview.ui.window.settings import assumed_px_per_mm

_GEOMETRY = "training/geometry"


class TrainingController(QObject):
    """Has at most one session open, in at most one window.

    clock : of answers and schedules
    """

    def __init__(self, context: Context, library: MontageLibrary, clock: Clock) -> None:
        super().__init__(context.window)
        self._context, self._library, self._clock = context, library, clock
        self._post = context.studies.bridge.post
        self._remembered = RememberedTraining(context.settings)
        self._lane = Lane("training", self._post)  # answers, in order
        self._items = Lane("training items", self._post)
        self._shipped = ShippedMaking(self._post)
        self._window: TrainingWindow | None = None
        self._deeds: SessionDeeds | None = None
        self.session: SessionController | None = None
        self._figures: SessionFigures | None = None
        self._arrived: list[OpenedSitting] = []  # opened on the lane, not yet taken over here
        self._is_closed = False
        progress = self.progress = ProgressController(
            context, self._items, self._post, self._answers_path, self._remembered, clock
        )
        progress.keep_consent = self._keep_consent
        progress.keep_pseudonym = self._keep_pseudonym
        self.teacher = TeacherController(context, self._items, self._post)
        context.actions.connect(
            {"training.start": self.ask, "training.progress": progress.show, "training.teacher": self.teacher.show}
        )

    # the window

    @property
    def window(self) -> TrainingWindow:
        """Return the window of sessions; the first time it is built."""
        if self._window is None:
            context, theme = self._context, self._context.window.page.theme
            stretch = StretchPage(
                theme, context.studies.vocabulary, self._first_view(), self._px_per_mm, "training.page"
            )
            window = self._window = TrainingWindow(theme, stretch, Film(self._post))
            window.on_close = self._left
            geometry = context.settings.blob(_GEOMETRY)
            if not geometry.isEmpty():
                window.restoreGeometry(geometry)
            window.header.report_asked.connect(lambda: context.actions["training.progress"].trigger())
            window.header.help_asked.connect(self._ask_help)
            self._deeds = SessionDeeds(window, context.actions, lambda: self.session)
        return self._window

    def _ask_help(self) -> None:
        """Open the guide at the page on training."""
        asker = self._context.window.findChild(HelpAsker, options=Qt.FindChildOption.FindDirectChildrenOnly)
        if asker is not None:
            asker.asked.emit("training")

    def _px_per_mm(self) -> float:
        screen = (self._window or self._context.window).screen()
        return self._context.settings.px_per_mm(screen) or assumed_px_per_mm(screen)

    def _first_view(self) -> ViewState:
        """Return the look of the first item: the montage and the sensitivity used last, the clinic's filters."""
        settings = self._context.settings
        preset = self._library.preset(settings.text("display/preset", "clinical"))
        return ViewState(
            montage_id=settings.text("display/montage", "longitudinal_bipolar"),
            filters=preset.filters,
            sensitivity_uv_per_mm=settings.number("display/sensitivity", preset.sensitivity_uv_per_mm, 1e-3, 1e6),
            kind_gain=preset.kind_gain,
        )

    def _keep_consent(self, is_given: bool) -> bool:
        """Keep the learner's consent where the session has the file; return whether it does."""
        if self.session is None:
            return False
        self.session.sitting.set_consent(is_given)
        return True

    def _keep_pseudonym(self, text: str) -> bool:
        """Keep the learner's pseudonym where the session has the file; return whether it does."""
        session, progress = self.session, self.progress
        if session is None:
            return False

        def kept() -> None:
            session.show_set()
            progress.read(progress.window.path)

        session.sitting.choose_pseudonym(text, kept)
        return True

    def restyle(self) -> None:
        """Follow the theme and the size of the main window."""
        self.progress.restyle()
        self.teacher.restyle()
        if self._window is not None:
            self._window.set_theme(self._context.window.page.theme)

    # starting

    def ask(self) -> None:
        """Ask which set and which mode; where a session is on, show it."""
        if self.session is not None and not self.session.is_ended and self.window.isVisible():
            self._show_window()
            return

        def build() -> QDialog:
            dialog = StartDialog(self._context.window, self._remembered.mode, self._remembered.n_items)
            dialog.set_chosen.connect(lambda path: self._preview(dialog, path))
            dialog.started.connect(lambda *given: self._start_asked(dialog, *given))
            dialog.show_sets(None, "Reading …", self._remembered.sets)
            StartMaking(dialog, self._shipped, self._remembered)
            return dialog

        show_dialog(self._context.window, "training.start.dialog", build)

    def _answers_path(self) -> Path:
        return answers_path(self._context.studies.reviewer.name)

    def _preview(self, dialog: StartDialog, path: Path) -> None:
        answers, clock = self._answers_path(), self._clock

        def show(preview: SetPreview) -> None:
            if dialog.isVisible():
                dialog.show_preview(preview)

        def fail(error: EegViewError) -> None:
            if dialog.isVisible():
                dialog.show_error(path, f"{error.sentence} {error.advice}".strip())

        self._items.submit(lambda: preview_of(path, answers, clips_folder(), clock), show, fail)

    def _start_asked(
        self, dialog: StartDialog, path: Path, mode: str, n_items: int, begins_anew: bool, is_repeat: bool
    ) -> None:
        self._remembered.choose(mode, n_items)
        dialog.close()
        self.begin(path, mode, n_items, begins_anew, is_repeat)

    def begin(
        self, path: Path, mode: str = LEARN, n_items: int = 0, begins_anew: bool = False, is_repeat: bool = False
    ) -> None:
        """Begin a session, or go on with the one that was left; n_items 0 = as many as last time."""
        self._end_session()
        window = self.window
        window.result.show_result("Opening the case set …", "")
        window.show_result()
        self._show_window()
        seed = int(self._clock.utc().timestamp())
        plan = SessionPlan(mode, n_items or self._remembered.n_items, seed, is_repeat_said=is_repeat)
        answers, clock = self._answers_path(), self._clock

        def work() -> OpenedSitting:
            opened = open_sitting(path, answers, clips_folder(), plan, clock, begins_anew)
            self._arrived.append(opened)
            return opened

        self._lane.submit(work, self._opened, self._refused)

    def _opened(self, opened: OpenedSitting) -> None:
        self._arrived.remove(opened)
        if self._is_closed or not self.window.isVisible():
            self._lane.submit(opened.close, lambda _none: None, lambda _error: None)
            return
        self._remembered.use(opened.case_set.path, opened.case_set.title)
        sitting = Sitting(opened, self._lane, self._clock)
        session = self.session = SessionController(
            self.window, sitting, self._items, self._post, self._montages, self._context.studies.vocabulary
        )
        session.ended.connect(self._show_end)
        self._figures = SessionFigures(self.window, sitting, self._post)
        session.answered.connect(self._figures.follow)
        self._context.actions.hold("training", True)
        if sitting.is_resumed and sitting.state.n_done:
            self.window.answer.hint.setText(tr("Continues after item {n_done}.", n_done=sitting.state.n_done))
        if sitting.state.step == "done":
            self._show_end()

    def _montages(self) -> tuple[Montage, ...]:
        return self._library.montages

    def _refused(self, error: EegViewError) -> None:
        window = self.window
        deeds = (
            ("training.another", "Choose a set…", self._ask_again),
            ("training.close", "Close", self._close_window),
        )
        window.result.show_result(error.sentence, error.advice, deeds)
        window.show_result()

    def _show_window(self) -> None:
        window = self.window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()

    # ends

    def _show_end(self) -> None:
        """Show the result of a session that has ended."""
        session = self.session
        if session is None:
            return
        title, text = result_text(session.sitting)
        deeds = (
            ("training.another", "Next session…", self._ask_again),
            ("training.report", "What my answers show", lambda: self._context.actions["training.progress"].trigger()),
            ("training.close", "Close", self._close_window),
        )
        self.window.result.show_result(title, text, deeds)
        self.window.show_result()

    def _ask_again(self) -> None:
        self._end_session()
        self._context.window.activateWindow()
        self.ask()

    def _close_window(self) -> None:
        self.window.close()

    def _left(self) -> None:
        """Say where a session goes on whose window is closed."""
        self._context.settings.put(_GEOMETRY, self.window.saveGeometry())
        text = left_text(self.session.sitting) if self.session is not None and not self.session.is_ended else ""
        self._end_session()
        if text:
            self._context.say(text)

    def _end_session(self) -> None:
        session, self.session = self.session, None
        figures, self._figures = self._figures, None
        if figures is not None:
            figures.close()
        if session is not None:
            session.close()
            self._context.actions.hold("training", False)

    def shut_down(self) -> None:
        """Close window, files and threads: the program ends."""
        self._is_closed = True
        self._end_session()
        if self._window is not None:
            self._window.on_close = lambda: None
            self._window.close()
            self._window.deleteLater()
        self.progress.close()
        self.teacher.close()
        self._shipped.close()
        self._items.close()
        self._lane.close()
        for opened in self._arrived:
            opened.close()
