"""Diaries read from tables: columns, dates, times, kinds, and what is said of lines that are not read."""

from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.exchange.diary.reading import DiaryFile, read_diary, reasons_text
from eegview.exchange.diary.reading_choices import ReadingChoices
from eegview.exchange.diary.writing import diary_lines, diary_table
from eegview.exchange.diary.written_dates import DateOrder, DatesAmbiguous, parsed_date, reading_of
from eegview.exchange.diary.written_times import parsed_duration_s, parsed_time
from eegview.model.errors import UnreadableFile, UsageError
from eegview.model.infant.diary_event import Certainty, DiaryEvent, WitnessedKind
from eegview.model.treatment.day import TreatmentDay
from eegview.model.treatment.diary import DiaryDay, Witnessed, counted_day

CLUSTER, SPASM = WitnessedKind.CLUSTER, WitnessedKind.SPASM


def read(folder: Path, text: str, **choices: object) -> DiaryFile:
    path = folder / "diary.csv"
    path.write_bytes(text.encode())
    return read_diary(path, ReadingChoices(**choices))  # type: ignore[arg-type]


def days(found: DiaryFile) -> list[tuple[str, Witnessed, int | None]]:
    return [(entry.day.stored, entry.witnessed, entry.count) for _line, entry in found.days]


def test_a_line_a_day_with_a_number_none_some_or_unknown(tmp_path: Path) -> None:
    found = read(tmp_path, "Date;Spasms\n2025-03-02;5\n2025-03-03;none\n2025-03-04;keine\n2025-03-05;?\n2025-03-06;\n")
    assert days(found) == [
        ("2025-03-02", Witnessed.SOME, 5),
        ("2025-03-03", Witnessed.NONE, None),
        ("2025-03-04", Witnessed.NONE, None),
        ("2025-03-05", Witnessed.UNKNOWN, None),
    ]
    assert reasons_text(found.unread) == ["1 line (6): it says neither a number nor “none”, nor an event"]


def test_a_line_for_a_whole_day_that_says_more_than_a_number_keeps_all_it_says(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "Date,Spasms,Seen by,How sure,After waking,Note\n2025-03-02,2,mother,unsure,yes,arms\n2025-03-03,1,,,,\n"
        "2025-03-04,some,,probable,,\n2025-03-05,none,nurse,sure,,slept\n2025-03-06,none,,unsure,,\n",
    )
    assert [event for _line, event in found.events] == [
        DiaryEvent("", date(2025, 3, 2), None, CLUSTER, 2, None, True, "mother", Certainty.UNSURE, "arms"),
        DiaryEvent("", date(2025, 3, 4), None, CLUSTER, certainty=Certainty.PROBABLE),
    ]
    assert days(found) == [("2025-03-03", Witnessed.SOME, 1), ("2025-03-05", Witnessed.NONE, None)]
    assert reasons_text(found.unread) == ["1 line (6): it says “none”, and that this is not sure"]
    assert any("2 lines say more of a whole day" in note for note in found.notes)
    assert any("1 line says more of a day without a spasm" in note for note in found.notes)


def test_a_day_that_stands_twice_is_one_where_the_lines_agree_and_none_where_they_do_not(tmp_path: Path) -> None:
    text = (
        "Date,Spasms,Seen by\n2025-03-02,5,\n2025-03-02,3,\n2025-03-03,7,\n2025-03-03,none,\n2025-03-04,4,\n"
        "2025-03-04,4,\n2025-03-05,4,mother\n2025-03-05,4,father\n2025-03-06,1,\n2025-03-06,2,\n2025-03-06,1,\n"
    )
    found = read(tmp_path, text)
    assert days(found) == [("2025-03-04", Witnessed.SOME, 4)]
    assert found.events == ()
    assert reasons_text(found.unread) == [
        "3 lines (10, 11, 12): its day stands 3 times, with 1 and 2",
        "2 lines (2, 3): its day stands twice, with 5 and 3",
        "2 lines (4, 5): its day stands twice, with 7 and none",
        "2 lines (8, 9): its day stands twice, with different remarks",
        "1 line (7): the same day stands in the file before",
    ]


