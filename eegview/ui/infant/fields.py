"""Parts that the forms of an infant share: lines of plain text, buttons."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton


def plain_label(role: str = "", name: str = "") -> QLabel:
    """Return a label that wraps and shows a text as it is."""
    label = QLabel()
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setObjectName(name)
    if role:
        label.setProperty("role", role)
    return label


def plain_button(name: str, text: str, tip: str, role: str = "") -> QPushButton:
    """Return a button that Enter does not press by itself."""
    button = QPushButton(text)
    button.setObjectName(name)
    button.setToolTip(tip)
    button.setAutoDefault(False)
    if role:
        button.setProperty("role", role)
    return button
