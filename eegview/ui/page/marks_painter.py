"""Paint the marks that lie on the page: fill, edges, and a name pinned to the visible part."""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen

from eegview.app.marks.file_notes import SPASM_TERM, NoteReadings
from eegview.app.stage_texts import letter
from eegview.app.themes import Theme
from eegview.clinical.stages import SLEEP_TERM, stage_of
from eegview.model.annotation import FILE_LAYER, FINAL_LAYER, Annotation
from eegview.model.text.language import tr
from eegview.model.vocabulary import Shape, Vocabulary
from eegview.ui.page.geometry import PageGeometry

PATTERNS = {
    "solid": Qt.BrushStyle.SolidPattern,
    "hatch": Qt.BrushStyle.BDiagPattern,
    "dots": Qt.BrushStyle.Dense6Pattern,
    "bars": Qt.BrushStyle.VerPattern,
}
EPOCH_BAND_PX = 6.0  # epochs last minutes: a band above the traces, so that these stay on plain ground
DIMMED_SHARE = 0.65  # how much of the ground is mixed in
MIN_NAME_PX, MOST_NAME_PX = 34.0, 260.0
NAME_GAP_PX = 2.0  # between names
TICK_PX = 6.0  # of a note of a spasm whose text has no room
MAX_NAMED = 60  # beyond that many on one page only edges are drawn: names would cover each other


@dataclass(frozen=True, slots=True)
class MarkStyle:
    """How marks are drawn now.

    author : whose marks are the reviewer's own; "" = all
    readings : what the notes of the file mean; None = nothing
    shown : gives a note's text as it may be shown; None = as it is
    """

    theme: Theme
    vocabulary: Vocabulary
    selected_id: str | None = None
    author: str = ""
    dims_others: bool = False
    readings: NoteReadings | None = None
    shown: Callable[[str], str] | None = None

    def colour(self, mark: Annotation) -> QColor:
        if mark.layer == FILE_LAYER and not self.is_spasm_note(mark):
            return QColor(self.theme.file_note)
        term = self.vocabulary.term(SPASM_TERM if mark.layer == FILE_LAYER else mark.term_id)
        return QColor(self.theme.mark_colour(term.colour if term else "#6b7280"))

    def pattern(self, mark: Annotation) -> Qt.BrushStyle:
        term = self.vocabulary.term(mark.term_id)
        return PATTERNS.get(term.pattern if term else "solid", Qt.BrushStyle.SolidPattern)

    def is_epoch(self, mark: Annotation) -> bool:
        term = self.vocabulary.term(mark.term_id)
        return term is not None and term.shape == Shape.EPOCH

    def is_others(self, mark: Annotation) -> bool:
        """Check whether another reviewer made it: its edges are dashed and its name bears theirs."""
        return bool(self.author) and mark.layer not in (self.author, FILE_LAYER, FINAL_LAYER)

    def is_spasm_note(self, mark: Annotation) -> bool:
        """Check whether it is a note of the file that means a spasm: hollow, as nobody has marked it."""
        return self.readings is not None and self.readings.is_spasm(mark)

    def outline(self, mark: Annotation) -> Qt.PenStyle:
        """Return the edge of a hollow tick: dashed where the note holds a doubt."""
        is_doubtful = self.readings is not None and self.readings.is_doubtful(mark)
        return Qt.PenStyle.DashLine if is_doubtful else Qt.PenStyle.SolidLine

    def note_kind(self, mark: Annotation) -> str:
        """Return what a note of the file is: `file annotation`, `file annotation of a spasm, uncertain`."""
        if not self.is_spasm_note(mark):
            return tr("file annotation")
        return tr(
            "file annotation of a spasm{tr}", tr=tr(", uncertain") if self.outline(mark) is Qt.PenStyle.DashLine else ""
        )

    def note_text(self, mark: Annotation) -> str:
        """Return the text of a note of the file as it may be shown, on one line."""
        text = " ".join(mark.text.split())
        return self.shown(text) if self.shown is not None else text

    def is_dimmed(self, mark: Annotation) -> bool:
        return self.dims_others and self.is_others(mark) and mark.annotation_id != self.selected_id

    def page_colour(self, mark: Annotation) -> QColor:
        """Return the colour on the page: near to the ground for a mark that is dimmed."""
        colour = self.colour(mark)
        if not self.is_dimmed(mark):
            return colour
        ground = QColor(self.theme.page)
        mixed = (
            round(c * (1 - DIMMED_SHARE) + g * DIMMED_SHARE) for c, g in zip(_rgb(colour), _rgb(ground), strict=True)
        )
        return QColor(*mixed)

    def name(self, mark: Annotation) -> str:
        term = self.vocabulary.term(mark.term_id)
        if mark.layer == FILE_LAYER:
            return self.note_text(mark)
        label = term.label if term else mark.term_id
        if mark.term_id == SLEEP_TERM:
            label = f"{label} {letter(stage_of(mark))}".strip()
        if self.is_others(mark) or (self.author and mark.layer == FINAL_LAYER):
            label = f"{label} ({mark.layer})"
        return f"{label}: {mark.text}" if mark.text else label


