"""Put a study into a bundle, and take one over on another machine."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eegview.app.exchange.bundle_check import (
    check_runs,
    checked_marks,
    checked_provenance,
    marks_to_take,
    signature_lines,
)
from eegview.app.exchange.bundled_infants import ABOUT, InfantToBundle, infants_about, read_infants
from eegview.app.exchange.score_merging import merge_scores
from eegview.app.library.companions import companions
from eegview.app.library.editing import Editor
from eegview.app.library.opening import open_source
from eegview.app.provenance import Clock, plugins_of, program_provenance, provenance_text, utc_now
from eegview.app.resources import data_folder
from eegview.app.study.local_places import local_places
from eegview.app.study.videos import find_study_videos
from eegview.app.vocabulary.store import load_vocabulary
from eegview.model.annotation import Annotation
from eegview.model.edit import Edit
from eegview.model.errors import UnreadableFile, UsageError
from eegview.model.provenance import recording_state
from eegview.model.recording import Progress, Recording, no_progress
from eegview.model.scoring.terms import SHEET_TERM
from eegview.model.study.records import VIDEO_TERM
from eegview.model.study.video import study_videos
from eegview.model.suggestion.detection import RunEnd
from eegview.model.sync import is_clinical

if TYPE_CHECKING:
    from eegview.exchange.bundle import Manifest, Member
    from eegview.exchange.infant_file import InfantFile
    from eegview.exchange.runs_file import RunResults
    from eegview.store.library import Library

STUDY, MARKS_FILE, TABLE, LOG_FILE = "study", "marks/marks.json", "marks/events.tsv", "marks/log.json"
RUNS_FILE, PROVENANCE_FILE = "detectors/runs.jsonl", "provenance.json"


@dataclass(frozen=True, slots=True)
class Unbundled:
    """A study read from a bundle.

    recordings, videos : paths of its files, where they are now
    marks : all of them, and the records beside them, as the log says; signatures and records of runs stay in the log
    edits : the log as it came, which stays in the folder
    problems : a sentence for what the log does not cover
    runs : of detectors, with all they proposed
    signatures : a line for each layer that was signed there
    provenance : what wrote the bundle, in the form of `model.provenance.as_json`; empty where an older version did
    infants : of the study, with their whole logs; none where the bundle was made without
    infant_files : the file of each, by its id
    """

    recordings: tuple[str, ...]
    videos: tuple[str, ...]
    fingerprint: str
    marks: tuple[Annotation, ...]
    edits: tuple[Edit, ...]
    problems: tuple[str, ...]
    runs: tuple[RunResults, ...] = ()
    signatures: tuple[str, ...] = ()
    provenance: Mapping[str, Any] = field(default_factory=dict)
    infants: tuple[InfantFile, ...] = ()
    infant_files: Mapping[str, str] = field(default_factory=dict)

    @property
    def n_scores(self) -> int:
        """Return the number of scored epochs, of all readers."""
        return n_scores_in(self.marks)


def n_scores_in(records: Iterable[Annotation]) -> int:
    """Return how many sheets of scored epochs are among some records."""
    return sum(record.term_id == SHEET_TERM for record in records)


def scores_text(n_scores: int) -> str:
    """Return a number of scored epochs as text."""
    return "1 score" if n_scores == 1 else f"{n_scores} scores"


def bundle_study(
    out: Path,
    recordings: Sequence[str],
    videos: Sequence[str],
    recording: Recording,
    marks: Iterable[Annotation],
    edits: Sequence[Edit],
    progress: Progress = no_progress,
    runs: Sequence[RunResults] = (),
    names: Mapping[str, str] | None = None,
    infants: Sequence[InfantToBundle] = (),
    now: Clock = utc_now,
) -> Manifest:
    """Write a study to a folder or zip: its files, marks (JSON and TSV), edit log, runs of detectors, manifest.

    `provenance.json` says what wrote it, and what of it: program and detectors, state of the log, vocabulary.

    marks : everybody's, the places of videos in time too
    names : what a video is called in the bundle, by its path; others keep their names
    infants : those of the study with their logs, see `infants_to_bundle`; none unless it was asked for
    now : the clock

    Raises
    ------
    UsageError : two files have one name, the bundle would lie inside itself, or the format is many files in a folder
    CannotWrite, UnreadableFile, Cancelled : nothing is left behind
    """
    from eegview.exchange.bundle import INFANT, LOG, MARKS, PROVENANCE, RUNS, Member, write_bundle
    from eegview.exchange.edit_log import log_text
    from eegview.exchange.json_marks import write_json
    from eegview.exchange.runs_file import run_lines
    from eegview.exchange.tables import write_tsv
    from eegview.store.checks.verification import replay

    marks = tuple(marks)
    vocabulary = load_vocabulary()
    members = study_files(recordings, videos, names or {})
    about = {
        "recording_fingerprint": recording.fingerprint,
        "recording_format": recording.format,
        "duration_s": recording.duration_s,
        "vocabulary": {"id": vocabulary.vocabulary_id, "version": vocabulary.version},
        "n_marks": sum(map(is_clinical, marks)),
        "n_scores": n_scores_in(replay(edits).values()),
        "n_edits": len(edits),
        "n_runs": len(runs),
        "last_edit_hash": edits[-1].hash if edits else None,
    }
    if infants:
        about[ABOUT] = infants_about(infants)
    state = recording_state(recording.fingerprint, (edits[-1].number, edits[-1].hash) if edits else (0, ""))
    provenance = program_provenance(plugins_of(one.run for one in runs), [state], vocabulary, now)
    with tempfile.TemporaryDirectory(prefix="eegview-") as made:
        folder = Path(made)
        write_json(folder / "marks.json", marks, vocabulary)
        write_tsv(folder / "events.tsv", filter(is_clinical, marks), vocabulary, recording.channels, provenance)
        (folder / PROVENANCE_FILE).write_text(provenance_text(provenance), encoding="utf-8")
        (folder / "log.json").write_text(log_text(edits), encoding="utf-8")
        members += [
            Member(MARKS_FILE, MARKS, folder / "marks.json"),
            Member(TABLE, MARKS, folder / "events.tsv"),
            Member("marks/events.json", MARKS, folder / "events.json"),
            Member(LOG_FILE, LOG, folder / "log.json"),
            Member(PROVENANCE_FILE, PROVENANCE, folder / PROVENANCE_FILE),
        ]
        if runs:
            with (folder / "runs.jsonl").open("w", encoding="utf-8", newline="\n") as file:
                file.writelines(run_lines(runs))
            members.append(Member(RUNS_FILE, RUNS, folder / "runs.jsonl"))
        for infant in infants:
            (folder / infant.infant_id).write_text(infant.text, encoding="utf-8")
            members.append(Member(f"infant/{infant.infant_id}.json", INFANT, folder / infant.infant_id))
        return write_bundle(out, members, about, progress)


def study_files(
    recordings: Sequence[str], videos: Sequence[str], names: Mapping[str, str] | None = None
) -> list[Member]:
    """Return the files of a study, all in one folder so that they find each other.

    names : what a video is called there, by its path; others keep their names
    """
    from eegview.exchange.bundle import RECORDING, SIDE_FILE, VIDEO, Member

    members = []
    for recording in map(Path, recordings):
        if recording.is_dir():
            raise UsageError("A recording that is a folder cannot be bundled.", "Export it as EDF+ first.")
        members.append(Member(f"{STUDY}/{recording.name}", RECORDING, recording))
        members += [Member(f"{STUDY}/{path.name}", SIDE_FILE, path) for path in companions(recording)]
    own = {Path(recording).resolve() for recording in recordings}  # of a film without EEG each clip is a recording
    for video in map(Path, dict.fromkeys(videos)):
        if video.resolve() in own:
            continue
        inside = Path(STUDY, (names or {}).get(str(video), video.name))
        members.append(Member(inside.as_posix(), VIDEO, video))
        side_file = video.with_suffix(".sync.json")
        if side_file.is_file():
            members.append(Member(inside.with_suffix(".sync.json").as_posix(), SIDE_FILE, side_file))
    taken = [member.name.casefold() for member in members]
    if len(set(taken)) < len(taken):
        raise UsageError("Two files of the study have the same name.", "Rename one of them, then try again.")
    return members


def read_unbundled(folder: Path) -> Unbundled:
    """Return the study of an unpacked bundle, whose files were checked before.

    Raises
    ------
    UnreadableFile : it is no bundle, its marks, log or runs cannot be read, or are not what its own log says
    """
    from eegview.exchange.bundle import INFANT, PROVENANCE, RECORDING, RUNS, VIDEO, read_manifest
    from eegview.exchange.edit_log import edits_in
    from eegview.exchange.json_marks import read_json
    from eegview.exchange.runs_file import runs_in

    manifest = read_manifest(folder)
    recordings, videos = (tuple(str(folder / name) for name in manifest.names(role)) for role in (RECORDING, VIDEO))
    fingerprint = manifest.about.get("recording_fingerprint")
    if not recordings or not isinstance(fingerprint, str):
        raise UnreadableFile("The bundle contains no recording.", "Copy it again from where it was made.")
    try:
        marks = read_json(folder / MARKS_FILE).annotations
        edits = edits_in((folder / LOG_FILE).read_text(encoding="utf-8"))
        told = [(folder / name).read_text("utf-8") for name in manifest.names(PROVENANCE)]
        lines = [line for name in manifest.names(RUNS) for line in (folder / name).read_text("utf-8").split("\n")]
    except (OSError, UnicodeDecodeError):
        raise UnreadableFile("The bundle lacks its marks.", "Copy it again from where it was made.") from None
    runs = runs_in(lines) if lines else ()
    logged = checked_marks(marks, edits, fingerprint)
    if (edits[-1].hash if edits else None) != manifest.about.get("last_edit_hash"):
        raise UnreadableFile(
            "The log of the bundle does not end as its manifest says.",
            "Ask for the bundle again from where it was made.",
        )
    notes = check_runs(runs, logged)
    signatures = signature_lines(logged, edits, fingerprint)
    made_by = checked_provenance(told, fingerprint, edits, [one.run for one in runs])
    taken = marks_to_take(logged)
    infants = read_infants(folder, manifest, fingerprint)
    files = {one.infant_id: str(folder / name) for one, name in zip(infants, manifest.names(INFANT), strict=True)}
    return Unbundled(recordings, videos, fingerprint, taken, edits, notes, runs, signatures, made_by, infants, files)


def check_unbundled(folder: Path) -> None:
    """Check the study of an unpacked bundle: its log, marks and runs, and that the recording is the one they are of.

    Raises
    ------
    UnreadableFile : one of them is not what it should be
    """
    study = read_unbundled(folder)
    source = open_source(study.recordings)
    try:
        if source.recording.fingerprint != study.fingerprint:
            raise UnreadableFile("The recording is not the one the marks are of.", "Ask for the bundle again.")
    finally:
        source.close()


def import_bundle(study: Unbundled, editor: Editor) -> tuple[int, int]:
    """Import the marks of a bundle into the library, each to the layer it had.

    The log of where it came from stays in the bundle; the import names its last hash, so the two can be compared.
    Evidence for scores that is here in an older state is brought up to date; see `score_merging`.

    Returns
    -------
    how many marks were new, and how many records of scores differ and stay as they are here
    """
    here = editor.stored()
    ids = {mark.annotation_id for mark in here}
    merge = merge_scores(here, editor.history(), study.marks, study.edits)
    new = [mark for mark in study.marks if mark.annotation_id not in ids | merge.older]
    if new or merge.changes:
        editor.import_all(new, reason=_reason(study), changed=merge.changes)
    return sum(map(is_clinical, new)), merge.n_differing


def _reason(study: Unbundled) -> str:
    last = study.edits[-1].hash[:16] if study.edits else "none"
    return f"from a bundle; {len(study.edits)} edits there, the last {last}"


def videos_to_bundle(
    library: Library, recording: str, fingerprint: str, beside: Sequence[str]
) -> tuple[tuple[str, ...], dict[str, str], tuple[str, ...]]:
    """Return the videos of a study, what those added by hand are called in a bundle, and a sentence for each missing.

    A file's name may name the patient: a video that the study's records know goes out under its neutral name, unless it
    bears the recording's.

    Parameters
    ----------
    beside : paths of the videos that bear the recording's name, or were named for this bundle
    """
    records = library.annotations(fingerprint, VIDEO_TERM)
    known = study_videos(records)
    places = (*library.video_places(fingerprint), *local_places(data_folder()))
    found = find_study_videos(recording, beside, known, places)
    names = {
        path: f"{known[name].name}{Path(path).suffix.lower()}"
        for name, path in found.paths.items()
        if name in known and path not in beside
    }
    return tuple(found.paths.values()), names, tuple(one.text for one in found.missing)


def runs_to_bundle(library: Library, fingerprint: str) -> tuple[RunResults, ...]:
    """Return the runs over a recording with all they gave; one that goes on just now is left out."""
    from eegview.exchange.runs_file import RunResults

    return tuple(
        RunResults(run, library.detections(run.run_id), library.trends(run.run_id))
        for run in library.runs(fingerprint)
        if run.end is not RunEnd.RUNNING
    )


def import_runs(study: Unbundled, library: Library, author: str, role: str) -> int:
    """Enter the runs over this recording that the library does not hold yet; return how many they were.

    author, role : who takes them over, for the log
    """
    runs, fingerprint = study.runs, study.fingerprint
    here = {run.run_id for run in library.runs(fingerprint)}
    new = [kept for kept in runs if kept.run.fingerprint == fingerprint and kept.run.run_id not in here]
    for kept in new:
        run = kept.run
        library.start_run(replace(run, end=RunEnd.RUNNING, message=""))
        library.add_detections(run.run_id, kept.detections)
        for trend in kept.trends:
            library.add_trend(run.run_id, trend)
        library.end_run(run.run_id, run.end, run.message, run.reached_s, run.notes, (author, role), _reason(study))
    return len(new)
