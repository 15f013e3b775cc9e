"""The items of a draft as a table with a box to leave one out, and the counts of their categories."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal

from eegview.app.training.cases.drawing import TRAIN, DrawnItem
from eegview.app.training.cases.preview import SetPreview
from eegview.app.training.cases.questions import AskedQuestion
from eegview.model.text.language import tr
from eegview.model.training.item import Category
from eegview.model.training.question import ONSET
from eegview.ui.widgets.headed_table import HeadedTable, Index

_HEADINGS = (tr("Question"), tr("Answer"), tr("Votes"), tr("Difficulty"), tr("For"), tr("Infant"))
_SHORT = {
    "spasm": tr("Spasm or not"),
    "type": tr("Type of spasm (video)"),
    "hypsarrhythmia": tr("Hypsarrhythmia"),
    "stage": tr("Sleep stage"),
    "mimic": tr("Artifact or mimic"),
    "onset": tr("Onset"),
    "based": "BASED",
    "film_spasm": tr("Film: spasm or not"),
    "film_mimic": tr("Film: which mimic"),
}
_PARTS = {TRAIN: "training", "pre": "pre-test", "post": "post-test"}


class ItemsTable(HeadedTable):
    """A row for each item; the first column has a box: in the set or not.

    toggled : an item was left out or taken in again
    """

    toggled = Signal()

    def __init__(self, asked: Mapping[str, AskedQuestion]) -> None:
        super().__init__(_HEADINGS, lambda: len(self.items))
        self._asked = asked
        self.items: tuple[DrawnItem, ...] = ()
        self.left_out: set[str] = set()

    def show_items(self, items: Sequence[DrawnItem]) -> None:
        """Show the items of a draft, by question and answer; what was left out stays so where it is drawn again."""
        self.beginResetModel()
        self.items = tuple(sorted(items, key=lambda one: (one.candidate.category, one.item_id)))
        self.left_out &= {one.item_id for one in items}
        self.endResetModel()

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == 0 else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        item = self.items[index.row()]
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == 0:
            is_out = item.item_id in self.left_out
            return Qt.CheckState.Unchecked if is_out else Qt.CheckState.Checked
        return self.texts_of(item)[index.column()] if role == Qt.ItemDataRole.DisplayRole else None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or index.column():
            return False
        item_id = self.items[index.row()].item_id
        if Qt.CheckState(value) == Qt.CheckState.Checked:
            self.left_out.discard(item_id)
        else:
            self.left_out.add(item_id)
        self.dataChanged.emit(index, index)
        self.toggled.emit()
        return True

    def texts_of(self, item: DrawnItem) -> tuple[str, ...]:
        """Return what the row of an item says."""
        candidate = item.candidate
        return (
            short_name(candidate.question_id),
            answer_text(item, self._asked),
            votes_text(item, self._asked),
            candidate.category.difficulty,
            _PARTS[item.part],
            item.infant_id.removeprefix("infant "),
        )


class CountsTable(HeadedTable):
    """A row for each category of a set."""

    def __init__(self, asked: Mapping[str, AskedQuestion]) -> None:
        super().__init__(("Question", "Class", "Difficulty", "Training", "Tests"), lambda: len(self._rows))
        self._asked = asked
        self._rows: tuple[tuple[Category, tuple[int, int]], ...] = ()

    def show_counts(self, preview: SetPreview) -> None:
        """Show the categories of a set."""
        self.beginResetModel()
        self._rows = tuple(preview.by_category.items())
        self.endResetModel()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        category, (n_train, n_tests) = self._rows[index.row()]
        question = self._asked[category.question_id].question
        name = question.label_of(category.class_id).replace("_", " ")
        return (short_name(category.question_id), name, category.difficulty, str(n_train), str(n_tests))[index.column()]


def short_name(question_id: str) -> str:
    """Return what a question is called in lists."""
    return _SHORT.get(question_id, question_id)


def answer_text(item: DrawnItem, asked: Mapping[str, AskedQuestion]) -> str:
    """Return the key's answer as the window says it; of an onset how far the experts lie apart."""
    candidate = item.candidate
    question = asked[candidate.question_id].question
    if question.kind != ONSET:
        return question.label_of(candidate.answer)
    spread_s = candidate.onset_spread_s
    return "onset" if spread_s is None else tr("onset, range {spread_s:.2f} s", spread_s=spread_s)


def votes_text(item: DrawnItem, asked: Mapping[str, AskedQuestion]) -> str:
    """Return `10 of 12`; of a simulated item that it is the truth."""
    candidate = item.candidate
    if candidate.is_simulated and sum(vote.n for vote in candidate.votes) <= 1:
        return "simulated"
    n_all = sum(vote.n for vote in candidate.votes)
    n_for = sum(vote.n for vote in candidate.votes if vote.value == candidate.answer)
    return f"{n_for} of {n_all}"
