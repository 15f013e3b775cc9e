"""A stretch of a study that could become an item of a case set, with what is known of it; times in its recording."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from eegview.model.annotation import Annotation
from eegview.model.span import Span
from eegview.model.training.item import Category
from eegview.model.training.key import Reason, Vote


class Role(StrEnum):
    """What a candidate is drawn as."""

    POSITIVE = "positive"
    MIMIC = "mimic"  # looks like it and is not
    NEGATIVE = "negative"


@dataclass(frozen=True, slots=True)
class Candidate:
    """What could be asked.

    study : key of the study among those a set is made from
    infant : key of the infant; several studies may be of one
    span : the stretch
    ask_s : the instant that is asked about; None = all of the stretch
    look : stretches that look alike share one; an item of each is drawn
    is_simulated : `answer` is the simulator's truth
    onset_low_s, onset_high_s : the earliest and the latest of the experts' onsets
    is_blind_read : the experts read the study blind, None = not known; see `Key`
    history : what may be told of the infant, no identity
    is_film : there is no EEG of it
    needs_peak : the instant of the head map is found in the signals once the stretch is cut
    """

    category: Category
    role: Role
    answer: str
    votes: tuple[Vote, ...]
    study: str
    infant: str
    span: Span
    ask_s: float | None
    look: str
    is_simulated: bool = False
    onset_s: float | None = None
    onset_spread_s: float | None = None
    onset_low_s: float | None = None
    onset_high_s: float | None = None
    reasons: tuple[Reason, ...] = ()
    field_at_s: float | None = None
    needs_peak: bool = False
    why_not: tuple[tuple[str, str], ...] = ()
    marks: tuple[Annotation, ...] = field(default=(), repr=False)
    is_blind_read: bool | None = None
    history: str = ""
    note: str = ""
    has_video: bool = False
    is_film: bool = False

    @property
    def question_id(self) -> str:
        return self.category.question_id

    @property
    def place(self) -> tuple[str, float, float, str]:
        """Return what orders candidates the same way every time."""
        return self.study, self.span.start_s, self.span.stop_s, self.question_id
