"""The suggestions of a run as rows of a table: only what is looked at is worked out, so that 100,000 cost nothing."""

from collections.abc import Callable, Iterable
from textwrap import wrap
from typing import Any

import numpy as np
from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from eegview.app.suggestions.candidates import Candidates, Places
from eegview.app.suggestions.judgements import ACCEPTED, OPEN, REJECTED, UNSURE, Codes
from eegview.app.suggestions.not_final import NOT_FINAL_WORD, not_final_text, reasons
from eegview.model.suggestion.detection import Detection
from eegview.model.text.language import tr
from eegview.model.time.clock import elapsed_text
from eegview.ui.suggestions.texts import value_text
from eegview.ui.widgets.headed_table import HeadedTable, Index

TIME, NAME, SCORE, VERDICT = range(4)
HEADINGS = (tr("Time"), tr("What"), tr("Score"), tr("Decision"))
VERDICT_SIGNS = {OPEN: "", ACCEPTED: "✓ ", REJECTED: "✕ ", UNSURE: "? "}  # before the name, where there is little room
LEAST_NAME_CHARACTERS = 14  # of a name, else the decision is a sign before it
TIP_CHARACTERS = 70  # of a line of a tip; a longer sentence is wrapped
VERDICT_TEXTS = {OPEN: "", ACCEPTED: "accepted", REJECTED: "rejected", UNSURE: "unsure"}


class SuggestionsModel(HeadedTable):
    """Rows by time or by score, as places among the run's candidates; texts are made as they are painted."""

    def __init__(self, name_of: Callable[[Detection], str], time_text: Callable[[float], str]) -> None:
        super().__init__(HEADINGS, lambda: len(self._rows))
        self._name_of, self._time_text = name_of, time_text
        self._candidates = Candidates()
        self._codes: Codes = np.zeros(0, np.int8)
        self._places: Places = np.zeros(0, np.intp)  # by time
        self._rows: Places = self._places  # in the order shown
        self._row_by_place: dict[int, int] | None = None  # made when first asked for
        self._order = TIME, Qt.SortOrder.AscendingOrder
        self._has_several_terms = False
        self._explain: Callable[[Detection], str] = _explains_nothing
        self._has_signs = False

    def show_signs(self, has_signs: bool) -> None:
        """Say what was decided by a sign before the name, or not; there is a column for it as well."""
        if has_signs != self._has_signs:
            self._has_signs = has_signs
            self.refresh()

    def explain_by(self, explain: Callable[[Detection], str] | None) -> None:
        """Say in the tips what a score means; None = nothing more."""
        self._explain = explain or _explains_nothing

    def show(self, candidates: Candidates, places: Places, codes: Codes) -> None:
        """Show the candidates at these places.

        places : (k,) in order of time
        codes : (n,) verdicts by place, see `app.suggestions.judgements`
        """
        is_same = candidates is self._candidates and np.array_equal(places, self._places)
        self._codes = codes
        if is_same:
            self.refresh()
            return
        self.beginResetModel()
        if candidates is not self._candidates:
            self._has_several_terms = len({(d.term_id, d.attributes) for d in candidates.detections}) > 1
        self._candidates, self._places = candidates, places
        self._sort()
        self.endResetModel()

    def set_time_text(self, time_text: Callable[[float], str]) -> None:
        self._time_text = time_text
        self.refresh()

    def refresh(self) -> None:
        """Paint anew what is looked at: verdicts or times changed."""
        if len(self._rows):
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, VERDICT))

    def _sort(self) -> None:
        column, order = self._order
        places = self._places
        if column == SCORE:
            keys = self._candidates.scores[places]
        elif column == VERDICT:
            keys = self._codes[places].astype(np.float64)
        elif column == NAME:
            held = [self._candidates.detections[place] for place in places]
            names = {(one.term_id, one.attributes): self._name_of(one) for one in _one_of_each(held)}
            rank = {name: number for number, name in enumerate(sorted(set(names.values())))}
            keys = np.array([rank[names[one.term_id, one.attributes]] for one in held], np.float64)
        else:
            keys = self._candidates.onsets_s[places]
        is_down = order == Qt.SortOrder.DescendingOrder
        self._rows = places[np.argsort(-keys if is_down else keys, kind="stable")]
        self._row_by_place = None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.layoutAboutToBeChanged.emit()
        self._order = column, order
        self._sort()
        self.layoutChanged.emit()

    @property
    def has_several_terms(self) -> bool:
        """Whether the run suggests more than one thing."""
        return self._has_several_terms

    def detection_at(self, row: int) -> Detection:
        return self._candidates.detections[self._rows[row]]

    def row_of(self, number: int) -> int:
        """Return the row of a detection by its number in the run, -1 where it is not listed."""
        place = self._candidates.place_of(number)
        if place is None:
            return -1
        if self._row_by_place is None:
            self._row_by_place = {int(held): row for row, held in enumerate(self._rows)}
        return self._row_by_place.get(place, -1)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        detection, column = self.detection_at(index.row()), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            if column == TIME:
                return self._time_text(detection.onset_s)
            if column == NAME:
                sign = VERDICT_SIGNS[int(self._codes[self._rows[index.row()]])] if self._has_signs else ""
                return f"{sign}{self._name_of(detection)}"
            if column == SCORE:
                return f"{detection.score:.2f}"
            decided = VERDICT_TEXTS[int(self._codes[self._rows[index.row()]])]
            return decided or ("" if detection.is_final else NOT_FINAL_WORD)
        if role == Qt.ItemDataRole.AccessibleTextRole and column == NAME and self._has_signs:
            decided = VERDICT_TEXTS[int(self._codes[self._rows[index.row()]])]
            return ", ".join(filter(None, (self._name_of(detection), decided)))
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip_of(detection, self._explain(detection))
        return None


