"""Undo and redo while an extension is written."""

from dataclasses import dataclass, replace

from eegview.app.vocabulary.editing.draft import VocabularyDraft


@dataclass(frozen=True, slots=True)
class DraftHistory:
    """The draft now, those before it, and those that were undone.

    about : what the last change was about; what is typed into one field is one step
    """

    now: VocabularyDraft
    past: tuple[VocabularyDraft, ...] = ()
    undone: tuple[VocabularyDraft, ...] = ()
    about: str = ""

    def then(self, draft: VocabularyDraft, about: str = "") -> "DraftHistory":
        """Return the history with a draft more; one about the same as the last takes its place, "" never does."""
        if draft == self.now:
            return self
        past = self.past if about and about == self.about and self.past else (*self.past, self.now)
        return DraftHistory(draft, past, (), about)

    def undo(self) -> "DraftHistory":
        """Return the history one step back; the same where there is none."""
        if not self.past:
            return self
        *past, now = self.past
        return DraftHistory(now, tuple(past), (self.now, *self.undone))

    def redo(self) -> "DraftHistory":
        """Return the history with the last undone step done again; the same where there is none."""
        if not self.undone:
            return self
        return DraftHistory(self.undone[0], (*self.past, self.now), self.undone[1:])

    def left(self) -> "DraftHistory":
        """Return the history after a field was left: what is typed next is another step."""
        return replace(self, about="")
