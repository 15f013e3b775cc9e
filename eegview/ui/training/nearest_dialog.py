"""The nearest item that was answered right, with its reasons, to look at beside the one that was missed."""

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from eegview.app.lanes import Post
from eegview.model.errors import EegViewError
from eegview.model.text.language import tr
from eegview.model.training.key import Key
from eegview.ui.training.page.film import Film
from eegview.ui.training.page.item_handle import ItemHandle
from eegview.ui.training.page.reasons_painter import numbered
from eegview.ui.training.page.stretch import StretchPage
from eegview.ui.training.page.traces import OverItem


class NearestDialog(QDialog):
    """Shows one page in the look of the window's, of film alone the film above it; nothing can be answered here.

    post : brings what was decoded to this thread
    """

    def __init__(self, parent: QWidget, beside: StretchPage, label: str, key: Key, post: Post) -> None:
        super().__init__(parent)
        self.setObjectName("training.nearest.dialog")
        self.setWindowTitle(tr("An item you had right"))
        self.setModal(False)
        self._key = key
        self.stretch = beside.like("training.nearest.page")
        self.film = Film(post)
        self.film.picture.setObjectName("training.nearest.picture")
        self.film.picture.setAccessibleName(tr("Film of the item you had right"))
        self.film.picture.hide()
        self.stretch.traces.setAccessibleName(tr("EEG of the item you had right"))
        title = QLabel(tr("You had this one right: {label}", label=label))
        title.setProperty("role", "title")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        layout.addWidget(title)
        layout.addWidget(self.film.picture, 7)
        layout.addWidget(self.stretch.traces, 3)
        layout.addWidget(buttons)
        self.stretch.hide_item(tr("Reading the item …"))
        self.resize(max(beside.traces.width(), 640), max(beside.traces.height() + 90, 480))

    def show_item(self, handle: ItemHandle) -> None:
        """Show the page."""
        if self.isVisible():
            if handle.item.is_film:
                self.film.picture.show()
                self.resize(self.width(), max(self.height(), 640))
                self.film.show_item(handle)
            self.stretch.show_item(handle)
            self.stretch.traces.show_over(OverItem(reasons=numbered(self._key.reasons)))

    def done(self, result: int) -> None:
        self.film.hide_item()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.film.hide_item()
        super().closeEvent(event)

    def show_error(self, error: EegViewError) -> None:
        """Show why there is no page."""
        self.stretch.hide_item(f"{error.sentence}\n{error.advice}".strip())
