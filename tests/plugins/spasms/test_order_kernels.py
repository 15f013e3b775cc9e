"""Medians and spreads of columns, against numpy; measures of pieces of a track that hold NaN."""

import numpy as np
import pytest
from detectors.plugin_parts import plugin_part

order_kernels = plugin_part("spasms", "order_kernels")
robust = plugin_part("spasms", "robust")


@pytest.mark.parametrize(("n_rows", "n_columns"), [(1, 3), (2, 256), (18, 700), (21, 5), (145, 33)])
def test_medians_and_spreads_are_those_of_numpy(n_rows, n_columns):
    rng = np.random.default_rng(n_rows)
    data = rng.normal(size=(n_rows + 2, n_columns)).astype(np.float32)
    data[rng.random(data.shape) < 0.1] = np.nan
    data[:, 1] = np.nan
    chosen = np.arange(len(data)) >= 2
    middles, spreads = np.empty((2, n_columns), np.float32)
    order_kernels.medians(data, chosen, middles)
    order_kernels.spreads(data, chosen, spreads)
    for k in range(n_columns):
        known = data[2:, k][~np.isnan(data[2:, k])]
        assert middles[k] == np.median(known) if len(known) else np.isnan(middles[k])
        if len(known) >= 3:
            assert spreads[k] == pytest.approx(np.abs(known - np.median(known)).mean(), rel=1e-5)
        else:
            assert np.isnan(spreads[k])


def test_what_is_missing_of_a_piece_is_left_out():
    piece = np.array([3.0, np.nan, 1.0, 2.0, np.nan, 6.0], np.float32)
    assert robust.median_known(piece) == 2.5
    assert robust.mean_known(piece) == 3.0
    assert robust.highest_known(piece) == 6.0
    for measure in (robust.median_known, robust.mean_known, robust.highest_known):
        assert measure(piece[:0]) == measure(np.full(4, np.nan, np.float32)) == 0.0
    values = np.sort(np.random.default_rng(1).normal(size=37).astype(np.float32))
    for share in (0.0, 0.1, 0.63, 1.0):
        assert robust.place_of(values, share) == pytest.approx(np.quantile(values.astype(np.float64), share))
