"""The mimics one below the other, each with a still of its drawn loop."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QPixmap
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from eegview.app.mimics.palette import EventType
from eegview.model.text.language import tr
from eegview.simulate.filming.loop import SIZE_PX, Picture
from eegview.ui.mimics.loop_view import picture_image

_STILL_LINES = 3.6
_WIDTH_CHARACTERS = 30
_OF_THE_PLAYER = (Qt.Key.Key_Space, Qt.Key.Key_Comma, Qt.Key.Key_Period)


class TypeList(QListWidget):
    """Up and Down choose; Space and the keys of frames go to the loops."""

    type_chosen = Signal(str)  # its id

    def __init__(self, types: tuple[EventType, ...]) -> None:
        super().__init__()
        self.setObjectName("mimics.types")
        self.setAccessibleName(tr("Mimics"))
        self.setWordWrap(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        height_px = round(self.fontMetrics().height() * _STILL_LINES)
        self._still = QSize(round(height_px * SIZE_PX[0] / SIZE_PX[1]), height_px)
        self.setIconSize(self._still)
        self.setFixedWidth(self._still.width() + self.fontMetrics().averageCharWidth() * (_WIDTH_CHARACTERS - 8))
        blank = QPixmap(self._still)
        blank.fill(Qt.GlobalColor.transparent)
        for one in types:
            item = QListWidgetItem(QIcon(blank), one.label)
            item.setData(Qt.ItemDataRole.UserRole, one.type_id)
            self.addItem(item)
        self.currentItemChanged.connect(self._choose)

    @property
    def chosen(self) -> str:
        """The id of the type that is chosen, "" for none."""
        item = self.currentItem()
        return item.data(Qt.ItemDataRole.UserRole) if item is not None else ""

    def choose(self, type_id: str) -> None:
        """Choose a type."""
        for row in range(self.count()):
            if self.item(row).data(Qt.ItemDataRole.UserRole) == type_id:
                self.setCurrentRow(row)

    def show_still(self, type_id: str, still: Picture) -> None:
        """Show a typical picture beside the type's name."""
        image = picture_image(still)
        ratio = self.devicePixelRatioF()
        small = QPixmap.fromImage(
            image.scaled(
                self._still * ratio, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
        )
        small.setDevicePixelRatio(ratio)
        for row in range(self.count()):
            if self.item(row).data(Qt.ItemDataRole.UserRole) == type_id:
                icon = QIcon(small)
                icon.addPixmap(small, QIcon.Mode.Selected)  # Qt would tint it
                self.item(row).setIcon(icon)

    def _choose(self) -> None:
        self.type_chosen.emit(self.chosen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _OF_THE_PLAYER:
            event.ignore()
        else:
            super().keyPressEvent(event)
