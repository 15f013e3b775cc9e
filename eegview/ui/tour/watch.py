"""Notices that the reader has done what a step of the tour asks for."""

from PySide6.QtCore import QObject, Signal

from eegview.app.tour.steps import TourStep
from eegview.model.display.view import ViewState
from eegview.ui.window.actions import Actions
from eegview.ui.window.study.open_study import OpenStudy


class TourWatch(QObject):
    """Follows commands, the page and the marks while one step stands.

    It looks at the commands that ran and at what the window shows, so that keys, menus, mouse and buttons count alike.
    """

    done = Signal()

    def __init__(self, parent: QObject, actions: Actions) -> None:
        super().__init__(parent)
        self._actions = actions
        self._study: OpenStudy | None = None
        self._step: TourStep | None = None
        self._view: ViewState | None = None
        self._known: frozenset[str] = frozenset()
        self._commands: set[str] = set()  # those followed already

    def begin(self, step: TourStep, study: OpenStudy) -> None:
        """Wait for what this step asks for."""
        if study is not self._study:
            self._study = study
            while_open = study.scope.while_open
            study.session.view_changed.connect(while_open(self._view_changed))
            study.review.marks_changed.connect(while_open(lambda _edit: self._marks_changed()))
        self._step, self._view, self._known = step, study.session.view, self._own_marks()
        for command_id in step.done:
            if command_id in self._actions.actions and command_id not in self._commands:
                self._commands.add(command_id)
                self._actions.connect({command_id: lambda i=command_id: self._ran(i)})

    def stop(self) -> None:
        """Wait for nothing any more."""
        self._step = None

    def note(self, what: str) -> None:
        """Count something that was seen, if this step waits for it, see `TourStep.watch`."""
        if self._step is not None and self._step.watch == what:
            self.done.emit()

    def _ran(self, command_id: str) -> None:
        step, study = self._step, self._study
        if step is None or study is None or command_id not in step.done:
            return
        if step.text_without_run and not study.suggestions.runs:
            return  # an empty panel shows no suggestion
        self.done.emit()

    def _view_changed(self, view: ViewState) -> None:
        if self._step is None or self._study is None or self._view is None:
            return
        if view.start_s != self._view.start_s:
            self.note("time")
        if view.montage_id != self._view.montage_id:
            self.note("montage")
        if self._study.player.is_playing:
            self.note("play")

    def _own_marks(self) -> frozenset[str]:
        if self._study is None:
            return frozenset()
        review = self._study.review
        return frozenset(mark.annotation_id for mark in review.marks if mark.layer == review.author)

    def _marks_changed(self) -> None:
        if self._step is not None and self._step.watch == "mark" and self._own_marks() - self._known:
            self.note("mark")
