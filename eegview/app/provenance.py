"""Say what made a file or a figure: the one place where provenance is put together, and written beside a file.

What has a recording asks `provenance_of`, what has none asks `program_provenance`. Texts of files and commands are
made from these by `eegview.model.provenance`.
"""

import json
import platform
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Protocol

import eegview
from eegview.app.blind_reading.sealing import is_hidden
from eegview.app.provenance_texts import SHORT_HASH
from eegview.app.vocabulary.store import load_vocabulary
from eegview.detect.code_hash import LIBRARIES, whole_hash
from eegview.exchange.writing import write_whole
from eegview.model.provenance import (
    Provenance,
    RecordingState,
    Software,
    VocabularyState,
    recording_state,
    sidecar_keys,
)
from eegview.model.suggestion.detection import DetectorRun
from eegview.model.vocabulary import Vocabulary, meaning_hash

PROGRAM_DESCRIPTION = "Wrote this. For research and education; not a cleared medical device."
READERS = ("mne", "av", "h5py", "antio", "mffpy", "pyxdf", "pydicom", "natus-erd-reader")  # named where installed
Clock = Callable[[], datetime]


class KnowsHeads(Protocol):
    """A store of logs; the study library is one."""

    def head(self, fingerprint: str) -> tuple[int, str]:
        """Return number and hash of a recording's newest edit."""
        ...


def utc_now() -> datetime:
    """Return the time of now."""
    return datetime.now(UTC)


def program_provenance(
    plugins: Iterable[Software] = (),
    recordings: Iterable[RecordingState] = (),
    vocabulary: Vocabulary | None = None,
    now: Clock = utc_now,
) -> Provenance:
    """Return what made a file that is of no recording, or of those named.

    plugins : detectors whose results are in it, see `plugin_software` and `plugins_of`
    vocabulary : of the terms that are in it, None = there are none
    """
    return Provenance(
        program_software(),
        library_software(),
        now().astimezone(UTC).isoformat(timespec="seconds"),
        tuple(dict.fromkeys(plugins)),
        tuple(dict.fromkeys(recordings)),
        vocabulary_state(vocabulary) if vocabulary is not None else None,
    )


def provenance_of(
    fingerprints: str | Iterable[str],
    library: KnowsHeads | None = None,
    runs: Iterable[DetectorRun] = (),
    vocabulary: Vocabulary | None = None,
    now: Clock = utc_now,
) -> Provenance:
    """Return what made a file or a figure of one recording or of several.

    fingerprints : of the recordings, or of the one
    library : where their logs are, as the reader may see it; None = it is of the recording alone, whatever was marked
    runs : of detectors whose results are in it; give those the reader may see
    vocabulary : None = the one that reviewers mark with
    """
    named = [fingerprints] if isinstance(fingerprints, str) else fingerprints
    states = [state_of(one, library) for one in named]
    return program_provenance(
        plugins_of(runs), states, vocabulary if vocabulary is not None else load_vocabulary(), now
    )


def state_of(fingerprint: str, library: KnowsHeads | None) -> RecordingState:
    """Return how far the log of a recording has come; a reader who reads blind is not told.

    library : as the reader may see it, None = no log is asked
    """
    if library is None or is_hidden(library, fingerprint):
        return recording_state(fingerprint)  # how many edits there are tells a blind reader of others' work
    return recording_state(fingerprint, library.head(fingerprint))


@cache
def program_software() -> Software:
    """Return the program that runs, with the hash of all of its code."""
    return Software("eegview", eegview.__version__, whole_hash(), description=PROGRAM_DESCRIPTION)


@cache
def library_software() -> tuple[Software, ...]:
    """Return Python, and the installed libraries that compute and read; the same whatever was loaded so far."""
    found = [Software("Python", platform.python_version())]
    for name in (*LIBRARIES, *READERS):
        try:
            found.append(Software(name, version(name)))
        except PackageNotFoundError:  # an extra that is not installed
            continue
    return tuple(found)


def plugins_of(runs: Iterable[DetectorRun]) -> tuple[Software, ...]:
    """Return the detectors of runs, each version and content once, in the order of their ids."""
    found = {plugin_software(run.detector_id, run.version, run.content_hash, run.program_version) for run in runs}
    return tuple(sorted(found, key=lambda one: (one.name, one.version, one.code_hash, one.description)))


def plugin_software(detector_id: str, version: str, content_hash: str, run_by: str = "") -> Software:
    """Return a detector by id, version and the hash of its files.

    run_by : version of the program that ran it, with its libraries; "" = that is not known
    """
    about = f"Detector, run by eegview {run_by}" if run_by else "Detector"
    return Software(detector_id, version, content_hash, description=about)


def vocabulary_state(vocabulary: Vocabulary) -> VocabularyState:
    """Return a vocabulary by id, version and the hash of what it means."""
    return VocabularyState(vocabulary.vocabulary_id, vocabulary.version, meaning_hash(vocabulary))


def vocabulary_text(vocabulary: Vocabulary) -> str:
    """Return a vocabulary as text: `infantile_spasms 6 (fdf6e3d25551)`, the last its hash cut short."""
    return f"{vocabulary.vocabulary_id} {vocabulary.version} ({meaning_hash(vocabulary)[:SHORT_HASH]})"


def sidecar_path(path: Path) -> Path:
    """Return where the sidecar of a file stands: of a .tsv as BIDS names it, of others with the file's whole name."""
    return path.with_suffix(".json") if path.suffix.lower() == ".tsv" else path.with_name(f"{path.name}.json")


def write_sidecar(path: Path, provenance: Provenance, more: dict[str, Any] | None = None) -> Path:
    """Write what made a file into its sidecar, and return that; another's .json of that name is left as it is.

    path : of the file
    more : what else the sidecar says, columns of a table for instance

    Raises
    ------
    CannotWrite : the place cannot be written
    """
    beside = free_sidecar(path)
    write_whole(beside, provenance_text(provenance, more).encode())
    return beside


def free_sidecar(path: Path) -> Path:
    """Return where the sidecar of a file goes: another's .json of that name is left as it is."""
    beside = sidecar_path(path)
    if beside.exists() and not _is_sidecar(beside):  # what a shell is writing to, for instance
        return path.with_name(f"{path.name}.provenance.json")
    return beside


def provenance_text(provenance: Provenance, more: dict[str, Any] | None = None) -> str:
    """Return the text of a sidecar, or of a file `provenance.json`.

    more : what else it says, before
    """
    return json.dumps((more or {}) | sidecar_keys(provenance), ensure_ascii=False, indent=2) + "\n"


def _is_sidecar(path: Path) -> bool:
    try:
        held = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(held, dict) and "GeneratedBy" in held
