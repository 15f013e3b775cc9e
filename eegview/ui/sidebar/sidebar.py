"""The sidebar: one panel at a time beside the page, the video on top, a rail of icons at the edge."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from eegview.app.themes import Theme
from eegview.ui.sidebar.below_page import BelowPage
from eegview.ui.sidebar.edge_handle import EdgeHandle
from eegview.ui.sidebar.panel import SidebarPanel, Where
from eegview.ui.sidebar.panel_frame import PanelFrame
from eegview.ui.sidebar.panel_windows import PanelWindows
from eegview.ui.sidebar.ports import Commands, Memory
from eegview.ui.sidebar.rail import Rail
from eegview.ui.sidebar.remembered_places import places_in, places_text
from eegview.ui.sidebar.video_slot import VideoSlot

FIRST_SHARE, MOST_SHARE = 0.24, 0.45  # of the window's width
FIRST_MOST_PX = 400
LEAST_PX = 280  # wide at the smallest text
LEAST_PANEL_PX = 120  # of the height, left to panels below the video
_WIDTH, _PLACES, _SIZE = "sidebar/width_px", "sidebar/places", "sidebar/video_size"


class Sidebar(QWidget):
    """Column and rail. It is as wide as the reader made it, whatever is opened; `add_panel` puts a panel in.

    below_page : where panels that need the width stand, above its last widget
    help_asked : the command of a panel on which help is wanted
    """

    help_asked = Signal(str)

    def __init__(self, theme: Theme, below_page: QSplitter) -> None:
        super().__init__()
        self.setObjectName("sidebar")
        self._theme = theme
        self._commands: Commands | None = None
        self._memory: Memory | None = None
        self.panels: list[SidebarPanel] = []
        self._below, self._windows = BelowPage(below_page), PanelWindows(self)
        self._windows.closed.connect(self._window_closed)
        self._width_px = 0  # of the column, 0 = its first share
        self._away: dict[str, Where] | None = None  # what stood open before all was put away
        self.video = VideoSlot()
        self.rail = Rail(theme)
        self.edge = EdgeHandle()
        self._stack = QSplitter(Qt.Orientation.Vertical)
        self._stack.setObjectName("sidebar.panels")
        self._stack.setChildrenCollapsible(False)
        self.column = QWidget()
        self.column.setObjectName("sidebar.column")
        within = QVBoxLayout(self.column)
        within.setContentsMargins(0, 0, 0, 0)
        within.setSpacing(2)
        within.addWidget(self.video)
        within.addWidget(self._stack, 1)
        within.addStretch(0)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for widget in (self.edge, self.column, self.rail):
            row.addWidget(widget)
        self._settle = QTimer(self, singleShot=True, interval=0)
        self._settle.timeout.connect(self._share_height)
        self.edge.dragged.connect(self._drag)
        self.edge.reset_asked.connect(self._use_first_width)
        self.video.visibility_changed.connect(self._lay_out)
        self.video.size_changed.connect(self._size_changed)
        self.video.needs_changed.connect(self._settle.start)
        self._lay_out()

    def use(self, commands: Commands, memory: Memory) -> None:
        """Take the commands that open panels, and what is remembered of the sidebar."""
        self._commands, self._memory = commands, memory
        self._below.memory = self._windows.memory = memory
        self._width_px = round(memory.number(_WIDTH, 0, 0, 10_000))
        self.video.use_size(memory.text(_SIZE, self.video.size_name))

    def add_panel(
        self, command_id: str, title: str, icon: str, widget: QWidget, label: str = "", is_below: bool = False
    ) -> SidebarPanel:
        """Put a panel into the sidebar, closed, with a button at the end of the rail.

        Parameters
        ----------
        command_id
            Shows it, brings it forward, and closes it; the sidebar connects it.
        icon
            Name of a drawing in `resources/icons/rail`.
        label
            What stands under the icon, shorter than `title`; "" = the title.
        is_below
            It needs the width of the page, and stands below it.
        """
        assert self._commands is not None, "the sidebar has no commands yet"
        name = f"panel.{command_id}"
        button = self.rail.add(self._commands[command_id], label or title, icon)
        room = self._below.room if is_below else self._stack
        frame = PanelFrame(title, name, widget, not is_below, self._theme, room)
        home = Where.BELOW if is_below else Where.FRONT
        if is_below:
            self._below.add(frame)
        else:
            self._stack.addWidget(frame)
        panel = SidebarPanel(self, command_id, widget, frame, button, home)
        self.panels.append(panel)
        panel.shown.connect(lambda: self._show_toggle(panel))
        panel.hidden.connect(lambda: self._show_toggle(panel))
        frame.header.help_asked.connect(lambda: self.help_asked.emit(command_id))
        self._commands.connect({command_id: panel.switch})
        return panel

    def _show_toggle(self, panel: SidebarPanel) -> None:
        assert self._commands is not None
        action = self._commands[panel.command_id]
        if action.isCheckable():
            action.setChecked(panel.is_open)

    # where panels are

    def panel_at(self, where: Where) -> SidebarPanel | None:
        """Return the panel that is shown there, the first of several."""
        return next((panel for panel in self.panels if panel.where is where), None)

    def place(self, panel: SidebarPanel, where: Where) -> None:
        """Show a panel there; what stood in a place for one gives way."""
        if where in (Where.FRONT, Where.PINNED):
            other = self.panel_at(where)
            if other is not None and other is not panel:
                self._put(other, Where.CLOSED)
        self._put(panel, where)
        self._lay_out()

    def _window_closed(self, panel: SidebarPanel) -> None:
        self.place(panel, panel.first_home)

    def _put(self, panel: SidebarPanel, where: Where) -> None:
        before, frame = panel.where, panel.frame
        if before is not where and before is Where.WINDOW:
            self._windows.hide(panel)
        elif before is not where and before is Where.BELOW:
            self._below.hide(panel)
        panel.where = where
        panel.home = panel.home if where is Where.CLOSED else where
        if where is Where.WINDOW:
            self._windows.show(panel)
        elif where is Where.BELOW:
            self._below.show(panel)
        elif where is Where.CLOSED:
            frame.hide()
        else:
            self._stack.insertWidget(self._stack.count() if where is Where.PINNED else 0, frame)
            frame.show()
        panel.show_place()
        self._show_toggle(panel)

    # sizes

    @property
    def _has_column(self) -> bool:
        return not self.video.isHidden() or any(panel.where in (Where.FRONT, Where.PINNED) for panel in self.panels)

    def _lay_out(self) -> None:
        """Show the column where something stands in it, as wide as the reader made it."""
        has_panel = any(panel.where in (Where.FRONT, Where.PINNED) for panel in self.panels)
        self._stack.setVisible(has_panel)
        for widget in (self.edge, self.column):
            widget.setVisible(self._has_column)
        self._fit_width()
        for widget in (self, self.parentWidget()):  # at once: no screen shows the page at another speed in between
            layout = widget.layout() if widget is not None else None
            if layout is not None:
                layout.activate()
        self._share_height()

    @property
    def own_width_px(self) -> int:
        """The width of the column for its panels alone."""
        return max(self._width_px or FIRST_MOST_PX, self.minimum_px)

    @property
    def _room_px(self) -> int:
        parent = self.parentWidget()
        return parent.width() if parent is not None else 0

    def _fit_width(self) -> None:
        most_px = max(round(self._room_px * MOST_SHARE), 1)
        width_px = min(round(self.own_width_px * self.video.factor), max(most_px, min(self.own_width_px, most_px)))
        if self.column.width() != width_px or self.column.minimumWidth() != width_px:
            self.column.setFixedWidth(width_px)

    def _share_height(self) -> None:
        """Give the video the height of its size, unless the panels below it would be lost."""
        if self.video.isHidden():
            return
        left_px = LEAST_PANEL_PX if not self._stack.isHidden() else 0
        wanted_px = self.video.wanted_px(self.column.width())
        self.video.setFixedHeight(max(min(wanted_px, self.height() - left_px), 1))

    def _size_changed(self, name: str) -> None:
        self._lay_out()
        if self._memory is not None:
            self._memory.put(_SIZE, name)

    def _drag(self, by_px: int) -> None:
        least_px, most_px = self.minimum_px, round(self._room_px * MOST_SHARE)
        self._use_width(min(max(round((self.column.width() + by_px) / self.video.factor), least_px), most_px))

    @property
    def minimum_px(self) -> int:
        """The least width of the column."""
        return round(LEAST_PX * (self.font().pixelSize() / 13 if self.font().pixelSize() > 0 else 1.0))

    def _use_first_width(self) -> None:
        self._use_width(min(round(self._room_px * FIRST_SHARE), FIRST_MOST_PX))

    def _use_width(self, width_px: int) -> None:
        """Be this wide from now on."""
        self._width_px = width_px
        self._put_number(_WIDTH, width_px)
        self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_width()
        self._share_height()

    def set_theme(self, theme: Theme) -> None:
        """Draw rail and headers in the colours of a theme."""
        self._theme = theme
        self.rail.set_theme(theme)
        for panel in self.panels:
            panel.frame.header.set_theme(theme)
        self._lay_out()

    # put away for a task, and remembered

    @property
    def _open(self) -> dict[str, Where]:
        return {panel.command_id: panel.where for panel in self.panels if panel.is_open}

    def put_away(self) -> None:
        """Hide all of it for a while."""
        if self._away is None:
            self._away = self._open
            for panel in self.panels:
                self._put_away(panel)
            self.video.put_away()
            self.rail.hide()
            self._lay_out()

    def _put_away(self, panel: SidebarPanel) -> None:
        home = panel.home
        self._put(panel, Where.CLOSED)
        panel.home = home

    def bring_back(self) -> None:
        """Show what stood open before all was put away."""
        if self._away is not None:
            places, self._away = self._away, None
            self.rail.show()
            self.video.bring_back()
            self._apply(places)
            self._lay_out()

    def _apply(self, places: Mapping[str, Where]) -> None:
        for panel in self.panels:
            if panel.command_id not in places and panel.is_open:
                self._put(panel, Where.CLOSED)
        for panel in self.panels:
            if panel.command_id in places and panel.where is not places[panel.command_id]:
                self._put(panel, places[panel.command_id])
        self._lay_out()

    def restore(self, first_id: str) -> None:
        """Show the panels that were open last; the first time the one of the command `first_id`."""
        assert self._memory is not None
        if not self._width_px:
            room_px = min(self.window().width(), self.screen().availableGeometry().width())
            self._width_px = min(round(room_px * FIRST_SHARE), FIRST_MOST_PX)
        text = self._memory.text(_PLACES, f"{first_id}={Where.FRONT}")
        self._apply(places_in(text, {panel.command_id for panel in self.panels}))

    def remember(self) -> None:
        """Keep what is open, what stood open before all was put away, and how large it is."""
        assert self._memory is not None
        places = self._open if self._away is None else self._away
        self._memory.put(_PLACES, places_text(places))
        self._put_number(_WIDTH, self._width_px)  # the first width too: a share of another window is another width
        for panel in self.panels:
            if panel.where is Where.WINDOW:
                self._windows.remember(panel)
            elif panel.where is Where.BELOW:
                self._below.remember(panel)

    def close_windows(self) -> None:
        """Hide panels' own windows: the main window is closed."""
        self._windows.hide_all()

    def _put_number(self, key: str, value: float) -> None:
        if self._memory is not None:
            self._memory.put(key, value)
