"""Choose the rows of a recording that its trends are computed from."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from eegview.app.montage.store import difference, montage_by_id
from eegview.model.channel import ChannelKind
from eegview.model.display.binding import bind
from eegview.model.display.montage import Derivation, Montage, Row
from eegview.model.recording import Recording

FEWEST_ROWS = 4  # with fewer of the full montage the reduced one is used
LEAST_RATE_HZ = 75.0  # so that 30 Hz, the highest frequency of any trend, passes the resampling whole
FULL, REDUCED = "longitudinal_bipolar", "neonatal"
ACROSS = ("P3-P4", "C3-C4")  # for the aEEG between the hemispheres
ELECTRODES = (
    *("Fp1", "Fp2", "F7", "F3", "Fz", "F4", "F8", "T7", "C3", "Cz", "C4", "T8", "P7", "P3", "Pz", "P4", "P8"),
    *("O1", "O2"),
)
ECG, EMG_LEFT, EMG_RIGHT = "ECG", "EMG left", "EMG right"
_SIDES = {
    EMG_LEFT: re.compile(r"left|^l\b|^l[. _-]|[ ._-]l\b", re.I),
    EMG_RIGHT: re.compile(r"right|^r\b|^r[. _-]|[ ._-]r\b", re.I),
}


@dataclass(frozen=True, slots=True)
class LeftOutRow:
    """A row of the montage that no trend is computed from, and why (one sentence)."""

    label: str
    why: str


@dataclass(frozen=True, slots=True)
class TrendRows:
    """The rows of one recording for its trends.

    montage_id, montage : which one they are of, and what it is called
    rows : available, good, in µV; EEG first, then "ECG", "EMG left", "EMG right" where they were recorded
    left_out : rows of the montage that are not used
    electrodes : single electrodes as they were recorded, for what is the same against any reference
    """

    montage_id: str
    montage: str
    rows: tuple[Row, ...]
    left_out: tuple[LeftOutRow, ...]
    electrodes: tuple[Row, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(row.label for row in self.rows)

    @property
    def all_rows(self) -> tuple[Row, ...]:
        """Return all rows that blocks hold: those with a label of the montage, then the single electrodes."""
        return (*self.rows, *self.electrodes)


def trend_rows(recording: Recording, bad_channels: frozenset[str] = frozenset()) -> TrendRows:
    """Return the rows of a recording for its trends: those of the longitudinal bipolar montage.

    Where that gives fewer than four, those of the reduced montage for newborns. A row with a channel that is marked
    bad is left out, as is one at so low a rate that 30 Hz do not fit.
    """
    montage = montage_by_id(FULL)
    if len(_usable(_eeg_rows(montage, recording))) < FEWEST_ROWS:
        reduced = montage_by_id(REDUCED)
        if len(_usable(_eeg_rows(reduced, recording))) > len(_usable(_eeg_rows(montage, recording))):
            montage = reduced
    bound = _eeg_rows(montage, recording, bad_channels)
    labels = {row.label for row in bound}
    across = [
        row
        for row in _bound([_pair(one) for one in ACROSS if one not in labels], recording, bad_channels)
        if row.is_available
    ]
    rows, left_out = [], []
    for row in (*bound, *across):
        if why := _why_not(row, recording, bad_channels):
            left_out.append(LeftOutRow(row.label, why))
        else:
            rows.append(row)
    return TrendRows(
        montage.montage_id,
        montage.label,
        (*rows, *_polygraphy(recording, bad_channels)),
        tuple(left_out),
        _electrodes(recording, bad_channels),
    )


def _electrodes(recording: Recording, bad_channels: frozenset[str]) -> tuple[Row, ...]:
    """Return a row for each electrode of the 10-20 system that was recorded by itself and can be used."""
    wanted = [Derivation(name, ((name, 1.0),)) for name in ELECTRODES]
    return tuple(row for row in _usable(_bound(wanted, recording, bad_channels)) if not row.is_bad)


def _eeg_rows(montage: Montage, recording: Recording, bad_channels: frozenset[str] = frozenset()) -> list[Row]:
    return [r for r in _bound(montage.derivations, recording, bad_channels) if r.kind is ChannelKind.EEG]


def _bound(derivations: Iterable[Derivation], recording: Recording, bad_channels: frozenset[str]) -> tuple[Row, ...]:
    derivations = tuple(derivations)
    return (
        bind(Montage("trends", "Trends", derivations, polygraphy=False), recording, bad_channels) if derivations else ()
    )


def _pair(text: str) -> Derivation:
    found = difference(text)
    if found is None:
        raise ValueError(f"{text} is not a difference of two electrodes")
    return found


def _usable(rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if row.is_available and row.unit == "uV" and row.rate_hz >= LEAST_RATE_HZ]


def _why_not(row: Row, recording: Recording, bad_channels: frozenset[str]) -> str:
    """Return why trends are not computed from a row, "" where they are."""
    if row.missing:
        return f"{row.label} is left out: the recording has no {' and no '.join(row.missing)}."
    if row.problem:
        return f"{row.label} is left out: {row.problem[0].lower()}{row.problem[1:]}"
    if row.is_bad:
        names = [recording.channels[index].name for index in row.channels]
        bad = [name for name in names if name in bad_channels]
        return f"{row.label} is left out: {' and '.join(bad)} {'is' if len(bad) == 1 else 'are'} marked bad."
    if row.unit != "uV":
        return f"{row.label} is left out: it is not recorded in µV."
    if row.rate_hz < LEAST_RATE_HZ:
        return (
            f"{row.label} is left out: {row.rate_hz:g} Hz is too low a sampling rate; {LEAST_RATE_HZ:g} Hz are needed."
        )
    return ""


def ecg_row(recording: Recording, bad_channels: frozenset[str] = frozenset()) -> Row | None:
    """Return the row of the ECG, labelled `ECG`; None where none was recorded that can be used."""
    rows = _polygraphy_rows(recording, bad_channels)
    ecg = next((row for row in _usable(rows) if row.kind is ChannelKind.ECG), None)
    return None if ecg is None else replace(ecg, label=ECG)


def _polygraphy_rows(recording: Recording, bad_channels: frozenset[str]) -> list[Row]:
    return [r for r in bind(Montage("polygraphy", "Polygraphy"), recording, bad_channels) if not r.is_bad]


def _polygraphy(recording: Recording, bad_channels: frozenset[str]) -> list[Row]:
    """Return the ECG row and those of EMG whose names say a side, under names of their own."""
    rows = _polygraphy_rows(recording, bad_channels)
    ecg = ecg_row(recording, bad_channels)
    found = [ecg] if ecg is not None else []
    for label, pattern in _SIDES.items():
        emg = (row for row in _usable(rows) if row.kind is ChannelKind.EMG)
        named = next((r for r in emg if any(pattern.search(recording.channels[c].label) for c in r.channels)), None)
        if named is not None:
            found.append(replace(named, label=label))
    return found
