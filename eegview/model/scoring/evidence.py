"""A reader's evidence for a score of one epoch, as it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass

from eegview.model.annotation import Annotation
from eegview.model.span import Span

SPIKE, NO_SPIKE = "spike", "none"  # states of a bin
BY_HAND, ACCEPTED = "hand", "accepted"  # how a bin was made: by the reader, or a proposal that they accepted
PRESENT, ABSENT, UNSURE = "present", "absent", "unsure"

GMFS, PVA, HIGH_AMPLITUDE = "gmfs", "pva", "high_amplitude"
NONEPILEPTIFORM, SPIKE_FOCUS, FOCI = "nonepileptiform", "spike_focus", "foci"
CONFIDENCE, OTHER_FOCI = "confidence", "other_foci"
NAMED = "named"  # the answer that all foci of the epoch are named
FLAGS = (GMFS, PVA)
# The questions with the answers that each takes; OTHER_FOCI is answered by electrodes, in the channels of its record.
QUESTIONS: Mapping[str, tuple[str, ...]] = {
    GMFS: (PRESENT, ABSENT, UNSURE),
    PVA: (PRESENT, ABSENT, UNSURE),
    HIGH_AMPLITUDE: (ABSENT,),  # present is shown by a measurement
    NONEPILEPTIFORM: (PRESENT, ABSENT, UNSURE),
    SPIKE_FOCUS: (PRESENT, ABSENT, UNSURE),
    FOCI: (NAMED,),
    CONFIDENCE: ("1", "2", "3", "4", "5"),
}

GMFS_TERM, PVA_TERM = "grouped_multifocal_spikes", "paroxysmal_voltage_attenuation"  # clinical marks
HIGH_TERM, FOCUS_TERM = "high_amplitude_channel", "spike_focus"
EXAMPLE_TERMS: Mapping[str, str] = {GMFS: GMFS_TERM, PVA: PVA_TERM}  # by question, the term of its examples
FORM_TERM = "hypsarrhythmia"  # the free form beside a score: no evidence for it, and hidden as it is
MARK_TERMS = frozenset({GMFS_TERM, PVA_TERM, HIGH_TERM, FOCUS_TERM})


@dataclass(frozen=True, slots=True, order=True)
class SheetKey:
    """One epoch that is scored by one scale; the epoch has the scale's length.

    start_s : from recording start, whole milliseconds
    """

    scale_id: str
    start_s: float

    def __post_init__(self) -> None:
        object.__setattr__(self, "start_s", round(float(self.start_s), 3) + 0.0)

    @property
    def start_text(self) -> str:
        """Return the start as it is stored: `12480.000`."""
        return f"{self.start_s:.3f}"


@dataclass(frozen=True, slots=True)
class BinEvidence:
    """What a reader said of one bin.

    number : of the bin in the epoch, from 0
    foci : electrodes, in the order they were named; () = a spike whose electrode is not named
    state : SPIKE or NO_SPIKE
    source : BY_HAND or ACCEPTED
    records : the records that store it, usually one
    """

    number: int
    span: Span
    foci: tuple[str, ...]
    state: str
    source: str
    records: tuple[Annotation, ...]

    @property
    def is_spike(self) -> bool:
        return self.state == SPIKE


@dataclass(frozen=True, slots=True)
class FlagEvidence:
    """A reader's answer on a pattern of the epoch.

    answer : PRESENT, ABSENT, UNSURE or "" for none
    examples : marks of it in the epoch, by onset; PRESENT counts once there is one
    """

    answer: str
    examples: tuple[Annotation, ...] = ()

    @property
    def is_shown(self) -> bool:
        """Whether the pattern is present and an example is marked."""
        return self.answer == PRESENT and bool(self.examples)


@dataclass(frozen=True, slots=True)
class AmplitudeEvidence:
    """A wave of the background that a reader measured.

    row : "F3-C3"
    value_uv : peak to peak
    limit_uv : from which on the row is high
    filters : text of the filters it was measured with
    is_counted : False where it was measured with other filters than those of the scale
    record : the record or mark that stores it
    """

    row: str
    value_uv: float
    span: Span
    is_posterior: bool
    limit_uv: float
    filters: str
    is_counted: bool
    record: Annotation

    @property
    def is_high(self) -> bool:
        """Whether the row is high by this measurement."""
        return self.is_counted and self.value_uv >= self.limit_uv
