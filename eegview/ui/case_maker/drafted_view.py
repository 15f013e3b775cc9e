"""What would be in a case set: its items with their pages, the counts, and what to be warned of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QSplitter,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from eegview.app.training.cases.drawing import DrawnItem
from eegview.app.training.cases.making import Draft
from eegview.app.training.cases.questions import AskedQuestion
from eegview.app.training.cases.workshop import Drafted
from eegview.model.text.language import tr
from eegview.ui.case_maker.item_browser import ItemBrowser
from eegview.ui.case_maker.items_table import CountsTable, ItemsTable, short_name


class DraftedView(QWidget):
    """A line on the draft, and tabs; it draws and writes nothing itself.

    picture_asked : a `DrawnItem`
    toggled : an item was left out or taken in again

    shown_name : what a file is called in the window, where patients may be hidden
    """

    picture_asked = Signal(object)
    toggled = Signal()

    def __init__(self, asked: Mapping[str, AskedQuestion], shown_name: Callable[[Path], str], first_text: str) -> None:
        super().__init__()
        self._shown_name = shown_name
        self._notes: dict[str, str] = {}
        self.draft: Draft | None = None
        self.items = ItemsTable(asked)
        self.counts = CountsTable(asked)
        self.browser = ItemBrowser(asked)
        self.said = _label("said", "", first_text)
        self.warned = _label("warned", "warning")  # the first warning, and how many more there are
        self.warnings = _label("warnings", "warning")
        self.items_view = _table(self.items, "case_maker.items", tr("Items of the set"))
        self.tabs = QTabWidget()
        self.tabs.setObjectName("case_maker.tabs")
        self.tabs.setAccessibleName(tr("What would be in the set"))
        self._lay_out()
        self.items.toggled.connect(self.toggled)
        self.items_view.selectionModel().currentRowChanged.connect(self._row_chosen)
        self.browser.note_changed.connect(self._note)
        self.fit()

    def _lay_out(self) -> None:
        line_px = self.fontMetrics().height()
        self.browser.setMinimumHeight(12 * line_px)
        self.items_view.setMinimumHeight(6 * line_px)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.items_view)
        split.addWidget(self.browser)
        split.setSizes([11 * line_px, 22 * line_px])
        split.setStretchFactor(1, 1)
        split.setChildrenCollapsible(False)
        counts = QWidget()
        counted = QVBoxLayout(counts)
        counted.addWidget(self.warnings)
        counted.addWidget(_table(self.counts, "case_maker.counts", tr("Items by category")), 1)
        self.tabs.addTab(split, tr("Items"))
        self.tabs.addTab(counts, tr("Counts and warnings"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.said)
        layout.addWidget(self.warned)
        layout.addWidget(self.tabs, 1)

    @property
    def n_left(self) -> int:
        """Return how many items are in the set."""
        return len(self.items.items) - len(self.items.left_out)

    def show_drafted(self, drafted: Drafted) -> None:
        """Show the items that were drawn."""
        self.draft = drafted.draft
        self.items.show_items(drafted.draft.drawn)
        self.counts.show_counts(drafted.preview)
        warnings = [f"{self._shown_name(one.path)} is not used: {one.sentence}" for one in drafted.refused]
        if drafted.n_not_voting:
            warnings.append(tr("Readers whose marks changed after they signed do not vote."))
        warnings += drafted.preview.warnings
        more = f"  ({len(warnings) - 1} more under “Counts and warnings”)" if len(warnings) > 1 else ""
        self.warned.setText(f"{warnings[0]}{more}" if warnings else "")
        self.warnings.setText("\n".join(warnings))
        for label in (self.warned, self.warnings):
            label.setVisible(bool(warnings))
        self.said.setText(_summary(drafted))
        self.fit()
        self.tabs.setCurrentIndex(self.tabs.count() - 2)
        self.items_view.selectRow(0)

    def chosen_draft(self) -> Draft:
        """Return the draft without what was left out, with the notes that were written."""
        assert self.draft is not None
        draft = self.draft.without(self.items.left_out)
        held = {one.item_id for one in draft.drawn}
        for item_id, note in self._notes.items():
            if item_id in held:
                draft = draft.with_note(item_id, note)
        return draft

    # a tab for the choices, where there is no room beside

    @property
    def has_choices(self) -> bool:
        """Whether the choices are a tab here."""
        return self.tabs.count() > 2

    def take_choices(self, choices: QWidget) -> None:
        """Show the choices in a tab of their own."""
        self.tabs.insertTab(0, choices, tr("Choices"))
        self.tabs.setCurrentIndex(0 if self.draft is None else 1)
        self.fit()

    def give_choices(self) -> None:
        """Let the choices go."""
        self.tabs.removeTab(0)
        self.fit()

    def fit(self) -> None:
        """Offer what there is to see."""
        self.tabs.setVisible(self.draft is not None or self.has_choices)
        for place in range(self.tabs.count()):
            is_choices = self.has_choices and place == 0
            self.tabs.setTabEnabled(place, self.draft is not None or is_choices)

    def _row_chosen(self, index: QModelIndex, _before: QModelIndex | None = None) -> None:
        item: DrawnItem | None = self.items.items[index.row()] if index.isValid() else None
        self.browser.show_item(item, "" if item is None else self._notes.get(item.item_id, item.candidate.note))
        if item is not None:
            self.picture_asked.emit(item)

    def _note(self, item_id: str, note: str) -> None:
        self._notes[item_id] = note


def _label(name: str, role: str, text: str = "") -> QLabel:
    label = QLabel(text)
    label.setObjectName(f"case_maker.{name}")
    label.setProperty("role", role)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setAlignment(Qt.AlignmentFlag.AlignTop)
    label.setVisible(bool(text))
    return label


def _summary(drafted: Drafted) -> str:
    preview = drafted.preview
    infants = "1 infant" if preview.n_infants == 1 else f"{preview.n_infants} infants"
    experts = f", {preview.n_experts} experts" if preview.n_experts else ""
    is_simulated = any(one.candidate.is_simulated for one in drafted.draft.drawn)
    return tr(
        "{n_items} items of {infants}{experts}{eeg}, {n_video} with video.{film}{tr}",
        n_items=preview.n_items,
        infants=infants,
        experts=experts,
        eeg=tr(", {eeg_s:.0f} min of EEG", eeg_s=(preview.duration_s - preview.film_s) / 60)
        if preview.n_film < preview.n_items
        else "",
        n_video=preview.n_video,
        film=tr(" {n_film} are film alone, {film_s:.1f} min.", n_film=preview.n_film, film_s=preview.film_s / 60)
        if preview.n_film
        else "",
        tr=tr(" SIMULATED items are among them.") if is_simulated else "",
    )


def _table(model: ItemsTable | CountsTable, name: str, words: str) -> QTableView:
    view = QTableView()
    view.setObjectName(name)
    view.setAccessibleName(words)
    view.setModel(model)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.verticalHeader().hide()
    view.setShowGrid(False)
    view.setWordWrap(False)
    header = view.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
    header.resizeSection(0, view.fontMetrics().horizontalAdvance(f"{short_name('type')} ☑ ") + 24)
    header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
    return view