def test_a_line_an_event(tmp_path: Path) -> None:
    text = (
        "Date,Time,Type,Number of spasms,Duration (minutes),After waking,Seen by,How sure,Notes\n"
        '02.03.2025,7:40 am,Cluster,12,"3,5",yes,mother,sure,"arms, legs"\n'
        "03.03.2025,19.05 Uhr,Spasm,,,nein,,maybe,\n"
    )
    found = read(tmp_path, text)
    assert [event for _line, event in found.events] == [
        DiaryEvent("", date(2025, 3, 2), time(7, 40), CLUSTER, 12, 210.0, True, "mother", Certainty.SURE, "arms, legs"),
        DiaryEvent("", date(2025, 3, 3), time(19, 5), SPASM, 1, None, False, "", Certainty.UNSURE),
    ]
    assert found.unread == ()


def test_dates_that_can_be_read_in_two_ways_are_asked_for(tmp_path: Path) -> None:
    text = "Date,Spasms\n03/04/2025,5\n04/04/2025,none\n"
    with pytest.raises(UsageError, match="can be read in two ways") as asked:
        read(tmp_path, text)
    assert "dmy" in asked.value.advice
    assert days(read(tmp_path, text, order=DateOrder.DAY_FIRST))[0][0] == "2025-04-03"
    assert days(read(tmp_path, text, order=DateOrder.MONTH_FIRST))[0][0] == "2025-03-04"


def test_a_date_that_leaves_no_choice_says_how_the_others_are_read(tmp_path: Path) -> None:
    found = read(tmp_path, "Date,Spasms\n03/04/2025,5\n04/25/2025,none\n")
    assert days(found)[0][0] == "2025-03-04"
    assert any("month, day, year" in note and "04/25/2025" in note for note in found.notes)
    with pytest.raises(UsageError, match="not all in one order, for example “25/04/2025” and “04/25/2025”"):
        read(tmp_path, "Date,Spasms\n25/04/2025,5\n04/25/2025,none\n")


@pytest.mark.parametrize(
    "cell", ["03/04/2025", "03 / 04 / 2025", "3-4-2025", "03/04/2025 07:40", "25-03-04", "25/03/04"]
)
def test_a_date_that_can_be_read_in_two_ways_is_asked_for_however_it_is_written(tmp_path: Path, cell: str) -> None:
    for line in (f"{cell},5", f'"{cell.replace(" 07", ",07")}",5'):
        with pytest.raises(UsageError, match="can be read in two ways"):
            read(tmp_path, f"Date,Spasms\n{line}\n")
    assert parsed_date(cell.removesuffix(" 07:40")) is None
    said = {order: read(tmp_path, f"Date,Spasms\n{cell},5\n", order=order) for order in DateOrder}
    found = {order: one.events[0][1].on if one.events else one.days[0][1].day.on if one.days else None
             for order, one in said.items()}  # fmt: skip
    if cell.startswith("25"):
        assert found == {
            DateOrder.DAY_FIRST: date(2004, 3, 25),
            DateOrder.MONTH_FIRST: None,
            DateOrder.YEAR_FIRST: date(2025, 3, 4),
        }
    else:
        assert found == {
            DateOrder.DAY_FIRST: date(2025, 4, 3),
            DateOrder.MONTH_FIRST: date(2025, 3, 4),
            DateOrder.YEAR_FIRST: None,
        }


def test_an_end_that_can_be_read_in_two_ways_is_asked_for_too(tmp_path: Path) -> None:
    text = "Start,End\n2025-04-03 07:00,03/04/2025 07:10\n"
    with pytest.raises(UsageError, match="can be read in two ways"):
        read(tmp_path, text)
    assert read(tmp_path, text, order=DateOrder.DAY_FIRST).events[0][1].duration_s == 600.0


@given(st.lists(st.dates(date(2013, 1, 1), date(2032, 12, 31)), min_size=1, max_size=6), st.sampled_from(
    ["%d/%m/%Y", "%m/%d/%Y", "%d-%m-%y", "%m/%d/%y", "%y-%m-%d"]))  # fmt: skip
def test_an_order_is_never_guessed(whole: list[date], form: str) -> None:
    texts = [on.strftime(form) for on in whole]
    try:
        order = reading_of(texts).order
    except DatesAmbiguous:
        return
    assert [parsed_date(text, order) for text in texts] == whole


