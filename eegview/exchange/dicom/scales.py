"""How samples become the digits of a DICOM waveform: the source's own where they are known, else 32 bits.

A reader of DICOM computes digit · (sensitivity · correction) + baseline. EDF means (digit − lowest) · step + limit,
which differs in its last bits, so each channel is written in the first form that gives back every value exactly.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from eegview.exchange.dicom.decimals import decimal_text, exact_product
from eegview.exchange.recording_part import RecordingPart
from eegview.model.channel import Channel
from eegview.model.naming import voltage_factor_uv
from eegview.model.recording import Samples
from eegview.model.stored_digits import StoredScale

_VOLTS = {1.0: "uV", 1e3: "mV", 1e6: "V", 1e-3: "nV"}
_LARGEST = 2**31 - 2
_STEPS = tuple(float(f"{mantissa}e{exponent}") for exponent in range(-40, 40) for mantissa in (1, 2, 5))
_USUAL_STEP = 1e-6  # decimals of up to six places stay exact; where values are small the step is finer
_COARSE = 2**20  # steps that the largest value has to have


@dataclass(frozen=True, slots=True)
class Written:
    """How one channel is written: stored digit = source digit − `shift`, or value / `gain` for a source of values.

    unit : as files have it; `factor` makes it the channel's unit
    sensitivity, correction, baseline : decimal strings, in `unit`
    is_digits : the source gives its own digits
    limits : lowest and highest digit that the source can give, None where nobody knows
    """

    unit: str
    sensitivity: str
    correction: str = "1"
    baseline: str = "0"
    factor: float = 1.0
    shift: int = 0
    is_digits: bool = False
    is_wide: bool = True
    limits: tuple[int, int] | None = None

    @property
    def stored_limits(self) -> tuple[int, int] | None:
        """Return the lowest and highest digit that may be stored, None where any may."""
        return None if self.limits is None else (self.limits[0] - self.shift, self.limits[1] - self.shift)

    @property
    def gain(self) -> float:
        """Return the value of one digit, in the channel's unit, as a reader computes it."""
        return float(self.sensitivity) * float(self.correction) * self.factor

    def values(self, digits: npt.NDArray[np.float64]) -> Samples:
        """Return what a reader makes of source digits, float32."""
        return ((digits - self.shift) * self.gain + float(self.baseline) * self.factor).astype(np.float32)

    def stored(self, samples: Samples) -> npt.NDArray[np.float64]:
        """Return the digits to be stored for samples; NaN where there is none."""
        values = samples.astype(np.float64)
        if self.is_digits:
            return values - self.shift if self.shift else values
        return np.rint((values - float(self.baseline) * self.factor) / self.gain)


@dataclass(slots=True)
class _Seen:
    """What was seen of one channel's samples.

    used : for 16 bits, whether each digit occurs
    differs : for 24 bits, whether each of the forms gives back a value that is not the source's
    """

    forms: list[Written] = field(default_factory=list[Written])
    scale: StoredScale | None = None
    used: npt.NDArray[np.bool_] | None = None
    differs: list[bool] = field(default_factory=list[bool])
    largest: float = 0.0
    has_missing: bool = False

    def add(self, samples: Samples, source_factor: float) -> None:
        is_there = np.isfinite(samples)
        if not is_there.all():
            self.has_missing = True
            samples = samples[is_there]
        if not len(samples):
            return
        if self.used is not None:
            self.used[samples.astype(np.int32) + 32768] = True
        elif self.scale is not None:
            right = source_values(self.scale, source_factor, samples.astype(np.float64))
            for number, form in enumerate(self.forms):
                if not self.differs[number]:
                    self.differs[number] = not np.array_equal(form.values(samples.astype(np.float64)), right)
        else:
            self.largest = max(self.largest, float(np.abs(samples).max()))


@dataclass(frozen=True, slots=True)
class Scaled:
    """How all channels of a part are written.

    missing : of each channel, whether samples are missing
    lowest_used : of each channel, whether the lowest digit of 16 bits stands for a value
    sentences : what a reader of the file should know of its values
    """

    channels: tuple[Written, ...]
    missing: tuple[bool, ...]
    lowest_used: tuple[bool, ...]
    sentences: tuple[str, ...]


