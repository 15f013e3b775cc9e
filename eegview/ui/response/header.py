"""The strip of the comparison: what is locked on both pages, with its value, and how the second page is chosen."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from eegview.model.text.language import tr
from eegview.ui.page.display_strip import DisplayStrip
from eegview.ui.response.locks import Lock
from eegview.ui.response.modes import MODE_NAMES, Mode
from eegview.ui.widgets.flow_layout import FlowLayout

_FIELD_GAP_PX = 18
CAPTIONS = {
    Lock.SCROLL: tr("Before and after"),
    Lock.MONTAGE: tr("Montage"),
    Lock.FILTERS: tr("Filters"),
    Lock.SENSITIVITY: tr("Sensitivity"),
    Lock.PAGE: tr("Page"),
    Lock.STATE: tr("State"),
}
_HELP = {
    Lock.SCROLL: tr("Both pages move together and keep their difference in time"),
    Lock.MONTAGE: tr("Both pages have the same montage and rows"),
    Lock.FILTERS: tr("Both pages have the same filters"),
    Lock.SENSITIVITY: tr("Both pages have the same sensitivity"),
    Lock.PAGE: tr("Both pages are of the same length"),
    Lock.STATE: tr("The other page continues with a page of the same stage"),
}


@dataclass(frozen=True, slots=True)
class LockText:
    """What stands beside a lock.

    is_notice : what is not locked differs, or cannot be held: written in red words
    """

    text: str
    is_locked: bool
    is_notice: bool = False
    tip: str = ""


class LockButton(QAbstractButton):
    """A padlock, closed while it is checked; its tip and its name say what it holds."""

    def __init__(self, lock: Lock) -> None:
        super().__init__()
        self.setObjectName(f"response.lock.{lock}")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:
        side_px = round(self.fontMetrics().height() * 1.05)
        return QSize(side_px, side_px)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        unit = self.height() / 14
        colour = self.palette().color(self.foregroundRole())
        if self.isChecked():
            colour = self.palette().highlight().color()
        painter.setPen(QPen(colour, 1.4 * unit))
        left, lift = (self.width() - 8 * unit) / 2, 0.0 if self.isChecked() else 1.6 * unit
        painter.drawArc(QRectF(left + 1.4 * unit, 2 * unit - lift, 5.2 * unit, 7 * unit), 0, 180 * 16)
        painter.drawLine(QPointF(left + 1.4 * unit, 5.5 * unit - lift), QPointF(left + 1.4 * unit, 7 * unit))
        if self.isChecked():
            painter.drawLine(QPointF(left + 6.6 * unit, 5.5 * unit), QPointF(left + 6.6 * unit, 7 * unit))
        painter.setBrush(QColor(colour))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(QRectF(left, 6.6 * unit, 8 * unit, 6 * unit), unit, unit)


class LockField(QWidget):
    """A caption over a padlock and the value it holds; the value opens the menu that changes it."""

    def __init__(self, lock: Lock, menu: QMenu | None) -> None:
        super().__init__()
        self.lock = lock
        self.caption = QLabel(CAPTIONS[lock])
        self.caption.setProperty("role", "caption")
        self.padlock = LockButton(lock)
        self.value = QToolButton()
        self.value.setObjectName(f"response.value.{lock}")
        self.value.setAutoRaise(True)
        self.value.setProperty("role", "value")
        self.value.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if menu is not None:
            self.value.setMenu(menu)
            self.value.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.padlock, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.value)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.caption)
        layout.addLayout(row)
        self._shown: tuple[LockText, str] | None = None

    def show_text(self, shown: LockText, danger: str) -> None:
        """Show a value and whether it is locked; what is not locked says so in words, in the colour given."""
        if self._shown == (shown, danger):
            return
        self._shown = shown, danger
        caption = (
            CAPTIONS[self.lock] if shown.is_locked else tr("{captions} · not locked", captions=CAPTIONS[self.lock])
        )
        self.caption.setText(caption)
        self.caption.setStyleSheet("" if shown.is_locked else f"color: {danger}")
        self.padlock.setChecked(shown.is_locked)
        how = "Locked" if shown.is_locked else "Not locked"
        tip = f"{_HELP[self.lock]}. {how}; click to {'unlock' if shown.is_locked else 'lock'}."
        self.padlock.setToolTip(tip)
        self.padlock.setAccessibleName(f"{CAPTIONS[self.lock]}: {how.lower()}")
        self.value.setText(shown.text)
        self.value.setStyleSheet(f"color: {danger}" if shown.is_notice else "")
        self.value.setToolTip(shown.tip or _HELP[self.lock])
        self.value.setAccessibleName(f"{caption}: {shown.text}")


class ResponseHeader(QFrame):
    """In place of the display strip while two studies are compared; it wraps where the window is narrow."""

    lock_switched = Signal(object)  # Lock

    def __init__(self, strip: DisplayStrip) -> None:
        super().__init__()
        self.setObjectName("strip")
        self.setAccessibleName(tr("Before and after"))
        self.fields: dict[Lock, LockField] = {}
        self.modes: dict[Mode, QToolButton] = {}
        menus = {
            Lock.MONTAGE: strip.montage.menu,
            Lock.FILTERS: self._filters_menu(strip),
            Lock.SENSITIVITY: strip.sensitivity.menu,
            Lock.PAGE: strip.page.menu,
        }
        facts = QWidget()
        flow = FlowLayout(facts, _FIELD_GAP_PX, 4)
        for lock in CAPTIONS:
            field = self.fields[lock] = LockField(lock, menus.get(lock))
            field.padlock.clicked.connect(lambda _checked=False, one=lock: self.lock_switched.emit(one))
            flow.addWidget(field)
        self.electrodes = QLabel()
        self._electrodes_caption = QLabel(tr("Electrodes"))
        self._electrodes_field = self._fact(self._electrodes_caption, self.electrodes)
        flow.addWidget(self._electrodes_field)
        self.group = QButtonGroup(self)
        buttons = QWidget()
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for mode, name in MODE_NAMES.items():
            button = self.modes[mode] = QToolButton()
            button.setObjectName(f"response.mode.{mode}")
            button.setText(name)
            button.setAccessibleName(name)
            button.setCheckable(True)
            button.setProperty("role", "switch")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.group.addButton(button)
            row.addWidget(button)
        self.leave = QToolButton()
        self.leave.setObjectName("response.close.button")
        self.leave.setProperty("role", "filter")
        self.leave.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row.addWidget(self.leave)
        self._buttons = buttons
        layout = self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        layout.setContentsMargins(12, 4, 12, 6)
        layout.setSpacing(6)
        layout.addWidget(facts, 1)
        layout.addWidget(buttons, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_buttons()

    def _place_buttons(self) -> None:
        """Put the buttons at the right of the locks; where not all fits into one line, below them."""
        widgets = [*self.fields.values(), self._electrodes_field]
        fields = [widget.sizeHint().width() for widget in widgets]
        room_px = self.width() - self._buttons.sizeHint().width() - 2 * 12 - 6
        fits = sum(fields) + _FIELD_GAP_PX * len(fields) <= room_px
        ways = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._layout.setDirection(ways[fits])

    def _filters_menu(self, strip: DisplayStrip) -> QMenu:
        menu = QMenu(self)
        for field, title in ((strip.low, tr("Low cut")), (strip.high, tr("High cut")), (strip.notch, tr("Notch"))):
            field.menu.setTitle(title)
            menu.addMenu(field.menu)
        return menu

    @staticmethod
    def _fact(above: QLabel, value: QLabel) -> QWidget:
        field = QWidget()
        layout = QVBoxLayout(field)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        above.setProperty("role", "caption")
        value.setProperty("role", "strong")
        value.setObjectName("response.electrodes")
        value.setTextFormat(Qt.TextFormat.PlainText)
        layout.addWidget(above)
        layout.addWidget(value)
        return field

    def use_actions(self, modes: Mapping[Mode, tuple[QAction, str]], leave: QAction, leave_key: str) -> None:
        """Have the buttons run their commands; their tips name the keys."""
        for mode, (action, key) in modes.items():
            button = self.modes[mode]
            button.clicked.connect(lambda _checked=False, run=action: run.trigger())
            button.setToolTip(f"{action.toolTip()} ({key})" if key else action.toolTip())
        self.leave.clicked.connect(lambda _checked=False: leave.trigger())
        self.leave.setText(f"Leave  {leave_key}".strip())
        self.leave.setToolTip(leave.toolTip())
        self.leave.setAccessibleName(leave.text())

    def show_locks(self, texts: Mapping[Lock, LockText], danger: str) -> None:
        for lock, text in texts.items():
            self.fields[lock].show_text(text, danger)
        self._place_buttons()

    def show_mode(self, mode: Mode) -> None:
        self.modes[mode].setChecked(True)

    def show_electrodes(self, text: str, tip: str, is_notice: bool, danger: str, caption: str = "Electrodes") -> None:
        """Show how the electrodes of both studies differ; under another caption, what matters more."""
        self._electrodes_caption.setText(caption)
        self.electrodes.setText(text)
        self.electrodes.setToolTip(tip)
        self.electrodes.setAccessibleName(f"{caption}: {text}")
        self.electrodes.setStyleSheet(f"color: {danger}" if is_notice else "")
        self._place_buttons()
