"""Variables of a MATLAB file of version 7.3, which is HDF5, as plain values."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from eegview.model.errors import UnreadableFile
from eegview.readers.held_samples import HeldSamples
from eegview.readers.sample_file import Block, Digits, SampleLayout

_HIDDEN = "#"  # names of MATLAB's own begin so
_MOST_DEPTH = 12
_MOST_ROWS = 1_000_000

_NUMBERS = ("double", "single", "int16", "int32")
_LARGE_VALUES = 2**20  # a matrix of more is read piece by piece

Wanted = Mapping[str, Sequence[str]]


class LargeMatrix(HeldSamples):
    """A matrix that stays in its file, (rows, columns) as MATLAB shows it; each reading opens the file."""

    def __init__(self, path: Path, name: str, shape: tuple[int, ...]) -> None:
        self._path, self._name, self.shape = path, name, shape
        self._layout = SampleLayout("<f8", shape[0], (Block(0, shape[1]),))

    def read(self, columns: Sequence[int], first: int, stop: int) -> Digits:
        """Return (n_columns, n_samples) values; see `HeldSamples.read`."""
        try:
            with _library(self._path).File(self._path, "r") as file:
                found = file[self._name][first:stop, :]
        except (OSError, RuntimeError, KeyError, ValueError) as error:
            raise UnreadableFile(
                f"{self._path.name} can no longer be read.", "Check that its drive is connected, then open it again."
            ) from error
        return np.ascontiguousarray(found[:, list(columns)].T, np.float64)


def hdf5_names(path: Path) -> list[str]:
    """Return the names of the variables.

    Raises
    ------
    UnreadableFile : the library that reads this version is not installed, or the file is damaged
    """
    h5py = _library(path)
    try:
        with h5py.File(path, "r") as file:
            return [str(name) for name in file if not str(name).startswith(_HIDDEN)]
    except (OSError, RuntimeError, KeyError, ValueError) as error:
        raise UnreadableFile(
            f"{path.name} is a file of MATLAB 7.3, but damaged.", "Copy it again from where it was recorded."
        ) from error


def read_hdf5(path: Path, name: str, wanted: Wanted) -> Any:
    """Return one variable; matrices come as MATLAB shows them, (rows, columns).

    wanted : the fields of structures that are read; following references takes its time
    """
    h5py = _library(path)
    with h5py.File(path, "r") as file:
        return _plain(file, file[name], h5py, 0, name, wanted)


def _plain(file: Any, item: Any, h5py: Any, depth: int, name: str, wanted: Wanted) -> Any:
    if depth > _MOST_DEPTH:
        return None
    if isinstance(item, h5py.Group):
        own = wanted.get(name)
        fields = {
            str(key): item[key] for key in item if not str(key).startswith(_HIDDEN) and (own is None or str(key) in own)
        }
        rows = _row_count(fields.values(), h5py)
        if rows is not None:  # a row of structures keeps each field as a list of references
            columns = {
                key: [_plain(file, file[at], h5py, depth + 1, key, wanted) for at in np.asarray(field).ravel()]
                for key, field in fields.items()
            }
            return [{key: column[row] for key, column in columns.items()} for row in range(rows)]
        return {key: _plain(file, field, h5py, depth + 1, key, wanted) for key, field in fields.items()}
    if item.attrs.get("MATLAB_empty", 0):
        return "" if _class_of(item) == "char" else np.zeros((0, 0))
    kind = _class_of(item)
    if h5py.check_ref_dtype(item.dtype) is not None:  # a cell
        return [_plain(file, file[at], h5py, depth + 1, name, wanted) for at in np.asarray(item).ravel()]
    if kind in _NUMBERS and item.ndim >= 2 and item.size > _LARGE_VALUES:
        return LargeMatrix(Path(file.filename), str(item.name), tuple(int(n) for n in reversed(item.shape)))
    values = np.asarray(item).T
    if kind == "char":
        return "".join(chr(int(code)) for code in values.ravel())
    return values.ravel()[0].item() if values.size == 1 else values.squeeze() if values.ndim == 1 else values


def _row_count(fields: Any, h5py: Any) -> int | None:
    """Return how many structures a group holds, None where it is one structure."""
    counts = set()
    for field in fields:
        if isinstance(field, h5py.Group) or h5py.check_ref_dtype(field.dtype) is None:
            return None
        if _class_of(field) == "cell":
            return None
        counts.add(field.size)
    return counts.pop() if len(counts) == 1 and max(counts) <= _MOST_ROWS else None


def _class_of(item: Any) -> str:
    kind = item.attrs.get("MATLAB_class", b"")
    return kind.decode("ascii", errors="replace") if isinstance(kind, bytes) else str(kind)


def _library(path: Path) -> Any:
    try:
        import h5py
    except ImportError as error:
        raise UnreadableFile(
            f"{path.name} is a file of MATLAB 7.3 (HDF5), for which the library h5py is missing.",
            "Save the dataset in EEGLAB as version 6, or as two files (.set and .fdt).",
        ) from error
    return h5py
