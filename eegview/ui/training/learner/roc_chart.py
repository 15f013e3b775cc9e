"""Found events against false alarms: the learner's curve, where they are on it, the best point, the experts."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from eegview.app.themes import Theme
from eegview.app.training.learner.figures import QuestionStatistics
from eegview.model.text.language import tr
from eegview.ui.training.learner.chart import Chart
from eegview.ui.training.learner.texts import percent

_EMPTY = tr("Skill and threshold are told for questions with a yes and a no.")
_TICKS = ((0.0, "0"), (0.5, "50"), (1.0, "100"))


class RocChart(Chart):
    """Paints the curve of one question."""

    def __init__(self, theme: Theme, object_name: str = "training.roc") -> None:
        super().__init__(theme, object_name, "Skill: found events against false alarms", 12.5)
        self._question: QuestionStatistics | None = None
        self.y_name, self.x_name = "found, %", "false alarms, %"
        self.x_ticks = self.y_ticks = _TICKS
        self.show_question(None)

    def show_question(self, question: QuestionStatistics | None) -> None:
        """Show the curve of this question, or why there is none."""
        self._question = question
        if question is None or not question.is_yes_or_no:
            self.empty = _EMPTY
        elif not question.roc or question.skill.value is None:
            self.empty = question.skill.why_none or _EMPTY
        else:
            self.empty = ""
        now = question.now if question is not None else None
        where = (
            f"You find {percent(now.found)} with {percent(now.false_alarms)} false alarms." if now is not None else ""
        )
        self.say(self.empty or where)

    def paint_values(self, painter: QPainter) -> None:
        question, theme = self._question, self.theme
        assert question is not None
        painter.setPen(QPen(QColor(theme.line_strong), 1, Qt.PenStyle.DashLine))
        painter.drawLine(self.point(0, 0), self.point(1, 1))
        for expert in question.experts:
            if expert.point is not None:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(theme.quiet))
                at = self.point(expert.point.false_alarms, expert.point.found)
                painter.drawPolygon(QPolygonF([at + QPointF(*d) for d in ((0, -4), (4, 3), (-4, 3))]))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.accent), 2))
        painter.drawPolyline(QPolygonF([self.point(one.false_alarms, one.found) for one in question.roc]))
        if question.best is not None:
            at = self.point(question.best.false_alarms, question.best.found)
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.setBrush(QColor(theme.page))
            painter.drawEllipse(at, 5, 5)
        if question.now is not None:
            at = self.point(question.now.false_alarms, question.now.found)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.accent))
            painter.drawEllipse(at, 5, 5)
            self.write(painter, QPointF(at.x(), at.y() + 12), "you now", theme.accent, True)
        if question.best is not None and question.best != question.now:
            at = self.point(question.best.false_alarms, question.best.found)
            self.write(painter, QPointF(at.x(), at.y() - 12), "best point", theme.quiet)
