"""The parts of the comparison around the page: strip and lanes above, playlist left, video and cards right."""

from PySide6.QtCore import QEvent, QObject

from eegview.app.themes import Theme
from eegview.model.text.language import tr
from eegview.ui.comparing import playlist, side
from eegview.ui.comparing.header import ComparingHeader
from eegview.ui.comparing.lanes import ReaderLanes
from eegview.ui.comparing.numbers.panel import NumbersPanel
from eegview.ui.comparing.playlist import Playlist
from eegview.ui.comparing.side import ComparingSide
from eegview.ui.triage.buttons import key_text
from eegview.ui.triage.empty import EmptyPanel
from eegview.ui.window.context import Context

_SIDE_SHARE, _LIST_SHARE, _WIDEST_PX = 0.29, 0.17, 620  # of the window's width
_NARROW_CHARACTERS = 190  # of the window's width: narrower, list and cards give way to the page
_LOW_LINES, _HIGH_LINES = 48, 60  # of the window's height: lower, no numbers by themselves; higher, more of them
_BUTTONS = (
    ("comparing.next", tr("Next disagreement"), "primary"),
    ("comparing.take_agreed", tr("Take all that agree…"), ""),
    ("comparing.export", tr("Export agreement…"), ""),
)


class ComparingView(QObject):
    """Holds the parts, which outlive studies; hidden they take no room."""

    def __init__(self, context: Context) -> None:
        window, actions = context.window, context.actions
        super().__init__(window)
        self._window, page = window, window.page

        def theme() -> Theme:
            return page.theme

        self.header, self.playlist = ComparingHeader(), Playlist(theme)
        self.lanes, self.side = ReaderLanes(page, theme), ComparingSide(actions, theme)
        self.numbers = NumbersPanel(theme)
        self.empty = EmptyPanel("comparing.empty")
        window.over_all.addWidget(self.header)
        window.above.addWidget(self.lanes)
        window.below.addWidget(self.numbers)
        window.add_before_page(self.playlist)
        window.add_beside_page(self.empty)
        window.add_side(self.side)
        self.header.use_actions(
            actions["comparing.choose"], actions["comparing.close"], key_text(actions.keys_of("comparing.close"))
        )
        self.numbers.use_action(actions["department.open"])
        for command_id, text, role in _BUTTONS:
            self.side.final.add_button(actions[command_id], text, key_text(actions.keys_of(command_id)), role)
        self._card_parts = (self.playlist, self.lanes, self.side)
        self._has_numbers, self._are_numbers_asked = True, False
        window.installEventFilter(self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give list and cards their shares of the window's width."""
        if event.type() == QEvent.Type.Resize and not self.side.isHidden():
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        width_px, metrics = self._window.width(), self._window.fontMetrics()
        n_lines = self._window.height() / max(metrics.height(), 1)
        self.numbers.show_high(n_lines >= _HIGH_LINES)
        has_room = n_lines >= _LOW_LINES or self._are_numbers_asked  # the page comes first
        self.numbers.setVisible(self._has_numbers and has_room and not self.side.isHidden())
        is_narrow = width_px < metrics.averageCharWidth() * _NARROW_CHARACTERS
        for part, share, characters in (
            (self.side, _SIDE_SHARE, side.LEAST_CHARACTERS if is_narrow else side.CHARACTERS),
            (self.playlist, _LIST_SHARE, playlist.LEAST_CHARACTERS if is_narrow else playlist.CHARACTERS),
        ):
            wanted_px = metrics.averageCharWidth() * characters + 24
            part.setFixedWidth(min(max(round(width_px * share), wanted_px), _WIDEST_PX))

    def show_card(self) -> None:
        """Show all that belongs to a comparison."""
        self.empty.hide()
        self._window.page.show()
        self.header.show()
        for part in self._card_parts:
            part.show()
        self._fit()

    def show_empty(self) -> None:
        """Show why there is no comparison."""
        for part in (*self._card_parts, self.numbers):
            part.hide()
        self._window.page.hide()
        self.header.show()
        self.empty.show()

    def show_numbers(self, has_numbers: bool, is_asked: bool = False) -> None:
        """Show the agreement numbers below the page, or give their room to the page.

        is_asked : just now, so that they are shown though the window is low
        """
        self._has_numbers, self._are_numbers_asked = has_numbers, is_asked
        self._fit()

    def hide(self) -> None:
        """Give the room around the page back."""
        for part in (self.header, self.empty, self.numbers, *self._card_parts):
            part.hide()

    def restyle(self) -> None:
        """Draw the parts in the window's theme as it is now."""
        self.side.study.histogram.set_theme(self._window.page.theme)
        self.playlist.view.viewport().update()
        self.lanes.update()
        self.side.pair.fields.viewport().update()
        self.numbers.table.viewport().update()
