"""All bins of the epoch as small cells, a page a line: the overview of a score sheet, and the way to any bin."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from eegview.app.contrast import mixed
from eegview.app.scoring.side.grid import FOCUS_HUE, N_SHADES, Cell, GridView
from eegview.app.themes import Theme
from eegview.model.text.language import tr
from eegview.ui.overview.painter import small_font
from eegview.ui.scoring.card_frame import focus_shades, paint_focus

_LEAST_CELL_PX, _USUAL_CELL_PX, _WIDEST_CELL_PX = 9.0, 13.0, 22.0
_GAP_PX = 1.5
_TALLEST = 1.7  # times the lowest line
_KEYS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_PageUp: (-1, 0),
    Qt.Key.Key_PageDown: (1, 0),
}


class BinGrid(QWidget):
    """Shows a `GridView`; a click or an arrow key asks for a bin, a click on a page's number for the page.

    A bin with a spike is filled and bears its focus's letter, one without is pale, one of an unread page hollow, a
    proposed one dashed: nothing is said by colour alone.

    bin_text : what is said of a bin, as a tip and to a screen reader
    """

    bin_asked = Signal(int)
    page_asked = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("score.grid")
        self.setAccessibleName(tr("Pages × bins"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._theme = theme
        self._view: GridView | None = None
        self._more_px = 0
        self.bin_text: Callable[[int], str] = lambda _number: ""

    @property
    def view(self) -> GridView | None:
        """Return what is shown."""
        return self._view

    def set_theme(self, theme: Theme) -> None:
        """Draw in the colours of a theme."""
        self._theme = theme
        self.update()

    def show_grid(self, view: GridView | None, bin_text: Callable[[int], str]) -> None:
        """Show a grid; None for none."""
        before, self._view, self.bin_text = self._view, view, bin_text
        if before is None or view is None or (before.n_pages, before.n_bins) != (view.n_pages, view.n_bins):
            self.updateGeometry()
        text = bin_text(view.current_bin) if view is not None and view.current_bin >= 0 else ""
        if text != self.accessibleDescription():
            self.setAccessibleDescription(text)
            if self.hasFocus():
                QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))
        self.update()

    # geometry

    @property
    def _font(self) -> QFont:
        return small_font(self.font())

    @property
    def _metrics(self) -> QFontMetricsF:
        return QFontMetricsF(self._font)

    @property
    def _line_px(self) -> float:
        return self._least_line_px + self._more_px

    @property
    def _least_line_px(self) -> float:
        return max(11.0, round(QFontMetricsF(self.font()).height() * 0.72))

    def fit(self, spare_px: int, *, may_grow: bool) -> None:
        """Make the lines higher by what is spare, or lower where it is below 0; each keeps the height it needs."""
        n_pages = self._view.n_pages if self._view is not None else 20
        most_px = round(self._least_line_px * _TALLEST) - round(self._least_line_px)
        more_px = min(max(self._more_px + spare_px // n_pages, 0), most_px)
        if more_px < self._more_px or (may_grow and more_px > self._more_px):
            self._more_px = more_px
            self.updateGeometry()
            self.update()

    @property
    def _left_px(self) -> float:
        return self._metrics.horizontalAdvance("20") + 8

    @property
    def _right_px(self) -> float:
        return self._metrics.horizontalAdvance("15 ✓") + 12

    @property
    def _top_px(self) -> float:
        return self._metrics.height() + 2

    @property
    def _cell_px(self) -> float:
        n_bins = self._view.n_bins if self._view is not None else 1
        room_px = (self.width() - self._left_px - self._right_px) / n_bins
        return min(max(room_px, 1.0), max(_WIDEST_CELL_PX, self._line_px * 1.6))

    def _wide_px(self, cell_px: float) -> int:
        n_bins = self._view.n_bins if self._view is not None else 15
        return round(self._left_px + self._right_px + n_bins * cell_px)

    def sizeHint(self) -> QSize:
        n_pages = self._view.n_pages if self._view is not None else 20
        return QSize(
            self._wide_px(max(_USUAL_CELL_PX, self._line_px)), round(self._top_px + n_pages * self._line_px + 3)
        )

    def minimumSizeHint(self) -> QSize:
        return QSize(self._wide_px(_LEAST_CELL_PX), self.sizeHint().height())

    def box_of(self, number: int) -> QRectF:
        """Return where a bin is drawn."""
        n_bins = self._view.n_bins if self._view is not None else 1
        page, place = divmod(number, n_bins)
        cell_px = self._cell_px
        return QRectF(
            self._left_px + place * cell_px,
            self._top_px + page * self._line_px,
            cell_px - _GAP_PX,
            self._line_px - _GAP_PX,
        )

    def _page_at(self, y_px: float) -> int | None:
        if self._view is None:
            return None
        page = int((y_px - self._top_px) // self._line_px)
        return page if 0 <= page < self._view.n_pages else None

    def number_at(self, x_px: float, y_px: float) -> int | None:
        """Return the bin under the mouse, None beside all of them."""
        page, view = self._page_at(y_px), self._view
        place = int((x_px - self._left_px) // self._cell_px)
        return (
            page * view.n_bins + place if view is not None and page is not None and 0 <= place < view.n_bins else None
        )

    # hands

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        number = self.number_at(event.position().x(), event.position().y())
        page = self._page_at(event.position().y())
        if number is not None:
            self.bin_asked.emit(number)
        elif page is not None:
            self.page_asked.emit(page)

    def event(self, event: QEvent) -> bool:
        is_asked = event.type() == QEvent.Type.ShortcutOverride
        if is_asked and isinstance(event, QKeyEvent) and self._target(event) is not None:
            event.accept()  # the grid has the keyboard: its arrows move in it
            return True
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            number = self.number_at(event.pos().x(), event.pos().y())
            if number is not None:
                QToolTip.showText(event.globalPos(), self.bin_text(number), self)
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = self._target(event)
        view = self._view
        if number is None or view is None:
            super().keyPressEvent(event)
        elif 0 <= number < len(view.cells) and number != view.current_bin:
            self.bin_asked.emit(number)

    def _target(self, event: QKeyEvent) -> int | None:
        """Return where a key leads; a number out of the grid where there is nothing that way; None for other keys."""
        view = self._view
        if view is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return None
        here = max(view.current_bin, view.current_page * view.n_bins)
        key = Qt.Key(event.key())
        if key in _KEYS:
            pages, bins = _KEYS[key]
            return here + pages * view.n_bins + bins
        if key == Qt.Key.Key_Home:
            return here - here % view.n_bins
        return here - here % view.n_bins + view.n_bins - 1 if key == Qt.Key.Key_End else None

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    # paint

    def paintEvent(self, event: QPaintEvent) -> None:
        view = self._view
        if view is None:
            return
        painter, shades = QPainter(self), focus_shades(self._theme, FOCUS_HUE, N_SHADES)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font)
        self._paint_heads(painter, view)
        for page in range(view.n_pages):
            self._paint_page_texts(painter, view, page)
        cell_font, first, cell_px, line_px = QFont(self._font), self.box_of(0), self._cell_px, self._line_px
        for number, cell in enumerate(view.cells):
            box = first.translated(number % view.n_bins * cell_px, number // view.n_bins * line_px)
            painter.setFont(cell_font)
            self._paint_cell(painter, box, cell, shades)
        self._paint_current(painter, view)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self._theme.accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)

    def _paint_heads(self, painter: QPainter, view: GridView) -> None:
        painter.setPen(QColor(self._theme.quiet))
        height_px, right_px = self._metrics.height(), self.box_of(view.n_bins - 1).right()
        painter.drawText(QPointF(self._left_px, height_px - 3), tr("1 s bins 1–{n_bins}", n_bins=view.n_bins))
        painter.drawText(QPointF(right_px + 5, height_px - 3), f"of {view.n_bins}")

    def _paint_page_texts(self, painter: QPainter, view: GridView, page: int) -> None:
        box, theme = self.box_of(page * view.n_bins), self._theme
        right_px = self.box_of(page * view.n_bins + view.n_bins - 1).right()
        font = QFont(self._font)
        font.setBold(page == view.current_page)
        painter.setFont(font)
        painter.setPen(QColor(theme.accent if page == view.current_page else theme.quiet))
        line = QRectF(0, box.top() - 4, self._left_px - 5, box.height() + 8)
        painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(page + 1))
        if page not in view.read_pages and not view.counts[page]:
            return
        is_met = view.counts_page(page)
        font.setBold(is_met)
        painter.setFont(font)
        painter.setPen(QColor(theme.text_colour(FOCUS_HUE) if is_met else theme.quiet))
        count = QRectF(right_px + 3, box.top() - 4, self._metrics.horizontalAdvance("15") + 2, box.height() + 8)
        painter.drawText(count, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(view.counts[page]))
        if is_met:
            tick = QRectF(count.right() + 2, count.top(), self.width() - count.right(), count.height())
            painter.drawText(tick, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, "✓")

    def _paint_cell(self, painter: QPainter, box: QRectF, cell: Cell, shades: tuple[tuple[str, str], ...]) -> None:
        theme = self._theme
        edge = theme.mark_colour(FOCUS_HUE)
        if cell.state == "spike" and cell.foci:
            self._paint_foci(painter, box, cell, shades)
        elif cell.state == "spike":
            paint_focus(painter, box, theme.page, edge, is_hatched=True)
        elif cell.state == "none":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(mixed(theme.line, theme.page, 0.35)))
            painter.drawRoundedRect(box, 2, 2)
        else:
            painter.setPen(QPen(QColor(theme.line_strong), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 2, 2)
        if cell.is_proposed:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(edge), 1.2, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(box.adjusted(0.6, 0.6, -0.6, -0.6), 2, 2)

    def _paint_foci(self, painter: QPainter, box: QRectF, cell: Cell, shades: tuple[tuple[str, str], ...]) -> None:
        """Paint a stripe for each focus, with its letter where there is room."""
        shown = cell.foci[:3]
        width_px = box.width() / len(shown)
        for k, focus in enumerate(shown):
            fill, ink = shades[focus.shade]
            stripe = QRectF(box.left() + k * width_px, box.top(), width_px, box.height())
            paint_focus(painter, stripe, fill, ink, focus.letter if width_px >= 5 else "")
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self._theme.mark_colour(FOCUS_HUE)), 1))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 2, 2)

    def _paint_current(self, painter: QPainter, view: GridView) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        first = self.box_of(view.current_page * view.n_bins)
        line = first.united(self.box_of(view.current_page * view.n_bins + view.n_bins - 1))
        painter.setPen(QPen(QColor(self._theme.accent), 1))
        painter.drawRect(line.adjusted(-1.5, -1, 1.5, 1))
        if 0 <= view.current_bin < len(view.cells):
            painter.setPen(QPen(QColor(self._theme.ink), 2))
            painter.drawRect(self.box_of(view.current_bin).adjusted(-1, -1, 1, 1))
