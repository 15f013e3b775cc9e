"""Find more like this: turn example marks into the parameters of the detector of similar events."""

import statistics
from collections.abc import Sequence

from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.errors import UsageError

SIMILAR_ID = "similar"  # of the detector that looks for events like the examples
LONGEST_EXAMPLE_S = 10.0
POINT_S = 1.0  # looked at from a mark without length


def similar_values(examples: Sequence[Annotation]) -> dict[str, float | str]:
    """Return the parameters with which the detector `SIMILAR_ID` looks for events like these marks.

    Raises
    ------
    UsageError : there is no example, or one is too long to be a single event
    """
    if not examples:
        raise UsageError("There is no example to search for.", "Select a mark first.")
    if any(mark.layer == FILE_LAYER for mark in examples):
        raise UsageError(
            "File annotations are near an event, not on it.", "Mark the event itself, then find more like it."
        )
    if any(mark.duration_s > LONGEST_EXAMPLE_S for mark in examples):
        raise UsageError(
            f"This mark is longer than {LONGEST_EXAMPLE_S:g} s, so it is not a single event.",
            "Select the mark of one event.",
        )
    onsets_s = sorted(mark.onset_s for mark in examples)
    length_s = statistics.median(mark.duration_s or POINT_S for mark in examples)
    return {"examples": ", ".join(f"{onset_s:.3f}" for onset_s in onsets_s), "length_s": round(length_s, 3)}
