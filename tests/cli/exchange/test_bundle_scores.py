"""Scores leave in a bundle and arrive elsewhere, each in its reader's layer; an anonymous copy names nobody."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from recordings.study_files import write_edf

from eegview.cli.run import main

Run = Callable[..., tuple[int, str, str]]
EVIDENCE = {
    "read_pages": "all",
    "gmfs": "absent",
    "pva": "absent",
    "amplitudes": [{"row": "C3-O1", "amplitude_uv": 240.0, "onset_s": 20.0, "duration_s": 0.5}],
    "other_foci": [],
    "nonepileptiform": "absent",
    "confidence": 4,
}


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    for name in ("EEGVIEW_REVIEWER", "EEGVIEW_ROLE"):
        monkeypatch.delenv(name, raising=False)

    def act(library: str, *words: object) -> tuple[int, str, str]:
        monkeypatch.setenv("EEGVIEW_LIBRARY", str(tmp_path / library / "library.sqlite"))
        code = main([str(word) for word in words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return act


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    return write_edf(tmp_path / "night.edf", ((0, 310),))


def score(run: Run, recording: Path, reader: str, bins: list[int], tmp_path: Path) -> None:
    marked = [{"page": 1, "bin": number, "foci": ["P4"]} for number in bins]
    path = tmp_path / f"{reader}.json"
    path.write_text(json.dumps(EVIDENCE | {"bins": marked}))
    code, _out, said = run(
        "here", "score", recording, "--epoch", "5", "--reviewer", reader, "--import", path, "--commit"
    )
    assert code == 0, said


def test_both_readers_scores_are_the_same_elsewhere(run: Run, recording: Path, tmp_path: Path) -> None:
    score(run, recording, "ada", [1, 2, 3], tmp_path)
    score(run, recording, "ben", [2, 3], tmp_path)
    whole = ("--epoch", "5", "--json", "--reader", "ada")
    before = shown(run, "here", recording, *whole)
    compared = shown(run, "here", recording, "--compare", "ada", "ben", "--json")
    assert compared["bins"]["both"] == 2
    assert compared["bins"]["a_only"] == 1
    code, _out, said = run("here", "bundle", recording, "-o", tmp_path / "night.zip")
    assert code == 0
    assert "and 2 scores" in said
    code, out, said = run("there", "unbundle", tmp_path / "night.zip", "-o", tmp_path / "study", "--reviewer", "cy")
    assert code == 0, said
    assert "The bundle holds 2 scores." in out
    (copy,) = (tmp_path / "study").rglob("*.edf")
    assert shown(run, "there", copy, *whole) == before
    assert shown(run, "there", copy, "--compare", "ada", "ben", "--json") == compared
    assert run("there", "history", copy, "--verify")[0] == 0
    code, out, _said = run("there", "unbundle", tmp_path / "night.zip", "-o", tmp_path / "again", "--reviewer", "cy")
    assert code == 0  # what is there already is not doubled
    assert shown(run, "there", copy, *whole) == before


def shown(run: Run, library: str, recording: Path, *options: str) -> dict:
    """Return what is shown of a score, without the state of the log: that is another one elsewhere."""
    found = json.loads(run(library, "score", recording, *options)[1])
    del found["provenance"]
    return found


def test_an_anonymous_copy_has_no_reader_and_says_that_scores_stay(run: Run, recording: Path, tmp_path: Path) -> None:
    score(run, recording, "Dr. Ada Lovelace", [1], tmp_path)
    code, out, said = run("here", "anonymize", recording, "-o", tmp_path / "x.edf", "--marks")
    assert code == 0, said
    assert "Scores and their evidence stay in the library" in out + said
    for path in tmp_path.glob("x*"):
        assert b"Lovelace" not in path.read_bytes()


def imported(run: Run, library: str, recording: Path, held: dict, tmp_path: Path, *more: str) -> None:
    path = tmp_path / "more.json"
    path.write_text(json.dumps(held))
    words = ("score", recording, "--epoch", "5", "--reviewer", "ada", "--import", path, *more)
    assert run(library, *words)[0] == 0


def brought(run: Run, recording: Path, tmp_path: Path, origin: str, target: str) -> str:
    """Bring what one library holds of a recording to another one; return what is said."""
    place = tmp_path / f"{origin}-{target}-{len(list(tmp_path.iterdir()))}"
    assert run(origin, "bundle", recording, "-o", f"{place}.zip")[0] == 0
    code, _out, said = run(target, "unbundle", f"{place}.zip", "-o", place, "--reviewer", "cy")
    assert code == 0, said
    return said


def sheet(run: Run, library: str, recording: Path) -> dict:
    return shown(run, library, recording, "--epoch", "5", "--reader", "ada", "--json")


def test_what_a_reader_did_after_a_first_bundle_arrives_with_a_second(
    run: Run, recording: Path, tmp_path: Path
) -> None:
    first = {**EVIDENCE, "read_pages": [1], "bins": [{"page": 1, "bin": 1, "foci": ["P4"]}, {"page": 1, "bin": 2}]}
    imported(run, "here", recording, first, tmp_path)
    brought(run, recording, tmp_path, "here", "there")
    more = {
        "read_pages": "all",
        "bins": [{"page": 1, "bin": 1, "foci": ["O1"]}, {"page": 1, "bin": 2, "state": "clear"}],
    }
    imported(run, "here", recording, more, tmp_path, "--commit")
    assert brought(run, recording, tmp_path, "here", "there").count("stay as they are") == 0
    assert sheet(run, "there", recording) == sheet(run, "here", recording)
    assert sheet(run, "there", recording)["committed_score"] == 3
    brought(run, recording, tmp_path, "there", "here")  # nothing goes back to what it was
    assert sheet(run, "there", recording) == sheet(run, "here", recording)
    assert run("there", "history", recording, "--verify")[0] == 0


def test_one_reader_at_two_machines_loses_no_focus_and_differences_are_said(
    run: Run, recording: Path, tmp_path: Path
) -> None:
    bins = [{"page": 1, "bin": 1, "foci": ["P4"]}, {"page": 1, "bin": 2, "foci": ["P4"]}]
    imported(run, "here", recording, {"bins": bins, "gmfs": "absent"}, tmp_path)
    bins = [{"page": 1, "bin": 1, "foci": ["T3"]}, {"page": 1, "bin": 2, "state": "none"}]
    imported(run, "there", recording, {"bins": bins, "gmfs": "unsure"}, tmp_path)
    said = brought(run, recording, tmp_path, "here", "there")
    assert "2 records of scores were changed here and there; they stay as they are here." in said
    found = sheet(run, "there", recording)
    assert (found["focus_bins"], found["gmfs"]) == ({"T7": 1, "P4": 1}, "unsure")
    assert run("there", "history", recording, "--verify")[0] == 0


def test_what_was_taken_away_since_does_not_come_back(run: Run, recording: Path, tmp_path: Path) -> None:
    imported(run, "here", recording, {"bins": [{"page": 1, "bin": 1, "foci": ["P4"]}]}, tmp_path)
    brought(run, recording, tmp_path, "here", "there")
    imported(run, "here", recording, {"bins": [{"page": 1, "bin": 1, "state": "clear"}]}, tmp_path)
    brought(run, recording, tmp_path, "there", "here")
    assert sheet(run, "here", recording)["foci"] == []
