"""The raster law: every sample lies inside its column's span, and nothing is drawn where no sample or line is."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eegview.dsp import compiled, kernels
from eegview.dsp import numpy_kernels as plain
from eegview.dsp.raster import RowLine, draw_traces
from eegview.model.display.page import Trace
from eegview.model.span import Span

GROUND, INK, RED = 0xFFFFFFFF, 0xFF000000, 0xFFFF0000
PAGE = Span(10.0, 20.0)


def canvas(height_px: int = 100, width_px: int = 200) -> np.ndarray:
    return np.full((height_px, width_px), GROUND, np.uint32)


def trace(values, first_s: float = 10.0, rate_hz: float = 100.0, row: int = 0) -> Trace:
    values = np.asarray(values, np.float32)
    values.flags.writeable = False
    return Trace(row, first_s, rate_hz, values)


@st.composite
def drawn_pages(draw):
    """A trace of any density, with holes, partly off the page and off the canvas."""
    rate_hz = draw(st.sampled_from([0.7, 3.0, 20.0, 100.0, 333.0]))
    first_s = draw(st.floats(8.0, 21.0))
    n_samples = draw(st.integers(1, max(2, int(6 * rate_hz))))
    seed = draw(st.integers(0, 2**32 - 1))
    rng = np.random.default_rng(seed)
    values = (rng.standard_normal(n_samples) * draw(st.sampled_from([1.0, 30.0, 300.0]))).astype(np.float32)
    values[rng.random(n_samples) < draw(st.sampled_from([0.0, 0.1, 0.6]))] = np.nan
    look = RowLine(draw(st.floats(-20.0, 120.0)), draw(st.floats(-2.0, 2.0)), INK)
    return Trace(0, first_s, rate_hz, values), look


@settings(max_examples=60, deadline=None)
@given(page=drawn_pages(), left_px=st.integers(-10, 40), thickness_px=st.sampled_from([1, 2, 3]))
def test_all_kernels_draw_the_same_pixels_and_lose_no_sample(
    machine_kernels, page, left_px: int, thickness_px: int
) -> None:
    shown, look = page
    pictures = []
    before = kernels.active()
    sets: tuple[kernels.Kernels, ...] = plain, compiled, machine_kernels
    for chosen in sets:
        kernels.use(chosen)
        pictures.append(canvas())
        draw_traces(pictures[-1], [shown], [look], PAGE, left_px, 150, thickness_px)
    kernels.use(before)
    for other in pictures[1:]:
        np.testing.assert_array_equal(pictures[0], other)
    picture = pictures[0]
    x = (shown.first_s - PAGE.start_s) * 15 + np.arange(len(shown.values)) * (15 / shown.rate_hz)
    y = look.centre_px + shown.values.astype(np.float64) * look.px_per_unit
    for x_px, y_px in zip(x, y, strict=True):
        column = int(np.floor(x_px))
        if np.isnan(y_px) or not 0 <= column < 150 or not 0 <= y_px < 100 or not 0 <= left_px + column < 200:
            continue
        assert picture[int(np.floor(y_px)), left_px + column] == INK
    # and no ink outside the page's columns, a thick line's edge aside
    assert (picture[:, max(left_px + 150 + thickness_px // 2, 0) :] == GROUND).all()
    assert (picture[:, : max(left_px - (thickness_px - 1) // 2, 0)] == GROUND).all()


def test_neighbouring_columns_touch(kernel) -> None:
    picture = canvas()
    rng = np.random.default_rng(0)
    draw_traces(picture, [trace(rng.standard_normal(1000) * 20)], [RowLine(50, 1, INK)], PAGE, 0, 200)
    inked = picture == INK
    for left, right in zip(inked.T[:-2], inked.T[1:-1], strict=True):
        grown = left | np.roll(left, 1) | np.roll(left, -1)
        assert (grown & right).any()


def test_a_spike_of_one_sample_is_never_lost(kernel) -> None:
    values = np.zeros(100_000)
    values[43_210] = -40
    picture = canvas()
    draw_traces(picture, [trace(values, rate_hz=10_000)], [RowLine(50, 1, INK)], PAGE, 0, 200)
    assert (picture[10:51, 86] == INK).all()
    assert (picture[10:50] == INK).any(axis=0).sum() == 1


def test_negative_goes_up(kernel) -> None:
    picture = canvas()
    draw_traces(picture, [trace(np.full(1000, -20.0))], [RowLine(50, 1, INK)], PAGE, 0, 200)
    assert (picture[30, :199] == INK).all()


def test_sparse_samples_are_joined_by_a_line(kernel) -> None:
    picture = canvas()
    draw_traces(picture, [trace([0, 90], first_s=10.0, rate_hz=0.2)], [RowLine(5, 1, INK)], PAGE, 0, 200)
    rows, columns = np.nonzero(picture == INK)
    assert set(range(100)) <= set(columns)
    np.testing.assert_allclose(rows, 5 + 0.9 * columns, atol=1.5)


def test_gaps_and_missing_samples_are_not_bridged(kernel) -> None:
    picture = canvas()
    values = np.zeros(400)
    values[100:200] = np.nan
    draw_traces(picture, [trace(values), trace(np.zeros(300), first_s=16.0)], [RowLine(50, 1, INK)], PAGE, 0, 200)
    inked = (picture == INK).any(axis=0)
    assert inked[:20].all()
    assert not inked[21:40].any()
    assert inked[40:79].all()
    assert not inked[81:120].any()
    assert inked[120:179].all()


def test_a_single_sample_is_a_dot_and_a_hidden_row_nothing(kernel) -> None:
    picture = canvas()
    looks = [RowLine(50, 1, INK), None, RowLine(20, 1, RED)]
    draw_traces(picture, [trace([3.0]), trace([1.0] * 50, row=1), trace([], row=2)], looks, PAGE, 7, 150)
    assert list(zip(*np.nonzero(picture != GROUND), strict=True)) == [(53, 7)]


def test_a_thick_line_covers_the_thin_one(kernel) -> None:
    values = np.random.default_rng(4).standard_normal(500) * 20
    thin, thick = canvas(), canvas()
    draw_traces(thin, [trace(values)], [RowLine(50, 1, INK)], PAGE, 5, 150)
    draw_traces(thick, [trace(values)], [RowLine(50, 1, INK)], PAGE, 5, 150, thickness_px=2)
    assert (thick[thin == INK] == INK).all()
    assert (thick == INK).sum() > 1.15 * (thin == INK).sum()


def test_an_empty_page_draws_nothing(kernel) -> None:
    picture = canvas()
    draw_traces(picture, [trace([1, 2, 3])], [RowLine(50, 1, INK)], Span(10, 10), 0, 200)
    draw_traces(picture, [trace([1, 2, 3])], [RowLine(50, 1, INK)], PAGE, 0, 0)
    draw_traces(picture, [trace([1e30, -1e30, 1e30])], [RowLine(500, 1, INK)], PAGE, 150, 100)
    assert (picture[:, :150] == GROUND).all()


@pytest.mark.parametrize("n_rows", [1, 40])
def test_later_traces_lie_above(kernel, n_rows: int) -> None:
    picture = canvas()
    looks = [RowLine(50, 1, INK)] * n_rows + [RowLine(50, 1, RED)]
    draw_traces(picture, [trace(np.zeros(1000), row=n) for n in range(n_rows + 1)], looks, PAGE, 0, 200)
    assert (picture[50, :199] == RED).all()
