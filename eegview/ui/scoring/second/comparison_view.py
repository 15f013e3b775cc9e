"""Two readers' scores of one epoch side by side: derivations, bins, what else they said, and how far they agree."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QScrollArea,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from eegview.app.scoring.second.comparison import BinBy, Difference, SheetComparison
from eegview.app.scoring.sheet import ScoreSheet
from eegview.app.themes import Theme
from eegview.clinical.based import LineState
from eegview.model.text.language import tr
from eegview.ui.scoring.second.comparison_grid import LETTERS, ComparisonGrid
from eegview.ui.widgets.headed_table import HeadedTable, Index

SIGNS = {LineState.MET: "✓", LineState.NOT_MET: "–", LineState.OPEN: "?", LineState.NOTE: "·"}
LEGEND = tr(
    "Spike seen by: AB both · A only A · B only B · “{letters}” not read by both", letters=LETTERS[BinBy.NOT_COMPARED]
)
_TABLE_CHARACTERS = 62
HINT = tr(
    "Click or Enter opens the bin on the page; arrows move, N and Shift+N go to the next and previous difference."
)
DIFFERENT = "≠"


class DifferencesModel(HeadedTable):
    """What both said, a row each; a sign says where they differ."""

    def __init__(self) -> None:
        super().__init__(("", "", "A", "B"), lambda: len(self._rows))
        self._rows: Sequence[Difference] = ()

    def show(self, rows: Sequence[Difference]) -> None:
        """Show these rows."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self._rows[index.row()]
        texts = (DIFFERENT if row.differs else "", row.name, row.a, row.b)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return texts[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.name}: A {row.a}, B {row.b}{', different' if row.differs else ''}"
        return None


class DerivationCard(QFrame):
    """One reader's score with its derivation."""

    def __init__(self, letter: str) -> None:
        super().__init__()
        self.setObjectName(f"score.comparison.{letter.lower()}")
        self.setProperty("role", "card")
        self._letter = letter
        self.heading, self.lines = QLabel(), QLabel()
        self.heading.setProperty("role", "strong")
        for label in (self.heading, self.lines):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.setSpacing(4)
        layout.addWidget(self.heading)
        layout.addWidget(self.lines)
        layout.addStretch(1)

    def show_sheet(self, sheet: ScoreSheet) -> None:
        """Show a committed sheet."""
        score = sheet.score.score
        self.heading.setText(
            tr(
                "{letter} · {reader} · score {score}",
                letter=self._letter,
                reader=sheet.reader,
                score="–" if score is None else score,
            )
        )
        self.lines.setText("\n".join(f"{SIGNS[line.state]} {line.text}" for line in sheet.score.derivation))


class ComparisonDialog(QDialog):
    """Shows a comparison beside the page."""

    bin_asked = Signal(int)
    export_asked = Signal()

    def __init__(self, parent: QWidget, theme: Callable[[], Theme]) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Compare readers"))
        self.epoch, self.agreement, self.warnings = QLabel(), QLabel(), QLabel()
        for label, name, role in (
            (self.epoch, "epoch", "strong"),
            (self.agreement, "agreement", "accent"),
            (self.warnings, "warnings", "warning"),
        ):
            label.setObjectName(f"score.comparison.{name}")
            label.setProperty("role", role)
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.cards = DerivationCard("A"), DerivationCard("B")
        self.grid = ComparisonGrid(theme)
        self.model = DifferencesModel()
        self.table = self._table()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.export = QPushButton(tr("Export…"))
        self.export.setObjectName("score.comparison.export")
        self.export.setToolTip(tr("Write the comparison as a table (TSV) or as JSON"))
        self.export.setAutoDefault(False)
        buttons.addButton(self.export, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        self._lay_out(buttons)
        self.grid.bin_asked.connect(self.bin_asked)
        self.export.clicked.connect(lambda _checked=False: self.export_asked.emit())
        buttons.rejected.connect(self.close)

    def _table(self) -> QTableView:
        table = QTableView()
        table.setObjectName("score.comparison.table")
        table.setAccessibleName(tr("What both readers said"))
        table.setModel(self.model)
        table.verticalHeader().hide()
        table.setShowGrid(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        for column in (2, 3):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        table.verticalHeader().setDefaultSectionSize(round(self.fontMetrics().height() * 1.5))
        return table

    def _lay_out(self, buttons: QDialogButtonBox) -> None:
        legend, hint = QLabel(LEGEND), QLabel(HINT)
        legend.setProperty("role", "caption")
        hint.setProperty("role", "quiet")
        hint.setWordWrap(True)
        cards = QHBoxLayout()
        for card in self.cards:
            cards.addWidget(card, 1)
        bins = QVBoxLayout()
        bins.addWidget(self.grid)
        bins.addWidget(legend)
        bins.addStretch(1)
        below = QHBoxLayout()
        below.addLayout(bins)
        below.addWidget(self.table, 1)
        inside = QWidget()
        content = QVBoxLayout(inside)
        content.setContentsMargins(0, 0, 6, 0)
        for widget in (self.epoch, self.agreement, self.warnings):
            content.addWidget(widget)
        content.addLayout(cards)
        content.addLayout(below, 1)
        content.addWidget(hint)
        area = QScrollArea()
        area.setProperty("role", "form")
        area.viewport().setProperty("role", "form")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidgetResizable(True)
        area.setWidget(inside)
        layout = QVBoxLayout(self)
        layout.addWidget(area, 1)
        layout.addWidget(buttons)

    def sizeHint(self) -> QSize:
        metrics, room = self.fontMetrics(), self.screen().availableSize()
        return QSize(
            min(metrics.averageCharWidth() * 150, room.width() - 40), min(metrics.height() * 46, room.height() - 60)
        )

    def show_comparison(self, found: SheetComparison, epoch_text: str) -> None:
        """Show a comparison.

        epoch_text : scale and times of the epoch
        """
        self.epoch.setText(f"{epoch_text} · A {found.a.reader} · B {found.b.reader}")
        self.agreement.setText(found.agreement_text)
        self.warnings.setText("\n".join(f"⚠ {one}" for one in found.warnings))
        self.warnings.setVisible(bool(found.warnings))
        for card, sheet in zip(self.cards, (found.a, found.b), strict=True):
            card.show_sheet(sheet)
        self.grid.show_comparison(found)
        self.model.show(found.rows)
        self._fit_table()
        self.grid.setFocus()

    def _fit_table(self) -> None:
        """Have the table as high as the grid, and as wide as its names and two short answers need."""
        metrics = self.fontMetrics()
        self.table.setMinimumHeight(self.grid.sizeHint().height())
        self.table.setMinimumWidth(metrics.averageCharWidth() * _TABLE_CHARACTERS)
