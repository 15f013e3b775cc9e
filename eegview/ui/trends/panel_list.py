"""The list of panels: a check box shows one, dragging reorders those that are shown."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem

from eegview.ui.trends.drawing.panels import Panel

_ID = Qt.ItemDataRole.UserRole


class PanelList(QListWidget):
    """All panels, those shown first in their order; emits the ids shown whenever a person changes them."""

    chosen = Signal(object)  # tuple[str, ...]
    explained = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("trends.list")
        self.setAccessibleName("Panels of the trends")
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
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
        here = self.currentRow()
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
        self.setCurrentRow(here)
        self._is_filling = False

    @property
    def shown(self) -> tuple[str, ...]:
        """The ids of the panels that are checked, from above."""
        items = [self.item(row) for row in range(self.count())]
        return tuple(dict.fromkeys(str(item.data(_ID)) for item in items if item.checkState() is Qt.CheckState.Checked))

    def _changed(self, *_what: object) -> None:
        if not self._is_filling:
            self.chosen.emit(self.shown)
