"""`eegview treatment`: what an infant was treated with, and the diary of witnessed spasms, in a study's log."""

from pathlib import Path
from typing import Annotated, Any

import typer

from eegview.app.study.records import Statement, statement_changes, utc_now
from eegview.cli.events import Work, opened
from eegview.cli.output import print_json, print_line, print_message
from eegview.cli.reviewer import (
    DEFAULT_REVIEWER,
    DEFAULT_ROLE,
    EncodingOption,
    FilesArgument,
    JsonOption,
    LibraryOption,
    ReviewerOption,
    RoleOption,
)
from eegview.model.errors import UsageError
from eegview.model.treatment.day import TreatmentDay, parsed_day
from eegview.model.treatment.diary import diary_days
from eegview.model.treatment.treatment import Treatment, span_text, treatments


def treatment(
    files: FilesArgument,
    add: Annotated[str | None, typer.Option("--add", metavar="DRUG", help="Add a treatment with this drug.")] = None,
    dose: Annotated[str, typer.Option("--dose", metavar="N", help="Its dose, a number; with --unit.")] = "",
    unit: Annotated[str, typer.Option("--unit", metavar="TEXT", help="mg/day, mg/kg/day, U/m²/day …")] = "",
    start: Annotated[
        str, typer.Option("--from", metavar="DAY", help="First day: 2020-03-02, or +3 days from the recording.")
    ] = "",
    stop: Annotated[
        str, typer.Option("--to", metavar="DAY", help="Last day; without it the treatment continues.")
    ] = "",
    planned: Annotated[bool, typer.Option("--planned", help="It is planned, and was not given yet.")] = False,
    not_for_spasms: Annotated[
        bool, typer.Option("--not-for-spasms", help="Given for something else: response does not count from it.")
    ] = False,
    note: Annotated[str, typer.Option("--note", help="A free note.")] = "",
    diary: Annotated[
        list[str] | None,
        typer.Option(
            "--diary", metavar="DAY[..DAY]=N", help="Spasms witnessed: a number, none, some, unknown. May be repeated."
        ),
    ] = None,
    remove: Annotated[
        str | None, typer.Option("--remove", metavar="ID", help="Remove a treatment; see --json.")
    ] = None,
    import_file: Annotated[
        Path | None, typer.Option("--import", metavar="T.csv", help="Add the rows of a table as one change.")
    ] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="T.csv", help="Write it as a table.")] = None,
    encoding: EncodingOption = "",
    library: LibraryOption = None,
    reviewer: ReviewerOption = DEFAULT_REVIEWER,
    role: RoleOption = DEFAULT_ROLE,
    as_json: JsonOption = False,
) -> None:
    """List what an infant was treated with and the diary of witnessed spasms, or add to it as one act.

    No dose is recommended. The table has the columns kind (treatment or diary), drug, dose, unit, from, to, planned,
    spasms, note, not_for_spasms, clusters; days are dates, or days from the recording (-2, 0, +14).

    Example: eegview treatment study.edf --add Prednisolone --dose 40 --unit mg/day --from 2020-03-03 --to 2020-03-16
    """
    from eegview.app.response.treatment_table import read_course, table_rows, table_text
    from eegview.exchange.writing import write_whole

    if output is not None and output.suffix.lower() not in (".csv", ".tsv"):
        raise UsageError(f"A table cannot be written as “{output.suffix}”.", "Use .csv or .tsv.")
    if add is None and (dose or unit or start or stop or planned or not_for_spasms or note):
        raise UsageError("No drug was given.", "Name it with --add.")
    statements: list[Statement] = []
    if add is not None:
        statements.append(added_treatment(add, start, stop, dose, unit, planned, note, not_for_spasms))
    for text in diary or ():
        statements += diary_statements(text)
    if import_file is not None:
        statements += read_course(import_file)
    with opened(files, library, reviewer, role, encoding) as work:
        if remove is not None:
            statements.append(_removed(work, remove))
        if statements:
            _say(work, statements)
        records = work.editor.study_records()
        recorded_on = work.recording.started_at.date() if work.recording.started_at is not None else None
        fingerprint = work.recording.fingerprint
    course, days = treatments(records), diary_days(records)
    if output is not None:
        write_whole(output, table_text(table_rows(course, days), output.suffix.lower() == ".tsv").encode())
        print_message(f"Wrote {output.name}.")
    if as_json:
        print_json(
            {
                "fingerprint": fingerprint,
                "recorded_on": recorded_on.isoformat() if recorded_on is not None else None,
                "treatments": [treatment_json(one) for one in course],
                "diary": [
                    {"day": entry.day.stored, "witnessed": entry.witnessed.value, "count": entry.count,
                     "n_clusters": entry.n_clusters, "author": entry.author}
                    for entry in days
                ],
            }
        )  # fmt: skip
        return
    for one in course:
        print_line(f"{one.text}  {span_text(one)}{f'  “{one.note}”' if one.note else ''}  [{one.author}]")
    for entry in days:
        print_line(f"{entry.day.text}: {entry.text}  [{entry.author}]")
    if not course and not days:
        print_line("No treatment and no diary are entered.")


