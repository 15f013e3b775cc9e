"""What the experts answered to an item, and why: shown after the learner has answered."""

from dataclasses import dataclass

from eegview.model.annotation import Annotation
from eegview.model.training.item import Category


@dataclass(frozen=True, slots=True)
class Vote:
    """How many experts gave one answer; `experts` are pseudonyms, empty where only the count is known."""

    value: str
    n: int
    experts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the answer is what it is, drawn on the page where it has a place.

    text : short, “slow wave, wide field”
    start_s, stop_s : place on the stretch; None where it has none
    rows : channels it is about; empty = all
    """

    text: str
    start_s: float | None = None
    stop_s: float | None = None
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Key:
    """The experts' answer to one item.

    item_id : whose
    category : what is learned
    answer : the answer most experts gave, or the settled one
    votes : by answer; of a simulated item one vote of the simulator's truth, see `is_simulated`
    is_simulated : the answer is the simulator's truth, not an expert's
    onset_s, onset_spread_s : median of the experts' onsets on the stretch and their range; None where there is none
    onset_low_s, onset_high_s : the earliest and the latest of the experts' onsets; None where there is none
    reasons : shown on the page and beside it
    field_at_s : instant whose head map explains the answer; None for none
    is_blind_read : every expert read blind, the program saw to it; False = at least one may have seen other marks,
        None = not known
    note : free words of the maker
    why_not : (value, sentence): why another answer is wrong
    marks : the experts' marks on the stretch, times from its start
    """

    item_id: str
    category: Category
    answer: str
    votes: tuple[Vote, ...]
    is_simulated: bool = False
    onset_s: float | None = None
    onset_spread_s: float | None = None
    reasons: tuple[Reason, ...] = ()
    field_at_s: float | None = None
    note: str = ""
    why_not: tuple[tuple[str, str], ...] = ()
    marks: tuple[Annotation, ...] = ()
    onset_low_s: float | None = None
    onset_high_s: float | None = None
    is_blind_read: bool | None = None

    @property
    def n_votes(self) -> int:
        return sum(vote.n for vote in self.votes)

    def share_of(self, value: str) -> float | None:
        """Return the share (0-1) of experts who gave an answer, None where nobody voted."""
        total = self.n_votes
        return sum(vote.n for vote in self.votes if vote.value == value) / total if total else None
