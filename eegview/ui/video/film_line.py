"""The line below a film: one line, however narrow the window; its tip says all of it."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QSizePolicy, QToolTip

from eegview.ui.widgets.elided_label import ElidedLabel


class FilmLine(ElidedLabel):
    """Says what holds for reading film alone; the picture keeps the height."""

    def __init__(self) -> None:
        super().__init__()
        self._whole, self._forms = "", ("",)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_text(self, text: str, whole: str, shorter: tuple[str, ...] = ()) -> None:
        """Show a text, and say `whole` where it is pointed at.

        shorter : what to say instead where the text does not fit, longest first
        """
        self._whole, self._forms = whole, (text, *shorter)
        self.setText(text)

    @property
    def painted_text(self) -> str:
        """The first of the forms that fits, else as much of the shortest as does."""
        metrics, room_px = self.fontMetrics(), self.contentsRect().width()
        form = next((form for form in self._forms if metrics.horizontalAdvance(form) <= room_px), self._forms[-1])
        return metrics.elidedText(form, Qt.TextElideMode.ElideRight, room_px)

    def show_whole(self) -> None:
        """Say all of it now."""
        QToolTip.showText(self.mapToGlobal(QPoint(0, 0)), self.toolTip(), self)

    def _report_rest(self) -> None:
        self.setToolTip(self._whole)
