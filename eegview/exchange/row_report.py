"""What could not be taken over from the rows of a file, with the rows' numbers."""

from collections.abc import Iterable

_MOST_ROWS = 20  # named in one sentence
_MOST_SENTENCES = 100
_LONGEST = 60  # letters of a value that are shown


class RowReport:
    """Collects what is to be said about rows, and says the same thing about many rows in one sentence."""

    def __init__(self) -> None:
        self._rows: dict[str, list[int]] = {}

    def add(self, row: int, what: str) -> None:
        """Note a finding about a row.

        row : counted from 1 as an editor counts the file's rows
        what : a clause without a full stop
        """
        self._rows.setdefault(what, []).append(row)

    def sentences(self) -> tuple[str, ...]:
        """Return a sentence for each finding, in the order found."""
        said = [f"{rows_text(rows)}: {what}." for what, rows in self._rows.items()]
        if len(said) > _MOST_SENTENCES:
            rest = list(self._rows.values())[_MOST_SENTENCES:]
            said = said[:_MOST_SENTENCES]
            said.append(f"{len(rest)} further findings in {rows_text(row for rows in rest for row in rows).lower()}.")
        return tuple(said)


def rows_text(rows: Iterable[int]) -> str:
    """Return `Row 3`, `Rows 3, 5`, or `Rows 3, 5, … (120 rows)`; `2 entries` where a file has no rows, all 0."""
    rows = list(rows)
    numbers = sorted(set(rows))
    if numbers == [0]:
        return "1 entry" if len(rows) == 1 else f"{len(rows)} entries"
    shown = ", ".join(map(str, numbers[:_MOST_ROWS]))
    if len(numbers) > _MOST_ROWS:
        return f"Rows {shown}, … ({len(numbers)} rows)"
    return f"Row {shown}" if len(numbers) == 1 else f"Rows {shown}"


def shown(value: str) -> str:
    """Return a value between quotes for a sentence, on one line and not over-long."""
    return f"“{one_line(value)}”"


def one_line(value: str) -> str:
    """Return a value on one line and not over-long."""
    flat = " ".join("".join(sign if sign.isprintable() else " " for sign in value).split())
    return f"{flat[:_LONGEST]}…" if len(flat) > _LONGEST else flat
