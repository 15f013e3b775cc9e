"""Sort the rows of a bipolar montage into regions of the head, and say in a sentence which of them are not there."""

import re
from collections.abc import Iterable

from eegview.dsp.hemispheres import side_of_row

REGIONS = ("left", "right", "frontal", "central", "temporal", "posterior", "anterior")
_ELECTRODE = re.compile(r"(Fp|AF|FC|FT|CP|TP|PO|F|C|T|P|O)(z|\d+)", re.IGNORECASE)
_AREAS = (("posterior", "O"), ("frontal", "FP"), ("temporal", "T"))  # by the electrode nearest to an edge of the head
_USUAL_ROWS = (
    *("Fp1-F7", "F7-T7", "T7-P7", "P7-O1", "Fp1-F3", "F3-C3", "C3-P3", "P3-O1", "Fz-Cz", "Cz-Pz"),
    *("Fp2-F4", "F4-C4", "C4-P4", "P4-O2", "Fp2-F8", "F8-T8", "T8-P8", "P8-O2"),
)


def is_eeg(row: str) -> bool:
    """Whether a row is the difference of two electrodes on the head, not of which one is left and one right."""
    names = row.split("-")
    if len(names) != 2 or not all(map(_ELECTRODE.fullmatch, names)):
        return False
    return side_of_row(row) != "midline" or all(name.lower().endswith("z") for name in names)


def is_in(row: str, region: str) -> bool:
    """Whether an EEG row belongs to one of `REGIONS` or to "all".

    By its electrodes: with O posterior, with Fp frontal, with T temporal, others central; all but posterior rows are
    anterior, because healthy infants asleep have high waves in the posterior ones.
    """
    if region == "all":
        return True
    if region in ("left", "right"):
        return side_of_row(row) == region
    area = _area_of(row)
    return area != "posterior" if region == "anterior" else area == region


def rows_in(rows: Iterable[str], region: str) -> tuple[int, ...]:
    """Return the numbers of the EEG rows that belong to a region."""
    return tuple(number for number, row in enumerate(rows) if is_eeg(row) and is_in(row, region))


def why_missing(rows: Iterable[str], region: str) -> str:
    """Return the sentence that says why no row of a region is there."""
    wanted = [row for row in _USUAL_ROWS if is_in(row, region)]
    named = region if region != "all" else "EEG"
    return f"No {named} row can be formed: {needs(rows, wanted)}"


def needs(rows: Iterable[str], wanted: Iterable[str], named: str = "") -> str:
    """Return "it needs C3-P3, and P3 is in no row of these trends." for rows of which none is there.

    named : instead of the names of the rows that are wanted
    """
    wanted = tuple(wanted)
    known = {name for row in rows for name in row.split("-")}
    absent = list(dict.fromkeys(name for row in wanted for name in row.split("-") if name not in known))
    asked = f"it needs {named or _listed(wanted, 'or')}"
    if not absent:
        return f"{asked}, and these electrodes are not beside each other in a row of this recording."
    return f"{asked}, and {_listed(absent, 'and')} {'is' if len(absent) == 1 else 'are'} in no row of these trends."


def _area_of(row: str) -> str:
    names = row.upper().split("-")
    return next((area for area, start in _AREAS if any(name.startswith(start) for name in names)), "central")


def _listed(names: Iterable[str], word: str) -> str:
    names = list(names)
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {word} {names[-1]}"
