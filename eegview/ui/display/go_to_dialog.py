"""One line over the page: type a time or a mark's number, see at once what it means, press Enter to go there."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from eegview.app.page.time_entry import HELP, Place, find_place
from eegview.model.errors import UsageError

if TYPE_CHECKING:
    from eegview.ui.workstation import Workstation

_OWN_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
_TOP_SHARE = 0.12  # of the page's height: near the eye, clear of the names of marks


class _PlaceEdit(QLineEdit):
    """A line that keeps Enter and Esc for itself, though the window has commands on them."""

    left = Signal()  # focus went elsewhere in the window
    escaped = Signal()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in _OWN_KEYS:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason):
            self.left.emit()


class GoToDialog(QFrame):
    """Lies over `page`; tells the place that was chosen and goes away. Esc closes it and nothing else.

    find : from what was typed to a place, or a UsageError with what to type instead
    """

    place_chosen = Signal(object)  # Place

    def __init__(self, page: QWidget, find: Callable[[str], Place]) -> None:
        super().__init__(page)
        self.setObjectName("go_to")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self._page, self._find = page, find
        self._place: Place | None = None
        self.edit = _PlaceEdit()
        self.edit.setObjectName("go_to.text")
        self.edit.setPlaceholderText("a time, or # and a mark's number")
        self.edit.setToolTip(HELP)
        self.meaning = QLabel()
        self.meaning.setObjectName("go_to.meaning")
        self.meaning.setWordWrap(True)
        self.meaning.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        line = QHBoxLayout()
        line.addWidget(QLabel("Go to"))
        line.addWidget(self.edit, 1)
        layout = QVBoxLayout(self)
        layout.addLayout(line)
        layout.addWidget(self.meaning)
        self.edit.textChanged.connect(self._say)
        self.edit.returnPressed.connect(self._go)
        self.edit.escaped.connect(self.close_line)
        self.edit.left.connect(self.hide)
        page.installEventFilter(self)
        self.hide()

    def ask(self) -> None:
        """Show the line with what was typed last selected, ready to be typed over."""
        self._say(self.edit.text())
        self._place_over_page()
        self.show()
        self.raise_()
        self.edit.selectAll()
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_line(self) -> None:
        """Go away and hand the keys back to the page."""
        self.hide()
        self._page.setFocus()

    def _say(self, typed: str) -> None:
        self._place, text, is_wrong = None, HELP, False
        if typed.strip():
            try:
                self._place = self._find(typed)
                text = self._place.text
            except UsageError as error:
                text, is_wrong = f"{error.sentence} {error.advice}", True
        self.meaning.setText(text)
        self.meaning.setProperty("role", "warning" if is_wrong else "quiet")
        self.meaning.style().unpolish(self.meaning)
        self.meaning.style().polish(self.meaning)

    def _go(self) -> None:
        self._say(self.edit.text())  # marks may have come or gone since it was typed
        if self._place is not None:
            self.close_line()
            self.place_chosen.emit(self._place)

    def _place_over_page(self) -> None:
        metrics = self.fontMetrics()
        width_px = min(metrics.horizontalAdvance(HELP) + 4 * metrics.height(), self._page.width() - 16)
        self.meaning.setMinimumHeight(metrics.lineSpacing() * 2)
        self.resize(width_px, self.heightForWidth(width_px))
        left_px = (self._page.width() - width_px) // 2
        self.move(left_px, round(self._page.height() * _TOP_SHARE))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place_over_page()
        return super().eventFilter(watched, event)


def connect_go_to(station: "Workstation") -> GoToDialog:
    """Build the line over the station's page and give it its command."""
    desk = station.desk

    def find(typed: str) -> Place:
        study = desk.study
        if study is None:
            raise UsageError("Nothing is open.", "Open a recording first.")
        marks = study.review.marks.filtered(study.review.selection.filter) if typed.strip().startswith("#") else ()
        return find_place(typed, study.recording, marks)

    def go(place: Place) -> None:
        if place.mark is not None:
            station.page_commands.go_to_mark(place.mark)
        else:
            station.page_commands.go_to(place.time_s)

    dialog = GoToDialog(desk.window.page, find)
    dialog.place_chosen.connect(go)
    desk.study_closed.connect(dialog.hide)
    station.actions.connect({"page.go_to": dialog.ask})
    return dialog
