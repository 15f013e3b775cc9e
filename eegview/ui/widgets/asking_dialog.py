"""A dialog that never drops unasked what was typed in it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QAbstractButton, QDialog, QMessageBox, QWidget

from eegview.model.text.language import tr


class AskingDialog(QDialog):
    """Asks Save, Discard or Continue where it is closed with something typed and not saved.

    A form says what is typed by `draft`, and what `Save` does by `save_typed`, which closes the form by `close_unasked`
    once all is kept. Who closes it without a person takes the draft before, and shows it when the form is opened again.

    question : the box that is open, None for none
    ends_with_study : the program closes it with the open study
    dropped : a draft, where the form was closed by the program
    """

    dropped = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.question: QMessageBox | None = None
        self.ends_with_study = False
        self._is_agreed = False
        self._then: Callable[[], object] | None = None
        self._begun: object = None

    # what a form says

    @property
    def draft(self) -> object:
        """Return what stands in the fields, as a value that can be compared and shown again."""
        return None

    def show_draft(self, draft: object) -> None:
        """Show again what was typed."""

    def save_typed(self) -> None:
        """Ask to keep all that is typed."""

    def begin(self) -> None:
        """Take what stands in the fields now for what is kept."""
        self._begun = self.draft

    @property
    def is_changed(self) -> bool:
        """Whether something is typed that is not kept."""
        return self.draft != self._begun

    # closing

    def reject(self) -> None:
        if self._may_close():
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.isVisible() and not self._may_close():
            event.ignore()
        else:
            super().closeEvent(event)

    def close_unasked(self) -> None:
        """Close: all that was typed is kept, or a person said that it may go."""
        self._is_agreed = True
        self._end_question()
        self.close()
        then, self._then = self._then, None
        if then is not None:
            then()

    def close_by_program(self) -> None:
        """Close without a question, and hand on what was typed."""
        if self.is_changed:
            self.dropped.emit(self.draft)
        self._then = None
        self.close_unasked()

    def leave(self, then: Callable[[], object]) -> bool:
        """Whether nothing is typed that is not kept; else it is asked, and `then` called once the dialog is closed."""
        if not self.is_changed:
            return True
        self.raise_()
        self.activateWindow()
        self._ask(then)
        return False

    def stay(self) -> None:
        """Stay open: what was typed could not be kept."""
        self._then = None

    def _may_close(self) -> bool:
        if self._is_agreed or not self.is_changed:
            return True
        self._ask(None)
        return False

    def _ask(self, then: Callable[[], object] | None) -> None:
        self._end_question()
        self._then = then
        box = QMessageBox(self)
        box.setObjectName("unsaved")
        box.setWindowTitle(self.windowTitle())
        box.setIcon(QMessageBox.Icon.Question)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(tr("What was typed here is not saved yet."))
        save = box.addButton(tr("Save"), QMessageBox.ButtonRole.AcceptRole)
        discard = box.addButton(tr("Discard"), QMessageBox.ButtonRole.DestructiveRole)
        stay = box.addButton(tr("Continue"), QMessageBox.ButtonRole.RejectRole)
        for button, name in ((save, "save"), (discard, "discard"), (stay, "stay")):
            button.setObjectName(f"unsaved.{name}")
        box.setDefaultButton(save)
        box.setEscapeButton(stay)
        box.setWindowModality(Qt.WindowModality.WindowModal)

        def chosen(button: QAbstractButton) -> None:
            if button is save:
                self.save_typed()
            elif button is discard:
                self.close_unasked()
            else:
                self.stay()

        box.buttonClicked.connect(chosen)
        box.finished.connect(lambda _result: self._end_question())
        self.question = box
        box.open()

    def _end_question(self) -> None:
        box, self.question = self.question, None
        if box is not None:
            box.hide()
            box.deleteLater()


def may_leave_dialogs(window: QObject, then: Callable[[], object], of_study: bool = False) -> bool:
    """Whether no dialog of a window holds what is not kept; else the first is asked, and `then` called after it.

    of_study : ask only those that end with the open study
    """
    dialogs = window.findChildren(AskingDialog, options=Qt.FindChildOption.FindDirectChildrenOnly)
    asked = (one for one in dialogs if one.isVisible() and (one.ends_with_study or not of_study))
    return all(dialog.leave(then) for dialog in asked)


def close_kept(window: QObject, names: tuple[str, ...]) -> None:
    """Close the dialogs of these names that are open; one that asks hands on what was typed instead of asking."""
    from eegview.ui.widgets.modeless_dialog import close_dialogs, open_dialog

    for name in names:
        dialog = open_dialog(window, name)
        if isinstance(dialog, AskingDialog):
            dialog.close_by_program()
    close_dialogs(window, names)
