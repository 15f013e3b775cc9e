"""Tables as pandas has them: the same columns of the same types, also where there is no row."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from types import ModuleType
from typing import TYPE_CHECKING, Any

from eegview.app.library_tables.columns import (
    ANY,
    COUNT,
    FLAG,
    FLOAT,
    INSTANT,
    LOCAL_TIME,
    MAYBE_COUNT,
    TEXT,
    Columns,
)
from eegview.model.errors import UsageError
from eegview.model.provenance import Provenance, as_json

if TYPE_CHECKING:
    import pandas

PROVENANCE = "provenance"  # the entry of a table's attrs that says what made it
MOST_RECORDINGS = 50  # that are named there one by one

__all__ = [
    "ANY",
    "COUNT",
    "FLAG",
    "FLOAT",
    "INSTANT",
    "LOCAL_TIME",
    "MAYBE_COUNT",
    "TEXT",
    "Columns",
    "data_frame",
    "load_pandas",
]


def load_pandas() -> ModuleType:
    """Return pandas.

    Raises
    ------
    UsageError : it is not installed
    """
    try:
        import pandas
    except ImportError:
        raise UsageError(
            "Tables need pandas, which is not installed.", "Install it with: pip install “eegview[pandas]”."
        ) from None
    return pandas


def data_frame(columns: Columns, rows: Iterable[Sequence[Any]]) -> pandas.DataFrame:
    """Return a table with these columns.

    rows : each with one value for each column
    """
    pd = load_pandas()
    held = list(rows)
    found: dict[str, Any] = {}
    for place, (name, kind) in enumerate(columns.items()):
        values = [row[place] for row in held]
        if kind in (INSTANT, LOCAL_TIME):
            moments = pd.to_datetime(values, utc=kind == INSTANT, format="ISO8601")
            found[name] = pd.Series(moments).astype(kind)
        else:
            found[name] = pd.Series(values, dtype=kind)
    return pd.DataFrame(found)


def told(table: pandas.DataFrame, provenance: Provenance) -> pandas.DataFrame:
    """Return a table with what made it in `attrs["provenance"]`: plain values, which pandas hands on and copies.

    It copies them with each step, so of many recordings only how many they are, and a hash of their list.
    """
    held = as_json(provenance)
    recordings = held["recordings"]
    if len(recordings) > MOST_RECORDINGS:
        text = json.dumps(recordings, separators=(",", ":"))
        held["recordings"] = {"n_recordings": len(recordings), "hash": hashlib.sha256(text.encode()).hexdigest()}
    table.attrs[PROVENANCE] = held
    return table
