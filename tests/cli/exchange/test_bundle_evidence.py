"""A bundle that was altered, forged or made to do harm is refused in a sentence, and leaves nothing behind."""

import io
import json
import os
import shutil
import stat
import struct
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from made_studies.altered_bundle import (
    LOG,
    MANIFEST,
    MARKS,
    RUNS,
    Files,
    files_of,
    rechained,
    with_log,
    with_marks,
    with_runs,
    write_zip,
)
from recordings.edf_files import file_bytes, plain
from shared_data import SHARED, needs_shared

from eegview.app.library.editing import Editor, study_library
from eegview.app.library.signing import sign
from eegview.cli.run import main
from eegview.model.annotation import Annotation
from eegview.model.signature import Meaning
from eegview.model.span import Span
from eegview.model.suggestion.detection import Detection, DetectorRun, RunEnd, ScoreTerm, Trend
from eegview.model.suggestion.judgement import Verdict, judgement_mark
from eegview.readers.opening import open_recording

Run = Callable[..., tuple[int, str, str]]
Change = Callable[[Files, dict[str, Any]], tuple[Files, dict[str, Any]]]
_BUNDLES = SHARED / "reports" / "bundles"


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("EEGVIEW_LIBRARY", str(tmp_path / "library" / "library.sqlite"))
    for name in ("EEGVIEW_REVIEWER", "EEGVIEW_ROLE"):
        monkeypatch.delenv(name, raising=False)

    def act(*words: object) -> tuple[int, str, str]:
        code = main([str(word) for word in words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return act


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a folder with a recording and a bundle of two marks, a run with a judgement, and a signature."""
    folder = tmp_path_factory.mktemp("bundled")
    recording = folder / "night.edf"
    recording.write_bytes(file_bytes(plain(n_records=60).with_(onsets_s=[str(r) for r in range(60)])))
    source = open_recording(recording)
    fingerprint = source.recording.fingerprint
    source.close()
    detections = [
        Detection(n, 5.0 + n, 1.0, "spasm", 0.9, (), (ScoreTerm("slow wave", 5, "z", 2.0),)) for n in range(3)
    ]
    detector_run = DetectorRun(
        "r1", fingerprint, "spasms", "Spasms", "1", "c" * 64, (), Span(0.0, 60.0), "2026-01-01T12:00:00Z", "ann"
    )
    with closing(study_library(str(folder / "there.sqlite"))) as library:
        library.start_run(detector_run)
        library.add_detections("r1", detections)
        library.add_trend("r1", Trend("amplitude", "µV", 0.0, 1.0, np.array([1.5, np.nan, 0.1], np.float32)))
        library.end_run("r1", RunEnd.DONE, "", 60.0, ["No EMG."])
        editor = Editor(library, fingerprint, "ann", "neurologist")
        editor.add(Annotation("a" * 32, "spasm", 7.5, 1.0, ("Fp1",), (("movement", "flexor"),), "seen"))
        editor.add(Annotation("b" * 32, "spasm", 21.0, 1.0))
        editor.add(judgement_mark(detector_run, detections[1], Verdict.REJECT))
        sign(editor, "Dr. Ann", Meaning.APPROVED, "ann", "{}")
    made = "bundle", recording, "-o", folder / "good.zip", "--library", folder / "there.sqlite"
    assert main([str(word) for word in made]) == 0
    return folder


@pytest.fixture
def good(bundled: Path, tmp_path: Path) -> Path:
    """Return a bundle that nobody altered, the recording it is of beside it."""
    for name in ("night.edf", "good.zip"):
        shutil.copy(bundled / name, tmp_path)
    (tmp_path / "in").mkdir()
    return tmp_path / "good.zip"


def refused(run: Run, tmp_path: Path, bundle: Path) -> str:
    """Check that a bundle is refused in a sentence, and that nothing of it is on the disk or in the library."""
    code, said, told = run("unbundle", bundle, "-o", tmp_path / "in" / "study")
    assert code == 3, (code, said, told)
    assert len(told.strip().splitlines()) == 2, told
    assert "Traceback" not in told
    assert list((tmp_path / "in").iterdir()) == []
    with closing(study_library(str(tmp_path / "library" / "library.sqlite"))) as library:
        assert library.fingerprints() == ()
    return told


def test_an_honest_bundle_is_taken_over_whole(run: Run, good: Path, tmp_path: Path):
    code, said, told = run("unbundle", good, "-o", tmp_path / "in" / "study", "--json")
    found = json.loads(said)
    assert (code, found["problems"], found["n_imported"], found["n_runs_imported"]) == (0, [], 2, 1)
    (line,) = found["signatures"]
    assert line.startswith("Layer ann: signed ")
    assert "Dr. Ann" in told
    assert run("history", tmp_path / "night.edf", "--verify")[:2] == (0, "The log is whole.\n")
    with closing(study_library(str(tmp_path / "library" / "library.sqlite"))) as library:
        (fingerprint,) = library.fingerprints()
        terms = sorted(mark.term_id for mark in library.annotations(fingerprint))
        assert terms == ["detector_run", "judgement", "spasm", "spasm"]
        assert [edit.author for edit in library.edits(fingerprint)] == ["me", "me"]
    assert run("unbundle", good, "-o", tmp_path / "in" / "again", "--json")[0] == 0


def test_a_bundle_of_version_1_is_taken_over_with_what_it_does_not_cover(run: Run, good: Path, tmp_path: Path):
    files, manifest = files_of(good)
    manifest["format_version"] = 1
    edits = json.loads(files[LOG])["edits"]
    without_run = [edit for edit in edits if edit["action"] != "record" and "signature" not in edit["changes"]]
    for number, edit in enumerate(without_run, 1):
        edit["number"] = number
    files[LOG] = json.dumps({"format": "eegview-log", "edits": without_run}).encode()
    del files["provenance.json"]  # it was not there yet
    manifest["files"] = [one for one in manifest["files"] if one["name"] != "provenance.json"]
    files, manifest = rechained(files, manifest, lambda _edit: {})
    found = json.loads(
        run("unbundle", write_zip(tmp_path / "old.zip", files, manifest), "-o", tmp_path / "in" / "s", "--json")[1]
    )
    assert (found["n_imported"], found["n_runs_imported"], len(found["problems"])) == (2, 1, 1)
    assert "Not covered" in found["problems"][0]


FORGED = {
    "an onset": (lambda f, m: (with_marks(f, lambda w: w[0].update(onset_s=8.5)), m), "not what its own log says"),
    "a duration": (lambda f, m: (with_marks(f, lambda w: w[1].update(duration_s=9)), m), "not what its own log says"),
    "an answer": (
        lambda f, m: (with_marks(f, lambda w: w[0].update(attributes={"movement": "extensor"})), m),
        "not what its own log says",
    ),
    "a layer": (lambda f, m: (with_marks(f, lambda w: w[0].update(layer="bob")), m), "not what its own log says"),
    "a text": (lambda f, m: (with_marks(f, lambda w: w[0].update(text="")), m), "not what its own log says"),
    "a mark more": (
        lambda f, m: (with_marks(f, lambda w: w.append(w[0] | {"annotation_id": "c" * 32})), m),
        "is not in its own log",
    ),
    "a mark twice": (lambda f, m: (with_marks(f, lambda w: w.append(w[0])), m), "not what its own log says"),
    "a mark gone": (lambda f, m: (with_marks(f, lambda w: w.pop()), m), "not among its marks"),
    "a mark that cannot be read": (
        lambda f, m: (with_marks(f, lambda w: w[0].update(onset_s=[])), m),
        "not among its marks",
    ),
    "a signature": (
        lambda f, m: (with_marks(f, lambda w: w.append(w[0] | SIGNATURE)), m),
        "signature of “Dr Example” that is not in its own log",
    ),
    "an edit's author": (lambda f, m: (with_log(f, lambda e: e[1].update(author="bob")), m), "log of the bundle is"),
    "an edit gone": (lambda f, m: (with_log(f, lambda e: e.pop(1)), m), "log of the bundle is damaged"),
    "the last edit gone": (lambda f, m: (with_log(f, lambda e: e.pop()), m), "does not end as its manifest says"),
    "no edits": (lambda f, m: (with_log(f, lambda e: e.clear()), m), "not in its own log"),
    "a log of another recording": (
        lambda f, m: rechained(f, m, lambda _edit: {"fingerprint": "e" * 64}),
        "log of the bundle is of another recording",
    ),
    "a signature moved to another log": (
        lambda f, m: rechained(f, m, lambda edit: {"reason": "x"} if edit.number == 2 else {}),
        "of a log that is not this one",
    ),
    "a signature by somebody else": (
        lambda f, m: rechained(f, m, lambda edit: {"author": "eve"} if "signed" in edit.reason else {}),
        "was entered by “eve”",
    ),
    "a score": (lambda f, m: (with_runs(f, '"score":0.9', '"score":0.8'), m), "is not what its own log says"),
    "a trend": (lambda f, m: (with_runs(f, "1.5,null", "1.5,1"), m), "is not what its own log says"),
    "a run's version": (lambda f, m: (with_runs(f, '"version":"1"', '"version":"2"'), m), "not what its own log says"),
    "another run": (lambda f, m: (with_runs(f, '"run_id":"r1"', '"run_id":"r2"'), m), "is not in its own log"),
    "another recording's manifest": (
        lambda f, m: (f, m | {"about": m["about"] | {"recording_fingerprint": "e" * 64}}),
        "of another recording",
    ),
}
SIGNATURE = {
    "annotation_id": "d" * 32,
    "term_id": "signature",
    "onset_s": 0.0,
    "layer": "Dr Example",
    "attributes": {"printed_name": "Dr Example", "role": "neurologist", "meaning": "approved"},
}


@pytest.mark.parametrize(("change", "said"), FORGED.values(), ids=FORGED.keys())
@pytest.mark.parametrize("kind", ["zip", "folder"])
def test_what_differs_from_the_log_is_refused(
    run: Run, good: Path, tmp_path: Path, change: Change, said: str, kind: str
):
    bundle = write_zip(tmp_path / "bad.zip", *change(*files_of(good)))
    if kind == "folder":
        bundle = tmp_path / "bad"
        with zipfile.ZipFile(tmp_path / "bad.zip") as archive:
            archive.extractall(bundle)
    assert said in refused(run, tmp_path, bundle)


def _text(name: str, content: bytes) -> Change:
    return lambda files, manifest: (files | {name: content}, manifest)


def _manifest(**values: Any) -> Change:
    return lambda files, manifest: (files, manifest | values)


def _entries(**values: Any) -> Change:
    return lambda files, manifest: (files, manifest | {"files": [manifest["files"][0] | values]})


DEEP = b"[" * 60_000
UNREADABLE = {
    "deep marks": _text(MARKS, DEEP),
    "deep log": _text(LOG, DEEP),
    "deep runs": _text(RUNS, DEEP),
    "marks of no kind": _text(MARKS, b"7"),
    "marks that are no text": _text(MARKS, b"\xff\xfe\x00"),
    "a log of no kind": _text(LOG, b'{"format":"eegview-log","edits":[7]}'),
    "a log with a time that is none": _text(LOG, b'{"format":"eegview-log","edits":[{"number":1e999}]}'),
    "runs of no kind": _text(RUNS, b"null"),
    "a version of 0": _manifest(format_version=0),
    "a version below 0": _manifest(format_version=-1),
    "a version that is text": _manifest(format_version="1"),
    "a version that is half": _manifest(format_version=1.5),
    "a version that is true": _manifest(format_version=True),
    "no version": _manifest(format_version=None),
    "a newer version": _manifest(format_version=99),
    "another format": _manifest(format="other"),
    "files of no kind": _manifest(files=7),
    "a file of no kind": _manifest(files=[7]),
    "about nothing": _manifest(about=[]),
    "no recording": _manifest(files=[]),
    "too many files": _manifest(
        files=[{"name": f"a{n}", "role": "x", "n_bytes": 0, "sha256": ""} for n in range(10_001)]
    ),
    "a name above": _entries(name="../evil"),
    "a name from the root": _entries(name="/evil"),
    "a name of another disk": _entries(name="C:/evil"),
    "a name that is no text": _entries(name="\ud800"),
    "a name that is too long": _entries(name="a" * 300),
    "a name with an end of line": _entries(name="a\nb"),
    "the manifest's own name": _entries(name="Manifest.json"),
    "a role that is no text": _entries(role=7),
}


@pytest.mark.parametrize("change", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_what_cannot_be_read_is_refused(run: Run, good: Path, tmp_path: Path, change: Change):
    refused(run, tmp_path, write_zip(tmp_path / "bad.zip", *change(*files_of(good))))


SIZES: dict[str, Any] = {
    "less": 10,
    "more": 10**7,
    "below 0": -1,
    "infinite": float("inf"),
    "half": 5.5,
    "true": True,
    "text": "10",
    "beyond all": 10**400,
}


@pytest.mark.parametrize("n_bytes", SIZES.values(), ids=SIZES.keys())
def test_a_size_that_is_not_the_file_s_is_refused(run: Run, good: Path, tmp_path: Path, n_bytes: Any):
    files, manifest = files_of(good)
    bundle = write_zip(tmp_path / "bad.zip", files, manifest)
    manifest = json.loads(zipfile.ZipFile(bundle).read(MANIFEST))
    manifest["files"][0]["n_bytes"] = n_bytes
    with zipfile.ZipFile(bundle, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
        archive.writestr(MANIFEST, json.dumps(manifest))
    refused(run, tmp_path, bundle)


def _bomb(good: Path, bundle: Path, declared: int, n_mib: int) -> Path:
    files, manifest = files_of(good)
    row = {"name": "study/notes.bin", "role": "side file", "n_bytes": declared, "sha256": "0" * 64}
    write_zip(bundle, files, manifest | {"files": [*manifest["files"], row]})
    with zipfile.ZipFile(bundle, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("study/notes.bin", "w") as target:
        for _block in range(n_mib):
            target.write(b"\0" * (1 << 20))
    return bundle


@pytest.mark.parametrize("declared", [10, 80 << 20, (80 << 20) + 1, 1 << 50])
def test_a_bomb_is_not_unpacked(run: Run, good: Path, tmp_path: Path, declared: int, monkeypatch: pytest.MonkeyPatch):
    written: list[int] = []
    digest = "eegview.exchange.bundle._digest_of_entry"
    monkeypatch.setattr(digest, lambda *_arguments: written.append(1))
    refused(run, tmp_path, _bomb(good, tmp_path / "bomb.zip", declared, 80))
    assert written == []  # told before a byte of it was read


def test_a_directory_that_lies_like_the_manifest_stops_at_what_it_says(run: Run, good: Path, tmp_path: Path):
    bundle = _bomb(good, tmp_path / "bomb.zip", 10, 4)
    raw = bundle.read_bytes()
    size = struct.pack("<L", 4 << 20)
    assert raw.count(size) >= 1
    bundle.write_bytes(raw.replace(size, struct.pack("<L", 10)))
    refused(run, tmp_path, bundle)


def _raw_zip(good: Path, change: Callable[[zipfile.ZipFile], object]) -> bytes:
    files, manifest = files_of(good)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
        archive.writestr(MANIFEST, json.dumps(manifest))
        change(archive)
    return target.getvalue()


def _add_link(archive: zipfile.ZipFile) -> None:
    info = zipfile.ZipInfo("study/link")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    archive.writestr(info, "/etc/passwd")


def _lay_on_one_another(archive: zipfile.ZipFile) -> None:
    one, other = archive.infolist()[:2]
    other.header_offset = one.header_offset


def _encrypt(archive: zipfile.ZipFile) -> None:
    archive.infolist()[0].flag_bits |= 1


def _of_no_method(archive: zipfile.ZipFile) -> None:
    archive.infolist()[0].compress_type = 99


ODD_ZIPS = {
    "a link": _add_link,
    "a name above": lambda archive: archive.writestr("../evil", "x"),
    "a name from the root": lambda archive: archive.writestr("/evil", "x"),
    "a name with a zero": lambda archive: archive.writestr("study/a\x01b", "x"),
    "files on one another": _lay_on_one_another,
    "encrypted": _encrypt,
    "packed in no known way": _of_no_method,
    "10,001 files": lambda archive: [archive.writestr(f"study/{n}", "") for n in range(10_001)],
    "a name that differs in case only": lambda archive: archive.writestr("Marks/marks.json", "x"),
}


@pytest.mark.parametrize("change", ODD_ZIPS.values(), ids=ODD_ZIPS.keys())
def test_an_odd_zip_is_refused(run: Run, good: Path, tmp_path: Path, change: Callable[[zipfile.ZipFile], object]):
    bundle = tmp_path / "odd.zip"
    bundle.write_bytes(_raw_zip(good, change))
    refused(run, tmp_path, bundle)
    assert not (tmp_path / "evil").exists()


def test_a_file_twice_in_a_zip_is_refused(run: Run, good: Path, tmp_path: Path):
    bundle = tmp_path / "odd.zip"
    with pytest.warns(UserWarning, match="Duplicate"):
        bundle.write_bytes(_raw_zip(good, lambda archive: archive.writestr(MARKS, "x")))
    refused(run, tmp_path, bundle)


@pytest.mark.parametrize("n_bytes", [0, 1, 21, 22, 500, 5000, -30, -1])
def test_a_zip_that_was_cut_is_refused(run: Run, good: Path, tmp_path: Path, n_bytes: int):
    bundle = tmp_path / "cut.zip"
    bundle.write_bytes(good.read_bytes()[:n_bytes])
    refused(run, tmp_path, bundle)


def test_a_flipped_byte_is_refused_or_harmless(run: Run, good: Path, tmp_path: Path):
    raw = good.read_bytes()
    for at in range(0, len(raw), 397):
        bundle = tmp_path / "flipped.zip"
        bundle.write_bytes(raw[:at] + bytes([raw[at] ^ 0xFF]) + raw[at + 1 :])
        code, _said, told = run("unbundle", bundle, "-o", tmp_path / "in" / f"s{at}")
        assert code in (0, 3), told
        assert (tmp_path / "in" / f"s{at}").exists() is (code == 0)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in folders there")
def test_a_pipe_in_place_of_a_bundle_is_refused(run: Run, good: Path, tmp_path: Path):
    os.mkfifo(tmp_path / "pipe.zip")
    refused(run, tmp_path, tmp_path / "pipe.zip")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in folders there")
@pytest.mark.parametrize("kind", ["link", "pipe", "linked folder", "manifest"])
def test_a_folder_that_leads_elsewhere_is_refused(run: Run, good: Path, tmp_path: Path, kind: str):
    bundle = tmp_path / "bad"
    with zipfile.ZipFile(good) as archive:
        archive.extractall(bundle)
    recording = bundle / "study" / "night.edf"
    if kind == "linked folder":
        (bundle / "study").rename(tmp_path / "elsewhere")
        (bundle / "study").symlink_to(tmp_path / "elsewhere")
    elif kind == "manifest":
        (bundle / MANIFEST).rename(tmp_path / "elsewhere.json")
        (bundle / MANIFEST).symlink_to(tmp_path / "elsewhere.json")
    elif kind == "link":
        recording.rename(tmp_path / "elsewhere.edf")
        recording.symlink_to(tmp_path / "elsewhere.edf")
    else:
        recording.unlink()
        os.mkfifo(recording)
    refused(run, tmp_path, bundle)
    code, _said, told = run("unbundle", bundle)
    assert code == 3, told


@needs_shared(_BUNDLES)
@pytest.mark.parametrize("name", ["onset_altered", "signature_forged", "bomb_100_mib", "marks_deep"])
def test_the_reported_bundles_are_refused(run: Run, tmp_path: Path, name: str):
    (tmp_path / "in").mkdir()
    refused(run, tmp_path, _BUNDLES / f"{name}.zip")


@needs_shared(_BUNDLES)
def test_the_reported_honest_bundle_is_taken(run: Run, tmp_path: Path):
    code, said, _told = run("unbundle", _BUNDLES / "honest.zip", "-o", tmp_path / "study", "--json")
    found = json.loads(said)
    assert (code, found["n_imported"], found["problems"]) == (0, 2, [])
    assert run("history", found["recordings"][0], "--verify")[0] == 0
