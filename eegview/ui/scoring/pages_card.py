"""Pages × bins beside the foci on a head, or above them where the width is short."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from eegview.app.scoring.side.grid import GridView, foci_of, grid_of
from eegview.app.scoring.side.texts import bin_text, foci_needed, next_after, pages_note, unnamed_text
from eegview.app.themes import Theme
from eegview.model.scoring.evidence import FOCI, NAMED
from eegview.model.text.language import tr
from eegview.ui.scoring.bin_grid import BinGrid
from eegview.ui.scoring.card_frame import Card, Choice, KeyedChoice, grows_down, plain_label, set_text
from eegview.ui.scoring.foci_map import FociMap
from eegview.ui.scoring.side_view import SideView

_GAP_PX = 8


class PagesCard(Card):
    """Shows which bins have a spike, which pages count, and where the foci are."""

    bin_asked = Signal(int)
    page_asked = Signal(int)
    answered = Signal(str, str)  # that all foci are named

    def __init__(self, theme: Theme) -> None:
        super().__init__("score.pages", "Pages × bins")
        self.unnamed = plain_label("quiet")
        self.unnamed.setObjectName("score.unnamed")
        self.grid, self.foci = BinGrid(theme), FociMap(theme, self.unnamed)
        self.grid.bin_asked.connect(self.bin_asked)
        self.grid.page_asked.connect(self.page_asked)
        self.foci.focus_asked.connect(self._go_to_focus)
        self.named = Choice("score.foci_named", tr("Foci"), ((NAMED, tr("All foci are named")),))
        self.named.chosen.connect(self._answer)
        self._body_widget = _Beside(self.grid, self.foci)
        self._keyed = KeyedChoice(self.named)
        self.add(self._body_widget, self._keyed)
        self._view: SideView | None = None

    def set_theme(self, theme: Theme) -> None:
        """Draw in the colours of a theme."""
        self.grid.set_theme(theme)
        self.foci.set_theme(theme)
        if self._view is not None:
            self.show_view(self._view)

    def show_view(self, view: SideView) -> None:
        """Show the bins of the view's sheet."""
        self._view, sheet = view, view.sheet
        if sheet is None:
            self.grid.show_grid(None, lambda _number: "")
            return
        self.set_note(pages_note(sheet))
        proposed = view.proposal.bins if view.proposal.is_on else {}
        cells = grid_of(sheet, view.current_page, view.current_bin, proposed)

        def text(number: int, shown: GridView = cells) -> str:
            return bin_text(shown, number, sheet.span.start_s, sheet.parameters.bin_s, view.clock_text)

        self.grid.show_grid(cells, text)
        self.foci.show_foci(foci_of(sheet), foci_needed(sheet))
        unnamed = unnamed_text(sheet)
        set_text(self.unnamed, unnamed)
        self.unnamed.setVisible(bool(unnamed))
        is_asked = len(sheet.foci) < sheet.parameters.n_foci or sheet.are_foci_named  # a further one may count
        self._keyed.setVisible(bool(unnamed) and is_asked)
        self._keyed.show_key(view.keys.get("foci", ""))
        self.named.show_answer(NAMED if sheet.are_foci_named else "")
        self.named.setEnabled(not view.is_locked)
        self._body_widget.place()

    def fit(self, spare_px: int, *, may_grow: bool) -> None:
        """Make the grid higher or lower, see `BinGrid.fit`."""
        self.grid.fit(spare_px, may_grow=may_grow)
        self._body_widget.place()

    def _go_to_focus(self, electrode: str) -> None:
        view = self._view
        if view is None or view.sheet is None:
            return
        bins = next((focus.bins for focus in foci_of(view.sheet) if focus.electrode == electrode), ())
        if bins:
            self.bin_asked.emit(next_after(bins, view.current_bin))

    def _answer(self, answer: str) -> None:
        self.answered.emit(FOCI, answer)


class _Beside(QWidget):
    """Two widgets side by side, the first as wide as there is room; the second below it where there is none."""

    def __init__(self, first: QWidget, second: QWidget) -> None:
        super().__init__()
        self._first, self._second = first, second
        for part in (first, second):
            part.setParent(self)
        grows_down(self)

    def place(self) -> None:
        """Put both where they belong."""
        self.updateGeometry()
        self._place(self.width(), moves=True)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(width, moves=False)

    def sizeHint(self) -> QSize:
        first, second = self._first.sizeHint(), self._second.sizeHint()
        return QSize(first.width() + _GAP_PX + second.width(), max(first.height(), second.height()))

    def minimumSizeHint(self) -> QSize:
        width = max(self._first.minimumSizeHint().width(), self._second.minimumSizeHint().width())
        return QSize(width, self._place(self.width(), moves=False))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place(self.width(), moves=True)

    def _place(self, width: int, *, moves: bool) -> int:
        """Return the height that both need in a width; put them there where wanted."""
        first_high, second_high = self._first.sizeHint().height(), self._second.sizeHint().height()
        second_wide = self._second.sizeHint().width()
        first_wide = width - _GAP_PX - second_wide
        if first_wide >= self._first.minimumSizeHint().width():
            first_wide = min(first_wide, round(self._first.sizeHint().width() * 1.25))
            high = max(first_high, second_high)
            if moves:
                self._first.setGeometry(0, 0, first_wide, first_high)
                self._second.setGeometry(first_wide + _GAP_PX, 0, width - first_wide - _GAP_PX, high)
            return high
        if moves:
            self._first.setGeometry(0, 0, width, first_high)
            self._second.setGeometry(0, first_high + _GAP_PX, width, second_high)
        return first_high + _GAP_PX + second_high
