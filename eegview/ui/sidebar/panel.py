"""One panel of the sidebar, as the part that owns its contents sees it."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from eegview.ui.sidebar.panel_frame import PanelFrame
from eegview.ui.sidebar.rail import RailButton


class Where(StrEnum):
    """Where a panel is shown; its value is kept in the settings."""

    CLOSED = ""
    FRONT = "front"  # in the sidebar, one at a time
    PINNED = "pinned"  # in the sidebar, below the front one
    BELOW = "below"  # below the page
    WINDOW = "window"  # its own


class PanelPlaces(Protocol):
    """What a panel asks of the sidebar."""

    def place(self, panel: SidebarPanel, where: Where) -> None: ...


class SidebarPanel(QObject):
    """A panel with its button on the rail and its command.

    Its command shows it, brings it forward, and closes it only where it is shown already.

    home : where it is shown when it is opened
    """

    shown = Signal()  # it came into sight
    hidden = Signal()

    def __init__(
        self, places: PanelPlaces, command_id: str, widget: QWidget, frame: PanelFrame, button: RailButton, home: Where
    ) -> None:
        super().__init__(frame)
        self._places = places
        self.command_id, self.widget, self.frame, self.home = command_id, widget, frame, home
        self.where = Where.CLOSED
        self._button = button
        frame.visibility_changed.connect(self._visibility_changed)
        frame.header.close_asked.connect(self.close)
        frame.header.window_asked.connect(self.switch_window)
        frame.header.pin_asked.connect(self.switch_pin)

    @property
    def is_open(self) -> bool:
        """Whether it is shown, as soon as the window is."""
        return self.where is not Where.CLOSED

    @property
    def is_in_front(self) -> bool:
        """Whether it is on the screen now."""
        return self.is_open and self.frame.isVisible()

    def open(self) -> None:
        """Show the panel where it was last, or bring its window before the others."""
        self._places.place(self, self.where if self.is_open else self.home)

    def close(self) -> None:
        """Put the panel away; where it was shown is where it comes again."""
        self._places.place(self, Where.CLOSED)

    def switch(self) -> None:
        """Show the panel or bring it forward; close it where it is in front."""
        is_behind = self.where is Where.WINDOW and not self.frame.isActiveWindow()
        if self.is_in_front and not is_behind:
            self.close()
        else:
            self.open()

    def switch_window(self) -> None:
        """Give the panel a window of its own, or take it back beside the page."""
        is_own = self.where is Where.WINDOW
        self._places.place(self, self.first_home if is_own else Where.WINDOW)

    def switch_pin(self) -> None:
        """Keep the panel below the one in front, or let it go again."""
        self._places.place(self, Where.FRONT if self.where is Where.PINNED else Where.PINNED)

    @property
    def first_home(self) -> Where:
        """Where the panel belongs unless the reader puts it elsewhere."""
        return Where.FRONT if self.frame.header.can_pin else Where.BELOW

    def set_badge(self, text: str, is_warning: bool = False) -> None:
        """Show a count or a sign on the rail, "" for none."""
        self._button.show_badge(text, is_warning)

    def show_place(self) -> None:
        """Show on header and rail where it is."""
        self.frame.header.show_place(self.where is Where.PINNED, self.where is Where.WINDOW)
        self._button.setChecked(self.is_open)

    def _visibility_changed(self) -> None:
        (self.shown if self.frame.isVisible() else self.hidden).emit()