def test_a_none_of_a_part_of_a_day_makes_no_day_without(tmp_path: Path) -> None:
    found = read(tmp_path, "Date,Time,Spasms\n2025-03-02,22:00,none\n2025-03-03,,none\n")
    assert days(found) == [("2025-03-03", Witnessed.NONE, None)]
    assert "not for the whole day" in found.unread[0].reason


def test_an_export_with_times_in_utc_is_read_by_the_clock_at_home(tmp_path: Path) -> None:
    text = (
        "Icon,Action,UTC Time,Time Zone,City Name,Address,Coordinates,Note\n"
        "X,Spasm,2025-03-29 23:30:00,Europe/Berlin,,,,\n"
        "X,Series,2025-03-30 22:30:00,Europe/Berlin,,,,after nap\n"
        "X,Change of dose,2025-03-30 10:00:00,Europe/Berlin,,,,40\n"
    )
    found = read(tmp_path, text)
    first, second = (event for _line, event in found.events)
    assert (first.on, first.at, first.utc_offset_min) == (date(2025, 3, 30), time(0, 30), 60)
    assert (second.on, second.at, second.utc_offset_min) == (date(2025, 3, 31), time(0, 30), 120)  # summer time began
    assert reasons_text(found.unread) == ["1 line (4): its kind “Change of dose” is neither a spasm nor a cluster"]
    assert any("2 times in UTC" in note for note in found.notes)
    chosen = read(tmp_path, text, kinds={"Change of dose": "spasm"})
    assert len(chosen.events) == 3


def test_an_instant_with_an_offset_keeps_its_day_and_one_in_utc_needs_a_zone(tmp_path: Path) -> None:
    text = "Timestamp,Kind\n2025-03-02T23:30:00+01:00,spasm\n2025-03-02T23:30:00Z,spasm\n"
    found = read(tmp_path, text)
    assert [(event.on, event.utc_offset_min) for _line, event in found.events] == [(date(2025, 3, 2), 60)]
    assert "time zone of the home is not known" in found.unread[0].reason
    both = read(tmp_path, text, zone="Europe/Berlin")
    assert [event.on for _line, event in both.events] == [date(2025, 3, 2), date(2025, 3, 3)]
    assert "not known on this computer" in read(tmp_path, text, zone="Nowhere/Here").unread[0].reason


def test_an_offset_of_0_is_utc_and_a_day_alone_is_never_moved(tmp_path: Path) -> None:
    text = "Timestamp,Kind\n2025-03-02T23:30:00+00:00,spasm\n"
    assert "time zone of the home is not known" in read(tmp_path, text).unread[0].reason
    ((_line, event),) = read(tmp_path, text, zone="Europe/Oslo").events
    assert (event.on, event.at, event.utc_offset_min) == (date(2025, 3, 3), time(0, 30), 60)
    ((_line, london),) = read(tmp_path, text, zone="Europe/London").events
    assert (london.on, london.at, london.utc_offset_min) == (date(2025, 3, 2), time(23, 30), 0)
    day = read(tmp_path, "UTC Time,Kind,Spasms\n2025-03-02,cluster,4\n2025-03-03,day,none\n", zone="America/New_York")
    assert [(one.on, one.at) for _line, one in day.events] == [(date(2025, 3, 2), None)]
    assert days(day) == [("2025-03-03", Witnessed.NONE, None)]


@pytest.mark.parametrize(
    ("title", "cell", "zone"),
    [
        ("Date", "2025-03-02T23:30:00Z", ""),
        ("Date", "2025-03-02 23:30 UTC", ""),
        ("Date", "2025-03-02T23:30:00+00:00", ""),
        ("UTC Time", "2025-03-02 23:30:00", ""),
        ("UTC Time", "2025-03-02 23:30:00", "America/New_York"),  # the line's own difference goes before
    ],
)
def test_a_time_in_utc_with_a_difference_beside_it_is_moved_by_that(
    tmp_path: Path, title: str, cell: str, zone: str
) -> None:
    found = read(tmp_path, f"{title},UTC offset,Spasms\n{cell},+01:00,4\n", zone=zone)
    ((_line, event),) = found.events
    assert (event.on, event.at, event.utc_offset_min) == (date(2025, 3, 3), time(0, 30), 60)
    assert any("1 time in UTC" in note for note in found.notes)


