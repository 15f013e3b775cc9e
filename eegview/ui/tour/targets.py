"""Where the things are that the tour points at."""

from collections.abc import Iterable

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QWidget

from eegview.app.tour.placing import Box
from eegview.ui.window.actions import Actions
from eegview.ui.window.main_window import MainWindow

_MENU = "menu:"


def box_of(rect: QRect) -> Box:
    """Return a rectangle of Qt as the tour counts."""
    return Box(rect.x(), rect.y(), rect.width(), rect.height())


def widget_box(window: MainWindow, widget: QWidget) -> Box:
    """Return where a widget of the window lies in it."""
    return box_of(QRect(widget.mapTo(window, QPoint(0, 0)), widget.size()))


def target_box(window: MainWindow, actions: Actions, targets: Iterable[str]) -> Box | None:
    """Return where the first of these that is in sight lies in the window, see `TourStep.target`; None where none is.

    What stands in a window of its own is not in sight.
    """
    for name in targets:
        if name.startswith(_MENU):
            box = _menu_box(window, actions, name.removeprefix(_MENU))
        else:
            widgets = (w for w in window.findChildren(QWidget, name) if w.window() is window and w.isVisible())
            widget = next((w for w in widgets if not w.visibleRegion().isEmpty()), None)
            box = widget_box(window, widget) if widget is not None else None
        if box is not None:
            return box
    return None


def _menu_box(window: MainWindow, actions: Actions, command_id: str) -> Box | None:
    bar = window.menuBar()
    if command_id not in actions.actions or not bar.isVisible():
        return None
    menu = actions.menus[actions.menu_of(command_id)]
    rect = bar.actionGeometry(menu.menuAction())
    return box_of(rect.translated(bar.mapTo(window, QPoint(0, 0)))) if rect.isValid() else None
