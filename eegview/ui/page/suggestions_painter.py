"""Paint what a machine suggests: dashed outlines, an outlined name with a question mark; never filled as marks are."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from eegview.app.suggestions.suggestions import Suggestion
from eegview.app.themes import Theme
from eegview.model.span import Span
from eegview.model.suggestion.detection import Detection
from eegview.model.suggestion.judgement import Verdict
from eegview.ui.page.geometry import PageGeometry

MAX_NAMED = 40  # beyond that many on one page only their edges are drawn
FIRST_DASH, SECOND_DASH, REJECTED_DASH = (6.0, 4.0), (1.5, 3.0), (2.0, 8.0)
SIGNS = {None: "?", Verdict.UNSURE: "??", Verdict.REJECT: "✕", Verdict.ACCEPT: "✓"}


@dataclass(frozen=True, slots=True)
class ShownSuggestion:
    """One suggestion as it is drawn.

    suggestion : with its run, and what this reader said of it
    name : what it would be, "Spasm"
    colour : of that term, "#rrggbb"
    run_letter : "A", "B" while two runs are compared, else ""
    """

    suggestion: Suggestion
    name: str
    colour: str
    run_letter: str = ""
    is_selected: bool = False

    @property
    def detection(self) -> Detection:
        return self.suggestion.detection

    @property
    def verdict(self) -> Verdict | None:
        return self.suggestion.verdict

    @property
    def span(self) -> Span:
        return self.detection.span

    @property
    def text(self) -> str:
        parts = (self.run_letter, self.name, f"{self.detection.score:.2f}", SIGNS[self.verdict])
        return " ".join(filter(None, parts))


@dataclass(frozen=True, slots=True)
class SuggestionTag:
    """Where the name of a suggestion stands, logical pixels."""

    shown: ShownSuggestion
    area: QRectF


def paint_suggestions(
    painter: QPainter,
    suggestions: Sequence[ShownSuggestion],
    geometry: PageGeometry,
    theme: Theme,
    taken: Sequence[tuple[float, float]] = (),
) -> tuple[SuggestionTag, ...]:
    """Paint edges and names; return where the names stand.

    taken : where names of marks stand in the lane above the traces, (left, right)
    """
    if not suggestions:
        return ()
    painter.setClipRect(QRectF(geometry.left_px, 0, geometry.right_px - geometry.left_px, geometry.height_px))
    for suggestion in suggestions:
        _paint_edges(painter, suggestion, geometry, theme)
    tags: tuple[SuggestionTag, ...] = ()
    if len(suggestions) <= MAX_NAMED:
        tags = place_tags(suggestions, geometry, painter.font(), taken)
        for tag in tags:
            _paint_tag(painter, tag, theme)
    painter.setClipping(False)
    return tags


def _pen(suggestion: ShownSuggestion, theme: Theme) -> QPen:
    colour = QColor(theme.mark_colour(suggestion.colour))
    if suggestion.verdict is Verdict.REJECT:
        colour = QColor(theme.quiet)
    pen = QPen(colour, 2.0 if suggestion.is_selected else 1.2)
    dash = SECOND_DASH if suggestion.run_letter == "B" else FIRST_DASH
    pen.setDashPattern(REJECTED_DASH if suggestion.verdict is Verdict.REJECT else dash)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def _paint_edges(painter: QPainter, suggestion: ShownSuggestion, geometry: PageGeometry, theme: Theme) -> None:
    """Draw where it starts and stops, joined above and below so that the two are seen to belong together."""
    x0_px, x1_px = geometry.x_of(suggestion.span.start_s), geometry.x_of(suggestion.span.stop_s)
    top_px, bottom_px = geometry.top_px, geometry.bottom_px - 1
    painter.setPen(_pen(suggestion, theme))
    painter.drawLine(QPointF(x0_px, top_px), QPointF(x0_px, bottom_px))
    if x1_px - x0_px >= 1:
        painter.drawLine(QPointF(x1_px, top_px), QPointF(x1_px, bottom_px))
        for y_px in (top_px, bottom_px):
            painter.drawLine(QPointF(x0_px, y_px), QPointF(x1_px, y_px))


def place_tags(
    suggestions: Sequence[ShownSuggestion],
    geometry: PageGeometry,
    font: QFont,
    taken: Sequence[tuple[float, float]] = (),
) -> tuple[SuggestionTag, ...]:
    """Return where names stand: in the lane above the traces, or one or two lines lower.

    They stand lower where a mark's name or another suggestion's is in the way; a name without room is left out.
    """
    metrics = QFontMetricsF(font)
    height_px = geometry.top_px - 4
    lines: list[list[tuple[float, float]]] = [list(taken), [], []]
    tags = []
    for suggestion in sorted(suggestions, key=lambda s: (not s.is_selected, s.span.start_s)):
        width_px = metrics.horizontalAdvance(suggestion.text) + 10
        x_px = max(geometry.x_of(suggestion.span.start_s), geometry.left_px)
        x_px = min(x_px, geometry.right_px - width_px)
        for number, line in enumerate(lines):
            if all(x_px + width_px + 1 <= left_px or x_px >= right_px for left_px, right_px in line):
                line.append((x_px, x_px + width_px + 2))
                y_px = 1.5 if number == 0 else geometry.top_px + 2.5 + (number - 1) * (height_px + 2)
                tags.append(SuggestionTag(suggestion, QRectF(x_px + 0.5, y_px, width_px, height_px)))
                break
    return tuple(tags)


def _paint_tag(painter: QPainter, tag: SuggestionTag, theme: Theme) -> None:
    pen = _pen(tag.shown, theme)
    painter.fillRect(tag.area, QColor(theme.page))
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(tag.area)
    painter.setPen(QColor(theme.quiet if tag.shown.verdict is Verdict.REJECT else theme.ink))
    painter.drawText(tag.area, Qt.AlignmentFlag.AlignCenter, tag.shown.text)


def paint_suggestions_text(painter: QPainter, words: str, geometry: PageGeometry, theme: Theme) -> None:
    """Write above the lower edge of the traces what is to be known of the runs: partial, outside of what it is for."""
    if not words:
        return
    metrics = QFontMetricsF(painter.font())
    text = metrics.elidedText(words, Qt.TextElideMode.ElideRight, (geometry.right_px - geometry.left_px) * 0.8)
    width_px = metrics.horizontalAdvance(text) + 12
    middle_px = (geometry.left_px + geometry.right_px - width_px) / 2
    area = QRectF(middle_px, geometry.bottom_px - 2.6 * metrics.height(), width_px, metrics.height() + 4)
    ground = QColor(theme.page)
    ground.setAlpha(225)
    painter.fillRect(area, ground)
    painter.setPen(QColor(theme.warning))
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
