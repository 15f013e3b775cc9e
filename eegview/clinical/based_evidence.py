"""What a BASED score is given on, the numbers of its rule, and what a score says."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

UNCOMMON_SPIKES = "uncommon multifocal spikes"  # what a 2 is given with where the foci of the study are several


class LineState(StrEnum):
    """How a criterion stands."""

    MET = "met"
    NOT_MET = "not met"
    OPEN = "open"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class BasedRule:
    """The numbers of the rule.

    n_pages, n_bins : pages of an epoch, bins of a page
    bins_of_page, pages : bins with a spike that make a page count, and how many pages must
    literal_percent : share of bins to which the rule of pages is compared
    n_foci : foci from which on there are several
    limit_uv, posterior_limit_uv : peak to peak (µV) from which on a row is high; named in the derivation
    """

    n_pages: int = 20
    n_bins: int = 15
    bins_of_page: int = 8
    pages: int = 10
    literal_percent: float = 50.0
    n_foci: int = 3
    limit_uv: float = 200.0
    posterior_limit_uv: float = 300.0


@dataclass(frozen=True, slots=True)
class BasedEvidence:
    """What a score is given on. None = not answered yet.

    spike_bins : for each page the number of bins with a spike
    n_foci, n_foci_study : spike foci in the epoch, and in the whole study (never fewer)
    unread_pages : pages that were not read to their end, from 0
    n_unnamed_bins : bins with a spike whose electrode is not named; each may be a further focus
    high_amplitude : whether a row has abnormally high amplitude
    gmfs, pva : whether grouped multifocal spikes and paroxysmal voltage attenuation are present
    spike_focus : whether there is a spike focus anywhere in the study
    nonepileptiform : whether there is a definite abnormality that is not epileptiform
    unshown : names of the patterns that are said to be present without a marked example; not answered so far
    unsure : names of the fields that the reader could not decide; they count as absent
    foci : electrodes, for the derivation
    high_rows : rows that are high, each with its amplitude where that is known: `F3-C3 330 µV`
    """

    spike_bins: tuple[int, ...]
    n_foci: int = 0
    n_foci_study: int = 0
    unread_pages: frozenset[int] = frozenset()
    n_unnamed_bins: int = 0
    high_amplitude: bool | None = None
    gmfs: bool | None = None
    pva: bool | None = None
    spike_focus: bool | None = None
    nonepileptiform: bool | None = None
    unsure: frozenset[str] = frozenset()
    unshown: frozenset[str] = frozenset()
    foci: tuple[str, ...] = ()
    high_rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DerivationLine:
    """One line of how a score came about.

    about : what it is about: foci, burden, literal, amplitude, gmfs, pva, spike_focus, nonepileptiform, result
    text : one sentence or part of one
    value, limit : the number it is based on and what that is held against, None for none
    """

    about: str
    text: str
    state: LineState
    value: float | None = None
    limit: float | None = None


@dataclass(frozen=True, slots=True)
class ScoreResult:
    """A score with how it came about.

    score : 0-5, None while what is not answered can still change it
    is_so_far : whether pages are unread that cannot change the score any more
    possible : the scores that are still possible, in order
    note : what the score is given with, "" for nothing
    severity : what the score says on the scale, "" without a score
    derivation : line by line
    missing : a sentence for each thing that must be done before there is a final score: the epoch read to its end, and
        the answers that can change it
    bins_with_spike, n_bins_read : in the pages read, and where bins are marked
    pages_met : pages with enough bins
    is_burden_met : whether the rule of pages is met, None while that is open
    literal_percent : share of all bins of the epoch that have a spike so far
    disagrees : whether rule of pages and literal share are both decided and differ
    """

    score: int | None
    is_so_far: bool
    possible: tuple[int, ...]
    note: str
    severity: str
    derivation: tuple[DerivationLine, ...]
    missing: tuple[str, ...]
    bins_with_spike: int
    n_bins_read: int
    pages_met: int
    is_burden_met: bool | None
    literal_percent: float
    disagrees: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """What is counted of the bins, and what that may still come to.

    bins, n_read : bins with a spike, and bins read
    pages : pages with enough bins
    percent : share of bins read that have a spike
    burden, literal : whether the rule of pages is met, and the literal share reaches its limit; both while that is open
    """

    bins: int
    n_read: int
    pages: int
    percent: float
    burden: frozenset[bool]
    literal: frozenset[bool]

    @property
    def disagrees(self) -> bool:
        """Whether both are decided and differ."""
        return len(self.burden) == len(self.literal) == 1 and self.burden != self.literal


Choices = Mapping[str, frozenset[bool]]  # by question, the answers that are still possible
YES, NO, EITHER = frozenset({True}), frozenset({False}), frozenset({True, False})


def only_of(values: frozenset[bool]) -> bool | None:
    """Return the one value that is possible, None where both are."""
    return next(iter(values)) if len(values) == 1 else None
