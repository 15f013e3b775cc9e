"""Who is reading: shown in the status line, changed through a dialog, remembered."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QToolButton

from eegview.app.library.opening import Reviewer
from eegview.model.annotation import FILE_LAYER
from eegview.model.errors import LibraryAway
from eegview.ui.exchange.reviewer_dialog import ReviewerDialog
from eegview.ui.widgets.modeless_dialog import show_dialog
from eegview.ui.window.context import Context


class ReviewerController(QObject):
    """Changes the reviewer, of the open study as well."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.window)
        self._window, self._studies, self._settings = context.window, context.studies, context.settings
        self.button = QToolButton()
        self.button.setObjectName("status.reviewer")
        self.button.setProperty("role", "filter")
        self.button.setToolTip("Reviewer; click to change")
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.clicked.connect(self.ask)
        self._window.statusBar().addPermanentWidget(self.button)
        context.actions.connect({"study.reviewer": self.ask})
        self._studies.study_opened.connect(self._show)
        self._show()

    def ask(self) -> None:
        """Open the dialog of name and role."""
        show_dialog(self._window, "reviewer", self._dialog)

    def _dialog(self) -> ReviewerDialog:
        study = self._studies.study
        names = tuple(layer for layer in study.review.layers.names if layer != FILE_LAYER) if study else ()
        dialog = ReviewerDialog(self._window, self._studies.reviewer, names)
        dialog.reviewer_chosen.connect(self.use)
        return dialog

    def use(self, reviewer: Reviewer) -> None:
        """Go on as this reviewer, in the open study as well, and remember it."""
        studies = self._studies
        if reviewer == studies.reviewer:
            return
        study = studies.study
        if study is not None and study.review.n_waiting and not study.review.is_safe:
            studies.fail(_would_be_lost())
            return
        if study is not None:
            studies.study_closing.emit()  # what stands typed is still the first reviewer's
        studies.reviewer = reviewer
        self._settings.set_reviewer(reviewer)
        if study is not None:
            place = studies.marks_place(study.session, reviewer)
            study.review.reopen(reviewer.name, place.open, place.journal())
            study.review.role = reviewer.role
        self._show()

    def _show(self) -> None:
        reviewer = self._studies.reviewer
        self.button.setText(f"{reviewer.name}, {reviewer.role}".replace("&", "&&"))


def _would_be_lost() -> LibraryAway:
    return LibraryAway(
        "Changes are neither in the study library nor on this computer’s disk, so the reviewer stays.",
        "Free some space on this computer’s disk, or wait until the study library is back.",
    )
