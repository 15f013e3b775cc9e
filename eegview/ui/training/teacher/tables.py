"""The tables of the teacher's view: learners by pseudonym, and items by how often they are missed."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTableView

from eegview.app.training.teaching.class_answers import LearnerAnswers
from eegview.app.training.teaching.item_misses import ItemMisses
from eegview.model.text.language import tr
from eegview.ui.training.learner.texts import interval_text, number, tip_of, why_text
from eegview.ui.widgets.headed_table import HeadedTable, Index

LEARNER_HEADINGS = (tr("Learner"), tr("Answers"), tr("Right"), tr("Last answer"))
ITEM_HEADINGS = (
    tr("Item"),
    tr("Case set"),
    tr("Class"),
    tr("Missed by"),
    tr("Share"),
    tr("95 % interval"),
    tr("Called"),
    tr("Comments"),
)


def learner_texts(learner: LearnerAnswers) -> tuple[str, ...]:
    """Return what stands in the line of a learner."""
    n = len(learner.answers)
    n_right = sum(one.is_correct for one in learner.answers)
    last = max((one.answered_utc[:10] for one in learner.answers), default="—")
    return learner.pseudonym, str(n), f"{n_right} of {n}", last


def item_texts(item: ItemMisses) -> tuple[str, ...]:
    """Return what stands in the line of an item."""
    share = item.missed
    interval = interval_text(share) if share.value is not None else why_text(share)
    return (
        item.item_id,
        item.set_title or item.set_id,
        f"{item.class_id.replace('_', ' ')}, {item.difficulty}",
        f"{item.n_missed} of {item.n_learners}",
        number(share.value, share.unit) if share.value is not None else "—",
        interval,
        item.taken_for.replace("_", " ") or "—",
        str(len(item.comments)) if item.comments else "",
    )


class TextsModel(HeadedTable):
    """Lines of texts; `tip` gives what a line's tip says."""

    def __init__(self, headings: tuple[str, ...]) -> None:
        super().__init__(headings, lambda: len(self._lines))
        self._lines: list[tuple[str, ...]] = []
        self._tip: Callable[[int], str] = lambda _row: ""

    def show_lines(self, lines: list[tuple[str, ...]], tip: Callable[[int], str] = lambda _row: "") -> None:
        self.beginResetModel()
        self._lines, self._tip = lines, tip
        self.endResetModel()

    def texts(self, row: int) -> tuple[str, ...]:
        """Return what stands in a line."""
        return self._lines[row]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._lines[index.row()][index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(index.row())
        return None


class TextsTable(QTableView):
    """Shows a `TextsModel`; one line is chosen at a time."""

    def __init__(self, headings: tuple[str, ...], object_name: str, name: str, stretched: int) -> None:
        super().__init__()
        self.setObjectName(object_name)
        self.setAccessibleName(name)
        self.shown = TextsModel(headings)
        self.setModel(self.shown)
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    @property
    def row(self) -> int:
        """Return the line that is chosen, −1 for none."""
        index = self.currentIndex()
        return index.row() if index.isValid() else -1


def learner_tip(learner: LearnerAnswers) -> str:
    """Return what the tip of a learner's line says."""
    return tr("{pseudonym}: Enter or a double click shows the learner's figures", pseudonym=learner.pseudonym)


def item_tip(item: ItemMisses) -> str:
    """Return how the share of an item was computed."""
    return tip_of(item.missed)
