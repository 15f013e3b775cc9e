"""Differences between two layers of marks: what each says of one event, or of neighbouring epochs."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from eegview.app.marks.confirming import CONFIRMATION_NAMES
from eegview.clinical.stages import PROPOSAL
from eegview.model.annotation import Annotation
from eegview.model.scoring.electrodes import plain_names
from eegview.model.span import Span
from eegview.model.suggestion.judgement import ACCEPTED_UNSEEN

MATCHED, ONLY_A, ONLY_B, CONFLICT = "matched", "only_a", "only_b", "conflict"
KINDS = (CONFLICT, ONLY_A, ONLY_B, MATCHED)
# How a mark came about: no answer about the event.
NO_ANSWERS = frozenset({*CONFIRMATION_NAMES, ACCEPTED_UNSEEN, PROPOSAL})
DISAGREEMENTS = frozenset({ONLY_A, ONLY_B, CONFLICT})


class Matter(StrEnum):
    """What is compared: events mark by mark, all else epoch by epoch."""

    EVENT = "event"
    EPOCHS = "epochs"  # sleep stages, hypsarrhythmia: what holds in each epoch
    BINS = "bins"  # of a scored epoch: spike or none, and its foci
    ANSWER = "answer"  # to one question on a scored epoch
    PAGES = "pages"  # of a scored epoch that were read to their end
    SCORE = "score"  # that was committed for an epoch


@dataclass(frozen=True, slots=True)
class FieldPair:
    """What both layers say of one thing, as text.

    name : `term`, `onset`, `duration`, `channels`, `note`, or a question's name
    label : what the form calls it
    a_text, b_text : "" where a layer says nothing
    differs : whether the texts say different things; times differ by more than the stated limit
    is_conflict : whether both say something, and it cannot both be right; a note never is
    """

    name: str
    label: str
    a_text: str
    b_text: str
    differs: bool
    is_conflict: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """One event, or a run of neighbouring epochs, as two layers have it.

    difference_id : made of both marks' ids, of epochs of their start and what is compared; it stays when marks change
    kind : MATCHED, ONLY_A, ONLY_B or CONFLICT
    term_id : of A's mark, of B's where A has none; for records of a scored epoch their reserved term
    span : from the earlier onset to the later end
    a, b : the marks; of several epochs the first; None where a layer has none
    fields : what both say, in the order of the form
    summary : what differs, in one line: `movement: flexor / mixed`
    onset_difference_s, duration_difference_s : B minus A, None where it is no pair of events
    matter : what is compared
    marks_a, marks_b : all marks and records that it is made of
    remarks : sentences a person must know to decide: doubt, a second mark of the same event
    values : of epochs what A and B say of each of them, "" for nothing; empty for events
    n_epochs : how many neighbouring epochs or bins it joins; 1 for an event
    epoch_s : length of one of them, 0 for an event
    sheet : of records of a scored epoch which one, "" for all else
    """

    difference_id: str
    kind: str
    term_id: str
    onset_s: float
    span: Span
    a: Annotation | None
    b: Annotation | None
    fields: tuple[FieldPair, ...]
    summary: str
    onset_difference_s: float | None = None
    duration_difference_s: float | None = None
    matter: Matter = Matter.EVENT
    marks_a: tuple[Annotation, ...] = ()
    marks_b: tuple[Annotation, ...] = ()
    remarks: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    n_epochs: int = 1
    epoch_s: float = 0.0
    sheet: str = ""

    @property
    def is_disagreement(self) -> bool:
        """Whether the two layers do not say the same."""
        return self.kind in DISAGREEMENTS

    @property
    def content(self) -> str:
        """Return a hash over what both say: a decision on something else is none on this.

        It does not depend on which of the layers is called A, nor on ids, nor on how a mark came about.
        """
        if self.values:
            return _hash(sorted(self.values))
        return _hash(sorted(repr((mark.layer, _said(mark))) for mark in (*self.marks_a, *self.marks_b)))

    @property
    def n_conflicts(self) -> int:
        """Return how many fields contradict each other."""
        return sum(field.is_conflict for field in self.fields)


def _hash(said: object) -> str:
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def _said(mark: Annotation) -> tuple[object, ...]:
    answers = sorted(pair for pair in mark.attributes if pair[0] not in NO_ANSWERS)
    rows = sorted(plain_names(mark.channels))
    return mark.term_id, round(mark.onset_s, 4), round(mark.duration_s, 4), rows, answers, mark.text
