"""Marks that a person made; the proposals of a machine are another type, see `model.suggestion.detection`."""

import uuid
from dataclasses import dataclass

from eegview.model.span import Span

FILE_LAYER = "file"  # what the recorder wrote into the file; shown, never edited in place
FINAL_LAYER = "final"  # what was settled between the readers; only neurologists write it
FINAL_ROLE = "neurologist"
CERTAINTY = "certainty"  # the question how sure the reader is; its answers are certain, probable, possible
FORMER_CERTAINTY = "confidence"  # asked beside it before, 1 “a guess” to 5 “sure”
_MEANT = {"1": "possible", "2": "possible", "3": "probable", "4": "probable", "5": "certain"}
_SURE = frozenset({"certain", "probable"})
_DOUBT = frozenset({"possible", "uncertain", "unsure", "doubtful"})


@dataclass(frozen=True, slots=True)
class Annotation:
    """A mark that a person made, or, in layer `file`, a note of the recorder.

    annotation_id : never reused
    term_id : id in the vocabulary ("spasm"); for layer `file` "file_note"
    onset_s : seconds from recording start
    duration_s : 0 for a point
    channels : channel or row names it is about; empty = all
    attributes : (name, value) pairs, sorted by name
    text : free note; for layer `file` the text in the file
    layer : whose mark it is (reviewer's name, `file` or `final`)
    """

    annotation_id: str
    term_id: str
    onset_s: float
    duration_s: float = 0.0
    channels: tuple[str, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()
    text: str = ""
    layer: str = ""

    @property
    def span(self) -> Span:
        return Span(self.onset_s, self.onset_s + self.duration_s)

    @property
    def stop_s(self) -> float:
        return self.onset_s + self.duration_s

    def attribute(self, name: str) -> str | None:
        return dict(self.attributes).get(name)


def new_annotation_id() -> str:
    """Return an id that no other mark has or will have."""
    return uuid.uuid4().hex


def certainty_of(mark: Annotation) -> str:
    """Return how sure the reader was: `certain`, `probable`, `possible`, or what another program wrote; "" if not said.

    Marks made while a confidence of 1-5 was asked as well say by it what they do not say by certainty: 5 is certain,
    3 and 4 are probable, 1 and 2 possible, so that nobody is made surer than they were.
    """
    return mark.attribute(CERTAINTY) or _MEANT.get(mark.attribute(FORMER_CERTAINTY) or "", "")


def is_doubted(mark: Annotation) -> bool:
    """Whether the reader doubted that the event happened at all, in the answer on certainty or by a question mark."""
    certainty = certainty_of(mark).casefold()
    return certainty in _DOUBT or (certainty not in _SURE and "?" in mark.text)


def is_count(text: str) -> bool:
    """Whether a text of a record is a whole number from 0 that every database holds."""
    return text.isdecimal() and len(text) <= 18


def marks_text(count: int) -> str:
    """Return a number of marks as text: `1 mark`, `3 marks`."""
    return f"{count} mark" if count == 1 else f"{count} marks"
