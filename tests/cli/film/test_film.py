"""`eegview film`: asks about face and voice, says what was lost, refuses what would lose something."""

import json
from pathlib import Path

import numpy as np
import pytest
from films.faced_film import sway, write_faced_film

from eegview.cli.film.face_option import face_point
from eegview.cli.run import main
from eegview.model.errors import UsageError
from eegview.model.film.export.face import Ellipse, FacePoint
from eegview.readers.video.video import open_video


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("clip") / "clip.mp4"
    return write_faced_film(path, 30, lambda number: None if number >= 20 else sway(number))


def test_it_writes_a_copy_and_says_where_a_face_was_lost(
    clip: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    x, y = sway(0)
    out = tmp_path / "copy.mp4"
    words = ["film", str(clip), "-o", str(out), "--faces", "followed", "--face", f"0={x:.0f},{y:.0f},37,47"]
    assert main([*words, "--voice", "mute", "--json"]) == 0
    said = capsys.readouterr()
    told = json.loads(said.out)
    assert told["n_pictures"] == 30
    assert told["covered_whole"] == [[pytest.approx(0.8), pytest.approx(1.2)]]
    assert "provenance" in told
    assert "Look at all of it" in said.err
    assert open_video(out).last_s == open_video(clip).last_s


def test_a_face_that_is_drawn_outside_the_film_is_refused(
    clip: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["film", str(clip), "-o", str(tmp_path / "copy.mp4"), "--faces", "followed", "--voice", "mute"]
    assert main([*words, "--face", "0=80,40,20,20", "--face", "99=80,40,20,20"]) == 2
    assert "A face was drawn at 99.00 s, outside the film." in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_it_asks_about_faces_and_voice(clip: Path, tmp_path: Path) -> None:
    out = str(tmp_path / "copy.mp4")
    assert main(["film", str(clip), "-o", out, "--faces", "whole"]) == 2
    assert main(["film", str(clip), "-o", out, "--voice", "mute"]) == 2
    assert main(["film", str(clip), "-o", out, "--faces", "followed", "--voice", "mute"]) == 2
    assert main(["film", str(clip), "--faces", "whole", "--voice", "mute"]) == 2
    assert list(tmp_path.iterdir()) == []


def test_a_sheet_shows_what_a_copy_would_become_and_no_copy_is_written(clip: Path, tmp_path: Path) -> None:
    from PIL import Image

    sheet = tmp_path / "sheet.png"
    assert main(["film", str(clip), "--preview", str(sheet), "--faces", "whole", "--voice", "mute"]) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["sheet.png"]
    pixels = np.asarray(Image.open(sheet))
    assert pixels.shape[1] > 6 * 200
    assert np.abs(np.diff(pixels[40:150, 10:220].astype(int), axis=1)).mean() < 2  # nothing fine is left


@pytest.mark.parametrize("target", ["clip.mp4", "copy.mp4", "there.png", "link.png"])
def test_a_sheet_replaces_nothing_and_no_copy_is_written_then(clip: Path, tmp_path: Path, target: str) -> None:
    source = tmp_path / "clip.mp4"
    source.write_bytes(clip.read_bytes())
    (tmp_path / "there.png").write_text("kept")
    (tmp_path / "link.png").hardlink_to(source)
    words = ["film", str(source), "--faces", "whole", "--voice", "mute", "--preview", str(tmp_path / target)]
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert main(words) == 2
    assert main([*words, "-o", str(tmp_path / "copy.mp4")]) == 2
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_no_film_and_no_such_file_have_their_exit_code(tmp_path: Path) -> None:
    (tmp_path / "text.mp4").write_text("no film")
    rest = ["-o", str(tmp_path / "copy.mp4"), "--faces", "whole", "--voice", "mute"]
    assert main(["film", str(tmp_path / "text.mp4"), *rest]) == 3
    assert main(["film", str(tmp_path / "none.mp4"), *rest]) == 3
    assert not (tmp_path / "copy.mp4").exists()


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("12.5=640,300,90,120", FacePoint(1, 12.5, Ellipse(640, 300, 90, 120))),
        ("2@00:01:00=1,2,3,4", FacePoint(2, 60, Ellipse(1, 2, 3, 4))),
        ("3=none", FacePoint(1, 3, None)),
    ],
)
def test_a_face_is_said_in_words(text: str, point: FacePoint) -> None:
    assert face_point(text) == point


@pytest.mark.parametrize("text", ["", "12", "x=1,2,3,4", "1=1,2,3", "1=1,2,0,4", "1=1,2,.,4"])
def test_what_says_no_face_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        face_point(text)
