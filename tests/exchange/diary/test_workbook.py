"""A diary that is sent as a spreadsheet file is read as its cells mean it, and what is not plain is said."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904, to_excel

from eegview.exchange.diary.reading import DiaryFile, UnclearDates, UnclearSheet, read_diary
from eegview.exchange.diary.reading_choices import ReadingChoices
from eegview.exchange.diary.written_dates import DateOrder
from eegview.model.errors import UnreadableFile, UsageError
from eegview.model.infant.diary_event import Certainty
from eegview.model.treatment.diary import Witnessed

TITLES = ("Date", "Time", "Spasms", "Duration (min)")


def book(
    path: Path, *rows: tuple[Any, ...], titles: tuple[str, ...] = TITLES, change: Callable = lambda _b: None
) -> Path:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    if titles:
        sheet.append(titles)
    for row in rows:
        sheet.append(row)
    change(made)
    made.save(path)
    return path


def read(path: Path, **said: Any) -> DiaryFile:
    return read_diary(path, ReadingChoices(**said))


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "diary.xlsx"


def test_true_dates_times_and_durations_are_read_as_they_are(out: Path) -> None:
    found = read(
        book(
            out,
            (date(2025, 3, 4), time(7, 40), 12, 3),
            (datetime(2025, 3, 5, 18, 5), None, 4, timedelta(minutes=2, seconds=30)),
            (datetime(2025, 3, 6), "7.15 Uhr", 1, "90 s"),
        )
    )
    assert not found.unread
    (one, two, three) = (event for _line, event in found.events)
    assert (one.on, one.at, one.count, one.duration_s) == (date(2025, 3, 4), time(7, 40), 12, 180.0)
    assert (two.on, two.at, two.duration_s) == (date(2025, 3, 5), time(18, 5), 150.0)
    assert (three.on, three.at, three.count, three.duration_s) == (date(2025, 3, 6), time(7, 15), 1, 90.0)
    assert [line for line, _event in found.events] == [2, 3, 4]


@given(st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2080, 1, 1)), st.booleans(), st.booleans())
def test_every_moment_comes_back_to_the_minute_from_both_calendars(
    tmp_path_factory: pytest.TempPathFactory, moment: datetime, is_mac: bool, is_plain_number: bool
) -> None:
    moment = moment.replace(second=0, microsecond=0)

    def change(made: Any) -> None:
        made.epoch = CALENDAR_MAC_1904 if is_mac else made.epoch

    made = openpyxl.Workbook()
    change(made)
    sheet = made.active
    assert sheet is not None
    sheet.append(("Date", "Time"))
    if is_plain_number:
        serial = to_excel(moment.replace(hour=0, minute=0), made.epoch)
        sheet.append((int(serial), (moment.hour * 60 + moment.minute) / 1440.0))
    else:
        sheet.append((moment.date(), moment.time()))
    path = tmp_path_factory.mktemp("book") / "diary.xlsx"
    made.save(path)
    found = read(path)
    (event,) = (event for _line, event in found.events) if moment.time() != time() or not is_plain_number else (None,)
    if event is not None:
        assert (event.on, event.at) == (moment.date(), moment.time())
        assert ("The file counts its days from 1904." in found.notes) == is_mac


def test_several_sheets_are_asked_about_and_hidden_ones_said(out: Path) -> None:
    def change(made: Any) -> None:
        for name in ("May", "Old"):
            sheet = made.create_sheet(name)
            sheet.append(("Date", "Spasms"))
            sheet.append((date(2025, 5, 1), "none"))
        made.create_sheet("Empty")
        made["Old"].sheet_state = "hidden"

    book(out, (date(2025, 4, 1), time(7), 2, 1), change=change)
    with pytest.raises(UnclearSheet) as asked:
        read(out)
    assert asked.value.sheets == ("Sheet", "May")
    found = read(out, sheet="may")
    assert [entry.witnessed for _line, entry in found.days] == [Witnessed.NONE]
    assert "The sheet “May” is read." in found.notes
    assert "Hidden sheets were not read: “Old”." in found.notes
    with pytest.raises(UsageError, match="no sheet “June”"):
        read(out, sheet="June")


def test_a_formula_counts_with_its_result_and_without_one_its_line_is_not_read(out: Path) -> None:
    book(out, (date(2025, 4, 1), time(7), "=1+2", 1), (date(2025, 4, 2), time(7), 2, 1))
    found = read(out)
    assert [(one.line, "no stored result" in one.reason) for one in found.unread] == [(2, True)]
    assert len(found.events) == 1


def test_a_day_merged_over_lines_holds_for_each_and_a_merged_number_for_the_first_alone(out: Path) -> None:
    def change(made: Any) -> None:
        made.active.merge_cells("A2:A4")
        made.active.merge_cells("C2:C3")

    book(
        out,
        (date(2025, 4, 1), time(7), 5, None),
        (None, time(12), None, None),
        (None, time(19), 2, None),
        change=change,
    )
    found = read(out)
    assert [(event.on.day, event.count) for _line, event in found.events] == [(1, 5), (1, None), (1, 2)]
    assert any(note.startswith("1 day is merged") for note in found.notes)
    assert any(note.startswith("1 other merged cell was read for the first") for note in found.notes)


def test_an_empty_day_merged_over_lines_is_no_day(out: Path) -> None:
    def change(made: Any) -> None:
        made.active.merge_cells("A3:A5")

    rows = ((date(2025, 4, 1), time(7), 5, None), (), (None, time(12), 3, None), (None, time(19), 2, None))
    found = read(book(out, *rows, change=change))
    assert [(one.line, one.reason) for one in found.unread] == [(4, "it has no day"), (5, "it has no day")]
    assert [(line, event.on) for line, event in found.events] == [(2, date(2025, 4, 1))]
    assert not any("merged" in note for note in found.notes)


@pytest.mark.parametrize(
    "form",
    [
        "[$-x-sysdate]dddd, mmmm dd, yyyy",
        '[$-es-ES]dddd, d" de "mmmm" de "yyyy;@',
        "[$-sv-SE]d mmmm yyyy;@",
        '[$-zh-CN]yyyy"年"m"月"d"日"',
        r"[$-F800]dddd\,\ mmmm\ dd\,\ yyyy",
        "[Magenta][$-th-TH]d/m/yyyy",
        "dd/mm/yyyy;@",
        r"yyyy\-mm\-dd_h",
        'd. mmmm yyyy "hours"',
    ],
)
def test_a_date_in_any_form_of_a_date_is_a_day_and_no_event_at_midnight(out: Path, form: str) -> None:
    def change(made: Any) -> None:
        for cell in made.active["A"][1:]:
            cell.number_format = form

    found = read(book(out, (date(2025, 9, 1), None, 3, None), (date(2025, 9, 2), None, "none", None), change=change))
    assert not found.unread
    assert not found.events
    said = [(entry.day.stored, entry.witnessed, entry.count) for _line, entry in found.days]
    assert said == [("2025-09-01", Witnessed.SOME, 3), ("2025-09-02", Witnessed.NONE, None)]


@pytest.mark.parametrize(
    "form", ["[$-es-ES]d/m/yyyy h:mm", "dd/mm/yyyy hh:mm;@", "[$-x-systime]m/d/yy h:mm:ss AM/PM", "[$-409]d/m/yy H:MM"]
)
def test_midnight_in_a_form_with_a_time_is_a_time(out: Path, form: str) -> None:
    def change(made: Any) -> None:
        made.active["A2"].number_format = form

    found = read(book(out, (datetime(2025, 9, 1), None, 3, None), change=change))
    assert [(event.on, event.at) for _line, event in found.events] == [(date(2025, 9, 1), time())]


def test_a_line_without_a_day_is_not_given_that_of_the_line_before(out: Path) -> None:
    found = read(book(out, (date(2025, 4, 1), time(7), 5, None), (None, time(12), 3, None)))
    assert [(one.line, one.reason) for one in found.unread] == [(3, "it has no day")]


def test_hidden_lines_and_columns_are_read_and_said(out: Path) -> None:
    def change(made: Any) -> None:
        made.active.row_dimensions[3].hidden = True
        made.active.column_dimensions["D"].hidden = True

    found = read(book(out, (date(2025, 4, 1), time(7), 5, 1), (date(2025, 4, 2), time(8), 6, 1), change=change))
    assert len(found.events) == 2
    assert "Line 3 is hidden in the sheet, and read like the others." in found.notes
    assert "Hidden columns are read like the others: D." in found.notes


def test_titles_below_a_heading_are_found_and_the_lines_above_are_said(out: Path) -> None:
    rows = (("Diary of K07",), (), ("Datum", "Uhrzeit", "Anzahl Spasmen"), (date(2025, 4, 1), time(7), 5))
    found = read(book(out, *rows, titles=()))
    assert [(line, event.count) for line, event in found.events] == [(4, 5)]
    assert "Titles are read from line 3; what stands above them is not read." in found.notes


def test_texts_that_can_be_read_in_two_ways_are_asked_and_a_column_of_both_kinds_is_said(out: Path) -> None:
    book(out, ("03/04/2025", "7:00", 5, None), ("04/05/2025", "7:00", 5, None))
    with pytest.raises(UnclearDates):
        read(out)
    assert [event.on.month for _line, event in read(out, order=DateOrder.DAY_FIRST).events] == [4, 5]
    mixed = read(book(out, (date(2025, 4, 3), time(7), 5, None), ("13/04/2025", "7:00", 5, None)))
    assert len(mixed.events) == 2
    assert any("may have turned day and month round" in note for note in mixed.notes)


def test_a_duration_in_a_cell_of_hours_and_minutes_is_what_the_cell_says_and_that_is_told(out: Path) -> None:
    found = read(book(out, (date(2025, 4, 1), time(7), 5, time(0, 3))))
    assert [event.duration_s for _line, event in found.events] == [180.0]
    assert any("0:03 is 3 minutes" in note for note in found.notes)


def test_french_titles_words_and_months_are_read(out: Path) -> None:
    titles = ("Date", "Heure", "Nombre de spasmes", "Durée (minutes)", "Au réveil", "Vu par", "Certitude", "Remarques")
    rows = (
        ("3 février 2025", "7h40", 12, 3, "oui", "mère", "sûr", "bras"),
        ("1 août 2025", "18h", 1, None, "non", "", "incertain", ""),
        ("2 juin 2025", None, "aucun", None, None, None, None, None),
    )
    found = read(book(out, *rows, titles=titles))
    assert not found.unread
    (one, two) = (event for _line, event in found.events)
    assert (one.on, one.at, one.after_waking, one.certainty) == (date(2025, 2, 3), time(7, 40), True, Certainty.SURE)
    assert (two.on, two.at, two.certainty) == (date(2025, 8, 1), time(18), Certainty.UNSURE)
    assert [(entry.day.on, entry.witnessed) for _line, entry in found.days] == [(date(2025, 6, 2), Witnessed.NONE)]


@pytest.mark.parametrize("content", [b"PK\x03\x04 no zip", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)])
def test_a_damaged_or_locked_file_is_refused_with_a_way_on(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "diary.xlsx"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile) as refused:
        read(path)
    assert "save it as .xlsx" in refused.value.advice


def test_entities_and_other_archives_are_refused(out: Path, tmp_path: Path) -> None:
    import zipfile

    book(out, (date(2025, 4, 1), time(7), 5, 1))
    bad = tmp_path / "bad.xlsx"
    with zipfile.ZipFile(out) as source, zipfile.ZipFile(bad, "w") as target:
        for part in source.namelist():
            content = source.read(part)
            target.writestr(
                part, b'<!DOCTYPE x [<!ENTITY a "b">]>' + content if part.endswith("workbook.xml") else content
            )
    with pytest.raises(UnreadableFile):
        read(bad)
    other = tmp_path / "other.xlsx"
    with zipfile.ZipFile(other, "w") as target:
        target.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    with pytest.raises(UnreadableFile, match="not an Excel file"):
        read(other)
