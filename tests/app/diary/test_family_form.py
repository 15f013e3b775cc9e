"""The form for families: one week a page, in plain words, without a name."""

import csv
import io
from datetime import UTC, date, datetime, time
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader
from there import there

from eegview.app.diary.family_form import LANGUAGES, form_pdf, form_table, write_form
from eegview.exchange.diary.reading import DiaryFile, read_diary
from eegview.exchange.diary.reading_choices import ReadingChoices
from eegview.model.errors import UsageError
from eegview.model.infant.diary_event import Certainty
from eegview.model.treatment.diary import Witnessed
from eegview.model.treatment.witnessed_day import witnessed_days

MADE = datetime(2025, 3, 1, tzinfo=UTC)


def pages(**said: object) -> list[str]:
    held = {"n_weeks": 1, "made": MADE} | said
    reader = PdfReader(io.BytesIO(form_pdf(**held)), strict=True)  # type: ignore[arg-type]
    return [page.extract_text() for page in reader.pages]


def test_each_week_is_one_page_with_its_seven_days() -> None:
    found = pages(first=date(2025, 2, 26), n_weeks=3)
    assert len(found) == 3
    assert "Week 1: 26 Feb 2025 to 4 Mar 2025" in found[0]
    assert "Wednesday" in found[0]
    assert "28 Feb" in found[0]
    assert "Week 3: 12 Mar 2025" in found[2]
    assert found[0].count("None seen") == 8  # each day, and the words on how to fill it in


def test_without_a_first_day_dates_are_blank_and_the_pseudonym_is_printed_where_given() -> None:
    (found,) = pages(pseudonym="B-7")
    assert "Week 1" in found
    assert "Date:" in found
    assert "B-7" in found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_fits_on_one_page_and_names_nobody(language: str) -> None:
    (found,) = pages(language=language, first=date(2025, 9, 29), pseudonym="W1" * 12)
    assert ("Entwurf" in found) is (language == "de")


def test_the_same_form_has_the_same_bytes() -> None:
    assert form_pdf(date(2025, 3, 3), 1, made=MADE) == form_pdf(date(2025, 3, 3), 1, made=MADE)


def test_what_cannot_be_printed_is_refused(tmp_path: Path) -> None:
    for said in (
        {"language": "xx"},
        {"n_weeks": 0},
        {"n_weeks": 99},
        {"pseudonym": "Anna Müller"},
        {"pseudonym": "Anna2"},
    ):
        with pytest.raises(UsageError):
            pages(**said)
    with pytest.raises(UsageError, match="cannot be written"):
        write_form(tmp_path / "form.odt")


def _filled(path: Path, language: str, lines: dict[int, dict[int, object]]) -> DiaryFile:
    """Return what is read of a form for a week that was filled in: cells by line (from 2 on) and column (from 1 on)."""
    path.write_bytes(form_table(path.suffix, date(2025, 3, 3), 1, language, MADE))
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        sheet = book.worksheets[0]
        for number, cells in lines.items():
            for column, value in cells.items():
                sheet.cell(number, column).value = value  # type: ignore[union-attr]
        book.save(path)
    else:
        rows = list(csv.reader(path.read_text("utf-8-sig").splitlines()))
        for number, cells in lines.items():
            for column, value in cells.items():
                rows[number - 1][column - 1] = str(value)
        with path.open("w", newline="") as file:
            csv.writer(file, delimiter=";").writerows(rows)
    sheets = [] if path.suffix == ".csv" else openpyxl.load_workbook(path).sheetnames
    return read_diary(path, ReadingChoices(sheet=sheets[0] if sheets else ""))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_the_filled_table_of_the_form_comes_back(tmp_path: Path, language: str, ending: str) -> None:
    yes, unsure = ("yes", "not sure") if language == "en" else ("ja", "unsicher")
    at = time(7, 40) if ending == ".xlsx" else "7:40"
    found = _filled(
        tmp_path / f"form{ending}",
        language,
        {
            2: {3: "x"},  # Monday: none seen
            5: {4: "X"},  # Tuesday: could not watch
            8: {5: 20, 6: at, 7: 12, 8: 3, 9: yes, 10: "mother", 11: yes},  # Wednesday: 20 in all, a cluster of 12
            9: {6: "18:05", 7: 5, 11: unsure},
            11: {7: 1},  # Thursday: a single spasm, time not known
            14: {5: 4},  # Friday: the number of the day alone
        },
    )
    assert not found.unread
    days = {there(entry.day.on).day: (entry.witnessed, entry.count) for _line, entry in found.days}
    assert days == {
        3: (Witnessed.NONE, None),
        4: (Witnessed.UNKNOWN, None),
        5: (Witnessed.SOME, 20),
        7: (Witnessed.SOME, 4),
    }
    events = [(event.on.day, event.at, event.count, event.certainty) for _line, event in found.events]
    assert events == [
        (5, time(7, 40), 12, Certainty.SURE),
        (5, time(18, 5), 5, Certainty.UNSURE),
        (6, None, 1, Certainty.NOT_SAID),
    ]
    first = found.events[0][1]
    assert (first.duration_s, first.after_waking, first.seen_by) == (180.0, True, "mother")
    assert any("lines say a day and nothing of it" in note for note in found.notes)


