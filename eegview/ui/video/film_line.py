"""The line below a film: one line, however narrow the window; its tip says all of it."""

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QSizePolicy, QToolTip

from eegview.ui.widgets.elided_label import ElidedLabel


class FilmLine(ElidedLabel):
    """Says what holds for reading film alone; the picture keeps the height."""

    def __init__(self) -> None:
        super().__init__()
        self._whole = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_text(self, text: str, whole: str) -> None:
        """Show a text, and say `whole` where it is pointed at."""
        self._whole = whole
        self.setText(text)

    def show_whole(self) -> None:
        """Say all of it now."""
        QToolTip.showText(self.mapToGlobal(QPoint(0, 0)), self.toolTip(), self)

    def _report_rest(self) -> None:
        self.setToolTip(self._whole)