def _rgb(colour: QColor) -> tuple[int, int, int]:
    return colour.red(), colour.green(), colour.blue()


def paint_marks(
    painter: QPainter,
    marks: Iterable[Annotation],
    geometry: PageGeometry,
    style: MarkStyle,
    rows_of: Callable[[Annotation], list[int]],
) -> list[tuple[float, float]]:
    """Paint what is visible of `marks`; `rows_of` gives the positions of the rows a mark is about, [] = all.

    Returns where names stand in the lane above the traces, (left, right) in logical pixels.
    """
    marks = list(marks)
    top_px, bottom_px = geometry.top_px, geometry.bottom_px
    painter.setClipRect(QRectF(geometry.left_px, 0, geometry.right_px - geometry.left_px, geometry.height_px))
    for mark in marks:
        colour = style.page_colour(mark)
        is_selected = mark.annotation_id == style.selected_id
        x0_px, x1_px = geometry.x_of(mark.onset_s), geometry.x_of(mark.stop_s)
        is_file = mark.layer == FILE_LAYER
        if mark.duration_s > 0 and style.is_epoch(mark):
            _paint_band(painter, x0_px, x1_px, geometry, colour, style.pattern(mark), is_selected)
        elif mark.duration_s > 0 and not is_file:
            _paint_fill(painter, x0_px, x1_px, geometry, colour, style.pattern(mark), rows_of(mark), is_selected)
        pen = QPen(colour, 2 if is_selected else 1)
        pen.setCosmetic(True)
        if is_file:
            pen.setStyle(Qt.PenStyle.DotLine)
        elif style.is_others(mark):
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawLine(QPointF(x0_px, 0 if not is_file else 4), QPointF(x0_px, bottom_px))
        if mark.duration_s > 0 and not is_file:
            painter.drawLine(QPointF(x1_px, top_px), QPointF(x1_px, bottom_px))
        if is_file and style.is_spasm_note(mark):
            _paint_tick(painter, QRectF(x0_px, 2, TICK_PX, top_px - 5), colour, style.outline(mark))
    taken = _paint_names(painter, marks, geometry, style) if len(marks) <= MAX_NAMED else []
    painter.setClipping(False)
    return taken


def _paint_tick(painter: QPainter, area: QRectF, colour: QColor, edge: Qt.PenStyle) -> None:
    """Outline a note of a spasm in the lane of names; it is never filled, as nobody has marked it."""
    pen = QPen(colour, 1, edge)
    pen.setCosmetic(True)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(area)


def _paint_band(
    painter: QPainter,
    x0_px: float,
    x1_px: float,
    geometry: PageGeometry,
    colour: QColor,
    pattern: Qt.BrushStyle,
    is_selected: bool,
) -> None:
    """Paint an epoch as a band above the traces; a selected one tints them a little."""
    fill = QColor(colour)
    fill.setAlpha(150)
    width_px = max(x1_px - x0_px, 1)
    painter.fillRect(QRectF(x0_px, geometry.top_px, width_px, EPOCH_BAND_PX), QBrush(fill, pattern))
    if is_selected:
        fill.setAlpha(18)
        painter.fillRect(QRectF(x0_px, geometry.top_px, width_px, geometry.bottom_px - geometry.top_px), fill)


