"""Beside the raster: head map at a time, left and right, and histograms of intervals, durations, waking."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from eegview.app.page.head_field import HeadField
from eegview.app.themes import Theme
from eegview.model.text.language import tr
from eegview.ui.statistics.histogram import Histogram, ShownHistogram
from eegview.ui.widgets.head_map import HeadMap

_WIDTH_CHARACTERS = 36
HISTOGRAMS = "intervals", "durations", "waking"


class StatisticsSide(QScrollArea):
    """Shows what it is told; scrolls where the window is low."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("statistics.side")
        self.setAccessibleName(tr("Head map and histograms"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(10, 6, 10, 8)
        column.setSpacing(6)
        self.setWidget(inside)
        self.map = HeadMap(theme, "statistics.head_map")
        self.map.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.field = _text("statistics.field")
        self.sides = [_text(f"statistics.sides.{k}") for k in range(2)]
        self.histograms = {name: Histogram(theme, f"statistics.histogram.{name}") for name in HISTOGRAMS}
        self.of_eeg = QWidget()
        fields = QVBoxLayout(self.of_eeg)
        fields.setContentsMargins(0, 0, 0, 0)
        fields.setSpacing(6)
        fields.addWidget(_title(tr("Mean field of the slow wave")))
        fields.addWidget(self.map)
        fields.addWidget(self.field)
        fields.addWidget(_title(tr("Left versus right")))
        for label in self.sides:
            fields.addWidget(label)
        column.addWidget(self.of_eeg)
        for histogram in self.histograms.values():
            column.addWidget(histogram)
        column.addStretch(1)

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * _WIDTH_CHARACTERS + 24, 400)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.sizeHint().width(), 120)

    def set_theme(self, theme: Theme) -> None:
        """Draw in the colours of a theme."""
        self.map.set_theme(theme)
        for histogram in self.histograms.values():
            histogram.set_theme(theme)

    def show_film(self, is_film: bool) -> None:
        """Leave out the field and the sides, which are of EEG."""
        self.of_eeg.setHidden(is_film)

    def show_field(self, field: HeadField | None, text: str, message: str) -> None:
        """Show the head map and what is written under it; `message` where there is none."""
        self.map.show_field(field, message)
        self.field.setText(f"{text}; {self.map.shade_text}" if text else "")

    def show_sides(self, lines: Sequence[tuple[str, str]]) -> None:
        """Show (text, tip) of what begins on which side first."""
        for k, label in enumerate(self.sides):
            text, tip = lines[k] if k < len(lines) else ("", "")
            label.setText(text)
            label.setToolTip(tip)
            label.setVisible(bool(text))

    def show_histogram(self, name: str, shown: ShownHistogram) -> None:
        """Show one of `HISTOGRAMS`."""
        self.histograms[name].show_values(shown)


def _title(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "strong")
    return label


def _text(object_name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(object_name)
    label.setProperty("role", "quiet")
    label.setWordWrap(True)
    return label
