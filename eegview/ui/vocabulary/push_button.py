"""A plain button of the vocabulary editor."""

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton


def push_button(text: str, name: str, tip: str, run: Callable[[], object] | None = None) -> QPushButton:
    """Return a button that Enter in a field does not press.

    name : for scripts and tests
    run : what a click does; None = connected elsewhere
    """
    button = QPushButton(text)
    button.setObjectName(name)
    button.setToolTip(tip)
    button.setAutoDefault(False)
    if run is not None:
        button.clicked.connect(lambda _checked=False: run())
    return button
