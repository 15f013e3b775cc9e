"""The marks of a page on paper: their extent behind the traces, their names above."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eegview.app.contrast import text_on
from eegview.app.page.picture_frame import LANE_PX, FrameRoom, plain
from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.display.page import PageResult
from eegview.model.span import Span
from eegview.model.vocabulary import Shape, Vocabulary

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_NAMED = 60  # beyond that many on one page only edges are drawn: names would cover each other
_PATTERNS = {"solid": "", "hatch": "//", "dots": "..", "bars": "||"}
_NOTE_COLOUR, _OTHER_COLOUR = "#4b5563", "#6b7280"
_NAME_COLOURS = "#ffffff", "#111111"  # of a name on its colour, whichever can be read
_PX_A_LETTER, _PAD_PX, _MOST_NAME_PX = 5.6, 8.0, 260.0
_PX_A_LANE = 220  # of the picture's height: a low page keeps its room for traces
_MOST_LANES = 4
_BAND_PX = 5.0

Lanes = Sequence[tuple[Annotation, int]]


@dataclass(frozen=True, slots=True)
class PictureMarks:
    """The marks that a picture may show.

    vocabulary : for their names and colours; None = no marks
    author : whose marks need no name beside them; "" = nobody's, where several readers marked
    """

    marks: tuple[Annotation, ...] = ()
    vocabulary: Vocabulary | None = None
    author: str = ""

    def on(self, span: Span) -> tuple[Annotation, ...]:
        """Return the marks that lie on a page, by onset."""
        if self.vocabulary is None:
            return ()
        found = (m for m in self.marks if m.onset_s < span.stop_s and (m.stop_s > span.start_s or _is_at(m, span)))
        return tuple(sorted(found, key=lambda mark: (mark.onset_s, mark.annotation_id)))

    def name(self, mark: Annotation) -> str:
        """Return what stands above a mark: its term, whose it is where that is another reader, its note."""
        if mark.layer == FILE_LAYER:
            return plain(mark.text)
        term = self.vocabulary.term(mark.term_id) if self.vocabulary else None
        label = term.label if term else mark.term_id
        if mark.layer not in ("", self.author) and (self.author or self._has_readers()):
            label = f"{label} ({mark.layer})"
        return plain(f"{label}: {mark.text}" if mark.text else label)

    def _has_readers(self) -> bool:
        """Whether several readers' marks are among these."""
        return len({mark.layer for mark in self.marks} - {FILE_LAYER, ""}) > 1

    def colour(self, mark: Annotation) -> str:
        if mark.layer == FILE_LAYER:
            return _NOTE_COLOUR
        term = self.vocabulary.term(mark.term_id) if self.vocabulary else None
        return term.colour if term else _OTHER_COLOUR

    def pattern(self, mark: Annotation) -> str:
        term = self.vocabulary.term(mark.term_id) if self.vocabulary else None
        return _PATTERNS.get(term.pattern if term else "solid", "")

    def is_epoch(self, mark: Annotation) -> bool:
        term = self.vocabulary.term(mark.term_id) if self.vocabulary else None
        return term is not None and term.shape is Shape.EPOCH


def _is_at(mark: Annotation, span: Span) -> bool:
    """Check whether a point lies on the page."""
    return mark.duration_s <= 0 and mark.onset_s >= span.start_s


def name_lanes(
    page: PageResult, marks: PictureMarks, width_px: int, height_px: int, is_figure: bool = False
) -> list[tuple[Annotation, int]]:
    """Return the marks whose names are written, and in which line above the traces each stands, the lowest first.

    Where all lines are taken, the name is left out; the mark's edges stay.
    """
    found = marks.on(page.request.span)
    if len(found) > MOST_NAMED:
        return []
    room = FrameRoom(width_px, height_px, is_figure=is_figure)
    n_lanes = max(1, min(_MOST_LANES, height_px // _PX_A_LANE)) + is_figure
    ends_px = [float("-inf")] * n_lanes
    lanes: list[tuple[Annotation, int]] = []
    for mark in found:
        x_px = _x_px(mark, page, room)
        lane = next((number for number, end_px in enumerate(ends_px) if end_px <= x_px), None)
        if lane is not None:
            ends_px[lane] = x_px + _name_px(marks.name(mark)) + 2
            lanes.append((mark, lane))
    return lanes


def _x_px(mark: Annotation, page: PageResult, room: FrameRoom) -> float:
    span = page.request.span
    return (max(mark.onset_s, span.start_s) - span.start_s) / span.duration_s * room.traces_width_px


def _name_px(name: str) -> float:
    return min(len(name) * _PX_A_LETTER + _PAD_PX, _MOST_NAME_PX)


def _shortened(name: str, room_px: float) -> str:
    most = max(int((min(room_px, _MOST_NAME_PX) - _PAD_PX) / _PX_A_LETTER), 1)
    return name if len(name) <= most else f"{name[: most - 1]}…"


def draw_marks(
    axes: "Axes", page: PageResult, marks: PictureMarks, lanes: Lanes, height_mm: float, room: FrameRoom
) -> None:
    """Draw what is visible of the marks: where they lie, on which rows, and their names above the traces."""
    span = page.request.span
    px_per_mm = room.height_px / height_mm
    row_mm = height_mm / max(len(page.rows), 1)
    for mark in marks.on(span):
        colour, is_note = marks.colour(mark), mark.layer == FILE_LAYER
        start_s, stop_s = max(mark.onset_s, span.start_s), min(mark.stop_s, span.stop_s)
        if mark.duration_s > 0 and not is_note:
            rows = [number for number, row in enumerate(page.rows) if row.label in mark.channels]
            bands = [(number * row_mm, row_mm) for number in rows] or [(0.0, height_mm)]
            if marks.is_epoch(mark):
                bands = [(0.0, _BAND_PX / px_per_mm)]
            for top_mm, tall_mm in bands:
                axes.axvspan(
                    start_s, stop_s, 1 - (top_mm + tall_mm) / height_mm, 1 - top_mm / height_mm, facecolor=colour,
                    edgecolor=colour, alpha=0.14 if not marks.is_epoch(mark) else 0.5, linewidth=0, zorder=1,
                    hatch=marks.pattern(mark) or None,
                )  # fmt: skip
        edges_s = (mark.onset_s, mark.stop_s) if mark.duration_s > 0 and not is_note else (mark.onset_s,)
        for edge_s in edges_s:
            if span.start_s <= edge_s <= span.stop_s:
                axes.axvline(edge_s, color=colour, linewidth=0.9, linestyle=":" if is_note else "-", zorder=1.5)
    taken: list[tuple[int, float]] = [(lane, _x_px(mark, page, room)) for mark, lane in lanes]
    for mark, lane in lanes:
        x_px = _x_px(mark, page, room)
        next_px = min((x for other, x in taken if other == lane and x > x_px), default=room.traces_width_px)
        text = _shortened(marks.name(mark), max(next_px - x_px, 24.0))
        is_note, colour = mark.layer == FILE_LAYER, marks.colour(mark)
        y_mm = -(LANE_PX * (lane + 0.5)) / px_per_mm
        axes.text(
            max(mark.onset_s, span.start_s), y_mm, text, va="center", ha="left", size=room.mark_points,
            color=colour if is_note else text_on(colour, _NAME_COLOURS), parse_math=False, clip_on=False,
            bbox=None if is_note else {"facecolor": colour, "edgecolor": "none", "pad": 1.6},
        )  # fmt: skip
