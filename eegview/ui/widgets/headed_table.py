"""Rows under headings: what every table of the window has in common."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

NOWHERE = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class HeadedTable(QAbstractTableModel):
    """A flat table with a fixed heading for each column.

    n_rows : returns how many rows there are now; a subclass returns what stands in them from `data`
    """

    def __init__(self, headings: tuple[str, ...], n_rows: Callable[[], int]) -> None:
        super().__init__()
        self._headings, self._n_rows = headings, n_rows

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else self._n_rows()

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._headings)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._headings[section]
        return None
