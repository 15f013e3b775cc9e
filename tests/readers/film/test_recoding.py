"""Pictures that are changed and written anew are shown when they were, by code strips; sound stays where it was."""

from pathlib import Path

import numpy as np
import pytest
from films.barcoded import B_FRAMES, read_barcode, write_video
from films.beeping_video import RATE_HZ, chirps, write_sound
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eegview.model.errors import Cancelled
from eegview.model.span import Span
from eegview.readers.film.recoding import write_changed
from eegview.readers.film.sound import unaltered
from eegview.readers.video.audio import open_audio
from eegview.readers.video.video import VideoSource, open_video

UNEVEN_MS = [0, 17, 33, 34, 120, 121, 400, 433, 467, 500, 900, 901, 902, 1000]
FILMS: dict[str, dict] = {
    "even": {},
    "uneven": {"ticks": UNEVEN_MS},
    "turned": {"rotation": 90, "n_frames": 40},
    "late": {"ticks": [700 + 40 * number for number in range(30)]},
    "reordered": {"options": B_FRAMES, "n_frames": 60},
    "slow": {
        "n_frames": 60,
        "metadata": {"com.android.capture.fps": "200"},
        "container_options": {"movflags": "use_metadata_tags"},
    },
}


def times_of(source: VideoSource) -> list[float]:
    index = source.facts.times.index
    return [index.pts_s(number) for number in range(index.n_frames)]


def number_of(source: VideoSource, rgb: np.ndarray, turned: int = 0) -> int:
    return read_barcode(np.rot90(rgb, -(turned // 90)))


@pytest.mark.parametrize("ending", [".mp4", ".mov", ".mkv"])
@pytest.mark.parametrize("kind", FILMS)
def test_every_picture_is_shown_exactly_when_it_was(tmp_path: Path, kind: str, ending: str) -> None:
    film = open_video(write_video(tmp_path / f"film{ending}", **FILMS[kind]))
    target = tmp_path / "copy.mp4"
    n_pictures, n_lost, moved_s = write_changed(film, str(target), lambda frame: frame.rgb, None, unaltered)
    copy = open_video(target)
    assert (n_lost, moved_s, copy.rotation) == (0, 0.0, 0)
    assert times_of(copy) == times_of(film)
    assert copy.last_s == pytest.approx(film.last_s, abs=1e-9)
    assert n_pictures == len(times_of(film))
    for number, at_s in enumerate(times_of(copy)):
        frame = copy.frame_at(at_s)
        assert frame is not None
        assert number_of(copy, frame.rgb, film.rotation) == number


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(1, 300), min_size=2, max_size=25))
def test_whatever_the_times_they_are_kept(tmp_path: Path, steps: list[int]) -> None:
    ticks = [int(one) for one in np.cumsum(steps)]
    film = open_video(write_video(tmp_path / "film.mp4", ticks=ticks))
    write_changed(film, str(tmp_path / "copy.mp4"), lambda frame: frame.rgb, None, unaltered)
    assert times_of(open_video(tmp_path / "copy.mp4")) == times_of(film)


def test_a_part_begins_at_0_and_keeps_its_steps(tmp_path: Path) -> None:
    film = open_video(write_video(tmp_path / "film.mp4", ticks=UNEVEN_MS))
    done = write_changed(film, str(tmp_path / "copy.mp4"), lambda frame: frame.rgb, None, unaltered, Span(0.1, 0.9))
    copy = open_video(tmp_path / "copy.mp4")
    assert done == (6, 0, pytest.approx(-0.12))
    assert times_of(copy) == pytest.approx([0, 0.001, 0.28, 0.313, 0.347, 0.38], abs=1e-9)
    numbers = [read_barcode(frame.rgb) for at_s in times_of(copy) if (frame := copy.frame_at(at_s)) is not None]
    assert numbers == [4, 5, 6, 7, 8, 9]


def test_sound_stays_beside_the_pictures_it_belongs_to(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "film.mp4", seconds=4)
    film, sound = open_video(path), open_audio(path)
    assert sound is not None
    write_changed(film, str(tmp_path / "copy.mp4"), lambda frame: frame.rgb, sound, unaltered, Span(1.0, 3.0))
    copy = open_audio(tmp_path / "copy.mp4")
    assert copy is not None
    heard = copy.read(0, 2)[:, 0]
    assert np.corrcoef(heard, chirps(4 * RATE_HZ)[RATE_HZ : 3 * RATE_HZ])[0, 1] > 0.97


def test_the_colours_of_the_screen_are_kept(tmp_path: Path) -> None:
    film = open_video(write_video(tmp_path / "film.mp4", n_frames=3))
    colours = np.zeros((64, 320, 3), np.uint8)
    for number, colour in enumerate(((200, 40, 40), (40, 180, 60), (40, 60, 200), (220, 200, 40), (128, 128, 128))):
        colours[:, 64 * number : 64 * number + 64] = colour
    write_changed(film, str(tmp_path / "copy.mp4"), lambda _frame: colours, None, unaltered)
    shown = open_video(tmp_path / "copy.mp4").frame_at(0.0)
    assert shown is not None
    middles = shown.rgb[32, 32::64].astype(int)
    assert np.abs(middles - colours[32, 32::64]).max() <= 6


def test_cancelling_passes(tmp_path: Path) -> None:
    film = open_video(write_video(tmp_path / "film.mp4", n_frames=20))

    def stop(_share: float) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        write_changed(film, str(tmp_path / "copy.mp4"), lambda frame: frame.rgb, None, unaltered, progress=stop)
