"""The window: where the parts lie. It holds no study and decides nothing."""

from collections.abc import Callable

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QLabel, QMainWindow, QVBoxLayout, QWidget

from eegview.app.themes import Theme
from eegview.ui.page.display_strip import DisplayStrip
from eegview.ui.page.trace_view import TraceView
from eegview.ui.widgets.key_legend import KeyLegend

FIRST_SIZE_PX = 1440, 900
DISCLAIMER = "Research and education. Not a medical device."
SHORT_DISCLAIMER = "Not a medical device"  # the status bar has room for no more; the tip says all of it


class MainWindow(QMainWindow):
    """Strip above, page in the middle, docks around, status below."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setWindowTitle("eegview")
        self.setAcceptDrops(True)
        self.setDockOptions(QMainWindow.DockOption.AnimatedDocks | QMainWindow.DockOption.AllowNestedDocks)
        self.resize(*FIRST_SIZE_PX)
        self.strip = DisplayStrip()
        self.page = TraceView(theme)
        middle = QWidget()
        layout = QVBoxLayout(middle)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.strip)
        # around the page: empty but while a task has the whole window
        self.above, self.below = QVBoxLayout(), QVBoxLayout()
        self._row = QHBoxLayout()
        self._row.addWidget(self.page, 2)
        layout.addLayout(self.above)
        layout.addLayout(self._row, 1)
        layout.addLayout(self.below)
        self.setCentralWidget(middle)
        self.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea)
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

    def add_dock(self, title: str, object_name: str, widget: QWidget, area: Qt.DockWidgetArea) -> QDockWidget:
        """Put `widget` into a dock that remembers its place under `object_name`."""
        dock = QDockWidget(title, self)
        dock.setObjectName(object_name)
        dock.setWidget(widget)
        self.addDockWidget(area, dock)
        return dock

    def add_beside_page(self, widget: QWidget, share: int = 1) -> None:
        """Put `widget` at the right of the page, which has a share of 2; hidden, it takes no room."""
        self._row.addWidget(widget, share)

    def restore(self, geometry: QByteArray, state: QByteArray) -> None:
        room = self.screen().availableSize()
        if not geometry.isEmpty():
            self.restoreGeometry(geometry)
        elif room.width() < FIRST_SIZE_PX[0] + 40 or room.height() < FIRST_SIZE_PX[1] + 80:
            self.setWindowState(Qt.WindowState.WindowMaximized)  # a small screen: nothing may lie beyond its edge
        if not state.isEmpty():
            self.restoreState(state)

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
