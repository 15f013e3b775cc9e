"""A legend of keys that is never cut: whole entries side by side, and a menu for those that do not fit."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QToolButton, QWidget

from eegview.app.themes import lifted
from eegview.model.text.language import tr

_GAP_PX = 2
_PAD_PX = 4


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One key and what it does.

    colour : of its frame, "#rrggbb" in the paper theme; "" for none
    action : what a click runs; an entry whose action cannot be used now is pale. None: the key alone
    """

    key: str
    label: str
    colour: str = ""
    action: QAction | None = None

    @property
    def text(self) -> str:
        return f"{self.key} {self.label}"


class LegendButton(QAbstractButton):
    """One entry: the key in a frame, its label beside it."""

    def __init__(self, entry: LegendEntry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entry, action = entry, entry.action
        self.setText(entry.text)
        self.setObjectName(f"legend.{entry.key}")
        self.setAccessibleName(tr("{label}, key {key}", label=entry.label, key=entry.key))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keyboard on the page
        if action is not None:
            self.setToolTip(f"{action.toolTip()} ({entry.key})")
            self.clicked.connect(action.trigger)
            action.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        action = self._entry.action
        self.setEnabled(action is not None and action.isEnabled())

    def _bold(self) -> QFont:
        font = QFont(self.font())
        font.setBold(True)
        return font

    def _key_px(self) -> float:
        return (
            max(QFontMetricsF(self._bold()).horizontalAdvance(self._entry.key), self.fontMetrics().height() * 0.5) + 8
        )

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(self.font())
        width_px = self._key_px() + metrics.horizontalAdvance(self._entry.label) + 3 * _PAD_PX
        return QSize(round(width_px + 0.5), round(metrics.height()) + 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        group = QPalette.ColorGroup.Active if self.isEnabled() else QPalette.ColorGroup.Disabled
        ink = self.palette().color(group, QPalette.ColorRole.WindowText)
        cap = QRectF(_PAD_PX, 2.5, self._key_px(), self.height() - 5)
        painter.setPen(QPen(self._frame_colour() if self.isEnabled() else ink, 1.4))
        painter.drawRoundedRect(cap, 3, 3)
        painter.setPen(ink)
        painter.setFont(self._bold())
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, self._entry.key)
        painter.setFont(self.font())
        room = QRectF(cap.right() + _PAD_PX, 0, self.width() - cap.right() - _PAD_PX, self.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._entry.label)
        if self.hasFocus():
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Highlight), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        elif self.underMouse() and self.isEnabled():
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Mid), 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)

    def _frame_colour(self) -> QColor:
        is_dark = self.palette().color(QPalette.ColorRole.Base).lightness() < 128
        if not self._entry.colour:
            return self.palette().color(QPalette.ColorRole.WindowText)
        return QColor(lifted(self._entry.colour) if is_dark else self._entry.colour)

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Enter, QEvent.Type.Leave):
            self.update()
        return super().event(event)


class KeyLegend(QWidget):
    """Shows as many entries as fit whole, and a button “…” with a menu of the rest.

    What keys do follows the mode of the window: `take_over` shows the keys of a mode, `give_back` those of before.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("status.legend")
        self.setAccessibleName(tr("Keys"))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._entries: tuple[LegendEntry, ...] = ()
        self._modes: dict[str, tuple[LegendEntry, ...]] = {}
        self.buttons: list[LegendButton] = []
        self.more = QToolButton(self)
        self.more.setObjectName("legend.more")
        self.more.setText("…")
        self.more.setProperty("role", "filter")
        self.more.setAccessibleName(tr("More keys"))
        self.more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self.more)
        self.more.setMenu(self._menu)
        self._menu.aboutToShow.connect(self._fill_menu)

    # what is shown

    def show_entries(self, entries: Sequence[LegendEntry]) -> None:
        """Show what keys do while no mode has taken them over."""
        self._entries = tuple(entries)
        self._rebuild()

    def take_over(self, mode: str, entries: Sequence[LegendEntry]) -> None:
        """Show what keys do in a mode, until `give_back` with its name; the mode entered last is shown."""
        self._modes.pop(mode, None)
        self._modes[mode] = tuple(entries)
        self._rebuild()

    def give_back(self, mode: str) -> None:
        """Show again what stood there before a mode; nothing happens if it had taken nothing over."""
        if self._modes.pop(mode, None) is not None:
            self._rebuild()

    @property
    def mode(self) -> str:
        """Return the mode whose keys are shown, "" for none."""
        return next(reversed(self._modes), "")

    @property
    def entries(self) -> tuple[LegendEntry, ...]:
        """All that is to be shown now, whether or not there is room for it."""
        return next(reversed(self._modes.values()), self._entries)

    @property
    def hidden_entries(self) -> tuple[LegendEntry, ...]:
        """What stands in the menu for want of room."""
        n_shown = sum(not button.isHidden() for button in self.buttons)
        return self.entries[n_shown:]

    def _rebuild(self) -> None:
        for button in self.buttons:
            button.hide()
            button.deleteLater()
        self.buttons = [LegendButton(entry, self) for entry in self.entries]
        for before, after in pairwise((*self.buttons, self.more)):
            self.setTabOrder(before, after)
        self.updateGeometry()
        self._place()

    def _fill_menu(self) -> None:
        self._menu.clear()
        for entry in self.hidden_entries:
            line = self._menu.addAction(f"{entry.label}\t{entry.key}")
            line.setEnabled(entry.action is not None and entry.action.isEnabled())
            if entry.action is not None:
                line.triggered.connect(entry.action.trigger)

    # room

    def sizeHint(self) -> QSize:
        widths = [button.sizeHint().width() + _GAP_PX for button in self.buttons]
        return QSize(sum(widths), self.minimumSizeHint().height())

    def minimumSizeHint(self) -> QSize:
        heights = [button.sizeHint().height() for button in self.buttons]
        hint = self.more.sizeHint()
        return QSize(hint.width(), max([hint.height(), *heights]))

    def _place(self) -> None:
        """Show the first entries that fit whole, beside the button that holds the others."""
        widths = [button.sizeHint().width() + _GAP_PX for button in self.buttons]
        room_px = self.width()
        if sum(widths) > room_px:
            room_px -= self.more.sizeHint().width()
        left_px = n_shown = 0
        for button, width_px in zip(self.buttons, widths, strict=True):
            if left_px + width_px > room_px:
                break
            button.setGeometry(left_px, 0, width_px - _GAP_PX, self.height())
            left_px, n_shown = left_px + width_px, n_shown + 1
        for number, button in enumerate(self.buttons):
            button.setVisible(number < n_shown)
        rest = self.entries[n_shown:]
        self.more.setGeometry(left_px, 0, self.more.sizeHint().width(), self.height())
        self.more.setVisible(bool(rest))
        self.more.setToolTip("\n".join(entry.text for entry in rest))
        self.more.setAccessibleDescription(", ".join(entry.text for entry in rest))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()
            self._place()
