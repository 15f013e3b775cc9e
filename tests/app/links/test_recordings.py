"""A link's recording is found where it was opened, if it still is the one."""

import json
from pathlib import Path

import pytest

from eegview.app.links import recordings
from eegview.app.links.recordings import (
    FILE_NAME,
    RecordingState,
    find_recording,
    forget_recordings,
    known_recordings,
    note_recording,
)


@pytest.fixture
def fake_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a recording's fingerprint be the text of its first file."""
    monkeypatch.setattr(recordings, "fingerprint_at", lambda paths: Path(paths[0]).read_text())


def test_a_recording_is_found_where_it_was_opened_last(tmp_path: Path, fake_files: None) -> None:
    old, new = tmp_path / "old.edf", tmp_path / "new.edf"
    for file in (old, new):
        file.write_text("f1")
        note_recording(tmp_path, "f1", [str(file)])
    assert known_recordings(tmp_path, "f1") == ((str(new),), (str(old),))
    assert find_recording(tmp_path, "f1").paths == (str(new),)
    new.unlink()
    assert find_recording(tmp_path, "f1").paths == (str(old),)
    old.write_text("f2")
    assert find_recording(tmp_path, "f1").state is RecordingState.CHANGED
    old.unlink()
    found = find_recording(tmp_path, "f1")
    assert found.state is RecordingState.MISSING
    assert "old" not in found.sentence
    forget_recordings(tmp_path)
    assert find_recording(tmp_path, "f1").state is RecordingState.NOT_KNOWN


def test_recent_studies_are_looked_through_and_remembered(tmp_path: Path, fake_files: None) -> None:
    recent = tmp_path / "a.edf"
    recent.write_text("f1")
    assert find_recording(tmp_path, "f1", [(str(tmp_path / "gone.edf"),), (str(recent),)]).paths == (str(recent),)
    assert known_recordings(tmp_path, "f1") == ((str(recent),),)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"f1": 3}', '{"f1": [[], [1], "x", [""]]}', "[" * 5000])
def test_a_spoilt_file_is_no_hindrance(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE_NAME).write_text(text)
    assert known_recordings(tmp_path, "f1") == ()
    note_recording(tmp_path, "f1", ["/x.edf"])
    assert json.loads((tmp_path / FILE_NAME).read_text())["f1"] == [["/x.edf"]]
