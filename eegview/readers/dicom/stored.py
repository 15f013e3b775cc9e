"""How the channels of a DICOM waveform are stored, for copies that carry their digits over."""

from collections.abc import Sequence

import numpy as np

from eegview.model.channel import Channel
from eegview.model.naming import voltage_factor_uv
from eegview.model.stored_digits import StoredScale
from eegview.readers.dicom.channels import digit_limits, scales_of, unit_text
from eegview.readers.dicom.groups import Group

_CLEAR_DIGITS = 12  # of a limit: what arithmetic adds behind them is not in the file


def stored_scale(groups: Sequence[Group], column: int, channel: Channel) -> StoredScale | None:
    """Return a channel's scale as two pairs of limits, None where that would not give back each value exactly.

    groups : of the channel's track
    """
    first = groups[0]
    definition = first.definitions[column]
    if not definition.gain or any(not _is_same(first, group, column) for group in groups[1:]):
        return None
    low, high = digit_limits(first, column)
    if not -32768 <= low < high <= 32767:
        return None
    limits = [float(f"{digit * definition.gain + definition.baseline:.{_CLEAR_DIGITS}g}") for digit in (low, high)]
    unit = unit_text(definition.unit)
    scale = StoredScale(channel.label, "", unit, channel.prefilter, limits[0], limits[1], low, high, 2)
    digits = np.arange(low, high + 1, dtype=np.float64)
    scales = scales_of(first)
    right = (digits * scales.gains[column] + scales.baselines[column]).astype(np.float32)
    factor = voltage_factor_uv(unit) or 1.0
    found = ((digits - low) * (scale.step * factor) + scale.physical_min * factor).astype(np.float32)
    return scale if np.array_equal(right, found) else None


def _is_same(first: Group, other: Group, column: int) -> bool:
    a, b = first.definitions[column], other.definitions[column]
    return (a.gain, a.baseline, a.unit, digit_limits(first, column)) == (
        b.gain,
        b.baseline,
        b.unit,
        digit_limits(other, column),
    )
