"""What stands in place of a comparison or of a list, and why."""

from collections.abc import Mapping

from eegview.app.review.review import Review
from eegview.model.annotation import FILE_LAYER, FINAL_LAYER
from eegview.ui.comparing.shown import ListName
from eegview.ui.triage.empty import EmptyWords

_LEAVE = ("comparing.close", "Back to the page")
LOADING = EmptyWords("Loading marks …", "", (_LEAVE,))
BLIND = EmptyWords(
    "You are reading blind: other readers' marks are hidden until you sign.",
    "Compare readers opens once your own marks are signed, or for who has not read this study.",
    (_LEAVE, ("study.blind", "Blind reading…")),
)
NO_MARKS = EmptyWords(
    "Nobody has marked this recording yet.", "Two readers are compared once each of them has marks.", (_LEAVE,)
)
BLIND = EmptyWords("You are reading blind.", "Readers are compared once you have signed your own marks.", (_LEAVE,))
NOTES_ONLY = EmptyWords(
    "There are only annotations of the file.",
    "They are no reviewer's, and are not compared. Two readers are compared once each of them has marks.",
    (_LEAVE,),
)


def empty_words(review: Review) -> EmptyWords:
    """Return why there are not two readers to compare."""
    if not review.is_open:
        return LOADING
    if review.blindness.is_blind:
        return BLIND
    layers = {mark.layer for mark in review.marks}
    readers = sorted(layers - {FILE_LAYER, FINAL_LAYER})
    if not readers:
        return NOTES_ONLY if FILE_LAYER in layers else NO_MARKS
    name = "you" if readers[0] == review.author else readers[0]
    has = "have" if name == "you" else "has"
    return EmptyWords(
        f"Only {name} {has} marks here.",
        "Two readers are compared once each of them has marks. A detector's run counts as a reader, too.",
        (_LEAVE, ("detector.run", "Run a detector…")),
    )


def empty_list_text(name: ListName, counts: Mapping[ListName, int]) -> str:
    """Return why a list is empty."""
    n_matched = counts.get(ListName.MATCHED, 0)
    if name is ListName.DISAGREEMENTS:
        if not n_matched:
            return "Neither reader has a mark of this kind."
        events = "event" if n_matched == 1 else "events"
        return f"Nothing differs: A and B agree on {n_matched} {events}."
    return {
        ListName.ONLY_A: "Reader B has marked everything that A has.",
        ListName.ONLY_B: "Reader A has marked everything that B has.",
        ListName.CONFLICT: "No event has answers that differ.",
    }.get(name, "No event has the same answers of both.")
