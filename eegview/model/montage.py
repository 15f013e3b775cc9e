"""Montages: how the rows of a page are made from the channels of a recording."""

from dataclasses import dataclass, field

from eegview.model.channel import ChannelKind

AVERAGE = "AVG"  # stands for the mean of the good scalp electrodes; resolved when a montage is bound


@dataclass(frozen=True, slots=True)
class Derivation:
    """The design of one row: a weighted sum of electrodes.

    weights : (electrode or AVERAGE, weight); "Fp1-F7" is (("Fp1", 1.0), ("F7", -1.0))
    side : "left", "midline", "right" or "" (polygraphy)
    """

    label: str
    weights: tuple[tuple[str, float], ...]
    kind: ChannelKind = ChannelKind.EEG
    side: str = ""


@dataclass(frozen=True, slots=True)
class Montage:
    """A named, ordered set of derivations.

    key : function key "F1" … "F12", "" for none
    polygraphy : append EOG, EMG, ECG, respiration … rows of the recording (pairs coupled) below
    as_recorded : rows are the file's channels; `derivations` is empty
    """

    montage_id: str
    label: str
    derivations: tuple[Derivation, ...] = ()
    key: str = ""
    polygraphy: bool = True
    as_recorded: bool = False
    help: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a page: a derivation bound to the channels of a recording.

    channels, weights : channel indices and their weights in the sum; empty if unavailable
    rate_hz, unit : sampling rate and unit of the row
    missing : electrodes the recording lacks; a row with any is unavailable and shown so, never silently replaced
    problem : why the row is unavailable although no electrode is missing (mixed rates), "" if there is none
    is_bad : a channel of the row is marked bad
    """

    label: str
    kind: ChannelKind
    side: str
    channels: tuple[int, ...]
    weights: tuple[float, ...]
    rate_hz: float
    unit: str = "uV"
    missing: tuple[str, ...] = ()
    problem: str = ""
    is_bad: bool = False

    @property
    def is_available(self) -> bool:
        return not self.missing and not self.problem
