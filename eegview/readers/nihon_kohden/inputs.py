"""The inputs of Nihon Kohden's amplifiers: their names, and what one digit is worth."""

import re

MICROVOLT_LOW, MICROVOLT_HIGH = -3200.0, 3199.902  # µV, of digits 0 and 65535
MILLIVOLT_LOW, MILLIVOLT_HIGH = -12002.9, 12002.56  # mV
DIGITS = 65535
_MILLIVOLT = frozenset((*range(42, 74), 76, 77))  # direct current, and the marks
MARKS = frozenset((76, 77))

_ELECTRODES = "FP1 FP2 F3 F4 C3 C4 P3 P4 O1 O2 F7 F8 T3 T4 T5 T6 FZ CZ PZ E PG1 PG2 A1 A2 T1 T2"
_USUAL = (
    *_ELECTRODES.split(),
    *(f"X{n}" for n in range(1, 12)),
    *(f"NA{n}" for n in range(1, 6)),
    *(f"DC{n:02}" for n in range(1, 33)),
    *("BN1", "BN2", "Mark1", "Mark2"),
    *(f"NA{n}" for n in range(6, 28)),
    *(f"X{n + 11}/BP{n}" for n in range(1, 5)),
    *(f"X{n}" for n in range(16, 166)),
    *("NA28", "Z"),
)
_LINE = re.compile(r"^\s*(\d{1,5})\s*=(.*)$")
_HEADING = re.compile(r"^\s*\[([^\]]*)\]")


def is_millivolt(number: int) -> bool:
    """Whether an input is measured in the coarse steps of direct current."""
    return number in _MILLIVOLT


def usual_name(number: int) -> str:
    """Return the name that an input has where no table says otherwise."""
    return _USUAL[number] if number < len(_USUAL) else f"input {number}"


def names_in(table: str) -> dict[int, str]:
    """Return the names of inputs in the text of a `.21E` file; what is no line of it is passed over.

    Names of electrodes go before those of references, which share their numbers.
    """
    electrodes: dict[int, str] = {}
    references: dict[int, str] = {}
    target: dict[int, str] | None = None
    for line in table.splitlines():
        if heading := _HEADING.match(line):
            title = heading[1].strip().upper()
            target = electrodes if "ELECTRODE" in title else references if "REFERENCE" in title else None
        elif target is not None and (found := _LINE.match(line)):
            name = " ".join(found[2].replace("\0", " ").split())
            if name:
                target[int(found[1])] = name
    return references | electrodes
