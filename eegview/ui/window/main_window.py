"""The window: where the parts lie. It holds no study and decides nothing."""

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QCoreApplication, QEvent, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMainWindow, QSplitter, QVBoxLayout, QWidget

from eegview.app.themes import Theme
from eegview.model.text.language import tr
from eegview.ui.page.display_strip import DisplayStrip
from eegview.ui.page.trace_view import TraceView
from eegview.ui.sidebar.sidebar import Sidebar
from eegview.ui.widgets.key_legend import KeyLegend
from eegview.ui.window.above_page import AbovePage

FIRST_SIZE_PX = 1440, 900
MAXIMISED_UP_TO_PX = 1920, 1080  # screens of this size and smaller are filled at the first start
DISCLAIMER = tr("Research and education. Not a medical device.")
SHORT_DISCLAIMER = tr("Not a medical device")  # the status bar has room for no more; the tip says all of it


class MainWindow(QMainWindow):
    """Strip above, page in the middle, overview below it, sidebar at the right, status at the bottom."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setWindowTitle("eegview")
        self.setAcceptDrops(True)
        self.resize(*FIRST_SIZE_PX)
        self.strip = DisplayStrip()
        self.page = TraceView(theme)
        # around the page: empty but while a task has the whole window
        self.above, self.below = QVBoxLayout(), QVBoxLayout()
        self._row = QHBoxLayout()
        self._row.addWidget(self.page, 2)
        self.above_page = AbovePage()
        around = self._around = QWidget()
        column = QVBoxLayout(around)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self.above)
        column.addWidget(self.above_page.shared_with(self._row), 1)
        column.addLayout(self.below)
        below_page = self._page_column = QSplitter(Qt.Orientation.Vertical)  # the page, then panels that need its width
        below_page.setObjectName("page.column")
        below_page.setChildrenCollapsible(False)
        below_page.addWidget(around)
        below_page.setStretchFactor(0, 1)
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        self._column.addWidget(below_page, 1)
        self.sidebar = Sidebar(theme, below_page)
        self._overview: QWidget | None = None
        self._overview_was_shown = False
        self._middle = QWidget()
        middle = self._columns = QHBoxLayout()
        middle.setSpacing(0)
        middle.addLayout(self._column, 1)
        middle.addWidget(self.sidebar)
        layout = QVBoxLayout(self._middle)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.strip)
        self._lines = QVBoxLayout()
        layout.addLayout(self._lines)
        self.over_all = QVBoxLayout()  # in place of the strip, as wide as the window: empty but in a task
        layout.addLayout(self.over_all)
        layout.addLayout(middle, 1)
        self.setCentralWidget(self._middle)
        self.saved = QLabel()
        self.saved.setObjectName("status.saved")
        self.saved.setProperty("role", "accent")
        self.left = QLabel()  # changes of others that wait on this computer
        self.left.setObjectName("status.left")
        self.left.setProperty("role", "warning")
        self.left.hide()
        self.legend = KeyLegend()
        disclaimer = QLabel(SHORT_DISCLAIMER)
        disclaimer.setObjectName("status.disclaimer")
        disclaimer.setToolTip(DISCLAIMER)
        disclaimer.setProperty("role", "quiet")
        bar = self.statusBar()
        bar.setSizeGripEnabled(False)
        bar.setContentsMargins(8, 0, 8, 0)
        bar.addWidget(self.saved)
        bar.addWidget(self.left)
        bar.addWidget(self.legend, 1)
        bar.addPermanentWidget(disclaimer)
        self.on_close: Callable[[], bool] = lambda: True
        self.on_files_dropped: Callable[[list[str]], None] = lambda _paths: None

    @property
    def beside_px(self) -> int:
        """How much of the window's width is not the page's."""
        return self._middle.width() - self.page.width()

    def add_line(self, widget: QWidget) -> None:
        """Put a line as wide as the window under the strip; hidden, it takes no room."""
        self._lines.addWidget(widget)

    def set_overview(self, widget: QWidget) -> None:
        """Put the overview at the bottom of the page's column, as high as it asks to be."""
        self._overview = widget
        self._column.addWidget(widget)

    def put_away(self) -> None:
        """Leave the page alone in the window, for a while."""
        if self._overview is not None:
            self._overview_was_shown = not self._overview.isHidden()
            self._overview.hide()
        self.sidebar.put_away()

    def bring_back(self) -> None:
        """Show again what was put away, as it stood."""
        for widget in (self._around, self._page_column, self._middle):
            # what stood around the page until now gives its room back first: else the window grows by both
            QCoreApplication.sendEvent(widget, QEvent(QEvent.Type.LayoutRequest))
        if self._overview is not None:
            self._overview.setVisible(self._overview_was_shown)
        self.sidebar.bring_back()

    def add_beside_page(self, widget: QWidget, share: int = 1) -> None:
        """Put `widget` at the right of the page, which has a share of 2; hidden, it takes no room."""
        self._row.addWidget(widget, share)

    def put_page_last(self, is_last: bool) -> None:
        """Let the page stand at the right of what is beside it, or at the left as usual."""
        ways = QHBoxLayout.Direction.RightToLeft, QHBoxLayout.Direction.LeftToRight
        self._row.setDirection(ways[0] if is_last else ways[1])

    def add_before_page(self, widget: QWidget) -> None:
        """Put `widget` at the left of the page's column, as high as that; hidden, it takes no room."""
        self._columns.insertWidget(0, widget)

    def add_side(self, widget: QWidget) -> None:
        """Put `widget` between the page's column and the sidebar, as high as both; hidden, it takes no room."""
        self._columns.insertWidget(self._columns.indexOf(self.sidebar), widget)

    def restore(self, geometry: QByteArray) -> None:
        """Lie where the window lay last; the first time, and on too small a screen, as large as there is room."""
        room = self.screen().availableSize()
        if not geometry.isEmpty():
            self.restoreGeometry(geometry)
            room = self.screen().availableSize()  # a smaller screen, or larger letters than last time
            if self.width() > room.width() or self.height() > room.height():
                self.setWindowState(Qt.WindowState.WindowMaximized)
        elif room.width() <= MAXIMISED_UP_TO_PX[0] or room.height() <= MAXIMISED_UP_TO_PX[1]:
            self.setWindowState(Qt.WindowState.WindowMaximized)  # such a screen is needed whole

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.on_close():
            event.accept()
        else:
            event.ignore()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            self.on_files_dropped(paths)
