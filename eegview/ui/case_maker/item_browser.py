"""One item of a draft: its page, its key, and the maker's note."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from eegview.app.training.cases.drawing import DrawnItem
from eegview.app.training.cases.questions import AskedQuestion
from eegview.model.text.language import tr
from eegview.ui.case_maker.items_table import answer_text, votes_text

PICTURE_PX = 720, 400  # as it is drawn; shown as large as there is room


class ItemBrowser(QWidget):
    """Shows one item; `note_changed` gives its id and the note."""

    note_changed = Signal(str, str)

    def __init__(self, asked: Mapping[str, AskedQuestion]) -> None:
        super().__init__()
        self._asked = asked
        self._item: DrawnItem | None = None
        self._pixmap = QPixmap()
        self.picture = QLabel()
        self.picture.setObjectName("case_maker.page")
        self.picture.setAccessibleName(tr("Page of the item"))
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.key = QLabel()
        self.key.setObjectName("case_maker.key")
        self.key.setWordWrap(True)
        self.key.setTextFormat(Qt.TextFormat.PlainText)
        self.key.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.note = QLineEdit()
        self.note.setObjectName("case_maker.note")
        self.note.setAccessibleName(tr("Note on the item"))
        self.note.setPlaceholderText(tr("Note that learners read after their answer; no names"))
        self.note.editingFinished.connect(self._noted)
        row = QHBoxLayout()
        row.addWidget(self.picture, 3)
        row.addWidget(self.key, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row, 1)
        layout.addWidget(self.note)
        self.show_item(None)

    @property
    def item_id(self) -> str:
        """Return the item that is shown, "" for none."""
        return self._item.item_id if self._item is not None else ""

    def show_item(self, item: DrawnItem | None, note: str = "") -> None:
        """Show the key of an item; its page comes later."""
        self._item = item
        self._pixmap = QPixmap()
        self.note.setText(note)
        self.note.setEnabled(item is not None)
        self.picture.setText("" if item is None else tr("Drawing …"))
        self.key.setText("" if item is None else self._key_text(item))

    def show_picture(self, item_id: str, content: bytes) -> None:
        """Show the page of an item, if it is still the one that is shown."""
        if item_id == self.item_id and self._pixmap.loadFromData(content):
            self._show_scaled()

    def show_problem(self, item_id: str, text: str) -> None:
        """Show why there is no page."""
        if item_id == self.item_id:
            self.picture.setText(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_scaled()

    def _show_scaled(self) -> None:
        if not self._pixmap.isNull():
            ratio = self.devicePixelRatioF()
            shown = self._pixmap.scaled(
                self.picture.size() * ratio,
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            shown.setDevicePixelRatio(ratio)
            self.picture.setPixmap(shown)

    def _noted(self) -> None:
        if self._item is not None:
            self.note_changed.emit(self._item.item_id, self.note.text().strip())

    def _key_text(self, item: DrawnItem) -> str:
        candidate = item.candidate
        question = self._asked[candidate.question_id].question
        lines = [question.text, f"{answer_text(item, self._asked)} ({votes_text(item, self._asked)})"]
        others = [vote for vote in candidate.votes if vote.value != candidate.answer]
        lines += [f"{question.label_of(vote.value)}: {vote.n}" for vote in others]
        reasons = [reason.text for reason in candidate.reasons]
        if reasons:
            lines += ["", tr("Why"), *(f"· {text}" for text in reasons)]
        if candidate.history:
            lines += ["", candidate.history]
        if candidate.has_video:
            lines += ["", tr("film alone, no sound") if candidate.is_film else tr("with video")]
        return "\n".join(lines)
