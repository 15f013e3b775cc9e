"""`eegview infant`: list the infants of the library, and show the timeline of one."""

from contextlib import closing
from typing import Annotated

import typer

from eegview.app.infant.dateless_json import dateless_json
from eegview.app.infant.log import all_logs
from eegview.app.infant.study_reading import CountRules
from eegview.app.infant.timeline_json import log_json, timeline_json
from eegview.app.infant.timeline_lines import infant_text, timeline_lines
from eegview.app.provenance import program_provenance, provenance_of
from eegview.cli.blind_view import ViewerOption
from eegview.cli.events import SameEventOption
from eegview.cli.infant.adding import add, fingerprint_of, remove
from eegview.cli.infant.history import history, undo
from eegview.cli.infant.looked_at import (
    THE_RULE,
    AsOfOption,
    MaxIntervalOption,
    MinSpasmsOption,
    said_as_of,
    today,
)
from eegview.cli.infant.opened import InfantArgument, infant_work, print_lines
from eegview.cli.infant.saying import milestone, treatment
from eegview.cli.infant.transfer import export_infant, import_infant
from eegview.cli.library.library import there
from eegview.cli.output import print_json, print_line
from eegview.cli.reviewer import DEFAULT_REVIEWER, JsonOption, LibraryOption, ReviewerOption
from eegview.clinical.clusters import ClusterRule
from eegview.clinical.same_event import SAME_EVENT_S, SameEventRule
from eegview.model.errors import UsageError
from eegview.model.infant.member import CLIP

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False, no_args_is_help=True)
for _name, _command in (
    ("add", add), ("remove", remove), ("treatment", treatment), ("milestone", milestone), ("undo", undo),
    ("history", history), ("export", export_infant), ("import", import_infant),
):  # fmt: skip
    app.command(_name)(_command)


@app.callback()
def infant_commands() -> None:
    """Keep infants with their studies, home clips, treatments and milestones, and show them on one timeline.

    An infant is known by a pseudonym, never by a name. What is said of it stands in a log of its own in the library,
    with author, history and undo. The diary is entered with “eegview diary”.

    Example: eegview infant show K07 --json
    """


@app.command("list")
def list_infants(
    library: LibraryOption = None,
    reviewer: ViewerOption = None,
    of: Annotated[str, typer.Option("--of", metavar="FILE", help="Only the infant that this study belongs to.")] = "",
    with_removed: Annotated[bool, typer.Option("--removed", help="Also those that were taken from the list.")] = False,
    as_json: JsonOption = False,
) -> None:
    """List the infants of the library and how many studies each has.

    Example: eegview infant list --json
    """
    wanted = fingerprint_of(of) if of else ""
    with closing(there(library, reviewer)) as opened:
        logs = [log for log in all_logs(opened.whole) if with_removed or not log.infant.is_removed]
        logs = [log for log in logs if not wanted or log.member(wanted) is not None]
        provenance = provenance_of([log.infant_id for log in logs], opened) if logs else program_provenance()
    if as_json:
        print_json({"infants": [log_json(log) for log in logs]}, provenance)
        return
    for log in logs:
        n_clips = sum(one.kind == CLIP for one in log.members)
        n_eegs = len(log.members) - n_clips
        removed = ", removed" if log.infant.is_removed else ""
        print_line(
            f"{infant_text(log.infant)}: {n_eegs} EEG{'' if n_eegs == 1 else 's'}, "
            f"{n_clips} clip{'' if n_clips == 1 else 's'}{removed}"
        )
    if not logs:
        print_line("This study belongs to no infant." if of else "The library holds no infant yet.")


@app.command("show")
def show(
    infant: InfantArgument,
    as_of: AsOfOption = "",
    min_spasms: MinSpasmsOption = THE_RULE.min_spasms,
    max_interval: MaxIntervalOption = THE_RULE.max_interval_s,
    same_event: SameEventOption = SAME_EVENT_S,
    without_dates: Annotated[
        bool,
        typer.Option(
            "--without-dates", help="With --json: days count from the first treatment; no date, no free text."
        ),
    ] = False,
    library: LibraryOption = None,
    reviewer: ReviewerOption = DEFAULT_REVIEWER,
    as_json: JsonOption = False,
) -> None:
    """Show the timeline of an infant: studies with scores, clips, diary, treatment, milestones, and the response.

    A day without entry is unknown, never none. What the reviewer may not see yet of studies that are read blind is
    left out; say who you are with --reviewer. All of it is told as of one day, today or that of --as-of: of today a
    spasm counts at once, and “none” once the day is over. With --without-dates day 0 is the first day of treatment, or
    the first of the timeline where none was given; names of files, notes and milestones' texts are left out, too.

    Example: eegview infant show K07 --json
    """
    from eegview.app.infant.reading import read_timeline
    from eegview.app.links.recordings import all_known_recordings
    from eegview.app.resources import data_folder

    if without_dates and not as_json:
        raise UsageError("The lines for people hold dates.", "Give --json with --without-dates.")
    on = said_as_of(as_of, today())
    counting = CountRules(ClusterRule(min_spasms, max_interval), SameEventRule(same_event))
    with infant_work(infant, library, reviewer) as work:
        places = all_known_recordings(data_folder())
        timeline = read_timeline(work.library, work.infant_id, reviewer, on, counting, places)
        named = [work.infant_id, *(study.fingerprint for study in timeline.studies)]
        provenance = provenance_of(named, work.library)
    if as_json and without_dates:
        print_json(dateless_json(timeline), program_provenance())
    elif as_json:
        print_json(timeline_json(timeline), provenance)
    else:
        print_lines(timeline_lines(timeline))
