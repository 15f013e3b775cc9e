"""Choose the rows of a recording that a detector is given, their rate and their filters."""

from dataclasses import dataclass

from eegview.detect.manifest import KINDS, InputNeeds
from eegview.model.channel import ChannelKind
from eegview.model.display.binding import bind
from eegview.model.display.filters import FilterSpec, Phase
from eegview.model.display.montage import Montage, Row
from eegview.model.recording import Recording

_POLYGRAPHY = Montage("polygraphy", "Polygraphy")


@dataclass(frozen=True, slots=True)
class InputPlan:
    """The rows, rate and filters in which a detector is given one recording.

    rows : EEG rows that are there; those that lack an electrode are left out
    missing : labels of the montage's rows that are not there
    rate_hz : all rows are brought to this rate; 0 where there are none
    polygraphy : EMG, ECG … rows, pairs recorded monopolar already subtracted, as they are and at their own rate
    is_film : the recording is clips alone, without EEG
    """

    rows: tuple[Row, ...]
    missing: tuple[str, ...]
    rate_hz: float
    spec: FilterSpec
    polygraphy: tuple[Row, ...]
    is_film: bool = False

    def names(self, kind: str) -> tuple[str, ...]:
        return tuple(row.label for row in self.polygraphy if row.kind == kind)


def plan_input(recording: Recording, montage: Montage, needs: InputNeeds) -> InputPlan:
    """Return the rows, rate and filters in which a detector with these needs is given this recording."""
    bound = [row for row in bind(montage, recording) if row.kind is ChannelKind.EEG]
    rows = tuple(row for row in bound if row.is_available and row.rate_hz > 0 and row.unit == "uV")
    missing = tuple(row.label for row in bound if row not in rows)
    polygraphy = tuple(
        row for row in bind(_POLYGRAPHY, recording) if row.is_available and row.rate_hz > 0 and row.kind in KINDS
    )
    rate_hz = needs.rate_hz or max((row.rate_hz for row in rows), default=0.0)
    spec = FilterSpec(needs.low_cut_hz, needs.high_cut_hz, needs.notch_hz, Phase.ZERO)
    return InputPlan(rows, missing, rate_hz, spec, polygraphy, recording.is_film)
