"""The golden provenance: a bundle of known edits says what made it, to the last digit of each hash.

Versions and hashes of what is installed here stand in for the words with an @; all the rest is compared as it is.
"""

import json
import zipfile
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import pytest

from eegview import __version__
from eegview.app.exchange.bundling import bundle_study, read_unbundled, runs_to_bundle
from eegview.app.library.opening import open_source
from eegview.app.provenance import library_software
from eegview.app.vocabulary.store import load_vocabulary
from eegview.detect.code_hash import whole_hash
from eegview.exchange.bundle import unpack_bundle
from eegview.model.annotation import Annotation
from eegview.model.edit import Action, Change
from eegview.model.span import Span
from eegview.model.suggestion.detection import Detection, DetectorRun
from eegview.model.vocabulary import meaning_hash
from eegview.store.library import Library, open_library

FOLDER = Path(__file__).parent
GOLDEN = FOLDER / "provenance_v1.json"
MADE = datetime(2026, 11, 30, 5, tzinfo=UTC)
MARKED = ("2026-11-30T04:00:00.000000+00:00", "2026-11-30T04:01:00.000000+00:00")
MARK = Annotation("mark-1", "spasm", 80.0, 1.0, (), (("movement", "flexor"),), layer="Reader A")


def as_here(text: str) -> dict:
    """Return the golden provenance with what is installed here in place of the words with an @."""
    vocabulary = load_vocabulary()
    words = {
        "@version": __version__,
        "@code": whole_hash(),
        "@vocabulary_version": vocabulary.version,
        "@vocabulary_hash": meaning_hash(vocabulary),
    }
    for word, value in words.items():
        text = text.replace(f'"{word}"', f'"{value}"')
    held = json.loads(text)
    assert held["Provenance"]["libraries"] == "@libraries"
    held["Provenance"]["libraries"] = {one.name: one.version for one in library_software()}
    return held


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    """Return the recording of the golden study (simulated, nobody was recorded)."""
    with zipfile.ZipFile(FOLDER / "study_v1.zip") as archive:
        return Path(archive.extract("study/golden.edf", tmp_path))


@pytest.fixture
def library(tmp_path: Path, recording: Path) -> Library:
    """Return a library of two edits whose times are given, so that their hashes are always the same."""
    source = open_source([str(recording)])
    fingerprint = source.recording.fingerprint
    source.close()
    held = open_library(str(tmp_path / "library.sqlite"))
    added, confirmed = Change(None, MARK), Annotation("mark-2", "note", 1.0, 0.0, text="µV", layer="Reader A")
    held.apply(fingerprint, "Reader A", "neurologist", Action.ADD, [added], at_utc=MARKED[0])
    held.apply(fingerprint, "Reader A", "neurologist", Action.ADD, [Change(None, confirmed)], at_utc=MARKED[1])
    return held


def bundled(recording: Path, library: Library, out: Path) -> Path:
    source = open_source([str(recording)])
    found = source.recording
    source.close()
    edits, marks = library.edits(found.fingerprint), library.annotations(found.fingerprint)
    runs = runs_to_bundle(library, found.fingerprint)
    bundle_study(out, [str(recording)], [], found, marks, edits, runs=runs, now=lambda: MADE)
    return out


def test_a_bundle_says_to_the_last_digit_what_made_it(recording: Path, library: Library, tmp_path: Path) -> None:
    with zipfile.ZipFile(bundled(recording, library, tmp_path / "a.zip")) as archive:
        told = json.loads(archive.read("provenance.json"))
        sidecar = json.loads(archive.read("marks/events.json"))
    library.close()
    assert told == as_here(GOLDEN.read_text(encoding="utf-8"))
    assert {name: sidecar[name] for name in told} == told


def test_two_bundles_of_one_state_are_the_same_to_the_byte(recording: Path, library: Library, tmp_path: Path) -> None:
    first, second = (bundled(recording, library, tmp_path / name) for name in ("a.zip", "b.zip"))
    library.close()
    assert first.read_bytes() == second.read_bytes()


def test_who_takes_it_over_is_told_what_made_it(recording: Path, library: Library, tmp_path: Path) -> None:
    bundle = bundled(recording, library, tmp_path / "a.zip")
    library.close()
    unpack_bundle(bundle, tmp_path / "taken")
    told = read_unbundled(tmp_path / "taken").provenance
    assert told["made_utc"] == "2026-11-30T05:00:00+00:00"
    assert told["libraries"]["numpy"] == version("numpy")
    assert (tmp_path / "taken" / "provenance.json").exists()


def test_the_detector_of_a_run_is_named_with_its_hash(recording: Path, library: Library, tmp_path: Path) -> None:
    (fingerprint,) = library.fingerprints()
    run = DetectorRun(
        "r1", fingerprint, "spasms", "Spasms", "1.2.0", "c" * 64, (), Span(0.0, 60.0), "2026-11-30T04:02:00Z", "A",
        program_version="0.2.0 (Python 3.11.7)",
    )  # fmt: skip
    library.start_run(run)
    library.add_detections("r1", [Detection(0, 5.0, 1.0, "spasm", 0.9)])
    library.end_run("r1", run.end.DONE, "", 60.0)
    bundle = bundled(recording, library, tmp_path / "a.zip")
    library.close()
    unpack_bundle(bundle, tmp_path / "taken")
    _program, detector = read_unbundled(tmp_path / "taken").provenance["GeneratedBy"]
    assert detector == {
        "Name": "spasms",
        "Version": "1.2.0",
        "Description": "Detector, run by eegview 0.2.0 (Python 3.11.7)",
        "CodeHash": "c" * 64,
    }
