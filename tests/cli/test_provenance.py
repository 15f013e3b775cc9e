"""What the commands print and write says what made it; two runs on the same data differ by the clock alone."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from detectors.made_plugins import make_plugin
from made_studies.python_study import fill_library
from recordings.study_files import write_edf

from eegview import __version__
from eegview.cli.run import main
from eegview.detect.code_hash import whole_hash
from eegview.store.library import open_library

Run = Callable[..., tuple[int, str, str]]
NAMES = ("Ann", "Ben", "study.edf")
PRINTED = {
    "events": ("events", "list", "{file}", "--json"),
    "history": ("history", "{file}", "--json"),
    "verified history": ("history", "{file}", "--verify", "--json"),
    "spasms": ("spasms", "{file}", "--layer", "Ann", "--json"),
    "scores": ("score", "{file}", "--list", "--json"),
    "columns of trends": ("trends", "{file}", "--list", "--json"),
    "agreement": ("agreement", "{file}", "--json"),
    "bundle": ("bundle", "{file}", "-o", "{folder}/b.zip", "--json"),
    "convert": ("convert", "{file}", "-o", "{folder}/c.edf", "--force", "--json"),
}
OF_THE_PROGRAM = ("convert",)  # prints nothing of the recording


@pytest.fixture
def recording(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a recording with marks of two readers and a run, in a home of its own."""
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    monkeypatch.setenv("EEGVIEW_LIBRARY", str(tmp_path / "library.sqlite"))
    monkeypatch.delenv("EEGVIEW_REVIEWER", raising=False)
    file = write_edf(tmp_path / "study.edf")
    fill_library(tmp_path / "library.sqlite", file)
    return file