@pytest.mark.parametrize(
    ("titles", "cells"),
    [
        ("UTC Time,End Time", "2025-03-02 23:30:00,23:35:00"),
        ("UTC Time,End Time", "2025-03-02 23:30:00,2025-03-02 23:35:00"),
        ("Start,End", "2025-03-02T23:30:00Z,2025-03-02T23:35:00Z"),
        ("Start,End", "2025-03-03T00:30:00+01:00,2025-03-02T23:35:00Z"),
        ("UTC Time,End Time", "2025-03-02 23:30:00,2025-03-03 00:35:00+01:00"),
        ("UTC Time,End Time", "2025-03-02 23:58:00,00:03"),
        ("UTC Time,UTC offset,End Time", "2025-03-02 23:30:00,+01:00,23:35:00"),
    ],
)
def test_an_event_lasts_from_its_beginning_to_its_end_by_the_clock_of_the_file(
    tmp_path: Path, titles: str, cells: str
) -> None:
    ((_line, event),) = read(tmp_path, f"{titles},Spasms\n{cells},4\n", zone="Europe/Oslo").events
    assert (event.on, event.utc_offset_min, event.duration_s) == (date(2025, 3, 3), 60, 300.0)


def test_an_end_in_utc_beside_a_beginning_that_does_not_say_its_clock_is_not_read(tmp_path: Path) -> None:
    text = "Start,End,Spasms\n2025-03-03 00:30,2025-03-02T23:35:00Z,4\n"
    assert "its beginning does not say its own" in read(tmp_path, text, zone="Europe/Oslo").unread[0].reason


@pytest.mark.parametrize(
    ("title", "cell", "reason"),
    [
        ("utc_offset_min", "+-5", "difference to UTC"), ("utc_offset_min", "--60", "difference to UTC"),
        ("UTC offset", "2", "difference to UTC"), ("utc_offset_min", "2000", "difference to UTC"),
        ("Certainty", "0", "how sure"), ("Certainty", "20%", "how sure"), ("Certainty", "3", "how sure"),
        ("After waking", "perhaps", "after waking"), ("Count", "5 none", "number of spasms"),
        ("Count", "no 3", "number of spasms"), ("Duration (hours)", "long", "duration"),
        ("Duration (minutes)", "1:75", "duration"),
    ],
)  # fmt: skip
def test_a_cell_that_cannot_be_read_leaves_its_line_out_with_the_reason(
    tmp_path: Path, title: str, cell: str, reason: str
) -> None:
    found = read(tmp_path, f"Date,Time,Kind,{title}\n2025-03-02,07:40,cluster,{cell}\n")
    assert (found.events, found.days) == ((), ())
    assert reason in found.unread[0].reason


@pytest.mark.parametrize(
    ("title", "cell", "minutes"),
    [
        ("utc_offset_min", "-90", -90),
        ("UTC offset", "+01:00", 60),
        ("UTC offset (hours)", "2", 120),
        ("UTC offset", "0", 0),
    ],
)
def test_a_difference_to_utc_is_read_by_its_title_or_its_signs(
    tmp_path: Path, title: str, cell: str, minutes: int
) -> None:
    ((_line, event),) = read(tmp_path, f"Date,Time,Kind,{title}\n2025-03-02,07:40,spasm,{cell}\n").events
    assert event.utc_offset_min == minutes


def test_a_line_with_more_cells_than_titles_is_not_read_and_a_title_that_stands_again_has_a_number(
    tmp_path: Path,
) -> None:
    found = read(tmp_path, "Date,Spasms,Spasms\n2025-03-02,arms, legs,5\n2025-03-03,5,,,\n2025-03-04,6,7\n")
    assert days(found) == [("2025-03-03", Witnessed.SOME, 5), ("2025-03-04", Witnessed.SOME, 6)]
    assert reasons_text(found.unread) == ["1 line (2): it has more cells than there are titles"]
    assert any("“Spasms (2)”" in note for note in found.notes)


def test_it_is_said_which_column_was_taken_for_what_and_a_running_number_for_none(tmp_path: Path) -> None:
    found = read(tmp_path, "Number,Date,Anzahl\n41,2025-03-02,5\n")
    assert days(found) == [("2025-03-02", Witnessed.SOME, 5)]
    assert found.columns_text == "Read as: day ← “Date”, spasms ← “Anzahl”."
    bare = read(tmp_path, "Number,Date\n41,2025-03-02\n")
    assert (bare.days, len(bare.unread)) == ((), 1)


