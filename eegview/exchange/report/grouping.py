"""What of a report stands together: items that were not answered in one line, items with long texts wider."""

from __future__ import annotations

from collections.abc import Sequence

from eegview.model.report.document import Field, Line, State

FEWEST_TOGETHER = 3  # fewer items of one state stand each for itself
_LETTERS_A_LINE, _MOST_LINES = 118, 4  # of the whole width; of an item before it gets more room


def split_items(fields: Sequence[Field]) -> tuple[tuple[Field, ...], dict[State, tuple[str, ...]]]:
    """Return the items that stand each for itself, and by state the labels of those that are named in one line."""
    together: dict[State, tuple[str, ...]] = {}
    for state in (State.NOT_ASSESSED, State.NOT_APPLICABLE):
        labels = tuple(field.label for field in fields if field.state is state)
        if len(labels) >= FEWEST_TOGETHER:
            together[state] = labels
    return tuple(field for field in fields if field.state not in together), together


def columns_spanned(item: Field, n_columns: int) -> int:
    """Return how many of the columns an item gets, so that it has few lines: 1, 2 or all."""
    for span in (1, 2):
        if span < n_columns and _n_lines(item.lines, _LETTERS_A_LINE * span // n_columns) <= _MOST_LINES:
            return span
    return n_columns


def _n_lines(lines: Sequence[Line], letters: int) -> int:
    return sum(max(1, -(-sum(len(run.text) for run in line) // max(letters, 1))) for line in lines)


def placed_items(fields: Sequence[Field], n_columns: int) -> list[tuple[Field, int, int, int]]:
    """Return each item with its row, its first column and how many columns it has, in the order of reading."""
    placed: list[tuple[Field, int, int, int]] = []
    row = column = 0
    for item in fields:
        span = columns_spanned(item, n_columns)
        if column + span > n_columns:
            row, column = row + 1, 0
        placed.append((item, row, column, span))
        column += span
    return placed
