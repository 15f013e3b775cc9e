"""When a line of a diary's table is, by the clock of the file and by that at home, and how long what it says lasted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from eegview.exchange.diary.columns import Field, is_utc_title
from eegview.exchange.diary.line_cells import LineCells, LineNotRead
from eegview.exchange.diary.written_dates import DateOrder
from eegview.exchange.diary.written_times import (
    Instant,
    at_home,
    at_offset,
    parsed_duration_s,
    parsed_instant,
    parsed_offset_min,
    parsed_time,
    seconds_between,
    unit_of_title,
)
from eegview.model.infant.diary_event import MOST_OFFSET_MIN

_DAY_S = 86_400.0


class LineTimes:
    """Reads days and times of one line after the other; `LineNotRead` where one cannot be read.

    zone : time zone of the home, as IANA names it, for times in UTC; "" = not said
    n_moved : lines so far whose time in UTC was changed to the clock at home
    """

    def __init__(self, columns: Mapping[Field, str], order: DateOrder | None, zone: str) -> None:
        self._columns, self._order, self._zone = columns, order, zone
        self._unit_s = unit_of_title(columns.get(Field.DURATION, ""))
        self._offset_unit_s = unit_of_title(columns.get(Field.OFFSET, ""))
        self.n_moved = 0

    def begin(self, cells: LineCells) -> Instant:
        """Return when a line is, by the clock of the file."""
        title = self._columns[Field.DAY]
        text = cells.row.get(title, "")
        instant = parsed_instant(text, self._order)
        if instant is None:
            raise LineNotRead("it has no day" if not text.strip() else "its day cannot be read")
        clock = cells.text(Field.TIME)
        if clock:
            at = parsed_time(clock)
            if at is None:
                raise LineNotRead("its time cannot be read")
            instant = replace(instant, at=at)
        is_utc_said = is_utc_title(title) or (clock != "" and is_utc_title(self._columns[Field.TIME]))
        if instant.is_utc or (is_utc_said and instant.utc_offset_min is None):
            return replace(instant, is_utc=True)
        offset_min = self._offset_min(cells)
        return instant if offset_min is None else replace(instant, utc_offset_min=offset_min)

    def at_home(self, cells: LineCells, instant: Instant) -> Instant:
        """Return when a line is, by the clock at home; a day alone is the day at home."""
        offset_min = self._offset_min(cells)
        if not instant.is_utc:
            return instant
        if instant.at is None:
            return replace(instant, utc_offset_min=offset_min, is_utc=False)
        if offset_min is not None:
            moved = at_offset(instant, offset_min)
            if moved is None:
                raise LineNotRead("its day cannot be read")
        else:
            zone = cells.text(Field.ZONE) or self._zone
            if not zone:
                raise LineNotRead("its time is in UTC and the time zone of the home is not known; say it")
            moved = at_home(instant, zone)
            if moved is None:
                raise LineNotRead(f"the time zone “{zone[:40]}” is not known on this computer")
        self.n_moved += 1
        return moved

    def duration_s(self, cells: LineCells, begin: Instant) -> float | None:
        """Return how long an event was, whose beginning is by the clock of the file."""
        text = cells.text(Field.DURATION)
        if text:
            duration_s = parsed_duration_s(text, self._unit_s)
            if duration_s is None:
                raise LineNotRead("its duration cannot be read; the title must name the unit, or each cell")
            return duration_s or None
        text = cells.text(Field.STOP)
        if not text or begin.at is None:
            return None
        at = parsed_time(text)
        end = Instant(begin.on, at) if at is not None else parsed_instant(text, self._order)
        if end is None or end.at is None:
            raise LineNotRead("its end cannot be read")
        if end.utc_offset_min is None and is_utc_title(self._columns[Field.STOP]):
            end = replace(end, is_utc=True)
        lasted_s = seconds_between(begin, end)
        if lasted_s is None:
            raise LineNotRead("its end is in UTC or has a difference to UTC, and its beginning does not say its own")
        if at is not None:
            lasted_s %= _DAY_S  # an end without a day may lie past midnight
        if lasted_s < 0.0:
            raise LineNotRead("it ends before it begins")
        return lasted_s or None

    def _offset_min(self, cells: LineCells) -> int | None:
        text = cells.text(Field.OFFSET)
        if not text:
            return None
        offset_min = parsed_offset_min(text, self._offset_unit_s)
        if offset_min is None or abs(offset_min) > MOST_OFFSET_MIN:
            raise LineNotRead("its difference to UTC cannot be read; use +01:00, or minutes below a title that says so")
        return offset_min
