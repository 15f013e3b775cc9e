"""Clips that a phone trimmed keep what was cut off; only what its edit list shows is shown."""

import struct

import pytest
from films.barcoded import B_FRAMES, read_barcode, write_video
from films.phone_clips import trimmed, write_phone_clip
from there import there

from eegview.readers.video.audio import open_audio
from eegview.readers.video.tags.stored_part import StoredPart, stored_part
from eegview.readers.video.video import open_video


def test_what_was_trimmed_off_is_not_shown_nor_heard(tmp_path):
    whole = write_phone_clip(tmp_path / "whole.mov", 90, sound_s=3.0, beep_s=2.0)
    video = open_video(trimmed(whole, tmp_path / "cut.mov", 1.0))
    audio = there(open_audio(tmp_path / "cut.mov"))
    try:
        first = there(video.frame_at(video.first_s))
        last = there(video.frame_at(video.last_s - 0.01))
        assert (read_barcode(first.rgb), read_barcode(last.rgb)) == (30, 89)
        assert video.duration_s == pytest.approx(2.0, abs=0.05)
        heard = abs(audio.read(video.first_s, video.first_s + 2)[:, 0]) > 0.1
        assert heard.argmax() / audio.rate_hz == pytest.approx(1.0, abs=0.03)
    finally:
        video.close()
        audio.close()


def test_an_edit_list_that_plays_a_part_slower_is_told(tmp_path):
    path = write_phone_clip(tmp_path / "a.mov", 60)
    data = path.read_bytes()
    at = data.index(b"elst")
    assert struct.unpack(">I", data[at + 8 : at + 12]) == (1,)
    rate_at = at + 12 + 8
    slowed = data[:rate_at] + struct.pack(">I", 0x2000) + data[rate_at + 4 :]
    path.write_bytes(slowed)
    video = open_video(path)
    assert video.duration_s == pytest.approx(2.0)
    assert "video_edit_rate" in [issue.code for issue in video.issues]
    video.close()


def test_how_much_of_its_beginning_a_file_hides_is_known_and_b_frames_hide_none(tmp_path):
    whole = write_phone_clip(tmp_path / "whole.mov", 90)
    part = stored_part(trimmed(whole, tmp_path / "cut.mov", 1.0))
    assert (part.cut_s, part.length_s) == (pytest.approx(1.0, abs=1e-3), pytest.approx(3.0, abs=0.05))
    kept = stored_part(whole)
    assert (kept.cut_s, kept.length_s) == (0.0, pytest.approx(3.0, abs=0.05))
    reordered = write_video(tmp_path / "b.mp4", n_frames=50, options=B_FRAMES)
    kept = stored_part(reordered)
    assert (kept.cut_s, kept.length_s) == (0.0, pytest.approx(2.0, abs=0.1))
    cut = stored_part(trimmed(reordered, tmp_path / "b_cut.mp4", 1.0))
    assert cut.cut_s == pytest.approx(1.0, abs=1e-3)
    assert stored_part(write_video(tmp_path / "c.mkv", n_frames=10)) == StoredPart()
