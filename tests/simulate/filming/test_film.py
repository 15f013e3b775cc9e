"""The film of a simulated study: times, strip, movement."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.model.span import Span
from eegview.simulate.filming.camera import is_plain, seen, views
from eegview.simulate.filming.figure import draw_pose
from eegview.simulate.filming.film import frame_rate, write_film
from eegview.simulate.filming.movement import STEPS, Joint, poses
from eegview.simulate.filming.time_strip import HEIGHT_PX, N_BLOCKS, WIDTH_PX, paint_time_strip, read_time_strip
from eegview.simulate.plan import Disturbance, Stage, StudyPlan
from eegview.simulate.scene import SceneEvent
from eegview.simulate.signals import make_simulation
from eegview.simulate.study import plan_study
from eegview.simulate.truth import truth_rows


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


def limbs_of(kind: str, times_s: np.ndarray) -> np.ndarray:
    """Return the joints while one thing is done from 10 to 16 s by an infant who else lies still."""
    plan = plan_study(0.1, 5)
    event = Disturbance(1, Span(10.0, 16.0), "mimic", kind, (), 1.0)
    still = (Stage(Span(0.0, plan.duration_s), "N3"),)
    calm = replace(plan, stages=still, spasms=(), clusters=(), disturbances=(event,), scene=())
    return poses(calm, times_s).astype(int)


def test_a_short_startle_draws_in_all_limbs_and_is_over_in_a_second():
    joints = limbs_of("short_startle", np.array([9.9, 10.2, 11.0]))
    assert (joints[1, : Joint.HEAD] > 0.4 * STEPS).all()
    assert not joints[[0, 2], : Joint.HEAD].any()


def test_legs_are_kicked_in_turn():
    legs = limbs_of("kicking", np.arange(10.5, 15.5, 0.04))[:, Joint.LEFT_LEG : Joint.HEAD]
    assert (legs.max(axis=0) > 0.8 * STEPS).all()
    assert not (legs > 0.2 * STEPS).all(axis=1).any()


def test_a_hand_that_pats_on_and_off_stays_and_rests_for_seconds():
    hand = limbs_of("patting_on_and_off", np.arange(9.0, 17.0, 0.02))[:, Joint.HAND]
    inside = hand[51:349]
    assert (inside > 0).all()
    assert inside.max() == 3
    assert not hand[:49].any()
    longest = max(map(len, "".join("1" if one == 1 else " " for one in inside).split()))
    assert longest * 0.02 > 1.5


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


def test_what_only_the_camera_sees_is_planned_and_leaves_the_eeg_alone():
    plan = plan_study(1.0, 7001)
    kinds = {event.kind for event in plan.scene}
    assert {"caregiver", "lamp_off", "infrared", "blanket", "camera_moved", "exposure"} <= kinds
    assert plan.scene == plan_study(1.0, 7001).scene
    rows = [row for row in truth_rows(plan) if row["trial_type"] == "scene"]
    assert [row["kind"] for row in rows] == [event.kind for event in plan.scene]
    span = Span(100, 104)
    bare = make_simulation(replace(plan, scene=())).stretch(span)
    assert all(np.array_equal(a, b) for a, b in zip(make_simulation(plan).stretch(span), bare, strict=True))


def scene_plan(*events: tuple[str, float, float, float]) -> StudyPlan:
    """Return a study in which only these happen around the infant: kind, from, to, strength."""
    told = tuple(SceneEvent(k, Span(a, b), kind, size) for k, (kind, a, b, size) in enumerate(events))
    return replace(plan_study(0.5, 1), scene=told)


def test_a_blanket_hides_what_moves_under_it_and_shows_it_later():
    bare, covered = scene_plan(), scene_plan(("blanket", 0, 1800, 1.5))
    spasm = max(bare.spasms, key=lambda s: s.intensity * (not s.is_subtle) * (s.side == "both"))
    times_s = spasm.emg_span.start_s + np.arange(-5, 30) / 25
    free, under = (poses(plan, times_s)[:, [Joint.LEFT_ARM, Joint.LEFT_LEG]].astype(int) for plan in (bare, covered))
    assert np.abs(np.ptp(under, axis=0)).max() < 0.5 * np.abs(np.ptp(free, axis=0)).max()
    steepest = [np.abs(np.diff(limbs, axis=0)).sum(axis=1) for limbs in (free, under)]
    assert steepest[0].argmax() < steepest[1].argmax()


def test_a_lifted_infant_leaves_the_picture_and_light_changes_it_for_a_while():
    plan = scene_plan(("lifted", 20, 40, 1.0), ("lamp_off", 60, 90, 1.0), ("infrared", 61, 91, 1.0))
    times_s = np.array([10.0, 30.0, 50.0, 62.2, 80.0, 120.0])
    seen_at = views(plan, times_s)
    pictures = [seen(draw_pose(pose), view) for pose, view in zip(poses(plan, times_s), seen_at, strict=True)]
    middle = [p.luma[140:230, 205:275] for p in pictures]
    assert np.ptp(middle[1].astype(int)) < 20  # the empty bed
    assert middle[4].mean() < 0.85 * middle[2].mean()
    assert (pictures[4].red[:150] == 128).all()
    assert is_plain(seen_at[0])
    assert is_plain(seen_at[5])
    for picture in pictures:  # clock and strip stay as they are
        assert np.array_equal(picture.luma[328:], pictures[0].luma[328:])


def test_a_camera_that_was_moved_stays_where_it_is():
    plan = scene_plan(("camera_moved", 20, 21, 1.0))
    before, after, later = (seen(draw_pose(poses(plan, np.array([30.0]))[0]), view).luma for view in
                            views(plan, np.array([10.0, 30.0, 300.0])))  # fmt: skip
    assert np.array_equal(after, later)
    assert np.mean(before != after) > 0.02
