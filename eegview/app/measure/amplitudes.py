"""The amplitudes of the rows of a section, and how far homologous rows differ."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from eegview.dsp.amplitudes import Amplitudes, amplitudes_of, asymmetry_index, asymmetry_ratio
from eegview.dsp.hemispheres import homologous_pairs
from eegview.model.channel import ChannelKind
from eegview.model.display.page import PageResult


@dataclass(frozen=True, slots=True)
class RowAmplitudes:
    """The amplitudes of one row.

    unit : as it is written: "µV", "%" …
    measured_s : of the section, without gaps
    is_clipped : an input sat at the limit of what the file can hold, so that the amplitudes are too low
    """

    label: str
    kind: ChannelKind
    unit: str
    amplitudes: Amplitudes
    measured_s: float
    is_clipped: bool


@dataclass(frozen=True, slots=True)
class Asymmetry:
    """How far two sides differ, by their root mean squares.

    left, right : labels of the rows; both "" for all pairs together, whose root mean squares are averaged over rows
    ratio : right / left
    index : (right - left) / (right + left)
    """

    left: str
    right: str
    ratio: float
    index: float


def measured_amplitudes(page: PageResult, rows: Sequence[int]) -> tuple[RowAmplitudes, ...]:
    """Return the amplitudes of these rows, in their order; a row without samples is left out."""
    clipped, found = {row for row, _span in page.clipped}, []
    for index in rows:
        parts = [trace.values for trace in page.traces if trace.row == index]
        amplitudes = amplitudes_of(np.concatenate(parts)) if parts else None
        if amplitudes is not None:
            row = page.rows[index]
            unit = "µV" if row.unit == "uV" else row.unit
            measured_s = amplitudes.n_samples / row.rate_hz
            found.append(RowAmplitudes(row.label, row.kind, unit, amplitudes, measured_s, index in clipped))
    return tuple(found)


def measured_asymmetries(rows: Sequence[RowAmplitudes]) -> tuple[Asymmetry, ...]:
    """Return the asymmetry of all homologous EEG rows together, then of each pair; () where there is no pair."""
    rms_of = {row.label: row.amplitudes.rms for row in rows if row.kind is ChannelKind.EEG}
    pairs = homologous_pairs(tuple(rms_of))
    if not pairs:
        return ()
    left, right = (float(np.mean([rms_of[pair[side]] for pair in pairs])) for side in (0, 1))
    return (_asymmetry("", "", left, right), *(_asymmetry(a, b, rms_of[a], rms_of[b]) for a, b in pairs))


def _asymmetry(left_label: str, right_label: str, left: float, right: float) -> Asymmetry:
    return Asymmetry(left_label, right_label, asymmetry_ratio(left, right), asymmetry_index(left, right))
