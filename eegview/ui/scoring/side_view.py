"""What the right side of the scoring workbench shows, as one frozen value: it never talks to a store."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from eegview.app.scoring.amplitudes import EpochAmplitudes
from eegview.app.scoring.blindness import ReaderLine
from eegview.app.scoring.sheet import ScoreSheet
from eegview.model.text.language import tr
from eegview.model.time.clock import elapsed_text

NO_EPOCH = tr("No epoch is being scored. Choose a candidate, or start one at the cursor.")


def _elapsed(time_s: float) -> str:
    return elapsed_text(time_s, 0)


@dataclass(frozen=True, slots=True)
class PrefillState:
    """How the detector's proposals stand.

    bins : in which a spike is proposed, with its foci
    is_available : whether there is anything to propose, or a detector that can
    text : what is said beside the switch instead of the usual sentence ("looking for spikes, 40 %"), "" for nothing
    """

    is_on: bool = False
    is_available: bool = True
    bins: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    text: str = ""


@dataclass(frozen=True, slots=True)
class SideView:
    """One state of the right side.

    sheet : None where no epoch is scored; then `empty_text` is shown
    current_page, current_bin : page from 0, and the bin's number in the epoch (-1 for none)
    readers : how far each reader is (`Scoring.readers`)
    roles : what each reader is ("neurologist"), where that is known
    amplitudes : of the epoch; None while they are measured
    amplitudes_text : what is said while there are none ("measuring, 40 %"), or why there are none
    clock_text : a time of the recording as it is shown
    now : with a time zone; the age of commits is told beside it
    keys : the key of "gmfs", "pva", "amplitude" … as it stands on a key cap
    electrodes : that can be named as foci elsewhere in the study
    unsure : what of the parameter set must be compared with the publication, a sentence each
    is_locked : nothing can be changed: the score is committed, or it is another reader's
    """

    sheet: ScoreSheet | None
    current_page: int = 0
    current_bin: int = -1
    readers: tuple[ReaderLine, ...] = ()
    roles: Mapping[str, str] = field(default_factory=dict)
    proposal: PrefillState = field(default_factory=PrefillState)
    amplitudes: EpochAmplitudes | None = None
    amplitudes_text: str = ""
    clock_text: Callable[[float], str] = _elapsed
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    keys: Mapping[str, str] = field(default_factory=dict)
    electrodes: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    is_locked: bool = False
    empty_text: str = NO_EPOCH
