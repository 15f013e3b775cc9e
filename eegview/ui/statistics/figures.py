"""The table of figures: a click shows the spasms behind one in the raster, Enter or a double click their page."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QHeaderView, QTreeWidget, QTreeWidgetItem

from eegview.app.statistics.figure_lines import FigureLine
from eegview.model.text.language import tr
from eegview.ui.widgets.kept_keys import KeyKeeper

_LINE = Qt.ItemDataRole.UserRole


class FigureTable(QTreeWidget):
    """Shows figures under the titles of their sections; sections fold.

    chosen : a figure with marks or a span was clicked
    go_asked : one was double clicked, or Enter was pressed on it
    """

    chosen = Signal(object)  # FigureLine
    go_asked = Signal(object)  # FigureLine

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("statistics.figures")
        self.setAccessibleName(tr("Figures on spasms"))
        self.setColumnCount(3)
        self.setHeaderLabels([tr("Figure"), tr("Value"), tr("95 % interval")])
        self.setRootIsDecorated(True)
        self.setIndentation(10)
        self.setUniformRowHeights(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QTreeWidget.SelectionMode.SingleSelection)
        self.setAllColumnsShowFocus(True)
        head = self.header()
        head.setStretchLastSection(True)
        head.setSectionsMovable(False)
        for column in range(2):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
        self.itemClicked.connect(lambda item, _column: self._report(item, self.chosen))
        self.itemDoubleClicked.connect(lambda item, _column: self._report(item, self.go_asked))
        self._keeper = KeyKeeper(self)
        self._keeper.keep(self)
        self._folded: set[str] = set()
        self.itemCollapsed.connect(lambda item: self._folded.add(item.text(0)))
        self.itemExpanded.connect(lambda item: self._folded.discard(item.text(0)))

    def sizeHint(self) -> QSize:
        return QSize(QFontMetrics(self.font()).averageCharWidth() * 62, 400)

    def minimumSizeHint(self) -> QSize:
        return QSize(QFontMetrics(self.font()).averageCharWidth() * 50, 120)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        width_px = self.viewport().width()
        for column, share in ((0, 0.49), (1, 0.27)):
            self.setColumnWidth(column, round(width_px * share))

    def show_lines(self, lines: Sequence[FigureLine]) -> None:
        """Show these figures; what was folded or chosen stays so, and the place that was scrolled to."""
        current = self.chosen_line
        at = self.verticalScrollBar().value()
        self.clear()
        sections: dict[str, QTreeWidgetItem] = {}
        folded = set(self._folded)
        for line in lines:
            title = line.group
            if title not in sections:
                section = sections[title] = QTreeWidgetItem(self, [title])
                section.setFirstColumnSpanned(True)
                section.setFlags(Qt.ItemFlag.ItemIsEnabled)
                font = section.font(0)
                font.setBold(True)
                section.setFont(0, font)
            item = QTreeWidgetItem(sections[title], [line.name, line.value, line.interval])
            item.setData(0, _LINE, line)
            tip = f"{line.name.strip()}: {line.value} {line.interval}".strip()
            acts = "\nClick: show these spasms. Double click: their page." if line.marks else ""
            acts = "\nDouble click: this time on the page." if line.span is not None else acts
            for column in range(3):
                item.setToolTip(column, f"{tip}\n{line.tip}{acts}".strip())
            if line.marks:
                font = item.font(1)
                font.setUnderline(True)  # opens what it was counted from
                item.setFont(1, font)
            if current is not None and (line.group, line.name) == (current.group, current.name):
                self.setCurrentItem(item)
        for title, section in sections.items():
            section.setExpanded(title not in folded)
        self._folded = folded
        self._fit()
        self.verticalScrollBar().setValue(at)

    @property
    def chosen_line(self) -> FigureLine | None:
        """The figure the keyboard is on."""
        item = self.currentItem()
        return item.data(0, _LINE) if item is not None else None

    def go(self) -> bool:
        """Open what is behind the figure that the keyboard is on; return whether there is anything."""
        line = self.chosen_line
        if line is None or not (line.marks or line.span is not None):
            return False
        self.go_asked.emit(line)
        return True

    def _report(self, item: QTreeWidgetItem, signal) -> None:
        line = item.data(0, _LINE)
        if line is not None and (line.marks or line.span is not None):
            signal.emit(line)
