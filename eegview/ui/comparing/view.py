"""The parts of the comparison around the page: strip and lanes above, playlist left, video and cards right."""

from PySide6.QtCore import QEvent, QObject

from eegview.app.themes import Theme
from eegview.ui.comparing.header import ComparingHeader
from eegview.ui.comparing.lanes import ReaderLanes
from eegview.ui.comparing.numbers.panel import NumbersPanel
from eegview.ui.comparing.playlist import Playlist
from eegview.ui.comparing.side import ComparingSide
from eegview.ui.triage.buttons import LOW_PX, key_text
from eegview.ui.triage.empty import EmptyPanel
from eegview.ui.window.context import Context

_SIDE_SHARE, _LIST_SHARE, _WIDEST_PX = 0.29, 0.17, 620  # of the window's width
_BUTTONS = (
    ("comparing.next", "Next disagreement", "primary"),
    ("comparing.take_agreed", "Take all that agree…", ""),
    ("comparing.export", "Export agreement…", ""),
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
        for command_id, text, role in _BUTTONS:
            self.side.final.add_button(actions[command_id], text, key_text(actions.keys_of(command_id)), role)
        self._card_parts = (self.playlist, self.lanes, self.side)
        self._has_numbers = True
        window.installEventFilter(self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give list and cards their shares of the window's width."""
        if event.type() == QEvent.Type.Resize and not self.side.isHidden():
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        width_px = self._window.width()
        is_low = self._window.height() < LOW_PX  # the page comes first
        self.numbers.setVisible(self._has_numbers and not is_low and not self.side.isHidden())
        for part, share in ((self.side, _SIDE_SHARE), (self.playlist, _LIST_SHARE)):
            wanted_px = min(max(round(width_px * share), part.sizeHint().width()), _WIDEST_PX)
            part.setFixedWidth(wanted_px)

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

    def show_numbers(self, has_numbers: bool) -> None:
        """Show the agreement numbers below the page, or give their room to the page; a low window has none."""
        self._has_numbers = has_numbers
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
