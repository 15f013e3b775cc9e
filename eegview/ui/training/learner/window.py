"""What a learner sees: the charts of one question, numbers and categories, consent, exports."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from eegview.app.themes import Theme
from eegview.app.training.learner.figures import LearnerStatistics
from eegview.model.text.language import tr
from eegview.ui.training.card.result_card import ResultCard
from eegview.ui.training.learner.category_table import CategoryTable
from eegview.ui.training.learner.figures_column import SIDE_BY_SIDE_CHARACTERS, FigureCard, FiguresColumn
from eegview.ui.training.learner.numbers_card import NumbersCard
from eegview.ui.training.remembered import KnownSet
from eegview.ui.widgets.elided_label import ElidedLabel

CONSENT = tr("Teachers may see my answers, under my pseudonym")
_CONSENT_TIP = tr("Off: nobody sees them in the teacher's view. You can change it at any time; each change is kept.")


class LearnerWindow(QWidget):
    """Shows one learner's figures; it computes nothing.

    set_chosen : the path of the set whose figures are wanted
    consent_changed : the learner lets teachers see the answers, or does so no longer
    pseudonym_asked, pdf_asked, csv_asked, answers_asked, start_asked : buttons
    is_own : the learner looks; else a teacher does, who changes nothing and exports nothing
    """

    set_chosen = Signal(object)
    consent_changed = Signal(bool)
    pseudonym_asked = Signal()
    pdf_asked = Signal()
    csv_asked = Signal()
    answers_asked = Signal()
    start_asked = Signal()

    def __init__(self, theme: Theme, is_own: bool = True) -> None:
        super().__init__()
        self._is_own = is_own
        self.setObjectName("training.progress.window" if is_own else "training.learner.window")
        self.setWindowTitle(tr("My progress — eegview") if is_own else tr("A learner — eegview"))
        self.figures_shown: LearnerStatistics | None = None
        self.who = ElidedLabel()
        self.who.setObjectName("training.progress.who")
        self.who.setProperty("role", "title")
        self.simulated = QLabel("SIMULATED")
        self.simulated.setProperty("role", "badge")
        self.simulated.setToolTip(tr("Every item answered was computed by the simulator"))
        self.simulated.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        self.simulated.hide()
        self.consent = QCheckBox(CONSENT)
        self.consent.setObjectName("training.consent")
        self.consent.setToolTip(_CONSENT_TIP)
        self.consent.clicked.connect(self.consent_changed)
        self.sets = QComboBox()
        self.sets.setObjectName("training.progress.sets")
        self.sets.setAccessibleName(tr("Case set"))
        self.sets.activated.connect(lambda _index: self.set_chosen.emit(self.path))
        self.questions = QComboBox()
        self.questions.setObjectName("training.questions")
        self.questions.setAccessibleName(tr("Question"))
        for box in (self.sets, self.questions):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.questions.currentIndexChanged.connect(lambda _index: self._show_question())
        self.pdf = self._button(tr("Save as PDF…"), "training.export_pdf", self.pdf_asked)
        self.csv = self._button(tr("Save as CSV…"), "training.export_csv", self.csv_asked)
        self.answers = self._button(tr("Save answers…"), "training.export_answers", self.answers_asked)
        self.answers.setToolTip(tr("All your answers to this set as a table, one a line"))
        self.pseudonym = self._button(tr("Pseudonym…"), "training.pseudonym", self.pseudonym_asked)
        self.pseudonym.setToolTip(tr("Choose the name under which your answers are kept"))
        self.warning = QLabel()
        self.warning.setObjectName("training.progress.warning")
        self.warning.setProperty("role", "warning")
        self.warning.setWordWrap(True)
        self.warning.hide()
        self.figures, self.numbers = FiguresColumn(theme, is_wide=True), NumbersCard()
        self.categories = CategoryTable()
        self.empty = ResultCard()
        self.stack = QStackedWidget()
        self.stack.addWidget(self._content())
        self.stack.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._top())
        for widget in (self.consent, self.pseudonym, self.pdf, self.csv, self.answers, self.sets):
            widget.setVisible(is_own)
        layout.addWidget(self.stack, 1)
        self.resize(1280, 820)

    @staticmethod
    def _button(text: str, object_name: str, signal: object) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(object_name)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked=False: signal.emit())  # type: ignore[attr-defined]
        return button

    def _top(self) -> QFrame:
        top = QFrame()
        top.setObjectName("strip")
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.who, 1)
        row.addWidget(self.simulated)
        for button in (self.pseudonym, self.pdf, self.csv, self.answers):
            row.addWidget(button)
        below = QHBoxLayout()
        below.setSpacing(10)
        below.addWidget(self.sets)
        below.addWidget(self.questions)
        below.addStretch(1)
        below.addWidget(self.consent)
        column = QVBoxLayout(top)
        column.setContentsMargins(12, 8, 12, 8)
        column.addLayout(row)
        column.addLayout(below)
        column.addWidget(self.warning)
        return top

    def _content(self) -> QScrollArea:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self.figures)
        row = self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        row.setSpacing(8)
        card = FigureCard(tr("By category"), "training.categories.card")
        card.content.addWidget(self.categories)
        self.categories.setMinimumHeight(self.fontMetrics().height() * 14)
        row.addWidget(card, 3)
        row.addWidget(self.numbers, 2)
        column.addLayout(row, 1)
        area = QScrollArea()
        area.setObjectName("training.progress.area")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(content)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return area

    # what is shown

    @property
    def path(self) -> Path | None:
        """Return the set whose figures are shown, None for none."""
        text = self.sets.currentData()
        return Path(text) if text else None

    def show_sets(self, sets: Sequence[KnownSet], current: Path | None) -> None:
        """Offer the sets that were answered."""
        self.sets.clear()
        for one in sets:
            self.sets.addItem(one.title, str(one.path))
        self.sets.setCurrentIndex(max(self.sets.findData(str(current)), 0))

    def show_warning(self, text: str) -> None:
        """Show a sentence over the figures."""
        self.warning.setText(text)
        self.warning.show()

    def say(self, text: str) -> None:
        """Show what was done, in place of who it is about."""
        self.who.setText(text)

    def show_empty(self, title: str, text: str) -> None:
        """Show why there are no figures, and the way to some."""
        self.figures_shown = None
        self._enable(False)
        deeds = (("training.progress.start", "Start training…", self.start_asked.emit),) if self._is_own else ()
        self.empty.show_result(title, text, deeds)
        self.stack.setCurrentIndex(1)

    def show_message(self, text: str) -> None:
        """Show what is going on."""
        self._enable(False)
        self.empty.show_result(text, "")
        self.stack.setCurrentIndex(1)

    def show_figures(self, figures: LearnerStatistics, has_consent: bool) -> None:
        """Show a learner's figures, of the question that was shown before where there is one."""
        self.figures_shown = figures
        before = self.questions.currentData()
        self.who.setText(
            tr(
                "{pseudonym} · {n_text} in {sessions_text}",
                pseudonym=figures.pseudonym,
                n_text=_n_text(figures.n_answers),
                sessions_text=_sessions_text(figures.n_sessions),
            )
        )
        self.simulated.setVisible(figures.is_simulated is True)
        self.consent.setChecked(has_consent)
        self.warning.setText("\n".join(figures.warnings))
        self.warning.setVisible(bool(figures.warnings))
        self.questions.blockSignals(True)
        self.questions.clear()
        for question in figures.questions:
            self.questions.addItem(question.text, question.question_id)
        self.questions.setCurrentIndex(max(self.questions.findData(before), 0))
        self.questions.blockSignals(False)
        self._enable(True)
        self.stack.setCurrentIndex(0)
        self._show_question()

    def _enable(self, is_on: bool) -> None:
        own = self.pseudonym, self.pdf, self.csv, self.answers, self.consent
        for widget in (*own, self.sets, self.questions):
            widget.setEnabled(is_on)

    def _show_question(self) -> None:
        figures, question_id = self.figures_shown, self.questions.currentData()
        if figures is None or question_id is None:
            return
        self.figures.show_figures(figures, question_id)
        self.numbers.show_figures(figures, figures.question(question_id))
        of_question = tuple(one for one in figures.categories if one.category.question_id == question_id)
        self.categories.shown.show_categories(of_question)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < self.fontMetrics().averageCharWidth() * SIDE_BY_SIDE_CHARACTERS
        ways = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._row.setDirection(ways[is_narrow])

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self.figures.set_theme(theme)


def _n_text(n: int) -> str:
    return f"{n} answer" if n == 1 else f"{n} answers"


def _sessions_text(n: int) -> str:
    return f"{n} session" if n == 1 else f"{n} sessions"
