"""`eegview diary`: list, enter, import and export what was witnessed at home; print the form for families."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eegview.cli.diary.infant_diary import opened_diary
from eegview.cli.diary.spoken import SaidBeside, days_said, event_said
from eegview.cli.infant.looked_at import said_as_of
from eegview.cli.new_file import check_new
from eegview.cli.output import print_import, print_json, print_line, print_message
from eegview.cli.reviewer import (
    DEFAULT_REVIEWER,
    DEFAULT_ROLE,
    JsonOption,
    LibraryOption,
    ReviewerOption,
    RoleOption,
)
from eegview.model.errors import UsageError
from eegview.model.infant.pseudonym import pseudonym_doubt

if TYPE_CHECKING:
    from eegview.app.diary.importing import DiaryImport
    from eegview.app.study.records import Statement
    from eegview.exchange.diary.reading import DiaryFile
    from eegview.model.infant.diary_event import DiaryEvent

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False, no_args_is_help=True)
InfantArgument = Annotated[str, typer.Argument(metavar="INFANT", help="Pseudonym, or the first letters of the id.")]


@app.callback()
def diary_commands() -> None:
    """Keep the diary of witnessed spasms of an infant: list, enter, import, export, and print the form for families.

    A day without an entry is not known, never zero.

    Example: eegview diary list K07
    """


@app.command("list")
def list_diary(
    infant: InfantArgument,
    as_of: Annotated[
        str,
        typer.Option(
            "--as-of", "--until", metavar="DAY", help="Tell it as of this day; later is left out. Default: today."
        ),
    ] = "",
    library: LibraryOption = None,
    reviewer: ReviewerOption = DEFAULT_REVIEWER,
    role: RoleOption = DEFAULT_ROLE,
    as_json: JsonOption = False,
) -> None:
    """List the days of the diary, the days since the last witnessed spasm, and what is not known, as of one day.

    Of today a spasm counts at once, and “none” once the day is over.

    --json gives {infant, diary: [the lines of an export], days: [{day, witnessed: none|some|unknown, n_spasms,
    is_whole_number, n_clusters, n_unsure_events, text}], since_last_spasm: {last_spasm_on, counted_to, n_days,
    n_days_none, n_days_unknown, unknown_days: [{first, last}], text}, cautions, rule, clinical_response: {status,
    status_text, text, cautions} or null}.

    Example: eegview diary list K07 --json
    """
    from eegview.app.diary.summary import RULE, diary_summary, summary_json

    on = said_as_of(as_of, _today())
    with opened_diary(infant, library, reviewer, role) as work:
        timeline, provenance = work.timeline(on), work.provenance()
    summary = diary_summary(timeline.course, on, timeline.spasm_days, timeline.possible_days, timeline.filmed)
    response = timeline.response.clinical if timeline.response is not None else None
    if as_json:
        clinical = (
            {
                "status": response.status.value,
                "status_text": response.status_text,
                "text": response.text,
                "cautions": list(response.cautions),
            }
            if response is not None
            else None
        )
        held = {"infant": timeline.infant.pseudonym} | summary_json(summary) | {"clinical_response": clinical}
        print_json(held, provenance)
        return
    for day in summary.days:
        print_line(f"{day.day.stored}  {day.text}")
        for event in day.events:
            print_line(f"            {event.text}{f'  “{event.note}”' if event.note else ''}  [{event.author}]")
    if not summary.days:
        print_line("Nothing is entered.")
    if summary.free is not None:
        print_line(summary.free.text)
    for caution in summary.cautions:
        print_line(caution)
    if response is not None and timeline.course.start_day is not None:
        print_line(f"Clinical response: {response.status_text}. {response.text}")
    print_message(RULE)


@app.command("add")
def add(
    infant: InfantArgument,
    entries: Annotated[
        list[str],
        typer.Argument(
            metavar="ENTRY…",
            help="DAY=none, DAY=5, DAY..DAY=none, DAY=clear, or DAYTHH:MM=12 for a cluster of 12 spasms at a time.",
        ),
    ],
    clusters: Annotated[
        int | None, typer.Option("--clusters", metavar="N", min=0, help="Of the whole day: clusters in all.")
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Correct the event that the diary has at that time.")
    ] = False,
    duration: Annotated[str, typer.Option("--duration", metavar="T", help="Of the event: 3 min, 90 s.")] = "",
    waking: Annotated[
        bool | None, typer.Option("--after-waking/--not-after-waking", help="Of the event. Default: not said.")
    ] = None,
    seen_by: Annotated[str, typer.Option("--seen-by", metavar="WHO", help="mother, nurse …: no name.")] = "",
    certainty: Annotated[str, typer.Option("--certainty", metavar="C", help="sure, probable or unsure.")] = "",
    note: Annotated[str, typer.Option("--note", help="A free note on the event.")] = "",
    library: LibraryOption = None,
    reviewer: ReviewerOption = DEFAULT_REVIEWER,
    role: RoleOption = DEFAULT_ROLE,
) -> None:
    """Enter days or an event as one act that can be undone.

    At one time there is one event: what the diary has already is not entered twice. A number of a day with how sure, a
    note or who saw it is kept as an event without a time. With “none”, with several days at once and with what is not
    known these cannot be kept: such an entry is refused, and nothing of the command is entered.

    Example: eegview diary add K07 2025-03-02T07:40=12 --duration "3 min" --after-waking --seen-by mother
    """
    from eegview.app.diary.acts import event_statement
    from eegview.app.diary.same_time import new_events
    from eegview.model.infant.diary_event import diary_events_of

    today = _today()
    statements: list[Statement] = []
    events: list[DiaryEvent] = []
    beside = SaidBeside(duration, waking, seen_by, certainty, note)
    for text in entries:
        event = event_said(text, beside)
        if event is None:
            days = days_said(text, today, clusters)  # its own faults first
            if not beside.is_empty:
                raise UsageError(
                    f"“{text}” is not an event: certainty, note, duration, waking and who saw it cannot be kept.",
                    "Leave these options out, or enter it with a command of its own.",
                )
            statements += days
            continue
        if clusters is not None:
            raise UsageError(f"“{text}” is an event: --clusters is said of a whole day.", "Leave --clusters out.")
        event_statement(event, today)  # its faults first
        events.append(event)
    with opened_diary(infant, library, reviewer, role) as work:
        statements += [event_statement(one) for one in new_events(events, diary_events_of(work.records()), replace)]
        work.say(statements)


@app.command("import")
def import_diary(
    infant: InfantArgument,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A table: CSV, TSV or XLSX, or the JSON of an export.")],
    columns: Annotated[
        list[str] | None,
        typer.Option("--column", metavar="FIELD=TITLE", help="Which column says what; may be repeated."),
    ] = None,
    kinds: Annotated[
        list[str] | None,
        typer.Option("--kind", metavar="TEXT=KIND", help="Read this text as spasm, cluster or day; may be repeated."),
    ] = None,
    dates: Annotated[
        str, typer.Option("--dates", metavar="ORDER", help="dmy, mdy or ymd, where dates do not say.")
    ] = "",
    zone: Annotated[
        str, typer.Option("--zone", metavar="ZONE", help="Of the home, for times in UTC: Europe/Oslo.")
    ] = "",
    sheet: Annotated[str, typer.Option("--sheet", metavar="NAME", help="Of an .xlsx with several sheets.")] = "",
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace events and days of which the diary says something else.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be imported, and import nothing.")] = False,
    library: LibraryOption = None,
    reviewer: ReviewerOption = DEFAULT_REVIEWER,
    role: RoleOption = DEFAULT_ROLE,
    as_json: JsonOption = False,
) -> None:
    """Import a diary as one act: a line for each event, or for each day. A second import finds what is there.

    Columns are found by their titles; fields are day, time, end, duration, kind, spasms, clusters, after_waking,
    seen_by, certainty, note, zone, utc_offset_min, and of the form for families none_seen, not_watched, all_of_day; how
    they were found is told. Dates that can be read in two ways are not guessed: say --dates. Lines that were not read
    are listed with the reason, and so is what the diary says otherwise: an event is known by its day, time and
    kind, so a corrected export never counts twice.

    Example: eegview diary import K07 diary.csv --column day=Date --dates dmy --dry-run
    """
    from eegview.app.diary.importing import plan_import
    from eegview.exchange.diary.reading import read_diary
    from eegview.exchange.diary.reading_choices import ReadingChoices
    from eegview.exchange.diary.written_dates import DateOrder

    if dates and dates not in set(DateOrder):
        raise UsageError(f"“{dates}” is not an order of dates.", "Use dmy, mdy or ymd.")
    order = DateOrder(dates) if dates else None
    today = _today()
    read = read_diary(file, ReadingChoices(_pairs(columns, True), _pairs(kinds), order, zone, today, sheet))
    with opened_diary(infant, library, reviewer, role) as work:
        plan = plan_import(read, work.records(), work.infant, today, replace)
        if not dry_run and plan.statements:
            work.say(plan.statements)
    _tell_import(read, plan, dry_run, as_json)


@app.command("export")
def export(
    infant: InfantArgument,
    out: Annotated[Path, typer.Option("-o", "--output", metavar="OUT", help="A .csv, .tsv or .json.")],
    no_notes: Annotated[
        bool, typer.Option("--no-notes", help="Leave out notes and who saw it: they may name people.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there already.")] = False,
    library: LibraryOption = None,
    reviewer: ReviewerOption = DEFAULT_REVIEWER,
    role: RoleOption = DEFAULT_ROLE,
) -> None:
    """Write the diary as a table or as JSON, which “eegview diary import” reads again.

    Example: eegview diary export K07 -o diary.csv
    """
    from eegview.app.diary.exporting import write_diary
    from eegview.app.diary.summary import diary_summary

    check_new(out, force)
    on = said_as_of("", _today())
    with opened_diary(infant, library, reviewer, role) as work:
        timeline, provenance = work.timeline(on), work.provenance()
    summary = diary_summary(timeline.course, on, timeline.spasm_days, timeline.possible_days, timeline.filmed)
    write_diary(out, summary, provenance, with_notes=not no_notes)
    if timeline.left_out:
        print_message(timeline.left_out)
    if not no_notes and any(one.note or one.seen_by for one in summary.events):
        print_message("Notes and who saw it are in the file and may name people; --no-notes leaves them out.")
    print_message(f"Wrote {out.name}: {len(summary.entries)} days, {len(summary.events)} events.")


@app.command("form")
def form(
    out: Annotated[
        Path, typer.Option("-o", "--output", metavar="OUT", help="To print: .pdf; to fill in: .xlsx, .csv.")
    ],
    first: Annotated[str, typer.Option("--from", metavar="DAY", help="First day; without it days are blank.")] = "",
    weeks: Annotated[int, typer.Option("--weeks", metavar="N", min=1, max=26, help="Pages: one a week.")] = 6,
    language: Annotated[str, typer.Option("--language", metavar="CODE", help="en, or de (a draft).")] = "en",
    pseudonym: Annotated[str, typer.Option("--pseudonym", metavar="P", help="Printed on each page; no name.")] = "",
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there already.")] = False,
) -> None:
    """Write the form for families: one week a page, with boxes for “none seen”, in plain words; or as a table.

    A table (.xlsx, .csv) is filled in on a computer and comes back with “eegview diary import”.

    Example: eegview diary form -o form.pdf --from 2025-03-03 --weeks 6
    """
    from eegview.app.diary.family_form import write_form

    check_new(out, force)
    doubt = pseudonym_doubt(pseudonym) if pseudonym else None
    write_form(out, _day(first) if first else None, weeks, language, pseudonym)
    if doubt is not None and out.suffix.lower() == ".pdf":
        print_message(f"{doubt.sentence} It is printed on each page.")
    print_message(f"Wrote {out.name}: {weeks} {'week' if weeks == 1 else 'weeks'}.")


def _tell_import(read: "DiaryFile", plan: "DiaryImport", is_dry: bool, as_json: bool) -> None:
    from eegview.exchange.diary.reading import reasons_text

    facts = {
        "is_imported": not is_dry,
        "n_new_events": plan.n_events,
        "n_new_days": plan.n_days,
        "n_known": plan.n_known,
        "n_replaced": plan.n_replaced,
        "n_removed_since": plan.n_removed_since,
        "days_that_differ": [day.isoformat() for day in plan.differing],
        "events_that_differ": [
            {"line": one.line, "day": one.on.isoformat(), "fields": list(one.fields)} for one in plan.differing_events
        ],
        "columns": {field.value: title for field, title in read.columns.items()},
        "notes": list(read.notes),
        "not_read": [{"line": one.line, "reason": one.reason} for one in plan.unread],
    }
    outcome = ("Nothing was imported yet. " if is_dry else "") + plan.text
    columns = [read.columns_text] if read.columns_text else []
    unread = [f"Not read: {line}" for line in reasons_text(plan.unread)]
    print_import(facts, [outcome, *columns, *plan.differing_lines, *unread], read.notes, as_json)


def _pairs(texts: list[str] | None, is_field_first: bool = False) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in texts or ():
        name, equals, value = text.partition("=") if is_field_first else text.rpartition("=")
        if not equals or not name.strip():
            raise UsageError(f"“{text}” says no pair.", "Use NAME=VALUE.")
        found[name.strip()] = value.strip()
    return found


def _today() -> date:
    return datetime.now().astimezone().date()


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"“{text}” is not a day.", "Use a date such as 2025-03-02.") from None
