"""The question which recording of a folder is to be opened, or which parts of one."""

from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from eegview.app.study.opening_plan import OpeningPlan
from eegview.app.study.preview import PreviewReader
from eegview.model.text.language import tr
from eegview.ui.study.preview_line import PreviewLine

_ASK_ONE = tr("This folder holds several recordings. Choose one, or several that are parts of one study.")
_ASK_PARTS = tr("By their names, these are parts of one study.")


class FolderChoice(QDialog):
    """Lists what a folder holds; several recordings that are chosen are joined on one timeline."""

    chosen = Signal(list, list)  # recordings, videos

    def __init__(self, parent: QWidget, plan: OpeningPlan, reader: PreviewReader) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Open folder — {name}", name=Path(plan.folder).name))
        self._plan = plan
        are_parts = len(plan.chosen) == len(plan.recordings)
        question = QLabel(_ASK_PARTS if are_parts else _ASK_ONE)
        question.setWordWrap(True)
        self.list = QListWidget()
        self.list.setObjectName("folder_choice.list")
        self.list.setAccessibleName(tr("Recordings in the folder"))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        for path in plan.recordings:
            item = QListWidgetItem(_name_within(path, plan.folder))
            item.setData(Qt.ItemDataRole.UserRole, path)
            self.list.addItem(item)
            item.setSelected(path in plan.chosen)
        first = plan.recordings.index(plan.chosen[0]) if plan.chosen else 0
        self.list.setCurrentRow(first, QItemSelectionModel.SelectionFlag.NoUpdate)  # where the arrow keys begin
        names = ", ".join(Path(path).name for path in plan.videos)
        self.videos = QCheckBox(
            tr("With {tr}: {names}", tr=tr("this video") if len(plan.videos) == 1 else tr("these videos"), names=names)
        )
        self.videos.setObjectName("folder_choice.videos")
        self.videos.setToolTip(tr("Videos named like a recording are found automatically"))
        self.videos.setVisible(bool(plan.videos))
        self.videos.setChecked(are_parts and bool(plan.videos))
        self.preview = PreviewLine(reader)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.open_button = self.buttons.addButton(tr("Open"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.open_button.setObjectName("folder_choice.open")
        self.open_button.setDefault(True)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (question, self.list, self.videos, self.preview, self.buttons):
            layout.addWidget(widget)
        self.list.itemSelectionChanged.connect(self._selection_changed)
        self.list.itemActivated.connect(lambda _item: self.accept())
        self.accepted.connect(self._emit)
        self.finished.connect(self.preview.stop)
        self.resize(self.fontMetrics().averageCharWidth() * 90, self.fontMetrics().height() * 22)
        self._selection_changed()
        self.list.setFocus()

    @property
    def paths(self) -> list[str]:
        """The recordings chosen, in the order listed."""
        items = [self.list.item(row) for row in range(self.list.count())]
        return [item.data(Qt.ItemDataRole.UserRole) for item in items if item.isSelected()]

    def _selection_changed(self) -> None:
        self.open_button.setEnabled(bool(self.paths))
        self.preview.show_choice(self.paths)

    def _emit(self) -> None:
        videos = list(self._plan.videos) if self.videos.isChecked() else []
        if self.paths:
            self.chosen.emit(self.paths, videos)


def _name_within(path: str, folder: str) -> str:
    """Return a file's path from the folder that was chosen."""
    try:
        return str(Path(path).relative_to(folder))
    except ValueError:
        return path
