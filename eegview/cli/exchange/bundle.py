"""`eegview bundle` and `eegview unbundle`: a study in one folder or zip, and back on another machine."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eegview.app.blind_reading.blindness import blindness_of
from eegview.app.library.opening import Reviewer
from eegview.app.provenance import provenance_of
from eegview.app.provenance_texts import provenance_lines
from eegview.cli.blind_view import tell_blind
from eegview.cli.events import opened
from eegview.cli.output import print_json, print_line, print_message, stderr_progress
from eegview.cli.reviewer import (
    DEFAULT_REVIEWER,
    DEFAULT_ROLE,
    FilesArgument,
    JsonOption,
    LibraryOption,
    ReviewerOption,
    RoleOption,
)
from eegview.model.annotation import marks_text
from eegview.model.errors import UnreadableFile

if TYPE_CHECKING:
    from eegview.app.exchange.bundled_infants import TakenInfant
    from eegview.app.exchange.bundling import Unbundled


_COUNTS = ("n_marks", "n_scores", "n_edits", "n_runs", "last_edit_hash")  # tell of others' work


def bundle(
    files: FilesArgument,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="OUT", help="A .zip file, or a new folder.")],
    video: Annotated[
        list[str] | None, typer.Option("--video", metavar="V", help="In addition to those with the recording's name.")
    ] = None,
    no_video: Annotated[bool, typer.Option("--no-video", help="Leave all video out.")] = False,
    with_infant: Annotated[
        bool,
        typer.Option(
            "--infant", help="Add the infant's own log: pseudonym, birth or age, diary, doses, milestones, notes."
        ),
    ] = False,
    library: LibraryOption = None,
    reviewer: ReviewerOption = DEFAULT_REVIEWER,
    as_json: JsonOption = False,
) -> None:
    """Put a study into one folder or zip: recording, video, marks, log, runs of detectors, and the hash of each file.

    It names the patient as far as the recording does; see “eegview anonymize”. The log of the infant (diary,
    treatment, milestones) is in it only with --infant.

    Example: eegview bundle night.edf -o night.zip
    """
    from eegview.app.exchange.bundling import scores_text
    from eegview.app.exchange.study_bundling import BundleParts, write_study_bundle

    parts = BundleParts(not no_video, tuple(video or ()), with_infant)
    with opened(files, library, reviewer, DEFAULT_ROLE) as work:
        done = write_study_bundle(
            work.library,
            work.recording,
            files,
            out,
            parts,
            Reviewer(reviewer, DEFAULT_ROLE),
            print_message,
            stderr_progress("Bundling"),
        )
        provenance = provenance_of(work.recording.fingerprint, work.library, done.runs)
    manifest, infants, is_blind = done.manifest, done.infants, done.is_blind
    for infant in infants:
        print_message(
            f"The bundle holds the log of the infant {infant.pseudonym}: its dates can identify the infant."
            if with_infant
            else f"The study is one of the infant {infant.pseudonym}, whose log (diary, treatment, milestones) is not "
            "in the bundle; --infant adds it."
        )
    if as_json:
        print_json(
            {
                "path": str(out),
                "files": [{"name": e.name, "role": e.role, "sha256": e.sha256} for e in manifest.entries],
                "infants_left_out": [] if with_infant else [infant.pseudonym for infant in infants],
                **({name: value for name, value in manifest.about.items() if not (is_blind and name in _COUNTS)}),
                "infants": [
                    {"id": infant.infant_id, "pseudonym": infant.pseudonym} for infant in infants if with_infant
                ],
            },
            provenance,
        )
        return
    for entry in manifest.entries:
        print_line(f"{entry.role:<10} {entry.name}")
    scored = f" and {scores_text(n_scores)}" if (n_scores := manifest.about["n_scores"]) else ""
    if is_blind:
        print_message(
            f"Wrote {out.name}. This study is read blind: the bundle holds all readers' work and the setting travels "
            "with it, so that eegview keeps it hidden there, too; other programs can read its files."
        )
        return
    print_message(
        f"Wrote {out.name} with {marks_text(manifest.about['n_marks'])}{scored}. It names the patient if the recording "
        "does, or what was typed with the study: an ID, entries of a report."
    )


def unbundle(
    source: Annotated[Path, typer.Argument(metavar="BUNDLE", help="A bundle: zip or folder.")],
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="FOLDER", help="A new folder; default: the bundle's name.")
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Only check that every file is unchanged.")] = False,
    library: LibraryOption = None,
    reviewer: ReviewerOption = DEFAULT_REVIEWER,
    role: RoleOption = DEFAULT_ROLE,
    as_json: JsonOption = False,
) -> None:
    """Check a bundle, unpack it, and take its marks (each to the layer it had) and detectors' runs into the library.

    A folder is taken where it lies unless -o is given; “eegview FOLDER” does the same and opens it.

    Example: eegview unbundle night.zip -o studies/night
    """
    from eegview.app.exchange.bundling import check_unbundled, scores_text
    from eegview.exchange.bundle import unpack_bundle

    if check:
        verify(source)
        print_json({"ok": True}) if as_json else print_line("Every file is unchanged.")
        return
    folder = source
    if out is not None or not source.is_dir():
        folder = out or source.with_suffix("")
        unpack_bundle(source, folder, stderr_progress("Unpacking"), check_unbundled)
    study, n_new, n_runs, is_blind, infants = import_bundle(
        folder, library, reviewer, role, is_checked=folder != source
    )
    if as_json:
        told = (
            {"hidden": True}
            if is_blind
            else {
                "n_imported": n_new,
                "n_scores": study.n_scores,
                "n_edits": len(study.edits),
                "n_runs_imported": n_runs,
                "problems": list(study.problems),
                "signatures": list(study.signatures),
                "provenance": dict(study.provenance),
            }
        )
        print_json(
            {
                "recordings": list(study.recordings),
                "videos": list(study.videos),
                "infants": [one.as_json() for one in infants],
                **told,
            }
        )
        return
    arguments = [*(f'"{path}"' for path in study.recordings), *(f'--video "{path}"' for path in study.videos)]
    runs = f" and {n_runs} {'run' if n_runs == 1 else 'runs'} of detectors" if n_runs else ""
    if is_blind:
        print_line(f"Imported what the bundle holds. Open it with: eegview {' '.join(arguments)}")
        return
    scores = f" The bundle holds {scores_text(study.n_scores)}." if study.n_scores else ""
    print_line(f"Imported {marks_text(n_new)}{runs}.{scores} Open it with: eegview {' '.join(arguments)}")


def import_bundle(
    folder: Path, library: str | None, reviewer: str, role: str, is_checked: bool = False
) -> tuple["Unbundled", int, int, bool, "tuple[TakenInfant, ...]"]:
    """Import the marks and runs of a bundle's folder into the library.

    Return its study, the numbers of new marks and runs, whether the reviewer may not know them yet, and what became of
    the infants in it.

    is_checked : every file was compared with the manifest before

    Raises
    ------
    UnreadableFile : a file of the bundle is missing or changed
    LibraryRefused : the library cannot be opened or written
    """
    from eegview.app.exchange.bundled_infants import take_infants
    from eegview.app.exchange.bundling import import_bundle, import_runs, read_unbundled

    if not is_checked:
        verify(folder)
    study = read_unbundled(folder)
    is_blind = blindness_of(study.marks, reviewer).is_blind
    for line in () if is_blind else study.problems:
        print_message(line)
    for line in () if is_blind else provenance_lines(study.provenance):
        print_message(f"Made by: {line}" if line.startswith("eegview ") else f"  {line}")
    for line in () if is_blind else study.signatures:
        print_message(f"In the log of the bundle, where it stays: {line}")
    with opened(study.recordings, library, reviewer, role) as work:
        if work.recording.fingerprint != study.fingerprint:
            raise UnreadableFile("The recording is not the one the marks are of.", "Ask for the bundle again.")
        n_new, n_differing = import_bundle(study, work.editor)
        blindness = work.library.blindness(study.fingerprint)
        is_blind = is_blind or blindness.is_blind
        tell_blind(blindness)
        if n_differing and not is_blind:
            print_message(
                f"{n_differing} {'record' if n_differing == 1 else 'records'} of scores were changed here and there; "
                "they stay as they are here."
            )
        n_runs = import_runs(study, work.library.whole, reviewer, role)
        infants = take_infants(study.infants, study.infant_files, work.library, Reviewer(reviewer, role))
    for sentence in (line for one in infants for line in one.told):
        print_message(sentence)
    return study, n_new, n_runs, is_blind, infants


def verify(source: Path) -> None:
    """Check every file of a bundle.

    Raises
    ------
    UnreadableFile : one is missing or changed; all of them are named on stderr
    """
    from eegview.exchange.bundle import verify_bundle

    problems = verify_bundle(source, stderr_progress("Checking"))
    for line in problems:
        print_message(line)
    if problems:
        raise UnreadableFile("The bundle has been changed.", "Copy it again from where it was made.")
