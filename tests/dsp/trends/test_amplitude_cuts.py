"""A trend of amplitude is the same wherever the blocks are cut, with gaps and without."""

from functools import lru_cache
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from trends.amplitude_blocks import ALL_ROWS, FAMILIES, block_of, built, noisy

LENGTH_S = 300.0
Gaps = tuple[tuple[float, float, int], ...]


@lru_cache(maxsize=1)
def signal() -> np.ndarray:
    whole = noisy(ALL_ROWS, LENGTH_S - 3.3)  # the last block reaches past the recording
    whole[4, 100 * 128 : 101 * 128] += 4000
    whole[7, 200 * 128 : 210 * 128] = 3.0
    return whole


def recording(gaps: Gaps) -> np.ndarray:
    whole = signal().copy()
    for start_s, length_s, row in gaps:
        rows = slice(None) if row < 0 else slice(row, row + 1)
        whole[rows, round(start_s * 128) : round((start_s + length_s) * 128)] = np.nan
    return whole


gaps_somewhere = st.lists(
    st.tuples(
        st.floats(0, LENGTH_S), st.sampled_from([0.0079, 0.5, 3.0, 20.0, 45.0]), st.integers(-3, len(ALL_ROWS) - 1)
    ),
    max_size=4,
).map(tuple)
cuts = st.lists(st.integers(1, 29), min_size=1, max_size=6, unique=True).map(sorted)


@pytest.mark.parametrize("family", FAMILIES)
@settings(max_examples=12, deadline=None)
@given(cuts_10s=cuts, gaps=st.one_of(st.just(()), gaps_somewhere))
def test_values_do_not_depend_on_the_cuts(family: str, cuts_10s: list[int], gaps: Gaps):
    whole, trend = recording(gaps), built(family, ALL_ROWS)
    at_once = trend.compute(block_of(whole, ALL_ROWS, 0.0, LENGTH_S))
    edges = [0.0, *(10.0 * cut for cut in cuts_10s), LENGTH_S]
    parts = [trend.compute(block_of(whole, ALL_ROWS, a, b)) for a, b in pairwise(edges)]
    assert set(at_once) == {column.column_id for column in trend.columns}
    for column in trend.columns:
        joined = np.concatenate([part[column.column_id] for part in parts])
        expected = at_once[column.column_id]
        assert joined.dtype == expected.dtype == np.float32
        assert len(expected) == LENGTH_S / column.step_s
        near_0 = 1e-6 if "asymmetry" in column.column_id else 0.0  # % of a difference that may be nothing
        np.testing.assert_allclose(joined, expected, rtol=1e-6, atol=near_0, err_msg=column.column_id)
        np.testing.assert_array_equal(np.isnan(joined), np.isnan(expected))


@pytest.mark.parametrize("family", FAMILIES)
def test_the_plain_kernels_give_the_same(family: str):
    from eegview.dsp import kernels, numpy_kernels

    whole, trend = recording(((60.0, 5.0, -1), (150.0, 1.0, 3))), built(family, ALL_ROWS)
    compiled = trend.compute(block_of(whole, ALL_ROWS, 0.0, LENGTH_S))
    before = kernels.active()
    kernels.use(numpy_kernels)
    try:
        plain = trend.compute(block_of(whole, ALL_ROWS, 0.0, LENGTH_S))
    finally:
        kernels.use(before)
    for name, values in plain.items():
        np.testing.assert_allclose(values, compiled[name], rtol=1e-5, atol=1e-5, err_msg=name)


@pytest.mark.parametrize(
    ("family", "changed"),
    [
        ("aeeg", {"window_s": 61.0}),
        ("reeg", {"percentiles_over_s": 60.0}),
        ("envelope", {"window_s": 60.0}),
        ("suppression", {"shortest_s": 20.0}),
        ("amplitude_asymmetry", {"median_over_s": 60.0}),
        ("artifact", {"collar_s": 20.0}),
    ],
)
def test_parameters_that_need_more_than_the_margins_are_refused(family: str, changed: dict[str, float]):
    with pytest.raises(ValueError, match="on either side of it"):
        built(family, ALL_ROWS, changed)
