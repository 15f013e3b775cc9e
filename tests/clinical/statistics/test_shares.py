"""Shares of events in clusters: against scipy and statsmodels, and how often the interval holds the true share."""

import numpy as np
import pytest
from estimate_ends import ends
from scipy import stats

from eegview.clinical.statistics.shares import BY_UNIT, CLUSTERED, EXACT, ONE_UNIT, share_of_events, worth

SEED = 20261129
UNITS = [(3, 10), (8, 12), (0, 1), (5, 7), (1, 9)]


def test_events_that_come_alone_have_the_exact_interval():
    from statsmodels.stats.proportion import proportion_confint  # takes a second

    for k, n in ((0, 5), (3, 9), (9, 9)):
        share = share_of_events([(1, 1)] * k + [(0, 1)] * (n - k))
        assert (share.low, share.high) == pytest.approx(proportion_confint(k, n, method="beta"))
        assert (share.value, share.n, share.method) == (k / n, n, EXACT)


def test_clusters_are_worth_what_the_variance_between_them_says():
    from statsmodels.regression.linear_model import OLS  # takes a second

    k, n = sum(k for k, _ in UNITS), sum(n for _, n in UNITS)
    p = k / n
    events = np.concatenate([[1.0] * k + [0.0] * (n - k) for k, n in UNITS])
    groups = np.repeat(np.arange(len(UNITS)), [n for _, n in UNITS])
    fit = OLS(events, np.ones(n)).fit(cov_type="cluster", cov_kwds={"groups": groups})
    ratio = stats.t.ppf(0.975, n - 1) / stats.t.ppf(0.975, len(UNITS) - 1)
    expected = p * (1 - p) / float(fit.cov_params()[0, 0]) * ratio**2
    assert worth(UNITS, p) == pytest.approx(expected)
    share = share_of_events([*UNITS, (0, 0)])
    low = stats.beta.ppf(0.025, p * expected, expected * (1 - p) + 1)
    high = stats.beta.ppf(0.975, p * expected + 1, expected * (1 - p))
    assert (share.low, share.high) == pytest.approx((low, high))
    assert (share.value, share.n, share.method) == (p, n, CLUSTERED)
    (low, high), (plain_low, plain_high) = ends(share), ends(share_of_events([(1, 1)] * k + [(0, 1)] * (n - k)))
    assert low < plain_low < plain_high < high


def test_all_none_and_one_unit():
    share = share_of_events([(10, 10), (4, 4), (1, 1)])
    assert (share.value, share.low, share.high) == pytest.approx((1.0, 0.025 ** (1 / 3), 1.0))
    assert share.method == BY_UNIT
    one = share_of_events([(3, 10)])
    assert (one.value, one.low, one.high, one.method) == (0.3, None, None, ONE_UNIT)
    assert share_of_events([(0, 0)]) is None
    assert share_of_events([(1, 2), (2, 4)]).method == CLUSTERED  # no variance between: worth no more than there are
    with pytest.raises(ValueError, match="0 <= k <= n"):
        share_of_events([(3, 2)])


@pytest.mark.parametrize(("n_units", "alike"), [(4, 0.2), (12, 0.05), (12, 0.4)])
def test_the_interval_holds_the_true_share(n_units: int, alike: float):
    rng = np.random.default_rng(SEED)
    true, n_held, n_all = 0.3, 0, 400
    for _ in range(n_all):
        sizes = rng.geometric(0.1, n_units)
        of_unit = rng.beta(true * (1 / alike - 1), (1 - true) * (1 / alike - 1), n_units)
        counts = rng.binomial(sizes, of_unit)
        share = share_of_events(list(zip(counts.tolist(), sizes.tolist(), strict=True)))
        low, high = ends(share)
        n_held += low <= true <= high
    assert 0.89 <= n_held / n_all <= 1.0
