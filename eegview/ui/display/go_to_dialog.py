"""One line over the page: type a time or a mark's number, see at once what it means, press Enter to go there.

What can be read in more than one way is shown in all of them, and one has to be chosen.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from eegview.app.page.time_entry import HELP, Place, find_places
from eegview.model.errors import UsageError
from eegview.model.text.language import tr
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Tab: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Backtab: -1}
_OWN_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape, *_STEPS)
CHOOSE_TEXT = tr("This time is ambiguous. Choose with ↓ or Tab, then press Enter.")
_TOP_SHARE = 0.12  # of the page's height: near the eye, clear of the names of marks


class _PlaceEdit(QLineEdit):
    """A line that keeps Enter, Esc, arrows and Tab for itself, though the window has commands on them."""

    left = Signal()  # focus went elsewhere in the window
    escaped = Signal()
    stepped = Signal(int)  # to the next choice, or the one before

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in _OWN_KEYS:
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in _STEPS:
            self.stepped.emit(_STEPS[Qt.Key(event.key())])
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


class _Choice(QLabel):
    """One of the places that were typed."""

    clicked = Signal()

    def __init__(self, number: int) -> None:
        super().__init__()
        self.setObjectName(f"go_to.choice.{number}")
        self.setTextFormat(Qt.TextFormat.PlainText)

    def show_place(self, place: Place, is_chosen: bool) -> None:
        self.setText(f"{'▸' if is_chosen else ' '} {place.text}")
        self.setProperty("role", "strong" if is_chosen else "")
        self.style().unpolish(self)
        self.style().polish(self)
        self.show()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()  # the line keeps the keyboard
        self.clicked.emit()


class GoToDialog(QFrame):
    """Lies over `page`; emits the place that was chosen and goes away. Esc closes it and nothing else.

    find : from what was typed to the places it may mean, or a UsageError with what to type instead
    """

    place_chosen = Signal(object)  # Place

    def __init__(self, page: QWidget, find: Callable[[str], tuple[Place, ...]]) -> None:
        super().__init__(page)
        self.setObjectName("go_to")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self._page, self._find = page, find
        self._places: tuple[Place, ...] = ()
        self._chosen: int | None = None  # of the places; None = not chosen yet
        self.edit = _PlaceEdit()
        self.edit.setObjectName("go_to.text")
        self.edit.setAccessibleName(tr("Time to go to"))
        self.edit.setPlaceholderText(tr("a time, or # and a mark's number"))
        self.edit.setToolTip(HELP)
        self.meaning = QLabel()
        self.meaning.setObjectName("go_to.meaning")
        self.meaning.setWordWrap(True)
        self.meaning.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        line = QHBoxLayout()
        line.addWidget(QLabel(tr("Go to")))
        line.addWidget(self.edit, 1)
        layout = QVBoxLayout(self)
        layout.addLayout(line)
        layout.addWidget(self.meaning)
        self._choices_layout = QVBoxLayout()
        layout.addLayout(self._choices_layout)
        self.choices: list[_Choice] = []
        self.edit.textChanged.connect(self._say)
        self.edit.returnPressed.connect(self._go)
        self.edit.escaped.connect(self.close_line)
        self.edit.left.connect(self.hide)
        self.edit.stepped.connect(self._step)
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
        """Show what is typed in all its meanings."""
        self._places, self._chosen, text, role = (), None, HELP, "quiet"
        if typed.strip():
            try:
                places = self._places = self._find(typed)
                text = places[0].text if len(places) == 1 else CHOOSE_TEXT
            except UsageError as error:
                text, role = f"{error.sentence} {error.advice}", "warning"
        self.meaning.setText(text)
        self._show_role(role)
        self._show_choices()

    def _show_role(self, role: str) -> None:
        self.meaning.setProperty("role", role)
        self.meaning.style().unpolish(self.meaning)
        self.meaning.style().polish(self.meaning)

    def _show_choices(self) -> None:
        places = self._places if len(self._places) > 1 else ()
        while len(self.choices) < len(places):
            number = len(self.choices)
            choice = _Choice(number)
            choice.clicked.connect(partial(self._take, number))
            self.choices.append(choice)
            self._choices_layout.addWidget(choice)
        for number, choice in enumerate(self.choices):
            if number < len(places):
                choice.show_place(places[number], number == self._chosen)
            else:
                choice.hide()
        if self.isVisible():
            self._place_over_page()

    def _step(self, by: int) -> None:
        """Choose the next of the places, or the one before."""
        n_places = len(self._places)
        if n_places > 1:
            first = 0 if by > 0 else n_places - 1
            self._chosen = first if self._chosen is None else (self._chosen + by) % n_places
            self._show_choices()

    def _go(self) -> None:
        chosen = self._chosen
        self._say(self.edit.text())  # marks may have come or gone since it was typed
        if not self._places:
            self.edit.selectAll()  # the second try takes the place of the first
        elif len(self._places) == 1:
            self._take(0)
        elif chosen is not None and chosen < len(self._places):
            self._take(chosen)
        else:
            self._show_role("warning")  # it asks, and goes nowhere by itself

    def _take(self, number: int) -> None:
        place = self._places[number]
        self.close_line()
        self.place_chosen.emit(place)

    def _place_over_page(self) -> None:
        metrics = self.fontMetrics()
        width_px = min(metrics.horizontalAdvance(HELP) + 4 * metrics.height(), self._page.width() - 16)
        self.meaning.setMinimumHeight(metrics.lineSpacing() * 2)
        layout = self.layout()
        assert layout is not None
        layout.activate()
        self.resize(width_px, max(self.heightForWidth(width_px), self.minimumSizeHint().height()))
        left_px = (self._page.width() - width_px) // 2
        self.move(left_px, round(self._page.height() * _TOP_SHARE))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place_over_page()
        return super().eventFilter(watched, event)


def build_go_to(context: Context, study: OpenStudy) -> GoToDialog:
    """Build the line over the page of an open study and give it its command."""

    def find(typed: str) -> tuple[Place, ...]:
        marks = study.review.marks.filtered(study.review.selection.filter) if typed.strip().startswith("#") else ()
        view = study.view
        is_cursor_here = view.cursor_s is not None and view.span.contains(view.cursor_s)
        here_s = view.cursor_s if is_cursor_here and view.cursor_s is not None else view.start_s
        return find_places(typed, study.recording, marks, here_s)

    def go(place: Place) -> None:
        if place.mark is not None:
            study.go_to_mark(place.mark)
        else:
            study.go_to(place.time_s)
        if place.is_read_in:
            context.say(place.text)

    dialog = GoToDialog(context.window.page, find)
    dialog.place_chosen.connect(go)
    study.scope.ended.connect(dialog.hide)
    study.scope.ended.connect(dialog.deleteLater)
    context.actions.connect({"page.go_to": dialog.ask}, study.scope)
    return dialog
