"""The bar of epochs: candidates for the worst five minutes, those of other readers, one's own; the reader chooses."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from eegview.app.themes import Theme
from eegview.model.text.language import tr
from eegview.ui.scoring.epoch_card import EpochCard, ShownEpoch
from eegview.ui.scoring.epoch_track import EpochTrack
from eegview.ui.triage.buttons import KeyButton


@dataclass(frozen=True, slots=True)
class TrendsState:
    """Whether candidates can be offered.

    text : a few words beside the recording, "" where all is known
    act : of the button beside it: "compute", "cancel" or "" for none
    tip : the same as whole sentences
    """

    text: str = ""
    act: str = ""
    tip: str = ""


_ROOMY_LINES = 60  # as wide as so many lines are high
_ACTS = {"": "", "compute": tr("Compute trends"), "cancel": tr("Cancel")}


class EpochBar(QWidget):
    """Cards side by side, below them the recording as a line.

    epoch_asked : emits the start (s) of an epoch of the bar
    trends_asked : emits "compute" or "cancel"
    """

    epoch_asked = Signal(float)
    trends_asked = Signal(str)

    def __init__(self, theme: Callable[[], Theme], colour: str) -> None:
        super().__init__()
        self.setObjectName("score.epochs")
        self.setAccessibleName(tr("Candidate worst 5-minute epochs, proposed, and epochs of your own"))
        self._theme, self._colour = theme, colour
        self._epochs: tuple[ShownEpoch, ...] = ()
        self.cards: list[EpochCard] = []
        self._state = TrendsState()
        self.heading, self.note = QLabel(), QLabel(tr("proposed, you choose"))
        self.heading.setProperty("role", "strong")
        self.note.setProperty("role", "caption")
        for label in (self.heading, self.note):
            label.setWordWrap(True)
        self.heading.setText(tr("Candidate worst 5-min epochs"))
        self.state = QLabel()
        self.state.setObjectName("score.trends_state")
        self.state.setProperty("role", "quiet")
        self.trends = QPushButton()
        self.trends.setObjectName("score.trends.button")
        self.trends.setAccessibleName(tr("Trends that propose epochs"))
        self.trends.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.trends.setProperty("role", "chip")
        self.trends.clicked.connect(lambda _checked=False: self.trends_asked.emit(self._state.act))
        self.own = KeyButton("score.own_epoch.button", "", tr("Own epoch…"))
        self.track = EpochTrack(theme, lambda time_s: f"{time_s:.0f} s")
        self._lay_out()

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.heading)
        words.addWidget(self.note)
        words.addStretch(1)
        within = QWidget()
        self._row = QHBoxLayout(within)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        self._row.addStretch(0)
        self._scroll = _Row(within)
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addLayout(words)
        top.addWidget(self._scroll, 1)
        top.addWidget(self.own, 0, Qt.AlignmentFlag.AlignVCenter)
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self.track, 1)
        below.addWidget(self.state)
        below.addWidget(self.trends)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 6, 8, 2)
        layout.setSpacing(2)
        layout.addLayout(top)
        layout.addLayout(below)
        self._fit_heading()

    def _fit_heading(self) -> None:
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.Bold)
        width_px = QFontMetrics(bold).horizontalAdvance(tr("Candidate worst")) + 12
        for label in (self.heading, self.note):
            label.setFixedWidth(width_px)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_heading()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the heading out where the cards need its room."""
        super().resizeEvent(event)
        has_room = event.size().width() > self.fontMetrics().height() * _ROOMY_LINES
        self.heading.setVisible(has_room)
        self.note.setVisible(has_room)
        self._show_state()

    def use_action(self, own: QAction, key: str) -> None:
        """Have the button at the right begin an epoch of one's own."""
        self.own.clicked.connect(lambda _checked=False: own.trigger())
        self.own.cap.setText(key)
        self.own.cap.setVisible(bool(key))
        self.own.setToolTip(own.toolTip())

    def show_epochs(self, epochs: tuple[ShownEpoch, ...], state: TrendsState) -> None:
        """Show these epochs, and instead of candidates why there are none."""
        if tuple(one.start_s for one in epochs) != tuple(one.start_s for one in self._epochs):
            self._rebuild(epochs)
        for card, shown in zip(self.cards, epochs, strict=True):
            if card.shown != shown:
                card.show_epoch(shown)
        self._epochs, self._state = epochs, state
        self._show_state()
        self.trends.setText(_ACTS[state.act])
        self.trends.setVisible(bool(state.act))
        current = next((card for card in self.cards if card.shown.is_current), None)
        if current is not None:
            self._scroll.ensureWidgetVisible(current, 8, 0)

    def _show_state(self) -> None:
        """Say how the candidates stand; that they are proposed only is said here where the heading has no room."""
        state = self._state
        has_candidates = any(one.name.isdigit() for one in self._epochs)
        text = state.text or (tr("proposed, you choose") if self.heading.isHidden() and has_candidates else "")
        self.state.setText(text)
        self.state.setToolTip(state.tip)
        self.state.setVisible(bool(text))

    def _rebuild(self, epochs: tuple[ShownEpoch, ...]) -> None:
        for card in self.cards:
            self._row.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = []
        for place, shown in enumerate(epochs):
            card = EpochCard(shown, self._theme, self._colour)
            card.clicked.connect(lambda _checked=False, start_s=shown.start_s: self.epoch_asked.emit(start_s))
            self._row.insertWidget(place, card, 1)
            self.cards.append(card)


class _Row(QScrollArea):
    """The cards in one row, as high as they are; scrolled sideways where there are too many."""

    def __init__(self, within: QWidget) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setWidget(within)
        self._within = within
        within.installEventFilter(self)

    def sizeHint(self) -> QSize:
        needed = self._within.minimumSizeHint()
        bar_px = self.horizontalScrollBar().sizeHint().height() if needed.width() > self.width() else 0
        line_px = round(self.fontMetrics().height() * 3.4) + 10
        return QSize(200, max(needed.height(), line_px) + bar_px)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self.updateGeometry()
        return super().eventFilter(watched, event)
