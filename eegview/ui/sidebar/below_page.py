"""Panels that need the width of the page: below it, and gone without a trace once they are closed."""

from PySide6.QtWidgets import QSplitter

from eegview.ui.sidebar.panel import SidebarPanel
from eegview.ui.sidebar.panel_frame import PanelFrame
from eegview.ui.sidebar.ports import Memory

_FIRST_SHARE = 0.25  # of the height
_KEY = "sidebar/height_px/"


class BelowPage:
    """The room of a splitter whose first widget is the page: panels take it from the page and give it back."""

    def __init__(self, splitter: QSplitter) -> None:
        self._splitter = splitter
        self.memory: Memory | None = None

    @property
    def room(self) -> QSplitter:
        return self._splitter

    def add(self, frame: PanelFrame) -> None:
        """Hold a panel's frame, hidden."""
        self._splitter.insertWidget(1, frame)

    def show(self, panel: SidebarPanel) -> None:
        """Show the panel, as high as it was last; what stands below it keeps its height."""
        splitter, frame = self._splitter, panel.frame
        if frame.parent() is not splitter:
            self.add(frame)
        elif not frame.isHidden():
            return
        sizes = splitter.sizes()
        first_px = round(sum(sizes) * _FIRST_SHARE)
        wanted_px = self.memory.number(f"{_KEY}{panel.command_id}", first_px) if self.memory else first_px
        frame.show()
        sizes = splitter.sizes() if len(sizes) != splitter.count() else sizes
        at, height_px = splitter.indexOf(frame), min(round(wanted_px), max(sizes[0] // 2, 1))
        sizes[at], sizes[0] = height_px, sizes[0] - height_px - splitter.handleWidth()
        splitter.setSizes(sizes)

    def hide(self, panel: SidebarPanel) -> None:
        """Hide the panel; the page, and nothing else, takes its room."""
        splitter, frame = self._splitter, panel.frame
        if frame.parent() is not splitter or frame.isHidden():
            return
        self.remember(panel)
        sizes, at = splitter.sizes(), splitter.indexOf(frame)
        frame.hide()
        sizes[0], sizes[at] = sizes[0] + sizes[at] + splitter.handleWidth(), 0
        splitter.setSizes(sizes)

    def remember(self, panel: SidebarPanel) -> None:
        """Keep how high the panel is."""
        height_px = self._splitter.sizes()[self._splitter.indexOf(panel.frame)]
        if self.memory is not None and height_px > 0:
            self.memory.put(f"{_KEY}{panel.command_id}", height_px)
