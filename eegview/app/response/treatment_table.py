"""Treatment and diary as a table: to and from a file, with dates as a policy of privacy demands."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from eegview.app.response.treatment_acts import diary_statement, treatment_statement
from eegview.app.study.records import Statement
from eegview.exchange.plain_table import comma_text, tab_text
from eegview.model.annotation import Annotation
from eegview.model.errors import UsageError
from eegview.model.treatment.day import TreatmentDay, parsed_day
from eegview.model.treatment.diary import DiaryDay, Witnessed, diary_days, said_day
from eegview.model.treatment.treatment import Treatment, parsed_dose, treatments

COLUMNS = ("kind", "drug", "dose", "unit", "from", "to", "planned", "spasms", "note", "not_for_spasms", "clusters")
TREATMENT, DIARY = "treatment", "diary"
_MOST_BYTES, _ADVICE = 4 << 20, "See “eegview treatment --help” for the columns."


def table_rows(
    course: Sequence[Treatment], diary: Sequence[DiaryDay], with_notes: bool = True
) -> list[tuple[str, ...]]:
    """Return treatments and days of a diary as rows of cells, the titles first."""
    rows: list[tuple[str, ...]] = [COLUMNS]
    for one in course:
        dose = f"{one.dose:g}" if one.dose is not None else ""
        stop = one.stop.stored if one.stop is not None else ""
        planned, note = "yes" if one.is_planned else "", one.note if with_notes else ""
        rows.append(
            (
                TREATMENT,
                one.drug,
                dose,
                one.unit,
                one.start.stored,
                stop,
                planned,
                "",
                note,
                "yes" if one.is_for_other else "",
                "",
            )
        )
    for entry in diary:
        said = str(entry.count) if entry.count is not None else entry.witnessed.value
        clusters = str(entry.n_clusters) if entry.n_clusters is not None else ""
        rows.append((DIARY, "", "", "", entry.day.stored, entry.day.stored, "", said, "", "", clusters))
    return rows


def table_text(rows: Iterable[Sequence[str]], is_tabbed: bool) -> str:
    """Return rows as the text of a table; no cell of it is run by a spreadsheet."""
    return tab_text(rows) if is_tabbed else comma_text(rows)


def moved_course(
    records: Iterable[Annotation], recorded_on: date | None, shift_days: int | None, keep_date: bool
) -> tuple[tuple[Treatment, ...], tuple[DiaryDay, ...], int]:
    """Return treatment and diary with their dates as a copy without identity may have them, and how many were lost.

    Dates are kept, moved by as many days as the recording's, or turned into days from the recording; one that cannot
    be turned, because the recording has no date, is left out.
    """
    records = tuple(records)
    n_lost = 0
    course: list[Treatment] = []
    for one in treatments(records):
        start = _moved(one.start, recorded_on, shift_days, keep_date)
        stop = _moved(one.stop, recorded_on, shift_days, keep_date) if one.stop is not None else None
        if start is None or (one.stop is not None and stop is None):
            n_lost += 1
        else:
            course.append(replace(one, start=start, stop=stop, author="", treatment_id=""))
    diary: list[DiaryDay] = []
    for entry in diary_days(records):
        day = _moved(entry.day, recorded_on, shift_days, keep_date)
        if day is None:
            n_lost += 1
        else:
            diary.append(replace(entry, day=day, author=""))
    return tuple(course), tuple(diary), n_lost


def _moved(day: TreatmentDay, recorded_on: date | None, shift_days: int | None, keep_date: bool) -> TreatmentDay | None:
    if keep_date or day.on is None:
        return day
    if shift_days is not None:
        try:
            return TreatmentDay(day.on + timedelta(days=shift_days))
        except OverflowError:
            return None
    offset = day.offset_from(recorded_on)
    return TreatmentDay(None, offset) if offset is not None else None


def read_course(path: Path) -> tuple[Statement, ...]:
    """Return what a table says, each row as a statement for a study's log.

    Raises
    ------
    UsageError : the file cannot be read, lacks a column, or a row makes no sense; the sentence names the row
    """
    try:
        content = path.read_bytes()[: _MOST_BYTES + 1]
        text = content.decode("utf-8-sig")
    except OSError as error:
        raise UsageError(f"{path.name} cannot be read: {error.strerror}.", "Check the name of the file.") from None
    except UnicodeDecodeError:
        raise UsageError(f"{path.name} is not in UTF-8.", "Save it again as UTF-8.") from None
    if len(content) > _MOST_BYTES:
        raise UsageError(f"{path.name} is larger than {_MOST_BYTES >> 20} MiB.", _ADVICE)
    separator = "\t" if "\t" in text.partition("\n")[0] else ","
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)
    titles = [title.strip().casefold() for title in reader.fieldnames or ()]
    if missing := [name for name in ("kind", "from") if name not in titles]:
        raise UsageError(f"{path.name} has no column “{missing[0]}”.", _ADVICE)
    found: list[Statement] = []
    for number, row in enumerate(reader, 2):
        cells = {str(name).strip().casefold(): _plain(value) for name, value in row.items() if name is not None}
        try:
            found.append(_statement(cells))
        except UsageError as error:
            raise UsageError(f"{path.name}, line {number}: {error.sentence}", error.advice) from None
    return tuple(found)


def _plain(value: object) -> str:
    text = str(value or "").strip()
    return text[1:] if text[:2] in ("'=", "'+", "'-", "'@") else text  # as tables that we write hold it


def _statement(cells: Mapping[str, str]) -> Statement:
    kind, start = cells.get("kind", "").casefold(), parsed_day(cells.get("from", ""))
    if start is None:
        raise UsageError("the first day cannot be read.", "Use a date such as 2020-03-02, or days such as +3.")
    if kind == DIARY:
        return diary_statement(parsed_entry(start, cells.get("spasms", ""), cells.get("clusters", "")))
    if kind != TREATMENT:
        raise UsageError(f"“{kind}” is neither “{TREATMENT}” nor “{DIARY}”.", _ADVICE)
    return treatment_statement(
        parsed_treatment(
            cells.get("drug", ""), start, cells.get("to", ""), cells.get("dose", ""), cells.get("unit", ""),
            cells.get("planned", "").casefold() in ("yes", "true", "1"), cells.get("note", ""),
            cells.get("not_for_spasms", "").casefold() in ("yes", "true", "1"),
        )
    )  # fmt: skip


def parsed_treatment(
    drug: str,
    start: TreatmentDay,
    to: str,
    dose: str,
    unit: str,
    is_planned: bool = False,
    note: str = "",
    is_for_other: bool = False,
) -> Treatment:
    """Return a new treatment from texts as they were typed; "" for a day, dose or unit that is not known.

    Raises
    ------
    UsageError : the last day or the dose cannot be read
    """
    stop, value = parsed_day(to) if to else None, parsed_dose(dose) if dose else None
    if to and stop is None:
        raise UsageError("The last day cannot be read.", "Use a date such as 2020-03-02, or days such as +3.")
    if dose and value is None:
        raise UsageError("The dose must be a number above 0; leave it empty where it is not known.", "Use 40, or 2.5.")
    return Treatment(
        "", drug.strip(), start, stop, value, unit.strip(), is_planned, note.strip(), is_for_other=is_for_other
    )


def parsed_entry(day: TreatmentDay, text: str, clusters: str = "") -> DiaryDay:
    """Return the entry that a text says: `5`, `0`, `none`, `some`, `unknown`.

    clusters : their number in the whole day, "" = not said

    Raises
    ------
    UsageError : it says none of these
    """
    text, clusters = text.strip().casefold(), clusters.strip()
    if clusters and not _is_number(clusters):
        raise UsageError(f"“{clusters}” is not a number of clusters.", "Use a number, or leave it empty.")
    n_clusters = int(clusters) if clusters else None
    if text in set(Witnessed):
        return said_day(day, Witnessed(text), n_clusters)
    if _is_number(text):
        return said_day(day, int(text), n_clusters)
    raise UsageError(f"“{text}” is not a diary entry.", "Use a number of spasms, none, some or unknown.")


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 6
