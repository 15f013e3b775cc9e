"""The slowness of clips whose files do not tell it, as the readers of the open studies typed it.

A clip is opened again and again, for its pictures, its sound, its movement, a copy, on several threads; all of them ask
here, so that none goes by another speed. It holds what this process was told, by the file's path. The clips of the
study that is open in the window are held at its speed: what is opened beside it changes nothing of them.
"""

import threading
from collections.abc import Collection, Mapping
from fractions import Fraction
from pathlib import Path

_FINEST = 1000  # denominator

_lock = threading.Lock()
_typed: dict[str, Fraction] = {}
_held: set[str] = set()


def use_typed(slowness: Mapping[str, float | None]) -> Collection[str]:
    """Play these files, by path, at the slowness that was typed from now on; None = as the file says again.

    Nothing changes, and their paths are returned, where some are held at another slowness.
    """
    with _lock:
        wanted = {path: _as_fraction(times) for path, times in slowness.items()}
        others = [path for path, t in wanted.items() if _key(path) in _held and _typed.get(_key(path)) != t]
        if not others:
            _set(wanted)
        return others


def hold_typed(slowness: Mapping[str, float | None]) -> None:
    """Hold these files, and no others any more, at the slowness that was typed, as `use_typed` plays them."""
    with _lock:
        _held.clear()
        _held.update(map(_key, slowness))
        _set({path: _as_fraction(times) for path, times in slowness.items()})


def typed_for(path: str | Path) -> Fraction | None:
    """Return the slowness that was typed for a file, None where none was."""
    with _lock:
        return _typed.get(_key(path)) if _typed else None


def _as_fraction(times: float | None) -> Fraction | None:
    return None if times is None else Fraction(times).limit_denominator(_FINEST)


def _set(slowness: Mapping[str, Fraction | None]) -> None:
    """Set the table, its lock held."""
    for path, times in slowness.items():
        if times is None:
            _typed.pop(_key(path), None)
        else:
            _typed[_key(path)] = times


def _key(path: str | Path) -> str:
    return str(Path(path).absolute())
