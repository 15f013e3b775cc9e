"""The physical and digital limits of the signals of an EDF header, also where they are written as elsewhere."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from eegview.model.issue import Issue
from eegview.model.naming import voltage_factor_uv
from eegview.readers.edf import fields
from eegview.readers.written_numbers import Reading, readings_of

_PLAUSIBLE_UV_PER_BIT = (0.001, 2.5)  # the step of an amplifier with 16 bits
_POINT_GROUPS = re.compile(r"[+-]?\d{1,3}(\.\d{3})+")


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one signal; None where a number cannot be read, or has two readings."""

    physical_min: float | None
    physical_max: float | None
    digital_min: float | None
    digital_max: float | None


@dataclass(slots=True)
class LimitNotes:
    """What was odd in the writing of numbers of a header."""

    n_commas: int = 0
    n_thousands: int = 0
    ambiguous: list[int] = field(default_factory=list)  # numbers of signals

    def count(self, reading: Reading | None) -> float | None:
        """Count how a number was written, and return it."""
        if reading is None:
            return None
        self.n_commas += reading.has_comma
        self.n_thousands += reading.has_thousands
        return reading.value

    def issues(self, labels: Sequence[str]) -> list[Issue]:
        """Return what has to be told; `labels` of all signals."""
        found = []
        if self.n_commas:
            uses, it_is = ("uses", "it is") if self.n_commas == 1 else ("use", "they are")
            what = f"{_numbers(self.n_commas)} in the header {uses} a decimal comma"
            found.append(Issue("decimal_comma", f"{what}; {it_is} read with a decimal point."))
        if self.n_thousands:
            has, it_is = ("has", "it is") if self.n_thousands == 1 else ("have", "they are")
            what = f"{_numbers(self.n_thousands)} in the header {has} a separator between thousands"
            found.append(Issue("thousands_separator", f"{what}; {it_is} read without it."))
        if self.ambiguous:
            names = [labels[i] or f"Ch {i + 1}" for i in self.ambiguous]
            text = ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
            what = "the limits can be read with a decimal comma or with thousands"
            found.append(Issue("limits_ambiguous", f"{text}: {what}; neither is used."))
        return found


def decode_limits(columns: dict[str, list[bytes]], notes: LimitNotes) -> list[Limits]:
    """Return the limits of each signal; what is odd in them is added to `notes`.

    A digital limit is a whole number, so `-32.768` is -32768. Among physical ones a comma is a decimal sign or parts
    thousands as other limits of the header show. Where none shows it, the reading counts whose step an amplifier can
    have, if only one of them has such a step.
    """
    physical = [
        (readings_of(fields.number_text(low)), readings_of(fields.number_text(high)))
        for low, high in zip(columns["physical_min"], columns["physical_max"], strict=True)
    ]
    certain = [found[0] for pair in physical for found in pair if len(found) == 1]
    has_point_groups = any(reading.has_comma and reading.has_thousands for reading in certain)
    shown = {reading.has_comma for reading in certain if reading.has_comma != reading.has_thousands}
    limits = []
    for i, pair in enumerate(physical):
        digital_min, digital_max = (_digital(columns[name][i], notes) for name in ("digital_min", "digital_max"))
        if has_point_groups:
            names = ("physical_min", "physical_max")
            pair = tuple(_grouped(columns[name][i], found) for name, found in zip(names, pair, strict=True))
        step = None
        if digital_min is not None and digital_max is not None and digital_min != digital_max:
            factor = voltage_factor_uv(fields.decode_text(columns["unit"][i]))
            step = factor / abs(digital_max - digital_min) if factor else None
        low, high = _settled(pair, shown.copy(), step)
        if (low is None and pair[0]) or (high is None and pair[1]):
            notes.ambiguous.append(i)
            low = high = None
        limits.append(Limits(notes.count(low), notes.count(high), digital_min, digital_max))
    return limits


def _settled(
    pair: Sequence[Sequence[Reading]], shown: set[bool], uv_per_unit: float | None
) -> tuple[Reading | None, Reading | None]:
    """Return the readings of the lower and upper limit, None where there is none or more than one.

    shown : whether commas are decimal signs, by what other numbers show
    uv_per_unit : µV of a step for a range of 1; None where it is no voltage
    """
    if len(shown) != 1:
        shown = {is_comma for is_comma in (True, False) if _is_plausible(pair, is_comma, uv_per_unit)}
    is_comma = shown.pop() if len(shown) == 1 else None
    low, high = (_chosen(found, is_comma) for found in pair)
    return low, high


def _chosen(found: Sequence[Reading], is_comma: bool | None) -> Reading | None:
    if len(found) < 2:
        return found[0] if found else None
    return None if is_comma is None else next(reading for reading in found if reading.has_comma is is_comma)


def _is_plausible(pair: Sequence[Sequence[Reading]], is_comma: bool, uv_per_unit: float | None) -> bool:
    low, high = (_chosen(found, is_comma) for found in pair)
    if uv_per_unit is None or low is None or high is None:
        return False
    return _PLAUSIBLE_UV_PER_BIT[0] <= abs(high.value - low.value) * uv_per_unit <= _PLAUSIBLE_UV_PER_BIT[1]


def _digital(raw: bytes, notes: LimitNotes) -> float | None:
    whole = fields.decode_integer(raw)
    if whole is None:
        return fields.decode_number(raw)
    found = readings_of(fields.number_text(raw))
    notes.n_thousands += any(reading.has_thousands or reading.value != whole for reading in found)
    return float(whole)


def _grouped(raw: bytes, found: tuple[Reading, ...]) -> tuple[Reading, ...]:
    """Return the reading of `3.277` as a whole number, where other limits of the header are like `-3.276,8`."""
    text = fields.number_text(raw)
    return (Reading(float(text.replace(".", "")), has_thousands=True),) if _POINT_GROUPS.fullmatch(text) else found


def _numbers(n: int) -> str:
    return "1 number" if n == 1 else f"{n} numbers"
