"""What was typed of infants and not saved, where a form was closed by the program: shown when it is opened again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDialog, QMessageBox

from eegview.model.text.language import tr
from eegview.ui.widgets.asking_dialog import AskingDialog
from eegview.ui.window.context import Context


class KeptDrafts(QObject):
    """Drafts of forms, each for one infant and one reviewer; none outlives the program.

    question : the box that is open, None for none
    """

    def __init__(self, context: Context) -> None:
        super().__init__(context.window)
        self._context = context
        self._drafts: dict[tuple[str, ...], object] = {}
        self.question: QMessageBox | None = None

    def __len__(self) -> int:
        return len(self._drafts)

    def follow(self, form: QDialog, infant_id: str, kind: str) -> None:
        """Show in a new form what was typed in it before, and keep it where the program closes the form."""
        if not isinstance(form, AskingDialog):
            return
        key = infant_id, self._context.studies.reviewer.name, kind
        if key in self._drafts:
            form.show_draft(self._drafts.pop(key))
        form.dropped.connect(lambda draft: self._keep(key, draft))

    def _keep(self, key: tuple[str, ...], draft: object) -> None:
        self._drafts[key] = draft
        self._context.say(tr("What was typed and not saved is kept; it is there when the form is opened again."))

    def forget(self) -> None:
        """Drop all that is kept, as a person said."""
        self._drafts.clear()

    def may_quit(self, then: Callable[[], object]) -> bool:
        """Whether nothing is kept that would be lost; else it is asked, and `then` called once it may be."""
        if not self._drafts:
            return True
        if self.question is None:
            self._ask(then)
        return False

    def _ask(self, then: Callable[[], object]) -> None:
        box = QMessageBox(QMessageBox.Icon.Question, "eegview", "", parent=self._context.window)
        box.setObjectName("kept_drafts")
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(tr("Something was typed of an infant and is not saved: diary, treatment, milestone or birth."))
        box.setInformativeText(tr("Open the form of that infant again to save it. It is lost if you quit now."))
        leave = box.addButton(tr("Quit and lose it"), QMessageBox.ButtonRole.DestructiveRole)
        stay = box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
        leave.setObjectName("kept_drafts.leave")
        stay.setObjectName("kept_drafts.stay")
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        box.setWindowModality(Qt.WindowModality.WindowModal)

        def finished() -> None:
            clicked = box.clickedButton()
            self.question = None
            box.deleteLater()
            if clicked is leave:
                self.forget()
                then()

        box.finished.connect(lambda _result: finished())
        self.question = box
        box.open()
