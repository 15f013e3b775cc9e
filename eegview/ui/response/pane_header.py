"""What stands over a page of the comparison: which study it is, when, how old the infant was, in what state."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy

from eegview.model.text.language import tr
from eegview.ui.widgets.elided_label import ElidedLabel

BEFORE, AFTER = tr("Before"), tr("After")


@dataclass(frozen=True, slots=True)
class PaneTexts:
    """The texts over a page.

    side : "Before" or "After"
    day : of the recording; "no date" where the file has none
    age : "26 weeks · day −1"
    place : state and place of the page, "N2 · worst epoch, page 12"
    is_active : keys move this page
    """

    side: str
    day: str
    age: str
    place: str
    is_active: bool
    tip: str = ""

    @property
    def spoken(self) -> str:
        return ". ".join(filter(None, (f"{self.side}: {self.day}", self.age, self.place)))


class RightLabel(ElidedLabel):
    """A text at the right end of its room."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.contentsRect(), self.alignment(), self.painted_text)


class PaneHeader(QFrame):
    """One line over a page; what is long gives way."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(f"response.{name}.header")
        self.setProperty("role", "card")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.side, self.day = QLabel(), QLabel()
        self.age, self.place = ElidedLabel(), RightLabel()
        for label, role in ((self.side, "title"), (self.day, "strong"), (self.age, "quiet"), (self.place, "quiet")):
            label.setProperty("role", role)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.place.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 3, 10, 3)
        layout.setSpacing(10)
        for label, share in ((self.side, 0), (self.day, 0), (self.age, 1), (self.place, 2)):
            layout.addWidget(label, share)
        self._shown: tuple[PaneTexts, str] | None = None

    def show_texts(self, texts: PaneTexts, colour: str) -> None:
        """Show them; the page that keys move has its side underlined, in this colour."""
        if self._shown == (texts, colour):
            return
        self._shown = texts, colour
        for label, text in ((self.side, texts.side), (self.day, texts.day), (self.age, texts.age)):
            label.setText(text)
        self.place.setText(texts.place)
        font = self.side.font()
        font.setUnderline(texts.is_active)
        self.side.setFont(font)
        self.side.setStyleSheet(f"color: {colour}")
        self.setToolTip(texts.tip)
        self.setAccessibleName(texts.spoken + (". Keys move this page." if texts.is_active else ""))
