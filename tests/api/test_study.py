"""An open study: what is known of it, that files stay as they are, and that all of it is closed."""

from datetime import datetime
from pathlib import Path

import pytest
from recordings.study_files import write_edf

import eegview
from eegview.model.errors import UnreadableFile, UsageError
from eegview.model.span import Span

OPENED: list[eegview.Study] = []
METHODS = (
    *("raw", "marks", "annotations", "runs", "detections", "run_trends", "trends", "scores", "history", "channels"),
    "edit",
)


def test_the_facts_of_a_recording(recording: Path) -> None:
    with eegview.open_study(recording) as study:
        info = study.info
        assert (info.format, info.sfreq, info.duration_s, info.n_channels) == ("EDF+C", 100.0, 120.0, 22)
        assert info.started_at == datetime(2024, 1, 2, 13, 20, 56)
        assert study.ch_names[:2] == ["Fp1", "Fp2"]
        assert study.segments == (Span(0.0, 120.0),)
        assert study.channels()["name"].tolist() == study.ch_names
        assert study.channels()["kind"].tolist().count("eeg") == 19
        assert repr(study) == "<Study, EDF+C, 22 channels, 00:02:00>"


def test_several_files_share_one_timeline(tmp_path: Path) -> None:
    first = write_edf(tmp_path / "1.edf", segments=((0, 20),))
    second = write_edf(tmp_path / "2.edf", segments=((0, 20),), started_at=datetime(2024, 1, 2, 13, 21, 26))
    with eegview.open_study(first, second) as study:
        assert study.segments == (Span(0.0, 20.0), Span(30.0, 50.0))


def test_issues_are_told(tmp_path: Path) -> None:
    path = write_edf(tmp_path / "study.edf")
    path.write_bytes(path.read_bytes()[:-3000])
    with eegview.open_study(path) as study:
        assert all(issue.code and issue.message for issue in study.issues)
        assert study.issues


def test_reading_makes_no_library_and_changes_no_file(recording: Path, tmp_path: Path) -> None:
    before = recording.read_bytes()
    with eegview.open_study(recording) as study:
        assert study.info.n_channels == len(study.ch_names) == len(study.channels())
        assert len(study.marks(layer="file")) == 2
    assert not (tmp_path / "library.sqlite").exists()
    assert recording.read_bytes() == before


def use(study: eegview.Study, name: str) -> None:
    found = getattr(study, name)
    if name in METHODS:
        found()


def fail_inside(recording: Path) -> None:
    with eegview.open_study(recording) as study:
        OPENED.append(study)
        study.marks()
        raise ZeroDivisionError


@pytest.mark.parametrize("name", [*METHODS, "info", "ch_names", "segments", "issues", "bad_channels"])
def test_a_closed_study_says_so(recording: Path, name: str) -> None:
    with eegview.open_study(recording) as study:
        pass
    with pytest.raises(UsageError, match="This study is closed") as told:
        use(study, name)
    assert "Open it again" in told.value.advice
    assert repr(study) == "<Study, closed>"
    study.close()
    with pytest.raises(UsageError, match="closed"), study:
        pass


def test_an_error_inside_the_block_closes_it_too(recording: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        fail_inside(recording)
    assert repr(OPENED.pop()) == "<Study, closed>"


def test_what_is_no_recording_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="No recording"):
        eegview.open_study()
    with pytest.raises(UnreadableFile, match=r"no\.edf was not found"):
        eegview.open_study(tmp_path / "no.edf")


def test_the_reviewer_of_the_environment_looks(recording: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EEGVIEW_REVIEWER", "Ann")
    with eegview.open_study(recording) as study, study.edit() as edit:
        edit.add("spasm", 12.3)
    with eegview.open_study(recording) as study:
        assert study.marks("spasm")["layer"].tolist() == ["Ann"]