def scaled(part: RecordingPart, share: float) -> Scaled:
    """Return how each channel is written; reads all samples once.

    share : of the whole work, for the part's progress
    """
    factors = [_factor(channel, part.stored(i)) for i, channel in enumerate(part.chosen)]
    seen = [_prepared(channel, part.stored(i), factors[i]) for i, channel in enumerate(part.chosen)]
    as_digits = [one.scale is not None for one in seen]
    total = max(sum(sum(segment.n_samples) for segment in part.segments), 1)
    done = 0
    for segment in part.segments:
        for _, samples in part.pieces(segment, as_digits=as_digits):
            for one, factor, values in zip(seen, factors, samples, strict=True):
                one.add(values, factor)
            done += sum(map(len, samples))
            part.progress(min(share * done / total, share))
    chosen = [_chosen(one, channel, factor) for one, channel, factor in zip(seen, part.chosen, factors, strict=True)]
    return Scaled(
        tuple(chosen),
        tuple(one.has_missing for one in seen),
        tuple(one.used is not None and bool(one.used[0]) for one in seen),
        tuple(_sentences(part.chosen, chosen, seen, factors)),
    )


def source_values(scale: StoredScale, factor: float, digits: npt.NDArray[np.float64]) -> Samples:
    """Return the values that the source's own reader makes of its digits, float32."""
    gain, offset = scale.step * factor, scale.physical_min * factor
    return ((digits - scale.digital_min) * gain + offset).astype(np.float32)


def _prepared(channel: Channel, scale: StoredScale | None, factor: float) -> _Seen:
    if scale is None or not _is_usable(scale):
        return _Seen()
    forms = _forms(channel, scale, factor)
    used = np.zeros(65536, np.bool_) if scale.sample_bytes == 2 else None
    return _Seen(forms, scale, used, [False] * len(forms))


def _is_usable(scale: StoredScale) -> bool:
    digits = abs(scale.digital_min), abs(scale.digital_max)
    return (
        scale.digital_min != scale.digital_max and max(digits) < 2**30 and math.isfinite(scale.step) and scale.step != 0
    )


def _factor(channel: Channel, scale: StoredScale | None) -> float:
    """Return what makes the source's unit the channel's."""
    return (voltage_factor_uv(scale.unit) or 1.0) if scale is not None and channel.unit == "uV" else 1.0


def _forms(channel: Channel, scale: StoredScale, factor: float) -> list[Written]:
    """Return the forms in which digits may be written, the shortest first."""
    unit = _VOLTS.get(factor, "uV") if channel.unit == "uV" else channel.unit
    step, is_wide = scale.step, scale.sample_bytes > 2
    at_zero = (0 - scale.digital_min) * step + scale.physical_min
    sensitivity, correction = exact_product(step)
    limits = min(scale.digital_min, scale.digital_max), max(scale.digital_min, scale.digital_max)
    plain = Written(unit, decimal_text(step), "1", decimal_text(at_zero), factor, 0, True, is_wide, limits)
    exact = replace(plain, sensitivity=sensitivity, correction=correction)
    shifted = replace(exact, baseline=decimal_text(scale.physical_min), shift=scale.digital_min, is_wide=True)
    return [plain, exact, shifted]


def _chosen(seen: _Seen, channel: Channel, factor: float) -> Written:
    if seen.scale is None:
        return _of_values(channel, seen.largest)
    if seen.used is not None:
        digits = np.flatnonzero(seen.used).astype(np.float64) - 32768.0
        right = source_values(seen.scale, factor, digits)
        seen.differs = [not np.array_equal(form.values(digits), right) for form in seen.forms]
    exact = [form for form, differs in zip(seen.forms, seen.differs, strict=True) if not differs]
    return exact[0] if exact else seen.forms[1]


def _of_values(channel: Channel, largest: float) -> Written:
    """Return how values without digits are written: the finest decimal step with which the largest fits 32 bits."""
    step = next(step for step in _STEPS if step >= _USUAL_STEP and largest / step <= _LARGEST)
    if 0 < largest < _COARSE * _USUAL_STEP:
        step = next(step for step in _STEPS if largest / step <= _COARSE)
    limits = None
    if channel.minimum_uv is not None and channel.maximum_uv is not None:
        low, high = round(channel.minimum_uv / step), round(channel.maximum_uv / step)
        limits = (low, high) if -_LARGEST <= low < high <= _LARGEST else None
    return Written(channel.unit, decimal_text(step), limits=limits)


def _sentences(
    channels: Sequence[Channel], chosen: Sequence[Written], seen: Sequence[_Seen], factors: Sequence[float]
) -> list[str]:
    sentences = []
    steps = sorted({form.gain for form in chosen if not form.is_digits})
    if steps:
        n = sum(not form.is_digits for form in chosen)
        what = "The values of 1 channel are" if n == 1 else f"The values of {n} channels are"
        sentences.append(
            f"{what} written as 32-bit numbers in steps of up to {steps[-1]:g} of their unit; none is off by more "
            "than a step."
        )
    n_off = sum(
        form.is_digits and all(one.differs) for form, one in zip(chosen, seen, strict=True) if one.scale is not None
    )
    if n_off:
        sentences.append(f"Values of {n_off} channels differ in the last of their 24 bits from the original's.")
    return sentences
