"""Which charts a learner's page has, and what they show in words."""

from __future__ import annotations

from eegview.app.training.learner.figures import CalibrationFigures, QuestionStatistics
from eegview.exchange.learner.charts import Chart

_SHARES = [(0.0, "0"), (0.5, "50"), (1.0, "100")]
_GREY = "#5c635e"


def curve_chart(question: QuestionStatistics) -> tuple[str, str] | None:
    """Return the learning curve as SVG and in words, None where there is none."""
    held = [
        (point.n_answered, point.value, point.low, point.high)
        for point in question.curve
        if point.value is not None and point.low is not None and point.high is not None
    ]
    if not held:
        return None
    last = question.curve[-1].n_answered
    chart = Chart(
        "Learning curve",
        "answers",
        f"{question.curve_name} of the last 50, %",
        (0, max(last, 1)),
        (0, 1),
        [(0, "0"), (last / 2, str(last // 2)), (last, str(last))],
        _SHARES,
    )
    chart.band([(n, low) for n, _v, low, _h in held], [(n, high) for n, _v, _l, high in held])
    chart.line([(n, value) for n, value, _l, _h in held])
    n, value, low, high = held[-1]
    chart.dot((n, value))
    name = question.curve_name.capitalize()
    words = f"{name} of the last 50 answers: {100 * value:.0f} % ({100 * low:.0f} to {100 * high:.0f} %)."
    return chart.svg(), words


def roc_chart(question: QuestionStatistics) -> tuple[str, str] | None:
    """Return found events against false alarms as SVG and in words, None where there is no curve."""
    if question.skill.value is None or not question.roc:
        return None
    chart = Chart("Skill and threshold", "false alarms, %", "found, %", (0, 1), (0, 1), _SHARES, _SHARES)
    chart.line([(0, 0), (1, 1)], _GREY, 0.6, "2,2")
    for expert in question.experts:
        if expert.point is not None:
            chart.dot((expert.point.false_alarms, expert.point.found), True, _GREY, 1.8)
    chart.line([(point.false_alarms, point.found) for point in question.roc])
    words = f"Area under the curve {question.skill.value:.2f}."
    if question.best is not None and question.best != question.now:
        chart.dot((question.best.false_alarms, question.best.found), False)
    if question.now is not None:
        chart.dot((question.now.false_alarms, question.now.found))
        chart.text((question.now.false_alarms, question.now.found), "you now", dy=10)
        alarms, found = 100 * question.now.false_alarms, 100 * question.now.found
        words += f" Now {found:.0f} % found at {alarms:.0f} % false alarms."
    return chart.svg(), words


def calibration_chart(calibration: CalibrationFigures) -> tuple[str, str] | None:
    """Return the reliability diagram as SVG and in words, None where no confidence has enough answers."""
    held = [
        (one.implied, one.share_right.value, one.share_right.low, one.share_right.high)
        for one in calibration.bins
        if one.share_right.value is not None and one.share_right.low is not None and one.share_right.high is not None
    ]
    if not held:
        return None
    ticks = [(0.5, "50"), (0.75, "75"), (1.0, "100")]
    chart = Chart("Calibration", "what the confidence stands for, %", "right, %", (0.45, 1), (0, 1), ticks, _SHARES)
    chart.line([(0.45, 0.45), (1, 1)], _GREY, 0.6, "2,2")
    for implied, _value, low, high in held:
        chart.line([(implied, low), (implied, high)], width=1.0)
    chart.line([(implied, value) for implied, value, _l, _h in held])
    for implied, value, _low, _high in held:
        chart.dot((implied, value))
    told = ", ".join(
        f"{100 * value:.0f} % right where {100 * implied:.0f} % is meant" for implied, value, _l, _h in held
    )
    return chart.svg(), f"Calibration: {told}."
