from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from eegview.app.about import NOTICE
from eegview.app.video.frame_snapshot import save_frame, sync_text
from eegview.model.errors import UsageError

RGB = np.random.default_rng(3).integers(0, 256, (24, 32, 3), np.uint8)


def test_the_pixels_and_the_times_are_in_the_file(tmp_path: Path) -> None:
    written = save_frame(RGB[:, ::-1], {"EEG clock": "09:02:32.488", "Look": "brightness −5"}, tmp_path / "frame")
    assert written == tmp_path / "frame.png"
    picture = Image.open(written)
    assert np.array_equal(np.asarray(picture)[:24, 144:176], RGB[:, ::-1])  # in the middle of its band
    assert picture.info == {"EEG clock": "09:02:32.488", "Look": "brightness −5", "Notice": NOTICE}


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"“frame\.png” cannot be written"):
        save_frame(RGB, {}, tmp_path / "no such folder" / "frame.png")


BAND = ("EEG 00:12:44.120 from start", "clock 09:02:32.488", "frame 00:00:12.480", "camera 1", "sync ±18 ms")


@pytest.mark.parametrize("size_px", [(480, 640), (1080, 1920), (24, 32), (1920, 1080)])
def test_what_is_to_be_known_stands_below_the_frame_and_never_over_it(tmp_path: Path, size_px: tuple[int, int]) -> None:
    rgb = np.full((*size_px, 3), 255, np.uint8)
    with_times = np.asarray(Image.open(save_frame(rgb, {}, tmp_path / "a.png", BAND)))
    without = np.asarray(Image.open(save_frame(rgb, {}, tmp_path / "b.png")))
    left_px = (with_times.shape[1] - size_px[1]) // 2
    assert np.array_equal(with_times[: size_px[0], left_px : left_px + size_px[1]], rgb)
    band, disclaimer = with_times[size_px[0] :], without[size_px[0] :]
    assert disclaimer.max() == 255  # the disclaimer is there whatever else is
    assert band.shape[0] > disclaimer.shape[0]
    right_edge = with_times[size_px[0] :, -4:]
    assert (right_edge == right_edge[0, 0]).all()  # nothing is cut


def test_sync_is_said_in_milliseconds_or_as_not_verified() -> None:
    assert sync_text(17.6) == "sync ±18 ms"
    assert sync_text(None) == "sync not verified"
