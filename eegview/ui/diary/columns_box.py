"""Says of each column of a table what it holds; a person may say otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QLabel, QScrollArea, QWidget

from eegview.exchange.diary.columns import Field
from eegview.model.text.language import tr

_MEANINGS = (
    (tr("not read"), None), (tr("day"), Field.DAY), (tr("time"), Field.TIME), (tr("end"), Field.STOP),
    (tr("duration"), Field.DURATION), (tr("spasm or cluster"), Field.KIND), (tr("number of spasms"), Field.COUNT),
    (tr("after waking"), Field.WAKING), (tr("seen by"), Field.SEEN_BY), (tr("how sure"), Field.CERTAINTY),
    (tr("note"), Field.NOTE), (tr("time zone"), Field.ZONE), (tr("minutes from UTC"), Field.OFFSET),
    (tr("none seen"), Field.NONE), (tr("could not watch"), Field.UNWATCHED), (tr("all spasms of the day"), Field.TOTAL),
    (tr("clusters of the day"), Field.CLUSTERS),
)  # fmt: skip
_MOST_LETTERS = 24  # of a title
_LINES = 4  # that are seen without scrolling
_BESIDE = 2  # columns of the table in a line


class ColumnsBox(QScrollArea):
    """Shows the columns of a table, each with what it says.

    changed : a person said what a column holds
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("diary_import.columns")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.choices: dict[str, QComboBox] = {}

    def show_columns(self, titles: Sequence[str], columns: Mapping[Field, str]) -> None:
        """Show what each column is taken for."""
        if titles and tuple(self.choices) != tuple(titles):
            self._build(titles)
        meant = {title: of for of, title in columns.items()}
        for title, choice in self.choices.items():
            with QSignalBlocker(choice):
                choice.setCurrentIndex(_index(meant.get(title)))
        self.setVisible(bool(self.choices))

    @property
    def said(self) -> dict[str, str]:
        """Return the title of the column by the name of each field, "" where no column has it."""
        meant = {choice.currentData(): title for title, choice in self.choices.items()}
        return {of.value: meant.get(of, "") for of in Field}

    def _build(self, titles: Sequence[str]) -> None:
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 0, 0)
        self.choices = {}
        for number, title in enumerate(titles):
            choice = QComboBox()
            choice.setObjectName(f"diary_import.column_{number}")
            choice.setAccessibleName(tr("What the column “{title}” says", title=title[:40]))
            for label, of in _MEANINGS:
                choice.addItem(label, of)
            choice.activated.connect(lambda _index, one=title: self._follow(one))
            shown = f"{title[: _MOST_LETTERS - 1]}…" if len(title) > _MOST_LETTERS else title
            name = QLabel(shown)
            name.setTextFormat(Qt.TextFormat.PlainText)
            name.setToolTip(title[:200])
            row, place = divmod(number, _BESIDE)
            grid.addWidget(name, row, place * 2)
            grid.addWidget(choice, row, place * 2 + 1)
            self.choices[title] = choice
        for place in range(_BESIDE):
            grid.setColumnStretch(place * 2 + 1, 1)
        self.setWidget(inside)
        n_lines = -(-len(titles) // _BESIDE)
        line_px = next(iter(self.choices.values())).sizeHint().height() + grid.verticalSpacing()
        self.setFixedHeight(line_px * min(n_lines, _LINES))

    def _follow(self, title: str) -> None:
        """Have no other column say the same."""
        of = self.choices[title].currentData()
        for other, choice in self.choices.items():
            if other != title and of is not None and choice.currentData() == of:
                with QSignalBlocker(choice):
                    choice.setCurrentIndex(0)
        self.changed.emit()


def _index(of: Field | None) -> int:
    return next(n for n, (_label, meant) in enumerate(_MEANINGS) if meant == of)