def test_a_line_of_the_form_that_contradicts_itself_is_not_read(tmp_path: Path) -> None:
    lines: dict[int, dict[int, object]] = {2: {3: "x", 5: 4}, 5: {3: "x", 4: "x"}, 8: {10: "mother"}, 11: {3: "maybe"}}
    found = _filled(tmp_path / "form.csv", "en", lines)
    assert not found.days
    assert not found.events
    assert [one.line for one in found.unread] == [2, 5, 8, 11]


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_a_doubt_beside_what_the_form_says_of_a_whole_day_is_never_stored_as_sure(tmp_path: Path, ending: str) -> None:
    found = _filled(
        tmp_path / f"form{ending}",
        "en",
        {
            2: {3: "x", 11: "not sure"},  # Monday: none, and that is not sure
            5: {5: 5, 11: "not sure"},
            8: {5: 5, 10: "mother", 12: "arms"},
            11: {3: "x", 10: "nurse", 11: "yes"},
            14: {5: 4, 6: "7:40", 11: "not sure"},  # Friday: the event is all that was seen
            17: {5: 9, 6: "7:40", 7: 3, 11: "not sure"},  # Saturday: more was seen than the event
        },
    )
    assert [(one.line, one.reason) for one in found.unread] == [(2, "it says “none”, and that this is not sure")]
    days = [(there(entry.day.on).day, entry.witnessed, entry.count) for _line, entry in found.days]
    assert days == [(6, Witnessed.NONE, None), (8, Witnessed.SOME, 9)]
    events = [(one.on.day, one.at, one.count, one.seen_by, one.certainty, one.note) for _line, one in found.events]
    assert events == [
        (4, None, 5, "", Certainty.UNSURE, ""),
        (5, None, 5, "mother", Certainty.NOT_SAID, "arms"),
        (7, time(7, 40), 4, "", Certainty.UNSURE, ""),
        (8, time(7, 40), 3, "", Certainty.UNSURE, ""),
    ]
    known = witnessed_days([entry for _line, entry in found.days], [event for _line, event in found.events])
    assert [(there(one.day.on).day, one.witnessed) for one in known] == [
        (4, Witnessed.UNKNOWN),
        (5, Witnessed.SOME),
        (6, Witnessed.NONE),
        (7, Witnessed.UNKNOWN),
        (8, Witnessed.SOME),
    ]
    assert any("2 lines say more of a whole day than a number" in note for note in found.notes)
    assert any("1 line says more of a day without a spasm" in note for note in found.notes)


def test_a_number_of_the_day_with_a_note_is_not_added_to_the_events_that_it_counts(tmp_path: Path) -> None:
    found = _filled(
        tmp_path / "form.csv",
        "en",
        {2: {5: 20, 10: "mother", 12: "a bad day"}, 3: {6: "7:40", 7: 12}, 5: {5: 20, 11: "not sure"}, 6: {7: 12}},
    )
    known = witnessed_days([entry for _line, entry in found.days], [event for _line, event in found.events])
    assert [one.text for one in known] == [
        "20 spasms, in 1 cluster",
        "at least 12 spasms, in 1 cluster; 1 unsure event",
    ]
    assert any("1 line says more of a day than its spasms and clusters" in note for note in found.notes)


def test_a_form_with_nothing_written_says_nothing_and_no_day_is_without_spasms(tmp_path: Path) -> None:
    found = _filled(tmp_path / "form.xlsx", "en", {})
    assert (found.days, found.events, found.unread) == ((), (), ())


def test_a_table_of_the_form_needs_its_dates(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="needs its dates"):
        write_form(tmp_path / "form.xlsx")
    write_form(tmp_path / "form.csv", date(2025, 3, 3), 2)
    assert len((tmp_path / "form.csv").read_text("utf-8-sig").splitlines()) == 1 + 14 * 3
