"""The videos of the study as a list: file, camera, folder; add, locate, remove."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from eegview.model.text.language import tr

COLUMNS = (tr("File"), tr("Camera"), tr("Where"))
FILE, CAMERA, WHERE = range(3)


@dataclass(frozen=True, slots=True)
class VideoLine:
    """One video of the list.

    camera : as it is shown
    where : its folder, or that it is not found
    """

    fingerprint: str
    file_name: str
    camera: str
    where: str
    is_missing: bool = False


class VideosDialog(QDialog):
    """Shows the videos and emits what is asked; it changes nothing itself."""

    add_asked = Signal()
    locate_asked = Signal(str)  # fingerprint
    remove_asked = Signal(str)
    camera_chosen = Signal(str, str)  # fingerprint, camera

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Videos of this study"))
        layout = QVBoxLayout(self)
        quiet = QLabel(
            tr("They are found again when the study is reopened. Files of one camera follow each other in time.")
        )
        quiet.setProperty("role", "quiet")
        quiet.setWordWrap(True)
        layout.addWidget(quiet)
        self.table = QTableWidget(0, len(COLUMNS))
        self.table.setObjectName("videos.table")
        self.table.setAccessibleName(tr("Videos"))
        self.table.setHorizontalHeaderLabels(COLUMNS)
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(FILE, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(WHERE, QHeaderView.ResizeMode.Stretch)
        self.table.setColumnWidth(CAMERA, self.fontMetrics().averageCharWidth() * 20)
        self.table.itemSelectionChanged.connect(self._enable)
        layout.addWidget(self.table, 1)
        layout.addWidget(self._buttons())
        self._lines: tuple[VideoLine, ...] = ()
        self._enable()
        self.resize(self.fontMetrics().averageCharWidth() * 96, self.fontMetrics().height() * 18)

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)

        def button(name: str, text: str, tip: str) -> QPushButton:
            made = buttons.addButton(text, QDialogButtonBox.ButtonRole.ActionRole)
            made.setObjectName(f"videos.{name}")
            made.setToolTip(tip)
            made.setAutoDefault(False)
            return made

        button("add", tr("Add…"), tr("Add more videos")).clicked.connect(lambda _checked=False: self.add_asked.emit())
        self.locate = button("locate", tr("Locate…"), tr("Choose where a missing video is now"))
        self.remove = button("remove", tr("Remove"), tr("Remove the video from this study; can be undone"))
        self.locate.clicked.connect(lambda _checked=False: self.locate_asked.emit(self.chosen))
        self.remove.clicked.connect(lambda _checked=False: self.remove_asked.emit(self.chosen))
        return buttons

    @property
    def chosen(self) -> str:
        """Fingerprint of the selected video, "" while none is."""
        row = self.table.currentRow()
        return self._lines[row].fingerprint if 0 <= row < len(self._lines) else ""

    def show_videos(self, lines: Sequence[VideoLine]) -> None:
        """Show these videos; the selected one stays selected."""
        if tuple(lines) == self._lines:
            return
        chosen = self.chosen
        self._lines = tuple(lines)
        self.table.setRowCount(len(self._lines))
        cameras = sorted({line.camera for line in self._lines if line.camera})
        names = [*dict.fromkeys([*cameras, *(f"camera {number}" for number in range(1, len(self._lines) + 2))])]
        for row, line in enumerate(self._lines):
            for column, text in ((FILE, line.file_name), (WHERE, line.where)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.table.setItem(row, column, item)
            box = QComboBox()
            box.setObjectName(f"videos.camera.{row}")
            box.setAccessibleName(tr("Camera of {file_name}", file_name=line.file_name))
            box.setEditable(True)
            box.addItems(names)
            box.setCurrentText(line.camera)
            box.setEnabled(not line.is_missing)
            box.textActivated.connect(lambda text, f=line.fingerprint: self.camera_chosen.emit(f, text))
            self.table.setCellWidget(row, CAMERA, box)
        self.table.resizeRowsToContents()
        row = next((i for i, line in enumerate(self._lines) if line.fingerprint == chosen), 0)
        if self._lines:
            self.table.setCurrentCell(row, FILE)
        self._enable()

    def _enable(self) -> None:
        row = self.table.currentRow()
        line = self._lines[row] if 0 <= row < len(self._lines) else None
        self.remove.setEnabled(line is not None)
        self.locate.setEnabled(line is not None and line.is_missing)
