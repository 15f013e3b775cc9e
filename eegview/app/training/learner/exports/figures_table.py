"""A learner's figures and answers as tables with commas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields

from eegview.app.training.learner.figures import LearnerStatistics
from eegview.clinical.learning.figure import Figure
from eegview.exchange.plain_table import comma_text
from eegview.model.training.answer import Answer

FIGURE_COLUMNS = ("part", "of", "figure", "value", "low_95", "high_95", "n", "unit", "why_none", "method")
_FIGURES = (
    "skill",
    "d_prime",
    "criterion",
    "sensitivity",
    "specificity",
    "balanced_accuracy",
    "share_right",
    "consistency",
    "onset_median_s",
    "onset_spread_s",
    "pre",
    "post",
    "gain",
)
_TESTS = ("pre", "post", "gain")


def figures_csv(statistics: LearnerStatistics) -> str:
    """Return all figures, one a line."""
    return comma_text([FIGURE_COLUMNS, *_lines(statistics)])


def answers_csv(answers: Iterable[Answer]) -> str:
    """Return all answers, one a line, oldest first."""
    names = [field.name for field in fields(Answer)]
    return comma_text([names, *([_cell(getattr(one, name)) for name in names] for one in answers)])


def _lines(statistics: LearnerStatistics) -> Iterator[tuple[str, ...]]:
    for name in _TESTS:
        yield _line("tests", "all questions", name, getattr(statistics, name))
    for name, figure in statistics.apart:
        yield _line("material", name, "share_right", figure)
    for question in statistics.questions:
        for name in _FIGURES:
            yield _line("question", question.question_id, name, getattr(question, name))
        for point in question.curve:
            figure = Figure(point.value, point.low, point.high, point.n_answered, question.curve_method, "", "share")
            yield _line("learning curve", question.question_id, f"after {point.n_answered} answers", figure)
        for point in question.roc:
            text = f"found at false alarms {point.false_alarms:.4f}"
            yield _line("curve", question.question_id, text, Figure(point.found, None, None, question.n, point.label))
        for expert in question.experts:
            yield _line("expert", question.question_id, expert.expert, expert.balanced_accuracy)
    for one in statistics.calibration.bins:
        yield _line("calibration", f"confidence {one.confidence}", f"implied {one.implied:.2f}", one.share_right)
    yield _line("calibration", "all", "brier", statistics.calibration.brier)
    yield _line("calibration", "all", "overconfidence", statistics.calibration.overconfidence)
    for category in statistics.categories:
        yield _line("category", category.label, "share_right", category.share_right)
    yield _line("time", "all", "median_took_s", statistics.median_took_s)


def _line(part: str, of: str, name: str, figure: Figure) -> tuple[str, ...]:
    numbers = [_number(value) for value in (figure.value, figure.low, figure.high)]
    return (part, of, name, *numbers, str(figure.n), figure.unit, figure.why_none, figure.method)


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.6g}"


def _cell(value: object) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