def test_start_and_end_give_the_duration_also_past_midnight(tmp_path: Path) -> None:
    text = "Date,Start Time,End Time,Intensity,Notes\n2025-03-02,23:55,00:05,Mild,\n2025-03-03,,,Mild,\n"
    found = read(tmp_path, text)
    (_line, event), *_ = found.events
    assert (event.on, event.kind, event.count, event.duration_s) == (date(2025, 3, 2), CLUSTER, None, 600.0)
    assert len(found.unread) == 1
    assert any("not counted" in note for note in found.notes)
    assert any("“Intensity”" in note for note in found.notes)


def test_columns_can_be_named_and_a_file_without_days_says_what_it_has(tmp_path: Path) -> None:
    found = read(tmp_path, "A,B\n2025-03-02,5\n", columns={"day": "a", "spasms": "B"})
    assert days(found) == [("2025-03-02", Witnessed.SOME, 5)]
    with pytest.raises(UsageError, match="no column of days"):
        read(tmp_path, "A,B\n2025-03-02,5\n")
    with pytest.raises(UsageError, match="“C”"):
        read(tmp_path, "A,B\n2025-03-02,5\n", columns={"day": "C"})


def test_days_to_come_and_lines_without_sense_are_told_with_their_reasons(tmp_path: Path) -> None:
    lines = ("2025-03-05,,day,0", "2025-02-30,,day,0", "2025-03-01,25:00,spasm,", "2025-03-01,07:00,cluster,0")
    text = "\n".join(("Date,Time,Kind,Spasms", *lines))
    found = read(tmp_path, text, today=date(2025, 3, 4))
    assert (found.days, found.events) == ((), ())
    assert [one.line for one in found.unread] == [2, 3, 4, 5]
    reasons = " ".join(reasons_text(found.unread))
    for word in ("later than today", "day cannot be read", "time cannot be read", "not for the whole day"):
        assert word in reasons


def test_other_letters_and_a_file_that_is_no_table(tmp_path: Path) -> None:
    path = tmp_path / "diary.csv"
    path.write_bytes("Datum;Anzahl;Bemerkung\n02.03.2025;5;Füße\n".encode("cp1252"))
    found = read_diary(path)
    assert [event for _line, event in found.events] == [DiaryEvent("", date(2025, 3, 2), count=5, note="Füße")]
    assert any("Windows-1252" in note for note in found.notes)
    path.write_bytes(b"\0\1\2\3" * 40)
    with pytest.raises(UnreadableFile):
        read_diary(path)
    path.write_bytes(b"{}")
    with pytest.raises(UnreadableFile, match="no list"):
        read_diary(path)
    with pytest.raises(UnreadableFile, match="cannot be read"):
        read_diary(tmp_path / "nothing.csv")


_GERMAN = ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
           "Dezember")  # fmt: skip
TEXTS = st.sampled_from(['"', 'says "up"']) | st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=20
).map(str.strip)
DAYS = st.dates(date(1990, 1, 1), date(2040, 1, 1))
ENTRIES = st.builds(
    lambda on, said: (
        DiaryDay(TreatmentDay(on), said) if isinstance(said, Witnessed) else counted_day(TreatmentDay(on), said)
    ),
    DAYS,
    st.sampled_from(Witnessed) | st.integers(0, 500),
)
EVENTS = st.builds(
    lambda on, at, kind, count, duration_s, waking, seen_by, certainty, note, offset: DiaryEvent(
        "", on, at, kind, 1 if kind is SPASM else count, duration_s, waking, seen_by, certainty, note, offset
    ),
    DAYS,
    st.none() | st.times().map(lambda one: one.replace(microsecond=0)),
    st.sampled_from(WitnessedKind),
    st.none() | st.integers(1, 400),
    st.none() | st.integers(1, 80_000).map(float),
    st.sampled_from([None, True, False]),
    TEXTS,
    st.sampled_from(Certainty),
    TEXTS,
    st.none() | st.integers(-720, 840),
)  # fmt: skip


@given(st.lists(ENTRIES, max_size=4, unique_by=lambda one: one.day.on), st.lists(EVENTS, max_size=5), st.booleans())
def test_what_is_written_is_read_again_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, entries: list[DiaryDay], events: list[DiaryEvent], is_tabbed: bool
) -> None:
    path = tmp_path_factory.getbasetemp() / "written.csv"
    path.write_text(diary_table(entries, events, is_tabbed), encoding="utf-8", newline="")
    found = read_diary(path)
    assert found.unread == ()
    assert diary_lines([one for _n, one in found.days], [one for _n, one in found.events]) == diary_lines(
        entries, events
    )


