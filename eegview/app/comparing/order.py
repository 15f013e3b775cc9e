"""The order in which differences are listed: by time, the largest first, by term."""

from collections.abc import Iterable
from enum import StrEnum

from eegview.app.comparing.difference import CONFLICT, MATCHED, Difference, Matter
from eegview.model.vocabulary import Vocabulary


class Order(StrEnum):
    """The orders of a list of differences."""

    TIME = "time"
    LARGEST = "largest"
    TERM = "term"


def ordered(differences: Iterable[Difference], order: Order, vocabulary: Vocabulary) -> tuple[Difference, ...]:
    """Return the differences in an order; what is equal in it stands by time.

    The largest are those where one reader has nothing, or both have another term, the longest first; then conflicts by
    the number of fields that contradict, then by how far onsets lie apart; then what matches.
    By term is in the order of the vocabulary.
    """
    by_time = sorted(differences, key=lambda one: (one.onset_s, one.difference_id))
    if order is Order.LARGEST:
        by_time.sort(key=_smallness)
    elif order is Order.TERM:
        places = {term.term_id: place for place, term in enumerate(vocabulary.terms)}
        by_time.sort(key=lambda one: (places.get(one.term_id, len(places)), one.term_id))
    return tuple(by_time)


def _smallness(one: Difference) -> tuple[int, float, float]:
    apart_s = abs(one.onset_difference_s or 0.0)
    if one.kind == MATCHED:
        return 2, 0.0, -apart_s
    is_whole = one.kind != CONFLICT or any(field.name == "term" and field.is_conflict for field in one.fields)
    length_s = one.span.duration_s if one.matter is not Matter.EVENT or is_whole else 0.0
    return (0, -length_s, -apart_s) if is_whole else (1, -float(one.n_conflicts), -(length_s or apart_s))
