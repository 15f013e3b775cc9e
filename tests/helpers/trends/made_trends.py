"""Made trends of a study: a table with every column of every panel, without a recording."""

import math
from collections.abc import Mapping

import numpy as np

from eegview.app.trends.panels import PanelKind, all_panels
from eegview.app.trends.table import TrendTable
from eegview.dsp.trends.block import MissingTrend, TrendColumn
from eegview.model.span import Span

FREQUENCIES_HZ = tuple(np.arange(0.0, 30.25, 0.5).tolist())
_RANGES = {
    "aeeg_lower": (4, 12),
    "aeeg_upper": (12, 45),
    "reeg_lower": (20, 90),
    "reeg_median": (80, 280),
    "reeg_upper": (200, 520),
    "envelope": (20, 250),
    "sef": (4, 12),
    "relative": (20, 30),
    "asymmetry": (-20, 20),
    "suppression": (0, 40),
    "spike_bins": (0, 80),
    "synchrony": (0.2, 0.8),
    "heart_rate": (100, 160),
    "background": (-5, 5),
    "artifact": (0, 8),
}


def made_columns(step_s: float = 1.0) -> tuple[TrendColumn, ...]:
    """Return a column for each curve of each panel; spectrograms have steps of 2 s."""
    found: dict[str, TrendColumn] = {}
    extra = [f"reeg_{what}_{side}" for what in ("lower", "median", "upper") for side in ("left", "right")]
    for panel in all_panels():
        is_map = panel.kind is PanelKind.SPECTROGRAM
        unit = panel.level_unit if is_map else panel.unit
        for column_id in panel.columns:
            frequencies_hz = FREQUENCIES_HZ if is_map else ()
            text = f"How {column_id} is computed."
            step = 2.0 if is_map else step_s
            found[column_id] = TrendColumn(column_id, column_id.replace("_", " "), unit, step, text, frequencies_hz)
    for column_id in extra:
        found.setdefault(column_id, TrendColumn(column_id, column_id, "µV", step_s, f"How {column_id} is computed."))
    return tuple(found.values())


def made_table(
    duration_s: float,
    columns: tuple[TrendColumn, ...] | None = None,
    missing: tuple[MissingTrend, ...] = (),
    computed: tuple[Span, ...] | None = None,
    gaps: tuple[Span, ...] = (),
    given: Mapping[str, float] | None = None,
) -> TrendTable:
    """Return a table of slow seeded curves; columns named in `given` hold that one value throughout."""
    rng = np.random.default_rng(3)
    lost = {one.column_id for one in missing}
    columns = tuple(one for one in (columns or made_columns()) if one.column_id not in lost)
    arrays = {}
    for column in columns:
        n = math.ceil(duration_s / column.step_s)
        times_s = np.arange(n) * column.step_s
        wave = 0.5 + 0.35 * np.sin(times_s / 600 + len(column.column_id)) + 0.15 * rng.uniform(-1, 1, n)
        if column.frequencies_hz:
            slope = 35 - np.array(column.frequencies_hz) * 1.2
            values = (slope[None, :] * (0.5 + wave[:, None]) * 0.8).astype(np.float16)
            if column.unit.startswith("%"):
                values = (np.sin(times_s / 900)[:, None] * np.linspace(10, 60, len(slope))[None, :]).astype(np.float16)
        else:
            low, high = next((_RANGES[key] for key in _RANGES if column.column_id.startswith(key)), (0, 1))
            values = (low + (high - low) * wave).astype(np.float32)
            if given is not None and column.column_id in given:
                values[:] = given[column.column_id]
        for gap in gaps:
            values[int(gap.start_s // column.step_s) : math.ceil(gap.stop_s / column.step_s)] = np.nan
        values.flags.writeable = False
        arrays[column.column_id] = values
    spans = (Span(0.0, duration_s),) if computed is None else computed
    return TrendTable(duration_s, columns, missing, spans, {}, "made", ("Fp1-F7", "C3-P3", "C4-P4"), (), arrays)
