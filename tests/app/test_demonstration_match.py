"""The demonstration comes matched: its film can be trusted, by a named author, and nobody's own pairs are touched."""

from pathlib import Path

import pytest

from eegview.app.demonstration import Demonstration, make_demonstration
from eegview.app.demonstration_match import AUTHOR, demonstration_pairs, match_demonstration
from eegview.app.library.editing import Editor, study_library
from eegview.app.library.video_times import set_video_time
from eegview.app.video.clip_sync import clip_sync
from eegview.model.film.video import SyncMap
from eegview.model.sync import Anchor, SyncLevel
from eegview.readers.fingerprint import fingerprint_of_video
from eegview.readers.opening import open_recording

HOURS, SEED = 1 / 30, 1


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demonstration:
    return make_demonstration(tmp_path_factory.mktemp("demo"), HOURS, SEED)


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return str(tmp_path / "library.sqlite")


def fingerprints(demo: Demonstration) -> tuple[str, str]:
    source = open_recording(demo.recording)
    source.close()
    return source.recording.fingerprint, fingerprint_of_video(str(demo.video))


def test_film_and_eeg_are_matched_once_and_can_be_confirmed_on_everywhere(demo: Demonstration, library: str) -> None:
    recording, video = fingerprints(demo)
    assert match_demonstration(demo.recording, recording, library)
    assert not match_demonstration(demo.recording, recording, library)
    held = study_library(library)
    marks = Editor(held, recording, "ada", "neurologist").sync_marks()
    held.close()
    assert [mark.layer for mark in marks] == [AUTHOR]
    state, problem = clip_sync(str(demo.video), video, SyncMap(), marks, "ada")
    assert problem is None
    assert abs(state.sync.offset_s) < 1e-6
    for time_s in (0.0, HOURS * 1800, HOURS * 3600):
        assert state.level_at(time_s) is SyncLevel.OK


def test_a_readers_own_pairs_stay_and_go_first(demo: Demonstration, library: str) -> None:
    recording, video = fingerprints(demo)
    held = study_library(library)
    editor = Editor(held, recording, "ada", "technologist")
    set_video_time(editor, video, SyncMap(0.5, 0.0, "own"), [Anchor(1.0, 1.5)])
    match_demonstration(demo.recording, recording, library)
    state, _problem = clip_sync(str(demo.video), video, SyncMap(), editor.sync_marks(), "ada")
    held.close()
    assert state.sync.offset_s == 0.5


def test_a_recording_that_is_no_demonstration_is_left_alone(tmp_path: Path, library: str) -> None:
    (tmp_path / "demo.edf").write_bytes(b"mine")
    (tmp_path / "demo.mp4").write_bytes(b"mine too")
    assert not match_demonstration(tmp_path / "demo.edf", "f" * 64, library)
    assert not match_demonstration(tmp_path / "night.edf", "f" * 64, library)
    assert not Path(library).exists()


def test_pairs_lie_on_the_frames_of_the_film_from_its_beginning_to_its_end() -> None:
    pairs = demonstration_pairs(1, 1800.0)
    assert len(pairs) == 7
    assert all(
        pair.video_s == pair.eeg_s and (pair.video_s * 25) == pytest.approx(round(pair.video_s * 25)) for pair in pairs
    )
    assert pairs[-1].eeg_s - pairs[0].eeg_s > 300
