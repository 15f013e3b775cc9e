"""Movement traces of one camera as one row of the page, at a steady rate in recording time."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from eegview.model.channel import ChannelKind
from eegview.model.display.montage import Row
from eegview.model.film.video import SyncMap
from eegview.model.movement import LONGEST_HOLD_S, MOVEMENT_UNIT, MovementTrace
from eegview.model.recording import Samples
from eegview.model.span import Span

MOVEMENT = "Movement"
_FALLBACK_RATE_HZ = 25.0


@dataclass(frozen=True, eq=False)
class MovementRow:
    """An `ExtraRow` of the traces of one camera's files, each with its map to recording time.

    rate_hz : samples per second on the page, whole; the fastest file's frame rate
    """

    parts: tuple[tuple[MovementTrace, SyncMap], ...]
    rate_hz: float
    label: str = MOVEMENT

    @property
    def row(self) -> Row:
        return Row(self.label, ChannelKind.MOVEMENT, "", (), (), self.rate_hz, MOVEMENT_UNIT)

    @cached_property
    def _times_s(self) -> tuple[npt.NDArray[np.float64], ...]:
        return tuple(trace.recording_times_s(sync) for trace, sync in self.parts)

    def samples(self, span: Span) -> tuple[float, Samples] | None:
        """Return the movement in `span`; sample k of the grid stands for `[k, k + 1) / rate_hz` of recording time.

        A sample is the greatest value of the frames that begin in its time, else the value of the frame still shown;
        NaN where there is no video. Where two files overlap, the one that starts later counts, as in the picture.
        """
        first = int(np.ceil(span.start_s * self.rate_hz - 1e-6))
        stop = max(first, int(np.ceil(span.stop_s * self.rate_hz - 1e-6)))
        values = np.full(stop - first, np.nan, np.float32)
        has_any = False
        for (trace, _sync), times_s in sorted(
            zip(self.parts, self._times_s, strict=True), key=lambda part: part[1][0] if len(part[1]) else 0.0
        ):
            if len(values) and len(times_s):
                has_any |= lay_values(values, first, self.rate_hz, times_s, trace.values)
        return (first / self.rate_hz, values) if has_any else None


def movement_row(parts: Sequence[tuple[MovementTrace, SyncMap]], label: str = MOVEMENT) -> MovementRow | None:
    """Return the row of these traces, of one camera; None while no frame of them has been watched."""
    some = tuple((trace, sync) for trace, sync in parts if len(trace.times_s))
    if not some:
        return None
    rate_hz = max(round(trace.frame_rate_hz) for trace, _sync in some) or _FALLBACK_RATE_HZ
    return MovementRow(some, float(rate_hz), label)


def lay_values(samples: Samples, first: int, rate_hz: float, times_s: npt.NDArray[np.float64], values: Samples) -> bool:
    """Write one file's values over the samples of a row that it covers; return whether it covers any.

    Parameters
    ----------
    samples : (n_samples,) float32 that are written; sample k stands for `[first + k, first + k + 1) / rate_hz`
    times_s : (n_values,) float64, recording time from which each value holds; ascending
    values : (n_values,) float32
    """
    # A frame a hair before a sample's time, by rounding on the way through the map, belongs to that sample.
    place = np.floor(times_s * rate_hz + 1e-3).astype(np.int64) - first
    n_held = round(LONGEST_HOLD_S * rate_hz)
    begin = int(np.searchsorted(place, -n_held))
    end = int(np.searchsorted(place, len(samples)))
    if begin == end:
        return False
    place, values = place[begin:end], values[begin:end]
    # The greatest of the frames that begin in one sample: no jerk of a single frame is lost.
    starts = np.flatnonzero(np.diff(place, prepend=place[0] - 1))
    place, values = place[starts], np.fmax.reduceat(values, starts)
    # Each frame is held to the next one, but no longer than a frame may last.
    after = int(np.floor(times_s[end] * rate_hz + 1e-3)) - first if end < len(times_s) else place[-1] + 1
    lasts = np.minimum(np.diff(place, append=after), n_held)
    where = np.repeat(place + lasts - np.cumsum(lasts), lasts) + np.arange(lasts.sum())
    held = np.repeat(values, lasts)
    on_page = (where >= 0) & (where < len(samples))
    samples[where[on_page]] = held[on_page]
    return bool(on_page.any())
