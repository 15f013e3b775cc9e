"""The row of buttons below what writes a file: Close, the one that writes, and one that cancels while it is written."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialogButtonBox, QPushButton

from eegview.model.text.language import tr


class WriteButtons(QDialogButtonBox):
    """Close, write and cancel; cancel is hidden until something is under way.

    name : of the dialog, which begins the names of its buttons
    write_text : what the button says that writes

    write_asked, cancel_asked : the button was clicked; `rejected` closes
    """

    write_asked = Signal()
    cancel_asked = Signal()

    def __init__(self, name: str, write_text: str) -> None:
        super().__init__(QDialogButtonBox.StandardButton.Close)
        self.write = self._button(f"{name}.write", write_text)
        self.cancel = self._button(f"{name}.cancel", tr("Cancel export"))
        self.write.clicked.connect(lambda _checked=False: self.write_asked.emit())
        self.cancel.clicked.connect(lambda _checked=False: self.cancel_asked.emit())
        self.cancel.hide()

    def _button(self, name: str, text: str) -> QPushButton:
        button = self.addButton(text, QDialogButtonBox.ButtonRole.ActionRole)
        button.setObjectName(name)
        return button

    def begin(self, cancel_text: str = "") -> None:
        """Offer to cancel what is under way, in these words or as an export."""
        self.cancel.setText(cancel_text or tr("Cancel export"))
        self.cancel.show()

    def end(self) -> None:
        """Offer it no longer."""
        self.cancel.hide()
