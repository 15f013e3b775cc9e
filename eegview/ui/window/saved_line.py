"""The line in the status bar that says whether every mark is on disk, and since when."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QLabel

from eegview.app.review.review import Review
from eegview.model.edit import Action, Edit
from eegview.ui.window.study_scope import StudyScope

_REFRESH_MS = 1000


class SavedLine(QObject):
    """Keeps the line true for one open study; `clock` gives seconds that never go back."""

    def __init__(self, label: QLabel, review: Review, scope: StudyScope, clock: Callable[[], float]) -> None:
        super().__init__(scope)
        self._label, self._review, self._clock = label, review, clock
        self._saved_at_s: float | None = None
        self._timer = QTimer(self, interval=_REFRESH_MS)
        self._timer.timeout.connect(self.refresh)
        self._timer.start()
        review.marks_changed.connect(scope.while_open(self._marks_changed))
        scope.ended.connect(self._end)
        self.refresh()

    def _end(self) -> None:
        self._timer.stop()
        self._label.setText("")

    def _marks_changed(self, edit: Edit | None) -> None:
        if edit is not None and edit.action is not Action.DISPLAY:
            self._saved_at_s = self._clock()
        self.refresh()

    def refresh(self) -> None:
        """Show what is true now."""
        if self._label.text() != (text := self._text()):
            self._label.setText(text)

    def _text(self) -> str:
        review = self._review
        if review.n_pending:
            return "saving …"
        if review.n_waiting:
            acts = "act" if review.n_waiting == 1 else "acts"
            return f"{review.n_waiting} {acts} not saved yet: the study library is away"
        if review.problem is not None:
            return "the study library is away"
        if self._saved_at_s is None:
            return "every mark is saved as it is made"
        ago_s = int(self._clock() - self._saved_at_s)
        return f"✓ saved {ago_s} s ago" if ago_s < 60 else f"✓ saved {ago_s // 60} min ago"
