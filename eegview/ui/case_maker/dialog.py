"""Make case set…: studies and choices at the left, what would be in the set at the right, saving below."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSplitter,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from eegview.app.training.cases.drawing import DrawnItem
from eegview.app.training.cases.make_settings import MakeSettings
from eegview.app.training.cases.making import Draft
from eegview.app.training.cases.questions import AskedQuestion
from eegview.app.training.cases.workshop import Drafted, MakeRequest
from eegview.ui.case_maker.choices_box import ChoicesBox
from eegview.ui.case_maker.experts_box import ExpertsBox
from eegview.ui.case_maker.item_browser import ItemBrowser
from eegview.ui.case_maker.items_table import CountsTable, ItemsTable, short_name
from eegview.ui.case_maker.studies_box import StudiesBox

NAME = "training.make_set.dialog"
EMPTY = (
    "A case set is made from settled studies: the final layer and at least one reader's own layer are signed."
    " Settle a study first: compare the readers, decide each difference, sign the final layer. To try it, take"
    " simulated infants."
)
ENCODED = (
    "Answers are kept apart and encoded. This hinders and does not prevent: who wants to read them can. For education"
    " and research."
)
_OUTDATED = "The choices changed. Draw the items again."


class CaseMakerDialog(QDialog):
    """Asks for everything; it opens, draws and writes nothing itself.

    recent : studies opened before
    shown_name : what a file is called in the window, where patients may be hidden
    draw_asked : a `MakeRequest`
    picture_asked : a `DrawnItem`
    save_asked : a `Draft`, whether to sign, the passphrase
    stop_asked : what goes on is to be stopped
    """

    draw_asked = Signal(object)
    picture_asked = Signal(object)
    save_asked = Signal(object, bool, str)
    stop_asked = Signal()

    def __init__(
        self,
        parent: QWidget,
        asked: Mapping[str, AskedQuestion],
        first: MakeSettings,
        recent: Sequence[Path],
        shown_name: Callable[[Path], str],
        is_key_locked: bool,
        ask_for_files: Callable[[QWidget], Sequence[str]] | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Make case set")
        self._shown_name = shown_name
        self._draft: Draft | None = None
        self._notes: dict[str, str] = {}
        self._is_working = self._is_outdated = False
        self.studies = StudiesBox(recent, shown_name, ask_for_files)
        self.choices = ChoicesBox(asked, first)
        self.experts = ExpertsBox()
        self.items = ItemsTable(asked)
        self.counts = CountsTable(asked)
        self.browser = ItemBrowser(asked)
        self._build_texts()
        self._build_buttons(is_key_locked)
        self._lay_out()
        for box in (self.studies, self.choices, self.experts):
            box.changed.connect(self._choices_changed)
        self.items.toggled.connect(self._fit)
        self.browser.note_changed.connect(self._note)
        self._fit()
        metrics = self.fontMetrics()
        room = parent.screen().availableGeometry().size()
        wanted = QSize(metrics.averageCharWidth() * 175, metrics.height() * 47)
        self.resize(wanted.boundedTo(room - QSize(0, 2 * metrics.height())))  # a title bar stands above

    def _build_texts(self) -> None:
        self.said = QLabel(EMPTY)
        self.said.setObjectName("case_maker.said")
        self.said.setWordWrap(True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.warnings = QLabel()
        self.warnings.setObjectName("case_maker.warnings")
        self.warnings.setProperty("role", "warning")
        self.warnings.setWordWrap(True)
        self.warnings.setTextFormat(Qt.TextFormat.PlainText)
        self.warnings.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.warned = QLabel()  # that there are more of them
        self.warned.setObjectName("case_maker.warned")
        self.warned.setProperty("role", "warning")
        self.warned.setWordWrap(True)
        self.warned.setTextFormat(Qt.TextFormat.PlainText)
        self.warned.hide()

    def _build_buttons(self, is_key_locked: bool) -> None:
        self.draw = QPushButton("Draw items")
        self.draw.setObjectName("case_maker.draw")
        self.draw.clicked.connect(lambda _checked=False: self.draw_asked.emit(self.request))
        self.sign = QCheckBox("Sign with my key")
        self.sign.setObjectName("case_maker.sign")
        self.sign.setChecked(True)
        self.passphrase = QLineEdit()
        self.passphrase.setObjectName("case_maker.passphrase")
        self.passphrase.setAccessibleName("Passphrase of the key")
        self.passphrase.setPlaceholderText("Passphrase")
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.passphrase.setMaximumWidth(self.fontMetrics().averageCharWidth() * 24)
        self.passphrase.setVisible(is_key_locked)
        self.save = QPushButton("Save set…")
        self.save.setObjectName("case_maker.save")
        self.save.clicked.connect(lambda _checked=False: self._save())
        self.progress = QProgressBar()
        self.progress.setObjectName("case_maker.progress")
        self.progress.setAccessibleName("Progress")
        self.stop = QPushButton("Stop")
        self.stop.setObjectName("case_maker.stop")
        self.stop.clicked.connect(lambda _checked=False: self.stop_asked.emit())
        self.close_button = QPushButton("Close")
        self.close_button.setObjectName("case_maker.close")
        self.close_button.clicked.connect(lambda _checked=False: self.close())
        for button in (self.draw, self.save, self.stop, self.close_button):
            button.setAutoDefault(False)
        self.draw.setDefault(True)

    def _lay_out(self) -> None:
        column = QWidget()
        chosen = QVBoxLayout(column)
        chosen.setContentsMargins(0, 0, 8, 0)
        for widget in (self.studies, self.choices, self.experts):
            chosen.addWidget(widget)
        chosen.addStretch(1)
        scroll = QScrollArea()
        scroll.setObjectName("case_maker.choices")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(column)
        scroll.setMinimumWidth(column.minimumSizeHint().width() + scroll.verticalScrollBar().sizeHint().width() + 8)
        self.items_view = _table(self.items, "case_maker.items", "Items of the set")
        self.items_view.selectionModel().currentRowChanged.connect(self._row_chosen)
        counts_view = _table(self.counts, "case_maker.counts", "Items by category")
        self.tabs = QTabWidget()
        self.tabs.setObjectName("case_maker.tabs")
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.items_view)
        split.addWidget(self.browser)
        line_px = self.fontMetrics().height()
        self.browser.setMinimumHeight(12 * line_px)
        self.items_view.setMinimumHeight(6 * line_px)
        split.setSizes([11 * line_px, 22 * line_px])
        split.setStretchFactor(1, 1)
        split.setChildrenCollapsible(False)
        self.tabs.addTab(split, "Items")
        counts = QWidget()
        counted = QVBoxLayout(counts)
        counted.addWidget(self.warnings)
        counted.addWidget(counts_view, 1)
        self.tabs.addTab(counts, "Counts and warnings")
        right = QVBoxLayout()
        right.addWidget(self.said)
        right.addWidget(self.warned)
        right.addWidget(self.tabs, 1)
        upper = QHBoxLayout()
        upper.addWidget(scroll)
        upper.addLayout(right, 1)
        encoded = QLabel(ENCODED)
        encoded.setObjectName("case_maker.encoded")
        encoded.setProperty("role", "quiet")
        encoded.setWordWrap(True)
        lower = QHBoxLayout()
        for widget in (self.draw, self.progress, self.stop):
            lower.addWidget(widget)
        lower.addStretch(1)
        for widget in (self.sign, self.passphrase, self.save, self.close_button):
            lower.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.addLayout(upper, 1)
        layout.addWidget(encoded)
        layout.addLayout(lower)

    @property
    def request(self) -> MakeRequest:
        """Return what was chosen."""
        return MakeRequest(
            self.studies.paths, self.studies.simulated.value(), self.choices.settings, self.experts.pseudonyms
        )

    # what the controller says

    def show_working(self, share: float | None, text: str = "") -> None:
        """Show how far the work is (0-1), None while there is none."""
        self._is_working = share is not None
        if share is not None:
            self.progress.setValue(round(100 * share))
        if text:
            self.said.setText(text)
        self._fit()

    def show_drafted(self, drafted: Drafted) -> None:
        """Show the items that were drawn."""
        self._draft, self._is_outdated = drafted.draft, False
        self.items.show_items(drafted.draft.drawn)
        self.counts.show_counts(drafted.preview)
        self.experts.show_experts(drafted.experts)
        self.studies.show_refused({one.path: f"{one.sentence} {one.advice}" for one in drafted.refused})
        warnings = [f"{self._shown_name(one.path)} is not used: {one.sentence}" for one in drafted.refused]
        if drafted.n_not_voting:
            warnings.append("Readers whose marks changed after they signed do not vote.")
        warnings += drafted.preview.warnings
        self.warnings.setText("\n".join(warnings))
        self.warnings.setVisible(bool(warnings))
        more = f"  ({len(warnings) - 1} more under “Counts and warnings”)" if len(warnings) > 1 else ""
        self.warned.setText(f"{warnings[0]}{more}" if warnings else "")
        self.warned.setVisible(bool(warnings))
        self.said.setText(_summary(drafted))
        self.items_view.selectRow(0)
        self._fit()

    def show_failed(self, text: str) -> None:
        """Show why something was not done; an earlier draft stays."""
        self.said.setText(text)
        self._fit()

    def show_saved(self, text: str) -> None:
        """Show that the set was written."""
        self.said.setText(text)
        self._fit()

    # what the maker does

    def _choices_changed(self) -> None:
        if self._draft is not None and not self._is_outdated:
            self._is_outdated = True
            self.said.setText(_OUTDATED)
        self._fit()

    def _row_chosen(self, index: QModelIndex, _before: QModelIndex | None = None) -> None:
        item: DrawnItem | None = self.items.items[index.row()] if index.isValid() else None
        self.browser.show_item(item, "" if item is None else self._notes.get(item.item_id, item.candidate.note))
        if item is not None:
            self.picture_asked.emit(item)

    def _note(self, item_id: str, note: str) -> None:
        self._notes[item_id] = note

    def _save(self) -> None:
        assert self._draft is not None
        draft = self._draft.without(self.items.left_out)
        held = {one.item_id for one in draft.drawn}
        for item_id, note in self._notes.items():
            if item_id in held:
                draft = draft.with_note(item_id, note)
        draft = draft.named(self.choices.title.text(), self.choices.maker.text(), self.choices.layers.isChecked())
        self.save_asked.emit(draft, self.sign.isChecked(), self.passphrase.text())

    def _fit(self) -> None:
        n_left = len(self.items.items) - len(self.items.left_out)
        has_studies = bool(self.studies.paths) or self.studies.simulated.value() > 0
        asks = any(box.isChecked() for box in self.choices.questions.values())
        self.draw.setEnabled(has_studies and asks and not self._is_working)
        self.save.setEnabled(n_left > 0 and not self._is_working and not self._is_outdated)
        self.progress.setVisible(self._is_working)
        self.stop.setVisible(self._is_working)
        self.tabs.setVisible(self._draft is not None)


def _summary(drafted: Drafted) -> str:
    preview = drafted.preview
    infants = "1 infant" if preview.n_infants == 1 else f"{preview.n_infants} infants"
    experts = f", {preview.n_experts} experts" if preview.n_experts else ""
    is_simulated = any(one.candidate.is_simulated for one in drafted.draft.drawn)
    return (
        f"{preview.n_items} items of {infants}{experts}, {preview.duration_s / 60:.0f} min of EEG,"
        f" {preview.n_video} with video.{' SIMULATED items are among them.' if is_simulated else ''}"
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
