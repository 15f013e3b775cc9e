"""Who is reading: shown in the status line, changed through a dialog, remembered."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QToolButton

from eegview.app.library.opening import Reviewer
from eegview.app.review.introduction import Waiting
from eegview.model.annotation import FILE_LAYER, FINAL_LAYER
from eegview.model.errors import LibraryAway
from eegview.model.text.language import tr
from eegview.ui.exchange.reviewer_dialog import FirstReviewerDialog, ReviewerDialog, system_names
from eegview.ui.widgets.modeless_dialog import close_dialogs, show_dialog
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

UNNAMED = "me"  # the layer of a reviewer who has not said who they are
_FIRST = "reviewer.first"


Ask = Callable[["ReviewerController"], None]


class ReviewerController(QObject):
    """Changes the reviewer, of the open study as well; asks who reads at the first act that writes a name.

    Parameters
    ----------
    ask_first : asks who reads, and calls `introduce` or `stay_unnamed`; None = by a dialog
    """

    def __init__(self, context: Context, ask_first: Ask | None = None) -> None:
        super().__init__(context.window)
        self._say, self._ask_first = context.say, ask_first or ReviewerController.show_first
        self._is_unnamed_by_choice = False  # until the program is started again
        self._window, self._studies, self._settings = context.window, context.studies, context.settings
        self.button = QToolButton()
        self.button.setObjectName("status.reviewer")
        self.button.setProperty("role", "filter")
        self.button.setToolTip(tr("Reviewer; click to change"))
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.clicked.connect(self.ask)
        self._window.statusBar().addPermanentWidget(self.button)
        context.actions.connect({"study.reviewer": self.ask})
        self._studies.study_opened.connect(self._study_opened)
        self._studies.study_closing.connect(self._go_on)
        self._show()

    # the first act

    def _study_opened(self, study: OpenStudy) -> None:
        self._show()
        is_named = self._settings.has_reviewer or self._studies.reviewer.name != UNNAMED
        if not is_named and not self._is_unnamed_by_choice:
            study.review.acts.introduction.require()
            study.review.acts.introduction.asked.connect(study.scope.while_open(lambda _nothing: self._ask_first(self)))

    def show_first(self) -> None:
        """Ask for name and role; what was done waits for the answer."""
        show_dialog(self._window, _FIRST, self._first_dialog)

    def _first_dialog(self) -> FirstReviewerDialog:
        dialog = FirstReviewerDialog(self._window, self._studies.reviewer.role, (*self._known_names(), *system_names()))
        dialog.reviewer_chosen.connect(self.introduce)
        dialog.rejected.connect(self.stay_unnamed)
        return dialog

    def introduce(self, reviewer: Reviewer) -> None:
        """Go on as this reviewer, with the acts that waited."""
        study = self._studies.study
        was, waiting = self._studies.reviewer.name, study.review.acts.introduction.end() if study else ()
        self._studies.is_introducing = True
        try:
            self.use(reviewer)
        finally:
            self._studies.is_introducing = False
        self._studies.introduced.emit()
        self._do(study, waiting, was)

    def stay_unnamed(self) -> None:
        """Go on without a name, and say under which marks are kept."""
        self._is_unnamed_by_choice = True
        self._go_on()
        self._say(tr("Marks are kept under “{name}”.", name=self._studies.reviewer.name), tr("Reviewer…"), self.ask)

    def _go_on(self) -> None:
        """Do what waits, under the name there is."""
        study = self._studies.study
        if study is not None:
            self._do(study, study.review.acts.introduction.end(), study.review.author)
        close_dialogs(self._window, (_FIRST,))

    def _do(self, study: OpenStudy | None, waiting: Sequence[Waiting], was: str) -> None:
        if study is not None:
            study.review.acts.go_on(waiting, was)
        if waiting:
            self._window.activateWindow()
            self._window.page.setFocus()

    # any time

    def ask(self) -> None:
        """Open the dialog of name and role."""
        show_dialog(self._window, "reviewer", self._dialog)

    def _dialog(self) -> ReviewerDialog:
        dialog = ReviewerDialog(self._window, self._studies.reviewer, self._known_names())
        dialog.reviewer_chosen.connect(self.use)
        return dialog

    def _known_names(self) -> tuple[str, ...]:
        study = self._studies.study
        names = study.review.layers.names if study is not None else ()
        return tuple(layer for layer in names if layer not in (FILE_LAYER, FINAL_LAYER, UNNAMED))

    def use(self, reviewer: Reviewer) -> None:
        """Go on as this reviewer, in the open study as well, and remember it."""
        studies = self._studies
        if reviewer == studies.reviewer:
            self._settings.set_reviewer(reviewer)
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
        studies.reviewer_changed.emit()

    def _show(self) -> None:
        reviewer = self._studies.reviewer
        self.button.setText(f"{reviewer.name}, {reviewer.role}".replace("&", "&&"))


def _would_be_lost() -> LibraryAway:
    return LibraryAway(
        "Changes are neither in the study library nor on this computer’s disk, so the reviewer stays.",
        "Free some space on this computer’s disk, or wait until the study library is back.",
    )
