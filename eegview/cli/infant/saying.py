"""`eegview infant treatment` and `milestone`: what is said of an infant over time, in its own log."""

from typing import Annotated

import typer

from eegview.app.infant.acts import milestone_removal, milestone_statement
from eegview.app.infant.timeline_json import milestone_json
from eegview.app.provenance import provenance_of
from eegview.app.response.treatment_acts import removal_statement
from eegview.app.study.records import Statement
from eegview.cli.infant.days import parsed_date
from eegview.cli.infant.opened import InfantArgument, infant_work
from eegview.cli.output import print_json, print_line
from eegview.cli.reviewer import (
    DEFAULT_REVIEWER,
    DEFAULT_ROLE,
    JsonOption,
    LibraryOption,
    ReviewerOption,
    RoleOption,
)
from eegview.cli.treatment import added_treatment, treatment_json
from eegview.model.errors import UsageError
from eegview.model.infant.age import age_on
from eegview.model.infant.milestone import Milestone, MilestoneChange
from eegview.model.text.dates import worded_day
from eegview.model.treatment.day import parsed_day
from eegview.model.treatment.treatment import span_text


def treatment(
    infant: InfantArgument,
    add: Annotated[str | None, typer.Option("--add", metavar="DRUG", help="Add a treatment with this drug.")] = None,
    dose: Annotated[str, typer.Option("--dose", metavar="N", help="Its dose, a number; with --unit.")] = "",
    unit: Annotated[str, typer.Option("--unit", metavar="TEXT", help="mg/day, mg/kg/day, U/m²/day …")] = "",
    start: Annotated[str, typer.Option("--from", metavar="DAY", help="First day, a date.")] = "",
    stop: Annotated[
        str, typer.Option("--to", metavar="DAY", help="Last day; without it the treatment continues.")
    ] = "",
    planned: Annotated[bool, typer.Option("--planned", help="It is planned, and was not given yet.")] = False,
    not_for_spasms: Annotated[
        bool, typer.Option("--not-for-spasms", help="Given for something else: response does not count from it.")
    ] = False,
    note: Annotated[str, typer.Option("--note", help="A free note.")] = "",
    remove: Annotated[str, typer.Option("--remove", metavar="ID", help="Remove a treatment; see --json.")] = "",
    library: LibraryOption = None,
    reviewer: ReviewerOption = DEFAULT_REVIEWER,
    role: RoleOption = DEFAULT_ROLE,
    as_json: JsonOption = False,
) -> None:
    """List what an infant was treated with, or add to it. A change of dose is a new treatment. No dose is recommended.

    What was entered in the log of a study with “eegview treatment” stays there; the timeline shows both.

    Example: eegview infant treatment K07 --add Vigabatrin --dose 100 --unit mg/kg/day --from 2020-03-03
    """
    if add is None and (dose or unit or start or stop or planned or not_for_spasms or note):
        raise UsageError("No drug was given.", "Name it with --add.")
    if any(day is not None and day.on is None for day in map(parsed_day, filter(None, (start, stop)))):
        raise UsageError("An infant has no day of recording to count from.", "Give dates such as 2020-03-02.")
    statements: list[Statement] = []
    if add is not None:
        statements.append(added_treatment(add, start, stop, dose, unit, planned, note, not_for_spasms))
    with infant_work(infant, library, reviewer, role) as work:
        if remove:
            statements.append(
                removal_statement(_one_of([one.treatment_id for one in work.log.treatments], remove, "treatment"))
            )
        if statements:
            work.say(statements)
        found = work.log.treatments
        provenance = provenance_of(work.infant_id, work.library)
    if as_json:
        print_json({"treatments": [treatment_json(one) for one in found]}, provenance)
        return
    for one in found:
        print_line(f"{one.text}  {span_text(one)}{f'  “{one.note}”' if one.note else ''}  [{one.author}]")
    if not found:
        print_line("No treatment is entered in this infant's log.")


def milestone(
    infant: InfantArgument,
    gained: Annotated[str, typer.Option("--gained", metavar="TEXT", help="What the infant does now.")] = "",
    lost: Annotated[str, typer.Option("--lost", metavar="TEXT", help="What it does no longer.")] = "",
    day: Annotated[str, typer.Option("--on", metavar="DAY", help="On which day that was noticed.")] = "",
    remove: Annotated[str, typer.Option("--remove", metavar="ID", help="Remove a milestone; see --json.")] = "",
    library: LibraryOption = None,
    reviewer: ReviewerOption = DEFAULT_REVIEWER,
    role: RoleOption = DEFAULT_ROLE,
    as_json: JsonOption = False,
) -> None:
    """List milestones that an infant gained or lost, free notes with a day; add one, or remove one.

    Example: eegview infant milestone K07 --lost "smiles back" --on 2020-05-20
    """
    if (gained or lost) and not day:
        raise UsageError("The day of the milestone is missing.", "Give it with --on, for example --on 2020-05-20.")
    if day and not (gained or lost):
        raise UsageError("It is not stated what was gained or lost.", "Give --gained TEXT or --lost TEXT.")
    with infant_work(infant, library, reviewer, role) as work:
        log = work.log
        said = ((gained, MilestoneChange.GAINED), (lost, MilestoneChange.LOST))
        statements = [
            milestone_statement(Milestone("", parsed_date(day), change, text)) for text, change in said if text
        ]
        if remove:
            known = [one.milestone_id for one in log.milestones]
            statements.append(milestone_removal(_one_of(known, remove, "milestone")))
        if statements:
            work.say(statements)
        log = work.log
        provenance = provenance_of(work.infant_id, work.library)
    if as_json:
        found = [milestone_json(one, age_on(log.infant, one.on)) for one in log.milestones]
        print_json({"milestones": found}, provenance)
        return
    for one in log.milestones:
        age = age_on(log.infant, one.on).full_text
        print_line(f"{worded_day(one.on)}  {one.change.value}: {one.text}{f'  ({age})' if age else ''}  [{one.author}]")
    if not log.milestones:
        print_line("No milestone is entered.")


def _one_of(known: list[str], said: str, noun: str) -> str:
    found = [one for one in known if one.startswith(said)]
    if len(found) != 1:
        raise UsageError(f"No single {noun} matches “{said}”.", "See the ids with --json.")
    return found[0]
