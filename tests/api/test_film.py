"""The picture at a time of the recording."""

import json
from pathlib import Path

import pytest
from films.barcoded import HEIGHT_PX, WIDTH_PX, read_barcode, write_video

import eegview
from eegview.model.errors import UsageError


@pytest.fixture
def filmed(recording: Path) -> Path:
    """Return a recording beside which a film of 4.8 s lies, from 10 s on; each frame tells its number."""
    write_video(recording.with_suffix(".mp4"))
    recording.with_suffix(".sync.json").write_text(json.dumps({"offset_s": 10.0, "drift_ppm": 0.0}))
    return recording


def test_the_frame_is_that_of_the_instant(filmed: Path) -> None:
    with eegview.open_study(filmed) as study:
        for at_s, number in ((10.0, 0), (10.059, 1), (12.0, 50), (14.79, 119)):
            picture = study.frame(at_s)
            assert picture.shape == (HEIGHT_PX, WIDTH_PX, 3)
            assert read_barcode(picture) == number


def test_where_there_is_no_picture_that_is_said(filmed: Path) -> None:
    with eegview.open_study(filmed) as study:
        with pytest.raises(UsageError, match="no video at 3 s") as error:
            study.frame(3.0)
        assert error.value.advice == "There is from 00:00:10 to 00:00:15."
        with pytest.raises(UsageError, match="no camera “door”") as error:
            study.frame(12.0, camera="door")
        assert "camera 1" in error.value.advice
    with pytest.raises(UsageError, match="closed"):
        study.frame(12.0)


def test_a_film_whose_time_is_not_known_shows_nothing(filmed: Path) -> None:
    filmed.with_suffix(".sync.json").unlink()
    with (
        eegview.open_study(filmed) as study,
        pytest.raises(UsageError, match="time of the video is not known") as error,
    ):
        study.frame(1.0)
    assert "eegview sync" in error.value.advice


def test_a_study_without_a_film_says_so(recording: Path) -> None:
    with eegview.open_study(recording) as study, pytest.raises(UsageError, match="no video that can be found"):
        study.frame(1.0)
