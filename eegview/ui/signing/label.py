"""The word on the signature in the status line."""

from eegview.ui.widgets.elided_label import ElidedLabel


class SignatureLabel(ElidedLabel):
    """A word on the signature; its tip holds all that was signed. Hidden while nothing is signed."""

    def __init__(self) -> None:
        self._details = ""
        super().__init__()
        self.setObjectName("status.signature")
        self.hide()

    def show_state(self, text: str, details: str, role: str) -> None:
        """Show the state of a signature in the colour of a role of the style sheet."""
        self._details = details
        self.setText(text)
        self.setProperty("role", role)
        self.style().unpolish(self)
        self.style().polish(self)
        self.show()

    def _report_rest(self) -> None:
        self.setToolTip(f"{self.text()}\n{self._details}" if self._details else "")
