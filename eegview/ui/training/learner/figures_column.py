"""The learner's figures as a column: learning curve, skill and threshold, calibration and consistency."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from eegview.app.film.accuracy import film_accuracy_line, film_accuracy_tip
from eegview.app.themes import Theme
from eegview.app.training.learner.figures import BALANCED, NOT_KNOWN, LearnerStatistics, QuestionStatistics
from eegview.clinical.learning.figure import Figure
from eegview.model.text.language import tr
from eegview.ui.training.learner.calibration_chart import CalibrationChart
from eegview.ui.training.learner.curve_chart import CurveChart
from eegview.ui.training.learner.roc_chart import RocChart
from eegview.ui.training.learner.texts import interval_text, number, tip_of, value_text, why_text
from eegview.ui.widgets.elided_label import ElidedLabel

_SURE = 5
_CONSISTENCY, _ONSET_CONSISTENCY = tr("Own consistency, κ"), tr("Own consistency, median distance")
SIDE_BY_SIDE_CHARACTERS = 150  # as wide as the cards must be together to stand side by side


class NumberField(QWidget):
    """A caption, a large number, and what belongs to it below; the tip says n and method."""

    def __init__(self, caption: str, object_name: str) -> None:
        super().__init__()
        self.setObjectName(object_name)
        self._above, self.value, self.below = QLabel(caption), QLabel(), QLabel()
        self._above.setProperty("role", "caption")
        self.value.setProperty("role", "title")
        self.below.setProperty("role", "quiet")
        for label in (self.value, self.below):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for label in (self._above, self.value, self.below):
            layout.addWidget(label)

    @property
    def caption(self) -> str:
        return self._above.text()

    def show_caption(self, caption: str) -> None:
        self._above.setText(caption)

    def show_text(self, value: str, below: str, tip: str) -> None:
        self.value.setText(value)
        self.below.setText(below)
        self.below.setVisible(bool(below))
        self.setToolTip(tip)
        self.setAccessibleName(f"{self.caption}: {value}. {below}".strip())
        self.setAccessibleDescription(tip)

    def show_figure(self, figure: Figure, is_signed: bool = False) -> None:
        """Show a number with its interval and n, or why there is none."""
        is_known = figure.value is not None
        below = f"{interval_text(figure, is_signed)}, n {figure.n}" if is_known else why_text(figure)
        self.show_text(value_text(figure, is_signed), below, tip_of(figure))


class FigureCard(QFrame):
    """A title with what it is about at the right, and content."""

    def __init__(self, title: str, object_name: str) -> None:
        super().__init__()
        self.setObjectName(object_name)
        self.setProperty("role", "card")
        heading = QLabel(title)
        heading.setProperty("role", "strong")
        self.about = ElidedLabel()
        self.about.setProperty("role", "quiet")
        self.about.setAlignment(Qt.AlignmentFlag.AlignRight)
        top = QHBoxLayout()
        top.addWidget(heading)
        top.addStretch(1)
        top.addWidget(self.about)
        self.content = QVBoxLayout(self)
        self.content.setContentsMargins(12, 8, 12, 8)
        self.content.setSpacing(4)
        self.content.addLayout(top)

    def add_words(self, object_name: str) -> QLabel:
        """Add a line of words below the rest."""
        label = QLabel()
        label.setObjectName(object_name)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.content.addWidget(label)
        return label


def _beside(chart: QWidget, *fields: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(10)
    row.addWidget(chart, 3)
    column = QVBoxLayout()
    column.setSpacing(8)
    for field in fields:
        column.addWidget(field)
    column.addStretch(1)
    row.addLayout(column, 2)
    return row


class FiguresColumn(QWidget):
    """Shows the figures of one question, and the calibration over all of them.

    is_wide : the cards stand side by side
    """

    def __init__(self, theme: Theme, is_wide: bool = False) -> None:
        super().__init__()
        self._is_wide = is_wide
        self.setObjectName("training.figures")
        self.curve, self.roc, self.calibration = CurveChart(theme), RocChart(theme), CalibrationChart(theme)
        self.skill = NumberField(tr("Skill, AUROC"), "training.skill")
        self.threshold = NumberField(tr("Threshold"), "training.threshold")
        self.brier = NumberField(tr("Brier score"), "training.brier")
        self.sure = NumberField(tr("When you say “sure”"), "training.sure")
        self.consistency = NumberField(_CONSISTENCY, "training.consistency")
        self.curve_card = FigureCard(tr("Learning curve"), "training.curve.card")
        self.skill_card = FigureCard(tr("Skill and threshold"), "training.skill.card")
        self.calibration_card = FigureCard(tr("Calibration"), "training.calibration.card")
        self.curve_card.content.addWidget(self.curve)
        self.experts = self.curve_card.add_words("training.experts")
        self.experts.setProperty("role", "quiet")
        self.skill_card.content.addLayout(_beside(self.roc, self.skill, self.threshold))
        self.advice = self.skill_card.add_words("training.advice")
        self.calibration_card.content.addLayout(_beside(self.calibration, self.brier, self.sure, self.consistency))
        self.calibration_text = self.calibration_card.add_words("training.calibration.text")
        down = QBoxLayout.Direction.TopToBottom
        layout = self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight if is_wide else down, self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for card in (self.curve_card, self.skill_card, self.calibration_card):
            card.content.addStretch(1)
            layout.addWidget(card, 1 if is_wide else 0)
        if not is_wide:
            layout.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._is_wide:  # three cards side by side need room for their words
            is_low = self.width() < self.fontMetrics().averageCharWidth() * SIDE_BY_SIDE_CHARACTERS
            ways = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
            self._layout.setDirection(ways[is_low])

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        for chart in (self.curve, self.roc, self.calibration):
            chart.set_theme(theme)

    def show_nothing(self) -> None:
        """Show no figures yet."""
        self.curve.show_question(None)
        self.roc.show_question(None)
        self.calibration.show_calibration(None)
        self._show_question(None)
        for field in (self.brier, self.sure):
            field.show_text("—", tr("not answered yet"), "")
        self.calibration_card.about.setText("")
        self.calibration_text.setText("")

    def show_figures(self, figures: LearnerStatistics, question_id: str) -> None:
        """Show what is known of a question."""
        question = figures.question(question_id)
        self.curve.show_question(question)
        self.roc.show_question(question)
        self.calibration.show_calibration(figures.calibration)
        self._show_question(question)
        calibration = figures.calibration
        self.brier.show_figure(calibration.brier)
        sure = next((one for one in calibration.bins if one.confidence == _SURE), None)
        if sure is not None:
            share = sure.share_right
            below = f"are right of {sure.n}; {100 * sure.implied:.0f} % implied" if share.value is not None else ""
            self.sure.show_text(value_text(share), below or why_text(share), tip_of(share))
        else:
            self.sure.show_text("—", tr("not said yet"), "")
        if question is not None:
            self.consistency.show_caption(_ONSET_CONSISTENCY if question.is_onset else _CONSISTENCY)
            self.consistency.show_figure(question.consistency)
        self.calibration_card.about.setText(f"{calibration.n} answers")
        self.calibration_text.setText(calibration.text)

    def _show_question(self, question: QuestionStatistics | None) -> None:
        for label in (self.advice, self.experts):
            label.setText("")
        if question is None:
            for field in (self.skill, self.threshold, self.consistency):
                field.show_text("—", tr("not answered yet"), "")
            for card in (self.curve_card, self.skill_card):
                card.about.setText("")
            return
        for card in (self.curve_card, self.skill_card):
            n = f"{question.n} answers"
            card.about.setText(n if self._is_wide else f"{question.text} · {n}")
        self.skill.show_figure(question.skill)
        criterion = question.criterion
        below = f"bias c {number(criterion.value, criterion.unit, True)} ({interval_text(criterion, True)})"
        is_known = question.threshold != NOT_KNOWN and criterion.value is not None
        word = question.threshold if is_known else value_text(criterion)
        self.threshold.show_text(word, below if is_known else why_text(criterion), tip_of(criterion))
        self.threshold.value.setProperty("role", "title")
        colour = "" if question.threshold in (BALANCED, NOT_KNOWN) else f"color: {self.roc.theme.warning};"
        self.threshold.value.setStyleSheet(colour)
        advice = "\n".join(filter(None, (question.advice, film_accuracy_line() if question.is_film else "")))
        self.advice.setText(advice)
        self.advice.setVisible(bool(advice))
        self.advice.setToolTip(film_accuracy_tip() if question.is_film else "")
        n = len(question.experts)
        self.experts.show()
        self.experts.setText(
            tr("Experts: the middle of {n}, each against the others.", n=n) if n else question.experts_text
        )
        self.experts.setToolTip(question.experts_text)
