"""Names in a sentence: the first few of a list, and how many more there are."""

from collections.abc import Collection

MOST_NAMED = 5


def listed(names: Collection[str], most: int = MOST_NAMED) -> str:
    """Return names as a sentence has them; those of a set in the order of the alphabet."""
    in_order = sorted(names) if isinstance(names, (set, frozenset)) else list(names)
    return ", ".join(in_order[:most]) + (f" and {len(in_order) - most} more" if len(in_order) > most else "")
