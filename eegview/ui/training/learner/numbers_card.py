"""Further numbers: of one question how often right, found and refused; over all of them the locked tests."""

from PySide6.QtWidgets import QGridLayout, QLabel

from eegview.app.training.learner.figures import LearnerStatistics, QuestionStatistics
from eegview.clinical.learning.figure import Figure
from eegview.model.text.language import tr
from eegview.ui.training.learner.figures_column import FigureCard
from eegview.ui.training.learner.texts import figure_text, tip_of

_APART = {
    "film alone": tr("Right answers on film alone, all its questions"),
    "items with EEG": tr("Right answers on items with EEG, all questions"),
}


def lines_of(figures: LearnerStatistics, question: QuestionStatistics) -> tuple[tuple[str, Figure, bool], ...]:
    """Return (name, figure, whether its sign is written) of each line."""
    yes_or_no = (
        ("Found (sensitivity)", question.sensitivity, False),
        ("Refused (specificity)", question.specificity, False),
        ("d′", question.d_prime, False),
    )
    onset = (
        ("Onset, yours less the experts'", question.onset_median_s, True),
        ("Half of the differences within", question.onset_spread_s, False),
    )
    accuracy = (("Balanced accuracy", question.balanced_accuracy, False),)
    tests = (
        ("Pre-test, this question", question.pre, False),
        ("Post-test, this question", question.post, False),
        ("Post-test less pre-test, this question", question.gain, True),
    )
    is_told = any(figure.value is not None for _name, figure, _is_signed in tests)  # most sets ask too few for that
    return (
        (tr("Right answers"), question.share_right, False),
        *(() if question.is_onset else accuracy),
        *(yes_or_no if question.is_yes_or_no else ()),
        *(onset if question.is_onset else ()),
        *(tests if is_told else ()),
        *((_APART[name], figure, False) for name, figure in figures.apart),
        (tr("Pre-test, right answers, all questions"), figures.pre, False),
        (tr("Post-test, right answers, all questions"), figures.post, False),
        (tr("Post-test less pre-test, all questions"), figures.gain, True),
        (tr("Median time for an item, all questions"), figures.median_took_s, False),
    )


class NumbersCard(FigureCard):
    """Lines of name, number with interval and n; the method is the tip."""

    def __init__(self) -> None:
        super().__init__("More numbers", "training.numbers")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnStretch(1, 1)
        self.content.addLayout(self._grid)
        self.content.addStretch(1)
        self._labels: list[QLabel] = []

    @property
    def texts(self) -> dict[str, str]:
        """Return what is shown, by name."""
        return {name.text(): value.text() for name, value in zip(self._labels[::2], self._labels[1::2], strict=True)}

    def show_figures(self, figures: LearnerStatistics, question: QuestionStatistics | None) -> None:
        """Show the lines of a question, none without one."""
        for label in self._labels:
            self._grid.removeWidget(label)
            label.hide()  # until it is gone
            label.deleteLater()
        self._labels = []
        for row, (name, figure, is_signed) in enumerate(lines_of(figures, question) if question is not None else ()):
            caption, value = QLabel(name), QLabel(figure_text(figure, is_signed))
            caption.setProperty("role", "quiet")
            value.setProperty("role", "strong" if figure.value is not None else "quiet")
            value.setWordWrap(True)
            value.setAccessibleName(f"{name}: {value.text()}")
            for column, label in enumerate((caption, value)):
                label.setToolTip(tip_of(figure))
                self._grid.addWidget(label, row, column)
                self._labels.append(label)
