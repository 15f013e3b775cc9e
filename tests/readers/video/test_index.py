"""The table of shown times, on packets written by hand and at random."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.readers.video.index import IndexBuilder, PacketIndex, PacketTimes
from eegview.readers.video.ring import FrameRing, ring_capacity

MS = Fraction(1, 1000)


def built(*packets: PacketTimes, tick_s: Fraction = MS, frame_ticks: int = 40) -> PacketIndex:
    builder = IndexBuilder(tick_s, frame_ticks)
    builder.add(packets)
    index = builder.index()
    assert index is not None
    return index


def test_frames_are_placed_by_shown_time_not_by_file_order() -> None:
    index = built(
        PacketTimes(64, 0, 40, True),
        PacketTimes(184, 40, 40, False),
        PacketTimes(104, 80, 40, False),
        PacketTimes(144, 120, 40, False),
        PacketTimes(224, 160, 0, True),
    )
    assert index.pts.tolist() == [64, 104, 144, 184, 224]
    assert index.is_key.tolist() == [True, False, False, False, True]
    assert index.dts.tolist() == [0, 80, 120, 40, 160]
    assert (index.first_s, index.last_s) == (0.064, 0.264)
    assert [index.key_position(k) for k in range(5)] == [0, 0, 0, 0, 4]
    assert index.longest_hold() == (0.064, 0.104)


def test_a_file_whose_first_key_frame_comes_late() -> None:
    index = built(PacketTimes(0, 0, 40, False), PacketTimes(40, 40, 40, True))
    assert index.key_position(0) is None
    assert index.key_position(1) == 1


def test_packets_without_shown_times_go_by_their_decoding_times() -> None:
    index = built(PacketTimes(None, 0, 1, True), PacketTimes(None, 1, 1, False), PacketTimes(None, None, 1, False))
    assert index.pts.tolist() == [0, 1]


def test_what_follows_a_jump_back_is_laid_behind_what_was_before() -> None:
    index = built(PacketTimes(5000, 5000, 40, True), PacketTimes(5040, 5040, 40, False), PacketTimes(0, 0, 40, True))
    assert index.pts.tolist() == [5000, 5040, 5080]
    assert index.part_starts == (5080,)
    assert [index.piece_of(k) for k in range(3)] == [0, 0, 1]
    assert index.shift_of(1) == 5080


def test_a_part_shorter_than_a_second_is_a_part() -> None:
    index = built(*(PacketTimes(40 * (k % 10), 40 * (k % 10), 40, k % 10 == 0) for k in range(30)))
    assert index.pts.tolist() == [40 * k for k in range(30)]
    assert index.part_starts == (400, 800)


def test_one_time_of_the_past_is_no_part() -> None:
    index = built(*(PacketTimes(40 * k if k != 60 else 0, 40 * k if k != 60 else 0, 40, k == 0) for k in range(100)))
    assert index.part_starts == ()
    assert index.pts.tolist() == [40 * k for k in range(100) if k != 60]


def test_a_time_that_steps_back_by_a_frame_is_no_part() -> None:
    index = built(*(PacketTimes(t, t, 40, t == 0) for t in (0, 40, 120, 80, 160)))
    assert index.part_starts == ()
    assert index.pts.tolist() == [0, 40, 80, 120, 160]


def test_frames_that_build_on_the_part_before_are_left_out() -> None:
    first = [PacketTimes(8000 + 40 * k, 8000 + 40 * k, 40, k == 0) for k in range(3)]
    index = built(*first, PacketTimes(80, 0, 40, True), PacketTimes(40, 40, 40, False), PacketTimes(120, 80, 40, False))
    assert index.pts.tolist() == [8000, 8040, 8080, 8120, 8160]


@pytest.mark.parametrize("first_turn", [0, 1])
def test_the_clock_of_mpeg_turns_over_without_a_break(first_turn: int) -> None:
    """Once with its counter begun anew, once with a turn that the library adds too much."""
    times = [2**33 - 3600 * 3 + 3600 * k for k in range(6)]
    stored = [t % 2**33 if first_turn == 0 else t + 2**33 * (t >= 2**33) for t in times]
    packets = [PacketTimes(t, t, 3600, k == 0) for k, t in enumerate(stored)]
    index = built(*packets, tick_s=Fraction(1, 90000), frame_ticks=3600)
    assert index.pts.tolist() == times
    assert index.part_starts == ()


@given(st.lists(st.tuples(st.integers(5, 40), st.integers(0, 10**6)), min_size=1, max_size=6))
def test_parts_lie_one_behind_the_other_whatever_their_times(parts: list[tuple[int, int]]) -> None:
    parts = sorted(parts, key=lambda part: -part[1])  # a later time is a pause of the camera
    packets = [PacketTimes(at + 40 * k, at + 40 * k, 40, k == 0) for n, at in parts for k in range(n)]
    index = built(*packets)
    assert (np.diff(index.pts) > 0).all()
    assert (index.n_frames, index.pts[0]) == (len(packets), packets[0].pts)


def test_no_packet_no_index() -> None:
    assert IndexBuilder(MS, 40).index() is None


def test_lost_frames_lengthen_the_one_before_and_shorten_the_end() -> None:
    index = built(*(PacketTimes(40 * k, 40 * k, 40, k == 0) for k in range(10)))
    holed = index.without(3, 5)
    assert holed.position_at(0.13) == 2
    assert holed.pts_s(3) == 0.2
    cut = index.without(8, 10)
    assert cut.last_s == 0.32
    assert cut.position_at(0.33) is None


@given(
    st.lists(st.integers(0, 10**7), min_size=1, max_size=50, unique=True),
    st.sampled_from([MS, Fraction(1, 90000), Fraction(1001, 30000), Fraction(1, 12800)]),
    st.floats(-10, 2e4),
)
def test_each_time_inside_has_exactly_one_frame(pts: list[int], tick_s: Fraction, time_s: float) -> None:
    index = built(*(PacketTimes(p, 0, 0, False) for p in pts), tick_s=tick_s)
    position = index.position_at(time_s)
    if position is None:
        assert time_s < index.first_s or time_s > index.last_s - 2e-9
    else:
        assert index.pts_s(position) - 2e-9 <= time_s < index.pts_s(position + 1)
    for k in range(index.n_frames):  # the time it says itself finds the frame again
        assert index.position_at(index.pts_s(k)) == k
        assert index.position_of(int(index.pts[k])) == k


def test_an_index_grows_while_it_is_built() -> None:
    builder = IndexBuilder(MS, 40)
    builder.add([PacketTimes(0, 0, 40, True)])
    first = builder.index()
    builder.add(PacketTimes(40 * k, 40 * k, 40, False) for k in range(1, 4))
    second = builder.index()
    assert first is not None
    assert second is not None
    assert (first.n_frames, second.n_frames) == (1, 4)
    np.testing.assert_array_equal(second.pts[:1], first.pts)


def test_the_ring_forgets_the_oldest() -> None:
    ring: FrameRing[str] = FrameRing(2)
    for pts, picture in ((0, "a"), (40, "b"), (0, "a again"), (80, "c")):
        ring.put(pts, picture)
    assert (ring.get(0), ring.get(40), ring.get(80), len(ring)) == ("a again", None, "c", 2)
    ring.clear()
    assert ring.get(0) is None


def test_the_ring_is_bounded_in_memory() -> None:
    assert ring_capacity(320 * 240 * 3 // 2) == 256
    assert ring_capacity(3840 * 2160 * 3 // 2) * 3840 * 2160 * 3 // 2 <= 150 * 2**20
    assert ring_capacity(10**9) == 2
