"""Find the rows that a trend needs among those a recording gives, and say what is not there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Rows of one region or side, as far as the recording gives them.

    name : "left", "midline" …; "" for all rows
    wanted : labels, as the parameters name them
    rows : labels of those that are there, in that order
    numbers : of `rows` within the rows of the recording
    """

    name: str
    wanted: tuple[str, ...]
    rows: tuple[str, ...]
    numbers: tuple[int, ...]

    def text(self) -> str:
        """Return which rows they are, "all 8 left rows" or "6 of 8 left rows (without F7-T7, T7-P7)"."""
        left_out = [row for row in self.wanted if row not in self.rows]
        kind = f"{self.name} rows" if self.name else "rows"
        if not left_out:
            return f"all {len(self.rows)} {kind}"
        return f"{len(self.rows)} of {len(self.wanted)} {kind} (without {', '.join(left_out)})"

    @property
    def measured(self) -> str:
        """Return of which rows a mean is made, for people."""
        return self.text() if len(self.rows) == 1 else f"{self.text()}, as far as they are measured (at least half)"

    def why_missing(self) -> str:
        """Return why a quantity of this group cannot be computed, a sentence."""
        electrodes = dict.fromkeys(name for row in self.wanted for name in row.split("-"))
        rows = ", ".join(self.wanted)
        return (
            f"None of the rows {rows} can be formed: they need two neighbours of the electrodes {_listed(electrodes)}."
        )


def row_group(name: str, rows: Sequence[str], wanted: Sequence[str]) -> RowGroup:
    """Return the rows of a group that are among `rows`."""
    there = tuple(row for row in wanted if row in rows)
    return RowGroup(name, tuple(wanted), there, tuple(rows.index(row) for row in there))


def layout_of(rows: Sequence[str], parameters: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the table of rows that fits the recording: `rows`, or `reduced` where that gives more and those are few.

    parameters : with `minimum_rows`, and tables `rows` and `reduced` of lists of labels by the name of a group
    """
    n_full, n_reduced = (_n_of(rows, parameters[name]) for name in ("rows", "reduced"))
    is_enough = n_full >= parameters["minimum_rows"] or n_full >= n_reduced
    return parameters["rows" if is_enough else "reduced"]


def _n_of(rows: Sequence[str], layout: Mapping[str, Sequence[str]]) -> int:
    wanted = {label for labels in layout.values() for label in labels}
    return sum(row in wanted for row in rows)


def _listed(names: Sequence[str] | Mapping[str, None]) -> str:
    *front, last = names
    return f"{', '.join(front)} and {last}" if front else last
