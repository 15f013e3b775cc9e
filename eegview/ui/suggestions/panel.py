"""The panel of suggestions: what runs, which run is shown, the threshold, the list; nothing of it before its time."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSlider,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from eegview.app.themes import Theme
from eegview.model.text.language import tr
from eegview.ui.detectors.progress import DetectorProgress
from eegview.ui.suggestions.comparing import ONLY_A, ONLY_B
from eegview.ui.suggestions.histogram import SuggestionHistogram
from eegview.ui.suggestions.table import SuggestionsModel, SuggestionsTable
from eegview.ui.widgets.elided_label import ElidedLabel
from eegview.ui.window.style import panel_size_hint

NO_RUN_TEXT = tr(
    "No detector has been run on this recording.\n\nA detector searches it in the background and suggests events; "
    "you decide on each. Nothing counts until you accept it."
)
SEALED_TEXT = tr(
    "You are reading blind: detectors' suggestions are shown once you have signed.\n\nA detector may run meanwhile; "
    "what it finds is kept in the library."
)
NOTHING_OPEN_TEXT = tr("What detectors suggest in the open recording is listed here.")
KINDS = ("all", "open", "accepted", "rejected", "unsure")  # what the table shows, by verdict
NO_THRESHOLD_TEXT = tr("No score threshold applies: every suggestion of this run is listed.")
NO_RUN, HIDDEN, SHOWN, NOTHING_OPEN, SEALED = range(5)


class SuggestionsPanel(QWidget):
    """Shows what it is given, and reports what was asked for."""

    run_asked = Signal()  # the dialog
    triage_asked = Signal()
    reveal_asked = Signal()
    run_chosen = Signal(str)  # run_id
    second_chosen = Signal(str)  # run_id, "" for none
    details_asked = Signal(str)  # run_id
    delete_asked = Signal(str)
    threshold_asked = Signal(float)
    kind_chosen = Signal(str)

    def __init__(self, theme: Theme, model: SuggestionsModel) -> None:
        super().__init__()
        self.setObjectName("suggestions")
        self._is_following = False
        self.progress = DetectorProgress()
        self.model = model
        self.table = SuggestionsTable(model)
        self.histogram = SuggestionHistogram(theme)
        self.stack = QStackedWidget()
        self._pages = self._no_run_page(), self._hidden_page(), self._shown_page()
        for page in self._pages:
            self.stack.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 8)
        layout.addWidget(self.progress)
        layout.addWidget(self.stack, 1)

    # building

    def _no_run_page(self) -> QWidget:
        page, label = QWidget(), QLabel(NOTHING_OPEN_TEXT)
        self.none = label
        label.setObjectName("suggestions.none")
        label.setWordWrap(True)
        label.setProperty("role", "quiet")
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.first_run = _button("suggestions.first_run", tr("Run a detector…"), tr("Choose one and set it"))
        self.first_run.clicked.connect(lambda _checked=False: self.run_asked.emit())
        layout = QVBoxLayout(page)
        layout.addWidget(label)
        self.first_run.hide()
        layout.addWidget(self.first_run, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(2)
        return page

    def _hidden_page(self) -> QWidget:
        page = QWidget()
        self.hidden_text = QLabel()
        self.hidden_text.setObjectName("suggestions.hidden")
        self.hidden_text.setWordWrap(True)
        self.hidden_text.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.reveal = _button(
            "suggestions.reveal", tr("Show now"), tr("Show them on the page before your first read is complete")
        )
        self.reveal.clicked.connect(lambda _checked=False: self.reveal_asked.emit())
        layout = QVBoxLayout(page)
        layout.addWidget(self.hidden_text)
        layout.addWidget(self.reveal, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(2)
        return page

    def _shown_page(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(self._run_lines())
        about = QHBoxLayout()
        about.addWidget(self.summary, 1)
        about.addWidget(self.details)
        layout.addLayout(about)
        layout.addWidget(self.warning)
        layout.addWidget(self.notes)
        layout.addWidget(self.histogram)
        self.no_threshold = QLabel(NO_THRESHOLD_TEXT)
        self.no_threshold.setObjectName("suggestions.no_threshold")
        self.no_threshold.setProperty("role", "quiet")
        self.no_threshold.setWordWrap(True)
        layout.addWidget(self._threshold_line())
        layout.addWidget(self.no_threshold)
        layout.addWidget(self.counts)
        layout.addWidget(self.compared)
        layout.addWidget(self.table, 1)
        layout.addLayout(self._button_line())
        return page

    def _run_lines(self) -> QGridLayout:
        self.run, self.second = QComboBox(), QComboBox()
        for box, name in ((self.run, "run"), (self.second, "second")):
            box.setObjectName(f"suggestions.{name}")
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(8)
        self.run.setAccessibleName(tr("Run"))
        self.second.setAccessibleName(tr("Second run"))
        self.run.setToolTip(tr("Which run is shown on the page and listed here"))
        self.second.setToolTip(tr("A second run drawn with dots on the same page"))
        self.run.activated.connect(lambda index: self.run_chosen.emit(self.run.itemData(index)))
        self.second.activated.connect(lambda index: self.second_chosen.emit(self.second.itemData(index)))
        self.summary, self.warning = ElidedLabel(), ElidedLabel()  # one line each; all of it in the tip
        self.summary.setObjectName("suggestions.facts")
        self.summary.setProperty("role", "quiet")
        self.details = _button(
            "suggestions.details", tr("Details…"), tr("What ran: versions, code, settings, range searched")
        )
        self.details.clicked.connect(lambda _checked=False: self.details_asked.emit(self.run.currentData()))
        self.warning.setObjectName("suggestions.warning")
        self.warning.setProperty("role", "warning")
        self.notes = ElidedLabel()
        self.notes.setObjectName("suggestions.notes")
        self.notes.setProperty("role", "quiet")
        self.counts, self.compared = QLabel(), QLabel()
        self.counts.setObjectName("suggestions.counts")
        self.compared.setObjectName("suggestions.compared")
        for label in (self.counts, self.compared):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.kind = QComboBox()
        self.kind.setObjectName("suggestions.kind")
        self.kind.setAccessibleName(tr("Suggestions listed"))
        self.kind.addItems(KINDS)
        self.kind.setToolTip(tr("Which suggestions are listed, by your decision"))
        self.kind.textActivated.connect(self.kind_chosen)
        lines = QGridLayout()
        lines.setColumnStretch(1, 1)
        lines.setVerticalSpacing(4)
        self._run_label, self._second_label = QLabel(), QLabel()
        captions = self._run_label, self._second_label, QLabel(tr("List"))
        for row, (label, box) in enumerate(zip(captions, (self.run, self.second, self.kind), strict=True)):
            label.setProperty("role", "quiet")
            lines.addWidget(label, row, 0)
            lines.addWidget(box, row, 1)
        return lines

    def _threshold_line(self) -> QWidget:
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setObjectName("suggestions.threshold")
        self.slider.setAccessibleName(tr("Threshold"))
        self.slider.setRange(0, 100)
        self.slider.setPageStep(5)
        self.slider.setToolTip(tr("Suggestions with a lower score are not shown"))
        self.number = QDoubleSpinBox()
        self.number.setObjectName("suggestions.threshold.number")
        self.number.setAccessibleName(tr("Threshold"))
        self.number.setRange(0.0, 1.0)
        self.number.setSingleStep(0.01)
        self.number.setKeyboardTracking(False)
        self.slider.valueChanged.connect(lambda value: self._ask_threshold(value / 100))
        self.number.valueChanged.connect(self._ask_threshold)
        self.histogram.threshold_asked.connect(self._ask_threshold)
        self.threshold_line = QWidget()
        line = QHBoxLayout(self.threshold_line)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(QLabel(tr("At least")))
        line.addWidget(self.slider, 1)
        line.addWidget(self.number)
        return self.threshold_line

    def _button_line(self) -> QHBoxLayout:
        self.triage = _button("suggestions.triage", tr("Triage…"), tr("Decide on suggestions one by one, by keys"))
        self.triage.setProperty("role", "primary")
        self.another = _button("suggestions.another", tr("Run…"), tr("Run a detector"))
        self.delete = _button("suggestions.delete", tr("Delete…"), tr("Delete this run; marks you accepted stay"))
        self.triage.clicked.connect(lambda _checked=False: self.triage_asked.emit())
        self.another.clicked.connect(lambda _checked=False: self.run_asked.emit())
        self.delete.clicked.connect(lambda _checked=False: self.delete_asked.emit(self.run.currentData()))
        line = QHBoxLayout()
        line.addWidget(self.delete)
        line.addStretch(1)
        line.addWidget(self.another)
        line.addWidget(self.triage)
        return line

    def sizeHint(self) -> QSize:
        return panel_size_hint(self)

    # what is shown

    def show_state(self, state: int, hidden_text: str = "") -> None:
        """Show that nothing is open, why nothing is listed, that suggestions are hidden and why, or the runs."""
        self.none.setText({NOTHING_OPEN: NOTHING_OPEN_TEXT, SEALED: SEALED_TEXT}.get(state, NO_RUN_TEXT))
        self.first_run.setVisible(state != NOTHING_OPEN)
        state = NO_RUN if state in (NOTHING_OPEN, SEALED) else state
        self.hidden_text.setText(hidden_text)
        for number, page in enumerate(self._pages):  # a page that is not shown asks for no room
            ignored, preferred = QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred
            page.setSizePolicy(preferred, preferred if number == state else ignored)
        self.stack.setCurrentIndex(state)

    def show_runs(self, runs: Sequence[tuple[str, str]], shown: str, second: str) -> None:
        """Offer runs as (run_id, title)."""
        _fill(self.run, runs, shown)
        _fill(self.second, [("", tr("with no other")), *((i, title) for i, title in runs if i != shown)], second)
        self.second.setEnabled(len(runs) > 1)

    def show_kinds(self, kind: str, is_compared: bool) -> str:
        """Offer what can be listed, name two runs A and B, and return the kind that is listed."""
        self._run_label.setText(tr("Run A") if is_compared else tr("Run"))
        self._second_label.setText(tr("Run B") if is_compared else tr("Compare"))
        kinds = (*KINDS, ONLY_A, ONLY_B) if is_compared else KINDS
        if self.kind.count() != len(kinds):
            self.kind.clear()
            self.kind.addItems(kinds)
        kind = kind if kind in kinds else KINDS[0]
        self.kind.setCurrentText(kind)
        return kind

    def show_summary(self, summary: str, tip: str, warning: str, notes: Sequence[str] = ()) -> None:
        """Show when, by whom and how the run was made.

        warning : what limits its results
        notes : what the detector itself said about the run
        """
        self.summary.setText(summary)
        self.run.setToolTip(tip)
        self.warning.setText(warning)
        self.warning.setVisible(bool(warning))
        self.notes.setText(tr("Detector: {notes}", notes=" ".join(notes)) if notes else "")
        self.notes.setVisible(bool(notes))

    def show_has_threshold(self, has_threshold: bool) -> None:
        """Offer the threshold, or say that none applies."""
        self.histogram.setVisible(has_threshold)
        self.threshold_line.setVisible(has_threshold)
        self.no_threshold.setVisible(not has_threshold)

    def show_threshold(self, threshold: float, counts: str, compared: str) -> None:
        """Show the threshold and what it leaves, without asking for it again."""
        self._is_following = True
        self.slider.setValue(round(threshold * 100))
        self.number.setValue(threshold)
        self.histogram.show_threshold(threshold)
        self._is_following = False
        self.counts.setText(counts)
        self.compared.setText(compared)
        self.compared.setVisible(bool(compared))

    def _ask_threshold(self, threshold: float) -> None:
        if not self._is_following:
            self.threshold_asked.emit(threshold)


def _button(name: str, text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setToolTip(tip)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _fill(box: QComboBox, items: Sequence[tuple[str, str]], current: str) -> None:
    held = [(box.itemData(i), box.itemText(i)) for i in range(box.count())]
    if held != list(items):
        box.clear()
        for run_id, title in items:
            box.addItem(title, run_id)
            box.setItemData(box.count() - 1, title, Qt.ItemDataRole.ToolTipRole)
    box.setCurrentIndex(max(box.findData(current), 0))
