"""--encoding: how the texts of a recording or a table are read, the same for every command that opens one."""

import json
from pathlib import Path

import pytest
from recordings.edf_files import plain, write_file

from eegview.cli.run import main

NOTE = "příznak"
WRONG = NOTE.encode("cp1250").decode("cp1252")


@pytest.fixture
def czech(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("EEGVIEW_LIBRARY", str(tmp_path / "library.sqlite"))
    content = b"+1.5\x14" + NOTE.encode("cp1250") + b"\x14\x00"
    return write_file(tmp_path / "czech.edf", plain(marks={1: content}))


def test_the_guess_is_told_and_another_can_be_given(czech: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["info", str(czech), "--json"]) == 0
    issues = json.loads(capsys.readouterr().out)["issues"]
    assert [issue["code"] for issue in issues] == ["text_encoding"]
    assert "Windows-1250" in issues[0]["message"]
    assert "--encoding" in issues[0]["message"]
    assert main(["info", str(czech), "--json", "--encoding", "cp1252"]) == 0
    assert json.loads(capsys.readouterr().out)["issues"] == []


@pytest.mark.parametrize(("options", "text"), [([], NOTE), (["--encoding", "cp1252"], WRONG)])
def test_notes_are_listed_and_imported_in_it(
    czech: Path, options: list[str], text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["events", "list", str(czech), "--layer", "file", "--json", *options]) == 0
    assert [mark["text"] for mark in json.loads(capsys.readouterr().out)["events"]] == [text]
    assert main(["events", "import", str(czech), str(czech), "--json", *options]) == 0
    assert json.loads(capsys.readouterr().out)["unknown_texts"] == {text: 1}


@pytest.mark.parametrize(
    "command",
    [
        ["info"],
        ["page", "-o", "page.npz"],
        ["events", "list"],
        ["events", "export", "-o", "out.tsv"],
        ["history"],
        ["bench", "--pages", "1"],
        ["anonymize", "-o", "copy.edf"],
        ["convert", "-o", "copy.edf"],
        ["batch", "--detector", "artifact", "-o", "found"],
        ["open"],
    ],
)
def test_a_name_that_is_none_is_refused_by_all(
    czech: Path, command: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(czech.parent)
    name, *rest = command
    words = [name, rest[0], str(czech), *rest[1:]] if name == "events" else [name, str(czech), *rest]
    assert main([*words, "--encoding", "klingon"]) == 2
    assert "“klingon” is not a known encoding." in capsys.readouterr().err


def test_names_in_a_code_page_are_taken_out_of_copies(
    tmp_path: Path, czech: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = b"+1.5\x14" + "Świątek płacze".encode("cp1250") + b"\x14\x00"
    path = write_file(tmp_path / "b.edf", plain(marks={1: content}))
    out = tmp_path / "copy.edf"
    assert main(["anonymize", str(path), "-o", str(out), "--name", "Świątek"]) == 0
    copied = out.read_bytes()
    assert "Świątek".encode("cp1250") not in copied
    assert "płacze".encode("cp1250") in copied


def test_texts_of_an_annotation_signal_of_an_odd_label_are_taken_out_too(tmp_path: Path) -> None:
    path = write_file(tmp_path / "b.edf", plain(marks={1: b"+1.5\x14Petersen cries\x14\x00"}))
    path.write_bytes(path.read_bytes().replace(b"EDF Annotations ", b"EDF+ Annotations", 1))
    out = tmp_path / "copy.edf"
    code = main(["anonymize", str(path), "-o", str(out), "--name", "Petersen"])
    assert code == 0
    assert b"Petersen" not in out.read_bytes()


def test_labels_and_notes_are_converted_in_it(tmp_path: Path, czech: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "copy.edf"
    assert main(["convert", str(czech), "-o", str(out), "--encoding", "cp1252"]) == 0
    assert WRONG.encode() in out.read_bytes()
    assert main(["convert", str(czech), "-o", str(out), "--force"]) == 0
    assert NOTE.encode() in out.read_bytes()
