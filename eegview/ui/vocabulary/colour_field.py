"""A colour to choose by name, or to type as #rrggbb."""

import re

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from eegview.app.vocabulary.editing.colours import NAMED_COLOURS
from eegview.model.text.language import tr
from eegview.ui.marks.delegate import swatch
from eegview.ui.page.marks_painter import PATTERNS

OWN = tr("Own colour")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


class ColourField(QWidget):
    """A list of named colours and a field beside it; emits a colour once it is whole."""

    chosen = Signal(str)  # "#rrggbb", small letters

    def __init__(self) -> None:
        super().__init__()
        self._shown = ""
        self.names = QComboBox()
        self.names.setObjectName("vocabulary.colour")
        self.names.setAccessibleName(tr("Colour"))
        side_px = self.fontMetrics().ascent()
        self.names.setIconSize(QSize(side_px, side_px))
        for name, colour in NAMED_COLOURS:
            icon = swatch(QColor(colour), PATTERNS["solid"], side_px, self.devicePixelRatioF())
            self.names.addItem(icon, name, colour)
        self.names.addItem(OWN, "")
        self.names.activated.connect(self._name_chosen)
        self.code = QLineEdit()
        self.code.setObjectName("vocabulary.colour_code")
        self.code.setAccessibleName(tr("Colour as #rrggbb"))
        self.code.setToolTip(tr("The colour in the theme Paper, as #rrggbb; other themes follow from it"))
        self.code.setMaxLength(7)
        self.code.setFixedWidth(self.fontMetrics().averageCharWidth() * 14)
        self.code.textEdited.connect(self._typed)
        self.code.editingFinished.connect(lambda: self.show_colour(self._shown))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.names, 1)
        layout.addWidget(self.code)
        self.setFocusProxy(self.names)

    def show_colour(self, colour: str) -> None:
        """Show a colour; what is being typed stays."""
        self._shown = colour
        row = self.names.findData(colour.casefold())
        self.names.setCurrentIndex(row if row >= 0 else self.names.count() - 1)
        if not (self.code.hasFocus() and self.code.text().casefold() == colour.casefold()):
            self.code.setText(colour)

    def _name_chosen(self, _row: int) -> None:
        colour = str(self.names.currentData())
        if colour:
            self._shown = colour
            self.code.setText(colour)
            self.chosen.emit(colour)
        else:
            self.code.setFocus()
            self.code.selectAll()

    def _typed(self, text: str) -> None:
        if _COLOUR.fullmatch(text):
            self._shown = text.casefold()
            self.chosen.emit(self._shown)
