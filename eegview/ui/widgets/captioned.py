"""A widget under its caption, as the strips above the page have them."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget


def captioned(caption: str, content: QWidget, spacing_px: int = 2) -> QWidget:
    """Return a widget that holds `content` at the left under a small caption."""
    widget = QWidget()
    layout = QVBoxLayout(widget)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing_px)
    label = QLabel(caption)
    label.setProperty("role", "caption")
    layout.addWidget(label)
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(content)
    layout.addLayout(row)
    return widget
