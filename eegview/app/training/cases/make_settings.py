"""What the maker of a case set chooses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from eegview.app.training.cases.questions import AskedQuestion
from eegview.model.errors import UsageError

LEAST_PATIENTS, LEAST_EXPERTS = 5, 3  # below them a set says little; told, not refused
_SHORTEST_S, _LONGEST_S = 8.0, 600.0


@dataclass(frozen=True, slots=True)
class MakeSettings:
    """The choices from which, with the same studies, the same set is made.

    maker : name or pseudonym, as typed
    questions : ids; () = all that the studies can answer
    n_items : most items of each question; `n_of` for single ones
    negatives, mimics : wanted share (0-1) of the items of `spasm`; negatives also of `hypsarrhythmia`
    lengths_s : of stretches by question, where they differ from the usual ones
    test_share : share (0-1) of the items of each question that are kept for each of pre- and post-test
    has_video, has_history : what goes with the items
    has_texts : free texts of the final marks become notes of the items
    teaches_layers : EEG, video and history are shown one after the other
    post_unlock_after : answers before the post-test opens; of a set with fewer items for training, all of these
    version : of the set, raised by its maker when the content changes
    """

    title: str = ""
    maker: str = ""
    questions: tuple[str, ...] = ()
    seed: int = 1
    n_items: int = 60
    n_of: Mapping[str, int] = field(default_factory=dict)
    negatives: float = 0.3
    mimics: float = 0.25
    lengths_s: Mapping[str, float] = field(default_factory=dict)
    test_share: float = 0.1
    has_video: bool = False
    has_history: bool = False
    has_texts: bool = False
    teaches_layers: bool = True
    post_unlock_after: int = 60
    version: int = 1

    def length_s(self, asked: AskedQuestion) -> float:
        """Return the length of the stretches of a question."""
        return self.lengths_s.get(asked.question_id, asked.length_s)

    def most_of(self, question_id: str) -> int:
        """Return the most items of a question."""
        return self.n_of.get(question_id, self.n_items)

    def asks(self, question_id: str) -> bool:
        """Whether a question is among those chosen."""
        return not self.questions or question_id in self.questions

    def check(self, known: Mapping[str, AskedQuestion]) -> None:
        """Check that the choices fit together.

        Raises
        ------
        UsageError : a question is not known, or a share, number or length is out of range
        """
        unknown = [one for one in (*self.questions, *self.lengths_s, *self.n_of) if one not in known]
        if unknown:
            raise UsageError(f"There is no question “{unknown[0]}”.", f"Choose among {', '.join(known)}.")
        if min(self.negatives, self.mimics) < 0 or self.negatives + self.mimics >= 1:
            raise UsageError(
                "The shares of negatives and mimics leave nothing for spasms.",
                "Give shares of 0 to 1 that are below 1 together.",
            )
        if not 0 <= self.test_share <= 0.4:
            raise UsageError("The share of each test is out of range.", "Give 0 to 0.4.")
        if not 0 <= self.seed < 2**31 or min((self.n_items, *self.n_of.values())) < 0:
            raise UsageError("The seed or the number of items is out of range.", "Give whole numbers from 0.")
        if not (1 <= self.version < 10**6 and 0 <= self.post_unlock_after < 10**6):
            raise UsageError(
                "The version or the number of answers before the post-test is out of range.",
                "Give a version from 1, and a number of answers from 0.",
            )
        for question_id, length_s in self.lengths_s.items():
            is_fixed = question_id == "based" and length_s != known[question_id].length_s
            if is_fixed or not _SHORTEST_S <= length_s <= _LONGEST_S:
                raise UsageError(
                    f"The length for “{question_id}” is out of range.",
                    f"Give {_SHORTEST_S:g} to {_LONGEST_S:g} s; BASED is of {known['based'].length_s:g} s.",
                )

    def texts(self) -> dict[str, str]:
        """Return what was chosen, by name, as the set tells it."""
        shares = {"negatives": f"{self.negatives:g}", "mimics": f"{self.mimics:g}", "tests": f"{self.test_share:g}"}
        lengths = {f"length of {name}": f"{length_s:g} s" for name, length_s in self.lengths_s.items()}
        return {"seed": str(self.seed), **shares, **lengths}
