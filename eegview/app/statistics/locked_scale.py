"""Which rows of a spasm-locked average are shown first, in which colours, and up to which value."""

import math

import numpy as np

from eegview.app.statistics.locked_epochs import LockedEpochs
from eegview.dsp.event_locked.averages import locked_mean
from eegview.model.channel import ChannelKind
from eegview.model.display.montage import Row

_SHARE_WITHIN = 99.0  # percent of the values of included spasms that the colours tell apart
_ROUND = (1.0, 1.5, 2.0, 3.0, 5.0, 7.0, 10.0)
DIVERGING, SEQUENTIAL = "vik", "batlow"


def colour_map_of(row: Row) -> str:
    """Return "vik" for a row with both signs, "batlow" for strengths."""
    return DIVERGING if row.kind is ChannelKind.EEG else SEQUENTIAL


def unit_text(row: Row) -> str:
    """Return the unit as it is written."""
    return "µV" if row.unit == "uV" else row.unit


def row_scale(epochs: LockedEpochs, number: int) -> float:
    """Return the value, round, that the strongest colour of a row stands for; EEG: on either side of nothing."""
    values = epochs.data[epochs.is_included, number] if epochs.n_included else epochs.data[:, number]
    known = np.abs(values[np.isfinite(values)])
    return round_up(float(np.percentile(known, _SHARE_WITHIN))) if len(known) else 1.0


def round_up(value: float) -> float:
    """Return the next of 1, 1.5, 2, 3, 5, 7, 10 × a power of ten."""
    if not value > 0 or not math.isfinite(value):
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next((one * power for one in _ROUND if one * power >= value * (1 - 1e-9)), 10 * power)


def shown_rows(epochs: LockedEpochs) -> tuple[int, ...]:
    """Return the rows shown unless others are chosen: the EEG row with the largest wave, the first EMG, the movement.

    The largest wave is that of the average inside the window of the slow wave's peak.
    """
    found: list[int] = []
    eeg = [number for number, row in enumerate(epochs.rows) if row.kind is ChannelKind.EEG]
    if eeg:
        found.append(largest_row(epochs, eeg))
    for kind in (ChannelKind.EMG, ChannelKind.MOVEMENT):
        found += [number for number, row in enumerate(epochs.rows) if row.kind is kind][:1]
    return tuple(found)


def largest_row(epochs: LockedEpochs, numbers: list[int]) -> int:
    """Return the row whose average has the greatest value in the window of the slow wave's peak."""
    early, late = epochs.settings.peak_window_s if epochs.alignment == "onset" else (-0.5, 0.5)
    inside = (epochs.times_s >= early) & (epochs.times_s <= late)
    mean = np.abs(locked_mean(epochs.data, epochs.is_included)[numbers][:, inside])
    greatest = np.where(np.isfinite(mean), mean, -1.0).max(axis=1) if inside.any() else np.zeros(len(numbers))
    return numbers[int(np.argmax(greatest))]
