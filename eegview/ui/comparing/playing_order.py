"""The lists and orders of the playlist: which differences stand in it, one after the other."""

from collections.abc import Callable, Collection

from eegview.app.comparing.comparison import Comparison
from eegview.app.comparing.difference import CONFLICT, DISAGREEMENTS, MATCHED, ONLY_A, ONLY_B, Difference
from eegview.ui.comparing.shown import ListName, Order

_KINDS: dict[ListName, frozenset[str]] = {
    ListName.DISAGREEMENTS: DISAGREEMENTS,
    ListName.ONLY_A: frozenset({ONLY_A}),
    ListName.ONLY_B: frozenset({ONLY_B}),
    ListName.CONFLICT: frozenset({CONFLICT}),
    ListName.MATCHED: frozenset({MATCHED}),
}
PLAIN_KINDS = {ONLY_A: "only A", ONLY_B: "only B", CONFLICT: "conflict", MATCHED: "matched"}  # in a sentence
KIND_TEXTS = {ONLY_A: "Only A", ONLY_B: "Only B", CONFLICT: "Conflict", MATCHED: "Matched"}


def list_of(
    comparison: Comparison, name: ListName, order: Order, term_id: str, term_rank: Callable[[str], int]
) -> tuple[Difference, ...]:
    """Return what stands in a list, in its order.

    term_id : "" for all terms
    term_rank : the place of a term in the vocabulary
    """
    found = comparison.of(term_id or None, _KINDS[name])
    if order is Order.TIME:
        return found
    if order is Order.TERM:
        return tuple(sorted(found, key=lambda one: (term_rank(one.term_id), one.onset_s)))
    return tuple(sorted(found, key=lambda one: (*_size(one), one.onset_s)))


def _size(one: Difference) -> tuple[int, int, float]:
    """Return how large a difference is, the largest first: only one reader, then conflicting answers, then edges."""
    is_pair = one.kind in (CONFLICT, MATCHED)
    apart_s = abs(one.onset_difference_s or 0.0) + abs(one.duration_difference_s or 0.0)
    return int(is_pair), -one.n_conflicts, -apart_s


def counts_of(comparison: Comparison, term_id: str) -> dict[ListName, int]:
    """Return how many differences stand in each list."""
    by_kind = comparison.counts(term_id or None)
    return {name: sum(by_kind.get(kind, 0) for kind in kinds) for name, kinds in _KINDS.items()}


def next_open(
    listed: Collection[Difference], current_id: str, is_open: Callable[[Difference], bool]
) -> Difference | None:
    """Return the next open difference after the current one, from the start again at the end; None where none is."""
    lines = list(listed)
    at = next((i for i, one in enumerate(lines) if one.difference_id == current_id), -1)
    around = (*lines[at + 1 :], *lines[: at + 1])
    return next((one for one in around if one.difference_id != current_id and is_open(one)), None)
