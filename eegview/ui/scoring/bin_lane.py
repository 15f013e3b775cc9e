"""The bins of the page as a lane below it: each with its focus, a spike without one, or a dash."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from eegview.app.themes import Theme
from eegview.model.text.language import tr
from eegview.ui.page.trace_view import TraceView

NO_SPIKE, UNNAMED, OTHER_NONE = "–", "spike", "none"
_GAP_PX, _ROUND_PX = 3.0, 3.0


@dataclass(frozen=True, slots=True)
class LaneBins:
    """What the lane shows of one page.

    marked : foci of each bin with a spike, by its number on the page; () = no focus named
    proposed : likewise, of bins for which a detector proposes a spike and that the reader left open
    counter, rule : "9 / 15 bins" and "page counts (≥ 8)"
    colour : of what is marked, "#rrggbb" in the paper theme
    """

    n_bins: int = 0
    current: int = -1
    marked: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    none: frozenset[int] = frozenset()
    proposed: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    counter: str = ""
    rule: str = ""
    is_met: bool = False
    colour: str = "#6d28a8"

    def text(self, number: int) -> str:
        """Return what stands in a bin."""
        if number in self.marked:
            return "+".join(self.marked[number]) or UNNAMED
        return ("+".join(self.proposed[number]) or UNNAMED) + "?" if number in self.proposed else NO_SPIKE

    def tip(self, number: int) -> str:
        """Return the same as a sentence."""
        what = tr("no spike marked")
        if number in self.marked:
            foci = ", ".join(self.marked[number])
            what = f"spike, {foci}" if foci else tr("spike, no focus named")
        elif number in self.proposed:
            what = tr("a detector proposes a spike, {focus}", focus=", ".join(self.proposed[number]) or tr("no focus"))
        elif number in self.none:
            what = tr("marked as without a spike")
        return tr("Bin {number} of {n_bins}: {what}", number=number + 1, n_bins=self.n_bins, what=what)


class BinLane(QWidget):
    """Stands under the page, on its time axis; a click asks for a bin.

    page : whose geometry the bins follow
    """

    bin_asked = Signal(int)

    def __init__(self, page: TraceView, theme: Callable[[], Theme]) -> None:
        super().__init__()
        self.setObjectName("score.lane")
        self.setAccessibleName(tr("Spike bins of the page"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self._page, self._theme = page, theme
        self.bins = LaneBins()
        page.resized.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(400, round(self.fontMetrics().height() * 1.6) + 8)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()

    def show_bins(self, bins: LaneBins) -> None:
        """Show the bins of a page; only what changed is painted."""
        before, self.bins = self.bins, bins
        self.setAccessibleDescription(bins.tip(bins.current) if bins.current >= 0 else "")
        if (before.n_bins, before.counter, before.rule) != (bins.n_bins, bins.counter, bins.rule):
            self.update()
            return
        for number in range(bins.n_bins):
            is_same = before.text(number) == bins.text(number)
            was_current, is_current = before.current == number, bins.current == number
            box = self.box_of(number)
            if box is not None and (not is_same or was_current != is_current):
                self.update(box.adjusted(-4, -6, 4, 6).toAlignedRect())

    def box_of(self, number: int) -> QRectF | None:
        """Return where a bin is drawn; None while no page is shown."""
        geometry = self._page.geometry_of_page()
        if geometry is None or not self.bins.n_bins:
            return None
        width_px = (geometry.right_px - geometry.left_px) / self.bins.n_bins
        left_px = geometry.left_px + number * width_px
        return QRectF(left_px + _GAP_PX / 2, 3, width_px - _GAP_PX, self.height() - 7)

    def _number_at(self, x_px: float) -> int | None:
        geometry = self._page.geometry_of_page()
        if geometry is None or not self.bins.n_bins or not geometry.left_px <= x_px < geometry.right_px:
            return None
        return int((x_px - geometry.left_px) / (geometry.right_px - geometry.left_px) * self.bins.n_bins)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = self._number_at(event.position().x())
        if number is not None and event.button() == Qt.MouseButton.LeftButton:
            self.bin_asked.emit(number)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        number = self._number_at(event.position().x())
        QToolTip.showText(event.globalPosition().toPoint(), "" if number is None else self.bins.tip(number), self)

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme()
        painter.fillRect(event.rect(), QColor(theme.page))
        geometry = self._page.geometry_of_page()
        if geometry is None or not self.bins.n_bins:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        strong = QFont(self.font())
        strong.setWeight(QFont.Weight.DemiBold)
        painter.setFont(strong)
        painter.setPen(QColor(theme.ink))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(2, 0, geometry.left_px - 12, self.height()), right, tr("Spike bins"))
        for number in range(self.bins.n_bins):
            box = self.box_of(number)
            if box is not None and box.adjusted(-4, -6, 4, 6).toAlignedRect().intersects(event.rect()):
                self._paint_bin(painter, number, box, theme, strong)
        self._paint_counter(painter, geometry.width_px, theme, strong)

    def _paint_bin(self, painter: QPainter, number: int, box: QRectF, theme: Theme, strong: QFont) -> None:
        bins = self.bins
        fill = QColor(theme.mark_colour(bins.colour))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        ink = QColor(theme.quiet)
        if number in bins.marked:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(fill)
            ink = QColor(theme.text_on(fill.name()))
        elif number in bins.proposed:
            painter.setPen(QPen(fill, 1.2, Qt.PenStyle.DashLine))
            ink = QColor(theme.text_colour(bins.colour))
        else:
            painter.setPen(QPen(QColor(theme.line_strong), 1))
        painter.drawRoundedRect(box, _ROUND_PX, _ROUND_PX)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if number == bins.current:
            painter.setPen(QPen(QColor(theme.accent), 2.5))
            painter.drawRoundedRect(box.adjusted(-1.5, -1.5, 1.5, 1.5), _ROUND_PX, _ROUND_PX)
        self._write(painter, bins.text(number), box, strong, ink)

    @staticmethod
    def _write(painter: QPainter, text: str, box: QRectF, font: QFont, ink: QColor) -> None:
        """Write `text` into `box`, smaller where it would not fit."""
        share = (box.width() - 4) / max(QFontMetricsF(font).horizontalAdvance(text), 1.0)
        fitting = QFont(font)
        if share < 1:
            fitting.setPixelSize(max(6, int(font.pixelSize() * share)))
        painter.setFont(fitting)
        painter.setPen(ink)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_counter(self, painter: QPainter, left_px: float, theme: Theme, strong: QFont) -> None:
        """Write how many bins the page has, under the column of amplitudes."""
        left_px += 8
        bins, width_px = self.bins, self.width() - left_px - 8
        if width_px < 20:
            return
        half_px = self.height() / 2
        left = Qt.AlignmentFlag.AlignLeft
        self._write_line(painter, bins.counter, QRectF(left_px, 0, width_px, half_px), strong,
                         QColor(theme.text_colour(bins.colour) if bins.is_met else theme.ink), left)  # fmt: skip
        plain = QFont(self.font())
        self._write_line(painter, bins.rule, QRectF(left_px, half_px, width_px, half_px), plain,
                         QColor(theme.quiet), left)  # fmt: skip

    @staticmethod
    def _write_line(
        painter: QPainter, text: str, area: QRectF, font: QFont, ink: QColor, side: Qt.AlignmentFlag
    ) -> None:
        fitting = QFont(font)
        metrics = QFontMetricsF(font)
        share = min(area.width() / max(metrics.horizontalAdvance(text), 1.0), area.height() / metrics.height())
        if share < 1:
            fitting.setPixelSize(max(6, int(font.pixelSize() * share)))
        painter.setFont(fitting)
        painter.setPen(ink)
        painter.drawText(area, side | Qt.AlignmentFlag.AlignVCenter, text)
