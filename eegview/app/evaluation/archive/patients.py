"""Whose a recording is: by a table, by a BIDS label in its path, else by itself."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from eegview.app.evaluation.archive.files import ArchiveItem
from eegview.model.errors import UsageError

_SUBJECT = re.compile(r"(?:^|_)(sub-[A-Za-z0-9]+)(?:_|\.|$)")
_COLUMNS = ("recording", "patient")


@dataclass(frozen=True, slots=True)
class Patients:
    """The patients of an archive.

    numbers : of each recording's patient, from 1 in the order in which they are met
    labels : what the archive calls each of them; for the local key only
    n_by_table, n_by_label, n_alone : recordings whose patient was named by the table, by a BIDS label, and not at all
    """

    numbers: tuple[int, ...]
    labels: tuple[str, ...]
    n_by_table: int = 0
    n_by_label: int = 0
    n_alone: int = 0

    @property
    def text(self) -> str:
        """Return how patients were told apart, as a sentence that names nobody."""
        parts = [
            f"{n} by {what}" for n, what in ((self.n_by_table, "the table"), (self.n_by_label, "a BIDS label")) if n
        ]
        if self.n_alone:
            parts.append(f"{self.n_alone} named nowhere, each taken as a patient of its own")
        return f"{'; '.join(parts)}." if parts else ""


def patients_of(items: Sequence[ArchiveItem], table: Mapping[str, str]) -> Patients:
    """Return the patients of some recordings; what the table says goes before a label in the path.

    table : see `read_patient_table`
    """
    n_of_name = Counter(item.relative.name.casefold() for item in items)
    numbers: list[int] = []
    known: dict[tuple[str, str], int] = {}
    counts = {"table": 0, "label": 0, "alone": 0}
    for item in items:
        by_table = _in_table(item, table, n_of_name[item.relative.name.casefold()] == 1)
        label = by_table or bids_subject(item.relative)
        how = "table" if by_table else "label" if label else "alone"
        counts[how] += 1
        # a label of the table and one of BIDS are one patient where they read alike
        key = ("named", label.removeprefix("sub-")) if label else ("alone", item.relative.as_posix())
        numbers.append(known.setdefault(key, len(known) + 1))
    labels = tuple(label if how == "named" else "" for how, label in known)
    return Patients(tuple(numbers), labels, counts["table"], counts["label"], counts["alone"])


def read_patient_table(path: Path) -> dict[str, str]:
    """Return the patient of each recording in a table with the columns `recording` and `patient`.

    A recording is written as its path from the folder of recordings, its file name, or that without suffix.

    Raises
    ------
    UsageError : it is no such table, or names two patients for one recording
    """
    from eegview.exchange.foreign.cells import SEPARATORS, records
    from eegview.exchange.tables import read_bytes
    from eegview.model.text.decoding import decoded

    try:
        text = decoded(read_bytes(path))[0]
    except OSError as error:
        raise UsageError("The table of patients cannot be read.", (error.strerror or "Check its name.") + ".") from None
    for separator in SEPARATORS:
        rows = records(text, separator)
        columns = [name.strip().casefold() for name in rows[0]] if rows else []
        if set(_COLUMNS) <= set(columns):
            break
    else:
        raise UsageError(
            "The table of patients does not have the columns “recording” and “patient”.",
            "Write a TSV or CSV file with a line for each recording.",
        )
    at = [columns.index(name) for name in _COLUMNS]
    table: dict[str, str] = {}
    for number, row in enumerate(rows[1:], 2):
        recording, patient = (row[k].strip() if k < len(row) else "" for k in at)
        if not recording or not patient:
            continue
        if table.setdefault(recording.casefold(), patient) != patient:
            raise UsageError(
                f"The table of patients names a second patient for the recording in row {number}.",
                "Each recording is of one patient.",
            )
    return table


def _in_table(item: ArchiveItem, table: Mapping[str, str], is_only_one: bool) -> str:
    """Return a recording's patient in the table, "" for none; its name alone serves where no other bears it."""
    name = item.relative.name.casefold()
    keys = (item.relative.as_posix().casefold(), *((name, Path(name).stem) if is_only_one else ()))
    return next((table[key] for key in keys if key in table), "")


def bids_subject(relative: PurePath) -> str:
    """Return the BIDS label of a recording's patient: of its name, else of the folder nearest to it; "" for none."""
    for part in reversed(relative.parts):
        if match := _SUBJECT.search(part):
            return match[1]
    return ""
