"""The order in which Tab walks what is made piece by piece: as it is laid out, not as it was made."""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QWidget

from eegview.ui.scoring.card_frame import EvidenceLabel


def order_tabs(whole: QWidget) -> None:
    """Have Tab walk all controls inside a widget in the order of its layouts.

    Texts that open nothing now are put in their place too: they may later.
    """
    walked = (whole, *_walk(whole))
    policies = [widget.focusPolicy() for widget in walked]
    for widget in walked:
        widget.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # Qt orders no others
    for before, after in pairwise(walked):
        QWidget.setTabOrder(before, after)
    for widget, policy in zip(walked, policies, strict=True):
        widget.setFocusPolicy(policy)


def _walk(widget: QWidget) -> Iterator[QWidget]:
    layout = widget.layout()
    children = _in_layout(layout) if layout is not None else (c for c in widget.children() if isinstance(c, QWidget))
    for child in children:
        if child.isWindow():  # a menu
            continue
        if isinstance(child, EvidenceLabel) or child.focusPolicy() & Qt.FocusPolicy.TabFocus:
            yield child
        yield from _walk(child)


def _in_layout(layout: QLayout) -> Iterator[QWidget]:
    for index in range(layout.count()):
        item = layout.itemAt(index)
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _in_layout(inner)
