"""`eegview frame` through the door a user takes."""

import json
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from eegview.cli.run import main


@pytest.fixture
def video(tmp_path: Path) -> Path:
    """Ten grey frames, each 20 levels lighter than the one before."""
    path = tmp_path / "a.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25, options={"crf": "0"})
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for number in range(10):
            grey = np.full((48, 64, 3), 20 + 20 * number, np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(grey, format="rgb24")))
        container.mux(stream.encode())
    return path


def test_the_exact_frame_as_picture_and_json(video: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "frame.png"
    assert main(["frame", str(video), "--at", "0.13", "-o", str(out), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said == {"pts_s": 0.12, "next_pts_s": 0.16, "key_frame": False, "width": 64, "height": 48}
    assert abs(float(np.asarray(Image.open(out)).mean()) - 80) < 4


def test_a_line_for_people(video: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["frame", str(video), "--at", "00:00:00.0"]) == 0
    assert capsys.readouterr().out.startswith("key frame of 0.000000 s to 0.040000 s")


@pytest.mark.parametrize("at", ["0.4", "-1", "soon", "@10:00:00"])
def test_a_time_outside_or_no_time_at_all(video: Path, at: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["frame", str(video), f"--at={at}"]) == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 2


@pytest.mark.parametrize("name", ["a.gif", "nowhere/a.png"])
def test_a_place_that_cannot_be_written(video: Path, tmp_path: Path, name: str) -> None:
    assert main(["frame", str(video), "--at", "0", "-o", str(tmp_path / name)]) == 2


def test_no_video_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["frame", str(tmp_path / "gone.mp4"), "--at", "0"]) == 3
    assert "gone.mp4 was not found." in capsys.readouterr().err
