"""The aEEG of any pair of electrodes."""

import numpy as np
import pytest
from recordings.memory_source import SCALP_10_20, noise_source

from eegview.app.trends.aeeg_pair import electrodes_of, pair_aeeg, with_pair
from eegview.app.trends.computing import compute_trends
from eegview.app.trends.pair_panel import COLUMNS
from eegview.model.errors import Cancelled, UsageError

SOURCE = noise_source(SCALP_10_20, 128.0, ((0.0, 75.0), (90.0, 205.0)), scale_uv=60.0)


def test_a_pair_that_the_trends_have_themselves_has_the_same_values() -> None:
    table = compute_trends(SOURCE)
    both = with_pair(table, pair_aeeg(SOURCE, "C3-P3", table))
    for margin, column_id in zip(("lower", "upper"), COLUMNS, strict=True):
        np.testing.assert_array_equal(both.values(column_id), table.values(f"aeeg_{margin}_left"))
        assert both.column(column_id).title == f"aEEG pair (C3-P3), {margin} margin"
    other = pair_aeeg(SOURCE, "Fp1-O2", table)[1]["aeeg_upper_pair"]
    assert len(other) == len(table.values("aeeg_upper_left"))
    assert not np.array_equal(other, table.values("aeeg_upper_left"), equal_nan=True)


def test_a_pair_that_is_not_there_says_why() -> None:
    table = compute_trends(SOURCE)
    for pair, word in (("C3-C3", "two electrodes"), ("C3-XX", "XX")):
        with pytest.raises(UsageError, match=word):
            pair_aeeg(SOURCE, pair, table)
    with pytest.raises(UsageError, match="marked bad"):
        pair_aeeg(SOURCE, "C3-P4", table, frozenset({"P4"}))
    with pytest.raises(Cancelled):
        pair_aeeg(SOURCE, "C3-P4", table, is_cancelled=lambda: True)
    assert with_pair(table, None, "Because.").why_missing(COLUMNS[0]) == "Because."
    assert set(electrodes_of(SOURCE.recording)) == set(SCALP_10_20)
