"""The question before a study is left whose changes are not all in the library."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from eegview.app.library.left_acts import changes_text
from eegview.app.review.review import Review
from eegview.model.text.language import tr, tr_n


class Leaving(QObject):
    """Asks whether to leave, and says what waits and where it is; the window goes on meanwhile.

    question : the box that is open, None for none
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._agreed: Review | None = None
        self._asked: tuple[Review, Callable[[], object]] | None = None
        self._followed: Review | None = None
        self.question: QMessageBox | None = None

    def may(self, review: Review, then: Callable[[], object]) -> bool:
        """Whether a study can be left now; else the question is put, and `then` called once the answer is yes."""
        is_agreed, self._agreed = self._agreed is review, None
        if is_agreed or not _waits(review):
            self._close()
            return True
        if self._followed is not review:
            self._followed = review
            review.saving_changed.connect(lambda _none: self._follow(review))
        self._close()
        self._asked = review, then
        self._ask(review)
        return False

    def answer(self, leaves: bool) -> None:
        """Answer the question that is open."""
        asked, self._asked = self._asked, None
        self._close()
        if leaves and asked is not None:
            self._agreed, then = asked
            then()

    def _follow(self, review: Review) -> None:
        """Go on once all is saved: nothing is left to ask."""
        if self._asked is not None and self._asked[0] is review and not _waits(review):
            self.answer(leaves=True)

    def _ask(self, review: Review) -> None:
        n_held = review.acts.addenda.n_held
        is_kept = review.is_safe and not n_held
        box = QMessageBox(QMessageBox.Icon.Question, "eegview", _sentence(review), parent=self._window)
        box.setObjectName("leaving")
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setInformativeText(_details(review))
        box.setWindowModality(Qt.WindowModality.WindowModal)
        leave = box.addButton(
            tr("Quit") if is_kept else tr("Quit and lose them"), QMessageBox.ButtonRole.DestructiveRole
        )
        stay = box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
        leave.setObjectName("leaving.leave")
        stay.setObjectName("leaving.stay")
        box.setDefaultButton(leave if is_kept else stay)
        box.setEscapeButton(stay)
        leave.clicked.connect(lambda: self.answer(leaves=True))
        box.rejected.connect(lambda: self.answer(leaves=False))
        self.question = box
        box.open()

    def _close(self) -> None:
        box, self.question = self.question, None
        if box is not None:
            box.hide()
            box.deleteLater()


def _n_unsaved(review: Review) -> int:
    """Return how many acts wait, or will: on their way to a library that is away, or was not reached yet."""
    is_on_hold = review.n_waiting or review.problem is not None or not review.is_open
    return review.n_waiting + review.n_pending if is_on_hold else 0


def _waits(review: Review) -> bool:
    return bool(_n_unsaved(review) or review.acts.addenda.n_held)


def _sentence(review: Review) -> str:
    n_unsaved, n_held = _n_unsaved(review), review.acts.addenda.n_held
    if not n_unsaved:
        return tr_n(
            "{changes} of signed marks still waits for a reason.",
            "{changes} of signed marks still wait for a reason.",
            n_held,
            changes=changes_text(n_held),
        )
    return tr_n(
        "{changes} is not saved yet: the study library is unavailable.",
        "{changes} are not saved yet: the study library is unavailable.",
        n_unsaved,
        changes=changes_text(n_unsaved),
    )


def _details(review: Review) -> str:
    n_unsaved, n_held = _n_unsaved(review), review.acts.addenda.n_held
    they, are, them = ("They", "are", "them") if n_unsaved > 1 else ("It", "is", "it")
    parts: list[str] = []
    if n_unsaved and review.is_safe:
        parts.append(
            tr(
                "{they} {are} kept on this computer’s disk. eegview saves {them} as soon "
                "as the library is available, also after a restart on this computer.",
                they=they,
                are=are,
                them=them,
            )
        )
    elif n_unsaved:
        parts.append(
            tr(
                "{they} could NOT be kept on this computer’s disk either, which is full or "
                "cannot be written. If you quit now, {lower} {are} lost.",
                they=they,
                lower=they.lower(),
                are=are,
            )
        )
    if n_held:
        are_held = "are" if n_held > 1 else "is"
        parts.append(
            tr(
                "{changes_text} of signed marks without a reason {are_held} dropped if you quit.",
                changes_text=changes_text(n_held),
                are_held=are_held,
            )
        )
    return " ".join(parts)
