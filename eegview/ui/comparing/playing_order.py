"""The lists and orders of the playlist: which differences stand in it, one after the other."""

from collections.abc import Callable, Sequence

from eegview.app.comparing.comparison import Comparison
from eegview.app.comparing.difference import CONFLICT, DISAGREEMENTS, MATCHED, ONLY_A, ONLY_B, Difference
from eegview.app.comparing.order import Order, ordered
from eegview.model.text.language import tr
from eegview.model.vocabulary import Vocabulary
from eegview.ui.comparing.shown import ListName

_KINDS: dict[ListName, frozenset[str]] = {
    ListName.DISAGREEMENTS: DISAGREEMENTS,
    ListName.ONLY_A: frozenset({ONLY_A}),
    ListName.ONLY_B: frozenset({ONLY_B}),
    ListName.CONFLICT: frozenset({CONFLICT}),
    ListName.MATCHED: frozenset({MATCHED}),
}
PLAIN_KINDS = {ONLY_A: tr("only A"), ONLY_B: tr("only B"), CONFLICT: "conflict", MATCHED: "matched"}  # in a sentence
KIND_TEXTS = {ONLY_A: tr("Only A"), ONLY_B: tr("Only B"), CONFLICT: tr("Conflict"), MATCHED: tr("Matched")}


def list_of(
    comparison: Comparison, name: ListName, order: Order, term_id: str, vocabulary: Vocabulary
) -> tuple[Difference, ...]:
    """Return what stands in a list, in its order.

    term_id : "" for all terms
    """
    return ordered(comparison.of(term_id or None, _KINDS[name]), order, vocabulary)


def counts_of(comparison: Comparison, term_id: str) -> dict[ListName, int]:
    """Return how many differences stand in each list."""
    by_kind = comparison.counts(term_id or None)
    return {name: sum(by_kind.get(kind, 0) for kind in kinds) for name, kinds in _KINDS.items()}


def next_open(
    listed: Sequence[Difference], current_id: str, is_open: Callable[[Difference], bool]
) -> Difference | None:
    """Return the next open difference after the current one, from the start again at the end; None where none is."""
    at = next((i for i, one in enumerate(listed) if one.difference_id == current_id), -1)
    around = (*listed[at + 1 :], *listed[: at + 1])
    return next((one for one in around if one.difference_id != current_id and is_open(one)), None)
