"""Tables of BORIS, the program for coding behaviour on video.

Tabular events have one row for each instant, with a status: POINT, or START and STOP of a behaviour that lasts.
Aggregated events have one row for each behaviour, with its start and stop, and are read like any table.
"""

import math

from eegview.exchange.foreign.columns import MODIFIER
from eegview.exchange.foreign.table import Table
from eegview.exchange.foreign_times import parse_when
from eegview.exchange.imported import Clock
from eegview.exchange.row_report import RowReport, shown

_STATUS = ("status", "behavior type", "behaviour type")
_BEHAVIOUR = ("behavior", "behaviour")
_TITLES = ("onset", "duration", "behavior", "comment")
_Key = tuple[str, ...]


def is_tabular(table: Table) -> bool:
    """Whether a table has an instant and a status for each behaviour."""
    names = table.names
    has_status = any(name in names for name in _STATUS)
    return has_status and "time" in names and any(name in names for name in _BEHAVIOUR)


def paired(table: Table, report: RowReport) -> Table:
    """Return a table with onset and duration: each START with the next STOP of the same behaviour.

    The same is: in the same observation, of the same subject, with the same modifiers; a STOP that names other
    modifiers ends the behaviour nevertheless. Who was observed is not taken over.
    """
    names = table.names
    status_at = next(names.index(name) for name in _STATUS if name in names)
    behaviour_at = next(names.index(name) for name in _BEHAVIOUR if name in names)
    modifiers = [n for n, name in enumerate(names) if MODIFIER.fullmatch(name) or name in ("modifiers", "modifier")]
    comments = [n for n, name in enumerate(names) if name == "comment"]
    who = [n for n, name in enumerate(names) if name in ("observation id", "subject")]
    time_at = names.index("time")
    rows: list[tuple[int, list[str]]] = []
    started: dict[_Key, list[int]] = {}  # to the number of the row in `rows` that a STOP ends
    for number, row in _by_time(table, time_at):
        cells = [*row, *[""] * (len(names) - len(row))]
        status = cells[status_at].strip().casefold()
        about = " · ".join(cells[n].strip() for n in (*modifiers, *comments) if _is_said(cells[n]))
        key = (*(cells[n] for n in who), cells[behaviour_at])
        if status == "stop":
            _end(rows, started, (*key, *(cells[n] for n in modifiers)), cells[time_at], number, report, key)
            continue
        if status == "start":
            started.setdefault((*key, *(cells[n] for n in modifiers)), []).append(len(rows))
        elif status != "point":
            report.add(number, f"the status {shown(cells[status_at])} is not known; read as a point in time")
        rows.append((number, [cells[time_at], "0", cells[behaviour_at], about]))
    for places in started.values():
        for place in places:
            report.add(rows[place][0], "a START without a STOP; kept with the duration 0")
    return Table(_TITLES, tuple((n, tuple(row)) for n, row in rows), n_before=table.n_before)


def _by_time(table: Table, time_at: int) -> list[tuple[int, tuple[str, ...]]]:
    """Return the rows in order of time; those whose time cannot be read come last."""

    def key(numbered: tuple[int, tuple[str, ...]]) -> float:
        row = numbered[1]
        when = parse_when(row[time_at], is_elapsed=True) if time_at < len(row) else None
        return when.seconds if when is not None else math.inf

    return sorted(table.rows, key=key)


def _end(
    rows: list[tuple[int, list[str]]],
    started: dict[_Key, list[int]],
    key: _Key,
    time: str,
    number: int,
    report: RowReport,
    loose: _Key,
) -> None:
    """Give the row that a STOP ends its duration."""
    alike = [one for one in started if one == key and started[one]]
    alike = alike or [one for one in started if one[: len(loose)] == loose and started[one]]
    if not alike:
        report.add(number, "a STOP without a START; left out")
        return
    start, stop = (parse_when(text, is_elapsed=True) for text in (rows[started[alike[0]][0]][1][0], time))
    place = started[alike[0]].pop(0)
    if start is None or stop is None or {start.clock, stop.clock} != {Clock.ELAPSED}:
        report.add(number, f"the STOP at {shown(time)} cannot be read; the duration was set to 0")
    elif stop.seconds < start.seconds:
        report.add(number, "the STOP is before its START; the duration was set to 0")
    else:
        rows[place][1][1] = repr(round(stop.seconds - start.seconds, 9))


def observations_text(table: Table) -> list[str]:
    """Return a sentence where a table holds more than one observation, whose times do not begin together."""
    names = table.names
    if "observation id" not in names:
        return []
    at = names.index("observation id")
    n = len({row[at] for _, row in table.rows if len(row) > at and row[at].strip()})
    return [f"The table contains {n} observations; the times of all were counted from one start."] if n > 1 else []


def _is_said(cell: str) -> bool:
    return cell.strip().casefold() not in ("", "none", "na", "n/a", "nan")
