"""What belongs to a study, on the command line: a bundle takes it along without paths, a detector knows the age."""

import json
import zipfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from detectors.made_plugins import make_plugin
from films.barcoded import write_video
from recordings.study_files import write_edf

from eegview.app.infant.age_of_study import age_in_library
from eegview.app.library.editing import Editor, study_library
from eegview.app.library.opening import open_source
from eegview.app.study.videos import place_of
from eegview.cli.run import main
from eegview.model.annotation import Annotation
from eegview.model.study.bad_channels import bad_channels, held_state
from eegview.model.study.patient_age import AGE, held_age, parsed_age
from eegview.model.study.records import AGE_TERM, BAD_CHANNEL_TERM, VIDEO_TERM, study_record
from eegview.model.study.video import KnownVideo, held_video
from eegview.readers.fingerprint import fingerprint_of_video
from eegview.readers.opening import open_recording

BODY = 'report.event(float(int(recording.age_months or 0)), 0.5, "spasm", 0.9)\n'


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have agreements, logs and libraries in a folder of the test."""
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    monkeypatch.setenv("EEGVIEW_LIBRARY", str(tmp_path / "library.sqlite"))
    monkeypatch.setenv("EEGVIEW_PLUGINS", str(tmp_path / "plugins"))


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return write_edf(tmp_path / "study.edf", segments=((0, 30),))


def said(term_id: str, about: str, held: dict[str, str]) -> Annotation:
    return study_record(term_id, about, datetime.now(UTC).isoformat(), held, "ann")


def fingerprint_of(recording: Path) -> str:
    source = open_recording(recording)
    source.close()
    return source.recording.fingerprint


def test_a_bundle_takes_along_what_belongs_to_the_study_and_no_path(
    study: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "Doe Jane"
    folder.mkdir()
    film = write_video(folder / "Jane asleep.MP4", n_frames=20)
    name, fingerprint = fingerprint_of_video(film), fingerprint_of(study)
    with closing(study_library()) as library:
        editor = Editor(library, fingerprint, "ann", "technologist")
        editor.add(said(VIDEO_TERM, name, held_video(KnownVideo(name, film.stat().st_size, "video 1"))))
        editor.add(said(BAD_CHANNEL_TERM, "Fp1", held_state(True)))
        editor.add(said(AGE_TERM, AGE, held_age(parsed_age("5.5"))))
        library.note_video_place(fingerprint, place_of(str(study), name, str(film)))
    out = tmp_path / "out.zip"
    assert main(["bundle", str(study), "-o", str(out)]) == 0
    with zipfile.ZipFile(out) as archive:
        assert "study/video 1.mp4" in archive.namelist()
        texts = [archive.read(member) for member in archive.namelist() if not member.startswith("study/")]
    assert not any(b"Jane" in text or b"Doe" in text for text in (*texts, *(m.encode() for m in archive.namelist())))
    other = tmp_path / "other.sqlite"
    capsys.readouterr()
    for there in ("once", "twice"):
        assert main(["unbundle", str(out), "-o", str(tmp_path / there), "--library", str(other)]) == 0
    with closing(study_library(str(other))) as library:
        assert set(bad_channels(library.annotations(fingerprint))) == {"Fp1"}
        with closing(open_source([str(study)])) as source:
            age = age_in_library(library, source.recording)
        assert age is not None
        assert age.typed is not None
        assert age.typed.text == "5.5 months"
        assert library.verify(fingerprint) == []
        assert library.video_places(fingerprint) == ()
    film.unlink()
    assert main(["bundle", str(study), "-o", str(tmp_path / "later.zip")]) == 0
    assert "Jane asleep.MP4 was here when this study was last opened, but is not found." in capsys.readouterr().err


def test_a_detector_knows_the_age_that_was_typed(
    study: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_plugin(tmp_path / "plugins" / "made", BODY)
    assert main(["detectors", "trust", "made"]) == 0

    def months(*options: str) -> int:
        capsys.readouterr()
        assert main(["detect", str(study), "--detector", "made", "--json", *options]) == 0
        (found,) = json.loads(capsys.readouterr().out)["detections"]
        return int(found["onset_s"])

    assert months() == 0
    fingerprint = fingerprint_of(study)
    with closing(study_library()) as library:
        Editor(library, fingerprint, "ann", "technologist").add(said(AGE_TERM, AGE, held_age(parsed_age("7 months"))))
    assert months() == 7
    assert months("--age-months", "3") == 3
