"""All there is to know of a run: what ran, on what, with which code; to be read and copied."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from eegview.app.detectors.run_texts import run_copy_text, run_facts
from eegview.model.suggestion.detection import DetectorRun
from eegview.model.text.language import tr

RESEARCH_TEXT = tr("For research and education. What a detector suggests counts for nothing until a person accepts it.")


class RunDetailsDialog(QDialog):
    """The facts of one run, a line each."""

    def __init__(self, parent: QWidget, run: DetectorRun) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Detector run"))
        self._run = run
        facts = QWidget()
        form = QFormLayout(facts)
        form.setContentsMargins(0, 0, 8, 0)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        for name, text in run_facts(run):
            label, value = QLabel(name), QLabel(text)
            label.setProperty("role", "quiet")
            value.setTextFormat(Qt.TextFormat.PlainText)
            value.setWordWrap(True)
            value.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            value.setObjectName(f"run.{name.split()[-1].lower()}")
            value.setAccessibleName(f"{name}: {text}")
            form.addRow(label, value)
        area = _Facts()
        area.setWidget(facts)
        research = QLabel(RESEARCH_TEXT)
        research.setProperty("role", "quiet")
        research.setWordWrap(True)
        self.copy, self.close_button = QPushButton(tr("Copy")), QPushButton(tr("Close"))
        self.copy.setObjectName("run.copy")
        self.copy.setToolTip(tr("Copy all of it, with whole hashes"))
        self.copy.clicked.connect(lambda _checked=False: QApplication.clipboard().setText(run_copy_text(self._run)))
        self.close_button.setObjectName("run.close")
        self.close_button.setDefault(True)
        self.close_button.clicked.connect(lambda _checked=False: self.close())
        buttons = QHBoxLayout()
        buttons.addWidget(self.copy)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.addWidget(area, 1)
        layout.addWidget(research)
        layout.addLayout(buttons)
        unit_px, room = self.fontMetrics().averageCharWidth(), parent.screen().availableSize()
        self.resize(min(unit_px * 84, room.width() - 60), self.fontMetrics().height() * 8)  # grows with its texts


class _Facts(QScrollArea):
    """Is as high as its lines need at its width; where the screen is too small for that it scrolls."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        facts = self.widget()
        layout = facts.layout() if facts is not None else None
        return layout.totalHeightForWidth(width) + 4 if layout is not None else 0

    def sizeHint(self) -> QSize:
        return QSize(self.width(), self.heightForWidth(self.width()))
