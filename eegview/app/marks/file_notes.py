"""What the notes of a file mean: which of them say a spasm, how sure, and what copying those would make."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from eegview.app.marks.layers import own_copy
from eegview.clinical.same_event import SameEventRule
from eegview.exchange.matching import CERTAINTIES, CERTAINTY, Match, TermMatcher
from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.edit import Change
from eegview.model.vocabulary import Vocabulary

SPASM_TERM = "spasm"


class NoteReadings:
    """Reads each text of a recorder once. `learn` may run on a lane; what is learned is only looked up."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._matcher: TermMatcher | None = None
        self._found: dict[str, Match] = {}

    @property
    def matcher(self) -> TermMatcher:
        """Return what finds the term of a text; it takes a tenth of a second to make."""
        if self._matcher is None:
            self._matcher = TermMatcher(self.vocabulary)
        return self._matcher

    def learn(self, notes: Iterable[Annotation]) -> None:
        """Read the texts of all these notes."""
        for note in notes:
            self.meaning(note.text)

    def meaning(self, text: str) -> Match:
        """Return the term a text means, with its answers."""
        found = self._found.get(text)
        if found is None:
            found = self._found[text] = self.matcher.match(text)
        return found

    def is_spasm(self, mark: Annotation) -> bool:
        """Whether a mark is a note of the file whose text means a spasm, sure or doubtful."""
        return mark.layer == FILE_LAYER and self.meaning(mark.text).term_id == SPASM_TERM

    def is_doubtful(self, mark: Annotation) -> bool:
        """Whether the text of a note holds a doubt: `SPASM?`, `poss. spasm`."""
        return dict(self.meaning(mark.text).attributes).get(CERTAINTY) in CERTAINTIES[1:]


@dataclass(frozen=True, slots=True)
class NoteCopy:
    """One note of a spasm and the mark it would become.

    copied : in the layer of who copies
    standing : marks of that layer that are of the same event, the nearest first
    is_repeat : a note before it is of the same event
    """

    note: Annotation
    copied: Annotation
    standing: tuple[Annotation, ...] = ()
    is_repeat: bool = False

    @property
    def is_new(self) -> bool:
        """Whether nothing says this event yet."""
        return not self.standing and not self.is_repeat


def spasm_note_copies(
    marks: Iterable[Annotation],
    near: Callable[[Annotation], Iterable[Annotation]],
    author: str,
    readings: NoteReadings,
    rule: SameEventRule,
) -> tuple[NoteCopy, ...]:
    """Return what copying all notes of spasms into the author's layer would do, in order of time.

    near : the marks around a mark, which may be of the same event
    """
    copies: list[NoteCopy] = []
    notes = sorted(filter(readings.is_spasm, marks), key=lambda note: (note.onset_s, note.annotation_id))
    last: Annotation | None = None  # the first note of the event before
    for note in notes:
        copied = replace(own_copy(note, readings.vocabulary, readings.matcher), layer=author)
        is_repeat = last is not None and rule.is_same(last, copied)
        if not is_repeat:
            last = copied
        copies.append(NoteCopy(note, copied, rule.standing(copied, near(copied), author), is_repeat))
    return tuple(copies)


def changes_of(copies: Iterable[NoteCopy]) -> tuple[Change, ...]:
    """Return the one act that makes these copies."""
    return tuple(Change(None, copy.copied) for copy in copies)
