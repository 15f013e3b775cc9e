from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from eegview.app.about import NOTICE
from eegview.app.video.frame_snapshot import save_frame
from eegview.model.errors import UsageError

RGB = np.random.default_rng(3).integers(0, 256, (24, 32, 3), np.uint8)


def test_the_pixels_and_the_times_are_in_the_file(tmp_path: Path) -> None:
    written = save_frame(RGB[:, ::-1], {"EEG clock": "09:02:32.488", "Look": "brightness −5"}, tmp_path / "frame")
    assert written == tmp_path / "frame.png"
    picture = Image.open(written)
    assert np.array_equal(np.asarray(picture), RGB[:, ::-1])
    assert picture.info == {"EEG clock": "09:02:32.488", "Look": "brightness −5", "Notice": NOTICE}


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"“frame\.png” cannot be written"):
        save_frame(RGB, {}, tmp_path / "no such folder" / "frame.png")
