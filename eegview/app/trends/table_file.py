"""Write the trends of a study as a table: CSV, one row for each 10 s."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from eegview.app.trends.curve_names import bin_names, curve_name
from eegview.app.trends.panels import TrendPanel
from eegview.app.trends.table import TrendTable
from eegview.app.trends.ten_seconds import how_ten_seconds, ten_second_values
from eegview.dsp.trends.block import GRID_S, TrendColumn
from eegview.exchange.plain_table import comma_text
from eegview.exchange.writing import write_whole
from eegview.model.span import Span

DISCLAIMER = (
    "For research and education; not a cleared medical device. Trends show clusters, state and background, no single "
    "spasm, and do not say whether hypsarrhythmia is present. Artifact is not removed."
)


def columns_of(table: TrendTable, panels: Iterable[TrendPanel] | None = None) -> tuple[TrendColumn, ...]:
    """Return the columns of a table that panels show, each once, in their order; all without panels."""
    if panels is None:
        return table.columns
    wanted = dict.fromkeys(column_id for panel in panels for column_id in panel.columns)
    found = (table.column(column_id) for column_id in wanted)
    return tuple(column for column in found if column is not None)


def write_table(
    table: TrendTable,
    path: Path,
    columns: Iterable[TrendColumn] | None = None,
    span: Span | None = None,
    with_spectrograms: bool = False,
) -> None:
    """Write a CSV: `time_s`, the start of each 10 s, and one column a curve with its unit in the name; NaN is empty.

    span : only rows whose 10 s lie in it, at least in part
    with_spectrograms : one column for each frequency of each spectrogram as well

    Raises
    ------
    CannotWrite : the disk or the folder refused; no half file is left
    """
    write_whole(path, table_text(table, columns, span, with_spectrograms).encode())


def table_text(
    table: TrendTable,
    columns: Iterable[TrendColumn] | None = None,
    span: Span | None = None,
    with_spectrograms: bool = False,
) -> str:
    """Return the content of the CSV, see `write_table`."""
    within = (span or Span(0.0, table.duration_s)).intersection(Span(0.0, table.duration_s)) or Span(0.0, 0.0)
    first, stop = int(within.start_s // GRID_S), int(np.ceil(within.stop_s / GRID_S - 1e-9))
    header, parts = ["time_s"], [[f"{k * GRID_S:.0f}" for k in range(first, stop)]]
    for column in table.columns if columns is None else columns:
        names = bin_names(column) or (curve_name(column),)
        if column.frequencies_hz and not with_spectrograms:
            continue
        values = ten_second_values(table, column)[first:stop].reshape(stop - first, -1)
        header += names
        parts += [["" if value != value else f"{value:.6g}" for value in one.tolist()] for one in values.T]
    return comma_text([header, *zip(*parts, strict=True)])


def table_facts(table: TrendTable, columns: Iterable[TrendColumn] | None = None) -> dict[str, Any]:
    """Return what a table holds, as an object for JSON: names, units, definitions, parameters, and what is missing."""
    return {
        "duration_s": table.duration_s,
        "computed": [[span.start_s, min(span.stop_s, table.duration_s)] for span in table.computed],
        "rows": list(table.rows),
        "rows_left_out": list(table.left_out),
        "row_s": GRID_S,
        "columns": [column_facts(column) for column in (table.columns if columns is None else columns)],
        "missing": [{"id": one.column_id, "title": one.title, "why": one.why} for one in table.missing],
        "parameters": table.parameters,
        "parameters_id": table.parameters_id,
        "disclaimer": DISCLAIMER,
    }


def column_facts(column: TrendColumn) -> dict[str, Any]:
    """Return what a column is, as an object for JSON."""
    facts: dict[str, Any] = {
        "name": curve_name(column),
        "id": column.column_id,
        "title": column.title,
        "unit": column.unit,
        "step_s": column.step_s,
        "value_of_10_s": how_ten_seconds(column),
        "definition": column.definition,
    }
    if column.frequencies_hz:
        facts["frequencies_hz"] = list(column.frequencies_hz)
    return facts
