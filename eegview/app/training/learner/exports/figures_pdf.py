"""A learner's figures as a page of paper."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from eegview.app.training.learner.exports.figure_charts import calibration_chart, curve_chart, roc_chart
from eegview.app.training.learner.exports.figures_json import DISCLAIMER
from eegview.app.training.learner.figures import LearnerStatistics, QuestionStatistics
from eegview.clinical.learning.figure import SECONDS, SHARE, Figure
from eegview.exchange.learner.learner_pdf import learner_pdf
from eegview.model.text.dates import iso_day

CONSISTENCY, ONSET_CONSISTENCY = "Own consistency, κ", "Own consistency, median distance of repeats"
_ROWS = (
    ("skill", "Skill, area under the curve"),
    ("d_prime", "d′"),
    ("criterion", "Threshold, c"),
    ("sensitivity", "Sensitivity"),
    ("specificity", "Specificity"),
    ("balanced_accuracy", "Balanced accuracy"),
    ("share_right", "Right answers"),
    ("consistency", CONSISTENCY),
    ("onset_median_s", "Onset, median difference"),
    ("onset_spread_s", "Onset, middle half"),
    ("pre", "Pre-test"),
    ("post", "Post-test"),
    ("gain", "Post-test minus pre-test"),
)
_ONLY_YES_OR_NO = frozenset(("skill", "d_prime", "criterion", "sensitivity", "specificity"))
_ONLY_CLASSES, _ONLY_ONSET = "balanced_accuracy", frozenset(("onset_median_s", "onset_spread_s"))
_TESTS = "Tests before and after learning, all questions"


def statistics_pdf(statistics: LearnerStatistics, title: str, made: datetime) -> bytes:
    """Return a learner's figures as PDF.

    Parameters
    ----------
    title : of the case set
    made : now; the page bears its date

    Raises
    ------
    CannotWrite : the page cannot be set
    """
    charts: dict[str, str] = {}

    def added(name: str, chart: tuple[str, str] | None) -> list[dict[str, str]]:
        if chart is None:
            return []
        charts[name] = chart[0]
        return [{"file": name, "alt": chart[1]}]

    rows = [
        _row("Pre-test, right answers", statistics.pre),
        _row("Post-test, right answers", statistics.post),
        _row("Post-test minus pre-test", statistics.gain),
    ]
    parts: list[dict[str, Any]] = [{"title": _TESTS, "text": "", "charts": [], "rows": rows}]
    if statistics.apart:
        rows = [_row(f"Right answers, {name}", figure) for name, figure in statistics.apart]
        parts.append({"title": "Film alone", "text": statistics.film_text, "charts": [], "rows": rows})
    for number, question in enumerate(statistics.questions):
        drawn = added(f"curve{number}.svg", curve_chart(question)) + added(f"roc{number}.svg", roc_chart(question))
        told = " ".join(filter(None, (question.advice, _experts_text(question))))
        parts.append({"title": question.text, "text": told, "charts": drawn, "rows": _question_rows(question)})
    calibration = statistics.calibration
    rows = [_row("Brier score", calibration.brier), _row("Surer than right", calibration.overconfidence)]
    rows += [
        _row(f"Confidence {one.confidence}, {round(100 * one.implied)} % meant", one.share_right)
        for one in calibration.bins
    ]
    drawn = added("calibration.svg", calibration_chart(calibration))
    parts.append({"title": "Calibration of confidence", "text": calibration.text, "charts": drawn, "rows": rows})
    rows = [_row(one.label, one.share_right) for one in statistics.categories]
    rows.append(_row("Time to the answer, median", statistics.median_took_s))
    parts.append({"title": "Categories, the hardest first", "text": "", "charts": [], "rows": rows})
    data = {
        "title": f"{statistics.pseudonym or 'Learner'}: {title}",
        "facts": _facts(statistics, made),
        "is_simulated": bool(statistics.is_simulated),
        "warnings": list(statistics.warnings),
        "parts": parts,
        "methods": _methods(statistics),
        "disclaimer": DISCLAIMER,
    }
    return learner_pdf(data, charts, made)


def value_text(figure: Figure, value: float | None) -> str:
    """Return `78 %`, `−0.05 s`, `0.86`; a dash where there is none."""
    if value is None:
        return "–"
    if figure.unit == SHARE:
        return f"{round(100 * value)} %".replace("-", "−")
    text = f"{round(value, 2) + 0.0:.2f}".replace("-", "−")
    return f"{text} s" if figure.unit == SECONDS else text


def _facts(statistics: LearnerStatistics, made: datetime) -> str:
    span = f"{statistics.first_utc[:10]} to {statistics.last_utc[:10]}" if statistics.n_answers else "no answers"
    n_sessions = f"{statistics.n_sessions} session{'' if statistics.n_sessions == 1 else 's'}"
    return (
        f"{statistics.n_answers} answers in {n_sessions}, {span}; "
        f"{statistics.n_learned} for learning, {statistics.n_repeats} silent repeats. Written {iso_day(made)}."
    )


def _question_rows(question: QuestionStatistics) -> list[dict[str, str]]:
    return [_row(_label(question, name, label), getattr(question, name)) for name, label in _shown(question)]


def _shown(question: QuestionStatistics) -> Iterator[tuple[str, str]]:
    """Return name and label of the figures that a question has."""
    for name, label in _ROWS:
        is_left_out = name == _ONLY_CLASSES if question.is_onset else name in _ONLY_ONSET
        if not is_left_out and (question.is_yes_or_no or name not in _ONLY_YES_OR_NO):
            yield name, label


def _label(question: QuestionStatistics, name: str, label: str) -> str:
    if name in ("pre", "post"):
        return f"{label}, {question.curve_name}"
    return ONSET_CONSISTENCY if question.is_onset and name == "consistency" else label


def _row(name: str, figure: Figure) -> dict[str, str]:
    has_interval = figure.low is not None and figure.high is not None
    interval = f"{value_text(figure, figure.low)} to {value_text(figure, figure.high)}" if has_interval else ""
    value = value_text(figure, figure.value)
    return {"name": name, "value": value, "interval": interval, "n": str(figure.n), "remark": figure.why_none}


def _experts_text(question: QuestionStatistics) -> str:
    values = [one.balanced_accuracy.value for one in question.experts if one.balanced_accuracy.value is not None]
    if not values:
        return question.experts_text
    low, high = 100 * min(values), 100 * max(values)
    return f"{len(values)} experts against each other: balanced accuracy {low:.0f} to {high:.0f} %."


def _methods(statistics: LearnerStatistics) -> list[str]:
    """Return how each kind of number was made, each once."""
    found: dict[str, None] = {one.method: None for one in (statistics.pre, statistics.post, statistics.gain)}
    for question in statistics.questions:
        for name, _text in _shown(question):
            found[getattr(question, name).method] = None
        found[question.experts_text] = None
        found[question.curve_method] = None
    found |= {figure.method: None for _name, figure in statistics.apart}
    found[statistics.calibration.brier.method] = None
    found[statistics.calibration.overconfidence.method] = None
    found[statistics.median_took_s.method] = None
    return [text for text in found if text]
