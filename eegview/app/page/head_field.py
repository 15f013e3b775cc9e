"""The field over the scalp at an event's peak: the moment, the electrodes, and a text on where it is strongest."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from eegview.app.page.building import build_page
from eegview.dsp.scalp_map import electrode_position, flattened, map_weights, strongest_moment
from eegview.model.channel import ChannelKind
from eegview.model.display.filters import NO_FILTERS, DisplayFilters
from eegview.model.display.montage import AVERAGE, Derivation, Montage
from eegview.model.display.page import PageRequest, PageResult
from eegview.model.recording import Recording, SignalSource
from eegview.model.span import Span

LEAST_ELECTRODES = 8  # fewer say too little about what lies between them
N_ACROSS = 61
_MOST_S = 2.0  # of an event, looked through for its peak
_AROUND_S = 0.25  # read on either side of an instant


@dataclass(frozen=True, slots=True, eq=False)
class HeadField:
    """The values a head map shows, and the moment they are from.

    at_s : the moment, or where the section measured begins, seconds from recording start
    names : electrodes, (n,)
    places : (n, 2) float64, 1 = the ring of Fp, T7, O, T8; x to the right, y to the nose
    values_uv : (n,) against the average of these electrodes, filtered as on the page; in `unit`
    grid_uv : (n_across, n_across) float32, NaN far outside the head; row 0 at the nose, ±1.06 of the ring; in `unit`
    unit : "µV", or "dB" for a power beside the mean of the electrodes
    """

    at_s: float
    names: tuple[str, ...]
    places: npt.NDArray[np.float64]
    values_uv: npt.NDArray[np.float64]
    grid_uv: npt.NDArray[np.float32]
    unit: str = "µV"

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
        (low, low_value), (high, high_value) = self.lowest, self.highest
        if self.unit != "µV":
            least, most = self.value_text(low_value), self.value_text(high_value)
            return f"least at {low}, {least}; most at {high}, {most}"
        return f"most negative at {low}, {signed_uv(low_value)}; most positive at {high}, {signed_uv(high_value)}"

    def value_text(self, value: float) -> str:
        """Return a value with its sign and unit: `−182 µV`, `+3.4 dB`."""
        return signed_uv(value) if self.unit == "µV" else f"{value:+.1f} {self.unit}".replace("-", "−")


def signed_uv(value_uv: float) -> str:
    """Return `−182 µV`, `+95 µV`."""
    return f"{round(value_uv):+d} µV".replace("-", "−")


@dataclass(frozen=True, slots=True, eq=False)
class AverageRows:
    """The electrodes of a head map against their own average, over one section.

    first_s : time of the first sample, seconds from recording start
    values_uv : (n_electrodes, n_samples) float64
    """

    names: tuple[str, ...]
    first_s: float
    rate_hz: float
    values_uv: npt.NDArray[np.float64]


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
    searched = Span(span.start_s, max(min(span.stop_s, span.start_s + _MOST_S), span.start_s + 0.1))
    sections = average_rows(source, searched, filters, bad_channels)
    if not sections:
        return None
    longest = max(sections, key=lambda section: section.values_uv.shape[1])
    moment = strongest_moment(longest.values_uv)
    return field_of(longest.names, longest.values_uv[:, moment], longest.first_s + moment / longest.rate_hz)


def field_at(
    source: SignalSource, at_s: float, filters: DisplayFilters, bad_channels: frozenset[str] = frozenset()
) -> HeadField | None:
    """Return the field at one instant, at the sample nearest to it; it may run on any thread.

    None where there are too few electrodes (or only bipolar channels), or no samples.

    Raises
    ------
    UnreadableFile : the file went away
    """
    around = Span(at_s - _AROUND_S, at_s + _AROUND_S).intersection(source.recording.span)
    if around is None:
        return None
    for section in average_rows(source, around, filters, bad_channels):
        index = round((at_s - section.first_s) * section.rate_hz)
        if 0 <= index < section.values_uv.shape[1]:
            return field_of(section.names, section.values_uv[:, index], section.first_s + index / section.rate_hz)
    return None


def average_rows(
    source: SignalSource, span: Span, filters: DisplayFilters, bad_channels: frozenset[str] = frozenset()
) -> tuple[AverageRows, ...]:
    """Return the recording's mapped electrodes against their average, one for each part between gaps.

    An electrode without any sample in `span` is left out of rows and average: it would leave nothing of either.
    () where there are too few electrodes, or no samples.

    Raises
    ------
    UnreadableFile : the file went away
    """
    names = mapped_electrodes(source.recording, bad_channels)
    if len(names) < LEAST_ELECTRODES:
        return ()
    page = _page(source, span, filters, names, AVERAGE)
    if page.traces and all(np.isnan(trace.values).all() for trace in page.traces):
        plain = _page(source, span, NO_FILTERS, names)
        known = {plain.rows[trace.row].label for trace in plain.traces if not np.isnan(trace.values).all()}
        names = tuple(name for name in names if name in known)
        if len(names) < LEAST_ELECTRODES:
            return ()
        page = _page(source, span, filters, names, AVERAGE)
    sections = []
    for first_s in dict.fromkeys(trace.first_s for trace in page.traces):
        similar = [trace for trace in page.traces if trace.first_s == first_s]
        used = tuple(page.rows[trace.row].label for trace in similar)
        if len(used) >= LEAST_ELECTRODES and len({len(trace.values) for trace in similar}) == 1:
            values_uv = np.stack([trace.values for trace in similar]).astype(np.float64)
            sections.append(AverageRows(used, first_s, similar[0].rate_hz, values_uv))
    return tuple(sections)


def _page(
    source: SignalSource, span: Span, filters: DisplayFilters, names: tuple[str, ...], reference: str = ""
) -> PageResult:
    """Return a page of these electrodes alone, against their average where that is the reference."""
    recording = source.recording
    minus = ((reference, -1.0),) if reference else ()
    rows = tuple(Derivation(name, ((name, 1.0), *minus)) for name in names)
    montage = Montage("head_map", "Head map", rows, polygraphy=False)
    others = frozenset(c.name for c in recording.channels if c.kind is ChannelKind.EEG and c.name not in names)
    return build_page(source, PageRequest(recording.fingerprint, span, montage, filters, others))


def field_of(
    names: tuple[str, ...], values: npt.NDArray[np.float64], at_s: float, unit: str = "µV"
) -> HeadField | None:
    """Return the field between (n_electrodes,) values, made relative to their mean; None where one is missing."""
    if not np.isfinite(values).all():
        return None
    values = values - values.mean()
    places, weights = _geometry(names)
    grid = (weights @ values).reshape(N_ACROSS, N_ACROSS).astype(np.float32)
    return HeadField(at_s, names, places, values, grid, unit)


@lru_cache(maxsize=8)
def _geometry(names: tuple[str, ...]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    positions = np.array([electrode_position(name) for name in names])
    return flattened(positions), map_weights(positions, N_ACROSS)
