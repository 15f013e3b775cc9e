"""What the vocabulary editor calls things."""

from eegview.model.vocabulary import MARK_LANE, SLEEP_LANE, SPASM_LANE, Shape, Term

SHAPE_TEXTS = {
    Shape.POINT: "A moment",
    Shape.SPAN: "A stretch of time",
    Shape.EPOCH: "An epoch of minutes",
}
PATTERN_TEXTS = {"solid": "Solid", "hatch": "Hatched", "dots": "Dotted", "bars": "Bars"}
LANE_TEXTS = {SPASM_LANE: "Spasms", MARK_LANE: "Marks", SLEEP_LANE: "Sleep"}
FIXED_TEXT = (
    "The program counts, scores and exports by this term, so its extent, its lane and its text in files are fixed. "
    "Label, key, look and questions are yours."
)
OTHER_FILE_TEXT = "Another file adds this term, so its extent, its lane and its text in files stay as that file says."
NOTHING_FOUND = "No term matches this search."
NO_QUESTIONS = "The form asks nothing about this term but a note and rows."
NO_CHOICES = "Without choices the answer is typed as free text."
ALL_STORED = "A mark stores the term's id and the value of each answer, never these words."


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
