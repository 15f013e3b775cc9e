"""The sound of a clip is measured block by block, in dB re full scale."""

import numpy as np
import pytest
from films.barcoded import write_video
from films.beeping_video import RATE_HZ, write_sound

from eegview.app.film.sound_level import BLOCK_S, measure_sound_level
from eegview.app.film.sound_row import SoundRow, sound_row
from eegview.model.errors import Cancelled
from eegview.model.film.video import SyncMap, VideoClip
from eegview.model.span import Span


def _sine(seconds: float, from_s: float, to_s: float) -> np.ndarray:
    time_s = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    return (np.sin(2 * np.pi * 500 * time_s) * ((time_s >= from_s) & (time_s < to_s))).astype(np.float32)


def _row(path, offset_s: float = 0.0) -> SoundRow:
    clip = VideoClip(str(path), 0.0, 10.0, SyncMap(offset_s))
    row = sound_row({str(path): measure_sound_level(str(path))}, (clip,))
    assert row is not None
    return row


def test_a_sine_that_fills_the_file_has_3_db_below_full_scale(tmp_path):
    path = write_sound(tmp_path / "a.mkv", codec="pcm_s16le", samples=0.999 * _sine(10.0, 4.0, 6.0))
    level = measure_sound_level(str(path))
    loud = (level.times_s >= 4.0 - 1e-6) & (level.times_s < 6.0 - BLOCK_S)
    assert level.values[loud] == pytest.approx(-3.01, abs=0.1)
    assert np.all(level.values[level.times_s < 3.9] < -90)


def test_a_clip_without_sound_says_so_in_its_row(tmp_path):
    row = _row(write_video(tmp_path / "a.mp4", n_frames=25))
    assert row.row.problem == "the clip has no sound"
    assert row.samples(Span(0.0, 1.0)) is None


def test_the_row_lies_where_the_clip_does(tmp_path):
    path = write_sound(tmp_path / "a.mkv", codec="pcm_s16le", samples=_sine(10.0, 4.0, 6.0))
    found = _row(path, offset_s=100.0).samples(Span(99.0, 115.0))
    assert found is not None
    first_s, values = found
    times_s = first_s + np.arange(len(values)) * BLOCK_S
    assert np.isnan(values[times_s < 99.9]).all()
    assert np.isnan(values[times_s > 110.1]).all()
    assert times_s[values > -10].min() == pytest.approx(104.0, abs=BLOCK_S)
    assert times_s[values > -10].max() == pytest.approx(106.0, abs=2 * BLOCK_S)


def test_pages_of_the_row_join(tmp_path):
    row = _row(write_sound(tmp_path / "a.mkv", codec="pcm_s16le"))
    whole, parts = row.samples(Span(0.0, 8.0)), [row.samples(Span(s, s + 2.0)) for s in (0.0, 2.0, 4.0, 6.0)]
    assert whole is not None
    assert np.array_equal(whole[1], np.concatenate([part[1] for part in parts if part is not None]))


def test_measuring_can_be_stopped(tmp_path):
    def stop(_share: float) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        measure_sound_level(str(write_sound(tmp_path / "a.mp4")), stop)
