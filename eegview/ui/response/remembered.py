"""How a study was compared last, in the settings: with which others, which were locked, how the pages stood."""

import json
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

from eegview.ui.response.locks import ALL_LOCKS, Lock
from eegview.ui.response.modes import Mode
from eegview.ui.window.settings import Settings

_MOST_TEXT = 100_000


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is remembered of one study.

    others : the files of each study it was compared with
    shown : which of them stood beside
    starts_s : of the page of the open study and of the other one; None = not known
    """

    others: tuple[tuple[str, ...], ...] = ()
    shown: int = 0
    locks: frozenset[Lock] = field(default_factory=lambda: ALL_LOCKS)
    mode: Mode = Mode.WORST
    is_swapped: bool = False
    starts_s: tuple[float, float] | None = None


class RememberedComparison:
    """Reads and keeps the comparison of one study."""

    def __init__(self, settings: Settings, fingerprint: str) -> None:
        self._settings, self._key = settings, f"place/{fingerprint[:16]}/response"

    def read(self) -> Comparison:
        """Return how it was compared last; what a hand has made unreadable is as at the first time."""
        text = self._settings.text(self._key)
        try:
            held = json.loads(text) if text and len(text) <= _MOST_TEXT else {}
        except (ValueError, RecursionError):
            held = {}
        return _parsed(held) if isinstance(held, dict) else Comparison()

    def keep(self, comparison: Comparison) -> None:
        content = {
            "others": [list(paths) for paths in comparison.others],
            "shown": comparison.shown,
            "locks": sorted(comparison.locks),
            "mode": str(comparison.mode),
            "swapped": comparison.is_swapped,
            "starts_s": list(comparison.starts_s) if comparison.starts_s is not None else [],
        }
        text = json.dumps(content, ensure_ascii=False)
        if len(text) <= _MOST_TEXT:
            self._settings.put(self._key, text)


def _parsed(held: dict[str, Any]) -> Comparison:
    mode, shown = held.get("mode"), held.get("shown")
    locks = [Lock(one) for one in _listed(held.get("locks")) if one in set(Lock)]
    paths = [tuple(map(str, one)) for one in map(_listed, _listed(held.get("others"))) if one]
    starts = [
        one for one in _listed(held.get("starts_s")) if isinstance(one, int | float) and isfinite(one) and one >= 0
    ]
    return Comparison(
        tuple(paths),
        shown if isinstance(shown, int) and 0 <= shown < max(len(paths), 1) else 0,
        frozenset(locks) if "locks" in held else ALL_LOCKS,
        Mode(mode) if mode in set(Mode) else Mode.WORST,
        held.get("swapped") is True,
        (float(starts[0]), float(starts[1])) if len(starts) == 2 else None,
    )


def _listed(held: object) -> list[Any]:
    return held if isinstance(held, list) else []
