"""The bins of two readers on one grid, a page a line: a letter and a pattern say who saw a spike."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QKeyCombination, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from eegview.app.scoring.second.comparison import BinBy, SheetComparison
from eegview.app.themes import Theme
from eegview.model.text.language import tr
from eegview.ui.overview.painter import small_font
from eegview.ui.widgets.kept_keys import keeps_key

LETTERS = {BinBy.BOTH: "AB", BinBy.A_ONLY: "A", BinBy.B_ONLY: "B", BinBy.NEITHER: "", BinBy.NOT_COMPARED: "·"}
TEXTS = {
    BinBy.BOTH: tr("both saw a spike"),
    BinBy.A_ONLY: tr("only A saw a spike"),
    BinBy.B_ONLY: tr("only B saw a spike"),
    BinBy.NEITHER: tr("neither saw a spike"),
    BinBy.NOT_COMPARED: tr("not compared: not read by both"),
}
_PATTERNS = {BinBy.A_ONLY: Qt.BrushStyle.BDiagPattern, BinBy.B_ONLY: Qt.BrushStyle.FDiagPattern}
_KEYS = (
    *(Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down),
    *(Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_N),
)
_BACK = QKeyCombination(Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_N)
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class ComparisonGrid(QWidget):
    """Shows where two readers differ; a click, or Enter on the framed bin, opens that bin.

    current : number of the framed bin
    """

    bin_asked = Signal(int)

    def __init__(self, theme: Callable[[], Theme]) -> None:
        super().__init__()
        self.setObjectName("score.comparison.grid")
        self.setAccessibleName(tr("Bins of both readers, a page a line"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self._theme = theme
        self._found: SheetComparison | None = None
        self.current = 0

    def show_comparison(self, found: SheetComparison) -> None:
        """Show a comparison, with the first difference framed."""
        self._found = found
        self.current = next(iter(found.differing), 0)
        self.updateGeometry()
        self._describe()
        self.update()

    @property
    def _n_bins(self) -> int:
        return self._found.a.n_bins if self._found is not None else 15

    @property
    def _n_pages(self) -> int:
        return self._found.a.n_pages if self._found is not None else 20

    @property
    def _cell(self) -> tuple[float, float]:
        """Return width and height of a cell (logical pixels), which follow the size of text."""
        metrics = QFontMetricsF(self._font)
        return metrics.horizontalAdvance("AB") + 6, metrics.height() + 2

    @property
    def _left_px(self) -> float:
        return QFontMetricsF(self._font).horizontalAdvance("00") + 8

    @property
    def _font(self) -> QFont:
        return small_font(self.font())

    def sizeHint(self) -> QSize:
        width_px, height_px = self._cell
        return QSize(round(self._left_px + self._n_bins * width_px + 4), round((self._n_pages + 1) * height_px + 4))

    def box_of(self, number: int) -> QRectF:
        """Return where a bin is drawn."""
        width_px, height_px = self._cell
        page, place = divmod(number, self._n_bins)
        return QRectF(self._left_px + place * width_px, (page + 1) * height_px, width_px - 1.5, height_px - 1.5)

    def number_under(self, x_px: float, y_px: float) -> int | None:
        """Return the bin under a point, None beside all of them."""
        width_px, height_px = self._cell
        page, place = int(y_px // height_px) - 1, int((x_px - self._left_px) // width_px)
        is_in = x_px >= self._left_px and 0 <= page < self._n_pages and place < self._n_bins
        return page * self._n_bins + place if is_in else None

    def text_of(self, number: int) -> str:
        """Return what is said of a bin: `Page 3, bin 7: only A saw a spike (P4)`."""
        found = self._found
        if found is None:
            return ""
        page, place = divmod(number, self._n_bins)
        held = (found.a.bins.get(number), found.b.bins.get(number))
        foci = [f"{name}: {', '.join(one.foci)}" for name, one in zip("AB", held, strict=True) if one and one.foci]
        named = f" ({'; '.join(foci)})" if foci else ""
        return tr(
            "Page {page}, bin {place}: {texts}{named}",
            page=page + 1,
            place=place + 1,
            texts=TEXTS[found.bins[number]],
            named=named,
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme, found = QPainter(self), self._theme(), self._found
        painter.fillRect(self.rect(), QColor(theme.page))
        if found is None:
            return
        painter.setFont(self._font)
        width_px, height_px = self._cell
        painter.setPen(QColor(theme.quiet))
        for place in range(0, self._n_bins, 5):
            box = QRectF(self._left_px + place * width_px, 0, width_px * 2, height_px)
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, f"{place + 1}")
        for page in range(self._n_pages):
            painter.setPen(QColor(theme.quiet))
            box = QRectF(0, (page + 1) * height_px, self._left_px - 5, height_px)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{page + 1}")
        for number, by in enumerate(found.bins):
            self._paint_bin(painter, theme, number, by)
        here = self.box_of(self.current)
        painter.setPen(QPen(QColor(theme.accent if self.hasFocus() else theme.ink), 2 if self.hasFocus() else 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(here.adjusted(-1, -1, 1, 1))

    def _paint_bin(self, painter: QPainter, theme: Theme, number: int, by: BinBy) -> None:
        box = self.box_of(number)
        ink = QColor(theme.ink)
        if by is BinBy.BOTH:
            fill = QColor(theme.mark_colour(SPIKE_COLOUR))
            painter.fillRect(box, fill)
            ink = QColor(theme.text_on(fill.name()))
        elif by in _PATTERNS:
            painter.fillRect(box, QBrush(QColor(theme.line_strong), _PATTERNS[by]))
            painter.setPen(
                QPen(QColor(theme.edge), 1, Qt.PenStyle.DashLine if by is BinBy.B_ONLY else Qt.PenStyle.SolidLine)
            )
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
        else:
            painter.setPen(QPen(QColor(theme.line), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
            ink = QColor(theme.quiet)
        if text := LETTERS[by]:
            if by in _PATTERNS:  # the letter is read on a quiet ground, not on the hatching
                width_px = QFontMetricsF(self._font).horizontalAdvance(text) + 4
                ground = QRectF(box.center().x() - width_px / 2, box.top() + 1.5, width_px, box.height() - 3)
                painter.fillRect(ground, QColor(theme.page))
            painter.setPen(ink)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    # hands

    def go(self, number: int) -> None:
        """Frame a bin."""
        if self._found is not None:
            self.current = min(max(number, 0), len(self._found.bins) - 1)
            self._describe()
            self.update()

    def go_to_difference(self, step: int) -> None:
        """Frame the next bin in which the readers differ, or the previous one."""
        found = self._found
        if found is not None:
            after = [n for n in found.differing[::step] if (n - self.current) * step > 0]
            if after:
                self.go(after[0])

    def _describe(self) -> None:
        self.setAccessibleDescription(self.text_of(self.current))
        self.setStatusTip(self.text_of(self.current))

    def event(self, event: QEvent) -> bool:
        """Keep the keys of the grid, though the workbench has commands on them."""
        is_back = isinstance(event, QKeyEvent) and event.keyCombination() == _BACK
        if event.type() == QEvent.Type.ShortcutOverride and is_back:
            event.accept()
            return True
        return keeps_key(event, _KEYS) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in _STEPS:
            self.go(self.current + _STEPS[Qt.Key(key)])
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.go(self.current + (self._n_bins if key == Qt.Key.Key_Down else -self._n_bins))
        elif key == Qt.Key.Key_N:
            self.go_to_difference(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.bin_asked.emit(self.current)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = self.number_under(event.position().x(), event.position().y())
        if event.button() == Qt.MouseButton.LeftButton and number is not None:
            self.go(number)
            self.bin_asked.emit(number)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        number = self.number_under(event.position().x(), event.position().y())
        if number is not None:
            QToolTip.showText(event.globalPosition().toPoint(), self.text_of(number), self)

    def changeEvent(self, event: QEvent) -> None:
        """Draw all anew where theme or size of text changed."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange, QEvent.Type.PaletteChange):
            self.updateGeometry()
            self.update()


SPIKE_COLOUR = "#6d28a8"  # that of hypsarrhythmia in the vocabulary, as in the grid of one reader
