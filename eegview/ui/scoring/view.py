"""The parts of the workbench around the page: strip, epochs, bins, amplitudes, and the score at the right."""

from PySide6.QtCore import QEvent, QObject

from eegview.app.themes import Theme
from eegview.ui.scoring.amplitudes.amplitude_column import AmplitudeColumn
from eegview.ui.scoring.bin_lane import BinLane
from eegview.ui.scoring.epoch_bar import EpochBar
from eegview.ui.scoring.header import ScoringHeader
from eegview.ui.scoring.side import ScoreSide
from eegview.ui.triage.buttons import key_text
from eegview.ui.window.context import Context

_SIDE_SHARE, _WIDEST_PX = 0.28, 560  # of the window's width
SCORE_COLOUR = "#6d28a8"  # of bins with a spike, in the paper theme


class ScoringView(QObject):
    """Holds the parts, which outlive studies; hidden they take no room."""

    def __init__(self, context: Context) -> None:
        window, actions = context.window, context.actions
        super().__init__(window)
        self._window = window
        page = window.page

        def theme() -> Theme:
            return page.theme

        self.header = ScoringHeader()
        self.epochs = EpochBar(theme, SCORE_COLOUR)
        self.lane = BinLane(page, theme)
        self.amplitudes = AmplitudeColumn(page, theme)
        self.side = ScoreSide(page.theme)
        window.over_all.addWidget(self.header)
        window.above.addWidget(self.epochs)
        window.below.addWidget(self.lane)
        window.add_beside_page(self.amplitudes, 0)
        window.add_side(self.side)
        self.header.use_action(actions["score.close"], key_text(actions.keys_of("score.close")))
        self.epochs.use_action(actions["score.own_epoch"], key_text(actions.keys_of("score.own_epoch")))
        self._parts = (self.header, self.epochs, self.lane, self.amplitudes, self.side)
        self._strip_was_shown = True
        window.installEventFilter(self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give the score a share of the window's width."""
        if event.type() == QEvent.Type.Resize and not self.side.isHidden():
            self._fit_side()
        return super().eventFilter(watched, event)

    def _fit_side(self) -> None:
        self.side.setMinimumWidth(0)
        self.side.setMaximumWidth(_WIDEST_PX * 2)
        needed_px, wanted_px = self.side.sizeHint().width(), round(self._window.width() * _SIDE_SHARE)
        self.side.setFixedWidth(max(needed_px, min(wanted_px, _WIDEST_PX)))

    def restyle(self) -> None:
        """Draw all in the colours of the theme that holds now."""
        self.side.restyle(self._window.page.theme)
        for part in (self.epochs.track, self.lane, self.amplitudes, *self.epochs.cards):
            part.update()

    def show(self) -> None:
        """Stand around the page, in place of the display strip."""
        self.side.build()
        self._strip_was_shown = not self._window.strip.isHidden()
        self._window.strip.hide()
        for part in self._parts:
            part.show()
        self._fit_side()

    def hide(self) -> None:
        """Give the room around the page back."""
        if any(not part.isHidden() for part in self._parts):
            self._window.strip.setVisible(self._strip_was_shown)
        for part in self._parts:
            part.hide()
