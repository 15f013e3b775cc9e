"""Keys rest for a moment after a question over the page was answered, so that one press too many does nothing."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from eegview.ui.widgets.chips import plain_letter

REST_S = 0.4


class KeyRest(QObject):
    """Swallows letters and Enter on the page for `REST_S` after `begin`; digits, arrows, paging and Ctrl go through.

    clock : steady time in seconds
    """

    def __init__(self, page: QWidget, clock: Callable[[], float], parent: QObject) -> None:
        super().__init__(parent)
        self._clock = clock
        self._until_s: float | None = None
        page.installEventFilter(self)

    def begin(self) -> None:
        """Let keys rest from now on."""
        self._until_s = self._clock() + REST_S

    @property
    def is_on(self) -> bool:
        if self._until_s is not None and self._clock() >= self._until_s:
            self._until_s = None
        return self._until_s is not None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            return False
        if not isinstance(event, QKeyEvent) or not _types(event) or not self.is_on:
            return False
        event.accept()  # an accepted override is no shortcut, and the key press that follows ends here as well
        return True


def _types(event: QKeyEvent) -> bool:
    """Whether a key is a letter or confirms: what a question is answered with. A digit always marks."""
    if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
        return False
    return bool(plain_letter(event)) or event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
