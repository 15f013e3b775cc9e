"""Slow motion is shown at the speed at which it happened, frame by frame and with its sound."""

from fractions import Fraction

import numpy as np
import pytest
from films.barcoded import read_barcode
from films.phone_clips import write_phone_clip
from there import there

from eegview.model.span import Span
from eegview.readers.video.audio import open_audio
from eegview.readers.video.copying import copy_pictures
from eegview.readers.video.cutting import cut_pictures
from eegview.readers.video.slow_motion import slowness
from eegview.readers.video.video import open_video

FILMED_AT_240 = {"com.android.capture.fps": "240.000000"}


def first_heard_s(path) -> float:
    audio = there(open_audio(path))
    try:
        heard = np.abs(audio.read(0.0, 3.0)[:, 0]) > 0.1
        return float(np.argmax(heard)) / audio.rate_hz
    finally:
        audio.close()


def test_an_eighth_of_the_speed_is_shown_at_true_speed(tmp_path):
    video = open_video(write_phone_clip(tmp_path / "a.mp4", 120, tags=FILMED_AT_240))
    try:
        assert (video.slowness, video.fps_nominal, video.duration_s) == (8.0, 240.0, 0.5)
        for number in (0, 119, 60, 61, 7):
            frame = there(video.frame_at((number + 0.5) / 240))
            assert read_barcode(frame.rgb) == number
            assert frame.pts_s == pytest.approx(number / 240)
        assert video.step(60 / 240, +1) == pytest.approx(61 / 240)
    finally:
        video.close()


def test_a_rate_that_is_stored_as_it_was_filmed_is_not_slowed(tmp_path):
    video = open_video(write_phone_clip(tmp_path / "a.mov", 120, Fraction(240), tags=FILMED_AT_240))
    assert (video.slowness, video.duration_s) == (1.0, 0.5)
    video.close()


def test_sound_stored_slowed_goes_with_the_picture_and_other_sound_keeps_its_own_speed(tmp_path):
    slowed = write_phone_clip(tmp_path / "slowed.mp4", 240, tags=FILMED_AT_240, sound_s=8.0, beep_s=4.0)
    assert first_heard_s(slowed) == pytest.approx(0.5, abs=0.01)
    true = write_phone_clip(tmp_path / "true.mp4", 240, tags=FILMED_AT_240, sound_s=1.0, beep_s=0.5)
    assert first_heard_s(true) == pytest.approx(0.5, abs=0.01)


def test_a_copy_and_a_part_of_slow_motion_are_still_slow_motion(tmp_path):
    path = write_phone_clip(tmp_path / "a.mp4", 120, tags={**FILMED_AT_240, "artist": "somebody"})
    moved_s = copy_pictures(path, tmp_path / "copy.mp4", with_sound=False)
    span = there(cut_pictures(path, tmp_path / "part.mp4", Span(0.2, 0.3)))
    for name, begins_s in (("copy.mp4", moved_s), ("part.mp4", -span.start_s)):
        video = open_video(tmp_path / name)
        try:
            assert (video.slowness, video.metadata.revealing) == (8.0, ())
            assert read_barcode(there(video.frame_at(0.25 + begins_s + 0.5 / 240)).rgb) == 60
        finally:
            video.close()


@pytest.mark.parametrize(
    ("capture", "stored_hz", "expected"),
    [
        ("240.000000", 29.97, 8),
        ("120", 30.0, 4),
        ("30.000000", 29.4, 1),
        ("60", 59.94, 1),
        ("960", 30.0, 32),
        ("", 30.0, 1),
        ("nonsense", 30.0, 1),
        ("nan", 30.0, 1),
        ("-5", 30.0, 1),
        ("240", 0.0, 1),
        ("1", 30.0, Fraction(1, 30)),
    ],
)
def test_the_slowness_of_rates(capture, stored_hz, expected):
    assert slowness(capture, stored_hz) == expected
