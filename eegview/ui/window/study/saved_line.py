"""The line in the status bar that says whether every mark is on disk, and since when."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QLabel

from eegview.app.library.left_acts import changes_text
from eegview.app.review.review import Review
from eegview.model.text.language import tr
from eegview.ui.window.study.study_scope import StudyScope

_REFRESH_MS = 1000
_ROLE, _WARNING = "accent", "warning"


class SavedLine(QObject):
    """Keeps the line true for one open study; `clock` gives seconds that never go back."""

    def __init__(self, label: QLabel, review: Review, scope: StudyScope, clock: Callable[[], float]) -> None:
        super().__init__(scope)
        self._label, self._review, self._clock = label, review, clock
        self._saved_at_s: float | None = None
        self._n_waited = 0  # of what was saved last
        self._timer = QTimer(self, interval=_REFRESH_MS)
        self._timer.timeout.connect(self.refresh)
        self._timer.start()
        review.saving_changed.connect(scope.while_open(lambda _none: self.refresh()))
        review.saved.connect(scope.while_open(self._saved))
        scope.ended.connect(self._end)
        self.refresh()

    def _end(self) -> None:
        self._timer.stop()
        self._show("", _ROLE)

    def _saved(self, n_waited: int) -> None:
        self._saved_at_s, self._n_waited = self._clock(), n_waited
        self.refresh()

    def refresh(self) -> None:
        """Show what is true now."""
        self._label.setToolTip(self._details())
        self._show(self._text(), _WARNING if self._review.n_waiting or self._review.problem else _ROLE)

    def _show(self, text: str, role: str) -> None:
        label = self._label
        if label.property("role") != role:
            label.setProperty("role", role)
            label.style().unpolish(label)
            label.style().polish(label)
        if label.text() != text:
            label.setText(text)

    def _text(self) -> str:
        review = self._review
        if review.n_waiting and not review.is_safe:
            return tr("⚠ {changes_text} NOT saved: do not quit eegview", changes_text=changes_text(review.n_waiting))
        if review.n_waiting:
            waits = "wait" if review.n_waiting > 1 else "waits"
            why = tr("library unavailable") if review.problem is not None else tr("being saved …")
            return tr(
                "{changes_text} {waits} on this computer: {why}",
                changes_text=changes_text(review.n_waiting),
                waits=waits,
                why=why,
            )
        if review.n_pending:
            return tr("saving …")
        if review.problem is not None:
            return tr("the study library is unavailable")
        if self._saved_at_s is None:
            return tr("every mark is saved as it is made")
        what = (
            tr("{changes_text} that waited saved", changes_text=changes_text(self._n_waited))
            if self._n_waited
            else "saved"
        )
        return f"✓ {what} {self._ago(self._saved_at_s)}"

    def _details(self) -> str:
        """Return all that is to be said, for the tip."""
        review = self._review
        if not review.n_waiting:
            return f"{review.problem.sentence} {review.problem.advice}" if review.problem is not None else ""
        why = f"{review.problem.sentence} " if review.problem is not None else ""
        if review.is_safe:
            return tr(
                "{why}Your changes are on this computer’s disk and are saved as soon as the library is available.",
                why=why,
            )
        return tr("{why}This computer’s disk is full too: your latest changes are in memory only.", why=why)

    def _ago(self, time_s: float) -> str:
        ago_s = int(self._clock() - time_s)
        return tr("{ago_s} s ago", ago_s=ago_s) if ago_s < 60 else tr("{ago_s} min ago", ago_s=ago_s // 60)
