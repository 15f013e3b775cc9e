"""How complete the review is: a few plain lines, each with a sign, none by colour alone."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from eegview.app.review.completeness import SEEN, CompletenessLine
from eegview.model.text.language import tr
from eegview.ui.window.style import panel_size_hint


class CompletenessPanel(QWidget):
    """A panel of lines for the layer chosen here."""

    layer_chosen = Signal(str)
    sign_asked = Signal()
    report_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("completeness")
        self.layer = QComboBox()
        self.layer.setObjectName("completeness.layer")
        self.layer.setAccessibleName(tr("Counted marks"))
        self.layer.setToolTip(tr("Sleep stages and clusters are counted in this layer only"))
        self.layer.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.layer.activated.connect(lambda index: self.layer_chosen.emit(self.layer.itemData(index)))
        self.sign = QPushButton(tr("Sign this review…"))
        self.sign.setObjectName("completeness.sign")
        self.sign.clicked.connect(lambda _checked=False: self.sign_asked.emit())
        self.report = QPushButton(tr("Report"))
        self.report.setObjectName("completeness.report")
        self.report.setToolTip(tr("Make the report of this study (Ctrl+Shift+R)"))
        self.report.clicked.connect(lambda _checked=False: self.report_asked.emit())
        acts = QHBoxLayout()
        acts.addWidget(self.sign)
        acts.addWidget(self.report)
        acts.addStretch(1)
        counted = QHBoxLayout()
        counted.addWidget(QLabel(tr("Count from")))
        counted.addWidget(self.layer, 1)
        self._grid = QGridLayout()
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(2, 3)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        self._labels: list[tuple[QLabel, QLabel, QLabel]] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addLayout(counted)
        layout.addLayout(self._grid)
        layout.addLayout(acts)
        layout.addStretch(1)

    def sizeHint(self) -> QSize:
        return panel_size_hint(self)

    def show_layers(self, layers: Sequence[tuple[str, str]], counted: str) -> None:
        """Offer layers as (id, name)."""
        held = [(self.layer.itemData(i), self.layer.itemText(i)) for i in range(self.layer.count())]
        if held != list(layers):
            self.layer.clear()
            for layer, name in layers:
                self.layer.addItem(name, layer)
        self.layer.setCurrentIndex(self.layer.findData(counted))

    def show_lines(self, lines: Sequence[CompletenessLine]) -> None:
        """Show these lines, name, sign and text side by side."""
        while len(self._labels) < len(lines):
            self._add_row()
        for row, labels in enumerate(self._labels):
            line = lines[row] if row < len(lines) else CompletenessLine("", "", "")
            for label, text in zip(labels, (line.name, line.sign, line.text), strict=True):
                label.setText(text)
                label.setToolTip(line.tip)
                label.setVisible(bool(line.name))
            role = "accent" if line.sign == SEEN else "quiet"
            if labels[1].property("role") != role:
                labels[1].setProperty("role", role)
                labels[1].style().unpolish(labels[1])
                labels[1].style().polish(labels[1])

    @property
    def lines(self) -> list[tuple[str, str, str]]:
        """Return the lines shown, as (name, sign, text)."""
        return [(n.text(), s.text(), t.text()) for n, s, t in self._labels if n.text()]

    def _add_row(self) -> None:
        row = len(self._labels)
        name, sign, text = QLabel(), QLabel(), QLabel()
        name.setProperty("role", "quiet")
        name.setWordWrap(True)
        text.setWordWrap(True)
        for column, label in enumerate((name, sign, text)):
            label.setObjectName(f"completeness.{('name', 'sign', 'text')[column]}.{row}")
            label.setTextFormat(Qt.TextFormat.PlainText)
            self._grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)
        self._labels.append((name, sign, text))
