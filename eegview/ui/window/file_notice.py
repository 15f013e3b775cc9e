"""The notice of faults in files that the user may edit: which file, what is wrong, and a button to its folder."""

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from eegview.app.resources import FileFault, on_file_fault
from eegview.model.text.language import tr
from eegview.ui.window.bridge import Bridge

MOST_LINES = 6  # more are scrolled


class FileFaults:
    """Collects faults from before the window is there, on whatever thread files are read."""

    def __init__(self, bridge: Bridge, faults: Iterable[FileFault] = ()) -> None:
        self._bridge = bridge
        self._notice: FileNotice | None = None
        self._seen = list(faults)
        self._window: QMainWindow | None = None
        self.stop = on_file_fault(lambda fault: bridge.post(partial(self.add, fault)))

    @property
    def seen(self) -> tuple[FileFault, ...]:
        """The faults there were since the start, in their order."""
        return tuple(self._seen)

    def show_in(self, window: QMainWindow) -> None:
        """Show the faults there are, and those to come, in `window`."""
        self._window = window
        for fault in self._seen:
            self._bridge.post(partial(self._show, fault))

    def add(self, fault: FileFault) -> None:
        """Show a fault, once; GUI thread."""
        if fault not in self._seen:
            self._seen.append(fault)
            self._show(fault)

    def _show(self, fault: FileFault) -> None:
        if self._window is None:
            return
        if self._notice is None:
            self._notice = FileNotice(self._window)
            self._window.addToolBarBreak(Qt.ToolBarArea.BottomToolBarArea)
            self._window.addToolBar(Qt.ToolBarArea.BottomToolBarArea, self._notice)
        self._notice.add(fault)
        self._notice.show()


class FileNotice(QToolBar):
    """A bar with a line for each fault; it takes no keys and stays until it is put away."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__("Your own files", window)
        self.setObjectName("file_notice")
        self.setMovable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self._lines = QWidget()
        self._layout = QVBoxLayout(self._lines)
        self._layout.setContentsMargins(8, 2, 8, 2)
        self._layout.setSpacing(2)
        scroll = self._scroll = QScrollArea()
        scroll.setObjectName("file_notice.lines")
        scroll.setWidget(self._lines)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        close = QPushButton(tr("Close"))
        close.setObjectName("file_notice.close")
        close.setToolTip(tr("Close this notice; it returns at the next start until the problem is corrected"))
        close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        close.clicked.connect(self._put_away)
        body = QWidget()
        layout = QHBoxLayout(body)
        layout.setContentsMargins(0, 0, 8, 0)
        layout.addWidget(scroll, 1)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self.addWidget(body)

    def add(self, fault: FileFault) -> None:
        """Add a line."""
        label = QLabel(fault.message)
        label.setObjectName("file_notice.text")
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setToolTip(fault.message)
        button = QPushButton(tr("Open folder"))
        button.setObjectName("file_notice.open_folder")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setToolTip(str(_folder_of(fault.path)))
        button.clicked.connect(partial(self._open_folder, fault.path))
        row = QHBoxLayout()
        row.addWidget(label, 1)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self._layout.addLayout(row)
        QTimer.singleShot(0, self, self._fit)  # once the line has its font and size

    def _fit(self) -> None:
        """Take the room of the lines, as far as it is little."""
        self._layout.activate()
        width_px = max(300, self._scroll.viewport().width())
        wanted_px = max(self._layout.heightForWidth(width_px), self._layout.minimumSize().height())
        self._scroll.setFixedHeight(min(wanted_px, 2 * MOST_LINES * self.fontMetrics().height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _put_away(self) -> None:
        while (row := self._layout.takeAt(0)) is not None:
            _delete(row.layout())
        self.hide()

    def _open_folder(self, path: Path) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(_folder_of(path))))


def _folder_of(path: Path) -> Path:
    """Return the folder that holds a file, or the next one above that there is."""
    return next((folder for folder in (path.parent, *path.parents) if folder.is_dir()), Path.home())


def _delete(layout: object) -> None:
    assert isinstance(layout, QHBoxLayout)
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
