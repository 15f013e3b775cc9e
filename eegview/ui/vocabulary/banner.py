"""What is wrong with the file that the changes stand in, above the terms."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from eegview.app.vocabulary.editing.own_extension import OpenedExtension
from eegview.model.text.language import tr

_MOST_FAULTS = 3


class FileBanner(QFrame):
    """Says that a file cannot be read, or which lines of it cannot be used; hidden where nothing is wrong."""

    folder_asked = Signal()
    anew_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("vocabulary.banner")
        self.setProperty("role", "card")
        self.text = QLabel()
        self.text.setObjectName("vocabulary.banner_text")
        self.text.setProperty("role", "warning")
        self.text.setWordWrap(True)
        self.folder = QPushButton(tr("Open fol&der"))
        self.folder.setObjectName("vocabulary.open_folder")
        self.folder.setToolTip(tr("Show the file in the file manager, to correct it in an editor of texts"))
        self.anew = QPushButton(tr("&Begin a new file"))
        self.anew.setObjectName("vocabulary.anew")
        self.anew.setToolTip(tr("Begin without what stands in the file; it is kept beside the new one"))
        for button, asked in ((self.folder, self.folder_asked), (self.anew, self.anew_asked)):
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, signal=asked: signal.emit())
        row, layout = QHBoxLayout(), QVBoxLayout(self)
        row.addWidget(self.folder)
        row.addWidget(self.anew)
        row.addStretch(1)
        layout.addWidget(self.text)
        layout.addLayout(row)
        self.hide()

    def show_file(self, opened: OpenedExtension) -> None:
        """Say what is wrong with a file."""
        self.setVisible(bool(opened.problem or opened.faults))
        self.anew.setVisible(bool(opened.problem))
        if opened.problem:
            self.text.setText(
                tr(
                    "{problem} Nothing of it is used, and it is not written over. Correct it, "
                    "then open this window again; or begin a new file.",
                    problem=opened.problem,
                )
            )
            return
        shown = "\n".join(opened.faults[:_MOST_FAULTS])
        more = len(opened.faults) - _MOST_FAULTS
        others = f"\nAnd {more} more." if more > 0 else ""
        self.text.setText(
            tr(
                "{shown}{others}\nWhat cannot be used is left out when this is saved; the "
                "file as it was stays beside it.",
                shown=shown,
                others=others,
            )
        )
