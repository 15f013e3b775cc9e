import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.model.film.video import SyncMap, Timeline, VideoClip
from eegview.model.span import Span

OFFSETS_S = st.floats(-1e5, 1e5, allow_nan=False)
TIMES_S = st.floats(0, 1e5, allow_nan=False)


@given(OFFSETS_S, st.floats(-500, 500, allow_nan=False), TIMES_S)
def test_to_video_time_and_back(offset_s: float, drift_ppm: float, video_s: float) -> None:
    sync = SyncMap(offset_s, drift_ppm)
    assert sync.to_video_s(sync.to_recording_s(video_s)) == pytest.approx(video_s, abs=1e-6)


@given(OFFSETS_S, st.floats(-500, 500, allow_nan=False), TIMES_S, st.floats(1e-3, 1e5))
def test_a_map_never_turns_time_round(offset_s: float, drift_ppm: float, video_s: float, later_s: float) -> None:
    sync = SyncMap(offset_s, drift_ppm)
    assert sync.to_recording_s(video_s) < sync.to_recording_s(video_s + later_s)
    recording_s = sync.to_recording_s(video_s)
    assert sync.to_video_s(recording_s) < sync.to_video_s(recording_s + later_s)


def test_a_clock_200_ppm_fast_drifts_17_s_a_day() -> None:
    assert SyncMap(5.0, 200.0).to_recording_s(86_400.0) - 5.0 - 86_400.0 == pytest.approx(17.28)


def clip(start_s: float, stop_s: float, first_s: float = 0.0, name: str = "") -> VideoClip:
    """Return a clip that covers [start_s, stop_s) of the recording and whose first PTS is `first_s`."""
    path = name or f"{start_s:g}.mp4"
    return VideoClip(path, first_s, first_s + stop_s - start_s, SyncMap(offset_s=start_s - first_s))


def test_a_clip_lies_where_its_first_pts_says() -> None:
    assert clip(10.0, 20.0, first_s=5.0).span == Span(10.0, 20.0)


def test_clip_at() -> None:
    early, late = clip(0.0, 10.0), clip(8.0, 12.0)
    timeline = Timeline((early, late))
    assert timeline.clip_at(0.0) is early
    assert timeline.clip_at(8.0) is late  # where two overlap, the one that started later
    assert timeline.clip_at(9.9) is late
    assert timeline.clip_at(12.0) is None  # the end is the first moment without video
    assert timeline.clip_at(-0.1) is None
    assert Timeline().clip_at(0.0) is None


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 20)), max_size=6), st.integers(-5, 80), st.randoms())
def test_the_answer_covers_the_time_and_does_not_hang_on_order(
    starts: list[tuple[int, int]], time_s: int, chance
) -> None:
    clips = [clip(start, start + length, name=f"{n}.mp4") for n, (start, length) in enumerate(starts)]
    found = Timeline(tuple(clips)).clip_at(time_s)
    covering = [c for c in clips if c.span.contains(time_s)]
    assert (found in covering) if covering else found is None
    chance.shuffle(clips)
    again = Timeline(tuple(clips)).clip_at(time_s)
    assert (again.span.start_s if again else None) == (found.span.start_s if found else None)


def test_stretches_that_touch_are_one() -> None:
    timeline = Timeline((clip(20.0, 30.0), clip(0.0, 10.0), clip(10.0, 15.0), clip(12.0, 14.0)))
    assert timeline.coverage == (Span(0.0, 15.0), Span(20.0, 30.0))
    assert Timeline().coverage == ()


def test_next_and_previous_covered_time() -> None:
    timeline = Timeline((clip(10.0, 20.0), clip(30.0, 40.0)))
    assert [timeline.next_covered(t) for t in (5.0, 10.0, 25.0, 30.0, 50.0)] == [10.0, 30.0, 30.0, None, None]
    assert [timeline.previous_covered(t) for t in (5.0, 15.0, 20.0, 25.0, 35.0, 50.0)] == pytest.approx(
        [None, None, 19.999, 19.999, 19.999, 39.999]
    )


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 20)), max_size=6), st.floats(-5, 80))
def test_coverage_is_where_a_clip_is(starts: list[tuple[int, int]], time_s: float) -> None:
    timeline = Timeline(tuple(clip(start, start + length, name=f"{n}.mp4") for n, (start, length) in enumerate(starts)))
    assert any(span.contains(time_s) for span in timeline.coverage) == (timeline.clip_at(time_s) is not None)
