"""Readings of items on a scale of classes, as arrays: rows are items, columns are readers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
UNREAD = -1  # code of an item that a reader has not read


@dataclass(frozen=True, slots=True)
class Reading:
    """What readers said of one item, or of several that were read alike.

    patient : whose item it is
    labels : the class by reader; who did not read it is not in it
    count : how many such items there are, as seconds of one epoch
    """

    patient: str
    labels: Mapping[str, str]
    count: int = 1


@dataclass(frozen=True, slots=True, eq=False)
class Ratings:
    """Items with the class that each reader gave them.

    codes : (n_rows, n_readers) number of the class in `classes`, `UNREAD` where there is none
    counts : (n_rows,) how many items a row stands for
    patients : (n_rows,) number of the patient in `patient_names`
    patient_names : sorted, so that the order in which items are given does not matter
    """

    readers: tuple[str, ...]
    classes: tuple[str, ...]
    patient_names: tuple[str, ...]
    codes: Codes
    counts: Floats
    patients: Codes

    @property
    def n_patients(self) -> int:
        return len(self.patient_names)

    def of_readers(self, readers: Sequence[str]) -> "Ratings":
        """Return the readings of some readers, in the given order."""
        columns = [self.readers.index(reader) for reader in readers]
        return replace(self, readers=tuple(readers), codes=self.codes[:, columns])

    def read_by(self, least: int) -> "Ratings":
        """Return the items that at least so many readers have read, and the patients who have such items."""
        return self._rows((self.codes != UNREAD).sum(axis=1) >= least)

    def read_with(self, reader: str) -> "Ratings":
        """Return the items that one reader and another one have read, and the patients who have such items."""
        by_reader = self.codes[:, self.readers.index(reader)] != UNREAD
        return self._rows(by_reader & ((self.codes != UNREAD).sum(axis=1) >= 2))

    def _rows(self, kept: NDArray[np.bool_]) -> "Ratings":
        present: list[int] = sorted(set(self.patients[kept].tolist()))
        return replace(
            self,
            codes=self.codes[kept],
            counts=self.counts[kept],
            patients=np.searchsorted(np.array(present, np.int64), self.patients[kept]).astype(np.int64),
            patient_names=tuple(self.patient_names[number] for number in present),
        )

    @property
    def n_items(self) -> int:
        return round(float(self.counts.sum()))

    def summed(self, values: Floats) -> Floats:
        """Return the sums over each patient's items of values per row: (n_rows, k) becomes (n_patients, k)."""
        sums = np.zeros((self.n_patients, values.shape[1]))
        np.add.at(sums, self.patients, values * self.counts[:, np.newaxis])
        return sums


def ratings_of(
    readings: Iterable[Reading], readers: Sequence[str] | None = None, classes: Sequence[str] | None = None
) -> Ratings:
    """Return readings as arrays.

    Parameters
    ----------
    readers : in the order of columns; None = all that read anything, by name
    classes : the whole scale, in its order; None = the labels that occur, by name

    Raises
    ------
    ValueError : a label is not in `classes`
    """
    readings = tuple(readings)
    if readers is None:
        readers = sorted({reader for one in readings for reader in one.labels})
    if classes is None:
        classes = sorted({label for one in readings for label in one.labels.values()})
    number = {label: place for place, label in enumerate(classes)}
    names = tuple(sorted({one.patient for one in readings}))
    place_of = {name: place for place, name in enumerate(names)}
    codes = np.full((len(readings), len(readers)), UNREAD, np.int64)
    for row, one in enumerate(readings):
        for column, reader in enumerate(readers):
            label = one.labels.get(reader)
            if label is None:
                continue
            if label not in number:
                raise ValueError(f"“{label}” is not on the scale")
            codes[row, column] = number[label]
    return Ratings(
        tuple(readers),
        tuple(classes),
        names,
        codes,
        np.array([one.count for one in readings], np.float64),
        np.array([place_of[one.patient] for one in readings], np.int64),
    )
