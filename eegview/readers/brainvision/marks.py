"""The marks of the recorder, from the markers of a BrainVision or V-Amp recording."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from eegview.model.channel import Channel
from eegview.model.issue import Issue
from eegview.readers.brainvision.markers import Marker
from eegview.readers.sample_source import Note
from eegview.readers.stored_segment import StoredSegment

_NEW_SEGMENT_TEXT = "New Segment/"


def notes_of(
    markers: Sequence[Marker],
    stored_segments: tuple[StoredSegment, ...],
    channels: Sequence[Channel],
    n_samples: int,
    rate_hz: float,
) -> tuple[tuple[Note, ...], list[Issue]]:
    """Return the marks on true time, and how many lie outside; the start of the recording itself is no mark."""
    listed = [
        marker for number, marker in enumerate(markers) if not (marker.is_start and (number == 0 or marker.sample <= 0))
    ]
    inside = [marker for marker in listed if 0 <= marker.sample < n_samples]
    onsets_s = _times_of_samples(stored_segments, np.array([m.sample for m in inside], np.float64), rate_hz)
    last = np.array([min(m.sample + max(m.n_samples, 1), n_samples) - 1 for m in inside], np.float64)
    stops_s = _times_of_samples(stored_segments, last, rate_hz) + 1 / rate_hz  # one may reach over a pause
    notes = tuple(
        Note(
            float(onset_s),
            _NEW_SEGMENT_TEXT if marker.is_start else marker.text,
            float(stop_s - onset_s) if marker.n_samples else 0.0,
            (channels[marker.channel - 1].name,) if 0 < marker.channel <= len(channels) else (),
        )
        for marker, onset_s, stop_s in zip(inside, onsets_s, stops_s, strict=True)
    )
    n_outside = len(listed) - len(inside)
    if not n_outside:
        return notes, []
    said = "1 marker lies" if n_outside == 1 else f"{n_outside} markers lie"
    return notes, [Issue("markers_outside", f"{said} outside the recording and cannot be shown.")]


def _times_of_samples(
    stored_segments: tuple[StoredSegment, ...], samples: npt.NDArray[np.floating], rate_hz: float
) -> npt.NDArray[np.float64]:
    """Return the true time of each sample, as `time_of_sample` does for one."""
    firsts = np.array([stored.first for stored in stored_segments], np.float64)
    starts_s = np.array([stored.start_s for stored in stored_segments])
    inside = np.maximum(np.searchsorted(firsts, samples + 1e-6, side="right") - 1, 0)
    return starts_s[inside] + (samples - firsts[inside]) / rate_hz
