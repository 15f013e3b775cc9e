"""Slow motion that a program wrote anew: pictures, sound and copies at the speed that a reader typed."""

import numpy as np
import pytest
from films.barcoded import read_barcode
from films.phone_clips import write_phone_clip

from eegview.model.errors import UsageError
from eegview.model.span import Span
from eegview.model.study.clip_slowness import ClipSlowness, typed_times
from eegview.readers.clip.recording import open_clip
from eegview.readers.clip.slowed import at_typed_speed, play_typed
from eegview.readers.video.audio import open_audio
from eegview.readers.video.cutting import cut_pictures
from eegview.readers.video.typed_slowness import hold_typed, typed_for, use_typed
from eegview.readers.video.video import open_video


@pytest.fixture
def slowed(tmp_path):
    path = write_phone_clip(tmp_path / "clip.mp4", 120, sound_s=4.0, beep_s=2.0)
    source = open_clip(path)
    fingerprint = source.recording.fingerprint
    slow = at_typed_speed(source, {fingerprint: ClipSlowness(4.0, "Ada")})
    play_typed(slow.recording)
    yield path, slow
    hold_typed({})
    use_typed({str(path): None})


def test_frames_and_steps_lie_at_true_times(slowed):
    path, source = slowed
    assert source.recording.segments == (Span(0.0, 1.0),)
    video = open_video(path)
    for number in (0, 40, 119):
        frame = video.frame_at((number + 0.5) / 120)
        assert frame is not None
        assert read_barcode(frame.rgb) == number
    assert video.step(0.5, 1) == pytest.approx(0.5 + 1 / 120)
    video.close()


def test_sound_is_heard_at_the_true_time(slowed):
    audio = open_audio(slowed[0])
    assert audio is not None
    samples = audio.read(0.0, 1.0)
    loud = np.flatnonzero(np.abs(np.asarray(samples)).max(axis=1) > 0.2)
    assert loud[0] / audio.rate_hz == pytest.approx(0.5, abs=0.02)
    audio.close()


def test_the_clip_is_the_same_study_whatever_was_typed(slowed):
    path, source = slowed
    again = open_clip(path)
    assert again.recording.fingerprint == source.recording.fingerprint
    assert again.recording.duration_s == pytest.approx(4.0)


def test_a_part_that_is_cut_out_plays_at_true_speed_by_itself(slowed, tmp_path):
    part = tmp_path / "part.mp4"
    cut_pictures(slowed[0], part, Span(0.0, 0.5))
    cut = open_video(part)
    assert cut.slowness == 4.0
    cut.close()


def test_what_is_opened_beside_the_open_study_changes_nothing_of_its_speed(slowed):
    path, source = slowed
    hold_typed(typed_times(source.recording))
    beside = at_typed_speed(open_clip(path), {})
    assert typed_for(path) == 4
    with pytest.raises(UsageError, match="another speed"):
        play_typed(beside.recording)
    assert typed_for(path) == 4
    hold_typed({})  # the study was closed
    play_typed(beside.recording)
    assert typed_for(path) is None
