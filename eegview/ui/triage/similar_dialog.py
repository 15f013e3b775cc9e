"""Find more like this: which marks are the examples, what can be expected, how far it is, and what came of it."""

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDialog,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from eegview.app.suggestions.find_similar import LONGEST_TEMPLATE_S
from eegview.model.text.language import tr

_WIDTH_CHARS = 68
_LEAST_TEMPLATE_S = 0.2


class SimilarStage(StrEnum):
    """How far the search is."""

    CHOOSING = "choosing"
    RUNNING = "running"
    ENDED = "ended"


class SimilarDialog(QDialog):
    """Shows what it is given and reports what was chosen; the search itself is decided outside."""

    changed = Signal()  # kind, examples or template
    run_asked = Signal()
    cancel_asked = Signal()
    page_asked = Signal()
    triage_asked = Signal()
    more_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Find more like this"))
        self._stage = SimilarStage.CHOOSING
        self._has = True, True  # all marks, the selected one are offered
        self._build_choice()
        self._build_texts()
        self._build_buttons()
        self._lay_out()
        self.show_stage(SimilarStage.CHOOSING)

    # building

    def _build_choice(self) -> None:
        self.kind = QComboBox()
        self.kind.setObjectName("similar.kind")
        self.kind.setAccessibleName(tr("Kind of event"))
        self.kind.activated.connect(lambda _index: self.changed.emit())
        self.all_marks, self.one_mark = QRadioButton(), QRadioButton()
        group = QButtonGroup(self)
        for button, name in ((self.all_marks, "all"), (self.one_mark, "one")):
            button.setObjectName(f"similar.examples.{name}")
            group.addButton(button)
        self.one_mark.toggled.connect(lambda _on: self.changed.emit())
        self.template = QDoubleSpinBox()
        self.template.setObjectName("similar.template")
        self.template.setAccessibleName(tr("Length of the template"))
        self.template.setToolTip(tr("How much of the waveform is compared, from 0.25 s before the onset"))
        self.template.setRange(_LEAST_TEMPLATE_S, LONGEST_TEMPLATE_S)
        self.template.setSingleStep(0.5)
        self.template.setDecimals(1)
        self.template.setSuffix(" s")
        self.template.setKeyboardTracking(False)
        self.template.valueChanged.connect(lambda _value: self.changed.emit())

    def _build_texts(self) -> None:
        self.used, self.expected, self.left_out, self.source, self.outcome = (QLabel() for _ in range(5))
        names = ("used", "expected", "left_out", "source", "outcome")
        labels = (self.used, self.expected, self.left_out, self.source, self.outcome)
        for label, name in zip(labels, names, strict=True):
            label.setObjectName(f"similar.{name}")
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        for label in (self.used, self.left_out):
            label.setProperty("role", "quiet")
        self.outcome.setProperty("role", "strong")
        self.bar = QProgressBar()
        self.bar.setObjectName("similar.bar")
        self.bar.setAccessibleName(tr("Progress of the search"))
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setMaximumHeight(max(6, self.fontMetrics().height() // 2))

    def _build_buttons(self) -> None:
        self.page = _button("similar.page", tr("About it…"), tr("Method, evidence and limits"))
        self.more = _button("similar.more", "", tr("Lower the score threshold of this run"))
        self.more.setAccessibleName(tr("Show less similar ones"))
        self.cancel = _button("similar.cancel", tr("Cancel"), tr("Close, or stop the search; what was found is kept"))
        self.start = _button("similar.find", tr("Find"), tr("Search the whole recording in the background"))
        self.triage = _button(
            "similar.triage", tr("Go through them"), tr("Judge them one by one, the most similar first")
        )
        for button in (self.start, self.triage):
            button.setProperty("role", "primary")
        self.page.clicked.connect(lambda _checked=False: self.page_asked.emit())
        self.more.clicked.connect(lambda _checked=False: self.more_asked.emit())
        self.cancel.clicked.connect(lambda _checked=False: self._cancel())
        self.start.clicked.connect(lambda _checked=False: self.run_asked.emit())
        self.triage.clicked.connect(lambda _checked=False: self.triage_asked.emit())

    def _lay_out(self) -> None:
        self._kind_line, self._template_line = QWidget(), QWidget()
        for line, text, field in (
            (self._kind_line, tr("Find more of"), self.kind),
            (self._template_line, tr("Template"), self.template),
        ):
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.addWidget(QLabel(text))
            row.addWidget(field)
            row.addStretch(1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.page)
        buttons.addStretch(1)
        for button in (self.cancel, self.more, self.start, self.triage):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        for widget in (
            self._kind_line,
            self.all_marks,
            self.one_mark,
            self.used,
            self._template_line,
            self.left_out,
            self.expected,
            self.source,
            self.bar,
            self.outcome,
        ):
            layout.addWidget(widget)
        layout.addStretch(1)
        layout.addLayout(buttons)
        layout.addStrut(self.fontMetrics().averageCharWidth() * _WIDTH_CHARS)

    # choosing

    def offer(self, kinds: Sequence[tuple[str, str]], chosen: str) -> None:
        """Offer kinds of events as (term_id, text)."""
        self.kind.clear()
        for term_id, text in kinds:
            self.kind.addItem(text, term_id)
        self.kind.setCurrentIndex(max(self.kind.findData(chosen), 0))

    def offer_examples(self, all_text: str, one_text: str, is_one: bool) -> None:
        """Offer all marks of the kind, the selected one, or both; a text of "" is not offered."""
        for button, text in ((self.all_marks, all_text), (self.one_mark, one_text)):
            button.setText(text.replace("&", "&&"))
            button.setVisible(bool(text) and self._stage is SimilarStage.CHOOSING)
        self._has = bool(all_text), bool(one_text)
        is_one = bool(one_text) and (is_one or not all_text)
        for button, is_on in ((self.all_marks, not is_one), (self.one_mark, is_one)):
            button.blockSignals(True)
            button.setChecked(is_on)
            button.blockSignals(False)

    @property
    def term_id(self) -> str:
        """The kind of event chosen."""
        return self.kind.currentData() or ""

    @property
    def is_one(self) -> bool:
        """Whether the selected mark alone is the example."""
        return self.one_mark.isChecked()

    def show_template(self, length_s: float) -> None:
        """Show the length that suits the examples."""
        self.template.blockSignals(True)
        self.template.setValue(length_s)
        self.template.blockSignals(False)

    def show_choice(self, used: str, left_out: str, expected: str) -> None:
        """Show which examples are used, what is left out, and what was found in tests with as many examples."""
        for label, text in ((self.used, used), (self.left_out, left_out), (self.expected, expected)):
            label.setText(text)
            label.setVisible(bool(text) and self._stage is SimilarStage.CHOOSING)
        self.adjustSize()

    # running and what came of it

    def show_running(self, text: str, share: float, can_stop: bool) -> None:
        """Show how far the search is."""
        self.show_stage(SimilarStage.RUNNING)
        self.outcome.setText(text)
        self.bar.setValue(round(share * 1000))
        self.cancel.setEnabled(can_stop)

    def show_result(self, text: str, n_shown: int, more_text: str) -> None:
        """Show what was found.

        more_text : what the button for lower scores says, "" = there are none
        """
        self.show_stage(SimilarStage.ENDED)
        self.outcome.setText(text)
        self.more.setText(more_text)
        self.more.setVisible(bool(more_text))
        self.triage.setVisible(n_shown > 0)
        (self.triage if n_shown else self.cancel).setFocus()
        self.adjustSize()

    def show_stage(self, stage: SimilarStage) -> None:
        """Show what belongs to choosing, running, or having ended."""
        is_new = stage is not self._stage
        self._stage = stage
        choosing, ended = stage is SimilarStage.CHOOSING, stage is SimilarStage.ENDED
        has_all, has_one = self._has
        for widget, is_there in (
            (self._kind_line, choosing),
            (self.all_marks, choosing and has_all),
            (self.one_mark, choosing and has_one),
            (self._template_line, choosing),
            (self.used, choosing and bool(self.used.text())),
            (self.left_out, choosing and bool(self.left_out.text())),
            (self.expected, choosing and bool(self.expected.text())),
            (self.start, choosing),
            (self.source, not choosing),
            (self.outcome, not choosing),
            (self.bar, stage is SimilarStage.RUNNING),
            (self.more, ended and bool(self.more.text())),
            (self.triage, ended),
        ):
            widget.setVisible(is_there)
        self.cancel.setText(tr("Close") if ended else tr("Cancel"))
        self.cancel.setEnabled(True)
        self.start.setDefault(choosing)
        self.triage.setDefault(ended)
        if is_new:
            self.adjustSize()

    @property
    def stage(self) -> SimilarStage:
        """How far the search is."""
        return self._stage

    def _cancel(self) -> None:
        if self._stage is SimilarStage.RUNNING:
            self.cancel_asked.emit()
        else:
            self.reject()


def _button(name: str, text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setToolTip(tip)
    button.setAutoDefault(False)
    return button
