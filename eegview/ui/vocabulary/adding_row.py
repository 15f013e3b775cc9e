"""The label and the extent of a term that is to be added."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from eegview.model.text.language import tr
from eegview.model.vocabulary import Shape
from eegview.ui.vocabulary.push_button import push_button
from eegview.ui.vocabulary.texts import SHAPE_TEXTS


class AddingRow(QWidget):
    """A field for the label, a list of extents and a button."""

    asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.label, self.shape = QLineEdit(), QComboBox()
        self.label.setObjectName("vocabulary.new_label")
        self.label.setAccessibleName(tr("Label of a new term"))
        self.label.setPlaceholderText(tr("Label of a new term"))
        self.label.returnPressed.connect(self.asked)
        self.shape.setObjectName("vocabulary.new_shape")
        self.shape.setAccessibleName(tr("Extent of the new term's marks"))
        self.shape.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.shape.setMinimumContentsLength(10)
        for shape in (Shape.SPAN, Shape.POINT, Shape.EPOCH):
            self.shape.addItem(SHAPE_TEXTS[shape], shape)
        self.add = push_button("&Add term", "vocabulary.add", "Add a term of this label", self.asked.emit)
        row, layout = QHBoxLayout(), QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.shape, 1)
        row.addWidget(self.add)
        layout.addWidget(self.label)
        layout.addLayout(row)
