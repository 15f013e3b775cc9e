"""Marks from the command line: list, add, import, export, history and vocabulary, as a script would use them."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import edfio
import numpy as np
import pytest

from eegview.cli.run import main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    """One minute of two channels with one note of the recorder."""
    file = tmp_path / "study one.edf"
    rng = np.random.default_rng(1)
    signals = [
        edfio.EdfSignal(
            rng.normal(0, 20, 60 * 64), 64, label=label, physical_dimension="uV", physical_range=(-400, 400)
        )
        for label in ("EEG Fp1-Ref", "EEG F7-Ref")
    ]
    edfio.Edf(signals, annotations=[edfio.EdfAnnotation(5.0, None, "EYES OPEN")]).write(file)
    return file


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("EEGVIEW_LIBRARY", str(tmp_path / "library.sqlite"))
    for name in ("EEGVIEW_REVIEWER", "EEGVIEW_ROLE"):
        monkeypatch.delenv(name, raising=False)

    def act(*words: object) -> tuple[int, str, str]:
        code = main([str(word) for word in words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return act


def marks(run: Run, file: Path, *more: object) -> list[dict]:
    code, out, _ = run("events", "list", file, "--json", *more)
    assert code == 0
    return json.loads(out)["events"]


def test_add_and_list(run: Run, recording: Path):
    code, out, err = run(
        *("events", "add", recording, "--term", "spasm", "--onset", "00:00:12.5", "--duration", "1.25"),
        *("--channels", "Fp1,F7", "--set", "movement=flexor", "--set", "class=focal", "--text", "nods", "--json"),
        *("--reviewer", "ann", "--role", "neurologist"),
    )
    assert (code, err) == (0, "")
    added = json.loads(out)
    assert added["edit"] == 1
    assert marks(run, recording) == [added["event"]]
    added["event"].pop("annotation_id")
    assert added["event"] == {
        "term": "spasm",
        "onset_s": 12.5,
        "duration_s": 1.25,
        "channels": ["Fp1", "F7"],
        "attributes": {"class": "focal", "movement": "flexor"},
        "text": "nods",
        "layer": "ann",
    }


def test_marks_follow_the_recording_to_another_name(run: Run, recording: Path, tmp_path: Path):
    run("events", "add", recording, "--term", "note", "--onset", 3)
    moved = tmp_path / "elsewhere" / "Säugling 1.edf"
    moved.parent.mkdir()
    recording.rename(moved)
    assert [mark["onset_s"] for mark in marks(run, moved)] == [3.0]


def test_the_terms_own_length_and_plain_lines(run: Run, recording: Path):
    run("events", "add", recording, "--term", "spasm", "--onset", 12.5)
    assert run("events", "list", recording)[1] == "00:00:12.50  1.00 s  spasm  [me]\n"


def test_filters_and_the_recorders_notes(run: Run, recording: Path):
    run("events", "add", recording, "--term", "spasm", "--onset", 1, "--reviewer", "ann")
    run("events", "add", recording, "--term", "note", "--onset", 2, "--text", "asleep", "--reviewer", "bob")
    assert [mark["onset_s"] for mark in marks(run, recording, "--term", "spasm")] == [1.0]
    assert [mark["onset_s"] for mark in marks(run, recording, "--layer", "bob")] == [2.0]
    assert [mark["onset_s"] for mark in marks(run, recording, "--text", "ASLEEP")] == [2.0]
    assert [(mark["onset_s"], mark["text"]) for mark in marks(run, recording, "--layer", "file")] == [
        (5.0, "EYES OPEN")
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--term", "spams", "--onset", "3"], "spasm, cluster_start"),
        (["--term", "spasm", "--onset", "61"], "outside the recording"),
        (["--term", "spasm", "--onset", "-1"], "outside the recording"),
        (["--term", "spasm", "--onset", "soon"], "is not a time"),
        (["--term", "spasm", "--onset", "3", "--duration", "-2"], "not below zero"),
        (["--term", "spasm", "--onset", "3", "--set", "movement=up"], "flexor"),
        (["--term", "spasm", "--onset", "3", "--role", "boss"], "technologist, neurologist, resident"),
        (["--term", "spasm", "--onset", "3", "--reviewer", "file"], "cannot be a reviewer's name"),
        (["--term", "spasm"], "--onset"),
    ],
)
def test_a_request_without_sense_ends_with_2(run: Run, recording: Path, words: list[str], said: str):
    code, out, err = run("events", "add", recording, *words)
    assert (code, out) == (2, "")
    assert said in err
    assert marks(run, recording) == []


def test_unusual_lengths_and_unknown_channels_are_told_and_kept(run: Run, recording: Path):
    words = ("--term", "spasm", "--onset", 3, "--duration", 9, "--channels", "F7,Q1")
    code, _, err = run("events", "add", recording, *words)
    assert code == 0
    assert "Longer than 3 s is unusual" in err
    assert "no channel named Q1" in err
    assert marks(run, recording)[0]["channels"] == ["F7", "Q1"]


def test_a_recording_that_cannot_be_read_ends_with_3(run: Run, tmp_path: Path):
    for words in (("events", "list"), ("history",)):
        code, _, err = run(*words, tmp_path / "gone.edf")
        assert code == 3
        assert len(err.splitlines()) == 2


def test_a_library_that_refuses_ends_with_5(run: Run, recording: Path, tmp_path: Path):
    (tmp_path / "letter").write_text("Dear colleague, " * 100)
    code, _, err = run("events", "list", recording, "--library", tmp_path / "letter")
    assert code == 5
    assert err.startswith("This file is not a study library.")


@pytest.mark.parametrize("extension", ["tsv", "csv", "json"])
def test_out_and_into_another_library(run: Run, recording: Path, tmp_path: Path, extension: str):
    run("events", "add", recording, "--term", "spasm", "--onset", 12.123456789, "--set", "movement=mixed")
    run("events", "add", recording, "--term", "note", "--onset", 1, "--text", "tab\there", "--reviewer", "bob")
    out = tmp_path / f"marks.{extension}"
    assert run("events", "export", recording, "-o", out)[0] == 0
    before = marks(run, recording)
    other = ("--library", tmp_path / "other.sqlite")
    assert run("events", "import", recording, out, *other)[1] == "Imported 2 marks.\n"
    assert marks(run, recording, *other) == before
    code, text, err = run("events", "import", recording, out, *other)
    assert (code, text) == (0, "Imported 0 marks.\n")
    assert "Already here and left out: 2 marks." in err


def test_edf_out_and_in(run: Run, recording: Path, tmp_path: Path):
    run("events", "add", recording, "--term", "spasm", "--onset", 12.5, "--set", "movement=mixed")
    code, _, err = run("events", "export", recording, "-o", tmp_path / "marks.edf")
    assert code == 0
    assert "lost the answers given" in err
    run("events", "import", recording, tmp_path / "marks.edf", "--layer", "from edf")
    found = marks(run, recording, "--layer", "from edf")
    assert [(mark["term"], mark["onset_s"], mark["duration_s"]) for mark in found] == [("spasm", 12.5, 1.0)]


def test_unknown_words_are_listed(run: Run, recording: Path, tmp_path: Path):
    (tmp_path / "in.tsv").write_text("onset\tduration\ttrial_type\n1\t0\tXYZ\n2\t0\tXYZ\n3\t1\tSPASM?\n")
    code, out, err = run("events", "import", recording, tmp_path / "in.tsv", "--json")
    assert code == 0
    assert json.loads(out)["unknown_texts"] == {"XYZ": 2}
    assert "2 × “XYZ”" in err
    assert [mark["term"] for mark in marks(run, recording)] == ["note", "note", "spasm"]


def test_export_never_overwrites_the_recording(run: Run, recording: Path):
    before = recording.read_bytes()
    assert run("events", "export", recording, "-o", recording)[0] == 2
    assert recording.read_bytes() == before


def test_history_and_its_verification(run: Run, recording: Path, tmp_path: Path):
    assert run("history", recording)[1] == "No edits yet.\n"
    run("events", "add", recording, "--term", "spasm", "--onset", 3, "--reviewer", "ann")
    code, out, _ = run("history", recording)
    assert code == 0
    assert out.endswith("ann, technologist: add spasm at 00:00:03\n")
    edits = json.loads(run("history", recording, "--json")[1])["edits"]
    assert [edit["action"] for edit in edits] == ["add"]
    assert run("history", recording, "--verify")[:2] == (0, "The log is whole.\n")
    outside = sqlite3.connect(tmp_path / "library.sqlite")
    outside.executescript("DROP TRIGGER edit_forbids_update; UPDATE edit SET author = 'eve'")
    outside.close()
    code, out, err = run("history", recording, "--verify")
    assert (code, "Edit 1 was changed after it was made." in out.splitlines()) == (5, True)
    assert "edit_forbids_update" in out
    assert "changed from outside" in err
    assert json.loads(run("history", recording, "--verify", "--json")[1])["ok"] is False


def test_vocabulary(run: Run):
    terms = json.loads(run("vocabulary", "--json")[1])["terms"]
    assert [term["id"] for term in terms if term["key"] in ("1", "2", "3")] == [
        "spasm",
        "hypsarrhythmia",
        "electrodecrement",
    ]
    assert "1  spasm" in run("vocabulary")[1]


@pytest.mark.parametrize("words", [["events"], *[["events", name] for name in ("list", "add", "import", "export")]])
def test_help_has_an_example(run: Run, words: list[str]):
    code, out, _ = run(*words, "--help")
    assert code == 0
    assert words == ["events"] or "Example: eegview events" in out


def test_events_are_counted_once_whoever_marked_them(run: Run, recording: Path):
    for reviewer, onset in (("ann", "10"), ("bob", "10.8"), ("ann", "30"), ("ann", "30.5")):
        code, _, said = run(*("events", "add", recording, "--term", "spasm", "--onset", onset, "--reviewer", reviewer))
        assert code == 0
        assert ("You marked this event already" in said) == (onset == "30.5")
    code, out, said = run("events", "list", recording)
    assert said == "4 marks: 2 × spasm (marks within 1 s are one event).\n"
    assert len(out.splitlines()) == 4
    code, out, _ = run("events", "list", recording, "--same-event", "0.6", "--json")
    listed = json.loads(out)
    assert (listed["n_events"], listed["same_event_s"]) == ({"spasm": 3}, 0.6)
    assert listed["rule"] == "marks within 0.6 s are one event"


def test_an_import_says_which_marks_are_of_events_that_stand_already(run: Run, recording: Path, tmp_path: Path):
    run("events", "add", recording, "--term", "spasm", "--onset", "10")
    table = tmp_path / "other.tsv"
    table.write_text("onset\tduration\ttrial_type\n10.7\t1\tspasm\n20\t1\tspasm\n")
    code, out, said = run("events", "import", recording, table, "--json")
    assert code == 0
    assert json.loads(out)["n_same_event"] == 1
    assert "Of an event that was marked there already: 1 mark (marks within 1 s are one event)." in said
