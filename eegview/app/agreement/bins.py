"""Items of equal length along a study, as codes per layer: neighbours that were read alike are one item."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from eegview.app.agreement.units import RatedItem
from eegview.model.span import Span

UNREAD = -1
Codes = NDArray[np.int8]
Bins = NDArray[np.bool_]


def middles_of(duration_s: float, bin_s: float) -> NDArray[np.float64]:
    """Return the middles (s) of the bins of a study, (n_bins,); the last bin ends with the study."""
    starts = np.arange(max(0, math.ceil((duration_s - 1e-3) / bin_s))) * bin_s
    return (starts + np.minimum(starts + bin_s, duration_s)) / 2


def inside(spans: Sequence[Span], middles: NDArray[np.float64]) -> Bins:
    """Return whether the middle of each bin lies in one of the spans: (n_bins,)."""
    found = np.zeros(len(middles), bool)
    for span in spans:
        first, stop = np.searchsorted(middles, [span.start_s, span.stop_s])
        found[first:stop] = True
    return found


def joined_items(
    study: int, layers: Sequence[str], codes: Codes, classes: Sequence[str], bin_s: float, duration_s: float
) -> list[RatedItem]:
    """Return the bins that two layers or more have read, neighbours with the same codes as one item.

    codes : (n_layers, n_bins) number of the class, `UNREAD` where there is none
    """
    n_bins = codes.shape[1]
    if not n_bins:
        return []
    edges = np.flatnonzero((codes[:, 1:] != codes[:, :-1]).any(axis=0)) + 1
    starts = np.concatenate([[0], edges])
    stops = np.concatenate([edges, [n_bins]])
    is_read = (codes[:, starts] != UNREAD).sum(axis=0) >= 2
    items: list[RatedItem] = []
    for start, stop in zip(starts[is_read].tolist(), stops[is_read].tolist(), strict=True):
        here: list[int] = codes[:, start].tolist()
        labels = {layer: classes[code] for layer, code in zip(layers, here, strict=True) if code != UNREAD}
        span = Span(start * bin_s, min(stop * bin_s, max(duration_s, start * bin_s)))
        items.append(RatedItem(study, span, labels, stop - start))
    return items
