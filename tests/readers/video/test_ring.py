"""The pictures kept: the newest, and the beginning of a stretch that is played again."""

from hypothesis import given
from hypothesis import strategies as st

from eegview.readers.video.ring import FrameRing


def test_the_oldest_goes_first() -> None:
    ring: FrameRing[str] = FrameRing(3)
    for pts in (1, 2, 3, 4):
        ring.put(pts, f"picture {pts}")
    assert [ring.get(pts) for pts in (1, 2, 3, 4)] == [None, "picture 2", "picture 3", "picture 4"]


@given(
    st.integers(2, 8),
    st.lists(st.integers(0, 40), max_size=120),
    st.tuples(st.integers(0, 40), st.integers(0, 40)),
    st.integers(0, 120),
)
def test_of_a_held_stretch_the_earliest_stay(
    capacity: int, times: list[int], stretch: tuple[int, int], held_from: int
) -> None:
    ring: FrameRing[int] = FrameRing(capacity)
    held = range(*sorted(stretch))
    since: set[int] = set()
    for number, pts in enumerate(times):
        if number == held_from:
            ring.hold(held)
            since = {pts for pts in held if ring.get(pts) is not None}
        ring.put(pts, pts)
        since |= {pts} if number >= held_from and pts in held else set()
        assert ring.get(pts) == pts
        assert len(ring) <= 2 * capacity
    if held_from < len(times):
        assert [ring.get(pts) for pts in sorted(since)[:capacity]] == sorted(since)[:capacity]
    ring.hold(range(0))
    assert len(ring) <= capacity
