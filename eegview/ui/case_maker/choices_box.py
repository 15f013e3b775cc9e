"""What a case set asks, in which shares, and what goes with its items."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDoubleSpinBox,
    QFormLayout,
    QGridLayout,
    QGroupBox,
    QLabel,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from eegview.app.training.cases.make_settings import MakeSettings
from eegview.app.training.cases.questions import AskedQuestion
from eegview.model.text.language import tr
from eegview.ui.case_maker.items_table import short_name
from eegview.ui.case_maker.remembered import MOST_ITEMS, MOST_POST_AFTER

FACES = tr(
    "A face identifies a person, and so may a room or a name in the image. Videos have no sound. Studies of clips give"
    " items of film alone: faces are in them, unless the clip was exported with the face covered first (Study, Export"
    " clip…) and then read and settled."
)
_LENGTH_OF = "spasm"  # whose length is chosen for events


class ChoicesBox(QWidget):
    """The fields of `MakeSettings`."""

    changed = Signal()

    def __init__(self, asked: Mapping[str, AskedQuestion], first: MakeSettings) -> None:
        super().__init__()
        self._asked = asked
        self.title = QLineEdit()
        self.title.setObjectName("case_maker.title")
        self.title.setPlaceholderText(tr("Spasm or not, ward 3"))
        self.maker = QLineEdit(first.maker)
        self.maker.setObjectName("case_maker.maker")
        self.maker.setPlaceholderText(tr("Name or pseudonym; it stands in the set"))
        self.questions: dict[str, QCheckBox] = {}
        for question_id, one in asked.items():
            box = QCheckBox(short_name(question_id))
            box.setObjectName(f"case_maker.question.{question_id}")
            box.setToolTip(one.question.text)
            box.setChecked(not first.questions or question_id in first.questions)
            box.toggled.connect(lambda _on: self.changed.emit())
            self.questions[question_id] = box
        self.n_items = _number("n_items", tr("Items of each question, at most"), first.n_items, 1, MOST_ITEMS)
        self.negatives = _number("negatives", tr("Negatives, %"), round(100 * first.negatives), 0, 90)
        self.mimics = _number("mimics", tr("Mimics and artifacts, %"), round(100 * first.mimics), 0, 90)
        self.tests = _number("tests", tr("Kept for each test, %"), round(100 * first.test_share), 0, 40)
        self.seed = _number("seed", tr("Seed"), first.seed, 0, 2**31 - 1)
        self.post_after = _number(
            "post_after", tr("Answers before the post-test"), first.post_unlock_after, 0, MOST_POST_AFTER
        )
        self.version = _number("version", tr("Version of the set"), first.version, 1, 10_000)
        self.length_s = QDoubleSpinBox()
        self.length_s.setObjectName("case_maker.length")
        self.length_s.setRange(8, 60)
        self.length_s.setDecimals(0)
        self.length_s.setSuffix(" s")
        self.length_s.setValue(asked[_LENGTH_OF].length_s)
        self.video = QCheckBox(tr("With video"))
        self.video.setObjectName("case_maker.video")
        self.faces = QLabel(FACES)
        self.faces.setProperty("role", "warning")
        self.faces.setWordWrap(True)
        self.faces.hide()
        self.video.toggled.connect(self.faces.setVisible)
        self.history = QCheckBox(tr("With history: age and state"))
        self.history.setObjectName("case_maker.history")
        self.history.setChecked(first.has_history)
        self.texts = QCheckBox(tr("With the notes of the final marks; read them first"))
        self.texts.setObjectName("case_maker.texts")
        self.layers = QCheckBox(tr("Teach in layers: EEG, then video, then history"))
        self.layers.setObjectName("case_maker.layers")
        self.layers.setChecked(first.teaches_layers)
        self._lay_out()
        for spin in (self.n_items, self.negatives, self.mimics, self.tests, self.seed, self.post_after, self.version):
            spin.valueChanged.connect(lambda _value: self.changed.emit())
        self.length_s.valueChanged.connect(lambda _value: self.changed.emit())
        for box in (self.video, self.history, self.texts):
            box.toggled.connect(lambda _on: self.changed.emit())

    def _lay_out(self) -> None:
        names = QFormLayout()
        names.addRow(tr("Title"), self.title)
        names.addRow(tr("Made by"), self.maker)
        names.addRow(tr("Version"), self.version)
        about = QGroupBox(tr("Set"))
        about.setLayout(names)
        grid = QGridLayout()
        for place, box in enumerate(self.questions.values()):
            grid.addWidget(box, place // 2, place % 2)
        asked = QGroupBox(tr("Questions"))
        asked.setLayout(grid)
        shares = QFormLayout()
        shares.addRow(tr("Items of each question, at most"), self.n_items)
        shares.addRow(tr("Negatives"), self.negatives)
        shares.addRow(tr("Mimics and artifacts"), self.mimics)
        shares.addRow(tr("Kept for pre-test, and for post-test"), self.tests)
        shares.addRow(tr("Post-test opens after, answers"), self.post_after)
        shares.addRow(tr("Length around an event"), self.length_s)
        shares.addRow(tr("Seed"), self.seed)
        for spin in (self.negatives, self.mimics, self.tests):
            spin.setSuffix(" %")
        drawn = QGroupBox(tr("Drawn"))
        drawn.setLayout(shares)
        with_items = QVBoxLayout()
        for widget in (self.video, self.faces, self.history, self.texts, self.layers):
            with_items.addWidget(widget)
        goes_with = QGroupBox(tr("With each item"))
        goes_with.setLayout(with_items)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for box in (about, asked, drawn, goes_with):
            layout.addWidget(box)

    @property
    def settings(self) -> MakeSettings:
        """Return the choices as they stand."""
        event_length_s = self.length_s.value()
        lengths_s = {
            name: event_length_s
            for name in ("spasm", "type", "mimic", "onset")
            if name in self._asked and event_length_s != self._asked[name].length_s
        }
        return MakeSettings(
            title=self.title.text().strip(),
            maker=self.maker.text().strip(),
            questions=tuple(name for name, box in self.questions.items() if box.isChecked()),
            seed=self.seed.value(),
            n_items=self.n_items.value(),
            negatives=self.negatives.value() / 100,
            mimics=self.mimics.value() / 100,
            lengths_s=lengths_s,
            test_share=self.tests.value() / 100,
            has_video=self.video.isChecked(),
            has_history=self.history.isChecked(),
            has_texts=self.texts.isChecked(),
            teaches_layers=self.layers.isChecked(),
            post_unlock_after=self.post_after.value(),
            version=self.version.value(),
        )


def _number(name: str, words: str, value: int, least: int, most: int) -> QSpinBox:
    spin = QSpinBox()
    spin.setObjectName(f"case_maker.{name}")
    spin.setAccessibleName(words)
    spin.setRange(least, most)
    spin.setValue(value)
    return spin
