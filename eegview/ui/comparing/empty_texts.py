"""What stands in place of a comparison or of a list, and why."""

from collections.abc import Mapping

from eegview.app.review.review import Review
from eegview.model.annotation import FILE_LAYER, FINAL_LAYER
from eegview.model.text.language import tr
from eegview.ui.comparing.shown import ListName
from eegview.ui.triage.empty import EmptyWords

_LEAVE = ("comparing.close", tr("Back to the page"))
LOADING = EmptyWords(tr("Loading marks …"), "", (_LEAVE,))
BLIND = EmptyWords(
    tr("You are reading blind: other readers' marks are hidden until you sign."),
    tr("Compare readers opens once your own marks are signed, or for who has not read this study."),
    (_LEAVE, ("study.blind", tr("Blind reading…"))),
)
NO_MARKS = EmptyWords(
    tr("Nobody has marked this recording yet."), tr("Two readers are compared once each of them has marks."), (_LEAVE,)
)
NOTES_ONLY = EmptyWords(
    tr("There are only annotations of the file."),
    tr("They are no reviewer's, and are not compared. Two readers are compared once each of them has marks."),
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
        tr("Only {name} {has} marks here.", name=name, has=has),
        tr("Two readers are compared once each of them has marks. A detector's run counts as a reader, too."),
        (_LEAVE, ("detector.run", tr("Run a detector…"))),
    )


def empty_list_text(name: ListName, counts: Mapping[ListName, int]) -> str:
    """Return why a list is empty."""
    n_matched = counts.get(ListName.MATCHED, 0)
    if name is ListName.DISAGREEMENTS:
        if not n_matched:
            return tr("Neither reader has a mark of this kind.")
        events = "event" if n_matched == 1 else "events"
        return tr("Nothing differs: A and B agree on {n_matched} {events}.", n_matched=n_matched, events=events)
    return {
        ListName.ONLY_A: "Reader B has marked everything that A has.",
        ListName.ONLY_B: "Reader A has marked everything that B has.",
        ListName.CONFLICT: "No event has answers that differ.",
    }.get(name, "No event has the same answers of both.")
