"""The dialog that chooses which two readers are compared, of which term, and by which limit."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from eegview.model.annotation import marks_text
from eegview.model.text.language import tr
from eegview.ui.comparing.choice import MOST_LIMIT_S, OfferedLayer, ReaderChoice
from eegview.ui.comparing.header import ALL_TERMS

SAME_TEXT = tr("Choose two different readers.")
ABOUT_TEXT = tr(
    "A and B may be readers, the final layer, or a detector's run, which is compared as if it were a reader. "
    "Nothing of either is changed."
)


class ChooseReadersDialog(QDialog):
    """Emits the choice; the button is pale while A and B are the same."""

    chosen = Signal(object)  # ReaderChoice

    def __init__(
        self, parent: QWidget, offered: Sequence[OfferedLayer], terms: Sequence[tuple[str, str]], now: ReaderChoice
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Compare readers"))
        self.reader_a, self.reader_b, self.term = QComboBox(), QComboBox(), QComboBox()
        self.limit = QDoubleSpinBox()
        for box, name, text in (
            (self.reader_a, "a", tr("Reader A")),
            (self.reader_b, "b", tr("Reader B")),
            (self.term, "term", tr("Term")),
            (self.limit, "limit", tr("Same event: onsets at most this far apart")),
        ):
            box.setObjectName(f"comparing.choose.{name}")
            box.setAccessibleName(text)
        for box, layer in ((self.reader_a, now.layer_a), (self.reader_b, now.layer_b)):
            for one in offered:
                held = f" — {marks_text(one.n_marks)}" if one.n_marks is not None else ""
                box.addItem(f"{one.label}{held}", one.layer)
            box.setCurrentIndex(max(box.findData(layer), 0))
            box.currentIndexChanged.connect(lambda _index: self._check())
        self.term.addItem(ALL_TERMS, "")
        for term_id, label in terms:
            self.term.addItem(label, term_id)
        self.term.setCurrentIndex(max(self.term.findData(now.term_id), 0))
        self.limit.setRange(0.0, MOST_LIMIT_S)
        self.limit.setDecimals(2)
        self.limit.setSingleStep(0.25)
        self.limit.setSuffix(" s")
        self.limit.setValue(now.limit_s)
        self.about, self.problem = QLabel(ABOUT_TEXT), QLabel()
        self.about.setProperty("role", "quiet")
        self.problem.setProperty("role", "warning")
        self.problem.setObjectName("comparing.choose.problem")
        for label in (self.about, self.problem):
            label.setWordWrap(True)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.compare = self._buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.compare.setText(tr("Compare"))
        self.compare.setObjectName("comparing.choose.compare")
        self._buttons.accepted.connect(self._choose)
        self._buttons.rejected.connect(self.close)
        self._lay_out()
        self._check()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.addRow(tr("Reader &A"), self.reader_a)
        form.addRow(tr("Reader &B"), self.reader_b)
        form.addRow("&Term", self.term)
        form.addRow(tr("&Same event within"), self.limit)
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        layout.addLayout(form)
        layout.addWidget(self.about)
        layout.addWidget(self.problem)
        layout.addWidget(self._buttons)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 60)

    @property
    def choice(self) -> ReaderChoice:
        """The choice as the fields have it."""
        return ReaderChoice(
            str(self.reader_a.currentData() or ""),
            str(self.reader_b.currentData() or ""),
            str(self.term.currentData() or ""),
            self.limit.value(),
        )

    def _check(self) -> None:
        is_whole = self.choice.is_whole
        self.compare.setEnabled(is_whole)
        self.problem.setText("" if is_whole else SAME_TEXT)
        self.problem.setVisible(not is_whole)

    def _choose(self) -> None:
        choice = self.choice
        if choice.is_whole:
            self.close()
            self.chosen.emit(choice)