@given(
    st.datetimes(datetime(2015, 1, 1), datetime(2035, 1, 1)),
    st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]),
)
def test_an_instant_in_utc_with_its_zone_and_the_same_by_the_clock_at_home_are_one_event(
    tmp_path_factory: pytest.TempPathFactory, moment: datetime, zone: str
) -> None:
    moment = moment.replace(microsecond=0, tzinfo=UTC)  # midnight, summer time, leap days among them
    home = moment.astimezone(ZoneInfo(zone))
    path = tmp_path_factory.getbasetemp() / "zones.csv"
    path.write_text(f"Kind,UTC Time,Time Zone\nspasm,{moment:%Y-%m-%d %H:%M:%S},{zone}\n")
    ((_line, by_zone),) = read_diary(path).events
    path.write_text(f"Kind,Timestamp\nspasm,{home.isoformat()}\n")
    ((_line, by_offset),) = read_diary(path).events
    assert by_zone == by_offset
    assert (by_zone.on, by_zone.at) == (home.date(), home.time())


@given(DAYS)
def test_each_writing_of_a_date_says_that_date(on: date) -> None:
    month_de = _GERMAN[on.month - 1]
    for text in (on.isoformat(), f"{on:%d.%m.%Y}", f"{on.day}.{on.month}.{on.year}", f"{on:%Y/%m/%d}", f"{on:%d %b %Y}",
                 f"{on:%B} {on.day}, {on.year}", f"{on.day}. {month_de} {on.year}"):  # fmt: skip
        assert parsed_date(text) == on
    assert parsed_date(f"{on:%d/%m/%Y}", DateOrder.DAY_FIRST) == on
    assert parsed_date(f"{on:%m/%d/%Y}", DateOrder.MONTH_FIRST) == on


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused_without_a_fault(text: str) -> None:
    for read_text in (parsed_date, parsed_time, parsed_duration_s):
        read_text(text)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("3 min", 180.0), ("1 h 5 min", 3900.0), ("0:03:00", 180.0), ("2:30", 150.0), ("90 s", 90.0), ("1,5 Min.", 90.0),
     ("2 Std", 7200.0), ("3", None), ("", None), ("long", None)],
)  # fmt: skip
def test_durations(text: str, seconds: float | None) -> None:
    assert parsed_duration_s(text) == seconds


def test_two_parts_of_a_duration_below_hours_are_hours_and_minutes() -> None:
    assert parsed_duration_s("1:30", 3600.0) == 5400.0
    assert parsed_duration_s("1:30", 60.0) == 90.0


def test_a_stray_quote_never_moves_spasms_to_another_day(tmp_path: Path) -> None:
    between = "".join(f"2025-09-{day:02d},slept,none\n" for day in range(2, 20))
    text = f'Date,Notes,Spasms\n2025-09-01,"woke,3\n{between}2025-09-20,fine",4\n2025-09-21,,2\n'
    found = read(tmp_path, text)
    assert days(found) == [("2025-09-21", Witnessed.SOME, 2)]
    assert found.events == ()
    assert reasons_text(found.unread) == [
        "20 lines (2, 3, 4, 5, 6, 7, …): a quote that is opened in line 2 makes one cell of it and of lines with days "
        "of their own"
    ]


def test_a_quote_that_is_never_closed_is_told_with_each_line_that_it_takes(tmp_path: Path) -> None:
    found = read(tmp_path, 'Date,Spasms,Notes\n2025-09-01,3,\n2025-09-02,4,"woke\n2025-09-03,5,\n2025-09-04,none,\n')
    assert days(found) == [("2025-09-01", Witnessed.SOME, 3)]
    assert [one.line for one in found.unread] == [3, 4, 5]
    assert {one.reason for one in found.unread} == {"a quote that is opened in line 3 is not closed, or stands alone"}


