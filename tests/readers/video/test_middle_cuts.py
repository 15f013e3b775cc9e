"""Clips that an edit list cuts in the middle, repeats or turns round: every picture is reached, and the cut is told."""

import random
from pathlib import Path

import av
import pytest
from films.barcoded import read_barcode, write_video
from films.edited_clips import NOTHING, with_edits
from hypothesis import given
from hypothesis import strategies as st
from there import there

from eegview.model.issue import Issue
from eegview.readers.clip.recording import open_clip
from eegview.readers.video.tags.cuts import Jump, cut_issues, jumps
from eegview.readers.video.video import VideoSource, open_video

ONE_KEY, MANY_KEYS = {"g": "250"}, {"g": "25"}
CODINGS = [ONE_KEY, MANY_KEYS, ONE_KEY | {"preset": "ultrafast"}, MANY_KEYS | {"preset": "ultrafast"}]


def numbers(video: VideoSource, times_s: list[float]) -> dict[float, int | None]:
    """Return which frame is shown a little after each time, reached in this order."""
    found = {at_s: video.frame_at(at_s + 0.01) for at_s in times_s}
    return {at_s: None if frame is None else read_barcode(frame.rgb) for at_s, frame in found.items()}


def decoded(path: Path) -> dict[float, int]:
    """Return time and number of all frames, decoded from the file's beginning to its end."""
    with av.open(str(path)) as container:
        (stream,) = container.streams.video
        pictures = container.decode(stream)
        return {
            float(there(one.pts) * there(one.time_base)): read_barcode(one.to_ndarray(format="rgb24"))
            for one in pictures
        }


@pytest.mark.parametrize("options", CODINGS)
@pytest.mark.parametrize(
    ("edits", "shown"),
    [
        ([(1, 0), (1, 3)], [*range(25), *range(75, 100)]),
        ([(0.8, 0.4), (0.8, 2), (0.8, 4)], [*range(10, 30), *range(50, 70), *range(100, 120)]),
        ([(1, 3), (1, 0)], [*range(75, 100), *range(25)]),
        ([(1, 0), (1, 0)], [*range(25), *range(25)]),
    ],
)
def test_all_pieces_are_shown_in_order_and_at_random(tmp_path, options, edits, shown):
    stored = write_video(tmp_path / "stored.mp4", n_frames=125, options=options)
    path = with_edits(stored, tmp_path / "cut.mp4", edits)
    expected = decoded(path)
    # The decoding library may take one frame from the other side of a cut.
    assert len(expected) >= len(shown) - 1
    assert sum(number in shown for number in expected.values()) >= len(shown) - 1
    video = open_video(path)
    try:
        assert video.duration_s == pytest.approx(len(shown) / 25, abs=0.05)
        times_s = list(expected)
        for order in (times_s, times_s[::-1], random.Random(3).sample(times_s, len(times_s))):
            assert numbers(video, order) == expected
        later_s = [at_s for at_s in times_s if at_s >= 1.2]
        assert [time_s for time_s, _ in video.decode_from(1.2)] == pytest.approx(later_s)
        assert not video.decoding_issues
    finally:
        video.close()


def said(path: Path) -> list[Issue]:
    return [issue for issue in open_clip(path).recording.issues if issue.code.startswith("video_")]


def test_a_cut_in_the_middle_is_told_with_its_place_and_length(tmp_path):
    stored = write_video(tmp_path / "stored.mp4", n_frames=125)
    (issue,) = said(with_edits(stored, tmp_path / "a.mp4", [(1, 0), (1, 3)]))
    assert issue.code == "video_cut_middle"
    assert "2.0 s at 1.0 s" in issue.message
    (issue,) = said(with_edits(stored, tmp_path / "b.mp4", [(1, 3), (1, 0)]))
    assert (issue.code, "at 1.0 s" in issue.message) == ("video_turned_round", True)
    assert not said(stored)
    assert not said(with_edits(stored, tmp_path / "c.mp4", [(2, 1)]))  # only its ends


def test_lengths_are_those_that_happened(tmp_path):
    stored = write_video(tmp_path / "stored.mp4", n_frames=125)
    (issue,) = cut_issues(with_edits(stored, tmp_path / "a.mp4", [(2, 0), (1, 4)]), 2.0)
    assert "1.0 s at 1.0 s" in issue.message


@given(st.lists(st.tuples(st.integers(1, 40), st.integers(0, 80) | st.just(NOTHING)), min_size=1, max_size=6))
def test_jumps_are_where_a_part_does_not_follow_the_one_before(tmp_path_factory, made):
    folder = tmp_path_factory.mktemp("edits")
    stored = write_video(folder / "stored.mp4", n_frames=5, options={"preset": "ultrafast"})
    edits = [(length / 10, start if start == NOTHING else start / 10) for length, start in made]
    expected, at, reached = [], 0, None
    for length, start in made:
        if start != NOTHING:
            if reached is not None and start != reached:
                expected.append((at / 10, (start - reached) / 10))
            reached = start + length
        at += length
    found = jumps(with_edits(stored, folder / "cut.mp4", edits))
    assert [(round(one.at_s, 3), round(one.left_out_s, 3)) for one in found] == [Jump(*one) for one in expected]
    there(folder / "cut.mp4").unlink()
