"""Events as seconds: of each second of the time reviewed, whether a reader marked anything in it."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from eegview.app.agreement.bins import UNREAD, Bins, Codes, inside, joined_items, middles_of
from eegview.app.agreement.study import ReadStudy
from eegview.app.agreement.units import RatedItem, RatedItems

YES, NO = "yes", "no"
BIN_S = 1.0


def seconds_of(studies: Sequence[ReadStudy], term_id: str) -> RatedItems:
    """Return the recorded seconds of all studies by who marked an event in them.

    A second is yes for a reader whose mark lies in it, or begins in it. It is read by a reader who had it on the
    screen, marked or not; where it is not known what a reader reviewed, all that was recorded counts as read. The final
    layer is read wherever there is a recording.
    """
    items: list[RatedItem] = []
    for number, study in enumerate(studies):
        middles = middles_of(study.duration_s, BIN_S)
        if len(study.layers) < 2 or not len(middles):
            continue
        recorded = inside(study.recorded, middles)
        codes = np.stack([_codes(study, layer, term_id, recorded) for layer in study.layers])
        items += joined_items(number, study.layers, codes, (NO, YES), BIN_S, study.duration_s)
    return RatedItems("seconds", (NO, YES), tuple(items), item_s=BIN_S)


def without_reviewed(studies: Sequence[ReadStudy]) -> tuple[str, ...]:
    """Return the readers of whom some study does not say what they reviewed, by name."""
    unknown = {reader for study in studies for reader in study.readers if not study.read_spans(reader)}
    return tuple(sorted(unknown))


def _codes(study: ReadStudy, layer: str, term_id: str, recorded: Bins) -> Codes:
    """Return the code of each second for one layer: 1 yes, 0 no."""
    marked = np.zeros(len(recorded), bool)
    for mark in study.marks_of(layer, term_id):
        first = math.floor(mark.onset_s / BIN_S)
        stop = max(math.ceil(mark.stop_s / BIN_S), first + 1)
        marked[max(first, 0) : max(stop, 0)] = True
    codes = marked.astype(np.int8)
    if spans := study.read_spans(layer):
        codes[~inside(spans, middles_of(study.duration_s, BIN_S))] = UNREAD
    codes[~recorded] = UNREAD
    return codes
