"""Find what a screen reader could not name."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QScrollBar,
    QTextEdit,
    QWidget,
)

_INTERACTIVE = (
    *(QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox, QAbstractSlider, QAbstractItemView),
    *(QTextEdit, QPlainTextEdit),
)


def nameless(root: QWidget) -> list[str]:
    """Return the controls below `root` that bear no accessible name, each as a path of object names."""
    found = [one for one in root.findChildren(QWidget) if is_interactive(one) and not is_part_of_qt(one)]
    return sorted({path_of(one) for one in found if not name_of(one)})


def is_interactive(widget: QWidget) -> bool:
    return isinstance(widget, _INTERACTIVE) or widget.focusPolicy() != Qt.FocusPolicy.NoFocus


def is_part_of_qt(widget: QWidget) -> bool:
    """Whether it is the inside of a control of Qt's, which has the name of the whole."""
    if isinstance(widget, QScrollBar | QHeaderView) or widget.objectName().startswith("qt_"):
        return True
    if isinstance(widget, QScrollArea):
        return True  # what lies in it is named
    parents = list(parents_of(widget))
    if any(one.objectName().startswith("qt_scrollarea_hcontainer") for one in parents):
        return True
    in_field = any(isinstance(one, QComboBox | QAbstractSpinBox | QLineEdit) for one in parents)
    in_graphics = any(type(one).__module__.startswith("pyqtgraph") for one in (widget, *parents))
    return in_field or in_graphics


def name_of(widget: QWidget) -> str:
    """Return what a screen reader calls a widget."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return (interface.text(QAccessible.Text.Name) if interface is not None else "") or widget.accessibleName()


def parents_of(widget: QWidget) -> Iterator[QWidget]:
    parent = widget.parentWidget()
    while parent is not None:
        yield parent
        parent = parent.parentWidget()


def path_of(widget: QWidget) -> str:
    names = [one.objectName() or type(one).__name__ for one in (widget, *parents_of(widget))]
    return f"{type(widget).__name__} {' < '.join(names[:5])}"


def dialogs_open(window: QWidget) -> list[QWidget]:
    """Return the windows of the program beside the main one."""
    return [one for one in QApplication.topLevelWidgets() if one is not window and one.isVisible()]
