"""What the vocabulary editor calls things."""

from eegview.model.text.language import tr
from eegview.model.vocabulary import MARK_LANE, SLEEP_LANE, SPASM_LANE, Shape, Term

SHAPE_TEXTS = {
    Shape.POINT: tr("A moment"),
    Shape.SPAN: tr("A stretch of time"),
    Shape.EPOCH: tr("An epoch of minutes"),
}
PATTERN_TEXTS = {"solid": tr("Solid"), "hatch": tr("Hatched"), "dots": tr("Dotted"), "bars": tr("Bars")}
LANE_TEXTS = {SPASM_LANE: tr("Spasms"), MARK_LANE: tr("Marks"), SLEEP_LANE: tr("Sleep")}
FIXED_TEXT = tr(
    "The program counts, scores and exports by this term, so its extent, its lane and its text in files are fixed. "
    "Label, key, look and questions are yours."
)
OTHER_FILE_TEXT = tr(
    "Another file adds this term, so its extent, its lane and its text in files stay as that file says."
)
NOTHING_FOUND = tr("No term matches this search.")
NO_QUESTIONS = tr("The form asks nothing about this term but a note and rows.")
NO_CHOICES = tr("Without choices the answer is typed as free text.")
ALL_STORED = tr("A mark stores the term's id and the value of each answer, never these words.")


def lane_text(lane: str) -> str:
    """Return what a lane of the overview is called."""
    return LANE_TEXTS.get(lane, lane.replace("_", " ").capitalize())


def badge_text(is_own: bool, is_changed: bool, is_hidden: bool) -> str:
    """Return what stands behind a term in the list: `own`, `changed, hidden`."""
    words = ["own"] if is_own else ["changed"] if is_changed else []
    return ", ".join([*words, *(["hidden"] if is_hidden else [])])


def spoken_term(term: Term, badge: str) -> str:
    """Return a line of the list as a screen reader says it."""
    key = f"key {term.key}" if term.key else "no key"
    return ", ".join(filter(None, (term.label or "no label", key, badge)))


def marks_text(count: int) -> str:
    """Return `1 mark`, `3 marks`."""
    return f"{count} mark" if count == 1 else f"{count} marks"
