"""A panel's widget under a header that says what it is and what can be done with it."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QMouseEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QToolButton, QVBoxLayout, QWidget

from eegview.app.themes import Theme
from eegview.model.text.language import tr
from eegview.ui.sidebar.icons import themed_icon
from eegview.ui.widgets.help_asker import help_button


class PanelHeader(QWidget):
    """Title and buttons. A double click asks for a window of its own."""

    window_asked = Signal()
    pin_asked = Signal()
    close_asked = Signal()
    help_asked = Signal()

    def __init__(self, title: str, object_name: str, can_pin: bool, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"{object_name}.header")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 2, 4, 2)
        row.setSpacing(0)
        label = QLabel(title)
        label.setProperty("role", "strong")
        row.addWidget(label, 1)
        self.pin = self._button(f"{object_name}.pin", tr("Keep below the others"), tr("Pin {title}", title=title))
        self.pin.setCheckable(True)
        self.pin.setVisible(can_pin)
        self.window_button = self._button(
            f"{object_name}.window", tr("Own window, or back"), tr("{title} in its own window", title=title)
        )
        self.close_button = self._button(f"{object_name}.close", tr("Close"), tr("Close {title}", title=title))
        self.help = help_button(
            tr("Help on {title}", title=title), tr("Help on {title}", title=title), f"{object_name}.help"
        )
        for button in (self.help, self.pin, self.window_button, self.close_button):
            row.addWidget(button)
        self.help.clicked.connect(lambda _checked=False: self.help_asked.emit())
        self.pin.clicked.connect(lambda _checked=False: self.pin_asked.emit())
        self.window_button.clicked.connect(lambda _checked=False: self.window_asked.emit())
        self.close_button.clicked.connect(lambda _checked=False: self.close_asked.emit())
        self.can_pin = can_pin  # else it belongs below the page
        self._theme, self._is_drawn = theme, False

    @staticmethod
    def _button(name: str, tip: str, accessible_name: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(name)
        button.setToolTip(tip)
        button.setAccessibleName(accessible_name)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def show_place(self, is_pinned: bool, is_own_window: bool) -> None:
        """Show on the buttons where the panel is."""
        self.pin.setVisible(self.can_pin and not is_own_window)
        self.pin.setChecked(is_pinned)
        self.window_button.setToolTip(tr("Back into the main window") if is_own_window else tr("Own window"))

    def set_theme(self, theme: Theme) -> None:
        """Draw the buttons in the colours of a theme, once they are seen."""
        self._theme, self._is_drawn = theme, False
        if self.isVisible():
            self._draw()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._is_drawn:
            self._draw()

    def _draw(self) -> None:
        self._is_drawn, theme = True, self._theme
        size_px = round(self.fontMetrics().height())
        for button, icon in ((self.pin, "pin"), (self.window_button, "window"), (self.close_button, "close")):
            button.setIcon(themed_icon(icon, theme, size_px))
            button.setIconSize(QSize(size_px, size_px))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.window_asked.emit()


class PanelFrame(QWidget):
    """Header and widget of one panel, wherever it stands; where the room is too small, the widget scrolls.

    parent : where it will stand: each change of parent styles all that is within anew
    """

    visibility_changed = Signal()

    def __init__(
        self, title: str, object_name: str, widget: QWidget, can_pin: bool, theme: Theme, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.hide()
        self.setObjectName(object_name)
        self.setAccessibleName(title)
        self.header = PanelHeader(title, object_name, can_pin, theme, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(widget)
        layout.addWidget(area, 1)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.visibility_changed.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.visibility_changed.emit()
