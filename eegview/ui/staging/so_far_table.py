"""Minutes and shares of each stage, awakenings and agreement, as labels in a grid."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from eegview.app.staging.so_far import SoFar


class SoFarTable(QWidget):
    """Shows what is staged so far; labels are kept and only their texts change."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("staging.so_far")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        self.heading = QLabel()  # stands in the title of the card
        self.heading.setProperty("role", "quiet")
        self._stages, self._lines = QGridLayout(), QGridLayout()
        for grid in (self._stages, self._lines):
            grid.setHorizontalSpacing(6)
            grid.setVerticalSpacing(2)
        self._lines.setColumnStretch(0, 1)
        layout.addLayout(self._stages)
        layout.addLayout(self._lines)
        self._labels: dict[tuple[str, int, int], QLabel] = {}

    def show_table(self, table: SoFar) -> None:
        """Show these texts."""
        self.heading.setText(table.heading)
        used = set[tuple[str, int, int]]()
        for column, stage in enumerate(table.columns, 1):
            used.add(self._put("stages", 0, column, stage, is_quiet=True))
        for row, (name, texts) in enumerate(table.rows, 1):
            used.add(self._put("stages", row, 0, name, is_quiet=True, is_left=True))
            used |= {self._put("stages", row, column, text) for column, text in enumerate(texts, 1)}
        for row, (name, text, tip) in enumerate(table.lines):
            used.add(self._put("lines", row, 0, name, is_quiet=True, is_left=True, tip=tip))
            used.add(self._put("lines", row, 1, text, tip=tip))
        for place, label in self._labels.items():
            label.setVisible(place in used)

    def value_of(self, name: str) -> str:
        """Return what stands in the line of a name, "" where there is none."""
        for (part, row, column), label in self._labels.items():
            if part == "lines" and column == 0 and label.text() == name and not label.isHidden():
                return self._labels[part, row, 1].text()
        return ""

    def _put(
        self, part: str, row: int, column: int, text: str, is_quiet: bool = False, is_left: bool = False, tip: str = ""
    ) -> tuple[str, int, int]:
        place = part, row, column
        label = self._labels.get(place)
        if label is None:
            label = self._labels[place] = QLabel()
            label.setProperty("role", "quiet" if is_quiet else "strong")
            side = Qt.AlignmentFlag.AlignLeft if is_left else Qt.AlignmentFlag.AlignRight
            label.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
            (self._stages if part == "stages" else self._lines).addWidget(label, row, column)
        if label.text() != text:
            label.setText(text)
        label.setToolTip(tip)
        return place
