"""Home clips of the simulated infant: exact times, the same for a seed, and a camera whose motion is known."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from there import there

from eegview.dsp.camera.tracking import CameraTracker
from eegview.dsp.motion import area_mean
from eegview.model.errors import Cancelled
from eegview.model.span import Span
from eegview.readers.video.video import open_video
from eegview.simulate.filming.home.clip import SIMULATED, HomeClip, write_home_clip
from eegview.simulate.filming.home.conditions import (
    CONDITIONS,
    DARK,
    FOCUS,
    HAND,
    HUNTING,
    LIGHT,
    PERSON,
    STANDING,
    UNSTEADY,
)
from eegview.simulate.filming.home.course import clip_course
from eegview.simulate.filming.home.picture import home_luma, home_picture
from eegview.simulate.filming.movement import poses
from eegview.simulate.filming.time_strip import HEIGHT_PX, WIDTH_PX, read_time_strip
from eegview.simulate.study import plan_study

PLAN = plan_study(0.1, 4101)
TIMES_S = np.arange(0, 60, 0.08)


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, HomeClip]:
    path = tmp_path_factory.mktemp("home") / "clip.mp4"
    return path, write_home_clip(path, PLAN, Span(20.0, 22.4), HAND, Fraction(25))


def test_each_frame_carries_its_own_time_at_an_uneven_rate(clip: tuple[Path, HomeClip]) -> None:
    path, truth = clip
    assert np.diff(truth.times_s).std() > 0.001
    video = open_video(path)
    try:
        for time_s in truth.times_s:
            frame = there(video.frame_at(float(time_s) + 0.001))
            assert read_time_strip(frame.rgb) == round(time_s * 1000)
            assert frame.pts_s == pytest.approx(time_s, abs=5e-4)
    finally:
        video.close()
    with av.open(str(path)) as container:
        assert container.metadata["comment"] == SIMULATED
        assert not container.streams.audio


def test_a_clip_says_in_the_picture_that_it_is_simulated() -> None:
    course = clip_course(STANDING, 1, TIMES_S[:1])
    luma = home_luma(poses(PLAN, TIMES_S[:1])[0], course, 0, 0.0)
    assert luma.shape == (HEIGHT_PX, WIDTH_PX)
    assert np.count_nonzero(luma[:24, 352:] == 235) > 200


def test_the_same_seed_is_filmed_the_same_and_another_otherwise() -> None:
    one, same, other = (clip_course(UNSTEADY, seed, TIMES_S) for seed in (5, 5, 6))
    assert np.array_equal(one.right_px, same.right_px)
    assert not np.array_equal(one.right_px, other.right_px)


def test_each_condition_does_what_its_name_says() -> None:
    by_name = {filming.name: clip_course(filming, 3, TIMES_S) for filming in CONDITIONS}
    still = by_name[STANDING.name]
    assert not still.right_px.any()
    assert not still.turn.any()
    hand, unsteady = by_name[HAND.name], by_name[UNSTEADY.name]
    assert 0.5 < np.abs(np.diff(hand.right_px)).mean() < 5
    assert np.abs(unsteady.stretch).max() > np.abs(hand.stretch).max()
    assert (hand.gain == 1).all()
    assert np.isnan(hand.passing).all()
    assert by_name[LIGHT.name].gain.std() > 0
    assert np.isfinite(by_name[PERSON.name].passing).any()
    assert by_name[FOCUS.name].blur_px.max() > 1
    assert by_name[HUNTING.name].blur_px.max() > 1
    assert by_name[HUNTING.name].stretch.max() > 0.04
    assert not hand.grain.any()
    assert (by_name[DARK.name].grain > 0).all()
    assert (by_name[DARK.name].gain < 0.6).all()


def test_the_course_does_not_depend_on_the_rate() -> None:
    coarse = clip_course(HAND, 4, np.arange(0, 10, 0.2))
    fine = clip_course(HAND, 4, np.arange(0, 9.9, 0.1))
    np.testing.assert_allclose(fine.right_px[::2][:45], coarse.right_px[:45], atol=1e-9)


def test_the_motion_that_is_found_is_the_one_that_was_made() -> None:
    times_s = np.arange(0, 4, 0.08)
    filming = replace(HAND, depth=0.0)
    course = clip_course(filming, 12, times_s)
    moving = poses(PLAN, np.full(len(times_s), 20.0))  # an infant who does not move
    tracker = CameraTracker()
    pictures = (area_mean(home_luma(moving[k], course, k, 0.0)[24:324]) for k in range(len(times_s)))
    found = [tracker.follow(picture) for picture in pictures]
    shifts_px = np.array([(one.right_px, one.down_px) for one in map(there, found[1:])]) * 3
    # The picture shows the room nearer than it is drawn, and the cut picture's middle is elsewhere: nearly.
    assert np.corrcoef(shifts_px[:, 0], np.diff(course.right_px))[0, 1] > 0.97
    assert np.median(np.abs(shifts_px[:, 0] - np.diff(course.right_px))) < 0.3


def test_a_smaller_picture_is_the_same_picture() -> None:
    course = clip_course(HAND, 2, TIMES_S[:1])
    pose = poses(PLAN, TIMES_S[:1])[0]
    large, small = home_luma(pose, course, 0, 0.1).astype(float), home_luma(pose, course, 0, 0.1, 3).astype(float)
    blocks = large.reshape(120, 3, 160, 3).mean(axis=(1, 3))[10:105]
    assert np.abs(blocks - small[10:105]).mean() < 2


def test_in_the_dark_a_picture_is_darker_and_noisier_and_a_smaller_one_keeps_the_noise() -> None:
    pose = poses(PLAN, TIMES_S[:1])[0]
    plain, dark = clip_course(STANDING, 2, TIMES_S[:9]), clip_course(replace(DARK, shake=0.0), 2, TIMES_S[:9])
    for factor in (1, 3):
        luma = [home_luma(pose, dark, k, 0.1, factor)[30 // factor : 310 // factor].astype(float) for k in (0, 8)]
        lit = [home_luma(pose, plain, k, 0.1, factor)[30 // factor : 310 // factor].astype(float) for k in (0, 8)]
        assert luma[0].mean() < 0.65 * lit[0].mean()
        assert np.std(luma[1] - luma[0]) > 2 * np.std(lit[1] - lit[0]) > 0


def test_the_colour_has_half_the_size() -> None:
    course = clip_course(HAND, 2, TIMES_S[:1])
    planes = home_picture(poses(PLAN, TIMES_S[:1])[0], course, 0, 0.1)
    assert planes.blue.shape == planes.red.shape == (HEIGHT_PX // 2, WIDTH_PX // 2)


def test_a_clip_can_be_cancelled(tmp_path: Path) -> None:
    def stop(_share: float) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        write_home_clip(tmp_path / "clip.mp4", PLAN, Span(20.0, 21.0), HAND, progress=stop)
