"""The page as a screen reader meets it: an object whose description, value and help are made when it is asked."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget

from eegview.model.text.language import tr

PAGE_NAME = tr("EEG page")


@dataclass(frozen=True, slots=True)
class Spoken:
    """What is said, made when it is asked for.

    page : the page and how it is drawn
    nearest : the marks before and after the cursor
    counters : marks, spasms, suggestions, what is saved
    """

    page: Callable[[], str]
    nearest: Callable[[], str]
    counters: Callable[[], str]


class SpokenWidget(QWidget):
    """A widget that says itself.

    spoken : None while there is nothing to say but `empty_text`
    """

    spoken: Spoken | None = None
    empty_text: str = ""


class SpokenInterface(QAccessibleWidget):
    """Description = the page, value = the nearest marks, help = the counters.

    A mode that has more to say of the page (an epoch of sleep) sets the widget's description, which is said first.
    """

    def __init__(self, widget: SpokenWidget) -> None:
        super().__init__(widget, QAccessible.Role.Graphic, PAGE_NAME)
        self._widget = widget

    def text(self, kind: QAccessible.Text) -> str:
        spoken = self._widget.spoken
        if kind == QAccessible.Text.Name:
            return PAGE_NAME
        if kind == QAccessible.Text.Description:
            page = spoken.page() if spoken is not None else self._widget.empty_text
            return " ".join(filter(None, (self._widget.accessibleDescription(), page)))
        if spoken is None:
            return ""
        if kind == QAccessible.Text.Value:
            return spoken.nearest()
        return spoken.counters() if kind == QAccessible.Text.Help else super().text(kind)


_is_installed = False


def install_spoken_interface() -> None:
    """Have Qt ask for `SpokenInterface` where a screen reader meets such a widget; once for the program."""
    global _is_installed
    if not _is_installed:
        _is_installed = True
        QAccessible.installFactory(_interface)


def _interface(_class_name: str, what: QObject) -> QAccessibleInterface | None:
    return SpokenInterface(what) if isinstance(what, SpokenWidget) else None
