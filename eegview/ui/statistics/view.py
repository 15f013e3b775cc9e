"""The screen of the statistics: strip above, figures and warnings at the left, raster in the middle, head map right."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from eegview.app.statistics.absence_warnings import CoverageWarning
from eegview.model.text.language import tr
from eegview.ui.statistics.choices import RasterChoices
from eegview.ui.statistics.figures import FigureTable
from eegview.ui.statistics.header import StatisticsHeader
from eegview.ui.statistics.raster import LockedRaster
from eegview.ui.statistics.side import StatisticsSide
from eegview.ui.triage.buttons import key_text
from eegview.ui.widgets.task_progress import WorkProgress
from eegview.ui.window.context import Context


class StatisticsView(QObject):
    """Holds the parts, which outlive studies."""

    def __init__(self, context: Context) -> None:
        window, actions = context.window, context.actions
        super().__init__(window)
        self._page, self._strip, self._strip_was_shown = window.page, window.strip, True
        theme = window.page.theme
        self.header, self.figures = StatisticsHeader(), FigureTable()
        self.choices, self.raster, self.side = RasterChoices(), LockedRaster(theme), StatisticsSide(theme)
        self.values = QLabel()
        self.values.setObjectName("statistics.values")
        self.values.setProperty("role", "strong")
        self.values.setWordWrap(True)
        self.values.setContentsMargins(8, 2, 8, 6)
        self.warnings = QLabel()
        self.warnings.setObjectName("statistics.warnings")
        self.warnings.setWordWrap(True)
        self.warnings.setTextFormat(Qt.TextFormat.PlainText)
        self.warnings.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.warnings.setContentsMargins(10, 4, 10, 6)
        self.warnings.setProperty("role", "warning")
        self._warnings_scroll = QScrollArea()
        self._warnings_scroll.setObjectName("statistics.warnings.scroll")
        self._warnings_scroll.setAccessibleName(tr("Warnings on coverage"))
        self._warnings_scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._warnings_scroll.setWidgetResizable(True)
        self._warnings_scroll.setWidget(self.warnings)
        left, middle, self.body = QWidget(), QWidget(), QWidget()
        left_column, column, row = QVBoxLayout(left), QVBoxLayout(middle), QHBoxLayout(self.body)
        for layout in (left_column, column, row):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)
        left_column.addWidget(self.figures, 3)
        left_column.addWidget(self._warnings_scroll, 1)
        column.addWidget(self.choices)
        column.addWidget(self.raster, 1)
        column.addWidget(self.values)
        self.body.setObjectName("statistics.body")
        row.addWidget(left, 44)
        row.addWidget(middle, 56)
        row.addWidget(self.side)
        window.above.addWidget(self.header)
        window.add_beside_page(self.body, 2)
        self.header.use_actions(
            actions["statistics.close"],
            key_text(actions.keys_of("statistics.close")),
            actions["cluster.list"],
            key_text(actions.keys_of("cluster.list")),
        )
        self.progress = WorkProgress()
        self.progress.setObjectName("statistics.progress")
        window.statusBar().addPermanentWidget(self.progress)
        self.header.hide()
        self.body.hide()

    def set_shown(self, is_shown: bool) -> None:
        """Take the page's place, or give it back."""
        if is_shown and self.header.isHidden():
            self._strip_was_shown = not self._strip.isHidden()
            self._strip.hide()  # its filters are the page's, and not those of the average
        elif not is_shown and not self.header.isHidden():
            self._strip.setVisible(self._strip_was_shown)
        self.header.setVisible(is_shown)
        self.body.setVisible(is_shown)
        self._page.setVisible(not is_shown)
        if is_shown:
            self.raster.setFocus()
        else:
            self.raster.show_locked(None)

    def show_film(self, is_film: bool) -> None:
        """Leave out what is of EEG, where a study is film alone."""
        for part in (self.header, self.choices, self.side):
            part.show_film(is_film)
        self.values.setHidden(is_film)

    def restyle(self) -> None:
        """Use the theme of now."""
        self.raster.set_theme(self._page.theme)
        self.side.set_theme(self._page.theme)

    def show_warnings(self, warnings: Sequence[CoverageWarning]) -> None:
        """Show why it may not be enough to say “no spasms”, with the source of each."""
        texts = [
            tr("⚠ {sentence}\n   {basis}. Source: {source}.", sentence=one.sentence, basis=one.basis, source=one.source)
            for one in warnings
        ]
        self.warnings.setText("\n".join(texts))
        self._warnings_scroll.setVisible(bool(texts))
