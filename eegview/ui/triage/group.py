"""The candidate's group above the page: what it is, from when to when, a chip for each of its members."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolTip, QWidget

from eegview.app.suggestions.suggestions import Suggestion
from eegview.app.suggestions.triage import Triage
from eegview.app.themes import Theme
from eegview.model.recording import Recording
from eegview.model.text.language import tr
from eegview.ui.suggestions.texts import shown_chips
from eegview.ui.suggestions.view_data import ChipState, ShownChip
from eegview.ui.triage.buttons import key_text
from eegview.ui.window.actions import Actions
from eegview.ui.window.study.open_study import clock_text

_SIGNS = {ChipState.ACCEPTED: "✓ ", ChipState.REJECTED: "✕ ", ChipState.UNSURE: "? ", ChipState.OPEN: ""}
_GAP_PX = 6
_LEAST_CHIPS = 5


class TriageChips(QWidget):
    """A line of chips; of a long group what lies around the current one is shown, with counts at the ends."""

    chosen = Signal(int)  # index into the chips given

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("triage.chips")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._theme, self._colour = theme, "#c2410c"
        self._chips: tuple[ShownChip, ...] = ()

    @property
    def chips(self) -> tuple[ShownChip, ...]:
        return self._chips

    def show_chips(self, chips: Sequence[ShownChip], colour: str) -> None:
        """Show these candidates; `colour` ("#rrggbb" in the paper theme) is that of their term."""
        self._chips, self._colour = tuple(chips), colour
        self.update()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(round(self._chip_width_px() * 10), metrics.height() * 2 + 10)

    @property
    def least_px(self) -> int:
        """Return the width in which a group can be overlooked: the current chip with some on both sides."""
        return round(min(len(self._chips), _LEAST_CHIPS) * (self._chip_width_px() + _GAP_PX) + 2 * self._end_px())

    def _chip_width_px(self) -> float:
        return QFontMetricsF(self.font()).horizontalAdvance("✓ 000") + 14

    def _window(self) -> tuple[int, int]:
        """Return which chips are shown, half-open, the current one about in the middle."""
        fits = max(1, int((self.width() - 2 * self._end_px()) // (self._chip_width_px() + _GAP_PX)))
        if len(self._chips) <= fits:
            return 0, len(self._chips)
        current = next((i for i, chip in enumerate(self._chips) if chip.is_current), 0)
        first = min(max(current - fits // 2, 0), len(self._chips) - fits)
        return first, first + fits

    def _end_px(self) -> float:
        """Return the width of the text at either end of a long group."""
        width_px = self._chip_width_px() + _GAP_PX
        return (
            QFontMetricsF(self.font()).horizontalAdvance(tr("00000 more")) + 8
            if (len(self._chips) * width_px > self.width())
            else 0.0
        )

    def _areas(self) -> list[tuple[int, QRectF]]:
        first, stop = self._window()
        width_px, left_px = self._chip_width_px(), self._end_px() if first else 2.0
        return [
            (i, QRectF(left_px + k * (width_px + _GAP_PX), 2, width_px, self.height() - 4))
            for k, i in enumerate(range(first, stop))
        ]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        areas = self._areas()
        for index, area in areas:
            self._paint_chip(painter, self._chips[index], area)
        if not areas:
            return
        painter.setPen(QColor(self._theme.quiet))
        middle = Qt.AlignmentFlag.AlignVCenter
        if areas[0][0] > 0:
            before = QRectF(0, 0, areas[0][1].left() - 4, self.height())
            painter.drawText(before, middle | Qt.AlignmentFlag.AlignLeft, f"{areas[0][0]} more")
        n_after = len(self._chips) - areas[-1][0] - 1
        if n_after:
            after = QRectF(areas[-1][1].right() + 8, 0, self.width(), self.height())
            painter.drawText(after, middle | Qt.AlignmentFlag.AlignLeft, f"{n_after} more")

    def _paint_chip(self, painter: QPainter, chip: ShownChip, area: QRectF) -> None:
        theme, shown = self._theme, self._theme.mark_colour(self._colour)
        colour, on_page, on_it = QColor(shown), QColor(theme.text_colour(self._colour)), QColor(theme.text_on(shown))
        is_accepted, is_rejected = chip.state is ChipState.ACCEPTED, chip.state is ChipState.REJECTED
        ink = on_it if is_accepted else QColor(theme.quiet) if is_rejected else on_page
        style = Qt.PenStyle.DashLine if chip.state is ChipState.OPEN else Qt.PenStyle.SolidLine
        painter.setPen(QPen(QColor(theme.edge) if is_rejected else colour, 1.2, style))
        painter.setBrush(colour if is_accepted else QColor(theme.ground if is_rejected else theme.page))
        painter.drawRoundedRect(area.adjusted(2, 2, -2, -2), 5, 5)
        if chip.is_current:
            painter.setPen(QPen(QColor(theme.accent), 3))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        font = QFont(self.font())
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(ink)
        upper = QRectF(area.left(), area.top() + 3, area.width(), (area.height() - 6) * (0.55 if chip.score else 1))
        painter.drawText(upper, Qt.AlignmentFlag.AlignCenter, _SIGNS[chip.state] + chip.text)
        if chip.score:
            font.setBold(False)
            font.setPixelSize(round(font.pixelSize() * 0.85))
            painter.setFont(font)
            lower = QRectF(area.left(), upper.bottom() - 2, area.width(), area.bottom() - upper.bottom())
            painter.setPen(ink if is_accepted else QColor(theme.quiet))
            painter.drawText(lower, Qt.AlignmentFlag.AlignCenter, chip.score)

    def _index_at(self, x_px: float) -> int | None:
        return next((i for i, area in self._areas() if area.left() <= x_px <= area.right()), None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self._index_at(event.position().x())
        if index is not None:
            self.chosen.emit(index)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            index = self._index_at(event.pos().x())
            if index is not None:
                QToolTip.showText(event.globalPos(), self._chips[index].tip, self)
                return True
        return super().event(event)


class GroupLine(QWidget):
    """A line with the group's title and extent, its chips, and the keys that judge all of it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("triage.group")
        self.title, self.extent, self.keys = QLabel(), QLabel(), QLabel()
        self.title.setProperty("role", "strong")
        self.extent.setProperty("role", "quiet")
        self.keys.setProperty("role", "quiet")
        self.title.setObjectName("triage.group.title")
        self.extent.setObjectName("triage.group.facts")
        self.chips = TriageChips(theme)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 12, 2)
        layout.setSpacing(10)
        for widget in (self.title, self.extent):
            layout.addWidget(widget)
        layout.addWidget(self.chips, 1)
        layout.addWidget(self.keys)

    def show_group(self, title: str, extent: str, keys: str) -> None:
        self.title.setText(title)
        self.extent.setText(extent)
        self.keys.setText(keys)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Leave the keys out, which the legend has as well, where the chips need their room."""
        texts_px = sum(label.sizeHint().width() + 10 for label in (self.title, self.extent, self.keys))
        self.keys.setVisible(texts_px + self.chips.least_px <= self.width())


class TriageGroup:
    """Shows the group of the candidate looked at.

    colour_of : returns the colour of a term, "#rrggbb"
    """

    def __init__(
        self, line: GroupLine, actions: Actions, recording: Recording, triage: Triage, colour_of: Callable[[str], str]
    ) -> None:
        self._line, self._actions, self._recording, self._triage = line, actions, recording, triage
        self._colour_of = colour_of
        self._clocks: dict[float, str] = {}

    @property
    def members(self) -> tuple[Suggestion, ...]:
        """Return the group as its chips stand: in order of time, in whatever order it is gone through."""
        return tuple(sorted(self._triage.group, key=lambda s: (s.detection.onset_s, s.detection.number)))

    def show(self, current: Suggestion) -> None:
        """Show the group; while scores are hidden its chips bear none."""
        line, keys, members = self._line, self._actions.keys_of, self.members
        n_members = len(members)
        times = [self._clock(s.detection.onset_s) for s in members]
        onsets_s = [s.detection.onset_s for s in members]
        first, last = self._clock(min(onsets_s)), self._clock(max(onsets_s))
        extent = f"{n_members} suggestions · {first} – {last}" if n_members > 1 else first
        accept, reject = key_text(keys("triage.accept_group")), key_text(keys("triage.reject_group"))
        whole = f"{accept} accepts the rest · {reject} rejects the rest" if n_members > 1 else ""
        line.show_group(self._triage.group_title or "Single suggestion", extent, whole)
        verdicts = {s.detection.number: s.verdict for s in members if s.verdict is not None}
        detections = [s.detection for s in members]
        chips = shown_chips(detections, current.detection, verdicts, times, self._triage.is_blind)
        line.chips.show_chips(chips, self._colour_of(current.detection.term_id))

    def _clock(self, time_s: float) -> str:
        """Return the time as people read it; kept, as a group of hundreds is shown with each card."""
        if time_s not in self._clocks:
            self._clocks[time_s] = clock_text(self._recording, round(time_s))
        return self._clocks[time_s]
