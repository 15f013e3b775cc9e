"""What others think of the selected mark, line by line, and three buttons to say what one thinks oneself."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from eegview.app.marks.opinions import opinion_text
from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.opinion import Opinion, Verdict
from eegview.model.text.language import tr

_BUTTONS = (
    (Verdict.ENDORSE, tr("Endorse"), tr("You agree with this mark (E); press again to withdraw")),
    (Verdict.QUERY, tr("Query…"), tr("Ask the reviewer about this mark (Y)")),
    (Verdict.COMMENT, tr("Comment…"), tr("Comment on this mark (Shift+M)")),
)


class MarkOpinions(QWidget):
    """The part of the form about opinions; it emits which button was pressed."""

    asked = Signal(object)  # Verdict

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("mark.opinions")
        self._by_mark: Mapping[str, Sequence[Opinion]] = {}
        self._mark: Annotation | None = None
        self._author = ""
        self.lines = QLabel()
        self.lines.setObjectName("mark.opinions.lines")
        self.lines.setWordWrap(True)
        self.lines.setTextFormat(Qt.TextFormat.PlainText)
        self.buttons: dict[Verdict, QPushButton] = {}
        row = QHBoxLayout()
        row.setSpacing(4)
        for verdict, text, tip in _BUTTONS:
            button = QPushButton(text)
            button.setObjectName(f"mark.opinions.{verdict.value}")
            button.setProperty("role", "chip")
            button.setToolTip(tip)
            button.clicked.connect(lambda _checked=False, v=verdict: self.asked.emit(v))
            self.buttons[verdict] = button
            row.addWidget(button)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.lines)
        layout.addLayout(row)
        self._show()

    def set_opinions(self, by_mark: Mapping[str, Sequence[Opinion]]) -> None:
        """Store all opinions, by the id of the mark they are about."""
        self._by_mark = by_mark
        self._show()

    def show_mark(self, mark: Annotation | None, author: str) -> None:
        self._mark, self._author = mark, author
        self._show()

    def _show(self) -> None:
        mark = self._mark
        held = self._by_mark.get(mark.annotation_id, ()) if mark is not None else ()
        self.setVisible(mark is not None and mark.layer != FILE_LAYER)
        self.lines.setText("\n".join(map(opinion_text, held)))
        self.lines.setVisible(bool(held))
        is_own = mark is not None and mark.layer == self._author
        for verdict, button in self.buttons.items():
            button.setVisible(verdict is Verdict.COMMENT or not is_own)
        has_endorsed = any(o.author == self._author and o.verdict is Verdict.ENDORSE for o in held)
        self.buttons[Verdict.ENDORSE].setText(tr("Withdraw endorsement") if has_endorsed else tr("Endorse"))
