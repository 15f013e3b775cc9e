"""The learning curve: how often the last answers were right, its interval, and the experts' line."""

import math

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from eegview.app.themes import Theme
from eegview.app.training.learner.figures import BALANCED_ACCURACY, QuestionStatistics
from eegview.model.text.language import tr
from eegview.ui.training.learner.chart import Chart
from eegview.ui.training.learner.texts import experts_value, percent

_EMPTY = tr("The curve begins once there are enough answers of each class.")
_EMPTY_ONSET = tr("The curve begins once there are enough answers.")


class CurveChart(Chart):
    """Paints the curve of one question."""

    def __init__(self, theme: Theme, object_name: str = "training.curve") -> None:
        super().__init__(theme, object_name, "Learning curve", 10.0)
        self._question: QuestionStatistics | None = None
        self.y_name, self.x_name = BALANCED_ACCURACY, "items answered"
        self.show_question(None)

    def show_question(self, question: QuestionStatistics | None) -> None:
        """Show the curve of this question, or why there is none."""
        self._question = question
        known = [point for point in question.curve if point.value is not None] if question is not None else []
        self.y_name = question.curve_name if question is not None else BALANCED_ACCURACY
        lacking = _EMPTY_ONSET if question is not None and question.is_onset else _EMPTY
        self.empty = "" if known else lacking
        if question is not None and known:
            values = [value for point in known for value in (point.value, point.low) if value is not None]
            least = max(math.floor(min(values) * 10) / 10, 0.0)
            self.y_range = (min(least, 0.4), 1.0)
            self.y_ticks = [(n / 10, f"{10 * n} %") for n in range(0, 11, 2) if n / 10 >= self.y_range[0]]
            most = known[-1].n_answered
            step = _round_step(most / 3)
            self.x_range = (0.0, float(max(most * 1.12, step)))
            self.x_ticks = [(float(n), str(n)) for n in range(0, int(self.x_range[1]) + 1, step)]
            last, experts = known[-1], experts_value(question)
            said = tr(
                "{capitalize} after {n_answered} answers: {percent}",
                capitalize=question.curve_name.capitalize(),
                n_answered=last.n_answered,
                percent=percent(last.value),
            )
            if last.low is not None:
                said += tr(
                    " (95 % interval {percent} to {percent_2})", percent=percent(last.low), percent_2=percent(last.high)
                )
            said += f". Experts: {percent(experts)}." if experts is not None else f". {question.experts_text}"
            self.say(f"{said}\n{question.curve_method}")
        else:
            self.say(self.empty)
        self.update()

    def paint_values(self, painter: QPainter) -> None:
        question, theme = self._question, self.theme
        assert question is not None
        known = [point for point in question.curve if point.value is not None]
        band = [point for point in known if point.low is not None and point.high is not None]
        if len(band) > 1:
            corners = [self.point(point.n_answered, point.high or 0.0) for point in band]
            corners += [self.point(point.n_answered, point.low or 0.0) for point in reversed(band)]
            shade = QColor(theme.accent)
            shade.setAlpha(45)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(shade)
            painter.drawPolygon(QPolygonF(corners))
        experts = experts_value(question)
        if experts is not None and experts >= self.y_range[0]:
            painter.setPen(QPen(QColor(theme.ink), 1.4, Qt.PenStyle.DashLine))
            left, right = self.point(self.x_range[0], experts), self.point(self.x_range[1], experts)
            painter.drawLine(left, right)
            is_high = left.y() - self.plot().top() < 16  # above it stands the name of the axis
            at = QPointF(self.plot().left() + 2, left.y() + (9 if is_high else -9))
            self.write(painter, at, f"experts {percent(experts)}", theme.ink)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.accent), 2))
        painter.drawPolyline(QPolygonF([self.point(one.n_answered, one.value or 0.0) for one in known]))
        last = self.point(known[-1].n_answered, known[-1].value or 0.0)
        painter.setBrush(QColor(theme.accent))
        painter.drawEllipse(last, 4, 4)
        self.write(painter, QPointF(last.x(), last.y() + 12), f"you {percent(known[-1].value)}", theme.accent, True)
        pre = question.pre.value
        if pre is not None and pre >= self.y_range[0]:
            at = self.point(self.x_range[0], pre)
            painter.setBrush(QColor(theme.page))
            painter.setPen(QPen(QColor(theme.ink), 1.5))
            painter.drawEllipse(QPointF(at.x(), at.y()), 3.5, 3.5)
            self.write(painter, at, f"pre-test {percent(pre)}", theme.quiet)


def _round_step(wanted: float) -> int:
    """Return the smallest 1, 2 or 5 × 10ⁿ that is not below `wanted`, at least 5."""
    power = 10 ** math.floor(math.log10(max(wanted, 1)))
    return max(next(step * power for step in (1, 2, 5, 10) if step * power >= wanted), 5)