def test_a_note_of_several_lines_is_read_and_lines_have_the_numbers_of_the_file(tmp_path: Path) -> None:
    text = 'sep=,\nDate,Notes,Spasms\n2025-09-01,"woke\nand laughed, 3/4 of an hour",3\n2025-09-02,,x y\n'
    found = read(tmp_path, text)
    ((line, event),) = found.events
    assert (line, event.on, event.count, event.note) == (3, date(2025, 9, 1), 3, "woke\nand laughed, 3/4 of an hour")
    assert [(one.line, one.reason) for one in found.unread] == [(5, "the number of spasms cannot be read")]


@pytest.mark.parametrize("doubt", ["none?", "No??", "(none)", "none!", "yes?", "keine ?", "none…", "1.000", "5?"])
def test_a_word_in_doubt_is_never_none_nor_a_number(tmp_path: Path, doubt: str) -> None:
    found = read(tmp_path, f"Date;Spasms\n2025-03-02;{doubt}\n2025-03-03;None seen.\n")
    assert days(found) == [("2025-03-03", Witnessed.NONE, None)]
    assert reasons_text(found.unread) == ["1 line (2): the number of spasms cannot be read"]


def test_a_kind_or_a_certainty_in_doubt_is_not_taken_for_sure(tmp_path: Path) -> None:
    found = read(tmp_path, "Date,Type,How sure\n2025-03-02,spasm?,\n2025-03-03,spasm,sure?\n")
    assert found.events == ()
    assert [one.line for one in found.unread] == [2, 3]
    assert found.unknown_kinds == ("spasm?",)


def test_a_plain_german_table_is_read(tmp_path: Path) -> None:
    found = read(tmp_path, "Von;Bis;Anzahl Spasmen;beobachtet von\n02.03.2025 07:40;02.03.2025 07:43;12;Mutter\n")
    assert [event for _line, event in found.events] == [
        DiaryEvent("", date(2025, 3, 2), time(7, 40), CLUSTER, 12, 180.0, None, "Mutter")
    ]
    found = read(tmp_path, "Datum;Von;Bis;Anzahl Spasmen\n02.03.2025;07:40;07:43;12\n")
    assert [event.duration_s for _line, event in found.events] == [180.0]
    assert found.unread == ()


def test_columns_what_and_number_are_read_and_a_kind_none_is_a_day_without_spasms(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "Date,Time,What,Number\n13/03/2025,07:40,cluster,12\n14/03/2025,,none,0\n15/03/2025,,None,\n"
        "16/03/2025,,none,3\n17/03/2025,20:00,none,0\n",
    )
    assert [(event.on, event.count) for _line, event in found.events] == [(date(2025, 3, 13), 12)]
    assert days(found) == [("2025-03-14", Witnessed.NONE, None), ("2025-03-15", Witnessed.NONE, None)]
    assert reasons_text(found.unread) == [
        "1 line (5): its kind says “none”, and its number says otherwise",
        "1 line (6): it says “none” at a time of the day, not for the whole day",
    ]


def test_a_number_of_clusters_of_the_day_is_read_and_written(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "Datum;Anzahl Spasmen;Cluster;Notiz\n01.03.2025;12;2;\n02.03.2025;;1;\n03.03.2025;0;0;\n04.03.2025;keine;2;\n"
        "05.03.2025;3;4;\n06.03.2025;5;0;\n07.03.2025;9;3;woke\n08.03.2025;;x y;\n",
    )
    said = [(entry.day.stored, entry.count, entry.n_clusters, entry.text) for _line, entry in found.days]
    assert said == [
        ("2025-03-01", 12, 2, "12 spasms in 2 clusters"),
        ("2025-03-02", None, 1, "1 cluster, spasms not counted"),
        ("2025-03-03", None, None, "no spasms"),
        ("2025-03-06", 5, 0, "5 spasms, no cluster"),
        ("2025-03-07", 9, 3, "9 spasms in 3 clusters"),
    ]
    assert reasons_text(found.unread) == [
        "1 line (5): it says a number of clusters, and of the spasms of its day something that does not agree",
        "1 line (6): the number of clusters of a day must be from 0 to 1,000, and not above its spasms",
        "1 line (9): the number of clusters cannot be read",
    ]
    assert any("1 line says more of a day than its spasms and clusters" in note for note in found.notes)
    again = tmp_path / "again.csv"
    again.write_text(diary_table([entry for _line, entry in found.days], ()))
    assert [entry for _line, entry in read_diary(again).days] == [entry for _line, entry in found.days]
