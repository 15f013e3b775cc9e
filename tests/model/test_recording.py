import itertools

from hypothesis import given
from hypothesis import strategies as st

from eegview.model.recording import Recording, sample_range
from eegview.model.span import Span

RATES_HZ = st.sampled_from([1.0, 50.0, 100.0, 128.0, 199.0, 200.0, 256.0, 500.0, 512.0, 1000.0, 1000 / 3, 2048.0])
STARTS_S = st.one_of(st.just(0.0), st.floats(0.0, 200_000.0), st.integers(0, 200_000).map(float))


@given(RATES_HZ, STARTS_S, st.integers(1, 20_000_000), st.data())
def test_a_sample_is_found_at_its_own_time(rate_hz: float, start_s: float, n_samples: int, data: st.DataObject) -> None:
    """Seconds from a sample number, and the sample number back."""
    segment = Span(start_s, start_s + n_samples / rate_hz)
    k = data.draw(st.integers(0, n_samples - 1))
    at_s = segment.start_s + k / rate_hz
    assert sample_range(segment, rate_hz, Span(at_s, at_s + 1 / rate_hz)) == (k, k + 1)
    assert sample_range(segment, rate_hz, segment) == (0, n_samples)


@given(RATES_HZ, STARTS_S, st.floats(0.01, 5000.0), st.lists(st.floats(-10.0, 5010.0), min_size=2, max_size=8))
def test_spans_that_meet_share_no_sample_and_lose_none(
    rate_hz: float, start_s: float, duration_s: float, cuts: list[float]
) -> None:
    segment = Span(start_s, start_s + duration_s)
    times = sorted(start_s + cut for cut in cuts)
    ranges = [sample_range(segment, rate_hz, Span(a, b)) for a, b in itertools.pairwise(times)]
    whole = sample_range(segment, rate_hz, Span(times[0], times[-1]))
    assert ranges[0][0] == whole[0]
    assert ranges[-1][1] == whole[1]
    assert all(a[1] == b[0] for a, b in itertools.pairwise(ranges))


@given(RATES_HZ, st.floats(0.0, 1000.0), st.floats(0.1, 100.0))
def test_nothing_lies_outside_a_segment(rate_hz: float, start_s: float, duration_s: float) -> None:
    segment = Span(start_s, start_s + duration_s)
    n_samples = round(segment.duration_s * rate_hz)
    assert sample_range(segment, rate_hz, Span(start_s - 5, start_s)) == (0, 0)
    after = sample_range(segment, rate_hz, Span(segment.stop_s + 1, segment.stop_s + 6))
    assert after == (n_samples, n_samples)


def test_gaps_are_what_the_segments_leave() -> None:
    recording = Recording("x.edf", "EDF+D", (), (Span(0, 10), Span(12.5, 20)), None, "0" * 64)
    assert recording.gaps == (Span(10, 12.5),)
    assert recording.duration_s == 20
    assert Recording("x.edf", "EDF+C", (), (), None, "0" * 64).duration_s == 0
