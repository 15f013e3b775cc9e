"""The room above the page, for what is to be larger than the traces: the picture of a study that is film alone."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QSplitter, QVBoxLayout, QWidget

LEAST_PAGE_PX = 104  # high: two rows with the clock below them
_USUAL_PAGE_PX, _LOW_PX = 150, 480  # high: three rows; in what is lower than this, the picture goes first
SHARES = {"S": 0.5, "M": 0.64, "L": 0.78}  # of the height, by the name of a size


class AbovePage(QWidget):
    """Holds one widget above the page. Hidden, it takes no room; the reader moves the border between both."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page.above")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        self._splitter.setObjectName("page.above.splitter")
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self)
        self._share = SHARES["M"]
        self._splitter.splitterMoved.connect(self._moved)
        self.hide()

    def shared_with(self, page: QLayout) -> QSplitter:
        """Return what holds this room and the page below it."""
        below = QWidget()
        below.setLayout(page)
        page.setContentsMargins(0, 0, 0, 0)
        self._splitter.addWidget(below)
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setStretchFactor(1, 0)
        return self._splitter

    def hold(self, widget: QWidget) -> None:
        """Show a widget here."""
        self._layout.addWidget(widget)
        widget.show()
        self.show()
        self._lay_out()

    @property
    def share(self) -> float:
        """The share of the height that is not the page's, 0-1."""
        return self._share

    def use_share(self, share: float) -> None:
        """Give this share of the height to what is held."""
        self._share = min(max(share, 0.2), 0.9)
        self._lay_out()

    def _lay_out(self) -> None:
        height_px = self._splitter.height()
        least_px = LEAST_PAGE_PX if height_px < _LOW_PX else _USUAL_PAGE_PX
        page_px = min(max(round(height_px * (1 - self._share)), least_px), max(height_px // 2, 1))
        self._splitter.setSizes([max(height_px - page_px, 1), page_px])

    def _moved(self, _position_px: int, _index: int) -> None:
        height_px = max(self._splitter.height(), 1)
        self._share = self._splitter.sizes()[0] / height_px