def _one_of_each(detections: list[Detection]) -> Iterable[Detection]:
    """Return one detection of each name: names are made once, however many thousand there are."""
    return {(one.term_id, one.attributes): one for one in detections}.values()


def _explains_nothing(_detection: Detection) -> str:
    return ""


def tip_of(detection: Detection, meaning: str = "") -> str:
    """Return the reasons for a suggestion, line by line, whether it is final, and what its score means."""
    lines = [
        tr(
            "{elapsed_text} from start, {duration_s:.2f} s long",
            elapsed_text=elapsed_text(detection.onset_s),
            duration_s=detection.duration_s,
        )
    ]
    lines += filter(None, (not_final_text(detection),))
    lines += [f"{term.name}: {value_text(term)}".removesuffix(": ") for term in reasons(detection.terms)]
    if detection.channels:
        lines.append(tr("Rows: {channels}", channels=", ".join(detection.channels)))
    lines += wrap(meaning, TIP_CHARACTERS)
    return "\n".join(lines)


class SuggestionsTable(QTableView):
    """A table that reports which suggestion was chosen; a click leaves the focus on the page."""

    chosen = Signal(object)  # Detection

    def __init__(self, model: SuggestionsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("suggestions.table")
        self.setAccessibleName(tr("Suggestions"))
        self._model, self._is_following = model, False
        self.setModel(model)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(self.fontMetrics().height() * 5)
        self.setSortingEnabled(True)
        self.sortByColumn(TIME, Qt.SortOrder.AscendingOrder)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        self.clicked.connect(lambda index: self.chosen.emit(model.detection_at(index.row())))
        self.selectionModel().currentRowChanged.connect(self._row_changed)
        self.set_columns()

    def show_names(self, is_shown: bool) -> None:
        """Show what each is; where all are the same there is more room for the rest."""
        if self.isColumnHidden(NAME) == is_shown:
            self.setColumnHidden(NAME, not is_shown)
            header = self.horizontalHeader()
            header.setSectionResizeMode(NAME if is_shown else VERDICT, QHeaderView.ResizeMode.Stretch)
            header.setSectionResizeMode(VERDICT if is_shown else NAME, QHeaderView.ResizeMode.Fixed)
            self.set_columns()
            self._fit_names()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_names()

    def _fit_names(self) -> None:
        """Have the decision be a sign before the name where else no name could be read."""
        metrics = self.fontMetrics()
        others_px = sum(self.columnWidth(column) for column in (TIME, SCORE)) + metrics.horizontalAdvance("accepted")
        room_px = self.viewport().width() - others_px
        is_tight = not self.isColumnHidden(NAME) and room_px < metrics.averageCharWidth() * LEAST_NAME_CHARACTERS
        self.setColumnHidden(VERDICT, is_tight)
        self._model.show_signs(is_tight)

    def set_columns(self) -> None:
        """Give each column what its texts need in this font."""
        metrics = self.fontMetrics()
        pad_px = metrics.averageCharWidth() * 2
        self.horizontalHeader().setMinimumSectionSize(pad_px)
        self.verticalHeader().setDefaultSectionSize(round(metrics.height() * 1.55))
        for column, widest in ((TIME, "00:00:00.0"), (SCORE, tr("Score")), (VERDICT, "accepted")):
            self.setColumnWidth(column, metrics.horizontalAdvance(widest) + pad_px)

    def show_selected(self, number: int | None) -> None:
        """Put the table on a suggestion, without reporting that it was chosen."""
        row = self._model.row_of(number) if number is not None else -1
        self._is_following = True
        if row < 0:
            self.clearSelection()
        else:
            self.selectRow(row)
            self.scrollTo(self._model.index(row, 0))
        self._is_following = False

    def _row_changed(self, current: QModelIndex) -> None:
        if current.isValid() and not self._is_following and self.hasFocus():
            self.chosen.emit(self._model.detection_at(current.row()))
