"""The right side of the scoring workbench: score, pages × bins, amplitude, patterns, readers; it scrolls."""

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from eegview.app.themes import Theme
from eegview.model.scoring.evidence import SheetKey
from eegview.model.span import Span
from eegview.model.text.language import tr
from eegview.ui.scoring.amplitudes.amplitude_table import AmplitudeTable
from eegview.ui.scoring.card_frame import plain_label, set_text
from eegview.ui.scoring.flags_box import FlagsBox
from eegview.ui.scoring.pages_card import PagesCard
from eegview.ui.scoring.readers_box import ReadersBox
from eegview.ui.scoring.score_card import ScoreCard
from eegview.ui.scoring.side_view import SideView
from eegview.ui.scoring.tab_order import order_tabs
from eegview.ui.window.style import panel_size_hint

_SIDES_PX = 14  # beside the cards, left and right together


class ScoreSide(QWidget):
    """Shows a `SideView`; whatever is clicked is asked for by a signal, and shown once the next view says so."""

    bin_asked = Signal(int)  # number in the epoch
    page_asked = Signal(int)
    flag_chosen = Signal(str, str)  # question (gmfs, pva, high_amplitude, foci, spike_focus, nonepileptiform), answer
    confidence_chosen = Signal(int)  # 1-5; 0 = withdrawn
    other_foci_chosen = Signal(tuple)  # electrodes of foci elsewhere in the study
    commit_asked = Signal()
    withdraw_commit_asked = Signal()
    form_asked = Signal()
    evidence_asked = Signal(object)  # a Span
    withdraw_asked = Signal(str)  # the id of a measured wave
    other_reader_asked = Signal(str)
    prefill_switched = Signal(bool)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("score.side")
        self.setAccessibleName(tr("Score"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._theme = theme
        self.view: SideView | None = None
        self._fitted: SheetKey | None = None  # the epoch for which the grid was made as high as it can be
        self._fit_soon = QTimer(self, interval=0, singleShot=True)
        self._fit_soon.timeout.connect(self._fit_grid)
        self._ordered = (0, 0, 0, 0)  # lines of the cards that Tab walks in order
        self.cards: tuple[ScoreCard | PagesCard | AmplitudeTable | FlagsBox | ReadersBox, ...] = ()
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)

    def build(self) -> None:
        """Build the cards; later than the rest, so that the window does not start with what few open."""
        if self.cards:
            return
        theme = self._theme
        self.score, self.pages, self.amplitude = ScoreCard(theme), PagesCard(theme), AmplitudeTable(theme)
        self.flags, self.readers = FlagsBox(), ReadersBox()
        self.empty = plain_label("quiet")
        self.empty.setObjectName("score.empty")
        self._connect()
        cards = self.score, self.pages, self.amplitude, self.flags, self.readers
        inside = _Tall()
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(6, 6, _SIDES_PX - 6, 6)
        layout.setSpacing(6)
        layout.addWidget(self.empty)
        for card in cards:
            layout.addWidget(card)
        layout.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(inside)
        self._inside, self.cards = inside, cards
        self._whole.addWidget(self.area)
        self.show_sheet(SideView(None))

    def show_sheet(self, view: SideView) -> None:
        """Show this state; without a sheet why there is none."""
        self.build()
        self.view = view
        has_sheet = view.sheet is not None
        set_text(self.empty, view.empty_text)
        self.empty.setVisible(not has_sheet)
        for card in self.cards:
            card.setVisible(has_sheet)
        if has_sheet:
            for card in self.cards:
                card.show_view(view)
            self._grow()
            self._fit_soon.start()
            self._order_tabs()

    def restyle(self, theme: Theme) -> None:
        """Draw all in the colours of a theme."""
        self._theme = theme
        if self.view is not None:
            for card in (self.score, self.pages, self.amplitude):
                card.set_theme(theme)
            self.show_sheet(self.view)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Have the grid use the height."""
        super().resizeEvent(event)
        self._fitted = None
        self._fit_soon.start()

    def _fit_grid(self) -> None:
        """Give the grid the height that the cards leave.

        While one epoch is read it never grows, so that a line that goes does not move what is below it.
        """
        if self.view is None or self.view.sheet is None or not self.isVisible():
            return
        layout, sheet = self._inside.layout(), self.view.sheet
        assert layout is not None
        for part in reversed(self._inside.findChildren(QWidget)):  # what changed is known to what holds it
            inner = part.layout()
            if inner is not None:
                inner.activate()
        room = self.area.contentsRect()
        spare_px = room.height() - layout.totalHeightForWidth(room.width())
        self.pages.fit(spare_px, may_grow=self._fitted != sheet.key)
        fits = layout.totalHeightForWidth(room.width()) <= room.height()
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if fits else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.area.setVerticalScrollBarPolicy(policy)  # a bar would take the width that makes all fit
        self._fitted = sheet.key

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of texts."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.restyle(self._theme)

    def sizeHint(self) -> QSize:
        if not self.cards:
            return super().sizeHint()
        hint = panel_size_hint(self)
        bar_px = self.area.verticalScrollBar().sizeHint().width()
        # Also the cards that are hidden now: the room is asked for before there is a sheet.
        widest_px = max(card.minimumSizeHint().width() for card in self.cards) + _SIDES_PX
        needed_px = max(widest_px, self._inside.minimumSizeHint().width()) + bar_px
        return QSize(max(hint.width(), needed_px), hint.height())

    def minimumSizeHint(self) -> QSize:
        if not self.cards:
            return super().minimumSizeHint()
        bar_px = self.area.verticalScrollBar().sizeHint().width()
        return QSize(self._inside.minimumSizeHint().width() + bar_px, super().minimumSizeHint().height())

    def _order_tabs(self) -> None:
        """Have Tab walk from the top down, also through lines that were made later."""
        n_lines = self.score.n_lines, self.pages.foci.n_lines, self.amplitude.n_lines, self.readers.n_lines
        if n_lines != self._ordered:
            self._ordered = n_lines
            order_tabs(self)

    def _grow(self) -> None:
        """Take the width that the texts need where a fixed one turns out to be too narrow for them."""
        needed_px = self.minimumSizeHint().width()
        if needed_px > self.maximumWidth():
            self.setFixedWidth(needed_px)

    def _connect(self) -> None:
        self.score.asked.connect(self._open)
        self.amplitude.asked.connect(self._open)
        self.flags.asked.connect(self._open)
        self.pages.bin_asked.connect(self.bin_asked)
        self.pages.page_asked.connect(self.page_asked)
        for card in (self.pages, self.amplitude, self.flags):
            card.answered.connect(self.flag_chosen)
        self.amplitude.withdraw_asked.connect(self.withdraw_asked)
        self.flags.confidence_chosen.connect(self.confidence_chosen)
        self.flags.other_foci_chosen.connect(self.other_foci_chosen)
        self.readers.commit_asked.connect(self.commit_asked)
        self.readers.withdraw_commit_asked.connect(self.withdraw_commit_asked)
        self.readers.form_asked.connect(self.form_asked)
        self.readers.other_reader_asked.connect(self.other_reader_asked)
        self.readers.prefill_switched.connect(self.prefill_switched)

    def _open(self, target: object) -> None:
        """Open what a value is based on: a bin, or a span of the recording."""
        if isinstance(target, Span):
            self.evidence_asked.emit(target)
        elif isinstance(target, int):
            self.bin_asked.emit(target)


class _Tall(QWidget):
    """What is scrolled: as high as its width makes it, not as high as it would be at its narrowest."""

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), 0)
