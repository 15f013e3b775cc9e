"""The frame of a report is that of its instant, of a video whose place in time is known."""

from dataclasses import replace
from pathlib import Path

import pytest
from films.barcoded import read_barcode, write_video
from recordings.memory_source import make_channels, make_recording

from eegview.app.report.figures.frame import frame_at
from eegview.app.sync.syncing import PlacedVideo, placed_videos
from eegview.model.film.video import SyncMap
from eegview.model.sync import Anchor


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> PlacedVideo:
    path = write_video(tmp_path_factory.mktemp("video") / "night.mp4", n_frames=100)
    recording = make_recording(make_channels(("Fp1",)), ((0.0, 60.0),))
    (found,) = placed_videos([str(path)], recording, (), "ada")
    return replace(found, clip=replace(found.clip, sync=SyncMap(10.0, source="set by hand")))


def test_the_frame_is_the_one_of_that_instant(video: PlacedVideo) -> None:
    for time_s, number in ((10.0, 0), (11.02, 25), (12.5, 62), (13.999, 99)):
        found = frame_at([video], time_s)
        assert found is not None
        assert read_barcode(found.rgb) == number
        assert found.sync == "sync not verified"
    assert frame_at([video], 9.99) is None
    assert frame_at([video], 14.0) is None
    assert frame_at([], 11.0) is None


def test_a_place_that_is_a_guess_shows_nothing_and_a_fitted_one_wins(video: PlacedVideo) -> None:
    from eegview.dsp.sync.fit import fit_anchors

    guessed = replace(video, clip=replace(video.clip, sync=SyncMap(10.0, source="none: not known")))
    assert frame_at([guessed], 11.0) is None
    fit = fit_anchors([Anchor(0.5, 11.5), Anchor(1.5, 12.5), Anchor(3.0, 14.0)])
    fitted = replace(video, clip=replace(video.clip, sync=fit.sync, camera="z"), fit=fit)
    found = frame_at([video, fitted], 12.5)
    assert found is not None
    assert found.camera == "z"
    assert read_barcode(found.rgb) == 37
    assert found.sync.startswith("sync ±")


def test_a_video_that_is_gone_is_refused(video: PlacedVideo, tmp_path: Path) -> None:
    from eegview.model.errors import UnreadableFile

    gone = replace(video, clip=replace(video.clip, path=str(tmp_path / "gone.mp4")))
    with pytest.raises(UnreadableFile):
        frame_at([gone], 11.0)