def _paint_fill(
    painter: QPainter,
    x0_px: float,
    x1_px: float,
    geometry: PageGeometry,
    colour: QColor,
    pattern: Qt.BrushStyle,
    positions: list[int],
    is_selected: bool,
) -> None:
    fill = QColor(colour)
    fill.setAlpha(58 if is_selected else 34)
    bands = [(geometry.centre_of(p) - geometry.row_height_px / 2, geometry.row_height_px) for p in positions]
    for y_px, height_px in bands or [(geometry.top_px, geometry.bottom_px - geometry.top_px)]:
        area = QRectF(x0_px, y_px, max(x1_px - x0_px, 1), height_px)
        painter.fillRect(area, fill)
        if pattern != Qt.BrushStyle.SolidPattern:
            painter.fillRect(area, QBrush(fill, pattern))


def _paint_names(
    painter: QPainter, marks: list[Annotation], geometry: PageGeometry, style: MarkStyle
) -> list[tuple[float, float]]:
    """Write the names at the left edges of the visible parts.

    Where there is no room for all, the selected mark's name stands first, then reviewers' marks, then the recorder's
    notes, each cut where the next one begins.
    """
    taken: list[tuple[float, float]] = []
    plain_px = sorted(geometry.x_of(mark.onset_s) for mark in marks if _is_plain(mark, style))
    base = QFont(painter.font())

    def rank(mark: Annotation) -> tuple[bool, bool]:
        return mark.annotation_id != style.selected_id, _is_plain(mark, style)

    for mark in sorted(marks, key=rank):  # a stable sort: by onset within each rank
        font = QFont(base)
        font.setBold(not _is_plain(mark, style))
        metrics = QFontMetricsF(font)
        name = " ".join(style.name(mark).split())
        x_px = max(geometry.x_of(mark.onset_s), geometry.left_px)
        room_px = _room_px(x_px, geometry, taken)
        if _is_plain(mark, style):  # of two notes close together both are named, the first one shortly
            following = bisect_right(plain_px, x_px + MIN_NAME_PX)
            room_px = min(room_px, plain_px[following] - x_px - NAME_GAP_PX) if following < len(plain_px) else room_px
        if room_px < min(MIN_NAME_PX, metrics.horizontalAdvance(name) + 10):
            continue
        text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room_px - 10)
        width_px = metrics.horizontalAdvance(text) + 10
        taken.append((x_px, x_px + width_px + NAME_GAP_PX))
        painter.setFont(font)
        _paint_name(painter, mark, text, QRectF(x_px, 1, width_px, geometry.top_px - 3), style)
    painter.setFont(base)
    return taken


def _is_plain(mark: Annotation, style: MarkStyle) -> bool:
    return mark.layer == FILE_LAYER or style.is_dimmed(mark)


def _room_px(x_px: float, geometry: PageGeometry, taken: list[tuple[float, float]]) -> float:
    """Return how wide a name at `x_px` may be; 0 where another one stands."""
    if any(start_px <= x_px < stop_px for start_px, stop_px in taken):
        return 0.0
    next_px = min((start_px for start_px, _ in taken if start_px > x_px), default=geometry.right_px)
    return min(next_px, geometry.right_px) - x_px if next_px - x_px < MOST_NAME_PX else MOST_NAME_PX


def _paint_name(painter: QPainter, mark: Annotation, text: str, area: QRectF, style: MarkStyle) -> None:
    colour = QColor(style.theme.quiet) if style.is_dimmed(mark) else style.colour(mark)
    if _is_plain(mark, style):
        ground = QColor(style.theme.page)
        ground.setAlpha(220)
        painter.fillRect(area, ground)
        if mark.layer == FILE_LAYER and style.is_spasm_note(mark):
            _paint_tick(painter, area.adjusted(0.5, 0.5, -0.5, -0.5), colour, style.outline(mark))
        painter.setPen(colour)
    else:
        painter.fillRect(area, colour)
        painter.setPen(QColor(style.theme.text_on(colour.name())))
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
