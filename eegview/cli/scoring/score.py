"""`eegview score`: an epoch's score from stored evidence, the rule alone, and evidence written by command."""

import json
from pathlib import Path
from typing import Annotated

import typer

from eegview.app.film.no_eeg import refuse_film
from eegview.app.provenance import program_provenance, provenance_of
from eegview.app.scoring.blindness import all_lines
from eegview.app.scoring.evidence_book import EvidenceBook
from eegview.app.scoring.evidence_file import PROVENANCE, evidence_changes, evidence_of, read_evidence
from eegview.app.scoring.evidence_names import name_notes
from eegview.app.scoring.report import (
    NO_DIAGNOSIS,
    confirm_text,
    epoch_time_text,
    line_json,
    line_text,
    parameters_json,
    result_json,
    result_lines,
    scale_json,
    sheet_json,
    sheet_lines,
)
from eegview.app.scoring.rule_file import read_rule_evidence
from eegview.app.scoring.scales import BASED_2021, load_scales, scale_parameters
from eegview.app.scoring.sheet import ScoreSheet, rule_of
from eegview.app.scoring.sheet_acts import SheetActs
from eegview.app.study.records import utc_now
from eegview.cli.blind_view import tell_blind
from eegview.cli.events import Work, opened
from eegview.cli.output import print_json, print_line, print_message
from eegview.cli.reviewer import (
    DEFAULT_REVIEWER,
    DEFAULT_ROLE,
    EncodingOption,
    JsonOption,
    LibraryOption,
    OptionalFilesArgument,
    RoleOption,
)
from eegview.cli.scoring.score_compare import compare_readers, print_comparison
from eegview.clinical.based import based_score
from eegview.exchange.writing import write_whole
from eegview.model.annotation import Annotation as Mark
from eegview.model.errors import UsageError
from eegview.model.provenance import Provenance
from eegview.model.provenance import as_json as as_json_object
from eegview.model.scoring.evidence import SheetKey
from eegview.model.time.wall_clock import recording_time_s


