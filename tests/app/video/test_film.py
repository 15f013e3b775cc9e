"""Clips of a phone as one study: at every time of its timeline the picture and the sound are those of that instant."""

from itertools import pairwise

import numpy as np
import pytest
from films.barcoded import barcode, read_barcode
from films.phone_clips import APPLE, write_phone_clip
from there import there

from eegview.app.video.footage import Footage
from eegview.app.video.sound_track import TRACK_RATE_HZ, SoundTrack
from eegview.app.video.study_videos import find_videos, open_study_videos
from eegview.readers.opening import open_study

AT = "com.apple.quicktime.creationdate"
UNEVEN_MS = [0, 33, 66, 100, 166, 266, 400, 433, 466, 600]


def apple(at: str) -> dict[str, str]:
    return {**APPLE, AT: f"2026-03-01T{at}+0100"}


@pytest.fixture
def film(tmp_path):
    """Four clips: turned, of variable rate, slow motion with its sound, and one that overlaps the first."""
    paths = [
        write_phone_clip(tmp_path / "IMG_1.mov", 300, tags=apple("07:15:00"), rotation=90, sound_s=10.0, beep_s=4.0),
        write_phone_clip(tmp_path / "IMG_2.mov", times_ms=UNEVEN_MS, tags=apple("07:16:00"), first=1000),
        write_phone_clip(
            tmp_path / "IMG_3.mov",
            240,
            tags={**apple("07:17:00"), "com.android.capture.fps": "240"},
            first=2000,
            sound_s=8.0,
            beep_s=4.0,
        ),
        write_phone_clip(tmp_path / "IMG_4.mov", 300, tags=apple("07:15:02"), first=3000, rotation=270),
    ]
    source = open_study(paths)
    opened = open_study_videos(find_videos(*map(str, paths)), source.recording).opened
    yield source.recording, opened
    opened.close()
    source.close()


def number_at(footage: Footage, sources, time_s: float, camera: str | None = None) -> int | None:
    clip = footage.timeline(camera).clip_at(time_s)
    frame = None if clip is None else sources[clip.path].frame_at(clip.sync.to_video_s(time_s))
    return None if frame is None else read_barcode(frame.rgb)


def test_the_picture_is_that_of_the_instant_in_every_clip(film):
    recording, opened = film
    footage, sources = opened.footage, opened.sources
    assert recording.span.stop_s == pytest.approx(121.0)
    first = next(clip.camera for clip in footage.clips if clip.path.endswith("IMG_1.mov"))
    other = next(clip.camera for clip in footage.clips if clip.path.endswith("IMG_4.mov"))
    assert first != other  # both filmed at once
    for number in (0, 1, 150, 299):
        assert number_at(footage, sources, (number + 0.5) / 30, first) == number
        assert number_at(footage, sources, 2 + (number + 0.5) / 30, other) == 3000 + number
    for k, (begin, end) in enumerate(pairwise(UNEVEN_MS)):
        for at_ms in (begin, (begin + end) / 2, end - 0.5):
            assert number_at(footage, sources, 60 + at_ms / 1000, first) == 1000 + k
    for number in (0, 7, 120, 239):
        assert number_at(footage, sources, 120 + (number + 0.5) / 240, first) == 2000 + number
    assert number_at(footage, sources, 30.0, first) is None


def test_the_sound_of_each_clip_is_heard_at_its_instant(film):
    _recording, opened = film
    footage = opened.footage
    camera = next(clip.camera for clip in footage.clips if clip.path.endswith("IMG_1.mov"))
    track = SoundTrack()
    try:
        for from_s, beep_s in ((0.0, 4.0), (120.0, 120.5)):
            heard = track.read(footage.timeline(camera), round(from_s * TRACK_RATE_HZ), round(4.5 * TRACK_RATE_HZ))
            begins = int(np.argmax(np.abs(heard[:, 0]) > 0.1))
            assert from_s + begins / TRACK_RATE_HZ == pytest.approx(beep_s, abs=0.02)
    finally:
        track.close()


def test_a_clip_cut_short_plays_as_far_as_it_goes(tmp_path):
    path = write_phone_clip(tmp_path / "a.mkv", 150)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 6 // 10])
    source = open_study([path])
    recording = source.recording
    source.close()
    assert 1.0 < recording.duration_s < 5.0
    assert any(issue.code in ("video_cut_short", "video_damaged") for issue in recording.issues)
    opened = open_study_videos([str(path)], recording).opened
    try:
        last_s = recording.duration_s - 0.01
        assert number_at(opened.footage, opened.sources, last_s) == pytest.approx(last_s * 30, abs=1)
    finally:
        opened.close()


def test_clips_opened_by_another_spelling_of_their_path_lie_where_the_study_says(tmp_path, monkeypatch):
    path = write_phone_clip(tmp_path / "VID_20260301_071500.mp4", 30)
    monkeypatch.chdir(tmp_path)
    source = open_study([path.name])
    moved = tmp_path / "moved.mp4"
    moved.write_bytes(path.read_bytes())
    for other in (str(path), str(moved)):
        opened = open_study_videos([other], source.recording).opened
        assert opened.footage.clips[0].sync.source == "the clip itself"
        opened.close()
    source.close()


def test_a_phone_clip_filmed_during_an_eeg_is_placed_by_its_clock(tmp_path):
    from recordings.edf_files import plain, write_file

    path = write_phone_clip(tmp_path / "IMG_1.mov", 60, tags={**APPLE, AT: "2021-03-02T10:20:33+0100"})
    source = open_study([write_file(tmp_path / "a.edf", plain(time="10.20.30"))])
    opened = open_study_videos([str(path)], source.recording).opened
    clip = there(opened.footage.timeline().clip_at(3.5))
    assert clip.span.start_s == pytest.approx(3.0)
    assert clip.sync.source == "local time in the file"
    assert np.array_equal(
        there(opened.sources[clip.path].frame_at(clip.sync.to_video_s(3.5))).rgb > 127, barcode(15) > 127
    )
    opened.close()
    source.close()


def test_movement_in_slow_motion_is_measured_per_second_that_happened(tmp_path):
    from eegview.app.video.movement import movement_trace
    from eegview.app.video.movement_cache import MovementCache

    path = write_phone_clip(tmp_path / "a.mp4", 120, tags={"com.android.capture.fps": "240"})
    trace = movement_trace(str(path), cache=MovementCache(tmp_path / "cache"))
    assert trace.times_s[-1] == pytest.approx(119 / 240)
