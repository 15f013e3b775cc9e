"""The report of readers' agreement: for each term its numbers over all readers, by pair, and against a reference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from eegview.app.agreement.numbers import Named, TermNumbers
from eegview.app.agreement.units import RatedItems, TermUnits
from eegview.model.annotation import FINAL_LAYER
from eegview.model.recording import Progress, no_progress


@dataclass(frozen=True, slots=True)
class PairNumbers:
    """The numbers of two readers."""

    reader_a: str
    reader_b: str
    numbers: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class ReaderNumbers:
    """The numbers of one reader against the reference, or with the other readers."""

    reader: str
    numbers: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class TermReport:
    """One term.

    readers : who are compared, the final layer left out
    n_patients : whose studies were read by two readers or more
    noun : what the classes are of: `seconds`, `epochs of 30 s`; "" where there are none
    overall : over all readers
    pairs : of each two; none where there are two readers only, since that is `overall`
    reference : the layer that `against` holds readers against, "" for none
    with_others : where there is no reference, each reader with the others: the mean over their pairs with each
    notes : sentences on what was used and what was left out
    """

    term_id: str
    label: str
    readers: tuple[str, ...]
    n_patients: int
    noun: str
    overall: tuple[Named, ...]
    pairs: tuple[PairNumbers, ...] = ()
    reference: str = ""
    against: tuple[ReaderNumbers, ...] = ()
    with_others: tuple[ReaderNumbers, ...] = ()
    notes: tuple[str, ...] = ()

    def number(self, key: str) -> Named | None:
        """Return one of the numbers over all readers by its key, None where the term has no such number."""
        return next((one for one in self.overall if one.key == key), None)


def report_of(
    term: TermUnits,
    layers: Sequence[str] = (),
    reference: str = FINAL_LAYER,
    progress: Progress = no_progress,
) -> TermReport:
    """Return the numbers of one term.

    layers : whose readings are compared; none = all readers'
    reference : a layer that readers are held against; where nothing of it is there, nothing is
    """
    numbers = TermNumbers(term)
    readers = tuple(reader for reader in term.readers if not layers or reader in layers)
    has_reference = reference in term.layers
    held = [reader for reader in readers if reader != reference] if has_reference else []
    pairs = list(combinations(readers, 2)) if len(readers) > 2 else []
    apart = readers if len(readers) >= 2 and not has_reference else ()
    n_steps, n_done = 1 + len(pairs) + len(held) + len(apart), 0

    def step() -> None:
        nonlocal n_done
        progress(n_done / n_steps)
        n_done += 1

    step()
    overall = numbers.overall(readers)
    of_pairs: list[PairNumbers] = []
    for a, b in pairs:
        step()
        found = numbers.overall((a, b))
        if any(one.number.n_items for one in found):
            of_pairs.append(PairNumbers(a, b, found))
    against: list[ReaderNumbers] = []
    for reader in held:
        step()
        against.append(ReaderNumbers(reader, numbers.against(reader, reference)))
    with_others: list[ReaderNumbers] = []
    for reader in apart:
        step()
        with_others.append(ReaderNumbers(reader, numbers.with_others(reader, readers)))
    progress(1.0)
    return TermReport(
        term.term_id,
        term.label,
        readers,
        max((one.number.n_patients for one in overall), default=0),
        _noun(term.rated),
        overall,
        tuple(of_pairs),
        reference if has_reference else "",
        tuple(against),
        tuple(with_others),
        term.notes,
    )


def _noun(rated: RatedItems | None) -> str:
    return rated.noun if rated is not None else ""
