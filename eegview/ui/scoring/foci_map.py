"""The foci of the epoch on a head seen from above, and as a list with bins and pages."""

from collections.abc import Sequence
from math import sqrt

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QHelpEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QToolTip, QVBoxLayout, QWidget

from eegview.app.scoring.side.grid import FOCUS_HUE, HEAD_ELECTRODES, N_SHADES, Focus, place_of
from eegview.app.scoring.side.texts import count_text, foci_spoken
from eegview.app.themes import Theme
from eegview.model.text.language import tr
from eegview.ui.overview.painter import small_font
from eegview.ui.scoring.card_frame import EvidenceLabel, Swatch, focus_shades, plain_label

_REACH = 1.2  # of the ring: the nose above, discs at the edge
_LEAST_DISC, _MOST_DISC = 0.16, 0.26  # of the ring
_LINES = 8.0  # of text, as high as the head would like to be


class FociHead(QWidget):
    """Paints a disc at each focus, as large as its share of bins, with their number."""

    asked = Signal(str)  # the electrode of a focus

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("score.head")
        self.setAccessibleName(tr("Foci on the head"))
        self._theme = theme
        self._foci: tuple[Focus, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        """Draw in the colours of a theme."""
        self._theme = theme
        self.update()

    def show_foci(self, foci: Sequence[Focus]) -> None:
        """Show these foci; those at no known place are in the list alone."""
        self._foci = tuple(foci)
        self.setAccessibleDescription(foci_spoken(self._foci))
        self.update()

    def sizeHint(self) -> QSize:
        side_px = round(self.fontMetrics().height() * _LINES)
        return QSize(side_px, side_px)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @property
    def _radius_px(self) -> float:
        return min(self.width(), self.height()) / 2 / _REACH

    def _point(self, place: tuple[float, float]) -> QPointF:
        radius_px = self._radius_px
        middle = QPointF(self.width() / 2, self.height() / 2 + radius_px * 0.05)
        return QPointF(middle.x() + place[0] * radius_px, middle.y() - place[1] * radius_px)

    def _disc_px(self, focus: Focus) -> float:
        """Return the radius of a disc: its area follows the number of bins."""
        most = max((other.n_bins for other in self._foci), default=1)
        share = sqrt(focus.n_bins / most) if most else 0.0
        return self._radius_px * max(_LEAST_DISC, _MOST_DISC * share)

    def focus_at(self, x_px: float, y_px: float) -> Focus | None:
        """Return the focus whose disc is there, the smaller one where two overlap."""
        hit = []
        for focus in self._foci:
            if focus.place is not None:
                point = self._point(focus.place)
                if (point.x() - x_px) ** 2 + (point.y() - y_px) ** 2 <= self._disc_px(focus) ** 2:
                    hit.append(focus)
        return min(hit, key=lambda focus: focus.n_bins, default=None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        focus = self.focus_at(event.position().x(), event.position().y())
        if event.button() == Qt.MouseButton.LeftButton and focus is not None:
            self.asked.emit(focus.electrode)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            focus = self.focus_at(event.pos().x(), event.pos().y())
            QToolTip.showText(event.globalPos(), foci_spoken((focus,)) if focus is not None else "", self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius_px, middle = self._radius_px, self._point((0.0, 0.0))
        painter.setPen(QPen(QColor(self._theme.edge), 1.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(middle, radius_px * 1.05, radius_px * 1.05)
        nose = QPainterPath(QPointF(middle.x() - radius_px * 0.1, middle.y() - radius_px * 1.045))
        nose.lineTo(middle.x(), middle.y() - radius_px * 1.15)
        nose.lineTo(middle.x() + radius_px * 0.1, middle.y() - radius_px * 1.045)
        painter.drawPath(nose)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.quiet))
        for name in HEAD_ELECTRODES:
            place = place_of(name)
            if place is not None:
                painter.drawEllipse(self._point(place), 1.4, 1.4)
        shades = focus_shades(self._theme, FOCUS_HUE, N_SHADES)
        font = QFont(small_font(self.font()))
        font.setBold(True)
        painter.setFont(font)
        for focus in self._foci:
            if focus.place is None:
                continue
            fill, ink = shades[focus.shade]
            point, disc_px = self._point(focus.place), self._disc_px(focus)
            painter.setPen(QPen(QColor(self._theme.mark_colour(FOCUS_HUE)), 1))
            painter.setBrush(QColor(fill))
            painter.drawEllipse(point, disc_px, disc_px)
            painter.setPen(QColor(ink))
            box = QRectF(point.x() - 20, point.y() - 20, 40, 40)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(focus.n_bins))


class FociMap(QWidget):
    """The head, and below it the list: letter, electrode (opens its next bin), bins, pages.

    note : stands below the list
    """

    focus_asked = Signal(str)

    def __init__(self, theme: Theme, note: QWidget) -> None:
        super().__init__()
        self._theme = theme
        self.head = FociHead(theme)
        self.head.asked.connect(self.focus_asked)
        self.needed = plain_label("quiet")
        self.needed.setObjectName("score.foci.needed")
        self._lines: list[tuple[Swatch, EvidenceLabel, EvidenceLabel]] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.head)
        layout.addWidget(self.needed)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(1)
        self._grid.setColumnStretch(2, 1)
        layout.addLayout(self._grid)
        layout.addWidget(note)
        layout.addStretch(1)

    @property
    def n_lines(self) -> int:
        """Return how many lines were made so far, shown or not."""
        return len(self._lines)

    @property
    def texts(self) -> list[str]:
        """Return the lines of the list that are shown."""
        return [f"{name.plain} {counts.plain}" for _swatch, name, counts in self._lines if not name.isHidden()]

    def set_theme(self, theme: Theme) -> None:
        """Draw in the colours of a theme."""
        self._theme = theme
        self.head.set_theme(theme)

    def show_foci(self, foci: Sequence[Focus], needed: str) -> None:
        """Show the foci, and how many the rule needs."""
        self.head.show_foci(foci)
        self.needed.setText(needed)
        while len(self._lines) < len(foci):
            self._add_line()
        shades, edge = focus_shades(self._theme, FOCUS_HUE, N_SHADES), self._theme.mark_colour(FOCUS_HUE)
        for number, (swatch, name, counts) in enumerate(self._lines):
            is_shown = number < len(foci)
            for part in (swatch, name, counts):
                part.setVisible(is_shown)
            if is_shown:
                focus = foci[number]
                swatch.show_look(*shades[focus.shade], focus.letter, edge=edge)
                name.show_parts((focus.electrode, focus.electrode))
                name.setToolTip(tr("Go to the next bin with {electrode}", electrode=focus.electrode))
                counts.show_parts(f"{count_text(focus.n_bins, 'bin')} · {count_text(focus.n_pages, 'page')}")

    def _add_line(self) -> None:
        swatch, name, counts = Swatch(), EvidenceLabel("strong"), EvidenceLabel("quiet")
        counts.setWordWrap(False)
        name.setWordWrap(False)
        name.asked.connect(self._open)
        row = len(self._lines)
        for column, part in enumerate((swatch, name, counts)):
            self._grid.addWidget(part, row, column)
        self._lines.append((swatch, name, counts))

    def _open(self, electrode: object) -> None:
        if isinstance(electrode, str):
            self.focus_asked.emit(electrode)
