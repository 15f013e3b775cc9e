"""A recording in memory that knows its digits, as a reader of EDF does, for tests of writers."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from recordings.memory_source import MemorySource, make_recording

from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.channel import Channel, ChannelKind
from eegview.model.naming import name_channels, voltage_factor_uv
from eegview.model.recording import Recording, Samples, sample_range
from eegview.model.span import Span
from eegview.model.stored_digits import StoredScale


class DigitSource(MemorySource):
    """A `SignalSource` of digits with a scale; values are computed as EDF means them.

    Parameters
    ----------
    digits : for each channel, for each segment: (n_samples,) whole numbers, NaN where one is missing
    """

    def __init__(
        self,
        recording: Recording,
        scales: Sequence[StoredScale],
        digits: Sequence[Sequence[np.ndarray]],
        annotations: tuple[Annotation, ...] = (),
    ) -> None:
        values = [[edf_values(scale, part) for part in parts] for scale, parts in zip(scales, digits, strict=True)]
        super().__init__(recording, values, annotations)
        self.scales, self.digits = scales, digits

    def stored_scale(self, channel: int) -> StoredScale | None:
        return self.scales[channel]

    def read_digits(self, channels: Sequence[int], segment_index: int, span: Span) -> list[Samples]:
        segment = self.recording.segments[segment_index]
        found = []
        for index in channels:
            first, stop = sample_range(segment, self.recording.channels[index].rate_hz, span)
            found.append(np.asarray(self.digits[index][segment_index][first:stop], np.float32))
        return found

    def reopen(self) -> "DigitSource":
        return self


def edf_values(scale: StoredScale, digits: np.ndarray) -> np.ndarray:
    """Return the values of digits, by EDF's formula and in its order."""
    factor = voltage_factor_uv(scale.unit) or 1.0
    gain, offset = scale.step * factor, scale.physical_min * factor
    return ((np.asarray(digits, np.float64) - scale.digital_min) * gain + offset).astype(np.float32)


def limits_of(scale: StoredScale) -> tuple[float, float]:
    """Return the lowest and highest value that a scale can give, as the reader of EDF has them."""
    factor = voltage_factor_uv(scale.unit) or 1.0
    gain, offset = scale.step * factor, scale.physical_min * factor
    low, high = sorted((digit - scale.digital_min) * gain + offset for digit in (scale.digital_min, scale.digital_max))
    return low, high


def scale_of(
    label: str,
    limits: tuple[float, float] = (-3276.8, 3276.7),
    digital: tuple[int, int] = (-32768, 32767),
    unit: str = "uV",
    prefilter: str = "",
    sample_bytes: int = 2,
) -> StoredScale:
    return StoredScale(label, "", unit, prefilter, *limits, *digital, sample_bytes)


def digit_source(
    scales: Sequence[StoredScale],
    rates_hz: Sequence[float],
    segments: Sequence[tuple[float, float]] = ((0.0, 4.0),),
    seed: int = 0,
    marks: Sequence[tuple[float, float, str, tuple[str, ...]]] = (),
    **recording: Any,
) -> DigitSource:
    """Return a recording of random digits over the whole range of each scale."""
    rng = np.random.default_rng(seed)
    named, _ = name_channels([scale.label for scale in scales], [scale.unit for scale in scales])
    channels = tuple(
        Channel(
            index,
            naming.name,
            scale.label,
            naming.kind if isinstance(naming.kind, ChannelKind) else ChannelKind.OTHER,
            rate_hz,
            "uV" if voltage_factor_uv(scale.unit) else scale.unit,
            *limits_of(scale),
            prefilter=scale.prefilter,
        )
        for index, (scale, rate_hz, naming) in enumerate(zip(scales, rates_hz, named, strict=True))
    )
    digits = [
        [
            rng.integers(min(scale.digital_min, scale.digital_max), max(scale.digital_min, scale.digital_max) + 1, n)
            for n in (round((stop_s - start_s) * rate_hz) for start_s, stop_s in segments)
        ]
        for scale, rate_hz in zip(scales, rates_hz, strict=True)
    ]
    annotations = tuple(
        Annotation(f"file-{n}", "file_note", onset_s, duration_s, names, text=text, layer=FILE_LAYER)
        for n, (onset_s, duration_s, text, names) in enumerate(marks)
    )
    return DigitSource(make_recording(channels, segments, **recording), scales, digits, annotations)
