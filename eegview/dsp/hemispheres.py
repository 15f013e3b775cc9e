"""Find which side of the head a row belongs to, from its name."""

import re

_NUMBERED = re.compile(r"[A-Za-z]+(\d+)")


def side_of_row(row: str) -> str:
    """Return "left", "right" or "midline" for a row such as `F7-C3`, by the numbers of its electrodes.

    Odd numbers are left, even ones right; an electrode or a word without a number (Cz, AVG) says nothing.
    Both sides, or neither, is "midline".
    """
    found = (_NUMBERED.fullmatch(name) for name in row.split("-"))
    sides = {"left" if int(number[1]) % 2 else "right" for number in found if number}
    return sides.pop() if len(sides) == 1 else "midline"
