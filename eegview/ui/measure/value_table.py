"""A small table of values that is as high as its rows and as wide as its panel."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHeaderView, QSizePolicy, QTableWidget, QTableWidgetItem

from eegview.app.measure.table import table_text

_SMALL = 0.88  # of the font
_MARGIN_PX, _FIRST_MARGIN_PX = 18, 8  # of a cell, both sides together
SMALLEST_PX = 8  # of the text


class ValueTable(QTableWidget):
    """Shows rows of text under headings; never scrolls by itself. What is selected is copied by Ctrl+C."""

    def __init__(self, object_name: str, name: str) -> None:
        super().__init__()
        self._heads: list[QTableWidgetItem] = []
        self._texts: list[tuple[str, ...]] = []
        self._fitted: tuple[str, list[int]] | None = None  # font and widths that were set last
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
        wanted = [tuple(texts) for texts in rows]
        is_alike = [head.text() for head in self._heads] == list(headings) and _shape(wanted) == _shape(self._texts)
        self._texts = wanted
        if not is_alike:
            self._make_cells(headings)
        for row, texts in enumerate(wanted):
            for column, text in enumerate(texts):
                item = self.item(row, column)
                if item is not None:
                    item.setText(text)
                    item.setToolTip(tips[row] if row < len(tips) else text)
        self.fit()

    def _make_cells(self, headings: Sequence[str]) -> None:
        self._fitted = None
        self.clear()
        self.clearSpans()
        self.setColumnCount(len(headings))
        self.setRowCount(len(self._texts))
        self._heads = [QTableWidgetItem(heading) for heading in headings]
        for column, head in enumerate(self._heads):
            side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
            head.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
            self.setHorizontalHeaderItem(column, head)
            mode = QHeaderView.ResizeMode.Fixed if column else QHeaderView.ResizeMode.Stretch
            self.horizontalHeader().setSectionResizeMode(column, mode)
            for row in range(len(self._texts)):
                item = QTableWidgetItem()
                item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
                self.setItem(row, column, item)
        for row, texts in enumerate(self._texts):
            if not any(texts[1:]):  # a heading of the rows below it
                self.setSpan(row, 0, 1, len(headings))

    def fit(self) -> None:
        """Take the panel's size of text, a smaller one where the columns would not fit, and the height of the rows."""
        parent = self.parentWidget()
        font = parent.font() if parent is not None else self.font()
        base_px = max(SMALLEST_PX, round(font.pixelSize() * _SMALL))
        widths_px: list[int] = []
        for size_px in range(base_px, SMALLEST_PX - 1, -1):
            font.setPixelSize(size_px)
            metrics = QFontMetrics(font)
            widths_px = [self._width_px(column, metrics) for column in range(self.columnCount())]
            if sum(widths_px) <= self.viewport().width():
                break
        if self._fitted == (font.key(), widths_px[1:]):
            return
        self._fitted = font.key(), widths_px[1:]
        self.setFont(font)
        for column, head in enumerate(self._heads):
            head.setFont(font)  # a style sheet keeps the header's own
            if column:
                self.setColumnWidth(column, widths_px[column])
        for row in range(self.rowCount()):
            self.setRowHeight(row, QFontMetrics(font).height() + 4)
        self.horizontalHeader().setFixedHeight(QFontMetrics(font).height() + 8)
        self.setFixedHeight(self._height_px())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()

    def _width_px(self, column: int, metrics: QFontMetrics) -> int:
        """Return what the widest text of a column needs; a heading of rows may reach over the others."""
        texts = [self._heads[column].text()]
        texts += [row[column] for row in self._texts if any(row[1:])]
        return max(map(metrics.horizontalAdvance, texts)) + (_MARGIN_PX if column else _FIRST_MARGIN_PX)

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
            lines.setdefault(row, []).append(self._texts[row][column])
        QApplication.clipboard().setText(table_text(lines.values()))


def _shape(rows: Sequence[tuple[str, ...]]) -> list[bool]:
    """Return for each row whether it is a heading of those below it."""
    return [not any(texts[1:]) for texts in rows]
