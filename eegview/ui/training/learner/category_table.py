"""The table of categories: share of right answers in each, with interval and n; the method is the tip."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTableView

from eegview.app.training.learner.figures import CategoryFigure
from eegview.model.text.language import tr
from eegview.ui.training.learner.texts import interval_text, number, tip_of, why_text
from eegview.ui.widgets.headed_table import HeadedTable, Index

HEADINGS = (tr("Category"), tr("Right"), tr("95 % interval"), "n")


class CategoryModel(HeadedTable):
    """One line a category."""

    def __init__(self) -> None:
        super().__init__(HEADINGS, lambda: len(self.categories))
        self.categories: tuple[CategoryFigure, ...] = ()

    def show_categories(self, categories: tuple[CategoryFigure, ...]) -> None:
        self.beginResetModel()
        self.categories = categories
        self.endResetModel()

    def texts(self, row: int) -> tuple[str, ...]:
        """Return what stands in a line."""
        one = self.categories[row]
        share = one.share_right
        interval = interval_text(share) if share.value is not None else f"too few to say: {why_text(share)}"
        right = number(share.value, share.unit) if share.value is not None else "—"
        return one.label, right, interval, str(share.n)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.texts(index.row())[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip_of(self.categories[index.row()].share_right)
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in (1, 3):
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None


class CategoryTable(QTableView):
    """Shows the categories."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("training.categories")
        self.setAccessibleName(tr("Right answers by category"))
        self.shown = CategoryModel()
        self.setModel(self.shown)
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
