"""A study as the screen of trends shows it, made up."""

from collections.abc import Iterable

import numpy as np

from eegview.app.trends.table import TrendTable
from eegview.clinical.hypnogram import Hypnogram, StageSpan
from eegview.model.span import Span
from eegview.model.time.clock import elapsed_text
from eegview.ui.trends.drawing.panels import Panel, drawn_panels
from eegview.ui.trends.drawing.shown_study import MarkBand, MovementCurve, ShownCluster, ShownStudy

GAP = Span(1800.0, 2100.0)


def panel(panel_id: str) -> Panel:
    return next(one for one in drawn_panels() if one.panel_id == panel_id)


def shown_study(table: TrendTable | None, duration_s: float = 7200.0, gaps: Iterable[Span] = (GAP,)) -> ShownStudy:
    """Return two hours with a gap, two stages, a cluster of three spasms and one spasm alone."""
    gaps = tuple(gaps)
    starts_s = [0.0, *(gap.stop_s for gap in gaps)]
    stops_s = [*(gap.start_s for gap in gaps), duration_s]
    segments = tuple(Span(*pair) for pair in zip(starts_s, stops_s, strict=True))
    spasms_s = np.array([600.0, 610.0, 622.0, 5000.0])
    return ShownStudy(
        Span(0.0, duration_s),
        segments,
        None,
        lambda time_s: elapsed_text(time_s, 0),
        table,
        Hypnogram((StageSpan(Span(0.0, 900.0), "W"), StageSpan(Span(900.0, 1800.0), "N2"))),
        ("W", "N1", "N2", "N3", "R"),
        "My marks",
        spasms_s,
        (ShownCluster(1, Span(600.0, 623.0), (600.0, 610.0, 622.0)),),
        "≥ 3 spasms",
        (MarkBand("Artifact", "#6b7280", np.array([100.0]), np.array([130.0])),),
        MovementCurve(1.0, np.arange(int(duration_s), dtype=np.float32) % 7),
        (Span(0.0, 3600.0),),
        (Span(0.0, 720.0),),
        0.1,
    )
