"""`eegview link` and links given to `eegview open`, without a window."""

import json
from pathlib import Path
from typing import Any

import pytest
from recordings.edf_files import plain, write_file

import eegview.main
from eegview.app.links.recordings import fingerprint_at
from eegview.cli.run import main


@pytest.fixture
def recording(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a small recording, with data and library of its own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("EEGVIEW_LIBRARY", str(tmp_path / "library.sqlite"))
    return write_file(tmp_path / "small.edf", plain())


def url_of(file: Path, more: str = "") -> str:
    return f"eegview:page?recording={fingerprint_at([str(file)])}&from=1.0&to=2.0{more}"


def test_a_link_says_what_it_stands_for(recording: Path, capsys: pytest.CaptureFixture[str]) -> None:
    url = url_of(recording, "&marks=m1,m2&frame=1.5&set.page_s=10&set.odd=1")
    assert main(["link", url, "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["place"], data["from_s"], data["to_s"], data["frame_s"]) == ("page", 1.0, 2.0, 1.5)
    assert data["settings"] == {"page_s": "10"}
    assert data["ignored_settings"] == ["odd"]
    assert data["marks_in_library"] == 0
    assert data["recording"]["state"] == "not known"
    assert main(["link", url, "--file", str(recording), "--json"]) == 0  # from now on it is known
    assert json.loads(capsys.readouterr().out)["recording"]["state"] == "unchanged"
    assert main(["link", url]) == 0
    told = capsys.readouterr().out
    assert "known here and unchanged" in told
    assert "0 of them in the library" in told
    recording.write_bytes(recording.read_bytes()[:-2] + b"zz")
    assert main(["link", url, "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["recording"]["state"] == "changed"
    assert data["recording"]["files"] == []


@pytest.mark.parametrize("text", ["eegview:page", "eegview:" + "a" * 50_000, "eegview:page?recording=a&from=nan&to=1"])
def test_what_is_no_link_is_refused(text: str, recording: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["link", text]) == 2
    assert main([text]) == 2  # before any window
    said = capsys.readouterr().err.splitlines()
    assert said[0] == "This is not a link of an eegview report."
    assert main(["link"]) == 2
    assert main(["link", "--register", "--unregister"]) == 2


def test_open_hands_the_link_to_the_window(recording: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[tuple[Any, ...]] = []
    monkeypatch.setattr(eegview.main, "open_window", lambda *args: given.append(args) or 0)
    url = url_of(recording)
    assert main([url]) == 0
    assert main(["open", url, "--file", str(recording)]) == 0
    assert main([url, url]) == 2
    assert (list(given[0][0]), given[0][-1]) == ([], url)
    assert (list(given[1][0]), given[1][-1]) == ([str(recording)], url)