def score(
    files: OptionalFilesArgument = None,
    scale: Annotated[str, typer.Option("--scale", metavar="ID", help="See --scales.")] = BASED_2021,
    epoch: Annotated[
        str | None, typer.Option("--epoch", metavar="T", help="Start: seconds, HH:MM:SS from start, or @HH:MM:SS.")
    ] = None,
    reader: Annotated[
        str | None, typer.Option("--reader", metavar="NAME", help="Whose score. Default: yours, or the only one.")
    ] = None,
    list_all: Annotated[bool, typer.Option("--list", help="List all sheets of the recording.")] = False,
    compare: Annotated[
        tuple[str, str] | None,
        typer.Option("--compare", metavar="A B", help="Compare two readers who have both committed an epoch."),
    ] = None,
    import_file: Annotated[
        Path | None, typer.Option("--import", metavar="E.json", help="Add the evidence in a file to your sheet.")
    ] = None,
    replace_all: Annotated[
        bool, typer.Option("--replace", help="With --import: withdraw what the file does not say.")
    ] = False,
    export_file: Annotated[
        Path | None, typer.Option("--export", metavar="E.json", help="Write the evidence of a sheet.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="OUT.pdf", help="Draw a sheet: .pdf, .png or .svg.")
    ] = None,
    commit: Annotated[bool, typer.Option("--commit", help="Commit your score; its evidence stays as it is.")] = False,
    withdraw: Annotated[bool, typer.Option("--withdraw", help="Withdraw your committed score.")] = False,
    rule: Annotated[
        str | None, typer.Option("--rule", metavar="ID", help="The rule alone, on --evidence; needs no recording.")
    ] = None,
    evidence: Annotated[
        Path | None, typer.Option("--evidence", metavar="E.json", help="Numbers for --rule, see above.")
    ] = None,
    scales: Annotated[bool, typer.Option("--scales", help="List the scales with their parameters.")] = False,
    encoding: EncodingOption = "",
    library: LibraryOption = None,
    reviewer: Annotated[
        str | None,
        typer.Option("--reviewer", envvar="EEGVIEW_REVIEWER", metavar="NAME", help="Who acts; also the layer."),
    ] = None,
    role: RoleOption = DEFAULT_ROLE,
    as_json: JsonOption = False,
) -> None:
    """Show, list or write scores of five-minute epochs, or apply the rule to numbers.

    A score is a severity on the scale, not a diagnosis. Another reader's score is hidden while you score an epoch that
    overlaps theirs, until both are committed; who you are is said by --reviewer or EEGVIEW_REVIEWER.

    --evidence: {"pages": [20 numbers of bins with a spike, 0-15], "n_foci", "n_foci_study", "high_amplitude", "gmfs",
    "pva", "spike_focus", "nonepileptiform"}; the last five true, false or null (not answered).

    --import: {"read_pages": "all", "bins": [{"page": 1, "bin": 3, "foci": ["P4"]}], "gmfs": "absent", "pva": "absent",
    "examples": [{"pattern": "gmfs", "onset_s", "duration_s", "channels"}], "amplitudes": [{"row": "F3-C3",
    "amplitude_uv", "onset_s", "duration_s"}], "high_amplitude": "absent", "other_foci": [], "spike_focus",
    "nonepileptiform", "foci": "named", "confidence": 4}; all may be left out.

    Example: eegview score study.edf --scale based2021 --epoch 03:28:00 --json
    """
    from eegview.cli.scoring.score_picture import check_picture, write_picture  # loads what draws

    is_writing = import_file is not None or commit or withdraw
    check_picture(output)
    if scales:
        _show_scales(as_json)
    elif rule is not None or evidence is not None:
        _apply_rule(rule or scale, evidence, as_json)
    elif not files:
        raise UsageError("No recording was given.", "Give a recording, --rule with --evidence, or --scales.")
    elif compare is not None and (is_writing or export_file or list_all or reader):
        raise UsageError("--compare only compares.", "Give --compare A B, with --epoch where there are several.")
    elif compare is not None:
        with opened(files, library, reviewer or DEFAULT_REVIEWER, role, encoding) as work:
            start_s = None if epoch is None else recording_time_s(epoch, work.recording)
            viewer = reviewer or DEFAULT_REVIEWER
            provenance = provenance_of(work.recording.fingerprint, work.library) if as_json else None
            print_comparison(compare_readers(_stored(work), compare, scale, start_s, viewer), provenance)
    elif list_all and (is_writing or export_file):
        raise UsageError("--list only shows.", "Give --list without the others.")
    elif replace_all and import_file is None:
        raise UsageError("--replace goes with --import.", "Give the file that replaces the evidence with --import.")
    elif commit and withdraw:
        raise UsageError("--commit and --withdraw exclude each other.", "Give one of them.")
    elif epoch is None and not list_all:
        raise UsageError("No epoch was given.", "Give its start with --epoch, or --list to see which there are.")
    else:
        acting = reviewer or reader or DEFAULT_REVIEWER  # who does not say who they are is who they ask for
        if is_writing and reader not in (None, acting):
            raise UsageError("Only your own evidence can be written.", "Leave --reader out, or act as that reader.")
        parameters = scale_parameters(scale)
        with opened(files, library, acting, role, encoding) as work:
            refuse_film(work.recording, "Scores of epochs")
            book = EvidenceBook(parameters)
            book.gaps = work.recording.gaps
            book.replace_all(_stored(work))
            acts = SheetActs(book, work.recording, acting)
            if list_all:
                _show_list(acts, reader, provenance_of(work.recording.fingerprint, work.library), as_json)
                return
            key = SheetKey(scale, recording_time_s(epoch or "", work.recording))
            acts.check_epoch(key)
            if withdraw:
                _do(work, acts, key, "withdraw")
            if import_file is not None:
                held = read_evidence(import_file)
                _do(work, acts, key, "import", held, replace_all)
                for note in name_notes(held, parameters):
                    print_message(note)
            if commit:
                _do(work, acts, key, "commit")
            sheet = book.sheet(key, acting) if is_writing else _sheet(acts, key, reader)
            if reviewer is None and reader is not None and not is_writing:
                print_message(f"Shown as {reader} may see it; say who you are with --reviewer.")
            if output is not None:
                write_picture(work, sheet, output)
            provenance = provenance_of(work.recording.fingerprint, work.library)
        if export_file is not None:
            held_evidence = evidence_of(sheet) | {PROVENANCE: as_json_object(provenance)}
            write_whole(export_file, (json.dumps(held_evidence, ensure_ascii=False, indent=1) + "\n").encode())
            print_message(f"Wrote {export_file.name}.")
        if as_json:
            print_json(sheet_json(sheet), provenance)
        else:
            for line in sheet_lines(sheet):
                print_line(line)


def _stored(work: Work) -> tuple[Mark, ...]:
    """Return what the library holds, as far as the study is not read blind by who looks."""
    fingerprint = work.recording.fingerprint
    tell_blind(work.library.blindness(fingerprint))
    return work.library.annotations(fingerprint)


def _do(
    work: Work,
    acts: SheetActs,
    key: SheetKey,
    what: str,
    held: dict[str, object] | None = None,
    is_replaced: bool = False,
) -> None:
    """Do one act as one edit, and have the book follow it."""
    if what == "import":
        changes = evidence_changes(acts, key, held or {}, is_replaced)
    elif what == "commit":
        changes = acts.commit(key, utc_now().isoformat(timespec="seconds"))
    else:
        changes = acts.withdraw_commit(key)
    if not changes:
        print_message("Nothing changed: all of it is so already.")
        return
    edit = work.editor.change_together(changes)
    for change in edit.changes:
        if change.after is None:
            acts.book.remove(change.annotation_id)
        else:
            acts.book.put(change.after)
    print_message(f"Edit {edit.number}: {len(changes)} {'change' if len(changes) == 1 else 'changes'}.")


def _sheet(acts: SheetActs, key: SheetKey, reader: str | None) -> ScoreSheet:
    """Return the sheet that is asked for.

    Raises
    ------
    UsageError : there is none, it is hidden, or it is not said which
    """
    lines = [line for line in all_lines(acts.book, acts.author) if line.key == key]
    wanted = [line for line in lines if line.reader == (reader or acts.author)]
    if not wanted and reader is None:
        wanted = lines
    at = epoch_time_text(key.start_s)
    if not wanted:
        by = f" by {reader}" if reader else ""
        raise UsageError(f"No evidence{by} is stored for an epoch from {at}.", "See “eegview score FILE --list”.")
    if len(wanted) > 1:
        raise UsageError(
            f"There are {len(wanted)} scores from {at}.",
            f"Name one of {', '.join(line.reader for line in wanted)} with --reader.",
        )
    (line,) = wanted
    if line.sheet is None:
        raise UsageError(
            f"The score of {line.reader} from {at} is hidden from {acts.author}.",
            "It is shown once it is committed, and your own score of an overlapping epoch is too.",
        )
    return line.sheet


def _show_list(acts: SheetActs, reader: str | None, provenance: Provenance, as_json: bool) -> None:
    lines = [line for line in all_lines(acts.book, acts.author) if reader in (None, line.reader)]
    if as_json:
        scores = {"fingerprint": acts.recording.fingerprint, "scores": [line_json(line) for line in lines]}
        print_json(scores, provenance)
        return
    for line in lines:
        print_line(line_text(line))
    for text in dict.fromkeys(confirm_text(line.sheet.parameters) for line in lines if line.sheet is not None):
        print_line(text)
    if not lines:
        print_line("No epoch is scored yet.")


def _apply_rule(rule_id: str, evidence: Path | None, as_json: bool) -> None:
    if evidence is None:
        raise UsageError("--rule needs the evidence.", "Give a file with --evidence; see “eegview score --help”.")
    parameters = scale_parameters(rule_id)
    numbers = rule_of(parameters)
    found, notes = read_rule_evidence(evidence, numbers)
    result = based_score(found, numbers)
    if as_json:
        about = {"scale": rule_id, "parameters": parameters_json(parameters)}
        print_json(about | result_json(result) | {"notes": list(notes)}, program_provenance())
        return
    for line in (*result_lines(result, parameters), *notes):
        print_line(line)


def _show_scales(as_json: bool) -> None:
    scales = load_scales()
    if as_json:
        print_json({"scales": [scale_json(scale) for scale in scales]})
        return
    for scale in scales:
        parameters = scale.parameters
        if parameters is None:
            print_line(f"{scale.scale_id}  {scale.label}: draft, cannot be used. {scale.help}".rstrip())
            continue
        confirm = f", confirm {parameters.confirm}" if parameters.confirm else ""
        print_line(f"{scale.scale_id}  {scale.label}: {parameters.parameters_id}{confirm}")
        for sentence in scale.unsure:
            print_line(f"  {sentence}")
    print_line(NO_DIAGNOSIS)
