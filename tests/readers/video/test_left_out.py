"""What of a file is not shown, or not as it asks, is told: tracks, frames without a time, odd turns, lost ends."""

from fractions import Fraction
from pathlib import Path

import av
import pytest
from films.barcoded import barcode, write_video

from eegview.app.video.clip_facts import clip_facts, clip_json, clip_lines
from eegview.model.issue import Issue
from eegview.readers.clip.recording import open_clip
from eegview.readers.video.tags.metadata import read_metadata
from eegview.readers.video.video import open_video


def write_tracks(
    path: Path, times_ms: list[int], n_tracks: int = 1, turned: int = 0, options: dict[str, str] | None = None
) -> Path:
    with av.open(str(path), "w", options=options or {}) as container:
        streams = []
        for _ in range(n_tracks):
            stream = container.add_stream("libx264", rate=30, options={"preset": "ultrafast"})
            assert isinstance(stream, av.VideoStream)
            stream.width, stream.height, stream.pix_fmt = 320, 64, "yuv420p"
            stream.codec_context.time_base = Fraction(1, 1000)
            if turned:
                stream.set_display_rotation(turned)
            streams.append(stream)
        for stream in streams:
            for number, at_ms in enumerate(times_ms):
                frame = av.VideoFrame.from_ndarray(barcode(number), format="rgb24")
                frame.pts, frame.time_base = at_ms, Fraction(1, 1000)
                container.mux(stream.encode(frame))
            container.mux(stream.encode())
    return path


def issues(path: Path) -> dict[str, Issue]:
    return {issue.code: issue for issue in open_clip(path).recording.issues}


def test_a_second_track_of_pictures_is_told_and_counts_as_one_that_a_copy_leaves_out(tmp_path):
    path = write_tracks(tmp_path / "two.mp4", list(range(0, 1000, 40)), n_tracks=2)
    assert "Another track of pictures" in issues(path)["video_other_pictures"].message
    assert [one.kind for one in read_metadata(path).other_streams] == ["video"]
    assert "video_other_pictures" not in issues(write_tracks(tmp_path / "one.mp4", [0, 40, 80]))


def test_frames_without_a_time_are_counted(tmp_path):
    never = {"avoid_negative_ts": "disabled"}
    path = write_tracks(tmp_path / "neg.mkv", [-500, -400, -300, 0, 100, 200], options=never)
    assert issues(path)["video_times_stray"].message.startswith("3 frames of the video have an invalid time stamp")


@pytest.mark.parametrize(("turned", "shown"), [(45, 0), (50, 90), (-30, 0), (200, 180)])
def test_a_turn_that_is_no_quarter_is_told(tmp_path, turned, shown):
    path = write_tracks(tmp_path / "a.mp4", [0, 40, 80], turned=turned)
    asked = turned if turned <= 180 else turned - 360
    text = issues(path)["video_turn"].message
    assert f"turned by {asked}°; they are shown turned by {shown}°" in text


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_quarter_turns_need_no_word(tmp_path, turned):
    assert "video_turn" not in issues(write_tracks(tmp_path / "a.mp4", [0, 40, 80], turned=turned))


def test_a_film_that_ends_in_the_midst_of_a_fragment_is_told_and_its_rest_hides_nothing(tmp_path):
    fragments = {"movflags": "frag_keyframe+empty_moov"}
    options = {"preset": "ultrafast", "g": "25"}
    whole = write_video(tmp_path / "whole.mp4", n_frames=100, options=options, container_options=fragments)
    assert "video_unfinished" not in issues(whole)
    data, cut = whole.read_bytes(), tmp_path / "cut.mp4"
    for share in (0.55, 2 / 3, 0.95):
        cut.write_bytes(data[: int(len(data) * share)])
        assert "was not finished, or it was not copied whole" in issues(cut)["video_unfinished"].message
        assert not read_metadata(cut).hidden
    cut.write_bytes(data + b"\0\0\0\x20SEFT" + bytes(8))  # a phone's own block
    assert "video_unfinished" not in issues(cut)
    assert read_metadata(cut).hidden


def test_the_rate_is_that_of_what_is_shown(tmp_path):
    uneven = write_tracks(tmp_path / "vfr.mp4", [0, 33, 66, 500, 1500, 1533, 2000, 4000, 5000])
    (clip,) = open_clip(uneven).recording.clips
    facts = clip_facts(clip)
    assert facts.rate_hz == pytest.approx(9 / clip.span.duration_s)
    assert facts.is_variable
    assert f"{facts.rate_hz:.5g} frames a second on average, variable" in "\n".join(clip_lines(facts))
    (clip,) = open_clip(write_video(tmp_path / "even.mp4", n_frames=50)).recording.clips
    assert clip_json(clip_facts(clip))["rate_hz"] == pytest.approx(25)


def test_the_rate_of_a_clip_with_hidden_frames_is_of_those_shown(tmp_path):
    never = {"avoid_negative_ts": "disabled"}
    path = write_tracks(tmp_path / "neg.mp4", [-500, -400, -300, 0, 100, 200], options=never)
    video = open_video(path)
    n_frames, duration_s = video.facts.times.index.n_frames, video.duration_s
    video.close()
    assert n_frames == 3
    (clip,) = open_clip(path).recording.clips
    assert clip_facts(clip).rate_hz == pytest.approx(n_frames / duration_s)
