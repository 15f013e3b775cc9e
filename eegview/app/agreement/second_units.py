"""Events as seconds: of each second of the time reviewed, whether a reader marked anything in it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from eegview.app.agreement.study import ReadStudy
from eegview.app.agreement.units import RatedItem, RatedItems
from eegview.model.annotation import FINAL_LAYER, Annotation
from eegview.model.span import Span

YES, NO = "yes", "no"
BIN_S = 1.0
_UNREAD = -1


def seconds_of(studies: Sequence[ReadStudy], term_id: str) -> RatedItems:
    """Return the recorded seconds of all studies by who marked an event in them; neighbours that are alike are one.

    A second is yes for a reader whose mark lies in it, or begins in it. It is read by a reader who had it on the
    screen; where nothing is known of what a reader reviewed, all that was recorded counts as read. The final layer is
    read wherever there is a recording.
    """
    items: list[RatedItem] = []
    for number, study in enumerate(studies):
        items += _of_study(number, study, term_id)
    return RatedItems("seconds", (NO, YES), tuple(items), item_s=BIN_S)


def without_reviewed(studies: Sequence[ReadStudy]) -> tuple[str, ...]:
    """Return the readers of whom some study does not say what they reviewed, by name."""
    unknown = {reader for study in studies for reader in study.readers if not study.reviewed.get(reader)}
    return tuple(sorted(unknown))


def _of_study(number: int, study: ReadStudy, term_id: str) -> list[RatedItem]:
    layers = study.layers
    n_bins = math.ceil(study.duration_s / BIN_S)
    if not layers or not n_bins:
        return []
    recorded = _inside(study.recorded, n_bins)
    codes = np.stack([_codes(study, layer, term_id, recorded) for layer in layers])
    changes = np.flatnonzero((codes[:, 1:] != codes[:, :-1]).any(axis=0)) + 1
    edges = [0, *changes.tolist(), n_bins]
    items: list[RatedItem] = []
    for start, stop in pairwise(edges):
        here = codes[:, start]
        labels = {layer: (NO, YES)[code] for layer, code in zip(layers, here.tolist(), strict=True) if code != _UNREAD}
        if len(labels) >= 2:
            items.append(RatedItem(number, Span(start * BIN_S, stop * BIN_S), labels, stop - start))
    return items


def _codes(study: ReadStudy, layer: str, term_id: str, recorded: NDArray[np.bool_]) -> NDArray[np.int8]:
    """Return the code of each second for one layer: 1 yes, 0 no, -1 not read."""
    n_bins = len(recorded)
    marked = np.zeros(n_bins, bool)
    for mark in study.marks_of(layer, term_id):
        first, stop = _bins(mark)
        marked[max(first, 0) : max(stop, 0)] = True
    reviewed = study.reviewed.get(layer)
    is_known = bool(reviewed) and layer != FINAL_LAYER
    read = _inside(reviewed, n_bins) | marked if is_known and reviewed else np.ones(n_bins, bool)
    codes = marked.astype(np.int8)
    codes[~(read & recorded)] = _UNREAD
    return codes


def _bins(mark: Annotation) -> tuple[int, int]:
    """Return the first bin of a mark, and the one behind its last."""
    first = math.floor(mark.onset_s / BIN_S)
    return first, max(math.ceil(mark.stop_s / BIN_S), first + 1)


def _inside(spans: Sequence[Span], n_bins: int) -> NDArray[np.bool_]:
    """Return the bins whose middle lies in one of the spans."""
    inside = np.zeros(n_bins, bool)
    for span in spans:
        first, stop = (math.ceil(time_s / BIN_S - 0.5) for time_s in (span.start_s, span.stop_s))
        inside[max(first, 0) : max(stop, 0)] = True
    return inside
