"""The department's matrix of one term as it is shown and written: cells as texts, pseudonyms, the table as CSV."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from eegview.app.agreement.agreement_json import NOT_DEVICE
from eegview.app.agreement.agreement_lines import NOTHING, signed
from eegview.app.agreement.department import Cell, Department
from eegview.app.agreement.reader_note import ReaderNote
from eegview.app.agreement.where import Place
from eegview.model.time.clock import elapsed_text

TOO_FEW = "too few to say"
_COLUMNS = (
    *("term", "label", "reader_a", "reader_b", "measure", "value", "low", "high"),
    *("n_items", "n_patients", "n_studies", "n_differing", "why_none", "method"),
)


@dataclass(frozen=True, slots=True)
class CellText:
    """One cell of the matrix.

    value, interval, size : `0.72`, `0.61–0.80` or `too few to say`, `n = 240 · 12 patients`
    share : 0–1, how strongly it is coloured; None = not at all
    tip : what the number is, its method, and why it has no value or interval
    """

    value: str
    interval: str
    size: str
    share: float | None
    tip: str


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """One disagreement as a line: study, time, what each reader says; `place` is where it is."""

    study: str
    time: str
    a: str
    b: str
    place: Place


def cell_text(cell: Cell) -> CellText:
    """Return a cell as it is shown; without an interval it says so, and is coloured only where it has one."""
    number = cell.number
    patients = "1 patient" if number.n_patients == 1 else f"{number.n_patients} patients"
    size = f"n = {number.n_items:,} · {patients}"
    interval = TOO_FEW
    if number.low is not None and number.high is not None:
        interval = f"{signed(number.low)} to {signed(number.high)}"
    studies = "1 study" if cell.n_studies == 1 else f"{cell.n_studies} studies"
    tip = "\n".join(one for one in (f"{cell.measure}, {studies} read by both", number.remark, number.method) if one)
    if number.value is None:
        return CellText(NOTHING, TOO_FEW, size, None, tip)
    share = min(max(number.value, 0.0), 1.0) if number.has_interval else None
    return CellText(signed(number.value), interval, size, share, tip)


def reader_names(department: Department, hides_names: bool) -> Mapping[str, str]:
    """Return what each reader is called: the name, or `Reader 1` … in an order that tells nothing of the names.

    The order is that of how many items were compared, the most first.
    """
    if not hides_names:
        return {reader: reader for reader in department.readers}
    compared = dict.fromkeys(department.readers, 0)
    for cell in department.cells:
        for reader in (cell.reader_a, cell.reader_b):
            compared[reader] += cell.number.n_items
    ordered = sorted(department.readers, key=lambda reader: (-compared[reader], reader))
    return {reader: f"Reader {number}" for number, reader in enumerate(ordered, 1)}


def place_lines(department: Department, cell: Cell, study_name: Callable[[int], str]) -> tuple[PlaceLine, ...]:
    """Return where two readers differ, study by study in order of time.

    study_name : what a study is called, by its number
    """
    return tuple(
        PlaceLine(study_name(place.study), elapsed_text(place.span.start_s, 1), place.a_text, place.b_text, place)
        for place in cell.places
    )


def matrix_rows(department: Department, names: Mapping[str, str]) -> list[list[str]]:
    """Return the matrix as rows of a table, a pair and a term each; the first row names the columns."""
    labels = dict(department.terms)
    rows = [[*_COLUMNS]]
    for cell in department.cells:
        number = cell.number
        values = map(_written, (number.value, number.low, number.high))
        counts = map(str, (number.n_items, number.n_patients, cell.n_studies, cell.n_differing))
        who = names[cell.reader_a], names[cell.reader_b]
        what = cell.term_id, labels.get(cell.term_id, cell.term_id)
        rows.append([*what, *who, cell.measure, *values, *counts, number.remark, number.method])
    notes = unnamed_notes(department, names)
    simulated = "SIMULATED: made-up infants are among these studies. " if department.is_simulated else ""
    rows += [[f"# {note}"] for note in (*notes, f"{simulated}{NOT_DEVICE}")]
    return rows


def unnamed_notes(department: Department, names: Mapping[str, str], notes: Sequence[str] | None = None) -> list[str]:
    """Return sentences, without those that name readers where these are called otherwise.

    notes : None = the department's own
    """
    given = department.notes if notes is None else notes
    is_hidden = any(names[reader] != reader for reader in department.readers)
    return [note for note in given if not (is_hidden and isinstance(note, ReaderNote))]


def _written(value: float | None) -> str:
    return "" if value is None else f"{value:.6f}"
