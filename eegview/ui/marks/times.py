"""Start and duration of a mark, typed as a clinician writes them."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from eegview.model.errors import UsageError
from eegview.model.text.language import tr
from eegview.model.time.clock import elapsed_text
from eegview.ui.widgets.flow_layout import FlowLayout

_DURATION = re.compile(r"(\d{1,6}(?:\.\d*)?|\.\d+)\s*(s|ms)?")
SHORTEST_CHANGE_S = 0.0005  # what is shown is rounded to a millisecond; less is no change


@dataclass(frozen=True, slots=True)
class TimeRules:
    """What typed times are read against, and how a time reads by the clock ("" without one)."""

    duration_s: float
    parsed_s: Callable[[str], float]
    clock_text: Callable[[float], str]


class MarkTimes(QWidget):
    """Two fields and the clock beside them; emits a change once the field is left or Enter is pressed."""

    changed = Signal(float, float)  # onset_s, duration_s

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("mark.times")
        self._rules: TimeRules | None = None
        self._onset_s, self._duration_s = 0.0, 0.0
        self.start = QLineEdit()
        self.start.setObjectName("mark.start")
        self.start.setAccessibleName(tr("Onset"))
        self.start.setToolTip(tr("Onset: HH:MM:SS from the start of the recording, seconds, or @HH:MM:SS clock time"))
        self.duration = QLineEdit()
        self.duration.setObjectName("mark.duration")
        self.duration.setAccessibleName(tr("Duration"))
        self.duration.setToolTip(tr("Duration: 1.2 or 1.2 s, or 300 ms"))
        self.clock = QLabel()
        self.clock.setObjectName("mark.clock")
        self.clock.setProperty("role", "quiet")
        self.problem = QLabel()
        self.problem.setObjectName("mark.trouble")
        self.problem.setProperty("role", "warning")
        self.problem.setWordWrap(True)
        self.problem.hide()
        row = FlowLayout(spacing_px=6)
        for widget in (self.start, self.duration, self.clock):
            row.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(row)
        layout.addWidget(self.problem)
        self.start.editingFinished.connect(self._start_typed)
        self.duration.editingFinished.connect(self._duration_typed)
        self._set_widths()

    def _set_widths(self) -> None:
        metrics = QFontMetrics(self.font())
        self.start.setFixedWidth(metrics.horizontalAdvance("00:00:00.0000") + metrics.height())
        self.duration.setFixedWidth(metrics.horizontalAdvance("0000.000 s") + metrics.height())
        self.clock.setFixedHeight(self.start.sizeHint().height())  # on one line with the fields

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == event.Type.FontChange:
            self._set_widths()

    def set_rules(self, rules: TimeRules | None) -> None:
        self._rules = rules

    def show_times(self, onset_s: float, duration_s: float, has_duration: bool) -> None:
        self._onset_s, self._duration_s = onset_s, duration_s
        self.start.setText(elapsed_text(onset_s, 3))
        self.duration.setText(duration_text(duration_s))
        self.duration.setVisible(has_duration)
        self.clock.setText(self._rules.clock_text(onset_s) if self._rules else "")
        self.problem.hide()

    def _start_typed(self) -> None:
        rules, text = self._rules, self.start.text()
        if rules is None or text == elapsed_text(self._onset_s, 3):
            return
        try:
            onset_s = rules.parsed_s(text)
        except UsageError as error:
            self._refuse(f"{error.sentence} {error.advice}")
            return
        if not 0 <= onset_s <= rules.duration_s:
            self._refuse(
                tr(
                    "{elapsed_text} is outside the recording, which lasts {length}.",
                    elapsed_text=elapsed_text(onset_s),
                    length=_length(rules),
                )
            )
            return
        self.problem.hide()
        if abs(onset_s - self._onset_s) >= SHORTEST_CHANGE_S:
            self._onset_s = onset_s
            self.changed.emit(onset_s, self._duration_s)

    def _refuse(self, sentence: str) -> None:
        """Show why the typed start is refused; the mark stays as it is."""
        self.problem.setText(sentence)
        self.problem.show()

    def _duration_typed(self) -> None:
        text = self.duration.text()
        if text == duration_text(self._duration_s):
            return
        duration_s = parsed_duration_s(text)
        if duration_s is None:
            self._refuse(tr("“{text}” is not a duration. Type seconds, as 1.2, or 300 ms.", text=text))
            return
        self.problem.hide()
        self.duration.setText(duration_text(duration_s))
        if abs(duration_s - self._duration_s) >= SHORTEST_CHANGE_S:
            self._duration_s = duration_s
            self.changed.emit(self._onset_s, duration_s)


def duration_text(duration_s: float) -> str:
    """Return `1.200 s`."""
    return f"{duration_s:.3f} s"


def parsed_duration_s(text: str) -> float | None:
    """Return seconds for `1.2`, `1,2 s` or `300 ms`, None for anything else."""
    match = _DURATION.fullmatch(text.strip().replace(",", "."))
    if not match:
        return None
    return float(match[1]) * (1e-3 if match[2] == "ms" else 1.0)


def _length(rules: TimeRules) -> str:
    return elapsed_text(rules.duration_s, 0)
