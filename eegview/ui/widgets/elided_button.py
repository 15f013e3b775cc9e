"""A button whose text gives way: where even a whole line is too narrow for it, it ends in "…"."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QStyleOptionToolButton, QStylePainter, QToolButton

_ROUNDING_PX = 2  # letters' widths are fractions


class ElidedButton(QToolButton):
    """`text()` is always the whole text; what is painted fits the button."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)  # it may be narrower than its text

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance("…") + self._frame_px, super().minimumSizeHint().height())

    @property
    def painted_text(self) -> str:
        room_px = self.width() - self._frame_px + _ROUNDING_PX
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room_px)

    @property
    def _frame_px(self) -> int:
        """What the style puts around the text."""
        return max(self.sizeHint().width() - self.fontMetrics().horizontalAdvance(self.text()), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        option.text = self.painted_text
        QStylePainter(self).drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)
