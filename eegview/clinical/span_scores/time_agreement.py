"""Agreement of two sets of spans by time: how many seconds both cover, and one alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eegview.clinical.span_scores.spans import common, seconds
from eegview.model.span import Span


@dataclass(frozen=True, slots=True)
class TimeAgreement:
    """The seconds that a reference and a candidate cover.

    both_s : covered by both, with the same class
    compared_s : searched, without what counts neither way; None where the length searched is not known

    A share of no time is None, never 0.
    """

    reference_s: float
    candidate_s: float
    both_s: float
    compared_s: float | None = None

    @property
    def either_s(self) -> float:
        return self.reference_s + self.candidate_s - self.both_s

    @property
    def neither_s(self) -> float | None:
        return None if self.compared_s is None else max(self.compared_s - self.either_s, 0.0)

    @property
    def agreed_s(self) -> float | None:
        """The time in which both say the same: that it is there, or that it is not."""
        return None if self.neither_s is None else self.both_s + self.neither_s

    @property
    def share_agreed(self) -> float | None:
        return None if self.agreed_s is None else _share(self.agreed_s, self.compared_s or 0.0)

    @property
    def sensitivity(self) -> float | None:
        """The share of the reference's time that the candidate covers."""
        return _share(self.both_s, self.reference_s)

    @property
    def precision(self) -> float | None:
        """The share of the candidate's time that the reference covers."""
        return _share(self.both_s, self.candidate_s)

    @property
    def f1(self) -> float | None:
        """The Dice coefficient: twice the common time over the sum of both."""
        return _share(2 * self.both_s, self.reference_s + self.candidate_s)

    @property
    def overlap(self) -> float | None:
        """The common time over the time that either covers (intersection over union, Jaccard)."""
        return _share(self.both_s, self.either_s)

    @property
    def false_s_per_hour(self) -> float | None:
        """The seconds that the candidate alone covers, for each hour compared."""
        false_s = self.candidate_s - self.both_s
        return false_s / (self.compared_s / 3600) if self.compared_s else None


def time_agreement(
    reference: Sequence[Span], candidate: Sequence[Span], compared_s: float | None = None
) -> TimeAgreement:
    """Return the agreement by time of two sets of spans, each as `union` gives it."""
    both_s = seconds(common(reference, candidate))
    return TimeAgreement(seconds(reference), seconds(candidate), both_s, compared_s)


def summed(agreements: Iterable[TimeAgreement]) -> TimeAgreement:
    """Return the sum over recordings; the time compared is known only where that of all is."""
    agreements = list(agreements)
    known = [one.compared_s for one in agreements if one.compared_s is not None]
    return TimeAgreement(
        sum(one.reference_s for one in agreements),
        sum(one.candidate_s for one in agreements),
        sum(one.both_s for one in agreements),
        sum(known) if len(known) == len(agreements) else None,
    )


def _share(part: float, whole: float) -> float | None:
    return min(part / whole, 1.0) if whole > 0 else None
