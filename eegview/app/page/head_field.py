"""The field over the scalp at an event's peak: the moment, the electrodes, and a text on where it is strongest."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from eegview.app.page.building import build_page
from eegview.dsp.scalp_map import electrode_position, flattened, map_weights, strongest_moment
from eegview.model.channel import ChannelKind
from eegview.model.filters import DisplayFilters
from eegview.model.montage import AVERAGE, Derivation, Montage
from eegview.model.page import PageRequest
from eegview.model.recording import Recording, SignalSource
from eegview.model.span import Span

LEAST_ELECTRODES = 8  # fewer say too little about what lies between them
N_ACROSS = 61
_MOST_S = 2.0  # of an event, looked through for its peak


@dataclass(frozen=True, slots=True, eq=False)
class HeadField:
    """The values a head map shows, and the moment they are from.

    at_s : the moment, seconds from recording start
    names : electrodes, (n,)
    places : (n, 2) float64, 1 = the ring of Fp, T7, O, T8; x to the right, y to the nose
    values_uv : (n,) against the average of these electrodes, filtered as on the page
    grid_uv : (n_across, n_across) float32, NaN far outside the head; row 0 at the nose, ±1.06 of the ring
    """

    at_s: float
    names: tuple[str, ...]
    places: npt.NDArray[np.float64]
    values_uv: npt.NDArray[np.float64]
    grid_uv: npt.NDArray[np.float32]

    @property
    def lowest(self) -> tuple[str, float]:
        """Return the most negative electrode and its value."""
        index = int(np.argmin(self.values_uv))
        return self.names[index], float(self.values_uv[index])

    @property
    def highest(self) -> tuple[str, float]:
        """Return the most positive electrode and its value."""
        index = int(np.argmax(self.values_uv))
        return self.names[index], float(self.values_uv[index])

    @property
    def text(self) -> str:
        (low, low_uv), (high, high_uv) = self.lowest, self.highest
        return f"most negative at {low}, {signed_uv(low_uv)}; most positive at {high}, {signed_uv(high_uv)}"


def signed_uv(value_uv: float) -> str:
    """Return `−182 µV`, `+95 µV`."""
    return f"{round(value_uv):+d} µV".replace("-", "−")


def mapped_electrodes(recording: Recording, bad_channels: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Return the recording's electrodes a map can be made of: referential, at a known place, not bad, of one rate."""
    known = [
        c
        for c in recording.channels
        if c.kind is ChannelKind.EEG and c.name not in bad_channels and electrode_position(c.name) is not None
    ]
    rates = [c.rate_hz for c in known]
    return tuple(c.name for c in known if c.rate_hz == max(rates, key=rates.count))


def field_at_peak(
    source: SignalSource, span: Span, filters: DisplayFilters, bad_channels: frozenset[str] = frozenset()
) -> HeadField | None:
    """Return the field where it is most uneven within the first two seconds of `span`; it may run on any thread.

    None where there are too few electrodes (or only bipolar channels), or no samples.

    Raises
    ------
    UnreadableFile : the file went away
    """
    recording = source.recording
    names = mapped_electrodes(recording, bad_channels)
    if len(names) < LEAST_ELECTRODES:
        return None
    searched = Span(span.start_s, max(min(span.stop_s, span.start_s + _MOST_S), span.start_s + 0.1))
    rows = tuple(Derivation(name, ((name, 1.0), (AVERAGE, -1.0))) for name in names)
    montage = Montage("head_map", "Head map", rows, polygraphy=False)
    others = frozenset(c.name for c in recording.channels if c.kind is ChannelKind.EEG and c.name not in names)
    page = build_page(source, PageRequest(recording.fingerprint, searched, montage, filters, bad_channels | others))
    longest = max((trace for trace in page.traces), key=lambda trace: len(trace.values), default=None)
    if longest is None:
        return None
    similar = [t for t in page.traces if t.first_s == longest.first_s and len(t.values) == len(longest.values)]
    used = tuple(page.rows[trace.row].label for trace in similar)
    if len(used) < LEAST_ELECTRODES:
        return None
    values = np.stack([trace.values for trace in similar]).astype(np.float64)
    moment = strongest_moment(values)
    at_peak = values[:, moment]
    if not np.isfinite(at_peak).all():
        return None
    at_peak = at_peak - at_peak.mean()
    places, weights = _geometry(used)
    grid = (weights @ at_peak).reshape(N_ACROSS, N_ACROSS).astype(np.float32)
    return HeadField(longest.first_s + moment / longest.rate_hz, used, places, at_peak, grid)


@lru_cache(maxsize=8)
def _geometry(names: tuple[str, ...]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    positions = np.array([electrode_position(name) for name in names])
    return flattened(positions), map_weights(positions, N_ACROSS)
