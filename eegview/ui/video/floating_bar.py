"""The buttons of the video while it floats: over the picture's lower edge, while the mouse or the keyboard is there."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QCursor, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QVBoxLayout, QWidget

_HIDDEN_AFTER_MS = 600  # once the mouse has left
_SHORT = {  # of the buttons that are many words wide; over the picture room is short
    "video.back.button": "◂",
    "video.forward.button": "▸",
    "video.loop.button": "⟲",
    "video.look.button": "◐",
}
_FITS_ONE_LINE = 1.7  # times the height of a line, at most
_FIRST_AWAY = ("video.look.button", "video.level", "video.mute.button", "video.sizes")  # where room is short
_TAKEN_KEYS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)


class FloatingBar(QObject):
    """Takes the bar out of the panel's column while the panel floats, and puts it back.

    Tab leads from the page to the panel, on to the buttons, and out again; Esc leads back to the page.

    picture : over whose lower edge the bar lies
    """

    def __init__(self, panel: QWidget, bar: QWidget, picture: QWidget) -> None:
        super().__init__(panel)
        self._panel, self._bar, self._picture = panel, bar, picture
        self._is_on = False
        self._index = 0
        self._policies: dict[QWidget, Qt.FocusPolicy] = {}
        self._put_away: list[QWidget] = []  # for want of room
        self._texts: dict[QAbstractButton, str] = {}  # as they are where there is room
        self._hide_timer = QTimer(self, singleShot=True, interval=_HIDDEN_AFTER_MS)
        self._hide_timer.timeout.connect(self._hide_unless_used)
        for widget in (panel, picture, bar):
            widget.installEventFilter(self)

    def switch(self, is_floating: bool) -> None:
        """Lay the bar over the picture, or put it back into the column below it."""
        if is_floating == self._is_on:
            self._bar.setVisible(not is_floating)
            return
        layout = self._panel.layout()
        assert isinstance(layout, QVBoxLayout)
        self._is_on = is_floating
        self._bar.setAutoFillBackground(is_floating)
        if is_floating:
            self._index = layout.indexOf(self._bar)
            layout.removeWidget(self._bar)
            self._panel.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            for button in self._acting():
                self._policies[button] = button.focusPolicy()
                button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
                button.installEventFilter(self)
            self._shorten()
            self._bar.hide()
        else:
            self._hide_timer.stop()
            layout.insertWidget(self._index, self._bar)
            self._panel.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            for button, policy in self._policies.items():
                button.setFocusPolicy(policy)
                button.removeEventFilter(self)
            self._policies = {}
            for button, text in self._texts.items():
                button.setText(text)
            self._texts = {}
            for widget in self._put_away:
                widget.show()
            self._put_away = []
            self._bar.show()

    def _acting(self) -> list[QWidget]:
        return [*self._bar.findChildren(QAbstractButton), *self._bar.findChildren(QComboBox)]

    def _shorten(self) -> None:
        """Show signs in place of words; the words stay what a screen reader says."""
        for button in self._bar.findChildren(QAbstractButton):
            if button.objectName() in _SHORT:
                self._texts[button] = button.text()
                button.setAccessibleName(button.text())
                button.setText(_SHORT[button.objectName()])

    # when it is there

    def show(self) -> None:
        """Show the bar over the lower edge of the picture."""
        if not self._is_on:
            return
        self._hide_timer.stop()
        self._place()
        self._bar.show()
        self._bar.raise_()

    def _place(self) -> None:
        area = self._picture.geometry()
        layout = self._bar.layout()
        self._make_one_line(area.width())
        height_px = layout.heightForWidth(area.width()) if layout is not None else self._bar.sizeHint().height()
        height_px = min(max(height_px, self._bar.fontMetrics().height()), area.height())
        self._bar.setGeometry(area.left(), area.bottom() + 1 - height_px, area.width(), height_px)

    def _make_one_line(self, width_px: int) -> None:
        """Put away what can wait until the rest fits one line: the picture is what is looked at."""
        for widget in self._put_away:
            widget.show()
        self._put_away = []
        layout = self._bar.layout()
        one_line_px = max((widget.sizeHint().height() for widget in self._acting() if not widget.isHidden()), default=0)
        for name in _FIRST_AWAY:
            widget = self._bar.findChild(QWidget, name)
            if layout is None or layout.heightForWidth(width_px) < _FITS_ONE_LINE * one_line_px:
                return
            if widget is not None and not widget.isHidden():
                widget.hide()
                self._put_away.append(widget)

    def _hide_unless_used(self) -> None:
        if not self._is_on or self._has_focus():
            return
        if self._panel.rect().contains(self._panel.mapFromGlobal(QCursor.pos())) or QApplication.activePopupWidget():
            self._hide_timer.start()  # over it still, or over a list that belongs to it
        else:
            self._bar.hide()

    def _has_focus(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and (focus is self._panel or self._bar.isAncestorOf(focus))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self._is_on:
            return False
        kind = event.type()
        if kind in (QEvent.Type.Enter, QEvent.Type.HoverEnter):
            self.show()
        elif kind == QEvent.Type.Leave and watched is self._panel:
            self._hide_timer.start()
        elif kind == QEvent.Type.FocusIn and watched is self._panel:
            self.show()
            self._focus_first()
        elif kind == QEvent.Type.FocusIn:
            self.show()
        elif kind == QEvent.Type.FocusOut:
            self._hide_timer.start()
        elif kind == QEvent.Type.Resize and watched is self._picture and self._bar.isVisible():
            self._place()
        elif watched in self._policies and isinstance(event, QKeyEvent):
            return self._key(watched, event)
        return False

    def _focus_first(self) -> None:
        """Go on to the button that plays: the panel itself does nothing by keys."""
        acting = [widget for widget in self._acting() if widget.isVisible()]
        play = next((widget for widget in acting if widget.objectName() == "video.play.button"), None)
        target = play or (acting[0] if acting else None)
        if target is not None:
            target.setFocus(Qt.FocusReason.TabFocusReason)

    def _key(self, watched: QObject, event: QKeyEvent) -> bool:
        """Have keys act on the button that has the focus, before they are the window's; Esc goes back to the page."""
        if event.key() not in _TAKEN_KEYS or event.modifiers():
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() == Qt.Key.Key_Escape:
            page = self._panel.parentWidget()
            if page is not None:
                page.setFocus()
            return True
        if event.key() != Qt.Key.Key_Space:
            click = getattr(watched, "click", None) or getattr(watched, "showPopup", None)
            if click is not None:
                click()
            return True
        return False
