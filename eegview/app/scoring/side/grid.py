"""The grid of pages × bins and the foci beside it, made of a score sheet: how each cell looks."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from string import ascii_uppercase

import numpy as np

from eegview.app.scoring.sheet import ScoreSheet
from eegview.dsp.scalp_map import electrode_position, flattened

N_SHADES = 5  # of the hue of hypsarrhythmia; a sixth focus begins again, its letter is its own
FOCUS_HUE = "#6d28a8"
# Shown as points of the head, so that a focus is seen where it lies.
HEAD_ELECTRODES = (
    *("Fp1", "Fp2", "F7", "F3", "Fz", "F4", "F8", "T7", "C3", "Cz"),
    *("C4", "T8", "P7", "P3", "Pz", "P4", "P8", "O1", "O2"),
)


@dataclass(frozen=True, slots=True)
class Focus:
    """One focus of the epoch.

    letter : that stands in its bins; "A" is the first that was seen, so that letters stay while one scores on
    shade : number of its colour, 0 the strongest
    bins : numbers of the bins that name it, ascending
    place : on the head seen from above, 1 = the ring, nose at +y; None for a name that is no electrode of the scalp
    """

    electrode: str
    letter: str
    shade: int
    bins: tuple[int, ...]
    n_pages: int
    place: tuple[float, float] | None

    @property
    def n_bins(self) -> int:
        """Return how many bins name it."""
        return len(self.bins)


@dataclass(frozen=True, slots=True)
class Cell:
    """How one bin looks.

    state : "spike", "none" (read, without a spike) or "unread"
    foci : of a spike, or of a proposal; () = no focus is named
    is_proposed : a detector proposes a spike, and the reader has not answered this bin
    """

    state: str
    foci: tuple[Focus, ...] = ()
    is_proposed: bool = False


@dataclass(frozen=True, slots=True)
class GridView:
    """What the grid shows.

    cells : one a bin, page after page
    counts : of bins with a spike, one a page
    needed : so many make a page count
    current_bin : number in the epoch; -1 for none
    """

    n_pages: int
    n_bins: int
    cells: tuple[Cell, ...]
    counts: tuple[int, ...]
    needed: int
    read_pages: frozenset[int]
    current_page: int
    current_bin: int

    def counts_page(self, page: int) -> bool:
        """Whether a page has as many bins with a spike as the rule needs."""
        return self.counts[page] >= self.needed


def foci_of(sheet: ScoreSheet) -> tuple[Focus, ...]:
    """Return the foci of a sheet, most bins first."""
    named = {number: bin_.foci for number, bin_ in sorted(sheet.bins.items()) if bin_.state == "spike"}
    return _foci(named, sheet.n_bins)


def _foci(named: Mapping[int, tuple[str, ...]], n_bins: int) -> tuple[Focus, ...]:
    first = dict.fromkeys(electrode for foci in named.values() for electrode in foci)
    found = []
    for order, electrode in enumerate(first):
        bins = tuple(number for number, foci in named.items() if electrode in foci)
        pages = len({number // n_bins for number in bins})
        found.append(Focus(electrode, _letter(order), order % N_SHADES, bins, pages, place_of(electrode)))
    return tuple(sorted(found, key=lambda focus: -focus.n_bins))


def place_of(electrode: str) -> tuple[float, float] | None:
    """Return where an electrode lies on the head seen from above; None where that is not known."""
    position = electrode_position(electrode)
    if position is None:
        return None
    x, y = flattened(np.array([position]))[0]
    return float(x), float(y)


def _letter(order: int) -> str:
    return ascii_uppercase[order] if order < len(ascii_uppercase) else "+"


def grid_of(
    sheet: ScoreSheet, current_page: int, current_bin: int, proposed: Mapping[int, tuple[str, ...]] | None = None
) -> GridView:
    """Return the grid of a sheet; `proposed` are bins in which a detector proposes a spike, with its foci."""
    spikes = {number: bin_.foci for number, bin_ in sorted(sheet.bins.items()) if bin_.state == "spike"}
    waiting = {number: foci for number, foci in (proposed or {}).items() if number not in sheet.bins}
    # a proposed focus has the letter that it has, or will have
    known = {focus.electrode: focus for focus in _foci({**spikes, **_beyond(waiting, spikes)}, sheet.n_bins)}
    cells, counts = [], Counter(number // sheet.n_bins for number in spikes)
    for number in range(sheet.n_pages * sheet.n_bins):
        is_read = number // sheet.n_bins in sheet.read_pages or number in sheet.bins
        if number in spikes:
            cells.append(Cell("spike", tuple(known[name] for name in spikes[number])))
        elif number in waiting:
            state = "none" if is_read else "unread"
            cells.append(Cell(state, tuple(known[name] for name in waiting[number]), is_proposed=True))
        else:
            cells.append(Cell("none" if is_read else "unread"))
    return GridView(
        sheet.n_pages,
        sheet.n_bins,
        tuple(cells),
        tuple(counts[page] for page in range(sheet.n_pages)),
        sheet.parameters.bins_of_page,
        sheet.read_pages,
        current_page,
        current_bin,
    )


def _beyond(
    waiting: Mapping[int, tuple[str, ...]], spikes: Mapping[int, tuple[str, ...]]
) -> dict[int, tuple[str, ...]]:
    """Return the proposals under numbers after all bins, so that no proposed focus takes the letter of a marked one."""
    after = max(spikes, default=0) + 1
    return {after + number: foci for number, foci in sorted(waiting.items())}
