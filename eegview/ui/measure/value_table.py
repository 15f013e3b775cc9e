"""A small table of values that is as high as its rows and as wide as its panel."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QFrame, QHeaderView, QSizePolicy, QTableWidget, QTableWidgetItem

_SMALL = 0.88  # of the font
_MARGIN_PX = 20  # of a cell, both sides together


class ValueTable(QTableWidget):
    """Shows rows of text under headings; never scrolls by itself. What is selected is copied by Ctrl+C."""

    def __init__(self, object_name: str, name: str) -> None:
        super().__init__()
        self.setObjectName(object_name)
        self.setAccessibleName(name)
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QTableWidget.SelectionMode.ContiguousSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        self.horizontalHeader().setMinimumSectionSize(1)
        self.horizontalHeader().setHighlightSections(False)

    def show_rows(self, headings: Sequence[str], rows: Sequence[Sequence[str]], tips: Sequence[str] = ()) -> None:
        """Show these rows; the first column is left aligned, numbers right.

        tips : of each row
        """
        self.setColumnCount(len(headings))
        self.setRowCount(len(rows))
        self.setHorizontalHeaderLabels(list(headings))
        self.clearSpans()
        header = self.horizontalHeader()
        for column in range(len(headings)):
            side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
            self.horizontalHeaderItem(column).setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
            mode = QHeaderView.ResizeMode.Fixed if column else QHeaderView.ResizeMode.Stretch
            header.setSectionResizeMode(column, mode)
            for row, texts in enumerate(rows):
                item = QTableWidgetItem(texts[column])
                item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
                item.setToolTip(tips[row] if row < len(tips) else texts[column])
                self.setItem(row, column, item)
        for row, texts in enumerate(rows):
            if not any(texts[1:]):  # a heading of the rows below it
                self.setSpan(row, 0, 1, len(headings))
        self.fit()

    def fit(self) -> None:
        """Take the size of text from the panel's, and the height that the rows need."""
        parent = self.parentWidget()
        if parent is not None:
            font = parent.font()
            font.setPixelSize(max(8, round(font.pixelSize() * _SMALL)))
            if font != self.font():
                self.setFont(font)
                self.horizontalHeader().setFont(font)
        for row in range(self.rowCount()):
            self.setRowHeight(row, self.fontMetrics().height() + 4)
        for column in range(1, self.columnCount()):
            self.setColumnWidth(column, self._width_px(column))
        self.horizontalHeader().setFixedHeight(self.fontMetrics().height() + 8)
        self.setFixedHeight(self._height_px())

    def _width_px(self, column: int) -> int:
        """Return what the widest text of a column needs."""
        texts = [self.horizontalHeaderItem(column).text()]
        texts += [self.item(row, column).text() for row in range(self.rowCount())]
        return max(map(self.fontMetrics().horizontalAdvance, texts)) + _MARGIN_PX

    def _height_px(self) -> int:
        rows_px = sum(self.rowHeight(row) for row in range(self.rowCount()))
        return rows_px + self.horizontalHeader().height() + 2

    def sizeHint(self) -> QSize:
        return QSize(0, self._height_px())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not event.matches(QKeySequence.StandardKey.Copy):
            super().keyPressEvent(event)
            return
        chosen = sorted((index.row(), index.column()) for index in self.selectedIndexes())
        lines: dict[int, list[str]] = {}
        for row, column in chosen:
            lines.setdefault(row, []).append(self.item(row, column).text())
        QApplication.clipboard().setText("\n".join("\t".join(line) for line in lines.values()))
