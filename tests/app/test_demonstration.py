"""Making the demonstration: whole or not at all, once, and never over other people's files."""

import pytest

from eegview.app.demonstration import make_demonstration
from eegview.model.errors import Cancelled, UsageError

SHORT = 1 / 30


def test_it_is_made_once_and_found_again(tmp_path):
    folder = tmp_path / "study"
    first = make_demonstration(folder, SHORT, 1, with_video=False)
    written = first.recording.stat().st_mtime_ns
    again = make_demonstration(folder, SHORT, 1, with_video=False)
    assert (first.was_there, again.was_there) == (False, True)
    assert again.recording.stat().st_mtime_ns == written
    assert sorted(p.name for p in folder.iterdir()) == ["README.txt", "demo.edf", "demo.json", "truth.tsv"]


def test_another_seed_replaces_it_and_a_damaged_one_is_made_anew(tmp_path):
    first = make_demonstration(tmp_path, SHORT, 1, with_video=False)
    before = first.truth.read_text(encoding="utf-8")
    second = make_demonstration(tmp_path, SHORT, 2, with_video=False)
    assert not second.was_there
    assert second.truth.read_text(encoding="utf-8") != before
    second.recording.write_bytes(second.recording.read_bytes()[:90_000])
    assert not make_demonstration(tmp_path, SHORT, 2, with_video=False).was_there


def test_cancelling_leaves_no_half_file(tmp_path):
    def stop(share: float) -> None:
        if share > 0.4:
            raise Cancelled

    with pytest.raises(Cancelled):
        make_demonstration(tmp_path / "new", SHORT, 1, with_video=False, progress=stop)
    assert not (tmp_path / "new").exists()
    kept = make_demonstration(tmp_path / "old", SHORT, 1, with_video=False)
    before = kept.recording.read_bytes()
    with pytest.raises(Cancelled):
        make_demonstration(tmp_path / "old", SHORT, 2, with_video=False, progress=stop)
    assert kept.recording.read_bytes() == before
    assert make_demonstration(tmp_path / "old", SHORT, 1, with_video=False).was_there


@pytest.mark.parametrize("name", ["demo.edf", "README.txt", "truth.tsv", "demo.mp4"])
def test_files_of_others_are_never_overwritten(tmp_path, name):
    (tmp_path / name).write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="not from the simulator"):
        make_demonstration(tmp_path, SHORT, 1, with_video=False)
    assert (tmp_path / name).read_text(encoding="utf-8") == "mine"


def test_a_place_that_cannot_be_written_is_explained(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match="could not be written"):
        make_demonstration(tmp_path / "file" / "study", SHORT, 1, with_video=False)
