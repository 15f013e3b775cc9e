"""The free form of hypsarrhythmia over one epoch: a mark of the vocabulary's own term, made by its first answer.

It says present, absent or uncertain, which pattern by Hrachovy (1984) and Kramer (1997), and in which state. No score
fills it in, and it changes no score. How sure the reader is, is asked once, as certainty: that question took the place
of a confidence of 1–5, and two answers to one question can contradict each other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from eegview.app.review.review import Review
from eegview.app.scoring.epoch_context import EpochState, epoch_state, nearest_spasm_s, nearest_spasm_text
from eegview.model.annotation import Annotation, new_annotation_id
from eegview.model.edit import Change
from eegview.model.scoring.evidence import FORM_TERM
from eegview.model.span import Span

PRESENCE, STATE = "presence", "state"
CERTAINTY_TEXT = "Certainty stands for the former confidence of 1–5: certain 5, probable 3–4, possible 1–2."
_SAME_S = 0.01  # a mark that begins and ends within it covers the epoch


class FreeForm:
    """One reviewer's form over one epoch, as it stands in the library, or as it would begin.

    state : what the sleep stages of the counted layer say
    """

    def __init__(self, review: Review, epoch: Span) -> None:
        self._review, self.epoch = review, epoch
        self.state: EpochState = epoch_state(self._counted(), epoch)
        self._draft = Annotation(
            new_annotation_id(),
            FORM_TERM,
            epoch.start_s,
            epoch.duration_s,
            attributes=((STATE, self.state.answer),) if self.state.answer else (),
            layer=review.author,
        )
        self._asked: Annotation | None = None  # as it was last asked for, while that is on its way

    @property
    def mark(self) -> Annotation:
        """Return the mark as it stands or was asked for; where there is none, how it begins."""
        if self._asked is not None and self._review.n_pending:
            return self._asked
        return self.stored or self._draft

    @property
    def stored(self) -> Annotation | None:
        """Return the reviewer's own mark over exactly this epoch, None where there is none."""
        return own_form(self._review.marks, self._review.author, self.epoch)

    @property
    def facts(self) -> tuple[str, ...]:
        """Return what is known of the epoch, a sentence each; the layer is named where it is another's."""
        spasm = nearest_spasm_text(nearest_spasm_s(self._counted(), self.epoch))
        counted = self._review.layers.counted
        layer = () if counted == self._review.author else (f"By the layer “{counted}”.",)
        return (self.state.text, spasm, *layer)

    def answer(self, name: str, value: str) -> None:
        """Give, change or withdraw ("") an answer, as an edit; the first one makes the mark."""
        before = self.mark
        held = {**dict(before.attributes), name: value}
        self._put(replace(before, attributes=tuple(sorted((key, text) for key, text in held.items() if text))))

    def write_note(self, text: str) -> None:
        """Write the note of the mark."""
        self._put(replace(self.mark, text=text.strip()))

    def name_rows(self, rows: tuple[str, ...]) -> None:
        """Name the rows concerned, none = all."""
        self._put(replace(self.mark, channels=rows))

    def withdraw(self) -> None:
        """Delete the mark, as an edit."""
        stored = self.stored
        if stored is not None:
            self._asked = None
            self._review.acts.delete([stored])

    def _put(self, after: Annotation) -> None:
        before = self.mark
        if after == before:
            return
        is_there = self.stored is not None or (self._asked is not None and self._review.n_pending > 0)
        if is_there:
            self._asked = after
            self._review.acts.change(before, after)
        else:
            self._asked = replace(after, annotation_id=new_annotation_id())  # an id is never used again after undo
            self._review.acts.record(Change(None, self._asked))

    def settle(self) -> None:
        """Forget what was asked for once nothing is on its way: it is stored now, was refused or undone."""
        if not self._review.n_pending:
            self._asked = None

    def _counted(self) -> Iterable[Annotation]:
        layer = self._review.layers.counted
        return (mark for mark in self._review.marks if mark.layer == layer)


def own_form(marks: Iterable[Annotation], author: str, epoch: Span) -> Annotation | None:
    """Return an author's mark of the form over exactly an epoch, None for none."""
    return next((mark for mark in marks if mark.layer == author and _covers(mark, epoch)), None)


def _covers(mark: Annotation, epoch: Span) -> bool:
    return (
        mark.term_id == FORM_TERM
        and abs(mark.onset_s - epoch.start_s) <= _SAME_S
        and abs(mark.stop_s - epoch.stop_s) <= _SAME_S
    )
