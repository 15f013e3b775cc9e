"""The dialogs in which files or a folder are chosen, with a line on what the chosen one is."""

from collections.abc import Callable

from PySide6.QtCore import QDir, Qt, QTimer, QUrl, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QGridLayout,
    QHeaderView,
    QLineEdit,
    QSplitter,
    QToolButton,
    QTreeView,
    QWidget,
)

from eegview.app.study.file_kinds import file_kinds, whole_recordings
from eegview.app.study.preview import PreviewReader
from eegview.model.text.language import tr
from eegview.ui.study.preview_line import PreviewLine

_NAME, _SIZE, _TYPE, _DATE = 0, 1, 2, 3  # columns of the toolkit's table
_ARROWS = {
    "backButton": Qt.ArrowType.LeftArrow,
    "forwardButton": Qt.ArrowType.RightArrow,
    "toParentButton": Qt.ArrowType.UpArrow,
}
_WIDTH_IN_LETTERS, _HEIGHT_IN_LINES, _PLACES_IN_LETTERS = 120, 34, 18


class OpenDialog(QFileDialog):
    """Chooses the files of one study, or a folder; a recording that is a folder is chosen like a file.

    The toolkit's own dialog on every system: those of the systems show no preview.
    """

    chosen = Signal(list)  # paths

    def __init__(self, parent: QWidget, reader: PreviewReader, folder: str, is_for_folder: bool = False) -> None:
        super().__init__(parent, "Open folder" if is_for_folder else "Open recording", folder or QDir.homePath())
        self.setObjectName("open_folder" if is_for_folder else "open")
        self.setOption(QFileDialog.Option.DontUseNativeDialog)
        self.setOption(QFileDialog.Option.ReadOnly)  # nothing is renamed or deleted in passing
        self._is_for_folder = is_for_folder
        if is_for_folder:
            self.setFileMode(QFileDialog.FileMode.Directory)
            self.setOption(QFileDialog.Option.ShowDirsOnly, False)
        else:
            self.setFileMode(QFileDialog.FileMode.ExistingFiles)
            self.setOption(QFileDialog.Option.HideNameFilterDetails)
            self.setNameFilters([f"{kind.title} ({' '.join(kind.patterns)})" for kind in file_kinds()])
        self.setViewMode(QFileDialog.ViewMode.Detail)
        self.setLabelText(QFileDialog.DialogLabel.Accept, tr("Open"))
        self.setSidebarUrls([QUrl.fromLocalFile(place) for place in dict.fromkeys((QDir.homePath(), folder)) if place])
        for name, arrow in _ARROWS.items():  # the toolkit's pictures of them are black in every theme
            button = self.findChild(QToolButton, name)
            if button is not None:
                button.setArrowType(arrow)
        self.preview = PreviewLine(reader)
        layout = self.layout()
        assert isinstance(layout, QGridLayout)
        layout.addWidget(self.preview, layout.rowCount(), 0, 1, layout.columnCount())
        self._name = self.findChild(QLineEdit, "fileNameEdit")
        self._settle = QTimer(self, singleShot=True, interval=0)  # the list has its selection a moment later
        self._settle.timeout.connect(self._preview)
        if self._name is not None:
            self._name.textChanged.connect(lambda _text: self._settle.start())
        self.currentChanged.connect(lambda _path: self._settle.start())
        self.directoryEntered.connect(lambda _path: self._settle.start())
        self.finished.connect(self.preview.stop)
        self.finished.connect(self.deleteLater)
        self.accepted.connect(self._emit)
        self._fit(parent)

    def _fit(self, parent: QWidget) -> None:
        """Give the columns room, and stay on the screen."""
        metrics, room = self.fontMetrics(), parent.screen().availableSize()
        width_px = min(metrics.averageCharWidth() * _WIDTH_IN_LETTERS, round(room.width() * 0.9))
        self.resize(width_px, min(metrics.height() * _HEIGHT_IN_LINES, round(room.height() * 0.85)))
        places = self.findChild(QSplitter, "splitter")
        if places is not None:
            places_px = metrics.averageCharWidth() * _PLACES_IN_LETTERS
            places.setSizes([places_px, width_px - places_px])
        table = self.findChild(QTreeView, "treeView")
        if table is not None:
            table.header().setStretchLastSection(False)
            table.header().setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
            table.setColumnWidth(_SIZE, metrics.horizontalAdvance(tr("0000.00 MiB mm")))
            table.hideColumn(_TYPE)  # the systems' long words for what the ending of the name says
            table.setColumnWidth(_DATE, metrics.horizontalAdvance(tr("00 00 0000 00:00:00 AM")))

    def accept(self) -> None:
        """Open what is chosen; a folder that is a recording is opened, not entered."""
        paths = self._paths()
        if not self._is_for_folder and paths and all(path.lower().endswith(".mff") for path in paths):
            self.done(int(self.DialogCode.Accepted))
        else:
            super().accept()

    def _paths(self) -> list[str]:
        """Return what is chosen; the folder that is looked at is no choice of a file."""
        here = QDir.cleanPath(self.directory().absolutePath())
        named = self._name.text() if self._name is not None else ""
        paths = [path for path in self.selectedFiles() if path]
        if self._is_for_folder:
            return paths[:1] or [here]
        return [path for path in paths if named and QDir.cleanPath(path) != here]

    def _preview(self) -> None:
        self.preview.show_choice(self._paths())

    def _emit(self) -> None:
        paths = self._paths()
        if paths:
            self.chosen.emit(list(whole_recordings(paths)))


def ask_to_open(
    parent: QWidget,
    reader: PreviewReader,
    folder: str,
    is_for_folder: bool,
    chosen: Callable[[list[str]], None],
) -> OpenDialog:
    """Show the dialog, and report what is chosen.

    folder : where it starts; where that is gone, the nearest folder above it
    """
    dialog = OpenDialog(parent, reader, folder, is_for_folder)
    dialog.chosen.connect(chosen)
    dialog.open()
    return dialog
