"""One line of a diary's table: what it says of a day, or of an event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from eegview.exchange.diary.columns import Field, is_utc_title
from eegview.exchange.diary.said_words import (
    WHOLE_DAY,
    certainty_said,
    is_readable_answer,
    kind_said,
    number_said,
    yes_or_no,
)
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
from eegview.model.infant.diary_event import MOST_OFFSET_MIN, Certainty, DiaryEvent, WitnessedKind, event_fault
from eegview.model.treatment.day import TreatmentDay
from eegview.model.treatment.diary import DiaryDay, Witnessed, diary_fault, said_day

_DAY_S = 86_400.0
_FORM_FIELDS = frozenset({Field.NONE, Field.UNWATCHED, Field.TOTAL})  # of the form for families
_EVENT_FIELDS = (Field.TIME, Field.COUNT, Field.DURATION, Field.STOP, Field.KIND)


@dataclass(frozen=True, slots=True)
class ReadingChoices:
    """What a person says of a file that does not say it itself.

    columns : title by the name of a field, see `Field`
    kinds : kind by the text of the column of kinds: spasm, cluster or day; other texts are not read
    order : of day and month; None = as the dates themselves say
    zone : time zone of the home, as IANA names it, for times in UTC
    today : later days are not read
    sheet : of a spreadsheet file with several
    """

    columns: Mapping[str, str] = field(default_factory=dict[str, str])
    kinds: Mapping[str, str] = field(default_factory=dict[str, str])
    order: DateOrder | None = None
    zone: str = ""
    today: date = date.max
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class ReadLine:
    """What a line says.

    is_whole_day : it says something of a whole day, be it kept as an event because it says more than a number
    number_alone : of such an event, the number without what is said beside it; the number is of the whole day, so it
        stands for the event where other lines have events of that day, which it counts already. None = always the event
    """

    said: DiaryEvent | DiaryDay
    is_whole_day: bool
    number_alone: DiaryDay | None = None


class LineNotRead(Exception):
    """A line says nothing that can be stored; its argument is the reason.

    kind : text of its kind, where that is why
    """

    def __init__(self, reason: str, kind: str = "") -> None:
        super().__init__(reason)
        self.kind = kind


class LineReading:
    """Reads one line after the other.

    n_moved : lines so far whose time in UTC was changed to the clock at home
    n_notes_left : lines so far for a day without spasms, or not known, whose note, or who saw none, is not kept
    n_remarks_left : lines so far for a day with its number of clusters whose note, or who saw them, is not kept
    n_empty : lines of the form for families so far that say a day and nothing of it
    """

    def __init__(self, columns: Mapping[Field, str], choices: ReadingChoices, order: DateOrder | None) -> None:
        self._columns, self._choices, self._order = columns, choices, order
        self._kinds = {text.strip().casefold(): kind for text, kind in choices.kinds.items()}
        self._unit_s = unit_of_title(columns.get(Field.DURATION, ""))
        self._offset_unit_s = unit_of_title(columns.get(Field.OFFSET, ""))
        self._is_form = not _FORM_FIELDS.isdisjoint(columns)
        self.n_moved = self.n_notes_left = self.n_remarks_left = self.n_empty = 0

    def read_all(self, row: Mapping[str, str]) -> tuple[ReadLine, ...]:
        """Return what a line says; a line of the form for families may say something of the day and an event.

        Raises
        ------
        LineNotRead : it says nothing that can be stored
        """
        if not self._is_form:
            return (self.read(row),)
        begin = self._instant(row)
        instant = self._at_home(row, begin)
        if instant.on > self._choices.today:
            raise LineNotRead("its day is later than today")
        said, has_event = self._said_of_day(row), any(self._cell(row, of) for of in _EVENT_FIELDS)
        if not has_event:
            if said is not None or self._cell(row, Field.CLUSTERS):
                return (self._day(row, instant, said, has_time=False),)
            if any(self._cell(row, of) for of in (Field.WAKING, Field.SEEN_BY, Field.CERTAINTY, Field.NOTE)):
                raise LineNotRead("it says neither a number nor “none”, nor an event")
            self.n_empty += 1
            return ()
        event = self._form_event(row, begin, instant)
        if said is None or _is_all_of_it(event, said):
            return (ReadLine(replace(event, count=event.count or _number(said)), False),)
        entry = _entry(TreatmentDay(instant.on), said, self._n_clusters(row, said))
        return ReadLine(entry, True), ReadLine(event, False)

    def _form_event(self, row: Mapping[str, str], begin: Instant, instant: Instant) -> DiaryEvent:
        return self._event(row, instant, self._kind(row), self._count(row), self._duration_s(row, begin))

    def _said_of_day(self, row: Mapping[str, str]) -> int | Witnessed | None:
        """Return what a line of the form for families says of the whole day, None where it says nothing of it."""
        none, unwatched = (self._tick(row, of) for of in (Field.NONE, Field.UNWATCHED))
        text = self._cell(row, Field.TOTAL)
        total = number_said(text) if text else None
        if text and total is None:
            raise LineNotRead("the number of all spasms of the day cannot be read")
        said = [Witnessed.NONE] if none else []
        said += [Witnessed.UNKNOWN] if unwatched else []
        said += [total] if total is not None and not (none and total in (0, Witnessed.NONE)) else []
        if len(said) > 1:
            raise LineNotRead("it says of its day two things that do not agree")
        return said[0] if said else None

    def _tick(self, row: Mapping[str, str], of: Field) -> bool:
        text = self._cell(row, of)
        if not is_readable_answer(text):
            raise LineNotRead("a box that is ticked or not cannot be read; use x, yes or no")
        return yes_or_no(text) is True

    def read(self, row: Mapping[str, str]) -> ReadLine:
        """Return what a line says; raises `LineNotRead` with the reason where it says nothing."""
        kind = self._kind(row)
        begin = self._instant(row)
        instant = self._at_home(row, begin)
        if instant.on > self._choices.today:
            raise LineNotRead("its day is later than today")
        count = self._count(row)
        duration_s = self._duration_s(row, begin)
        is_event = kind in (WitnessedKind.SPASM, WitnessedKind.CLUSTER)
        if kind is None:
            is_event = instant.at is not None or duration_s is not None
        if is_event and kind != WHOLE_DAY and (self._n_clusters(row, count) or 0) > 1:
            raise LineNotRead(
                "it says several clusters at one time; give each its line, or their number to the whole day"
            )
        if kind == WHOLE_DAY or not is_event:
            return self._day(row, instant, count, has_time=instant.at is not None and kind != WHOLE_DAY)
        return ReadLine(self._event(row, instant, kind, count, duration_s), False)

    def _count(self, row: Mapping[str, str]) -> int | Witnessed | None:
        """Return how many spasms a line says, by its number and by its kind where that is “none”."""
        text = self._cell(row, Field.COUNT)
        count = number_said(text) if text else None
        if text and count is None:
            raise LineNotRead("the number of spasms cannot be read")
        if number_said(self._cell(row, Field.KIND)) is not Witnessed.NONE:
            return count
        if count not in (None, 0, Witnessed.NONE):
            raise LineNotRead("its kind says “none”, and its number says otherwise")
        return Witnessed.NONE

    def _kind(self, row: Mapping[str, str]) -> WitnessedKind | str | None:
        text = self._cell(row, Field.KIND)
        if not text:
            return None
        said = kind_said(self._kinds.get(text.casefold(), "")) or kind_said(text)
        if said is None and number_said(text) is Witnessed.NONE:
            return None  # of the whole day, where no time stands beside it
        if said is None:
            raise LineNotRead(f"its kind “{text[:40]}” is neither a spasm nor a cluster", text)
        return said

    def _instant(self, row: Mapping[str, str]) -> Instant:
        """Return when a line is, by the clock of the file."""
        title = self._columns[Field.DAY]
        text = row.get(title, "")
        instant = parsed_instant(text, self._order)
        if instant is None:
            raise LineNotRead("it has no day" if not text.strip() else "its day cannot be read")
        clock = self._cell(row, Field.TIME)
        if clock:
            at = parsed_time(clock)
            if at is None:
                raise LineNotRead("its time cannot be read")
            instant = replace(instant, at=at)
        is_utc_said = is_utc_title(title) or (clock != "" and is_utc_title(self._columns[Field.TIME]))
        if instant.is_utc or (is_utc_said and instant.utc_offset_min is None):
            return replace(instant, is_utc=True)
        offset_min = self._offset_min(row)
        return instant if offset_min is None else replace(instant, utc_offset_min=offset_min)

    def _at_home(self, row: Mapping[str, str], instant: Instant) -> Instant:
        """Return when a line is, by the clock at home; a day alone is the day at home."""
        offset_min = self._offset_min(row)
        if not instant.is_utc:
            return instant
        if instant.at is None:
            return replace(instant, utc_offset_min=offset_min, is_utc=False)
        if offset_min is not None:
            moved = at_offset(instant, offset_min)
            if moved is None:
                raise LineNotRead("its day cannot be read")
        else:
            zone = self._cell(row, Field.ZONE) or self._choices.zone
            if not zone:
                raise LineNotRead("its time is in UTC and the time zone of the home is not known; say it")
            moved = at_home(instant, zone)
            if moved is None:
                raise LineNotRead(f"the time zone “{zone[:40]}” is not known on this computer")
        self.n_moved += 1
        return moved

    def _offset_min(self, row: Mapping[str, str]) -> int | None:
        text = self._cell(row, Field.OFFSET)
        if not text:
            return None
        offset_min = parsed_offset_min(text, self._offset_unit_s)
        if offset_min is None or abs(offset_min) > MOST_OFFSET_MIN:
            raise LineNotRead("its difference to UTC cannot be read; use +01:00, or minutes below a title that says so")
        return offset_min

    def _duration_s(self, row: Mapping[str, str], begin: Instant) -> float | None:
        """Return how long an event was, whose beginning is by the clock of the file."""
        text = self._cell(row, Field.DURATION)
        if text:
            duration_s = parsed_duration_s(text, self._unit_s)
            if duration_s is None:
                raise LineNotRead("its duration cannot be read; the title must name the unit, or each cell")
            return duration_s or None
        text = self._cell(row, Field.STOP)
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

    def _day(self, row: Mapping[str, str], instant: Instant, count: int | Witnessed | None, has_time: bool) -> ReadLine:
        """Return what is said of a whole day; a number with how sure, a note or who saw it is an event without a time.

        A “none” that is not sure is no “none”: such a line is not read.
        """
        n_clusters = self._n_clusters(row, count)
        if count is None and n_clusters:
            count = Witnessed.SOME
        if count is None:
            raise LineNotRead("it says neither a number nor “none”, nor an event")
        if has_time and count in (0, Witnessed.NONE):
            raise LineNotRead("it says “none” at a time of the day, not for the whole day")
        certainty = self._certainty(row)
        is_more_said = any(self._cell(row, of) for of in (Field.WAKING, Field.SEEN_BY, Field.NOTE))
        day = TreatmentDay(instant.on)
        if count not in (0, Witnessed.NONE, Witnessed.UNKNOWN) and n_clusters in (None, 1):
            if certainty is not Certainty.NOT_SAID or is_more_said:
                event = self._event(row, replace(instant, at=None), None, count, None)
                is_sure = certainty is not Certainty.UNSURE
                return ReadLine(event, True, _entry(day, count, n_clusters) if is_sure else None)
        elif certainty is Certainty.UNSURE and count is not Witnessed.UNKNOWN:
            what = "“none”" if count in (0, Witnessed.NONE) else "a number of clusters"
            raise LineNotRead(f"it says {what}, and that this is not sure")
        elif is_more_said and n_clusters is not None:
            self.n_remarks_left += 1
        elif is_more_said or certainty is Certainty.PROBABLE:
            self.n_notes_left += 1
        return ReadLine(_entry(day, count, n_clusters), True)

    def _n_clusters(self, row: Mapping[str, str], count: int | Witnessed | None) -> int | None:
        text = self._cell(row, Field.CLUSTERS)
        said = number_said(text) if text else None
        if text and said is None:
            raise LineNotRead("the number of clusters cannot be read")
        n = 0 if said is Witnessed.NONE else said if isinstance(said, int) else None
        if n and count in (0, Witnessed.NONE, Witnessed.UNKNOWN):
            raise LineNotRead(
                "it says a number of clusters, and of the spasms of its day something that does not agree"
            )
        return n

    def _certainty(self, row: Mapping[str, str]) -> Certainty:
        certainty = certainty_said(self._cell(row, Field.CERTAINTY))
        if certainty is None:
            raise LineNotRead("how sure it was cannot be read; use sure, probable or unsure")
        return certainty

    def _event(
        self, row: Mapping[str, str], instant: Instant, kind: WitnessedKind | str | None,
        count: int | Witnessed | None, duration_s: float | None,
    ) -> DiaryEvent:  # fmt: skip
        if count in (0, Witnessed.NONE):
            if instant.at is not None:
                raise LineNotRead("it says “none” at a time of the day, not for the whole day")
            raise LineNotRead("an event with no spasm")
        n = count if isinstance(count, int) else None
        if not isinstance(kind, WitnessedKind):
            kind = WitnessedKind.SPASM if n == 1 else WitnessedKind.CLUSTER
        if kind is WitnessedKind.SPASM and n is not None and n > 1:
            kind = WitnessedKind.CLUSTER  # several spasms at one time
        waking = self._cell(row, Field.WAKING)
        if not is_readable_answer(waking):
            raise LineNotRead("whether it was after waking cannot be read; use yes or no")
        event = DiaryEvent(
            "", instant.on, instant.at, kind, 1 if kind is WitnessedKind.SPASM else n, duration_s,
            yes_or_no(waking), self._cell(row, Field.SEEN_BY), self._certainty(row),
            self._cell(row, Field.NOTE), instant.utc_offset_min,
        )  # fmt: skip
        if fault := event_fault(event):
            raise LineNotRead(fault[:1].lower() + fault[1:].rstrip("."))
        return event

    def _cell(self, row: Mapping[str, str], of: Field) -> str:
        title = self._columns.get(of)
        return row.get(title, "").strip() if title is not None else ""


def _is_all_of_it(event: DiaryEvent, said: int | Witnessed) -> bool:
    """Whether what a line says of its whole day is that event, which is not sure, and nothing that was seen beside it.

    The line says once how sure it is. Only a number above that of the event says that more was seen.
    """
    if event.certainty is not Certainty.UNSURE or said in (0, Witnessed.NONE, Witnessed.UNKNOWN):
        return False
    number = _number(said)
    return event.count is None or number is None or event.count >= number


def _number(said: int | Witnessed | None) -> int | None:
    return said if isinstance(said, int) else None


def _entry(day: TreatmentDay, said: int | Witnessed, n_clusters: int | None) -> DiaryDay:
    entry = said_day(day, said, n_clusters)
    if fault := diary_fault(entry):
        raise LineNotRead(fault[:1].lower() + fault[1:].rstrip("."))
    return entry
