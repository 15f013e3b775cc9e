"""Event lists of the Temple University Hospital corpora: `.csv`, `.csv_bi`, `.tse` and `.lab`.

CSV: `channel,start_time,stop_time,label,confidence` below comment lines; an event on several channels has a row for
each of them. TSE: `start stop label probability` between blanks, in seconds. LAB: `start stop label`; whole numbers are
steps of 10 µs.
"""

import re

from eegview.exchange.foreign.table import Table
from eegview.exchange.foreign_times import parse_when

BACKGROUND = "bckg"
_NEEDED = {"start time", "stop time", "label"}
_TITLES = ("start_time", "stop_time", "label", "channel", "comment")
_LINE = re.compile(r"\s*(\d+(?:\.\d+)?)\s+(\d+(?:\.\d+)?)\s+([A-Za-z_]\w*)(?:\s+([01](?:\.\d+)?))?\s*")
_VERSION = re.compile(r"version\s*=\s*tse", re.IGNORECASE)
_LAB_STEP_S = 1e-5


def is_list(table: Table) -> bool:
    """Whether a table has the columns of these lists."""
    return set(table.names) >= _NEEDED


def lines_table(text: str, is_lab: bool) -> Table | None:
    """Return the table in a text of lines `start stop label`, None where any line is something else.

    is_lab : whole numbers are not seconds
    """
    rows: list[tuple[int, tuple[str, ...]]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#") or _VERSION.match(line):
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            return None
        start, stop, label, confidence = match.groups()
        rows.append((number, (start, stop, label, confidence or "")))
    if not rows:
        return None
    if is_lab and all("." not in cell for _, row in rows for cell in row[:2]):
        rows = [(n, (_steps(row[0]), _steps(row[1]), *row[2:])) for n, row in rows]
    n_reversed = sum(float(row[1]) < float(row[0]) for _, row in rows)
    if not is_lab and 2 * n_reversed > len(rows) and not any(row[3] for _, row in rows):
        return Table(("onset", "duration", "label"), tuple((n, row[:3]) for n, row in rows))
    return Table(("start_time", "stop_time", "label", "confidence"), tuple(rows))


def _steps(cell: str) -> str:
    return repr(round(int(cell[:18]) * _LAB_STEP_S, 9))


def merged(table: Table) -> tuple[Table, list[str]]:
    """Return a table with one row for each event, and sentences: rows of background are none.

    Rows of the same start, stop, label and confidence are one event on several channels.
    """
    at = {name: table.names.index(name) for name in (*_NEEDED, "channel", "confidence") if name in table.names}
    events: dict[tuple[str, ...], tuple[int, list[str]]] = {}
    n_background = n_rows = 0
    for number, row in table.rows:
        cells = {name: row[n].strip() if n < len(row) else "" for name, n in at.items()}
        if cells["label"].casefold() == BACKGROUND:
            n_background += 1
            continue
        n_rows += 1
        key = (cells["start time"], cells["stop time"], cells["label"], _confidence(cells.get("confidence", "")))
        channel = cells.get("channel", "")
        events.setdefault(key, (number, []))[1].extend([channel] if channel.casefold() not in ("", "term") else [])
    rows = tuple((n, (*key[:3], ";".join(dict.fromkeys(names)), key[3])) for key, (n, names) in events.items())
    said = []
    if n_background:
        said.append("The file says that the rest is background; background is not marked.")
    if len(rows) < n_rows:
        said.append(f"{n_rows} rows became {len(rows)} marks: an event has a row for each of its channels.")
    return Table(_TITLES, rows, table.separator, table.n_before), said


def _confidence(cell: str) -> str:
    """Return a confidence as a remark, "" where it is certain or not said."""
    when = parse_when(cell)
    return "" if not cell or (when is not None and when.seconds == 1.0) else f"confidence {cell}"
