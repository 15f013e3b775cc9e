"""The dialog that lists what both readers agree on, before all of it is taken into the final layer."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from eegview.model.text.language import tr
from eegview.ui.comparing.shown import PlaylistLine

MOST_LISTED = 2000
ABOUT_TEXT = tr("A's mark is taken, with the answers that only B gave. One change, undone as one.")


class AgreedDialog(QDialog):
    """Emits that all listed is to be taken."""

    take_asked = Signal()

    def __init__(self, parent: QWidget, lines: Sequence[PlaylistLine], n_left: int) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Take all that agree"))
        n = len(lines)
        events = "1 event" if n == 1 else f"{n} events"
        self.title = QLabel(tr("Both readers say the same of {events}.", events=events))
        self.title.setProperty("role", "strong")
        self.left = QLabel(
            tr(
                "{n_left} more stand in the final layer already, or lie as near to another "
                "as one event: decide them one by one.",
                n_left=n_left,
            )
        )
        self.left.setObjectName("comparing.agreed.left")
        self.left.setProperty("role", "warning")
        self.left.setVisible(bool(n_left))
        about = QLabel(ABOUT_TEXT)
        about.setProperty("role", "quiet")
        for label in (self.title, self.left, about):
            label.setWordWrap(True)
        self.list = QTreeWidget()
        self.list.setObjectName("comparing.agreed.list")
        self.list.setAccessibleName(tr("What is taken"))
        self.list.setHeaderLabels([tr("Time"), tr("What both say")])
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        for line in lines[:MOST_LISTED]:
            self.list.addTopLevelItem(QTreeWidgetItem([line.clock, line.summary]))
        if n > MOST_LISTED:
            self.list.addTopLevelItem(QTreeWidgetItem(["…", tr("and {n} more", n=n - MOST_LISTED)]))
        header = self.list.header()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.take = buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.take.setText(tr("Take {events}", events=events))
        self.take.setObjectName("comparing.agreed.take")
        self.take.setEnabled(bool(n))
        buttons.accepted.connect(self._take)
        buttons.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        for widget in (self.title, self.list, self.left, about, buttons):
            layout.addWidget(widget)
        self.resize(self.fontMetrics().averageCharWidth() * 70, self.fontMetrics().height() * 26)

    def _take(self) -> None:
        self.close()
        self.take_asked.emit()