def treatment_json(one: Treatment) -> dict[str, Any]:
    """Return a treatment as an object for --json."""
    return {
        "id": one.treatment_id,
        "drug": one.drug,
        "dose": one.dose,
        "unit": one.unit,
        "from": one.start.stored,
        "to": one.stop.stored if one.stop is not None else None,
        "planned": one.is_planned,
        "for_spasms": not one.is_for_other,
        "note": one.note,
        "author": one.author,
    }


def _say(work: Work, statements: list[Statement]) -> None:
    changes = statement_changes(work.editor.study_records(), statements, work.editor.author, utc_now())
    if not changes:
        print_message("Nothing changed: all of it is so already.")
        return
    edit = work.editor.change_together(changes)
    print_message(f"Edit {edit.number}: {len(changes)} {'change' if len(changes) == 1 else 'changes'}.")


def added_treatment(
    add: str, start: str, stop: str, dose: str, unit: str, planned: bool, note: str, is_for_other: bool = False
) -> Statement:
    """Return what adds a treatment, from the texts of the options.

    Raises
    ------
    UsageError : a day or the dose cannot be read, or makes no sense
    """
    from eegview.app.response.treatment_acts import treatment_statement
    from eegview.app.response.treatment_table import parsed_treatment

    if not start:
        raise UsageError("The first day is missing.", "Give it with --from, for example --from 2020-03-02.")
    return treatment_statement(parsed_treatment(add, _day(start), stop, dose, unit, planned, note, is_for_other))


def diary_statements(text: str) -> list[Statement]:
    """Return what says days of the diary, from `DAY[..DAY]=N`.

    Raises
    ------
    UsageError : it cannot be read
    """
    from eegview.app.response.treatment_acts import days_between, diary_statement
    from eegview.app.response.treatment_table import parsed_entry

    days, equals, said = text.partition("=")
    first, dots, last = days.partition("..")
    if not equals:
        raise UsageError(f"“{text}” is not a diary entry.", "Give DAY=N, for example 2020-03-02=5.")
    start = _day(first)
    return [diary_statement(parsed_entry(day, said)) for day in days_between(start, _day(last) if dots else start)]


def _day(text: str) -> TreatmentDay:
    day = parsed_day(text)
    if day is None:
        raise UsageError(f"“{text}” is not a day.", "Use a date such as 2020-03-02, or days from the recording: +3.")
    return day


def _removed(work: Work, treatment_id: str) -> Statement:
    from eegview.app.response.treatment_acts import removal_statement

    known = [one.treatment_id for one in treatments(work.editor.study_records())]
    found = [one for one in known if one.startswith(treatment_id)] if treatment_id else []
    if len(found) != 1:
        raise UsageError(f"No single treatment matches “{treatment_id}”.", "See the ids with --json.")
    return removal_statement(found[0])
