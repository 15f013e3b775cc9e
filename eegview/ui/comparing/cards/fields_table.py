"""What A and B say of one event, field by field; while they are merged, which answer of the two is taken."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFont
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QSizePolicy, QTableView

from eegview.app.comparing.difference import FieldPair
from eegview.app.themes import Theme
from eegview.model.text.language import tr
from eegview.ui.widgets.headed_table import HeadedTable, Index
from eegview.ui.widgets.kept_keys import KeyKeeper

SAME, DIFFERENT, TAKEN = "=", "≠", "✓"
NOTHING = "–"
_LETTERS = {1: "a", 2: "b"}  # of the columns
_LINE = 1.55  # of text, as high as a row is


class FieldsModel(HeadedTable):
    """Rows of `FieldPair`; rows that differ are tinted and carry a sign.

    picks : which of both is taken, by the field's name; None while nothing is merged
    """

    def __init__(self, theme: Callable[[], Theme]) -> None:
        super().__init__(("", "A", "B", ""), lambda: len(self.fields))
        self._theme = theme
        self.fields: tuple[FieldPair, ...] = ()
        self.picks: Mapping[str, str] | None = None
        self.bold = QFont()
        self._is_pair = False  # only one reader marked it: there is nothing to compare

    def show_fields(
        self, fields: Sequence[FieldPair], headings: tuple[str, ...], picks: Mapping[str, str] | None
    ) -> None:
        """Show these fields under A's and B's heading and, while they are merged, which answers are taken."""
        self.beginResetModel()
        self._headings = ("", *headings, "")
        self.fields, self.picks = tuple(fields), picks
        self._is_pair = any(field.a_text for field in fields) and any(field.b_text for field in fields)
        self.endResetModel()

    def _differs(self, field: FieldPair) -> bool:
        """Whether both said something of the event, and not the same of this."""
        return field.differs and self._is_pair

    def _text(self, field: FieldPair, column: int) -> str:
        sign = "" if not self._is_pair else DIFFERENT if field.differs else SAME
        texts = field.label, field.a_text or NOTHING, field.b_text or NOTHING, sign
        is_taken = self.picks is not None and field.differs and self.picks.get(field.name) == _LETTERS.get(column)
        return f"{TAKEN} {texts[column]}" if is_taken else texts[column]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.fields):
            return None
        field, column, theme = self.fields[index.row()], index.column(), self._theme()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._text(field, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = f"{field.label}: A {field.a_text or 'nothing'}, B {field.b_text or 'nothing'}"
            return f"{said}, different" if self._differs(field) else said
        if role == Qt.ItemDataRole.BackgroundRole and self._differs(field):
            tint = QColor(theme.danger)
            tint.setAlpha(26)
            return QBrush(tint)
        if role == Qt.ItemDataRole.ForegroundRole:
            return QColor(
                theme.quiet if column == 0 else theme.danger if column == 3 and self._differs(field) else theme.ink
            )
        if role == Qt.ItemDataRole.FontRole and self._differs(field) and column in _LETTERS:
            return self.bold
        if role == Qt.ItemDataRole.TextAlignmentRole and column == 3:
            return Qt.AlignmentFlag.AlignCenter
        return None


class FieldsTable(QTableView):
    """As high as its rows. While answers are merged a click on one takes it."""

    picked = Signal(str, str)  # a field's name, "a" or "b"

    def __init__(self, theme: Callable[[], Theme]) -> None:
        super().__init__()
        self.setObjectName("comparing.fields")
        self.setAccessibleName(tr("What reader A and reader B say"))
        self.table = FieldsModel(theme)
        self.setModel(self.table)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(3, QHeaderView.ResizeMode.Fixed)
        self._keeper = KeyKeeper(self)
        self._keeper.keep(self)
        self.clicked.connect(self._clicked)

    def show_fields(
        self,
        fields: Sequence[FieldPair],
        headings: tuple[str, ...],
        picks: Mapping[str, str] | None = None,
        current: str = "",
    ) -> None:
        """Show these fields; `current` is the one that keys choose for while they are merged."""
        font = QFont(self.font())
        font.setBold(True)
        self.table.bold = font
        self.table.show_fields(fields, headings, picks)
        row_px = round(self.fontMetrics().height() * _LINE)
        self.verticalHeader().setMinimumSectionSize(row_px)
        self.verticalHeader().setDefaultSectionSize(row_px)
        self.setColumnWidth(3, self.fontMetrics().averageCharWidth() * 3)
        row = next((i for i, field in enumerate(fields) if field.name == current), -1)
        if row >= 0:
            self.selectRow(row)
        else:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        rows_px = sum(self.rowHeight(row) for row in range(len(self.table.fields)))
        return QSize(200, self.horizontalHeader().sizeHint().height() + rows_px + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.sizeHint().height())

    def _clicked(self, index: QModelIndex) -> None:
        letter = _LETTERS.get(index.column())
        if letter and self.table.picks is not None:
            self.picked.emit(self.table.fields[index.row()].name, letter)
