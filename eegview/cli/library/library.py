"""`eegview library`: list and export what the study library holds; what it keeps of recordings."""

from contextlib import closing
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eegview.app.provenance import program_provenance
from eegview.cli.blind_view import ViewerOption, viewers_library
from eegview.cli.library.keeping import note, switch_names, switch_starts
from eegview.cli.output import print_json, print_json_text, print_line, print_message, stderr_progress
from eegview.cli.reviewer import JsonOption, LibraryOption
from eegview.model.errors import LibraryRefused
from eegview.model.study.known_recording import DAMAGED_ROW

if TYPE_CHECKING:
    from eegview.app.blind_reading.sealed_library import SealedLibrary
    from eegview.app.library_tables.exporting import Exported

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False, no_args_is_help=True)
app.command("names")(switch_names)
app.command("starts")(switch_starts)
app.command("note")(note)


@app.callback()
def library_commands() -> None:
    """List and export what the study library holds, and say what it keeps of recordings.

    A library knows recordings by their fingerprint, which is the same after renaming and moving. What a recording is
    (format, length, start, channels) it learns when that is opened. Names of files are kept only once you switch that
    on: they may name a patient.

    Example: eegview library list --json
    """


@app.command("list")
def list_library(
    text: Annotated[str, typer.Option("--text", help="Only studies with this in name, format, start or readers.")] = "",
    library: LibraryOption = None,
    reviewer: ViewerOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the studies of the library: what each recording is, its marks, runs, scores, readers, and who signed.

    --json gives {library: its file's name, null for a server, keeps: {names, starts},
    n_infants, studies: [{fingerprint, name, format, duration_s, started_at,
    channels: [{name, kind, rate_hz, unit}], n_files, is_simulated, n_marks, n_runs, n_scores, n_edits, readers,
    signed: [{layer, printed_name, role, meaning, at_utc, is_changed}], first_edit_utc, last_edit_utc, authors,
    first_seen_utc, last_seen_utc, is_hidden}]}. What is not known, or not kept, is null.

    Example: eegview library list --json
    """
    from eegview.app.library.opening import library_file
    from eegview.app.library_tables.list_texts import has_text, study_json, study_text
    from eegview.app.library_tables.study_list import list_studies

    with closing(there(library, reviewer)) as opened:
        lines = [line for line in list_studies(opened, reviewer) if has_text(line, text)]
        kept, issues, n_infants = opened.kept_identity, opened.whole.issues, len(opened.infant_ids())
    for issue in issues:
        if issue.code == DAMAGED_ROW:
            print_message(issue.message)
    if any(line.is_hidden for line in lines):
        print_message("What you may not see yet of studies that are read or scored blind is left out.")
    if as_json:
        keeps = {"names": kept.names, "starts": kept.starts}
        file = library_file(library)
        # Never the whole path, which may name a person; None for a server
        held = {
            "library": file.name if file is not None else None,
            "keeps": keeps,
            "n_infants": n_infants,
            "studies": [study_json(line) for line in lines],
        }
        print_json(held, program_provenance())
        return
    for line in lines:
        print_line(study_text(line))
    if not lines:
        print_line("No study has this in its line." if text else "The library holds no study yet.")
    elif not kept.names:
        print_message("This library keeps no names of recordings; see “eegview library names --help”.")
    if n_infants:
        infants = "1 infant has" if n_infants == 1 else f"{n_infants} infants have"
        print_message(f"{infants} a log of their own, which is not a study; see “eegview infant list”.")


@app.command("export")
def export(
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", metavar="OUT", help="A new folder, or one .json file.", show_default=False),
    ] = None,
    form: Annotated[
        str, typer.Option("--format", metavar="F", help="Of the tables in a folder: csv, tsv or json. Default: csv.")
    ] = "",
    without_identity: Annotated[
        bool,
        typer.Option("--without-identity", help="Leave out names and start times of recordings, and who infants are."),
    ] = False,
    library: LibraryOption = None,
    reviewer: ViewerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write the library as tables: recordings, marks, runs, judgements, scores, sleep stages, and those of infants.

    A folder holds one table each and about.json, which says what each column is and what made the files. With --json
    and without -o all of it is one JSON object on stdout; with -o it says what was written. Readers are named in every
    table. Infants have tables of who they are, their studies, diary, treatments and milestones, as of today; with
    --without-identity they hold no pseudonym, date, note or text, and days are numbers from the first treatment. What
    is left out for --reviewer is what they may not see yet of studies that are read blind.

    Example: eegview library export -o tables --format csv
    """
    from eegview.app.infant.exported_tables import infant_tables
    from eegview.app.infant.study_reading import CountRules
    from eegview.app.library_tables.exporting import export_library, write_json
    from eegview.clinical.clusters import ClusterRule
    from eegview.clinical.same_event import SameEventRule
    from eegview.model.errors import UsageError
    from eegview.model.treatment.as_of import AsOf

    if out is None and not as_json:
        raise UsageError("It is not stated where to write.", "Give -o FOLDER, -o OUT.json, or --json for stdout.")
    if out is None and form not in ("", "json"):
        raise UsageError(f"On stdout there is no {form}.", "Name a folder with -o.")
    progress = stderr_progress("Exporting the library")
    with closing(there(library, reviewer)) as opened:
        counting = CountRules(ClusterRule(), SameEventRule())
        infants = infant_tables(opened, reviewer, AsOf.now(datetime.now().astimezone()), counting, not without_identity)
        if out is None:
            content = BytesIO()
            done = write_json(content, opened, reviewer, not without_identity, progress, infants)
            print_json_text(content.getvalue())
        else:
            done = export_library(opened, reviewer, out, form, not without_identity, progress, infants)
    for sentence in done.notes:
        print_message(sentence)
    if out is not None:
        _tell(out, done, as_json)


def _tell(out: Path, done: "Exported", as_json: bool) -> None:
    if as_json:
        print_json({"path": str(out), "n_rows": done.n_rows, "notes": done.notes})
        return
    print_line(f"Wrote {out.name}: {', '.join(f'{name} {n:,}' for name, n in done.n_rows.items())}.")


def there(library: str | None, reviewer: str | None) -> "SealedLibrary":
    """Open a library that is there already.

    Raises
    ------
    LibraryRefused : there is none
    """
    from eegview.app.library.opening import is_library_there

    if not is_library_there(library):
        raise LibraryRefused(
            "There is no study library at this address.", "Check the path; a library is made with the first mark."
        )
    opened = viewers_library(library, reviewer)
    for issue in opened.issues:
        print_message(issue.message)
    return opened
