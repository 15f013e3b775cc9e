"""Names of a table's columns in files: the id with the unit behind it."""

import re

from eegview.dsp.trends.block import TrendColumn

_SUFFIXES = {
    "µV": "uv",
    "uV": "uv",
    "Hz": "hz",
    "%": "percent",
    "/min": "per_min",
    "1/min": "per_min",
    "bpm": "bpm",
    "s": "s",
    "": "",
}


def curve_name(column: TrendColumn) -> str:
    """Return the name of a column in a file: "aeeg_upper_left_uv"; that of a quantity without unit is its id."""
    unit = unit_suffix(column.unit)
    return f"{column.column_id}_{unit}" if unit else column.column_id


def bin_names(column: TrendColumn) -> tuple[str, ...]:
    """Return the names of a spectrogram's bins in a file, "cdsa_left_0.5hz_db"; () for a curve."""
    unit = unit_suffix(column.unit)
    return tuple("_".join(filter(None, (column.column_id, f"{hz:g}hz", unit))) for hz in column.frequencies_hz)


def unit_suffix(unit: str) -> str:
    """Return a unit ("µV", "Hz", "dB re 1 µV²/Hz") as a part of a name: "uv", "hz", "db"."""
    if unit.startswith("dB"):
        return "db"
    return _SUFFIXES.get(unit, re.sub(r"[^a-z0-9]+", "_", unit.lower().replace("µ", "u")).strip("_"))
