"""Rows of buttons below the page, each with the key that does the same."""

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QWidget

from eegview.model.text.language import tr
from eegview.model.vocabulary import Term
from eegview.ui.widgets.flow_layout import FlowLayout
from eegview.ui.widgets.mnemonics import letters_when_shown
from eegview.ui.window.actions import Actions

LOW_PX = 640  # a window's height under which rows of buttons keep to one line
_BETWEEN_PX = 8
_SHORT = {"Backspace": "⌫", "Return": "↵", "Enter": "↵", "Left": "←", "Right": "→"}
_BUTTONS = (
    ("triage.accept", tr("Accept"), "key-primary"),
    ("triage.reject", tr("Reject"), "key-danger"),
    ("triage.unsure", tr("Unsure"), ""),
    ("", tr("Relabel"), ""),
    ("triage.edges", tr("Edit edges"), ""),
    ("triage.replay", tr("Replay"), ""),
    ("triage.slow", tr("Half speed"), ""),
    ("triage.next", tr("Skip"), ""),
    ("triage.back", tr("Undo last"), ""),
)
_EDGE_BUTTONS = (
    ("triage.earlier", tr("Onset 20 ms earlier"), ""),
    ("triage.later", tr("Onset later"), ""),
    ("triage.end_earlier", tr("End 20 ms earlier"), ""),
    ("triage.end_later", tr("End later"), ""),
    ("triage.keep_edges", tr("Apply"), "key-primary"),
    ("triage.drop_edges", tr("Reset"), ""),
)


def key_text(keys: Iterable[QKeySequence]) -> str:
    """Return the first of these keys as it stands on a key cap, "" for none."""
    text = next((key.toString(QKeySequence.SequenceFormat.NativeText) for key in keys if not key.isEmpty()), "")
    *held, last = text.split("+") if text != "+" else [text]
    return "+".join((*held, _SHORT.get(last, last)))


class KeyButton(QPushButton):
    """A button that bears its key; the keyboard's focus stays on the page."""

    def __init__(self, object_name: str, key: str, text: str, role: str = "") -> None:
        super().__init__()
        self.setObjectName(object_name)
        self.setProperty("role", role or "key")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.cap = QLabel(key)
        self.cap.setProperty("role", "keycap")
        self.words = QLabel(text)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 5, 12, 5)
        layout.setSpacing(8)
        for label in (self.cap, self.words):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            layout.addWidget(label)
        self.cap.setVisible(bool(key))
        self.setAccessibleName(f"{text} ({key})" if key else text)

    def set_text(self, text: str) -> None:
        if self.words.text() != text:
            key = self.cap.text()
            self.words.setText(text)
            self.setAccessibleName(f"{text} ({key})" if key else text)
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        layout = self.layout()
        assert layout is not None
        return layout.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class KeyButtons(QWidget):
    """A row of `KeyButton`s that follow actions: their keys, whether they can be used, what they do.

    keeps_low : in a low window they keep to one line, and a button at its end opens a menu of those that it has no room
        for: more lines would leave no room to what is decided about
    """

    def __init__(self, object_name: str, keeps_low: bool = False) -> None:
        super().__init__()
        self.setObjectName(object_name)
        self.setContentsMargins(10, 8, 10, 8)
        self._layout = FlowLayout(self, _BETWEEN_PX, 6)
        self.buttons: dict[str, KeyButton] = {}
        self._more = KeyButton(f"{object_name}.more", "", tr("More"))
        self._more.setParent(self)
        self._more.hide()
        self._more.clicked.connect(self._open_more)
        self._keeps_low = keeps_low
        self._fitted: tuple[object, ...] = ()

    def fit(self) -> None:
        """Show all buttons, or in a low window as many as one line holds."""
        if not self._keeps_low:
            return
        is_low = self.window().height() < LOW_PX
        widths_px = {name: button.sizeHint().width() + _BETWEEN_PX for name, button in self.buttons.items()}
        fitted = (is_low, self.width(), *widths_px.values())
        if fitted == self._fitted:
            return
        self._fitted = fitted
        room_px = self.contentsRect().width() + _BETWEEN_PX
        is_short = is_low and sum(widths_px.values()) > room_px
        room_px -= (self._more.sizeHint().width() + _BETWEEN_PX) if is_short else 0
        self._more.setVisible(is_short)
        for name, button in self.buttons.items():
            room_px -= widths_px[name]
            button.setVisible(not is_short or room_px >= 0)
        self._layout.removeWidget(self._more)
        if is_short:
            self._layout.addWidget(self._more)
        self.updateGeometry()

    def _open_more(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for button in self.buttons.values():
            if button.isHidden():
                entry = menu.addAction("  ".join(word for word in (button.cap.text(), button.words.text()) if word))
                entry.setEnabled(button.isEnabled())
                entry.triggered.connect(button.click)
        menu.popup(self._more.mapToGlobal(self._more.rect().topLeft()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.window().installEventFilter(self)
        self.fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:  # of the window: it may have become low while this keeps its width
            self.fit()
        return False

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:  # a button's words have changed
            self.fit()
        return super().event(event)

    def add(self, action: QAction, keys: Iterable[QKeySequence], text: str, role: str = "") -> KeyButton:
        """Add a button that does what `action` does."""
        button = KeyButton(f"{action.objectName()}.button", key_text(keys), text, role)
        button.setToolTip(action.toolTip())
        button.clicked.connect(lambda _checked=False: action.trigger())

        def follow() -> None:
            button.setEnabled(action.isEnabled())
            for label in (button.cap, button.words):
                label.setEnabled(action.isEnabled())

        action.changed.connect(follow)
        self.buttons[action.objectName()] = button
        self._layout.addWidget(button)
        return button

    def add_menu(self, object_name: str, key: str, text: str, menu: QMenu) -> KeyButton:
        """Add a button that opens a menu."""
        button = KeyButton(object_name, key, text)
        button.clicked.connect(lambda _checked=False: menu.popup(button.mapToGlobal(button.rect().topLeft())))
        self.buttons[object_name] = button
        self._layout.addWidget(button)
        return button


def fill_buttons(
    buttons: KeyButtons,
    edge_buttons: KeyButtons,
    actions: Actions,
    terms: Callable[[], Sequence[Term]],
    reclassify: Callable[[Term], object],
) -> None:
    """Fill both rows of the triage; `reclassify` makes what is shown something else.

    terms : returns those offered now
    """
    others = QMenu(buttons)

    def fill_others() -> None:
        others.clear()
        for term in terms():
            others.addAction(f"{term.key}  {term.label}".strip(), lambda t=term: reclassify(t))

    others.aboutToShow.connect(fill_others)
    fill_others()
    letters_when_shown(others)
    for command_id, text, role in _BUTTONS:
        if command_id:
            buttons.add(actions[command_id], actions.keys_of(command_id), text, role)
        else:
            buttons.add_menu("triage.other.button", "1–9", text, others)
    for command_id, text, role in _EDGE_BUTTONS:
        edge_buttons.add(actions[command_id], actions.keys_of(command_id), text, role)
