"""How far a comparison is settled, in numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from eegview.app.comparing.decisions import AGREED, QUERY, Adjudication
from eegview.model.study.adjudication import Verdict


@dataclass(frozen=True, slots=True)
class Progress:
    """How many differences were decided, and how; a score that follows from its evidence counts with neither.

    n_agreed_taken : findings of both that were taken together
    by_verdict : decided one by one, by verdict
    n_open : disagreements that are open, those that readers are asked about among them
    n_agreed_open : findings of both that are not taken
    n_queried : of the open ones, how many the readers are asked about
    n_disagreements : all, decided or not
    """

    n_agreed_taken: int
    by_verdict: Mapping[Verdict, int]
    n_open: int
    n_agreed_open: int
    n_queried: int
    n_disagreements: int

    @property
    def n_by_hand(self) -> int:
        """Return how many were decided one by one."""
        return sum(self.by_verdict.values())

    @property
    def by_hand_text(self) -> str:
        """Return `5 A · 2 B · 1 merged · 1 neither`, "" for none."""
        names = {Verdict.TAKE_A: "A", Verdict.TAKE_B: "B", Verdict.MERGE: "merged", Verdict.NEITHER: "neither"}
        return " · ".join(f"{self.by_verdict[one]} {name}" for one, name in names.items() if self.by_verdict.get(one))


def progress_of(adjudication: Adjudication, term_id: str | None = None) -> Progress:
    """Return how far a comparison is settled, over one term or all."""
    verdicts: Counter[Verdict] = Counter()
    n_open = n_agreed_open = n_disagreements = 0
    for one in adjudication.comparison.of(term_id):
        decision = adjudication.decision_on(one)
        n_disagreements += one.is_disagreement
        if adjudication.is_open(one):
            n_open += one.is_disagreement
            n_agreed_open += not one.is_disagreement
            verdicts[QUERY] += decision is not None and decision.verdict is QUERY
        elif decision is not None:
            verdicts[decision.verdict] += 1
    n_agreed_taken, n_queried = verdicts.pop(AGREED, 0), verdicts.pop(QUERY, 0)
    return Progress(n_agreed_taken, dict(verdicts), n_open, n_agreed_open, n_queried, n_disagreements)
