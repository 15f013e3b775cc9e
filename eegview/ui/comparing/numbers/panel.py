"""Below the page: how far both readers agree on this study, a line for each number, its method under it."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolButton,
    QVBoxLayout,
)

from eegview.app.themes import Theme
from eegview.model.text.language import tr
from eegview.ui.comparing.numbers.counting import NumberLine
from eegview.ui.overview.painter import small_font
from eegview.ui.widgets.elided_label import ElidedLabel
from eegview.ui.widgets.headed_table import HeadedTable, Index
from eegview.ui.widgets.kept_keys import KeyKeeper

_LINE = Qt.ItemDataRole.UserRole
_HEADINGS = (tr("Agreement"), "0 … 1", tr("Value"), tr("95 % interval"), "n")
NAME, PLOT = 0, 1
LEGEND = tr("◇ this study: one patient, so no interval.")
COUNTING, NOTHING = tr("Counting …"), tr("Nothing that both readers have is counted yet.")
_HIGH_LINES, _LOW_LINES = 4.6, 2.6
_WIDE_CHARACTERS = 76  # narrower, and the values are not drawn


class NumbersModel(HeadedTable):
    """Rows of `NumberLine`."""

    def __init__(self) -> None:
        super().__init__(_HEADINGS, lambda: len(self.lines))
        self.lines: tuple[NumberLine, ...] = ()

    def show_lines(self, lines: Sequence[NumberLine]) -> None:
        """Show these numbers."""
        self.beginResetModel()
        self.lines = tuple(lines)
        self.endResetModel()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.lines):
            return None
        line = self.lines[index.row()]
        if role == _LINE:
            return line
        if role == Qt.ItemDataRole.ToolTipRole:
            return line.tip
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            name = f"{line.label} · {line.measure}"
            return (name, "", line.value_text, line.interval_text, f"{line.number.n_items:,}")[index.column()]
        return None


class NumbersDelegate(QStyledItemDelegate):
    """Paints name and method, and the value between 0 and 1."""

    def __init__(self, theme: Callable[[], Theme]) -> None:
        super().__init__()
        self._theme = theme

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        line = index.data(_LINE)
        if not isinstance(line, NumberLine) or index.column() not in (NAME, PLOT):
            super().paint(painter, option, index)
            return
        theme, area = self._theme(), QRectF(option.rect)  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:  # type: ignore[attr-defined]
            painter.fillRect(area, QColor(theme.accent_soft))
        if index.column() == NAME:
            self._paint_name(painter, line, area.adjusted(6, 2, -4, -2), QFont(option.font), theme)  # type: ignore[attr-defined]
        else:
            self._paint_value(painter, line, area, theme)
        painter.restore()

    def _paint_name(self, painter: QPainter, line: NumberLine, area: QRectF, font: QFont, theme: Theme) -> None:
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        small = small_font(font)
        upper = QRectF(area.left(), area.top(), area.width(), area.height() * 0.54)
        lower = QRectF(area.left(), upper.bottom(), area.width(), area.height() - upper.height())
        painter.setFont(font)
        painter.setPen(QColor(theme.ink))
        name = QFontMetricsF(font).elidedText(
            f"{line.label} · {line.measure}", Qt.TextElideMode.ElideRight, area.width()
        )
        painter.drawText(upper, left, name)
        painter.setFont(small)
        painter.setPen(QColor(theme.quiet))
        method = QFontMetricsF(small).elidedText(line.number.method, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(lower, left, method)

    @staticmethod
    def _paint_value(painter: QPainter, line: NumberLine, area: QRectF, theme: Theme) -> None:
        """Paint the value as a diamond, its interval as a line; what lies below 0 stands at the left edge."""
        left_px, width_px = area.left() + 10, max(area.width() - 20, 1.0)

        def x_px(value: float) -> float:
            return left_px + min(max(value, 0.0), 1.0) * width_px

        painter.setPen(QPen(QColor(theme.line), 1))
        for share in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0):
            painter.drawLine(QPointF(x_px(share), area.top()), QPointF(x_px(share), area.bottom()))
        number, middle_px = line.number, area.center().y()
        painter.setPen(QPen(QColor(theme.accent), 2))
        if number.low is not None and number.high is not None:
            painter.drawLine(QPointF(x_px(number.low), middle_px), QPointF(x_px(number.high), middle_px))
        if number.value is not None:
            at_px, size_px = x_px(number.value), 5.0
            corners = ((0, -size_px), (size_px, 0), (0, size_px), (-size_px, 0))
            painter.setBrush(QColor(theme.page))
            painter.drawPolygon(QPolygonF([QPointF(at_px + x, middle_px + y) for x, y in corners]))


class NumbersPanel(QFrame):
    """Shows numbers and reports of which term one was asked for."""

    term_asked = Signal(str)

    def __init__(self, theme: Callable[[], Theme]) -> None:
        super().__init__()
        self.setObjectName("comparing.numbers")
        self.setProperty("role", "card")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.table, self.model = QTableView(), NumbersModel()
        self._delegate = NumbersDelegate(theme)
        table = self.table
        table.setObjectName("comparing.numbers.table")
        table.setAccessibleName(tr("Agreement numbers of this study"))
        table.setModel(self.model)
        table.setItemDelegate(self._delegate)
        table.setFrameShape(QFrame.Shape.NoFrame)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        table.verticalHeader().hide()
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        modes = QHeaderView.ResizeMode
        for column, mode in enumerate((modes.Stretch, modes.Fixed, modes.Fixed, modes.Fixed, modes.Fixed)):
            header.setSectionResizeMode(column, mode)
        self._keeper = KeyKeeper(self)
        self._keeper.keep(table)
        self.status, self.legend = ElidedLabel(), ElidedLabel(LEGEND)
        self.all_studies = QToolButton()
        self.all_studies.setObjectName("comparing.numbers.all_studies")
        self.all_studies.setProperty("role", "link")
        self.all_studies.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.status.setProperty("role", "quiet")
        self.legend.setProperty("role", "caption")
        foot = QHBoxLayout()
        foot.addWidget(self.legend, 1)
        foot.addWidget(self.all_studies)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 4)
        layout.setSpacing(2)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.status, 1)
        layout.addLayout(foot)
        table.clicked.connect(self._clicked)
        self._n_lines = _HIGH_LINES
        self.show_lines((), COUNTING)

    def use_action(self, department: QAction) -> None:
        """Have the link open the numbers of all studies, with their intervals."""
        self.all_studies.setText(tr("All studies, with intervals…"))
        self.all_studies.setToolTip(department.toolTip())
        self.all_studies.clicked.connect(lambda _checked=False: department.trigger())

    def show_term(self, term_id: str) -> None:
        """Scroll to the first number of a term, unless one of it is in sight."""
        rows = [row for row, line in enumerate(self.model.lines) if line.term_id == term_id]
        if rows and not any(self._is_in_sight(row) for row in rows):
            self.table.scrollTo(self.model.index(rows[0], 0), QAbstractItemView.ScrollHint.PositionAtTop)

    def _is_in_sight(self, row: int) -> bool:
        area = self.table.visualRect(self.model.index(row, 0))
        return self.table.viewport().rect().contains(area)

    def show_lines(self, lines: Sequence[NumberLine], status: str = "") -> None:
        """Show numbers, or in a sentence why there are none."""
        self.model.show_lines(lines)
        row_px = round(self.fontMetrics().height() * 2.1)
        self.table.verticalHeader().setMinimumSectionSize(row_px)
        self.table.verticalHeader().setDefaultSectionSize(row_px)
        self._fit()
        self.table.setVisible(bool(lines))
        self.status.setVisible(not lines)
        self.status.setText(status or NOTHING)

    def show_high(self, is_high: bool) -> None:
        """Be as high as the window has room for."""
        n_lines = _HIGH_LINES if is_high else _LOW_LINES
        if n_lines != self._n_lines:
            self._n_lines = n_lines
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        line_px = self.fontMetrics().height()
        return QSize(400, round(line_px * 2.1 * self._n_lines) + line_px * 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.fontMetrics().height() * 6)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Leave the drawn values out where names and numbers need their room."""
        character_px = self.fontMetrics().averageCharWidth()
        is_wide = self.width() >= character_px * _WIDE_CHARACTERS
        self.table.setColumnHidden(PLOT, not is_wide)
        for column, characters in ((PLOT, 26), (2, 8), (3, 29), (4, 8)):
            self.table.setColumnWidth(column, character_px * characters)

    def _clicked(self, index: QModelIndex) -> None:
        line = index.data(_LINE)
        if isinstance(line, NumberLine):
            self.term_asked.emit(line.term_id)
