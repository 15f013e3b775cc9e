"""Answers to a yes-or-no question with their confidence, counted by rating.

Answer and confidence make one rating of ten steps, from a sure no to a sure yes (rating method: Green and Swets 1966,
Signal Detection Theory and Psychophysics; Macmillan and Creelman 2005, Detection Theory, chapter 3).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from eegview.clinical.learning.figure import Figure, too_few
from eegview.clinical.learning.units import Floats, UnitSums, figure_of, unit_sums

N_CONFIDENCES = 5
N_RATINGS = 2 * N_CONFIDENCES
FEWEST_OF_EACH = 15  # answers where it is there, and where it is not
PRIOR = np.full(2 * N_RATINGS, 1.0 / N_RATINGS)  # one answer of each kind, spread over its ratings


@dataclass(frozen=True, slots=True)
class RatedAnswer:
    """One answer.

    item, infant : whose; "" where the infant is not known
    is_there : the experts say yes
    says_yes : the learner does
    confidence : 1 guess to 5 sure
    """

    item: str
    infant: str
    is_there: bool
    says_yes: bool
    confidence: int

    @property
    def rating(self) -> int:
        """0 sure of no … 4 guesses no, 5 guesses yes … 9 sure of yes."""
        return N_CONFIDENCES - 1 + self.confidence if self.says_yes else N_CONFIDENCES - self.confidence


@dataclass(frozen=True, slots=True, eq=False)
class RatingCounts:
    """How often each rating was given.

    by_unit : 20 counts of each unit: ratings 0–9 where it is not there, then 0–9 where it is
    """

    by_unit: UnitSums

    @property
    def totals(self) -> Floats:
        """All units together: (20,)."""
        return self.by_unit.totals

    @property
    def n_there(self) -> int:
        return round(float(self.totals[N_RATINGS:].sum()))

    @property
    def n_not_there(self) -> int:
        return round(float(self.totals[:N_RATINGS].sum()))

    @property
    def n(self) -> int:
        return self.n_there + self.n_not_there

    def figure(self, value_of: Callable[[Floats], Floats], method: str, unit: str = "") -> Figure:
        """Return a number with its interval; too few to say with fewer than 15 answers of either kind.

        value_of : counts (…, 20) to numbers (…,)
        """
        for n, kind in ((self.n_there, "yes"), (self.n_not_there, "no")):
            if n < FEWEST_OF_EACH:
                return too_few(n, FEWEST_OF_EACH, f"answers to items where it is {kind}", method, unit)
        return figure_of(self.by_unit, value_of, PRIOR, self.n, method, unit)


def rating_counts(answers: Sequence[RatedAnswer]) -> RatingCounts:
    """Return how often each rating was given, by unit.

    Raises
    ------
    ValueError : a confidence is not from 1 to 5
    """
    if any(not 1 <= one.confidence <= N_CONFIDENCES for one in answers):
        raise ValueError("a confidence is from 1 to 5")
    columns = [one.rating + N_RATINGS * one.is_there for one in answers]
    sums = unit_sums([one.item for one in answers], [one.infant for one in answers], columns, 2 * N_RATINGS)
    return RatingCounts(sums)
