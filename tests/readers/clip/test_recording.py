"""Clips without EEG open as recordings of their own."""

from datetime import datetime

from films.barcoded import write_video
from films.phone_clips import trimmed, write_phone_clip

from eegview.model.film.clip import ClockSource
from eegview.model.span import Span
from eegview.readers.opening import open_recording, open_study


def test_a_clip_is_a_recording_without_channels(tmp_path):
    clip = open_recording(write_video(tmp_path / "clip.mp4", n_frames=50)).recording
    assert (clip.is_film, clip.channels, clip.span, clip.started_at) == (True, (), Span(0.0, 2.0), None)


def test_clips_whose_names_say_when_lie_by_the_clock_with_a_gap(tmp_path):
    first = write_video(tmp_path / "VID_20260301_071500.mp4", n_frames=50)
    second = write_video(tmp_path / "VID_20260301_071600.mp4", n_frames=25, grain=9)
    study = open_study([first, second]).recording
    assert study.started_at == datetime(2026, 3, 1, 7, 15)
    assert [clip.span for clip in study.clips] == [Span(0, 2), Span(60, 61)] == list(study.segments)
    assert study.clips[1].clock.source is ClockSource.NAME
    assert not study.issues


def test_the_clock_of_a_trimmed_clip_is_that_of_the_first_picture_shown(tmp_path):
    whole = write_phone_clip(tmp_path / "VID_20260301_071500.mov", 90)
    (tmp_path / "cut").mkdir()
    cut = trimmed(whole, tmp_path / "cut" / whole.name, 1.0)
    found = open_recording(cut).recording
    assert found.started_at == datetime(2026, 3, 1, 7, 15, 1)
    assert "1.0 s were trimmed off" in found.clips[0].clock.text
