"""One line of a diary's table: what it says of a day, or of an event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from eegview.exchange.diary.columns import Field
from eegview.exchange.diary.line_cells import LineCells, LineNotRead
from eegview.exchange.diary.line_times import LineTimes
from eegview.exchange.diary.reading_choices import ReadingChoices
from eegview.exchange.diary.said_words import WHOLE_DAY
from eegview.exchange.diary.written_dates import DateOrder
from eegview.exchange.diary.written_times import Instant
from eegview.model.infant.diary_event import Certainty, DiaryEvent, WitnessedKind, event_fault
from eegview.model.treatment.day import TreatmentDay
from eegview.model.treatment.diary import DiaryDay, Witnessed, diary_fault, said_day

_FORM_FIELDS = frozenset({Field.NONE, Field.UNWATCHED, Field.TOTAL})  # of the form for families
_EVENT_FIELDS = (Field.TIME, Field.COUNT, Field.DURATION, Field.STOP, Field.KIND)
_SAID_BESIDE = (Field.WAKING, Field.SEEN_BY, Field.NOTE)
_SEVERAL_CLUSTERS = "it says several clusters at one time; give each its line, or their number to the whole day"
_CLUSTERS_NOT_SURE = "it says a number of clusters, and that this is not sure"


@dataclass(frozen=True, slots=True)
class ReadLine:
    """What a line says.

    is_whole_day : it says something of a whole day, be it kept as an event because it says more than a number
    number_alone : of such an event, the number without what is said beside it; the number is of the whole day, so it
        stands for the event where other lines have events of that day, which it counts already. None = always the event
    """

    said: DiaryEvent | DiaryDay
    is_whole_day: bool = False
    number_alone: DiaryDay | None = None


class LineReading:
    """Reads one line after the other.

    n_notes_left : lines so far for a day without spasms, or not known, whose note, or who saw none, is not kept
    n_remarks_left : lines so far for a day with its number of clusters whose note, or who saw them, is not kept
    n_empty : lines of the form for families so far that say a day and nothing of it
    """

    def __init__(self, columns: Mapping[Field, str], choices: ReadingChoices, order: DateOrder | None) -> None:
        self._columns, self._today = columns, choices.today
        self._kinds = {text.strip().casefold(): kind for text, kind in choices.kinds.items()}
        self._times = LineTimes(columns, order, choices.zone)
        self._is_form = not _FORM_FIELDS.isdisjoint(columns)
        self.n_notes_left = self.n_remarks_left = self.n_empty = 0

    @property
    def n_moved(self) -> int:
        """Return of how many lines so far the time in UTC was changed to the clock at home."""
        return self._times.n_moved

    def read(self, row: Mapping[str, str]) -> tuple[ReadLine, ...]:
        """Return what a line says; a line of the form for families may say something of the day and an event.

        Raises
        ------
        LineNotRead : it says nothing that can be stored
        """
        cells = LineCells(self._columns, row)
        kind = cells.kind(self._kinds)  # first: where it is not known a person can say it
        begin = self._times.begin(cells)
        instant = self._times.at_home(cells, begin)
        if instant.on > self._today:
            raise LineNotRead("its day is later than today")
        if self._is_form:
            return self._of_form(cells, kind, begin, instant)
        return (self._of_list(cells, kind, begin, instant),)

    def _of_form(
        self, cells: LineCells, kind: WitnessedKind | str | None, begin: Instant, instant: Instant
    ) -> tuple[ReadLine, ...]:
        """Return what a line of the form for families says; what stands beside an event is said of the event."""
        said = cells.said_of_day()
        if not cells.has_any(*_EVENT_FIELDS):
            if said is not None or cells.text(Field.CLUSTERS):
                return (self._day(cells, instant, said, has_time=False),)
            if cells.has_any(*_SAID_BESIDE, Field.CERTAINTY):
                raise LineNotRead("it says neither a number nor “none”, nor an event")
            self.n_empty += 1
            return ()
        count, n_clusters = cells.count(), cells.n_clusters(said)
        is_unsure = cells.certainty() is Certainty.UNSURE
        if count is None and is_unsure and isinstance(said, int) and said > 0:
            count = said
        event = ReadLine(_event(cells, instant, kind, count, self._times.duration_s(cells, begin)))
        is_all_of_day = is_unsure and _is_all(event.said.count, said)
        if (n_clusters or 0) > 1 and (said is None or is_all_of_day):
            raise LineNotRead(_SEVERAL_CLUSTERS if said is None else _CLUSTERS_NOT_SURE)
        if said is None or is_all_of_day:
            return (event,)
        return ReadLine(_entry(TreatmentDay(instant.on), said, n_clusters), True), event

    def _of_list(
        self, cells: LineCells, kind: WitnessedKind | str | None, begin: Instant, instant: Instant
    ) -> ReadLine:
        """Return what a line says of a table with a line for each event or day."""
        count, duration_s = cells.count(), self._times.duration_s(cells, begin)
        is_event = kind in (WitnessedKind.SPASM, WitnessedKind.CLUSTER)
        if kind is None:
            is_event = instant.at is not None or duration_s is not None
        if not is_event:
            return self._day(cells, instant, count, has_time=instant.at is not None and kind != WHOLE_DAY)
        if (cells.n_clusters(count) or 0) > 1:
            raise LineNotRead(_SEVERAL_CLUSTERS)
        return ReadLine(_event(cells, instant, kind, count, duration_s))

    def _day(self, cells: LineCells, instant: Instant, count: int | Witnessed | None, has_time: bool) -> ReadLine:
        """Return what is said of a whole day; a number with how sure, a note or who saw it is an event without a time.

        A “none” that is not sure is no “none”: such a line is not read.
        """
        n_clusters = cells.n_clusters(count)
        if count is None and n_clusters:
            count = Witnessed.SOME
        if count is None:
            raise LineNotRead("it says neither a number nor “none”, nor an event")
        if has_time and count in (0, Witnessed.NONE):
            raise LineNotRead("it says “none” at a time of the day, not for the whole day")
        certainty = cells.certainty()
        is_more_said = cells.has_any(*_SAID_BESIDE)
        day = TreatmentDay(instant.on)
        if count not in (0, Witnessed.NONE, Witnessed.UNKNOWN) and n_clusters in (None, 1):
            if certainty is not Certainty.NOT_SAID or is_more_said:
                event = _event(cells, replace(instant, at=None), None, count, None)
                is_sure = certainty is not Certainty.UNSURE
                return ReadLine(event, True, _entry(day, count, n_clusters) if is_sure else None)
        elif certainty is Certainty.UNSURE and count is not Witnessed.UNKNOWN:
            is_none = count in (0, Witnessed.NONE)
            raise LineNotRead("it says “none”, and that this is not sure" if is_none else _CLUSTERS_NOT_SURE)
        elif is_more_said and n_clusters is not None:
            self.n_remarks_left += 1
        elif is_more_said or certainty is Certainty.PROBABLE:
            self.n_notes_left += 1
        return ReadLine(_entry(day, count, n_clusters), True)


def _event(
    cells: LineCells, instant: Instant, kind: WitnessedKind | str | None,
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
    event = DiaryEvent(
        "", instant.on, instant.at, kind, 1 if kind is WitnessedKind.SPASM else n, duration_s,
        cells.is_after_waking(), cells.text(Field.SEEN_BY), cells.certainty(),
        cells.text(Field.NOTE), instant.utc_offset_min,
    )  # fmt: skip
    if fault := event_fault(event):
        raise LineNotRead(fault[:1].lower() + fault[1:].rstrip("."))
    return event


def _is_all(count: int | None, said: int | Witnessed | None) -> bool:
    """Whether what a line says of its whole day is its event, and nothing that was seen beside it.

    The line says once how sure it is. Only a number above that of the event says that more was seen.
    """
    if said in (None, 0, Witnessed.NONE, Witnessed.UNKNOWN):
        return False
    return count is None or not isinstance(said, int) or count >= said


def _entry(day: TreatmentDay, said: int | Witnessed, n_clusters: int | None) -> DiaryDay:
    entry = said_day(day, said, n_clusters)
    if fault := diary_fault(entry):
        raise LineNotRead(fault[:1].lower() + fault[1:].rstrip("."))
    return entry
