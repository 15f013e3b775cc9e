"""The list of panels: a check box shows one, dragging reorders those that are shown."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem

from eegview.model.text.language import tr
from eegview.ui.trends.drawing.panels import Panel
from eegview.ui.widgets.kept_keys import keeps_key

_ID = Qt.ItemDataRole.UserRole
_ALT = Qt.KeyboardModifier.AltModifier
_KEYS = frozenset(
    {
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_Space,
    }
)


class PanelList(QListWidget):
    """All panels, those shown first in their order; emits the ids shown whenever a person changes them."""

    chosen = Signal(object)  # tuple[str, ...]
    move_asked = Signal(str, int)  # a panel, by so many places down

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("trends.list")
        self.setAccessibleName(tr("Panels of the trends"))
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setToolTip(tr("Check to show; drag, or Alt+Up and Alt+Down, to reorder"))
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._is_filling = False
        self.itemChanged.connect(self._changed)
        self.model().rowsMoved.connect(self._changed)
        self.model().rowsInserted.connect(self._changed)  # a drop inserts, then removes

    def sizeHint(self) -> QSize:
        return QSize(200, self.fontMetrics().height() * 16)

    def show_panels(
        self, panels: Sequence[Panel], shown: Sequence[str], why: Sequence[str], tips: Sequence[str]
    ) -> None:
        """Show all panels in this order.

        why : reason for each that has nothing to draw, "" for the others
        """
        self._is_filling = True
        current = self.currentItem()
        here = current.data(_ID) if current is not None else None
        self.clear()
        for panel, reason, tip in zip(panels, why, tips, strict=True):
            item = QListWidgetItem(panel.title)
            item.setData(_ID, panel.panel_id)
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled
                | Qt.ItemFlag.ItemIsSelectable
                | Qt.ItemFlag.ItemIsUserCheckable
                | Qt.ItemFlag.ItemIsDragEnabled
            )
            item.setCheckState(Qt.CheckState.Checked if panel.panel_id in shown else Qt.CheckState.Unchecked)
            item.setToolTip(tip)
            if reason:
                item.setForeground(
                    self.palette().color(self.palette().ColorGroup.Disabled, self.palette().ColorRole.Text)
                )
            item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, reason)
            self.addItem(item)
        ids = [self.item(row).data(_ID) for row in range(self.count())]
        self.setCurrentRow(ids.index(here) if here in ids else -1)
        self._is_filling = False

    def event(self, event: QEvent) -> bool:
        """Keep the keys that a list works with; with Alt the arrows move a panel."""
        if keeps_key(event, _KEYS):
            return True
        kinds = QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress
        if event.type() in kinds and isinstance(event, QKeyEvent) and event.modifiers() == _ALT:
            steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
            item = self.currentItem()
            if steps is not None and item is not None:
                event.accept()
                if event.type() == QEvent.Type.KeyPress:
                    self.move_asked.emit(str(item.data(_ID)), steps)
                return True
        return super().event(event)

    @property
    def shown(self) -> tuple[str, ...]:
        """Return the ids of the panels that are checked, from above."""
        items = [self.item(row) for row in range(self.count())]
        return tuple(dict.fromkeys(str(item.data(_ID)) for item in items if item.checkState() is Qt.CheckState.Checked))

    def _changed(self, *_what: object) -> None:
        if not self._is_filling:
            self.chosen.emit(self.shown)
