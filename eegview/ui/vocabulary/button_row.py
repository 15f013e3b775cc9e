"""The row at the foot of the editor: which file, what comes in and goes out, undo, save."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from eegview.model.text.language import tr
from eegview.ui.vocabulary.push_button import push_button
from eegview.ui.widgets.flow_layout import FlowLayout


class ButtonRow(QWidget):
    """Buttons; the editor connects them. Where there is no room for all in a line, they take two."""

    def __init__(self) -> None:
        super().__init__()
        self.file = QComboBox()
        self.file.setObjectName("vocabulary.file")
        self.file.setAccessibleName(tr("File of the changes"))
        self.file.setToolTip(tr("The file of the settings folder that these changes stand in"))
        self.bring = push_button("&Import…", "vocabulary.import", "Take over a file of another clinic")
        self.give = push_button("&Export…", "vocabulary.export", "Write what is changed here, for others")
        self.undo = push_button("Undo", "vocabulary.undo", "Undo the last step (Ctrl+Z)")
        self.redo = push_button("Redo", "vocabulary.redo", "Do it again (Ctrl+Shift+Z)")
        self.cancel = push_button("Cancel", "vocabulary.cancel", "Close without saving (Esc)")
        self.save = push_button("&Save", "vocabulary.save", "Save, and use it at once (Ctrl+S)")
        self.save.setProperty("role", "primary")
        left, right, row = FlowLayout(spacing_px=6), QHBoxLayout(), QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for widget in (self.file, self.bring, self.give, self.undo, self.redo):
            left.addWidget(widget)
        for widget in (self.cancel, self.save):
            right.addWidget(widget)
        row.addLayout(left, 1)
        row.addLayout(right)

    def show_files(self, files: Sequence[Path], current: Path) -> None:
        """Offer the files of extensions; one alone is not worth a list."""
        every = list(dict.fromkeys((*files, current)))
        self.file.clear()
        for path in every:
            self.file.addItem(path.name, path)
        self.file.setCurrentIndex(every.index(current))
        self.file.setVisible(len(every) > 1)
