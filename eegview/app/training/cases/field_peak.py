"""Where in a stretch the head map says most: the instant of the highest field strength after an event's onset."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from eegview.model.channel import ChannelKind
from eegview.model.span import Span

LOOK_S = 1.5
_SMOOTH_S = 0.04


def field_peak_s(eeg: Path, onset_s: float, look_s: float = LOOK_S) -> float:
    """Return the instant of the highest global field power within `look_s` of an onset, seconds from the file's start.

    Global field power is the standard deviation over electrodes (Lehmann & Skrandies 1980), here smoothed over 40 ms.
    The onset itself where the file has fewer than three electrodes.
    """
    from eegview.readers.opening import open_recording

    source = open_recording(eeg)
    try:
        recording = source.recording
        eeg_channels = [one for one in recording.channels if one.kind is ChannelKind.EEG]
        rate_hz = max((one.rate_hz for one in eeg_channels), default=0.0)
        indices = [one.index for one in eeg_channels if one.rate_hz == rate_hz]
        span = Span(max(onset_s, 0.0), min(onset_s + look_s, recording.duration_s))
        if len(indices) < 3 or span.duration_s <= 0:
            return onset_s
        rows = np.stack(source.read(indices, 0, span)).astype(np.float64)
    finally:
        source.close()
    if not rows.shape[1] or not np.isfinite(rows).all():
        return onset_s
    rows -= np.median(rows, axis=1, keepdims=True)
    power = rows.std(axis=0)
    width = max(int(_SMOOTH_S * rate_hz), 1)
    smooth = np.convolve(power, np.ones(width) / width, mode="same")
    return span.start_s + int(np.argmax(smooth)) / rate_hz
