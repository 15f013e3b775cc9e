"""Read the variables of a MATLAB file as plain values, one by one, so that a damaged one costs no other.

Numbers become float, text str, vectors and matrices arrays, structures dicts, rows of structures and cells lists.
"""

import warnings
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from eegview.model.errors import UnreadableFile

_HDF5 = b"\x89HDF\r\n\x1a\n"
_HDF5_OFFSETS = (0, 512, 1024, 2048)
_CODECS = (None, "utf-8", "latin-1")  # of letters: as the file says, then as other programs write them
_MOST_DEPTH = 12


class MatlabFile:
    """The variables of one file, read when they are asked for.

    Parameters
    ----------
    wanted : by the name of a structure, those of its fields that are read; a structure that is not named is read whole

    Raises
    ------
    UnreadableFile : it is no file of MATLAB, or so damaged that not even the names of its variables can be read
    """

    def __init__(self, path: Path, wanted: Mapping[str, Sequence[str]]) -> None:
        self._path = path
        self._wanted = wanted
        self._read: Callable[[str], Any]
        self.is_hdf5 = _is_hdf5(path)
        self._is_old = not self.is_hdf5 and _is_version_4(path)
        if self.is_hdf5:
            from eegview.readers.eeglab.hdf5_variables import hdf5_names, read_hdf5

            self.names = hdf5_names(path)
            self._read = lambda name: read_hdf5(path, name, wanted)
        else:
            self.names = _names(path)
            self._read = self._read_scipy

    def variable(self, name: str) -> Any:
        """Return a variable, None where there is none of that name.

        Raises
        ------
        DamagedVariable : its bytes make no sense
        """
        if name not in self.names:
            return None
        try:
            return self._read(name)
        except (MemoryError, UnreadableFile):
            raise
        # The libraries raise anything at all on damaged bytes: ValueError, TypeError, zlib.error, KeyError, OSError …
        except Exception as error:
            raise DamagedVariable(name) from error

    def _read_scipy(self, name: str) -> Any:
        from scipy.io import loadmat

        error: UnicodeError | TypeError | None = None
        for codec in _CODECS:
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    letters: dict[str, Any] = {} if self._is_old else {"uint16_codec": codec}
                    found = loadmat(str(self._path), variable_names=[name], squeeze_me=True, **letters)
                return plain(found.get(name), name, self._wanted)
            except (UnicodeError, TypeError) as failed:  # “buffer is too small” for letters of another size
                error = failed
        raise DamagedVariable(name) from error


class DamagedVariable(Exception):
    """A variable whose bytes make no sense."""


def plain(value: Any, name: str, wanted: Mapping[str, Sequence[str]], depth: int = 0) -> Any:
    """Return what scipy read as plain values; None for what is too deep or of no plain kind."""
    if depth > _MOST_DEPTH:
        return None
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="replace")
    if isinstance(value, str | dict) or value is None:
        return value
    if isinstance(value, np.generic) and value.dtype.names is None:
        return value.item()
    if isinstance(value, np.void | np.ndarray) and value.dtype.names is not None:
        return _structures(value, name, wanted, depth)
    if isinstance(value, np.ndarray):
        if value.dtype == object:
            items = [plain(item, name, wanted, depth + 1) for item in value.ravel(order="F")]
            return items[0] if value.ndim == 0 else items
        if value.dtype.kind in "US":
            texts = [str(item) for item in value.ravel()]
            return texts[0] if len(texts) == 1 else (texts or "")
        return value.item() if value.ndim == 0 else value
    return value if isinstance(value, int | float | complex) else None


def rows_of(value: Any) -> list[dict[str, Any]]:
    """Return a structure, a row of structures or a structure of rows as one dict a row."""
    if isinstance(value, list):
        return [row for row in value if isinstance(row, dict)]
    return [value] if isinstance(value, dict) and value else []


def number_of(value: Any) -> float | None:
    """Return the one finite number that a value is, also as text; None where it is none."""
    if isinstance(value, str):
        try:
            value = float(value.strip().replace(",", "."))
        except ValueError:
            return None
    if isinstance(value, np.ndarray) and value.size == 1:
        value = value.ravel()[0]
    if isinstance(value, list) and len(value) == 1:
        return number_of(value[0])
    if isinstance(value, bool | int | float | np.number) and not isinstance(value, complex):
        number = float(value)
        return number if np.isfinite(number) else None
    return None


def text_of(value: Any) -> str:
    """Return a value as one line of text; whole numbers without a point, "" for what is empty."""
    if isinstance(value, str):
        return " ".join(value.replace("\0", "").split())
    if isinstance(value, list) and len(value) == 1:
        return text_of(value[0])
    number = number_of(value)
    if number is None:
        return ""
    return str(int(number)) if number == int(number) else f"{number:g}"


def _structures(value: Any, name: str, wanted: Mapping[str, Sequence[str]], depth: int) -> Any:
    own = wanted.get(name)
    keys = [key for key in value.dtype.names if own is None or key in own]

    def fields(row: Any) -> dict[str, Any]:
        return {key: plain(row[key], key, wanted, depth + 1) for key in keys}

    if isinstance(value, np.void) or value.ndim == 0:
        return fields(value if isinstance(value, np.void) else value[()])
    return [fields(row) for row in value.ravel(order="F")]


def _is_hdf5(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(_HDF5_OFFSETS[-1] + len(_HDF5))
    return any(head[at : at + len(_HDF5)] == _HDF5 for at in _HDF5_OFFSETS)


def _is_version_4(path: Path) -> bool:
    """Whether a file is of MATLAB 4, which has numbers and letters only; later ones begin with a text."""
    with path.open("rb") as file:
        return b"\0" in file.read(4)


def _names(path: Path) -> list[str]:
    from scipy.io import whosmat

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return [str(name) for name, _, _ in whosmat(str(path))]
    except MemoryError:
        raise
    # See `MatlabFile.variable`.
    except Exception as error:
        with path.open("rb") as file:
            is_matlab = file.read(6) == b"MATLAB"
        if is_matlab:
            raise UnreadableFile(
                f"{path.name} is a file of MATLAB, but damaged.", "Copy it again from where it was recorded."
            ) from error
        raise UnreadableFile(f"{path.name} is not an EEGLAB dataset.", "Choose the recording it belongs to.") from error
