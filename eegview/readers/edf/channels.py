"""The channels of an EDF or BDF file: names, kinds, and how stored digits become µV.

Must not read samples.
"""

from dataclasses import dataclass

from eegview.model.channel import Channel, ChannelKind
from eegview.model.issue import Issue
from eegview.model.naming import NamedChannel, name_channels
from eegview.model.text.listing import listed
from eegview.readers.edf.header import EdfHeader, SignalHeader
from eegview.readers.edf.layout import Layout


@dataclass(frozen=True, slots=True)
class Scale:
    """value = (digit - digital_min) * gain + offset, in the channel's unit."""

    gain: float = 1.0
    digital_min: float = 0.0
    offset: float = 0.0


@dataclass(frozen=True, slots=True)
class ChannelMap:
    """The channels of a file, and where their samples come from.

    signals, scales : for each channel its signal in the file and its scale
    """

    channels: tuple[Channel, ...]
    signals: tuple[int, ...]
    scales: tuple[Scale, ...]
    issues: tuple[Issue, ...]


def map_channels(header: EdfHeader, layout: Layout) -> ChannelMap:
    """Turn the signals that hold samples into channels."""
    signals = [i for i, s in enumerate(header.signals) if not s.is_annotations and layout.n_samples[i]]
    headers = [header.signals[i] for i in signals]
    named, name_issues = name_channels([h.label for h in headers], [h.unit for h in headers])
    problems = _Problems()
    channels, scales = [], []
    for index, (signal, head, naming) in enumerate(zip(signals, headers, named, strict=True)):
        scale, unit = _scale(head, naming, header.sample_bytes, problems)
        if naming.kind is ChannelKind.EEG and unit != "uV" and scale != Scale():
            problems.unknown_units.append(naming.name)
        limits = sorted((head_limit - scale.digital_min) * scale.gain + scale.offset for head_limit in _limits(head))
        channels.append(
            Channel(
                index=index,
                name=naming.name,
                label=head.label,
                kind=naming.kind,
                rate_hz=_rate_hz(layout.n_samples[signal], layout.record_s),
                unit=unit,
                minimum_uv=limits[0] if limits and limits[0] < limits[-1] else None,
                maximum_uv=limits[-1] if limits and limits[0] < limits[-1] else None,
                prefilter=head.prefilter,
            )
        )
        scales.append(scale)
    if not channels:
        problems.issues.append(Issue("no_signals", "The file contains annotations only, no signals."))
    return ChannelMap(tuple(channels), tuple(signals), tuple(scales), (*name_issues, *problems.as_issues()))


def _rate_hz(n_samples: int, record_s: float) -> float:
    """Return the sampling rate; a plain number where only the arithmetic of decimals stands in its way."""
    rate_hz = n_samples / record_s
    if abs(rate_hz - round(rate_hz)) < 1e-9 * rate_hz:
        return float(round(rate_hz))
    return round(rate_hz, 6) if abs(rate_hz - round(rate_hz, 6)) < 1e-12 * rate_hz else rate_hz


class _Problems:
    """Channels by fault, so that a fault several share becomes one issue."""

    def __init__(self) -> None:
        self.issues: list[Issue] = []
        self.unscaled: list[str] = []
        self.inverted: list[str] = []
        self.swapped_digits: list[str] = []
        self.wide_digits: list[str] = []
        self.unknown_units: list[str] = []

    def as_issues(self) -> list[Issue]:
        sentences = (
            ("scaling_unknown", self.unscaled, "no usable scale in the header; raw values are shown, not µV."),
            (
                "polarity_inverted",
                self.inverted,
                "physical minimum above maximum; values follow it, so they are inverted.",
            ),
            ("digital_range_swapped", self.swapped_digits, "digital minimum above maximum; values follow it."),
            ("digital_range_wide", self.wide_digits, "digital range wider than the file can store."),
            ("unit_unknown", self.unknown_units, "no known voltage unit; the values are not in µV."),
        )
        found = [Issue(code, f"{listed(names)}: {text}") for code, names, text in sentences if names]
        return self.issues + found


def _scale(head: SignalHeader, naming: NamedChannel, sample_bytes: int, problems: _Problems) -> tuple[Scale, str]:
    """Return the scale and the unit of its values: "uV" for a voltage, the file's own unit, "" for raw digits."""
    name = naming.name
    low, high, digital_low, digital_high = head.physical_min, head.physical_max, head.digital_min, head.digital_max
    if low is None or high is None or digital_low is None or digital_high is None:
        problems.unscaled.append(name)
        return Scale(), ""
    if low == high or digital_low == digital_high:
        same = f"both physical limits {low:g}" if low == high else f"both digital limits {digital_low:g}"
        problems.unscaled.append(f"{name} ({same})")
        return Scale(), ""
    if low > high:
        problems.inverted.append(f"{name} ({low:g} to {high:g})")
    if digital_low > digital_high:
        problems.swapped_digits.append(name)
    if max(abs(digital_low), abs(digital_high)) > 2 ** (8 * sample_bytes - 1):
        problems.wide_digits.append(name)
    unit = "uV" if naming.factor_uv else head.unit
    factor = naming.factor_uv or 1.0
    gain = (high - low) / (digital_high - digital_low) * factor
    if not 1e-30 < abs(gain) < 1e30:
        problems.unscaled.append(name)
        return Scale(), ""
    return Scale(gain, digital_low, low * factor), unit


def _limits(head: SignalHeader) -> tuple[float, ...]:
    """Return the digital limits, where the header gives two that differ."""
    if head.digital_min is None or head.digital_max is None:
        return ()
    return (head.digital_min, head.digital_max)
