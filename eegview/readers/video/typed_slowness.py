"""The slowness of clips whose files do not tell it, as the readers of the open studies typed it.

A clip is opened again and again, for its pictures, its sound, its movement, a copy, on several threads; all of them ask
here, so that none goes by another speed. It holds what this process was told, by the file's path.
"""

import threading
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

_FINEST = 1000  # denominator

_lock = threading.Lock()
_typed: dict[str, Fraction] = {}


def use_typed(slowness: Mapping[str, float | None]) -> None:
    """Play these files, by path, at the slowness that was typed from now on; None = as the file says again."""
    with _lock:
        for path, times in slowness.items():
            if times is None:
                _typed.pop(_key(path), None)
            else:
                _typed[_key(path)] = Fraction(times).limit_denominator(_FINEST)


def typed_for(path: str | Path) -> Fraction | None:
    """Return the slowness that was typed for a file, None where none was."""
    with _lock:
        return _typed.get(_key(path)) if _typed else None


def _key(path: str | Path) -> str:
    return str(Path(path).absolute())
