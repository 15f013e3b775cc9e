"""The ends of an interval that is there: `from estimate_ends import ends`."""

from eegview.clinical.statistics.estimate import Estimate


def ends(estimate: Estimate | None) -> tuple[float, float]:
    assert estimate is not None
    assert estimate.low is not None
    assert estimate.high is not None
    return estimate.low, estimate.high
