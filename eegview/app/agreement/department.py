"""Who agrees with whom, on which term, and where they differ: a matrix of pairs of readers by terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from eegview.app.agreement.numbers import TermNumbers
from eegview.app.agreement.study import ReadStudy
from eegview.app.agreement.units import TermUnits
from eegview.app.agreement.where import Place, places_of, studies_of_both
from eegview.clinical.agreement_numbers.number import AgreementNumber
from eegview.model.recording import Progress, no_progress

MOST_PLACES = 2000  # of one cell; the number of all is kept


@dataclass(frozen=True, slots=True)
class Cell:
    """How far two readers agree on one term.

    measure : what the number is: `Cohen's kappa`, `F1 (one-to-one)` …
    number : with its interval, or the sentence why it has none; its `n_items` were read by both
    n_studies : studies that both have read for this term
    n_differing : how many items they differ on; `places` holds the first `MOST_PLACES` stretches of these
    """

    reader_a: str
    reader_b: str
    term_id: str
    measure: str
    number: AgreementNumber
    n_studies: int
    n_differing: int
    places: tuple[Place, ...] = ()


@dataclass(frozen=True)
class Department:
    """The matrix.

    readers : by name
    terms : (id, label), in the order in which they are shown
    pairs : (reader_a, reader_b) with anything in common, by name
    studies : with their files, so that a place can be opened
    notes : sentences on what was used and what was left out
    """

    readers: tuple[str, ...]
    terms: tuple[tuple[str, str], ...]
    pairs: tuple[tuple[str, str], ...]
    cells: tuple[Cell, ...]
    studies: tuple[ReadStudy, ...]
    notes: tuple[str, ...] = ()

    def cell(self, reader_a: str, reader_b: str, term_id: str) -> Cell | None:
        """Return the cell of two readers, in either order, and a term; None where they have nothing in common."""
        return self._by_place.get((frozenset((reader_a, reader_b)), term_id))

    @cached_property
    def _by_place(self) -> Mapping[tuple[frozenset[str], str], Cell]:
        """Return the cells by their two readers and their term: a large matrix is looked up for each of its fields."""
        return {(frozenset((cell.reader_a, cell.reader_b)), cell.term_id): cell for cell in self.cells}

    @property
    def is_simulated(self) -> bool:
        """Whether any study is simulated; it is then said beside the matrix."""
        return any(study.is_simulated for study in self.studies)


def department_of(
    studies: Sequence[ReadStudy],
    terms: Sequence[TermUnits],
    progress: Progress = no_progress,
    layers: Sequence[str] = (),
) -> Department:
    """Return who agrees with whom on which term and where.

    layers : whose readings are compared; none = all readers'
    progress : called with a share from 0 to 1; what it raises ends the work
    """
    cells: list[Cell] = []
    pairs_of = [
        list(combinations([reader for reader in term.readers if not layers or reader in layers], 2)) for term in terms
    ]
    n_all, n_done = sum(map(len, pairs_of)), 0
    for term, compared in zip(terms, pairs_of, strict=True):
        numbers = TermNumbers(term)
        for a, b in compared:
            progress(n_done / n_all)
            n_done += 1
            if (found := _cell(numbers, a, b)) is not None:
                cells.append(found)
    progress(1.0)
    pairs = sorted({(cell.reader_a, cell.reader_b) for cell in cells})
    used = {cell.term_id for cell in cells}
    notes = dict.fromkeys(note for term in terms if term.term_id in used for note in term.notes)
    return Department(
        tuple(sorted({reader for pair in pairs for reader in pair})),
        tuple((term.term_id, term.label) for term in terms if term.term_id in used),
        tuple(pairs),
        tuple(cells),
        tuple(studies),
        tuple(notes),
    )


def _cell(numbers: TermNumbers, a: str, b: str) -> Cell | None:
    """Return the cell of two readers and a term, None where they have nothing in common."""
    main = numbers.main(a, b)
    n_studies = len(studies_of_both(numbers.term, a, b))
    if not n_studies:
        return None
    places = places_of(numbers.term, a, b)
    n_differing = sum(place.count for place in places)
    term_id = numbers.term.term_id
    return Cell(a, b, term_id, main.label, main.number, n_studies, n_differing, places[:MOST_PLACES])
