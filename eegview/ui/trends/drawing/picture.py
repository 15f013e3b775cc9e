"""The picture of one panel at one moment, kept until something that it shows has changed."""

from collections import OrderedDict
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen

from eegview.app.themes import Theme
from eegview.app.trends.table import TrendTable
from eegview.model.span import Span, gaps_between
from eegview.model.text.language import tr
from eegview.ui.trends.drawing.axis import axis_of
from eegview.ui.trends.drawing.curves import Curves, draw_share
from eegview.ui.trends.drawing.lanes import paint_hatched, paint_marks, paint_reviewed, paint_spasms, paint_stages
from eegview.ui.trends.drawing.panels import FROM_STUDY, Kind, Panel
from eegview.ui.trends.drawing.pixels import Pixels
from eegview.ui.trends.drawing.reduction import Spectrogram, reduced
from eegview.ui.trends.drawing.scales import Linear, Scale
from eegview.ui.trends.drawing.shown_study import ShownStudy

_MOST_PICTURES = 96


@dataclass(frozen=True, slots=True)
class Look:
    """How panels are drawn, beside what they show.

    level_db : lowest and highest power of the colour map
    is_dimmed : whether what is mostly artifact is faded
    """

    theme: Theme
    level_db: tuple[float, float] = (-10.0, 40.0)
    is_dimmed: bool = True


class Pictures:
    """Draws panels of one study and keeps what was drawn.

    n_drawn : how many pictures were drawn anew
    """

    def __init__(self) -> None:
        self._study: ShownStudy | None = None
        self._held: OrderedDict[tuple[object, ...], QImage] = OrderedDict()
        self._spectrograms: dict[str, Spectrogram] = {}
        self._axes: dict[str, Scale] = {}
        self._curves: Curves | None = None
        self.n_drawn = 0

    def use(self, study: ShownStudy | None) -> None:
        """Show a study as it is at this moment."""
        before = self._study
        self._study = study
        self._held.clear()
        if before is None or study is None or before.table is not study.table:
            self._spectrograms.clear()
        self._axes.clear()
        self._curves = None

    def scale(self, panel: Panel) -> Scale:
        """Return the axis of a panel."""
        if panel.panel_id not in self._axes:
            study = self._study
            self._axes[panel.panel_id] = axis_of(panel, study) if study is not None else Linear(0.0, 1.0)
        return self._axes[panel.panel_id]

    def picture(
        self, panel: Panel, span: Span, width_px: float, height_px: float, ratio: float, look: Look, font: QFont
    ) -> QImage:
        """Return a panel's picture of these logical pixels."""
        key = panel.panel_id, span, width_px, height_px, ratio, look, font.pixelSize()
        found = self._held.get(key)
        if found is None:
            found = self._held[key] = self._drawn(panel, span, width_px, height_px, ratio, look, font)
            self.n_drawn += 1
            while len(self._held) > _MOST_PICTURES:
                self._held.popitem(last=False)
        else:
            self._held.move_to_end(key)
        return found

    def spectrogram_of(self, column_id: str) -> Spectrogram:
        """Return a column as a spectrogram that averages quickly."""
        if column_id not in self._spectrograms:
            study = self._study
            assert study is not None
            assert study.table is not None
            column = study.table.column(column_id)
            assert column is not None
            self._spectrograms[column_id] = Spectrogram(
                study.table.values(column_id), column.step_s, column.unit.startswith("dB")
            )
        return self._spectrograms[column_id]

    def _curves_of(self, table: TrendTable, span: Span, look: Look) -> Curves:
        """Return what draws columns now; panels over the same span share what it has summed up."""
        held, now = self._curves, (table, span, look.theme, look.level_db)
        if held is None or (held.table, held.span, held.theme, held.level_db) != now:
            held = self._curves = Curves(table, span, look.theme, look.level_db, self.spectrogram_of)
        return held

    def _drawn(
        self, panel: Panel, span: Span, width_px: float, height_px: float, ratio: float, look: Look, font: QFont
    ) -> QImage:
        study, theme = self._study, look.theme
        pixels = Pixels(round(width_px * ratio), round(height_px * ratio), theme.page, max(round(1.4 * ratio), 1))
        scale = self.scale(panel)
        if study is None:
            return pixels.image(ratio)
        has_columns = panel.kind not in FROM_STUDY and study.table is not None
        if has_columns and study.table is not None:
            curves = self._curves_of(study.table, span, look)
            curves.draw(pixels, panel, scale)
            if panel.kind not in (Kind.LANE, Kind.SPECTROGRAM, Kind.DIFFERENCES):
                pixels.grid(scale.shares(np.array(scale.ticks, np.float64))[1:-1], theme.edge)
            if look.is_dimmed and panel.kind is not Kind.LANE:
                pixels.dim(curves.artifact(pixels.width), theme.page)
        elif panel.kind is Kind.MOVEMENT and study.movement is not None:
            held = reduced(study.movement.values, study.movement.step_s, span, pixels.width)
            draw_share(pixels, held, scale, theme.accent, theme.page)
        image = pixels.image(ratio)
        painter = QPainter(image)
        self._paint_over(painter, panel, study, span, QRectF(0, 0, width_px, height_px), scale, theme, font)
        painter.end()
        return image

    def _paint_over(
        self,
        painter: QPainter,
        panel: Panel,
        study: ShownStudy,
        span: Span,
        area: QRectF,
        scale: Scale,
        theme: Theme,
        font: QFont,
    ) -> None:
        """Draw grid lines, what has no columns, gaps and what is not computed yet."""

        def x_of(time_s: float) -> float:
            return area.left() + (time_s - span.start_s) / span.duration_s * area.width()

        match panel.kind:
            case Kind.STAGES:
                paint_stages(painter, study, area, x_of, theme)
            case Kind.SPASMS:
                paint_spasms(painter, study, area, x_of, theme, font)
            case Kind.MARKS:
                paint_marks(painter, study, area, x_of, theme)
            case Kind.REVIEWED:
                paint_reviewed(painter, study, area, x_of, theme)
            case Kind.MOVEMENT:
                covered = study.video
                paint_hatched(painter, gaps_between(covered, study.whole), area, x_of, theme, tr("no video"), font)
            case _:
                pass
        if panel.kind not in FROM_STUDY:
            computed = study.table.computed if study.table is not None else ()
            waiting = gaps_between(computed, study.whole)
            paint_hatched(painter, waiting, area, x_of, theme, tr("not computed yet"), font, is_gap=False)
        text = "" if area.height() < 2 * QFontMetricsF(font).height() else "gap"
        paint_hatched(painter, study.gaps, area, x_of, theme, text, font)
        painter.setPen(QPen(QColor(theme.line_strong), 1))
        painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5))