@pytest.fixture
def run(recording: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def act(*words: object) -> tuple[int, str, str]:
        code = main([str(word) for word in words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return act


@pytest.fixture
def state(recording: Path, tmp_path: Path) -> dict[str, Any]:
    """Return the state of the recording as it must be told."""
    library = open_library(str(tmp_path / "library.sqlite"))
    (fingerprint,) = library.fingerprints()
    number, head_hash = library.head(fingerprint)
    library.close()
    return {"fingerprint": fingerprint, "n_edits": number, "head_hash": head_hash}


def checked(told: dict[str, Any], state: dict[str, Any] | None) -> None:
    """Check that provenance, printed or of a sidecar, is of this program and recording, and names nobody."""
    rest = told.get("Provenance", told)
    program = told["GeneratedBy"][0]
    assert (program["Name"], program["Version"], program["CodeHash"]) == ("eegview", __version__, whole_hash())
    assert rest["recordings"] == ([state] if state else [])
    assert rest["libraries"].keys() >= {"Python", "numpy", "numba"}
    assert not any(name in json.dumps(told) for name in (*NAMES, str(Path.home())))


@pytest.mark.parametrize("name", PRINTED)
def test_what_is_printed_says_what_made_it(
    run: Run, recording: Path, state: dict[str, Any], tmp_path: Path, name: str
) -> None:
    words = [word.format(file=recording, folder=tmp_path) for word in PRINTED[name]]
    code, said, told = run(*words)
    assert code == 0, told
    checked(json.loads(said)["provenance"], None if name in OF_THE_PROGRAM else state)


@pytest.mark.parametrize("name", ["events", "history", "spasms"])
def test_two_runs_on_the_same_data_differ_by_the_clock_alone(run: Run, recording: Path, name: str) -> None:
    words = [word.format(file=recording) for word in PRINTED[name]]
    found = [json.loads(run(*words)[1]) for _ in range(2)]
    for one in found:
        del one["provenance"]["made_utc"]
    assert found[0] == found[1]


SIDECARS = {"a.tsv": "a.json", "a.csv": "a.csv.json", "a.edf": "a.edf.json"}


@pytest.mark.parametrize("name", SIDECARS)
def test_exported_marks_have_a_sidecar(
    run: Run, recording: Path, state: dict[str, Any], tmp_path: Path, name: str
) -> None:
    assert run("events", "export", recording, "-o", tmp_path / name)[0] == 0
    checked(json.loads((tmp_path / SIDECARS[name]).read_text()), state)


def test_marks_as_json_say_it_inside_and_come_in_again(
    run: Run, recording: Path, state: dict[str, Any], tmp_path: Path
) -> None:
    assert run("events", "export", recording, "-o", tmp_path / "a.json")[0] == 0
    checked(json.loads((tmp_path / "a.json").read_text())["provenance"], state)
    assert not (tmp_path / "a.json.json").exists()
    code, said, _told = run("events", "import", recording, tmp_path / "a.json", "--json")
    assert (code, json.loads(said)["n_already_here"]) == (0, 4)


def test_the_header_of_exported_annotations_names_the_program(run: Run, recording: Path, tmp_path: Path) -> None:
    assert run("events", "export", recording, "-o", tmp_path / "a.edf")[0] == 0
    assert f"eegview_{__version__}".encode() in (tmp_path / "a.edf").read_bytes()[:256]


def test_a_detectors_table_names_the_detector_with_its_hash(
    run: Run, recording: Path, state: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EEGVIEW_PLUGINS", str(tmp_path / "plugins"))
    folder = make_plugin(tmp_path / "plugins" / "made")
    assert run("detectors", "trust", folder)[0] == 0
    code, said, told = run("detect", recording, "--detector", "made", "--no-store", "-o", tmp_path / "f.tsv", "--json")
    assert code == 0, told
    for found in (json.loads(said)["provenance"], json.loads((tmp_path / "f.json").read_text())):
        checked(found, {"fingerprint": state["fingerprint"], "n_edits": None, "head_hash": ""})
        (detector,) = found["GeneratedBy"][1:]
        assert (detector["Name"], len(detector["CodeHash"])) == ("made", 64)
        assert "vocabulary infantile_spasms" in detector["Description"]


def test_a_copy_that_names_nobody_does_not_lead_back_to_the_recording(
    run: Run, recording: Path, state: dict[str, Any], tmp_path: Path
) -> None:
    assert run("convert", recording, "-o", tmp_path / "c.edf")[0] == 0
    code, said, _told = run("anonymize", recording, "-o", tmp_path / "n.edf", "--marks", "--json")
    assert code == 0
    assert not (tmp_path / "n.edf.json").exists()
    sidecars = [(tmp_path / name).read_text() for name in ("c.edf.json", "n_events.json")]
    for text in (*sidecars, json.dumps(json.loads(said)["provenance"])):
        assert json.loads(text)["GeneratedBy"][0]["Name"] == "eegview"
        assert state["fingerprint"] not in text
        assert state["head_hash"] not in text
    assert run("convert", recording, "-o", tmp_path / "w.edf", "--identity", "file")[0] == 0
    checked(json.loads((tmp_path / "w.edf.json").read_text()), state)


def test_a_blind_reader_is_not_told_how_far_the_log_has_come(run: Run, recording: Path) -> None:
    assert run("blind", recording, "--ask", "--reviewer", "Ben", "--role", "neurologist")[0] == 0
    found = json.loads(run("events", "list", recording, "--json", "--reviewer", "Cy")[1])
    (told,) = found["provenance"]["recordings"]
    assert (told["n_edits"], told["head_hash"]) == (None, "")


def test_who_unpacks_a_bundle_is_told_what_made_it(run: Run, recording: Path, tmp_path: Path) -> None:
    assert run("bundle", recording, "-o", tmp_path / "b.zip")[0] == 0
    code, said, told = run(
        "unbundle", tmp_path / "b.zip", "-o", tmp_path / "there", "--library", tmp_path / "o.sqlite", "--json"
    )
    assert code == 0, told
    found = json.loads(said)["provenance"]
    assert [one["Name"] for one in found["GeneratedBy"]] == ["eegview", "spasms"]
    assert f"Made by: eegview {__version__}, code {whole_hash()[:12]}…\n" in told
    assert "log at edit" in told
