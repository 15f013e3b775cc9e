"""Readings in a plain table with the columns item, reader, label and, better, patient."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eegview.app.agreement.units import RatedItem, RatedItems, TermUnits
from eegview.clinical.agreement_numbers.cohen_kappa import PLAIN
from eegview.model.errors import UnreadableFile, UsageError
from eegview.model.span import Span

NEEDED = ("item", "reader", "label")
PATIENT = "patient"
MISSING = frozenset({"", "n/a", "na", "nan"})  # "none" and "-" are answers: no seizure, a negative test
MOST_READERS = 200  # pairs grow with the square of it
_SAMPLE = "Write a line for each reading: item, reader, label and, better, patient."
_NO_PATIENT = (
    "The table has no column “patient”: each item counts as a patient of its own. Where items share a patient the "
    "intervals are too narrow."
)


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    item: str
    reader: str
    label: str
    patient: str


def read_ratings(path: Path, weights: str = PLAIN, encoding: str = "") -> TermUnits:
    """Return the readings in a table, with a sentence for what was left out.

    TSV or CSV with commas or semicolons, in whatever encoding; further columns are ignored, and so is a reading without
    a label, or a line that begins with # and names no reader. Classes are in order where all of them are numbers, else
    by name.

    weights : of kappa, for scales with an order

    Raises
    ------
    UnreadableFile : it is missing, or too large
    UsageError : a column is missing, or a row contradicts another; the sentence names the row
    """
    rows, notes = _rows(path, encoding)
    by_item: dict[str, dict[str, str]] = {}
    patient_of: dict[str, str] = {}
    n_missing = n_double = 0
    for row in rows:
        known = patient_of.setdefault(row.item, row.patient)
        if known != row.patient:
            raise UsageError(f"Row {row.number} gives an item a second patient.", "Each item is of one patient.")
        labels = by_item.setdefault(row.item, {})
        if row.label.casefold() in MISSING:
            n_missing += 1
        elif row.reader not in labels:
            labels[row.reader] = row.label
        elif labels[row.reader] == row.label:
            n_double += 1
        else:
            raise UsageError(
                f"Row {row.number} gives an item a second label by the same reader.", "Leave one label for each reader."
            )
    _check_readers(by_item)
    if n_missing:
        notes.append(f"Readings without a label: {n_missing}; they count as not read.")
    if n_double:
        notes.append(f"Rows that say the same twice: {n_double}; they count once.")
    patients = tuple(sorted(set(patient_of.values())))
    place = {name: number for number, name in enumerate(patients)}
    items = tuple(
        RatedItem(place[patient_of[item]], Span(0.0, 0.0), labels, what=item)
        for item, labels in by_item.items()
        if labels
    )
    n_alone = sum(len(item.labels) == 1 for item in items)
    if n_alone:
        notes.append(f"Items with one reading only: {n_alone}; they cannot be compared.")
    rated = RatedItems("items", _scale(items), items, weights, keeps_single=True)
    return TermUnits("table", path.name, patients, rated=rated, notes=tuple(notes))


def _rows(path: Path, encoding: str) -> tuple[list[_Row], list[str]]:
    from eegview.exchange.foreign.cells import SEPARATORS, records, stated_separator
    from eegview.exchange.row_report import one_line
    from eegview.exchange.tables import read_bytes
    from eegview.model.text.decoding import decoded

    try:
        text = decoded(read_bytes(path), encoding)[0]
    except OSError as error:
        raise UnreadableFile(
            f"“{path.name}” cannot be read.", (error.strerror or "Check that it is there") + "."
        ) from None
    stated = stated_separator(text)
    best: list[list[str]] = []
    for separator in (stated,) if stated else SEPARATORS:
        cells = records(text, separator)
        cells = cells[1:] if stated else cells
        head = _names(cells[0]) if cells else []
        if set(NEEDED) <= set(head):
            best = cells
            break
    else:
        raise _without_columns(path.name, [_names(records(text, one)[0]) for one in SEPARATORS if text.strip()])
    head = _names(best[0])
    twice = next((name for name in (*NEEDED, PATIENT) if head.count(name) > 1), None)
    if twice is not None:
        raise UsageError(f"The table has two columns “{twice}”.", "Leave one of them.")
    notes: list[str] = []
    unknown = [one_line(name) for name in head if name and name not in (*NEEDED, PATIENT)]
    if unknown:
        notes.append(f"Columns ignored: {', '.join(unknown[:10])}{' …' if len(unknown) > 10 else ''}.")
    if PATIENT not in head:
        notes.append(_NO_PATIENT)
    rows: list[_Row] = []
    first = 3 if stated else 2
    for number, row in enumerate(best[1:], first):
        cells_of = {name: row[place].strip() if place < len(row) else "" for place, name in enumerate(head)}
        item, reader = cells_of["item"], cells_of["reader"]
        if not any(map(str.strip, row)) or (row[0].startswith("#") and not reader):
            continue
        if not item or not reader:
            raise UsageError(
                f"Row {number} names no {'item' if not item else 'reader'}.", "Each row is one reading of one item."
            )
        patient = cells_of.get(PATIENT, "") if PATIENT in head else item
        if not patient:
            raise UsageError(
                f"Row {number} names no patient.", "Name the patient in each row, or leave the column out."
            )
        rows.append(_Row(number, item, reader, cells_of["label"], patient))
    if not rows:
        raise UsageError("The table has no readings.", _SAMPLE)
    return rows, notes


def _names(cells: Sequence[str]) -> list[str]:
    return [cell.strip().lstrip("\ufeff").strip('"').strip().casefold() for cell in cells]


def _without_columns(name: str, heads: Sequence[Sequence[str]]) -> UsageError:
    """Return the refusal of a table whose first line does not name what is needed."""
    nearest = max(heads, key=lambda head: len(set(NEEDED) & set(head)), default=[])
    lacking = [f"“{column}”" for column in NEEDED if column not in nearest]
    columns = "column" if len(lacking) == 1 else "columns"
    return UsageError(f"“{name}” does not have the {columns} {', '.join(lacking)}.", _SAMPLE)


def _check_readers(by_item: dict[str, dict[str, str]]) -> None:
    """Check that there are readers to compare, and no more than can be.

    Raises
    ------
    UsageError : there is one only, or more than `MOST_READERS`
    """
    readers = {reader for labels in by_item.values() for reader in labels}
    if len(readers) < 2:
        some = "one reader only" if readers else "no label"
        raise UsageError(f"The table has {some}.", "Agreement needs two readers or more.")
    if len(readers) > MOST_READERS:
        raise UsageError(
            f"The table has {len(readers):,} readers, more than {MOST_READERS}.",
            "Check that the column “reader” holds who read an item.",
        )


def _scale(items: Sequence[RatedItem]) -> tuple[str, ...]:
    """Return the labels in their order: by number where all are numbers, else by name."""
    labels = {label for item in items for label in item.labels.values()}
    try:
        return tuple(sorted(labels, key=lambda label: (float(label.replace(",", ".")), label)))
    except ValueError:
        return tuple(sorted(labels))
