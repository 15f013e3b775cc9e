"""`eegview infant add` and `remove`: who an infant is, and which studies and clips it has."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from typing import Annotated

import typer

from eegview.app.infant.acts import (
    DoubtfulPseudonym,
    aged_infant,
    infant_statement,
    member_removal,
    member_statement,
    removal_of,
)
from eegview.app.infant.early_days import early_in_log
from eegview.app.infant.finding import found_infant
from eegview.app.infant.log import all_logs, owners_in
from eegview.app.infant.study_reading import day_of_study
from eegview.app.infant.timeline_json import log_json
from eegview.app.infant.timeline_lines import infant_text
from eegview.app.library.known_recordings import known_source, note_opened
from eegview.app.library.opening import Reviewer, open_source, slowness_in
from eegview.app.links.recordings import note_recording
from eegview.app.provenance import provenance_of
from eegview.app.resources import data_folder
from eegview.app.study.records import Statement
from eegview.cli.infant.days import parsed_age_days, parsed_date
from eegview.cli.infant.opened import InfantArgument, InfantWork, infant_work, library_made
from eegview.cli.output import print_json, print_line, print_message
from eegview.cli.reviewer import (
    DEFAULT_REVIEWER,
    DEFAULT_ROLE,
    EncodingOption,
    JsonOption,
    LibraryOption,
    ReviewerOption,
    RoleOption,
    files_of,
)
from eegview.model.errors import UsageError
from eegview.model.infant.age import age_on, weeks_text
from eegview.model.infant.infant import Infant, new_infant_id
from eegview.model.infant.member import CLIP, EEG, Member
from eegview.model.patient import age_in_file
from eegview.model.recording import SignalSource, paths_of, patient_of

Owners = Mapping[str, Sequence[Infant]]  # by fingerprint

_AGES_FIT_DAYS = 14  # of the infant and of the file: further apart it may be another infant's study


def add(
    infant: Annotated[str, typer.Argument(metavar="PSEUDONYM", help="A code with a digit, such as K07; no name.")],
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FILE…]", help="EEGs and clips of the infant; files of one study: FILE+FILE."),
    ] = None,
    born: Annotated[str, typer.Option("--born", metavar="DAY", help="Birth date.")] = "",
    age: Annotated[
        str, typer.Option("--age", metavar="AGE", help="In its place: 5.5 months, 24 weeks, 167 days.")
    ] = "",
    age_day: Annotated[str, typer.Option("--age-on", metavar="DAY", help="The day of that age. Default: today.")] = "",
    due: Annotated[str, typer.Option("--due", metavar="DAY", help="Due date, for the corrected age.")] = "",
    day: Annotated[
        str, typer.Option("--on", metavar="DAY", help="The day of FILE, where it has none or a wrong one.")
    ] = "",
    use_anyway: Annotated[
        bool, typer.Option("--use-anyway", help="A pseudonym that may be a name or date, as Em2020, is neither.")
    ] = False,
    encoding: EncodingOption = "",
    library: LibraryOption = None,
    reviewer: ReviewerOption = DEFAULT_REVIEWER,
    role: RoleOption = DEFAULT_ROLE,
    as_json: JsonOption = False,
) -> None:
    """Add an infant, say more of it, or add studies and clips to it. Files stay where they are and are only read.

    What is given of an infant that is there already replaces what was said before; the rest stays. Birth date and due
    date stand in the library only, in no file that is written without asking.

    Example: eegview infant add K07 before.edf IMG_0412.MOV --born 2020-01-06 --due 2020-03-02
    """
    if day and len(files or ()) != 1:
        raise UsageError("A day is said of one study.", "Give --on with one FILE.")
    with library_made(library, reviewer) as opened:
        logs = all_logs(opened.whole)
        known, owners = tuple(log.infant for log in logs if not log.infant.is_removed), owners_in(logs)
        held = _known(known, infant)
        said = _said(held or Infant(new_infant_id(), infant.strip()), born, age, age_day, due)
        work = InfantWork(opened, said.infant_id, Reviewer(reviewer, role))
        statements: list[Statement] = []
        if held is None or said != held:
            today = date.today()  # noqa: DTZ011 - the day on this ward
            try:
                statements.append(infant_statement(said, known, today, use_anyway))
            except DoubtfulPseudonym as doubt:
                advice = "Give another, or --use-anyway if it is neither a name nor a date."
                raise UsageError(doubt.sentence, advice) from None
        statements += [
            _member(work, said, owners, file, encoding, parsed_date(day).isoformat() if day else "")
            for file in files or ()
        ]
        if statements:
            work.say(statements)
        elif held is not None:
            print_message("This infant is in the library already.")
        log = work.log
        provenance = provenance_of(log.infant_id, opened)
    for note in early_in_log(log) if held is not None and said != held else ():
        print_message(note)
    if as_json:
        print_json(log_json(log), provenance)
    else:
        print_line(f"{infant_text(log.infant)}: {len(log.members)} {'study' if len(log.members) == 1 else 'studies'}")


def remove(
    infant: InfantArgument,
    files: Annotated[
        list[str] | None, typer.Argument(metavar="[FILE…]", help="Only these studies; none = the infant itself.")
    ] = None,
    fingerprint: Annotated[
        list[str] | None,
        typer.Option("--study", metavar="ID", help="A study by the start of its fingerprint. May be repeated."),
    ] = None,
    encoding: EncodingOption = "",
    library: LibraryOption = None,
    reviewer: ReviewerOption = DEFAULT_REVIEWER,
    role: RoleOption = DEFAULT_ROLE,
    as_json: JsonOption = False,
) -> None:
    """Take an infant from the list, or studies from an infant. Nothing is deleted: the log stays, and undo is possible.

    Example: eegview infant remove K07 IMG_0412.MOV
    """
    with infant_work(infant, library, reviewer, role) as work:
        log = work.log
        named = [fingerprint_of(file, encoding) for file in files or ()]
        named += [_member_named(log.members, one) for one in fingerprint or ()]
        work.say([member_removal(log, one) for one in named] or [removal_of(log.infant)])
        log = work.log
        provenance = provenance_of(log.infant_id, work.library)
    if as_json:
        print_json(log_json(log), provenance)
    else:
        print_line(f"{infant_text(log.infant)}: {'removed' if log.infant.is_removed else f'{len(log.members)} left'}")


def _known(known: Sequence[Infant], said: str) -> Infant | None:
    """Return the infant of this pseudonym, None where there is none yet."""
    if not any(one.pseudonym.casefold() == said.strip().casefold() for one in known):
        return None
    return found_infant(known, said)


def _said(infant: Infant, born: str, age: str, age_day: str, due: str) -> Infant:
    """Return the infant with what was given in place of what was known."""
    if born and age:
        raise UsageError("The birth date and an age exclude each other.", "Give --born or --age.")
    if age_day and not age:
        raise UsageError("There is no age for this day.", "Give --age with --age-on.")
    if born:
        infant = replace(infant, born_on=parsed_date(born), age_days=None, age_on=None)
    if age:
        on = parsed_date(age_day) if age_day else date.today()  # noqa: DTZ011 - the day on this ward
        infant = aged_infant(infant, parsed_age_days(age), on)
    return replace(infant, due_on=parsed_date(due)) if due else infant


def _member(work: InfantWork, infant: Infant, owners: Owners, file: str, encoding: str, day: str) -> Statement:
    """Open a study, have the library and this computer know it, and return what adds it to the infant.

    owners : by study, as they were before this act
    """
    source = open_source(files_of(file), encoding=encoding, slowness=slowness_in(work.library))
    try:
        recording, paths, known = source.recording, paths_of(source), known_source(source)
        note_opened(work.library, known)
        note_recording(data_folder(), recording.fingerprint, paths)
        held = work.log.member(recording.fingerprint)
        day = day or (held.recorded_on if held is not None else "")  # what was said of it stays
        member = Member(recording.fingerprint, CLIP if recording.is_film else EEG, day)
        on = _day_of(work, member)
        if on is None:
            print_message("The day of this study is not known; say it with --on, or it has no place on the timeline.")
        else:
            _warn_of_age(infant, source, on)
    finally:
        source.close()
    return member_statement(member, owners.get(recording.fingerprint, ()), infant.infant_id)


def _warn_of_age(infant: Infant, source: SignalSource, on: date) -> None:
    """Say where a study cannot be this infant's by its date or by the age in its file; it is added all the same."""
    age = age_on(infant, on)
    if age.days is None:
        return
    if age.days < 0 and not age.is_about:
        print_message(f"This study lies {weeks_text(age.days)}; check that it is of this infant.")
    in_file = age_in_file(patient_of(source), source.recording.started_at).days
    if in_file is not None and abs(in_file - age.days) > _AGES_FIT_DAYS + (31 if age.is_about else 0):
        print_message("The age in the file does not fit this infant; check that it is of this infant.")


def _day_of(work: InfantWork, member: Member) -> date | None:
    """Return the day on which a study will stand on the timeline, None where it has none there."""
    known, stored = work.library.recording(member.fingerprint), work.library.annotations(member.fingerprint)
    return day_of_study(known, member, stored)[0]


def fingerprint_of(file: str, encoding: str = "") -> str:
    """Return the fingerprint of a study.

    Raises
    ------
    UnreadableFile : it cannot be read
    """
    with closing(open_source(files_of(file), encoding=encoding)) as source:
        return source.recording.fingerprint


def _member_named(members: Sequence[Member], said: str) -> str:
    found = [one.fingerprint for one in members if said and one.fingerprint.startswith(said)]
    if len(found) != 1:
        raise UsageError(f"No single study of this infant matches “{said}”.", "See “eegview infant show --json”.")
    return found[0]
