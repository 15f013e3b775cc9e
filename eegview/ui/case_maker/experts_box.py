"""What the experts are called in a case set."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QGroupBox, QLabel, QLineEdit

from eegview.model.text.language import tr


class ExpertsBox(QGroupBox):
    """A line for each reader whose signed layer votes; what is typed stands in the set, the reader's name does not."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__("Experts, as the set calls them")
        self._form = QFormLayout(self)
        self.lines: dict[str, QLineEdit] = {}
        self.setVisible(False)

    def show_experts(self, experts: Sequence[tuple[str, str]]) -> None:
        """Show (layer, pseudonym) of each; lines that stand already keep what was typed."""
        if [layer for layer, _name in experts] == list(self.lines):
            return
        typed = self.pseudonyms
        while self._form.rowCount():
            self._form.removeRow(0)
        self.lines = {}
        for number, (layer, name) in enumerate(experts):
            line = QLineEdit(typed.get(layer, name))
            line.setObjectName(f"case_maker.expert.{number}")
            line.setAccessibleName(tr("Pseudonym of {layer}", layer=layer))
            line.editingFinished.connect(self.changed.emit)
            label = QLabel(layer)
            label.setBuddy(line)
            self._form.addRow(label, line)
            self.lines[layer] = line
        self.setVisible(bool(experts))

    @property
    def pseudonyms(self) -> dict[str, str]:
        """Return what is typed, by layer."""
        return {layer: line.text().strip() for layer, line in self.lines.items() if line.text().strip()}
