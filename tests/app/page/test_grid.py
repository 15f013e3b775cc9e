import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recordings.memory_source import MemorySource, make_channels, make_recording

from eegview.app.page.grid import build_grid
from eegview.model.channel import Channel, ChannelKind
from eegview.model.display.filters import NO_FILTERS
from eegview.model.display.montage import Derivation, Montage
from eegview.model.display.page import PageRequest
from eegview.model.recording import Recording
from eegview.model.span import Span

AS_RECORDED = Montage("none", "As recorded", as_recorded=True)


def clock_source(
    rates_hz: tuple[float, ...], segments: tuple[tuple[float, float], ...], kinds: tuple[ChannelKind, ...] = ()
) -> MemorySource:
    """Every sample's value is its own time in s."""
    kinds = kinds or (ChannelKind.EEG,) * len(rates_hz)
    channels = tuple(
        Channel(k, f"E{k}", f"E{k}", kind, rate_hz)
        for k, (rate_hz, kind) in enumerate(zip(rates_hz, kinds, strict=True))
    )
    data = [[a + np.arange(round((b - a) * c.rate_hz)) / c.rate_hz for a, b in segments] for c in channels]
    return MemorySource(make_recording(channels, segments), data)


def grid_of(source: MemorySource, start_s: float, stop_s: float, montage: Montage = AS_RECORDED):
    return build_grid(source, PageRequest("f", Span(start_s, stop_s), montage, NO_FILTERS))


def test_samples_and_times_are_true_across_a_gap() -> None:
    grid = grid_of(clock_source((100.0,), ((0, 5), (7.003, 12.003))), 4.0, 8.0)
    assert grid.data.shape == (1, 400)
    assert grid.rate_hz == 100.0
    there = ~np.isnan(grid.data[0])
    np.testing.assert_allclose(grid.data[0, there], grid.times_s[there], atol=1e-6)
    assert list(np.flatnonzero(~there)) == list(range(100, 300))
    np.testing.assert_allclose(grid.times_s[~there], 4.0 + np.arange(100, 300) / 100)
    assert grid.times_s[300] == 7.003


@settings(max_examples=60, deadline=None)
@given(
    start_s=st.integers(0, 9000).map(lambda ms: ms / 1000),
    n_columns=st.integers(1, 500),
    gap_s=st.integers(0, 3000).map(lambda ms: ms / 1000),
)
def test_every_sample_fills_its_own_column(start_s: float, n_columns: int, gap_s: float) -> None:
    rate_hz = 64.0
    segments = ((0.0, 5.0), (5.0 + gap_s, 10.0 + gap_s))
    source = clock_source((rate_hz,), segments)
    grid = grid_of(source, start_s, start_s + n_columns / rate_hz)
    assert grid.data.shape == (1, n_columns) == (1, len(grid.times_s))
    expected = np.full(n_columns, np.nan)
    for part in source.data[0]:
        for time_s in part.astype(np.float64):
            column = round((time_s - start_s) * rate_hz)
            if 0 <= column < n_columns:
                expected[column] = time_s
    close = np.abs(expected - grid.data[0]) < 1e-5
    # a segment half way between two columns may go to either, which the test below looks at
    halves = np.abs((grid.times_s - start_s) * rate_hz % 1 - 0.5) < 1e-6
    assert (close | np.isnan(expected) & np.isnan(grid.data[0]) | halves.any()).all()


@pytest.mark.parametrize("start_s", [118.0, 118.003, 119.995, 0.0])
def test_a_segment_half_a_column_off_loses_no_sample(start_s: float) -> None:
    """0.125 s is 12.5 columns at 100 Hz, and sums of such times are not exact."""
    grid = grid_of(clock_source((100.0,), ((0, 20), (120.125, 140.125))), start_s, 140.0)
    there = np.flatnonzero(~np.isnan(grid.data[0]) & (grid.times_s > 60))
    assert list(np.diff(there)) == [1] * (len(there) - 1)
    np.testing.assert_allclose(grid.data[0, there], 120.125 + np.arange(len(there)) / 100, atol=1e-5)
    assert abs(len(there) - 1987.5) <= 1
    assert (np.diff(grid.times_s) > 0).all()


def test_slower_rows_are_held_and_faster_ones_taken_at_the_sample_before() -> None:
    kinds = (ChannelKind.EEG, ChannelKind.EEG, ChannelKind.EMG, ChannelKind.SPO2)
    grid = grid_of(clock_source((200.0, 50.0, 1000.0, 1.0), ((0, 20),), kinds), 3.505, 5.505)
    assert grid.rate_hz == 200.0
    assert grid.data.shape == (4, 400)
    assert not np.isnan(grid.data).any()
    np.testing.assert_allclose(grid.data[0], grid.times_s, atol=1e-5)
    np.testing.assert_allclose(grid.data[1], np.floor(grid.times_s * 50 + 1e-6) / 50, atol=1e-5)
    np.testing.assert_allclose(grid.data[2], grid.times_s, atol=1e-5)
    np.testing.assert_allclose(grid.data[3], np.floor(grid.times_s), atol=1e-5)


def test_unavailable_rows_are_there_and_empty() -> None:
    source = clock_source((100.0, 100.0), ((0, 5),))
    rows = (Derivation("E0-X", (("E0", 1.0), ("X", -1.0))), Derivation("E0-E1", (("E0", 1.0), ("E1", -1.0))))
    grid = grid_of(source, 0, 5, Montage("m", "M", rows, polygraphy=False))
    assert np.isnan(grid.data[0]).all()
    assert (grid.data[1] == 0).all()


def test_a_recording_without_eeg_uses_the_highest_rate_there_is_and_none_none() -> None:
    kinds = (ChannelKind.ECG, ChannelKind.SPO2)
    assert grid_of(clock_source((500.0, 1.0), ((0, 5),), kinds), 0, 1).rate_hz == 500.0
    empty: Recording = make_recording(make_channels([]), ((0, 5),))
    assert grid_of(MemorySource(empty, []), 0, 1).data.shape == (0, 0)


def test_a_page_of_rows_that_are_all_unavailable_still_has_its_columns() -> None:
    rows = (Derivation("A-B", (("A", 1.0), ("B", -1.0))),)
    grid = grid_of(clock_source((100.0,), ((0, 5),)), 1, 3, Montage("m", "M", rows, polygraphy=False))
    assert grid.data.shape == (1, 200)
    assert np.isnan(grid.data).all()
    np.testing.assert_allclose(grid.times_s, 1 + np.arange(200) / 100)
