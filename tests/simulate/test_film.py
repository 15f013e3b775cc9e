"""The film of a simulated study: times, strip, movement."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.simulate.figure import draw_pose
from eegview.simulate.film import frame_rate, write_film
from eegview.simulate.movement import STEPS, Joint, poses
from eegview.simulate.study import plan_study
from eegview.simulate.time_strip import HEIGHT_PX, N_BLOCKS, WIDTH_PX, paint_time_strip, read_time_strip


@given(st.integers(0, 2**N_BLOCKS - 1))
def test_the_strip_reads_back_what_was_painted(time_ms: int):
    luma = np.full((HEIGHT_PX, WIDTH_PX), 90, np.uint8)
    paint_time_strip(luma, time_ms)
    assert read_time_strip(np.repeat(luma[:, :, None], 3, axis=2)) == time_ms


def test_the_strip_reaches_two_days():
    assert 2**N_BLOCKS / 1000 > 48 * 3600


def test_a_picture_of_another_size_has_no_strip():
    with pytest.raises(ValueError, match="480"):
        read_time_strip(np.zeros((240, 320, 3), np.uint8))


def test_every_frame_carries_its_own_time(tmp_path):
    import av

    plan = replace(plan_study(1 / 30, 2), duration_s=62.0)
    write_film(tmp_path / "demo.mp4", plan)
    with av.open(str(tmp_path / "demo.mp4")) as film:
        stream = film.streams.video[0]
        assert (stream.codec_context.width, stream.codec_context.height) == (WIDTH_PX, HEIGHT_PX)
        times_ms = []
        for frame in film.decode(stream):
            if frame.pts is not None and stream.time_base is not None:
                time_ms = float(frame.pts * stream.time_base) * 1000
                times_ms.append(time_ms)
                # every frame around the seam of two pieces, and a few elsewhere
                if abs(time_ms - 60_000) < 500 or len(times_ms) % 100 == 1:
                    assert read_time_strip(frame.to_ndarray(format="rgb24")) == pytest.approx(time_ms, abs=0.5)
    assert times_ms[0] == 0
    assert len(times_ms) == plan.duration_s * 25
    assert np.allclose(np.diff(times_ms), 40)


def test_the_infant_moves_at_the_true_times_and_lies_still_asleep():
    plan = plan_study(0.5, 1)
    spasm = max(plan.spasms, key=lambda s: s.intensity * (not s.is_subtle))
    rest = poses(plan, np.array([spasm.emg_span.start_s - 1.5]))[0].astype(int)
    peak = poses(plan, np.array([spasm.emg_span.start_s + 0.4]))[0].astype(int)
    arms = [Joint.LEFT_ARM, Joint.RIGHT_ARM]
    assert np.abs(peak - rest)[arms].max() > STEPS * 0.5
    asleep = next(s.span for s in plan.stages if s.name == "N3")
    still = poses(plan, np.linspace(asleep.start_s + 1, asleep.stop_s - 1, 400))
    quiet = np.mean(np.abs(still[:, : Joint.HEAD]).sum(axis=1) == 0)
    assert quiet > 0.8
    assert not still[:, Joint.EYES].any()


def test_poses_do_not_depend_on_how_the_film_is_cut():
    plan = plan_study(0.1, 5)
    times_s = np.arange(0, 3000) / 25
    whole = poses(plan, times_s)
    assert np.array_equal(whole[1000:1500], poses(plan, times_s[1000:1500]))


def test_a_spasm_changes_the_picture():
    rest, moved = np.zeros(len(Joint), np.int8), np.zeros(len(Joint), np.int8)
    moved[[Joint.LEFT_ARM, Joint.RIGHT_ARM]] = -STEPS
    assert np.mean(draw_pose(rest).luma != draw_pose(moved).luma) > 0.01


def test_long_studies_have_fewer_frames():
    assert float(frame_rate(1800)) == 25
    assert float(frame_rate(24 * 3600)) == 12.5
