"""The timeline with what moves it: zoom, a bar to scroll sideways, and what it shows in a line."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QScrollBar, QVBoxLayout

from eegview.app.course.course_view import CourseView
from eegview.app.themes import Theme
from eegview.model.text.language import tr
from eegview.ui.infant.fields import plain_button
from eegview.ui.infant.timeline_widget import TimelineWidget
from eegview.ui.widgets.elided_label import ElidedLabel

NOTHING = tr(
    "Nothing belongs to this infant yet. Open a study or a clip and add it, or enter the diary and the treatment."
)
_SPACE_PX = 4


class TimelinePanel(QFrame):
    """Shows a `CourseView`; what does not fit scrolls."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("infant.panel")
        self.setProperty("role", "card")
        self.timeline = TimelineWidget(theme)
        self.summary = ElidedLabel()
        self.summary.setProperty("role", "quiet")
        self.less = plain_button("infant.zoom_out", "−", tr("Show more days (−)"), "chip")
        self.more = plain_button("infant.zoom_in", "+", tr("Show fewer days (+)"), "chip")
        self.all = plain_button("infant.show_all", tr("All"), tr("Show the whole course (0)"), "chip")
        self.less.setAccessibleName(tr("Show more days"))
        self.more.setAccessibleName(tr("Show fewer days"))
        self.nothing = QLabel(NOTHING)
        self.nothing.setObjectName("infant.nothing")
        self.nothing.setProperty("role", "quiet")
        self.nothing.setWordWrap(True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setMinimumHeight(120)
        self.area = QScrollArea()
        self.area.setObjectName("infant.timeline.area")
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setProperty("role", "form")
        self.area.setWidget(self.timeline)
        self.bar = QScrollBar(Qt.Orientation.Horizontal)
        self.bar.setObjectName("infant.scroll")
        self.bar.setAccessibleName(tr("Days shown"))
        head = QHBoxLayout()
        head.addWidget(self.summary, 1)
        for button in (self.less, self.more, self.all):
            head.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 6, 10, 6)
        layout.setSpacing(_SPACE_PX)
        layout.addLayout(head)
        layout.addWidget(self.nothing)
        layout.addWidget(self.area, 1)
        layout.addWidget(self.bar)
        self.less.clicked.connect(lambda _checked=False: self.timeline.zoom(2.0))
        self.more.clicked.connect(lambda _checked=False: self.timeline.zoom(0.5))
        self.all.clicked.connect(lambda _checked=False: self.timeline.show_all())
        self.timeline.days_changed.connect(self._follow)
        self.timeline.days_changed.connect(self._fit)
        self.timeline.pointed.connect(self._bring_in_sight)
        self.bar.valueChanged.connect(self._scrolled)
        self.show_view(None)

    def show_view(self, view: CourseView | None) -> None:
        """Show a timeline; without anything in it, what to do."""
        self.timeline.show_view(view)
        is_empty = view is None or view.is_empty
        self.nothing.setVisible(is_empty and view is not None)
        self.area.setVisible(not is_empty)
        self.summary.setText(view.summary if view is not None and not is_empty else "")
        for button in (self.less, self.more, self.all):
            button.setVisible(not is_empty)
        self._follow()
        self._fit()

    def _fit(self) -> None:
        """Be no higher than what is drawn needs."""
        height_px = self.timeline.sizeHint().height() + 2
        if height_px != self.area.maximumHeight():
            self.area.setMaximumHeight(height_px)
            around_px = self.all.sizeHint().height() + self.bar.sizeHint().height() + 2 * _SPACE_PX + 14
            self.setMaximumHeight(max(height_px, self.nothing.minimumHeight()) + around_px)

    def use_theme(self, theme: Theme) -> None:
        """Draw all in other colours."""
        self.timeline.use_theme(theme)

    def _follow(self) -> None:
        days = self.timeline.days
        self.bar.blockSignals(True)
        self.bar.setRange(days.whole_first, days.whole_last - days.n_days + 1)
        self.bar.setPageStep(days.n_days)
        self.bar.setValue(days.first_day)
        self.bar.blockSignals(False)
        self.bar.setVisible(not days.is_all and self.area.isVisibleTo(self))
        self.all.setEnabled(not days.is_all)
        self.less.setEnabled(not days.is_all)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _bring_in_sight(self, _told: str) -> None:
        item = self.timeline.current
        if item is not None:
            middle_px = round(item.area.top_px + item.area.height_px / 2)
            self.area.ensureVisible(0, middle_px, 0, round(item.area.height_px / 2) + 4)

    def _scrolled(self, first_day: int) -> None:
        self.timeline.show_days(self.timeline.days.from_day(first_day))
