"""Choose the signals that are used and the differences between them: chains from front to back over what is there."""

import re
from collections.abc import Iterable
from itertools import pairwise

import numpy as np
from eeg_tracks import Sites

_CHAINS = (
    ("Fp1", "F7", "T7", "P7", "O1"),
    ("Fp1", "F3", "C3", "P3", "O1"),
    ("Fz", "Cz", "Pz"),
    ("Fp2", "F4", "C4", "P4", "O2"),
    ("Fp2", "F8", "T8", "P8", "O2"),
)
_NUMBER = re.compile(r"[A-Za-z]+(\d+|z)$")
_OVER_MUSCLE = re.compile(r"(Fp|F|T)(\d+|z)$")  # frontal and temporal electrodes
FEWEST_ROWS = 3


def choose_sites(names: tuple[str, ...]) -> tuple[list[int], Sites]:
    """Return the numbers of the rows to use among `names`, and the differences to form of them.

    Single electrodes of the 10-20 system are joined from front to back, over a missing one too. Where there are too few
    of them, recorded differences ("F7-C3") are used as they are. Fewer than three rows: none.
    """
    place = {name: number for number, name in enumerate(names)}
    chosen = [name for chain in _CHAINS for name in chain if name in place]
    chosen = list(dict.fromkeys(chosen))
    pairs: dict[tuple[str, str], int] = {}
    for chain in _CHAINS:
        there = [name for name in chain if name in place]
        for first, second in pairwise(there):
            pairs.setdefault((first, second), chain.index(second) - chain.index(first))
    if len(pairs) >= FEWEST_ROWS:
        number = {name: k for k, name in enumerate(chosen)}
        sites = Sites(
            np.array([number[a] for a, _ in pairs]),
            np.array([number[b] for _, b in pairs]),
            tuple(_side((a, b)) for a, b in pairs),
            tuple(_side((name,)) for name in chosen),
            _over_muscle(pairs),
            np.array(list(pairs.values())),
        )
        return [place[name] for name in chosen], sites
    recorded = [name for name in names if all(_NUMBER.match(part) for part in name.split("-")) and "-" in name]
    if len(recorded) < FEWEST_ROWS:
        return [], Sites(np.zeros(0, np.int64), np.zeros(0, np.int64), (), ())
    parts = [tuple(name.split("-")) for name in recorded]
    sides, n_rows = tuple(_side(part) for part in parts), len(recorded)
    sites = Sites(np.arange(n_rows), np.full(n_rows, -1), sides, sides, _over_muscle(parts))
    return [place[name] for name in recorded], sites


def _over_muscle(pairs: Iterable[tuple[str, ...]]) -> np.ndarray:
    """Return (n,) which differences have a frontal or temporal electrode; all where none has."""
    found = np.array([any(_OVER_MUSCLE.match(name) for name in pair) for pair in pairs], bool)
    return found if found.any() else np.ones(len(found), bool)


def _side(electrodes: tuple[str, ...]) -> str:
    sides = set()
    for name in electrodes:
        found = _NUMBER.match(name)
        if found and found[1] != "z":
            sides.add("left" if int(found[1]) % 2 else "right")
    return sides.pop() if len(sides) == 1 else "midline"
