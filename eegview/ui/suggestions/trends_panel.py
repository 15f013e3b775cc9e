"""What a run measured all along the recording: a lane a number, the page as a band, a click goes there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from eegview.app.page.overview import clock_ticks
from eegview.app.themes import Theme
from eegview.model.span import Span
from eegview.model.suggestion.detection import Trend
from eegview.model.text.language import tr
from eegview.ui.page.geometry import BASE_FONT_PX, GUTTER_PX, RIGHT_PX
from eegview.ui.widgets.elided_label import ElidedLabel

MOST_POINTS = 4000  # of a lane; more are drawn as their lowest and highest
TRACK_LINES = 4.5  # height of a lane in lines of text
NAME_SHARE = 0.55  # of the curve's range left free above it for its name
NOTHING_TEXT = tr(
    "No detector with trends has been run on this recording. "
    "Trends of the whole study need none: Display, Trends of the whole study."
)


@dataclass(frozen=True, slots=True)
class TrendTimes:
    """The span that the lanes show, and the clock below them."""

    recording: Span
    started_at: datetime | None


class TrendsPanel(QWidget):
    """Draws lanes of one run with pyqtgraph, which is loaded when the first lane is drawn."""

    time_asked = Signal(float)
    run_chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("trends")
        self._theme = theme
        self._trends: tuple[Trend, ...] = ()
        self._times: TrendTimes | None = None
        self._page: Span | None = None
        self._proposed: tuple[Span, ...] = ()
        self.lanes: list[Any] = []  # pyqtgraph.PlotWidget, which is not typed
        self._bands: list[Any] = []  # the page on each lane
        self.run = QComboBox()
        self.run.setObjectName("trends.run")
        self.run.setAccessibleName(tr("Run of the trends"))
        self.run.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.run.setMinimumContentsLength(18)  # the page below is not to grow wider with it
        self.run.activated.connect(lambda index: self.run_chosen.emit(self.run.itemData(index)))
        self.words = ElidedLabel()
        self.words.setObjectName("trends.words")
        self.words.setProperty("role", "quiet")
        head = QHBoxLayout()
        head.setContentsMargins(8, 0, 8, 0)
        head.addWidget(self.run)
        head.addWidget(self.words, 1)
        self.nothing = QLabel(NOTHING_TEXT)
        self.nothing.setObjectName("trends.nothing")
        self.nothing.setProperty("role", "quiet")
        self.nothing.setWordWrap(True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, round(RIGHT_PX), 4)  # times in line with the overview
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self._area, 1)
        layout.addWidget(self.nothing, 1)
        self.show_trends((), None, (), "")

    # what is shown

    def show_runs(self, runs: Sequence[tuple[str, str]], shown: str) -> None:
        """Offer the runs that measured something, as (run_id, title)."""
        self.run.clear()
        for run_id, title in runs:
            self.run.addItem(title, run_id)
        self.run.setCurrentIndex(max(self.run.findData(shown), 0))
        self.run.setVisible(bool(runs))

    def show_trends(
        self,
        trends: Sequence[Trend],
        times: TrendTimes | None,
        proposed: Sequence[Span],
        words: str,
        instead: str = "",
    ) -> None:
        """Draw a lane for each trend.

        proposed : spans the run suggests, shaded on every lane
        instead : the text where there is no trend
        """
        self._trends, self._times, self._proposed = tuple(trends), times, tuple(proposed)
        self.words.setText(words)
        self._drop_tracks()
        has_any = bool(self._trends) and times is not None
        self.nothing.setText(instead or NOTHING_TEXT)
        self.nothing.setVisible(not has_any)
        self._area.setVisible(has_any)
        if has_any and self.isVisible():
            self._make_tracks()

    def show_page(self, page: Span | None) -> None:
        """Move the band that says where the page is."""
        self._page = page
        for band in self._bands:
            band.setVisible(page is not None)
            if page is not None:
                band.setRegion((page.start_s, page.stop_s))

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        if self.lanes:
            self._drop_tracks()
            self._make_tracks()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._trends and not self.lanes and self._times is not None:
            self._make_tracks()

    # lanes

    def _drop_tracks(self) -> None:
        for lane in self.lanes:
            self._column.removeWidget(lane)
            lane.hide()
            lane.deleteLater()
        self.lanes, self._bands = [], []

    def _make_tracks(self) -> None:
        import pyqtgraph

        assert self._times is not None
        metrics, theme, times = self.fontMetrics(), self._theme, self._times
        for number, trend in enumerate(self._trends):
            is_last = number == len(self._trends) - 1
            axis = _clock_axis(times.started_at, metrics.averageCharWidth() * 14)
            lane: Any = pyqtgraph.PlotWidget(background=theme.page, axisItems={"bottom": axis})
            lane.setObjectName(f"trends.lane.{number}")
            lane.setMinimumHeight(round(metrics.height() * (TRACK_LINES + (1.6 if is_last else 0))))
            lane.setMouseEnabled(False, False)
            lane.hideButtons()
            lane.setMenuEnabled(False)
            view_box = lane.getPlotItem().getViewBox()
            view_box.setXRange(times.recording.start_s, times.recording.stop_s, padding=0)
            lane.getAxis("left").setWidth(GUTTER_PX * self.font().pixelSize() / BASE_FONT_PX)
            lane.getAxis("bottom").setStyle(showValues=is_last)
            for side in ("left", "bottom"):
                lane.getAxis(side).setPen(theme.edge)
                lane.getAxis(side).setTextPen(theme.quiet)
                lane.getAxis(side).setStyle(tickFont=self.font())
            self._draw(lane, trend)
            lane.getPlotItem().scene().sigMouseClicked.connect(lambda event, lane=lane: self._clicked(event, lane))
            self._column.addWidget(lane, 1)
            self.lanes.append(lane)
        self._column.activate()  # at once: until then lanes stand squeezed
        self.show_page(self._page)

    def _draw(self, lane: Any, trend: Trend) -> None:
        """Draw spans the run proposes, the curve, its name, and the page over them."""
        import pyqtgraph

        theme = self._theme
        for span in self._proposed:
            fill = pyqtgraph.mkColor(theme.warning)
            fill.setAlpha(26)
            edge = pyqtgraph.mkPen(theme.warning, width=1, style=Qt.PenStyle.DashLine)
            region = pyqtgraph.LinearRegionItem((span.start_s, span.stop_s), movable=False, brush=fill, pen=edge)
            lane.addItem(region)
        times_s, values = curve_of(trend, MOST_POINTS)
        lane.plot(times_s, values, pen=pyqtgraph.mkPen(theme.accent, width=1), connect="finite")
        known = values[np.isfinite(values)]
        if known.size:
            low, high = float(known.min()), float(known.max())
            room = (high - low) or 1.0
            lane.getPlotItem().getViewBox().setYRange(low, high + NAME_SHARE * room, padding=0.05)
        unit = f", {trend.unit}" if trend.unit else ""
        name = pyqtgraph.LabelItem(f"{trend.name}{unit}", color=theme.ink, size=f"{self.font().pixelSize()}px")
        name.setParentItem(lane.getPlotItem().getViewBox())
        name.anchor(itemPos=(0, 0), parentPos=(0, 0), offset=(4, 0))
        fill = pyqtgraph.mkColor(theme.accent)
        fill.setAlpha(50)
        band = pyqtgraph.LinearRegionItem(
            (0.0, 1.0), movable=False, brush=fill, pen=pyqtgraph.mkPen(theme.accent, width=1)
        )
        lane.addItem(band)
        self._bands.append(band)

    def _clicked(self, event: Any, lane: Any) -> None:
        times = self._times
        if times is None or event.button() != Qt.MouseButton.LeftButton:
            return
        time_s = lane.getPlotItem().getViewBox().mapSceneToView(event.scenePos()).x()
        if times.recording.start_s <= time_s <= times.recording.stop_s:
            self.time_asked.emit(float(time_s))


def _clock_axis(started_at: datetime | None, label_px: float) -> Any:
    """Return an axis whose ticks are round clock times; the class needs pyqtgraph, which loads late."""
    import pyqtgraph

    class ClockAxis(pyqtgraph.AxisItem):
        def tickValues(self, minVal: float, maxVal: float, size: float) -> list:  # noqa: N803 - pyqtgraph's names
            span = Span(minVal, maxVal)
            if span.duration_s <= 0 or size <= 0:
                return []
            self.texts = dict(clock_ticks(span, started_at, size / span.duration_s, label_px))
            return [(span.duration_s, list(self.texts))]

        def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
            return [self.texts.get(value, "") for value in values]

    return ClockAxis("bottom")


def curve_of(trend: Trend, n_most: int) -> tuple[np.ndarray, np.ndarray]:
    """Return times (s, of the middles) and values of a trend; of a long one the lowest and highest of each block."""
    values = trend.values
    if len(values) <= n_most:
        return trend.start_s + (np.arange(len(values)) + 0.5) * trend.step_s, np.asarray(values, np.float64)
    per_bin = -(-len(values) // (n_most // 2))
    n_bins = -(-len(values) // per_bin)
    filled = np.full(n_bins * per_bin, np.nan, np.float64)
    filled[: len(values)] = values
    bins = filled.reshape(n_bins, per_bin)
    is_empty = np.isnan(bins).all(axis=1)
    low = np.where(is_empty, np.nan, np.where(np.isnan(bins), np.inf, bins).min(axis=1))
    high = np.where(is_empty, np.nan, np.where(np.isnan(bins), -np.inf, bins).max(axis=1))
    middles_s = trend.start_s + (np.arange(n_bins) + 0.5) * per_bin * trend.step_s
    return np.repeat(middles_s, 2), np.stack([low, high], axis=1).ravel()
