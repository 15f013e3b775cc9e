"""Find which side of the head a row belongs to, and its counterpart on the other side, from its name."""

import re
from collections.abc import Sequence

_NUMBERED = re.compile(r"[A-Za-z]+(\d+)")


def side_of_row(row: str) -> str:
    """Return "left", "right" or "midline" for a row such as `F7-C3`, by the numbers of its electrodes.

    Odd numbers are left, even ones right; an electrode or a word without a number (Cz, AVG) says nothing.
    Both sides, or neither, is "midline".
    """
    found = (_NUMBERED.fullmatch(name) for name in row.split("-"))
    sides = {"left" if int(number[1]) % 2 else "right" for number in found if number}
    return sides.pop() if len(sides) == 1 else "midline"


def mirrored_row(row: str) -> str:
    """Return the name of the row at the same place of the other side: `F8-C4` for `F7-C3`; unchanged on the midline."""
    return "-".join(map(_mirrored, row.split("-")))


def _mirrored(name: str) -> str:
    found = _NUMBERED.fullmatch(name)
    if not found:
        return name
    number = int(found[1])
    return f"{name[: found.start(1)]}{number + 1 if number % 2 else number - 1}"


def homologous_pairs(rows: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return (left, right) of the rows that have a counterpart among `rows`, in the order of the left ones.

    A chain across the head runs through both sides in one direction: `T7-C3` has `C4-T8` then, the same difference with
    the other sign.
    """
    known, pairs = set(rows), []
    for row in rows:
        if side_of_row(row) == "left":
            mirror = mirrored_row(row)
            turned = "-".join(reversed(mirror.split("-")))
            other = next((name for name in (mirror, turned) if name in known and name != row), None)
            if other is not None:
                pairs.append((row, other))
    return tuple(pairs)
