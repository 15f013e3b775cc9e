"""The rail: a button for each panel, at the right edge of the window."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from eegview.app.themes import Theme
from eegview.model.text.language import tr
from eegview.ui.sidebar.icons import themed_icon

_ICON_SHARE = 1.6  # of the text's height
_SMALL = 0.82  # of the base font, for labels and badges
_EDGE_PX = 4

_MOST = 999  # counted on a badge


def badge_text(n: int) -> str:
    """Return a count as short as a badge needs it, "" for none."""
    return f"{_MOST}+" if n > _MOST else str(n or "")


class RailButton(QToolButton):
    """One panel's button: icon, short label, and a badge where there is something to count or to see to."""

    def __init__(self, action: QAction, label: str, icon: str, theme: Theme) -> None:
        super().__init__()
        self.setObjectName(f"rail.{action.objectName()}")
        self.setProperty("role", "rail")
        self.setCheckable(True)
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setText(label)
        self._action, self._icon, self._theme = action, icon, theme
        self.badge, self._is_warning = "", False
        self.clicked.connect(self._clicked)
        action.changed.connect(self._follow_action)
        self.set_theme(theme)
        self._follow_action()

    def _clicked(self) -> None:
        self.setChecked(not self.isChecked())  # it is checked once the panel is shown
        self._action.trigger()

    def _follow_action(self) -> None:
        """Name the button, its key and what it counts, for tips and for a screen reader."""
        action, key = self._action, self._action.shortcut().toString()
        self.setEnabled(action.isEnabled())
        self.setAccessibleName(action.text().replace("&", ""))
        texts = (action.toolTip(), f"({key})" if key else "", f"· {self.badge}" if self.badge else "")
        self.setToolTip(" ".join(text for text in texts if text))
        self.setAccessibleDescription(self.toolTip())

    def show_badge(self, text: str, is_warning: bool) -> None:
        """Show a short text at the icon's corner, "" for none."""
        if (text, is_warning) != (self.badge, self._is_warning):
            self.badge, self._is_warning = text, is_warning
            self._follow_action()
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Draw the icon in the colours of a theme, as large as the text asks for."""
        self._theme = theme
        small = QFont(self.font())
        size_px = round(QFontMetricsF(small).height() * _ICON_SHARE)
        self.setIcon(themed_icon(self._icon, theme, size_px))
        self.setIconSize(QSize(size_px, size_px))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.badge:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = QFont(self.font())
        font.setPixelSize(max(9, round(font.pixelSize() * _SMALL)))
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        metrics, theme = QFontMetricsF(font), self._theme
        width_px = max(metrics.horizontalAdvance(self.badge) + 6, metrics.height())
        area = QRectF(self.width() - width_px - 2, 2, width_px, metrics.height())
        painter.setPen(QColor(theme.warning if self._is_warning else theme.line_strong))
        painter.setBrush(QColor(theme.warning if self._is_warning else theme.page))
        painter.drawRoundedRect(area, area.height() / 2, area.height() / 2)
        painter.setPen(QColor(theme.page if self._is_warning else theme.ink))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self.badge)


class Rail(QWidget):
    """The column of buttons. Where it is too low for labels, only icons stand there."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self.setAccessibleName(tr("Panels"))
        self._theme = theme
        self._buttons: list[RailButton] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(_EDGE_PX, _EDGE_PX, _EDGE_PX, _EDGE_PX)
        self._layout.setSpacing(2)
        self._layout.addStretch(1)

    def add(self, action: QAction, label: str, icon: str) -> RailButton:
        """Add a button below the others."""
        button = RailButton(action, label, icon, self._theme)
        self._buttons.append(button)
        self._layout.insertWidget(len(self._buttons) - 1, button)
        if len(self._buttons) > 1:
            QWidget.setTabOrder(self._buttons[-2], button)  # Tab goes down the rail, then into the panel
        self._fit()
        return button

    def set_theme(self, theme: Theme) -> None:
        """Draw all icons in the colours of a theme."""
        self._theme = theme
        for button in self._buttons:
            button.set_theme(theme)
        self._fit()

    def _fit(self) -> None:
        """Write labels where all of them fit, and make all buttons as wide as the widest label."""
        if not self._buttons:
            return
        small = QFont(self.font())
        small.setPixelSize(round(small.pixelSize() * _SMALL) if small.pixelSize() > 0 else 11)
        metrics = QFontMetricsF(small)
        width_px = max(metrics.horizontalAdvance(button.text()) for button in self._buttons)
        icon_px = self._buttons[0].iconSize().height()
        high_px, low_px = round(icon_px + metrics.height() + 12), icon_px + 10
        each_px = (self.height() - 2 * _EDGE_PX) / len(self._buttons) - self._layout.spacing()
        has_labels = each_px >= high_px or not self.isVisible()
        style = Qt.ToolButtonStyle.ToolButtonTextUnderIcon if has_labels else Qt.ToolButtonStyle.ToolButtonIconOnly
        for button in self._buttons:
            button.setToolButtonStyle(style)
            button.setFixedSize(round(width_px + 12), high_px if has_labels else round(min(each_px, low_px)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.set_theme(self._theme)
