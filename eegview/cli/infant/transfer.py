"""`eegview infant export` and `import`: an infant from one library to another."""

from pathlib import Path
from typing import Annotated

import typer

from eegview.app.infant.finding import found_infant
from eegview.app.infant.log import infant_log, infants_in
from eegview.app.infant.timeline_lines import infant_text
from eegview.app.library.opening import Reviewer
from eegview.app.provenance import provenance_of
from eegview.cli.infant.opened import InfantArgument, infant_work, library_made
from eegview.cli.new_file import check_new
from eegview.cli.output import print_json, print_line, print_message
from eegview.cli.reviewer import DEFAULT_REVIEWER, DEFAULT_ROLE, JsonOption, LibraryOption, ReviewerOption, RoleOption


def export_infant(
    infant: InfantArgument,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="OUT.json", help="A new file.")],
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there already.")] = False,
    library: LibraryOption = None,
    reviewer: ReviewerOption = DEFAULT_REVIEWER,
    as_json: JsonOption = False,
) -> None:
    """Write the log of an infant into a file for another library: who it is, its diary, treatments and milestones.

    The file holds dates, the birth date among them, and who entered what. Recordings and clips, and what is marked in
    them, are not in it; see “eegview bundle”.

    Example: eegview infant export K07 -o K07.json
    """
    from eegview.app.infant.transfer import write_infant

    check_new(out, force)
    with infant_work(infant, library, reviewer) as work:
        n_edits = write_infant(work.library, work.infant_id, out)
        provenance = provenance_of(work.infant_id, work.library)
    print_message(
        "The file holds dates, which can identify the infant, and notes, which may name people; recordings and clips "
        "are not in it."
    )
    if as_json:
        print_json({"path": str(out), "infant": work.infant_id, "n_edits": n_edits}, provenance)
    else:
        print_line(f"Wrote {out.name} with {n_edits} {'edit' if n_edits == 1 else 'edits'}.")


def import_infant(
    source: Annotated[Path, typer.Argument(metavar="FILE.json", help="Written by “eegview infant export”.")],
    into: Annotated[
        str, typer.Option("--into", metavar="INFANT", help="An infant that is here already, and is the same one.")
    ] = "",
    library: LibraryOption = None,
    reviewer: ReviewerOption = DEFAULT_REVIEWER,
    role: RoleOption = DEFAULT_ROLE,
    as_json: JsonOption = False,
) -> None:
    """Bring an infant of another library in as one act, which can be undone as one.

    Of what was said of the same day or matter here and there, what was said last counts. A second import adds nothing.

    Example: eegview infant import K07.json
    """
    from eegview.app.infant.transfer import bring_in
    from eegview.exchange.infant_file import read_infant_file

    held = read_infant_file(source)
    with library_made(library, reviewer) as opened:
        target = found_infant(infants_in(opened.whole), into).infant_id if into else ""
        found = bring_in(opened, held, Reviewer(reviewer, role), target)
        log = infant_log(opened.whole, found.infant_id)
        provenance = provenance_of(found.infant_id, opened)
    for sentence in found.notes:
        print_message(sentence)
    if as_json:
        print_json(
            {
                "infant": found.infant_id,
                "edit": found.edit.number if found.edit is not None else None,
                "n_added": found.n_added,
                "n_changed": found.n_changed,
                "n_already_here": found.n_already_here,
                "n_taken_back_here": found.n_taken_back,
                "notes": list(found.notes),
            },
            provenance,
        )
        return
    told = f", {found.n_taken_back} removed here before" if found.n_taken_back else ""
    print_line(
        f"{infant_text(log.infant)}: {found.n_added} new, {found.n_changed} newer than here, "
        f"{found.n_already_here} here already{told}."
    )
