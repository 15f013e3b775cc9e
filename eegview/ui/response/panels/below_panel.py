"""What lies below both pages: the treatment lane, or all studies in a row."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
)

from eegview.app.course.lane_view import LaneView
from eegview.app.themes import Theme
from eegview.model.text.language import tr
from eegview.ui.response.lane.dialog import BY_HAND
from eegview.ui.response.lane.lane import TreatmentLane
from eegview.ui.response.multiples.study_row import StudyRow
from eegview.ui.widgets.elided_label import ElidedLabel

LANE, STUDIES = "treatment", "studies"
NOTHING_ENTERED = tr("No treatment and no diary of witnessed spasms are entered yet.")
IN_SMALL = tr("same filters and distance between rows in all · click a study to show its page beside the open one")
_LOW_WINDOW_LINES = 60  # of text; a window of fewer is low
_MOST_LINES, _FEWEST_LINES = ((60, 14.0), (44, 9.5)), 6.0  # window, lane: lines of text; what does not fit scrolls


class BelowPanel(QFrame):
    """One of the two is shown; which one is chosen above it.

    shown_changed : LANE or STUDIES
    """

    shown_changed = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("response.below.panel")
        self.setProperty("role", "card")
        self.lane, self.row = TreatmentLane(theme), StudyRow(theme)
        self.switches = {LANE: self._switch(LANE, tr("Treatment")), STUDIES: self._switch(STUDIES, tr("All studies"))}
        self._group = QButtonGroup(self)
        for name, button in self.switches.items():
            self._group.addButton(button)
            button.clicked.connect(lambda _checked=False, one=name: self.show_part(one))
        self.said = ElidedLabel()
        self.said.setProperty("role", "quiet")
        self.said.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.add = self._button(
            "response.treatment.add", tr("Add treatment…"), tr("Enter a drug with its dose and its days")
        )
        self.diary = self._button(
            "response.treatment.diary", tr("Diary…"), tr("Enter the spasms that were witnessed, by day")
        )
        self.study = self._button("response.row.add", tr("Add study…"), tr("Compare one more study of the infant"))
        self.empty = ElidedLabel()
        self.empty.setText(NOTHING_ENTERED)
        self.empty.setObjectName("response.treatment.empty")
        self.empty.setProperty("role", "quiet")
        head = QHBoxLayout()
        head.setSpacing(6)
        for button in self.switches.values():
            head.addWidget(button)
        head.addWidget(self.empty, 1)
        head.addWidget(self.said, 1)
        for button in (self.add, self.diary, self.study):
            head.addWidget(button)
        self._lane_area = QScrollArea()
        self._lane_area.setObjectName("response.lane.area")
        self._lane_area.setWidgetResizable(True)
        self._lane_area.setFrameShape(QFrame.Shape.NoFrame)
        self._lane_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._lane_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._lane_area.setProperty("role", "form")
        self._lane_area.setWidget(self.lane)
        self.stack = QStackedWidget()
        self.stack.addWidget(self._lane_area)
        self.stack.addWidget(self.row)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 4, 10, 4)
        layout.setSpacing(2)
        layout.addLayout(head)
        layout.addWidget(self.stack)
        self._view: LaneView | None = None
        self.show_part(LANE)

    @staticmethod
    def _switch(name: str, text: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(f"response.below.{name}")
        button.setText(text)
        button.setAccessibleName(text)
        button.setCheckable(True)
        button.setProperty("role", "switch")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    @staticmethod
    def _button(name: str, text: str, tip: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setProperty("role", "chip")
        button.setToolTip(tip)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    # what is shown

    @property
    def part(self) -> str:
        """Return which of the two is shown."""
        return STUDIES if self.stack.currentWidget() is self.row else LANE

    def show_part(self, name: str) -> None:
        """Show the lane or the studies."""
        is_lane = name == LANE
        self.stack.setCurrentWidget(self._lane_area if is_lane else self.row)
        self.switches[name].setChecked(True)
        self.add.setVisible(is_lane)
        self.diary.setVisible(is_lane)
        self.study.setVisible(not is_lane)
        self._fit()
        self.shown_changed.emit(name)

    def show_view(self, view: LaneView) -> None:
        """Say above the lane what it holds."""
        self._view = view
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.window().removeEventFilter(self)
        self.window().installEventFilter(self)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.window() and self.isVisible():
            self._fit()
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self._view is not None:
            self._fit()

    def use_theme(self, theme: Theme) -> None:
        self.lane.use_theme(theme)
        self.row.use_theme(theme)
        self._fit()

    def _fit(self) -> None:
        """Be as high as what is shown needs; without entries the lane is one line with its two buttons."""
        view, is_lane = self._view, self.part == LANE
        is_empty = is_lane and (view is None or view.is_empty)
        self.empty.setVisible(is_empty)
        self.said.setVisible(not is_empty)
        notes = view.notes if view is not None else ()
        if is_lane:
            window = f"{view.window[1] - view.window[0]}-day window shaded" if view and view.window else ""
            self.said.setText(" · ".join(filter(None, (BY_HAND, window))))
            self.said.setToolTip("\n".join((BY_HAND, *notes)))
            self.add.setProperty("role", "primary" if is_empty else "chip")
            self.add.style().unpolish(self.add)
            self.add.style().polish(self.add)
        else:
            self.said.setText(IN_SMALL)
            self.said.setToolTip(IN_SMALL)
        line_px = self.fontMetrics().height()
        window_lines = self.window().height() / line_px
        self.row.use_room(window_lines < _LOW_WINDOW_LINES)
        most = next((lines for least, lines in _MOST_LINES if window_lines >= least), _FEWEST_LINES)
        lane_px = round(min(self.lane.sizeHint().height(), most * line_px)) + 2
        row_px = self.row.sizeHint().height()
        if window_lines < _MOST_LINES[-1][0]:
            row_px = min(row_px, round(_MOST_LINES[-1][1] * line_px))
        self.stack.setFixedHeight(lane_px if is_lane else row_px)
