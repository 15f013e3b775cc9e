"""How the samples of a part become digits of 16 or 24 bits: carried over where they can be, else fitted to the data."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from eegview.exchange.recording.texts import plain_text
from eegview.exchange.recording_part import RecordingPart
from eegview.model.channel import Channel
from eegview.model.recording import Samples
from eegview.model.stored_digits import StoredScale
from eegview.model.text.listing import listed

_LIMIT_CHARACTERS = 8
_LARGER_UNITS = (("uV", 1.0), ("mV", 1e-3), ("V", 1e-6))  # of which the first is used whose limits can be written
_LEAST_RANGE = 1e-20  # what is left of rounding in a computed channel; a smaller scale is taken for a broken one
_MOST_PLAIN = 9_999_999.0  # with a sign in eight characters


@dataclass(frozen=True, slots=True)
class WrittenScale:
    """How one channel is written.

    label, transducer, unit, prefilter : plain text, as long as it may be
    limits : physical minimum and maximum, as the texts of the header
    digital_min, digital_max : the digits that mean them
    is_carried : the file's digits are written as they are
    factor : from the channel's unit into `unit`
    """

    label: str
    transducer: str
    unit: str
    prefilter: str
    limits: tuple[str, str]
    digital_min: int
    digital_max: int
    is_carried: bool
    factor: float = 1.0

    @property
    def step(self) -> float:
        """Return what one digit means, in `unit`."""
        low, high = map(float, self.limits)
        return (high - low) / (self.digital_max - self.digital_min)

    @property
    def zero_digit(self) -> int:
        """Return the digit that stands for a missing sample: zero, or what of the range is nearest to it."""
        low, high = sorted((self.digital_min, self.digital_max))
        return min(max(round(self.digital_min - float(self.limits[0]) / self.step), low), high)

    def digits(self, samples: Samples, counts: "Counts") -> npt.NDArray[np.int32]:
        """Return samples, digits or values as `is_carried` says, as the digits to write; what is lost is counted."""
        if self.is_carried and np.isfinite(samples.sum()):  # the usual case, which is quick
            return samples.astype(np.int32)
        is_missing = ~np.isfinite(samples)
        digits = samples.astype(np.float64)
        if not self.is_carried:
            digits = (digits * self.factor - float(self.limits[0])) / self.step + self.digital_min
            digits = np.rint(digits)
            low, high = sorted((self.digital_min, self.digital_max))
            is_beyond = ((digits < low) | (digits > high)) & ~is_missing
            if is_beyond.any():
                counts.n_clipped += int(is_beyond.sum())
                counts.clipped.add(self.label)
                digits = np.clip(digits, low, high)
        if is_missing.any():
            counts.n_missing += int(is_missing.sum())
            counts.missing.add(self.label)
            digits[is_missing] = self.zero_digit
        return digits.astype(np.int32)


@dataclass(slots=True)
class Counts:
    """What could not be written as it was: numbers of samples, and the labels of their channels."""

    n_clipped: int = 0
    n_missing: int = 0
    n_held: int = 0
    clipped: set[str] = field(default_factory=set)
    missing: set[str] = field(default_factory=set)

    def sentences(self) -> list[str]:
        """Return a sentence on each kind of loss."""
        lost = []
        if self.n_clipped:
            lost.append(
                f"{samples_text(self.n_clipped)} beyond the limits of the format were clipped: {listed(self.clipped)}."
            )
        if self.n_missing:
            lost.append(f"{samples_text(self.n_missing)} missing in the recording stand as 0: {listed(self.missing)}.")
        return lost


def scales_of(part: RecordingPart, sample_bytes: int) -> tuple[WrittenScale, ...]:
    """Return how each channel is written in `sample_bytes`, reading all samples once where digits cannot be carried."""
    stored = [part.stored(position) for position in range(len(part.channels))]
    is_carried = [scale is not None and scale.sample_bytes <= sample_bytes for scale in stored]
    ranges = ranges_of(part, [not carried for carried in is_carried]) if not all(is_carried) else {}
    return tuple(
        _carried(channel, scale)
        if scale is not None and carried
        else _fitted(channel, scale, ranges[position], sample_bytes)
        for position, (channel, scale, carried) in enumerate(zip(part.chosen, stored, is_carried, strict=True))
    )


@dataclass(slots=True)
class ValueRange:
    """The lowest and highest finite value of one channel, and whether all values are whole numbers."""

    low: float = math.inf
    high: float = -math.inf
    is_whole: bool = True

    def add(self, values: Samples) -> None:
        finite = values[np.isfinite(values)]
        if len(finite):
            self.low, self.high = min(self.low, float(finite.min())), max(self.high, float(finite.max()))
            self.is_whole = self.is_whole and bool((finite == np.rint(finite)).all())


def ranges_of(part: RecordingPart, wanted: Sequence[bool], share: float = 0.4) -> dict[int, ValueRange]:
    """Return the range of the values of each wanted channel; reads all samples, and reports progress up to `share`."""
    found = {position: ValueRange() for position, is_wanted in enumerate(wanted) if is_wanted}
    total = sum(sum(segment.n_samples) for segment in part.segments)
    n_done = 0
    for segment in part.segments:
        for _, samples in part.pieces(segment):
            n_done += sum(map(len, samples))
            part.progress(share * n_done / total)
            for position, values in found.items():
                values.add(samples[position])
    return found


def scale_sentences(part: RecordingPart, scales: Sequence[WrittenScale], sample_bytes: int) -> list[str]:
    """Return sentences on what the scales cost: resolution, and texts that could not be written as they are."""
    lost = []
    fitted = [(position, scale) for position, scale in enumerate(scales) if not scale.is_carried]
    lower, rounded = [], []
    for position, scale in fitted:
        stored = part.stored(position)
        (lower if stored is not None else rounded).append((position, scale))
    if lower:
        steps = [scale.step for _, scale in lower]
        before = [stored.step for position, _ in lower if (stored := part.stored(position)) is not None]
        unit = lower[0][1].unit
        bits = 8 * max(stored.sample_bytes for position, _ in lower if (stored := part.stored(position)) is not None)
        names = listed([scale.label for _, scale in lower])
        lost.append(
            f"{bits} bits became {8 * sample_bytes}: one step is now {_span_text(steps)} {unit}, it was "
            f"{_span_text(before)} {unit} ({names})." + (" BDF keeps the full resolution." if bits == 24 else "")
        )
    by_unit: dict[str, list[WrittenScale]] = {}
    for _, scale in rounded:
        if scale.step != 1.0:
            by_unit.setdefault(scale.unit, []).append(scale)
    for unit, group in by_unit.items():
        steps = _span_text([scale.step for scale in group])
        lost.append(f"Values are rounded to steps of {steps} {unit or 'units'}: {listed([s.label for s in group])}.")
    moved = [
        scale.label
        for position, scale in enumerate(scales)
        if scale.is_carried
        and (stored := part.stored(position)) is not None
        and tuple(map(float, scale.limits)) != (stored.physical_min, stored.physical_max)
    ]
    if moved:
        lost.append(
            f"Limits are rounded to eight characters, which changes values in the seventh digit: {listed(moved)}."
        )
    changed = [
        f"“{channel.label.strip() or channel.name}” is “{scale.label}”"
        for channel, scale in zip(part.chosen, scales, strict=True)
        if scale.label != (channel.label.strip() or channel.name)
    ]
    if changed:
        lost.append(f"Labels became shorter or plainer: {listed(changed)}.")
    return lost


def samples_text(count: int) -> str:
    """Return a number of samples as text: `1 sample`, `12 samples`."""
    return "1 sample" if count == 1 else f"{count:,} samples".replace(",", "\u202f")


def _carried(channel: Channel, stored: StoredScale) -> WrittenScale:
    return WrittenScale(
        plain_text(stored.label.strip() or channel.name, 16),
        plain_text(stored.transducer, 80),
        plain_text(stored.unit, 8),
        plain_text(stored.prefilter, 80),
        (limit_text(stored.physical_min), limit_text(stored.physical_max)),
        stored.digital_min,
        stored.digital_max,
        is_carried=True,
    )


def _fitted(channel: Channel, stored: StoredScale | None, values: ValueRange, sample_bytes: int) -> WrittenScale:
    """Return a scale that holds the range of the values, in steps of one where all are whole numbers."""
    largest = 2 ** (8 * sample_bytes - 1) - 1
    low, high = (values.low, values.high) if values.low <= values.high else (-1.0, 1.0)
    unit, factor = plain_text(channel.unit, 8), 1.0
    digital_min, digital_max = -largest - 1, largest
    if values.is_whole and high - low <= digital_max - digital_min and max(abs(low), abs(high)) < _MOST_PLAIN:
        if low >= digital_min and high <= digital_max:  # the digits are the values
            limits = str(digital_min), str(digital_max)
        else:
            limits = str(int(low)), str(int(low) + digital_max - digital_min)
    else:
        if channel.unit == "uV":
            unit, factor = next(
                ((u, f) for u, f in _LARGER_UNITS if max(abs(low), abs(high)) * f < _MOST_PLAIN), _LARGER_UNITS[-1]
            )
        limits = _outer_limits(low * factor, high * factor)
    return WrittenScale(
        plain_text(channel.label.strip() or channel.name, 16),
        plain_text(stored.transducer if stored else "", 80),
        unit,
        plain_text(channel.prefilter, 80),
        limits,
        digital_min,
        digital_max,
        is_carried=False,
        factor=factor,
    )


def _outer_limits(low: float, high: float) -> tuple[str, str]:
    """Return the texts of two limits that hold a range, and differ."""
    if max(abs(low), abs(high)) < _LEAST_RANGE:
        low, high = -_LEAST_RANGE, _LEAST_RANGE
    low_text, high_text = limit_text(low, math.floor), limit_text(high, math.ceil)
    if float(low_text) < float(high_text):
        return low_text, high_text
    room = max(abs(low) * 1e-3, 1e-3)
    return limit_text(low - room, math.floor), limit_text(high + room, math.ceil)


def limit_text(value: float, turn: Callable[[float], int] = round) -> str:
    """Return a number in eight characters: plain where that is exact enough, else with an exponent.

    turn : `math.floor` or `math.ceil` to stay outside of a range
    """
    shortest = _plain(repr(value))
    if len(shortest) <= _LIMIT_CHARACTERS:
        return shortest
    magnitude = abs(value)
    if 1e-3 <= magnitude < 10.0 ** (_LIMIT_CHARACTERS - (value < 0)):
        whole = len(str(int(magnitude))) + (value < 0)
        decimals = max(_LIMIT_CHARACTERS - whole - 1, 0)
        scaled = turn(value * 10**decimals) / 10**decimals
        text = f"{scaled:.{decimals}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
        if len(text) <= _LIMIT_CHARACTERS:
            return text
    exponent = math.floor(math.log10(magnitude)) if magnitude else 0
    for digits in (4, 3, 2, 1, 0):
        text = f"{turn(value / 10.0**exponent * 10**digits) / 10**digits:.{digits}f}E{exponent}"
        if len(text) <= _LIMIT_CHARACTERS:
            return text
    return "0"


def _plain(text: str) -> str:
    return text[:-2] if text.endswith(".0") else text


def _span_text(steps: Sequence[float]) -> str:
    low, high = f"{min(map(abs, steps)):.3g}", f"{max(map(abs, steps)):.3g}"
    return low if low == high else f"{low}–{high}"
