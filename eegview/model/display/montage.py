"""Montages: how the rows of a page are made from the channels of a recording."""

import re
from dataclasses import dataclass, field

from eegview.model.channel import ChannelKind

AVERAGE = "AVG"  # stands for the mean of the good scalp electrodes that the montage shows; resolved when it is bound


_FEWEST_TO_AVERAGE = 4
# 10-20 and 10-10 positions of the scalp; ears and mastoids are references, not scalp.
_SCALP = re.compile(
    r"Fp[12z]|(?:AF|PO)(?:z|[3478])|(?:F|FC|C|CP|P)(?:z|[1-8])|(?:F|P)(?:9|10)|(?:FT|TP)(?:[789]|10)|T(?:[789]|10)"
    r"|O[12z]|Nz|I[12z]"
)


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


def average_electrodes(montage: Montage) -> tuple[str, ...]:
    """Return the electrodes that a montage shows and its average is the mean of, ears and polygraphy left out.

    () for a montage without a row to an average, and for one of so few electrodes that their mean is no reference:
    such rows are measured against all scalp electrodes of the recording.
    """
    if all(name != AVERAGE for derivation in montage.derivations for name, _weight in derivation.weights):
        return ()
    shown = (name for row in montage.derivations for name, _weight in row.weights if is_scalp_electrode(name))
    electrodes = tuple(dict.fromkeys(shown))
    return electrodes if len(electrodes) >= _FEWEST_TO_AVERAGE else ()


def is_scalp_electrode(name: str) -> bool:
    """Check whether `name` is a 10-20 or 10-10 position of the scalp (ears and mastoids are not)."""
    return _SCALP.fullmatch(name) is not None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a page: a derivation bound to the channels of a recording.

    channels, weights : channel indices and their weights in the sum; empty if unavailable
    rate_hz, unit : sampling rate and unit of the row
    missing : electrodes the recording lacks; a row with any is unavailable and shown so, never silently replaced
    problem : why the row is unavailable although no electrode is missing (mixed rates), "" if there is none
    is_bad : a channel of the row is marked bad
    average : electrodes whose mean the row is measured against, () where it is no row to an average
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
    average: tuple[str, ...] = ()

    @property
    def is_available(self) -> bool:
        return not self.missing and not self.problem


def average_text(row: Row) -> str:
    """Return what a row's average is made of: `AVG is the mean of 3 electrodes: C3, Cz, C4`; "" without one."""
    n = len(row.average)
    return f"AVG is the mean of {n} electrode{'s' if n != 1 else ''}: {', '.join(row.average)}" if n else ""
