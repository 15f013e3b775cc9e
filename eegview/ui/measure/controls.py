"""Labels, buttons and boxes of the panel, which may all be narrower than their words."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QToolButton


def words(object_name: str, role: str) -> QLabel:
    """Return a label for sentences, as narrow as its panel."""
    label = QLabel()
    label.setObjectName(object_name)
    label.setProperty("role", role)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setMinimumWidth(1)
    return label


def switch(object_name: str, text: str, tip: str, is_on: bool) -> QToolButton:
    """Return a button that is on or off."""
    button = QToolButton()
    button.setObjectName(object_name)
    button.setProperty("role", "switch")
    button.setText(text)
    button.setToolTip(tip)
    button.setCheckable(True)
    button.setChecked(is_on)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def title(text: str) -> QLabel:
    """Return a heading."""
    label = QLabel(text)
    label.setProperty("role", "strong")
    label.setWordWrap(True)
    label.setMinimumWidth(1)
    return label


def choices(object_name: str, name: str, characters: int) -> QComboBox:
    """Return a box of choices that may be narrower than what stands in it."""
    box = QComboBox()
    box.setObjectName(object_name)
    box.setAccessibleName(name)
    box.setToolTip(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(characters)
    box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return box
