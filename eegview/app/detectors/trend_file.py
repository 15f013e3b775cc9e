"""The trends of a detector's run as a table: CSV with one row a time and one column a trend."""

import itertools
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from eegview.app.trends.curve_names import unit_suffix
from eegview.exchange.plain_table import comma_text
from eegview.exchange.writing import write_whole
from eegview.model.suggestion.detection import Trend

_PER_S = 1000  # times are written to the millisecond


def write_trends(path: Path, trends: Iterable[Trend]) -> tuple[str, ...]:
    """Write trends as a CSV and return the names of its columns; an older file is replaced whole or not at all.

    `time_s` is where the stretch that a value stands for begins, in seconds from recording start. Trends of different
    steps share the table: it has a row for each time of any of them, and a cell is empty where its trend has no value
    at that very time, or where nothing could be measured. Nothing is interpolated.

    Raises
    ------
    CannotWrite : the disk or the folder refused; no half file is left
    """
    trends = tuple(trends)
    names = column_names(trends)
    write_whole(path, trends_text(trends, names).encode())
    return names


def column_names(trends: Sequence[Trend]) -> tuple[str, ...]:
    """Return a name for each trend with its unit in it, `amplitude_left_uv`; a name that is taken gets a number."""
    found: list[str] = []
    for trend in trends:
        words = re.sub(r"[^a-z0-9]+", "_", trend.name.casefold().replace("µ", "u")).strip("_") or "trend"
        name = "_".join(filter(None, (words, unit_suffix(trend.unit.replace("²", "2")))))
        names = (name if number == 1 else f"{name}_{number}" for number in itertools.count(1))
        found.append(next(one for one in names if one not in ("time_s", *found)))
    return tuple(found)


def trends_text(trends: Sequence[Trend], names: Sequence[str]) -> str:
    """Return the content of the table, see `write_trends`."""
    columns = [_by_time(trend) for trend in trends]
    times_ms = sorted(set().union(*columns))
    rows = [[_seconds(time_ms), *(column.get(time_ms, "") for column in columns)] for time_ms in times_ms]
    return comma_text([["time_s", *names], *rows])


def _by_time(trend: Trend) -> dict[int, str]:
    return {
        round((trend.start_s + k * trend.step_s) * _PER_S): "" if value != value else f"{value:.6g}"
        for k, value in enumerate(trend.values.tolist())
    }


def _seconds(time_ms: int) -> str:
    return f"{time_ms / _PER_S:.3f}".rstrip("0").rstrip(".")
