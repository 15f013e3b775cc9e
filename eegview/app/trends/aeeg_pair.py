"""The aEEG of any two electrodes, computed beside the trends of a study, by the same parameters."""

from collections.abc import Callable
from dataclasses import replace
from math import ceil

import numpy as np

from eegview.app.montage.store import difference
from eegview.app.trends.blocks import BlockReader
from eegview.app.trends.pair_panel import COLUMNS, PAIR
from eegview.app.trends.rows import TrendRows
from eegview.app.trends.table import TrendTable, Values
from eegview.dsp.trends.aeeg import build
from eegview.dsp.trends.block import GRID_S, MissingTrend, TrendColumn
from eegview.model.channel import ChannelKind
from eegview.model.display.binding import bind
from eegview.model.display.montage import Montage
from eegview.model.errors import Cancelled, UsageError
from eegview.model.recording import Recording, SignalSource

NO_PAIR = "No pair is chosen: choose two electrodes with Trends, aEEG of a pair."
_BLOCK_S = 600.0
_FAMILY = "aeeg"

Found = tuple[tuple[TrendColumn, ...], dict[str, Values]]


def electrodes_of(recording: Recording) -> tuple[str, ...]:
    """Return the electrodes that pairs can be made of, in the order of the channels."""
    names = (channel.name for channel in recording.channels if channel.kind is ChannelKind.EEG and channel.unit == "uV")
    return tuple(dict.fromkeys(part for name in names for part in name.split("-")))


def pair_aeeg(
    source: SignalSource,
    pair: str,
    table: TrendTable,
    bad_channels: frozenset[str] = frozenset(),
    is_cancelled: Callable[[], bool] = lambda: False,
) -> Found:
    """Return columns and values of the aEEG of a pair, "C3-P4", of the whole recording, by the parameters of a table.

    Raises
    ------
    UsageError : the recording does not give this pair; the sentence says why
    Cancelled : `is_cancelled` says so
    """
    derivation = difference(pair)
    if derivation is None:
        raise UsageError(f"“{pair}” is not a pair of two electrodes.", "Choose two different electrodes.")
    (row,) = bind(Montage("pair", "Pair", (derivation,), polygraphy=False), source.recording, bad_channels)
    if row.missing or row.problem or not row.is_available:
        why = f"it has no {' and no '.join(row.missing)}" if row.missing else row.problem or "it is not in µV"
        raise UsageError(f"The aEEG of {pair} cannot be computed from this recording: {why}.", "Choose another pair.")
    if row.is_bad:
        raise UsageError(f"The aEEG of {pair} is not computed: a channel of it is marked bad.", "Choose another pair.")
    parameters = {**table.parameters[_FAMILY], "rows": {PAIR: [row.label]}}
    trend = build((row.label,), parameters)
    own = source.reopen()
    try:
        reader = BlockReader(own, TrendRows("", "", (row,), ()))
        parts: dict[str, list[Values]] = {column.column_id: [] for column in trend.columns}
        whole_s = ceil(table.duration_s / GRID_S - 1e-9) * GRID_S
        for start_s in np.arange(0.0, whole_s, _BLOCK_S).tolist():
            if is_cancelled():
                raise Cancelled
            block = reader.read(start_s, min(start_s + _BLOCK_S, whole_s))
            for column_id, values in trend.compute(block).items():
                parts[column_id].append(values)
    finally:
        own.close()
    arrays: dict[str, Values] = {}
    for column in trend.columns:
        values = np.concatenate(parts[column.column_id])[: ceil(table.duration_s / column.step_s - 1e-9)]
        values.flags.writeable = False
        arrays[column.column_id] = values
    return trend.columns, arrays


def with_pair(table: TrendTable, found: Found | None, why: str = NO_PAIR) -> TrendTable:
    """Return a table with the aEEG of a pair beside its own columns; without one, with the reason why."""
    if found is None:
        missing = tuple(MissingTrend(column_id, "aEEG of a pair", why) for column_id in COLUMNS)
        return replace(table, missing=(*table.missing, *missing))
    columns, arrays = found
    return replace(table, columns=(*table.columns, *columns), arrays={**table.arrays, **arrays})
