"""Pair the rows of both sides that lie at the same place."""

from collections.abc import Sequence
from dataclasses import dataclass

from eegview.dsp.hemispheres import homologous_pairs, mirrored_row


@dataclass(frozen=True, slots=True)
class RowPair:
    """Two rows at the same place of either side.

    left_number, right_number : within the rows in use
    sign : -1 where the right row runs the other way (`T7-C3` and `C4-T8`), else 1
    """

    left: str
    right: str
    left_number: int
    right_number: int
    sign: int


def row_pairs(rows: Sequence[str]) -> tuple[RowPair, ...]:
    """Return the pairs among `rows` that share no electrode: a shared one would look like synchrony."""
    return tuple(
        RowPair(left, right, rows.index(left), rows.index(right), 1 if mirrored_row(left) == right else -1)
        for left, right in homologous_pairs(rows)
        if not set(left.split("-")) & set(right.split("-"))
    )


def why_no_pairs() -> str:
    """Return why nothing can be compared between the sides, a sentence."""
    return (
        "No row has its counterpart on the other side: two neighbours such as C3 and P3 are needed together with "
        "C4 and P4."
    )
