"""The dialog that writes marks for other programs: whose, in which format, where."""

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from eegview.app.exchange.exporting import COPY, FORMATS, Format
from eegview.model.annotation import FILE_LAYER
from eegview.model.text.language import tr
from eegview.ui.widgets.focus_return import asking_window


class ExportDialog(QDialog):
    """A form of layers and format; the writing is done elsewhere, and its outcome is shown here.

    counts : how many marks each layer has, the reviewer's own first
    folder, stem : where and under which name a file is proposed
    recording_ending : of the recording's own file; a copy bears the same
    """

    write_asked = Signal(str, object, object)  # path, frozenset of layers, Format

    def __init__(
        self,
        parent: QWidget,
        counts: Mapping[str, int],
        folder: Path,
        stem: str,
        recording_ending: str = ".edf",
        ask_for_path: Callable[[QWidget, str, str], str] | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Export marks"))
        self._folder, self._stem, self._recording_ending = folder, stem, recording_ending
        self._ask_for_path = ask_for_path or _asked_path
        self.layers: dict[str, QCheckBox] = {}
        for number, (layer, count) in enumerate(counts.items()):
            label = (
                tr("File annotations")
                if layer == FILE_LAYER
                else tr("Mine ({layer})", layer=layer)
                if not number
                else layer
            )
            box = QCheckBox(f"{label} ({count})".replace("&", "&&"))
            box.setObjectName(f"export.layer.{layer}")
            box.setChecked(layer != FILE_LAYER and count > 0)
            box.toggled.connect(self._show_possible)
            self.layers[layer] = box
        self.format = QComboBox()
        self.format.setObjectName("export.format")
        for form in FORMATS:
            self.format.addItem(f"{form.label}  {self._ending(form)}", form)
        self.outcome = QLabel()
        self.outcome.setObjectName("export.outcome")
        self.outcome.setAccessibleName(tr("Outcome of the export"))
        self.outcome.setWordWrap(True)
        self.outcome.setTextFormat(Qt.TextFormat.PlainText)
        self.outcome.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.write = buttons.addButton(tr("Export…"), QDialogButtonBox.ButtonRole.ActionRole)
        self.write.setObjectName("export.write")
        self.write.setDefault(True)
        self.write.clicked.connect(self.choose_file)
        buttons.rejected.connect(self.reject)
        lines = QFormLayout()
        whose = QVBoxLayout()
        for box in self.layers.values():
            whose.addWidget(box)
        lines.addRow(tr("Marks"), whose)
        lines.addRow(tr("Format"), self.format)
        layout = QVBoxLayout(self)
        layout.addLayout(lines)
        layout.addWidget(self.outcome)
        layout.addStretch(1)
        layout.addWidget(buttons)
        self._show_possible()
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 62)

    def choose_file(self) -> None:
        """Ask for a place and have the file written."""
        form = self.format.currentData()
        ending = self._ending(form)
        proposed = str(self._folder / f"{self._stem}_events{ending}")
        path = self._ask_for_path(self, proposed, f"*{ending}")
        if path:
            path = path if path.lower().endswith(ending) else path + ending
            self.write.setEnabled(False)
            self.outcome.setText(tr("Writing …"))
            self.write_asked.emit(path, self.chosen_layers, form)

    def _ending(self, form: Format) -> str:
        return self._recording_ending.lower() if form.how == COPY else form.ending

    @property
    def chosen_layers(self) -> frozenset[str]:
        return frozenset(layer for layer, box in self.layers.items() if box.isChecked())

    def show_outcome(self, sentences: tuple[str, ...]) -> None:
        """Show what was written and what the format could not carry, or why nothing was."""
        self.outcome.setText("\n".join(sentences))
        self._show_possible()
        self.adjustSize()

    def _show_possible(self) -> None:
        self.write.setEnabled(bool(self.chosen_layers))


def _asked_path(parent: QWidget, proposed: str, pattern: str) -> str:
    path, _ = QFileDialog.getSaveFileName(asking_window(parent), tr("Export marks"), proposed, f"{pattern} ({pattern})")
    return path
