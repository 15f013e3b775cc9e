"""The matrix of readers by readers: each cell a value, its interval and its size, coloured by the value."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QBrush, QColor, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
)

from eegview.app.agreement.department import Cell, Department
from eegview.app.agreement.department_view import CellText, cell_text
from eegview.app.themes import Theme
from eegview.model.text.language import tr
from eegview.ui.widgets.headed_table import Index

_STRONGEST = 0.45  # share of the accent in the colour of full agreement: numbers stay black on white or white on black
_LINES, _CHARACTERS, _FRAME_PX = 3, 24, 2


class MatrixTable(QTableWidget):
    """Shows the cells of one term; the lower half stays empty, as the order of readers does not matter."""

    cell_chosen = Signal(object)  # Cell, None where two readers have nothing in common

    def __init__(self) -> None:
        super().__init__(0, 0)
        self.setObjectName("department.matrix")
        self.setAccessibleName(tr("Agreement of readers"))
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.setWordWrap(True)
        self.setCornerButtonEnabled(False)
        self.setItemDelegate(_FramedCell(self))
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        self._cells: dict[tuple[int, int], Cell] = {}
        self.currentCellChanged.connect(lambda row, column, *_before: self._chosen(row, column))

    def show_term(self, department: Department, term_id: str, names: Mapping[str, str], theme: Theme) -> None:
        """Show one term of the matrix; the first cell is chosen."""
        readers = sorted(
            {r for c in department.cells if c.term_id == term_id for r in (c.reader_a, c.reader_b)},
            key=lambda reader: names[reader],
        )
        self._cells.clear()
        self.blockSignals(True)
        self.clear()
        self.setRowCount(max(len(readers) - 1, 0))
        self.setColumnCount(max(len(readers) - 1, 0))
        self.setVerticalHeaderLabels([names[reader] for reader in readers[:-1]])
        self.setHorizontalHeaderLabels([names[reader] for reader in readers[1:]])
        metrics = self.fontMetrics()
        self.verticalHeader().setDefaultSectionSize(metrics.lineSpacing() * _LINES + 12)
        self.horizontalHeader().setDefaultSectionSize(metrics.averageCharWidth() * _CHARACTERS + 16)
        for row, reader_a in enumerate(readers[:-1]):
            for column, reader_b in enumerate(readers[1:]):
                cell = department.cell(reader_a, reader_b, term_id) if column >= row else None
                item = _item(cell_text(cell), theme, f"{names[reader_a]} and {names[reader_b]}") if cell else _none()
                self.setItem(row, column, item)
                if cell is not None:
                    self._cells[row, column] = cell
        self.blockSignals(False)
        first = next(iter(self._cells), None)
        if first is not None:
            self.setCurrentCell(*first)
            self._chosen(*first)
        else:
            self.cell_chosen.emit(None)

    def _chosen(self, row: int, column: int) -> None:
        self.cell_chosen.emit(self._cells.get((row, column)))


class _FramedCell(QStyledItemDelegate):
    """Frames the chosen cell and leaves its colour, which is its value."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        plain = QStyleOptionViewItem(option)
        plain.state &= ~(QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_HasFocus)  # type: ignore[attr-defined]
        background = index.data(Qt.ItemDataRole.BackgroundRole)
        if isinstance(background, QBrush):
            painter.fillRect(option.rect, background)  # type: ignore[attr-defined]
        super().paint(painter, plain, index)
        if is_chosen:
            painter.save()
            painter.setPen(QPen(option.palette.color(QPalette.ColorRole.WindowText), _FRAME_PX))  # type: ignore[attr-defined]
            painter.drawRect(option.rect.adjusted(1, 1, -2, -2))  # type: ignore[attr-defined]
            painter.restore()


def _item(shown: CellText, theme: Theme, who: str) -> QTableWidgetItem:
    item = QTableWidgetItem(f"{shown.value}\n{shown.interval}\n{shown.size}")
    item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
    item.setToolTip(f"{who}\n{shown.tip}")
    item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{who}: {shown.value}, {shown.interval}, {shown.size}")
    if shown.share is not None:
        item.setBackground(QBrush(mixed(theme.page, theme.accent, _STRONGEST * shown.share)))
        item.setForeground(QBrush(QColor(theme.ink)))
    else:
        item.setForeground(QBrush(QColor(theme.quiet)))
    return item


def _none() -> QTableWidgetItem:
    item = QTableWidgetItem()
    item.setFlags(Qt.ItemFlag.NoItemFlags)
    return item


def mixed(one: str, other: str, share: float) -> QColor:
    """Return a colour between two, `share` of the way from the first to the second."""
    a, b = QColor(one), QColor(other)
    return QColor.fromRgbF(
        a.redF() + (b.redF() - a.redF()) * share,
        a.greenF() + (b.greenF() - a.greenF()) * share,
        a.blueF() + (b.blueF() - a.blueF()) * share,
    )
