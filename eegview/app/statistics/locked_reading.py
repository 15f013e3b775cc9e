"""Read what lies around one spasm: rows, scalp electrodes and the two sides of the head, each on one grid of time.

Every value comes from a page with its filters' margins, so it is the same wherever the recording is cut. The grid
begins at the sample nearest to the marked onset: times are exact to half a sample.
"""

import math
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from eegview.app.montage.store import montage_by_id
from eegview.app.page.building import build_page
from eegview.app.page.head_field import LEAST_ELECTRODES, average_rows, mapped_electrodes
from eegview.app.statistics.locked_settings import (
    EMG_SMOOTHING_S,
    FAST_ACTIVITY,
    FAST_RULE,
    FAST_SMOOTHING_S,
    SLOW_RULE,
    SLOW_WAVE,
    LockedSettings,
)
from eegview.dsp.hemispheres import homologous_pairs
from eegview.model.channel import ChannelKind
from eegview.model.display.binding import bind
from eegview.model.display.filters import DisplayFilters, FilterSpec
from eegview.model.display.montage import Montage, Row
from eegview.model.display.page import PageRequest, PageResult
from eegview.model.recording import Recording, Samples, SignalSource
from eegview.model.span import Span

SIDES_MONTAGE = "longitudinal_bipolar"
HIGHEST_RATE_HZ = 512.0  # of the grid; above it every second, third … sample is kept
_LEAST_PAIRS = 2  # of homologous rows, for a side to be measured
_KINDS = (ChannelKind.EEG, ChannelKind.EMG)
_KEPT_BAND = 0.3  # of the grid's rate: a high cut above it would fold back where samples are left out


@dataclass(frozen=True, slots=True)
class LockedPlan:
    """What is read of one recording, whatever the spasm.

    rows : available rows of the montage (EEG and EMG), then the movement
    left_out : a sentence for each row that is not read
    electrodes : of the head map, () where there are too few
    pairs : (left, right) labels of the rows by which the sides are compared, () where there are too few
    rate_hz : of the grid
    """

    settings: LockedSettings
    rows: tuple[Row, ...]
    left_out: tuple[str, ...]
    electrodes: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]
    rate_hz: float
    sides_montage: Montage

    @property
    def side_window_s(self) -> tuple[float, float]:
        """Return what the two sides are read of, around the onset."""
        first = min(FAST_RULE.baseline_s[0], SLOW_RULE.baseline_s[0], self.settings.peak_window_s[0])
        return first, max(FAST_RULE.search_s[1], SLOW_RULE.search_s[1], self.settings.peak_window_s[1]) + 0.1


@dataclass(frozen=True, slots=True, eq=False)
class SpasmPiece:
    """The samples around one spasm.

    onset_s : the sample nearest to the marked onset, seconds from recording start
    rows : (n_rows, n) float32 in the rows' units, from `settings.reach_s[0]` on
    field_uv : (n_electrodes, n) float32, average reference, 0.5-4 Hz
    sides_uv : (4, n_side) float32: fast activity left and right, slow wave left and right; root mean square over rows
    """

    onset_s: float
    rows: Samples
    field_uv: Samples
    sides_uv: Samples


def plan_reading(recording: Recording, settings: LockedSettings) -> LockedPlan:
    """Return what can be read of this recording."""
    rows, left_out = list[Row](), list[str]()
    for row in bind(settings.montage, recording, settings.bad_channels):
        if row.kind not in _KINDS or row.label in settings.hidden_rows:
            continue
        if not row.is_available:
            why = row.problem or f"{', '.join(row.missing)} not recorded."
            left_out.append(f"{row.label} is left out: {why}")
        elif row.is_bad:
            left_out.append(f"{row.label} is left out: a channel of it is marked bad.")
        else:
            rows.append(row)
    rates = [row.rate_hz for row in rows if row.kind is ChannelKind.EEG] or [row.rate_hz for row in rows] or [256.0]
    rate_hz = max(rates)
    rate_hz /= math.ceil(rate_hz / HIGHEST_RATE_HZ - 1e-9)
    if settings.movement is not None:
        rows.append(settings.movement.row)
    electrodes = mapped_electrodes(recording, settings.bad_channels)
    sides = replace(montage_by_id(SIDES_MONTAGE), polygraphy=False)
    good = [
        row.label
        for row in bind(sides, recording, settings.bad_channels)
        if row.is_available and not row.is_bad and row.kind is ChannelKind.EEG
    ]
    pairs = homologous_pairs(good)
    return LockedPlan(
        replace(settings, filters=_within_grid(settings.filters, rows, rate_hz)),
        tuple(rows),
        tuple(left_out),
        electrodes if len(electrodes) >= LEAST_ELECTRODES else (),
        pairs if len(pairs) >= _LEAST_PAIRS else (),
        rate_hz,
        sides,
    )


def _within_grid(filters: DisplayFilters, rows: Iterable[Row], rate_hz: float) -> DisplayFilters:
    """Return filters that leave nothing which the grid cannot hold, where it has fewer samples than an EEG row."""
    eeg = filters.for_kind(ChannelKind.EEG)
    limit_hz = math.floor(_KEPT_BAND * rate_hz)
    has_more = any(row.rate_hz > rate_hz * 1.001 for row in rows if row.kind is ChannelKind.EEG)
    if has_more and not 0 < eeg.high_cut_hz <= limit_hz:
        return filters.with_kind(ChannelKind.EEG, replace(eeg, high_cut_hz=float(limit_hz)))
    return filters


def read_piece(source: SignalSource, plan: LockedPlan, marked_s: float) -> SpasmPiece:
    """Return the samples around an onset; NaN where there are none.

    Raises
    ------
    UnreadableFile : the file went away
    """
    onset_s = nearest_sample_s(source.recording, plan.rate_hz, marked_s)
    reach = plan.settings.reach_s
    return SpasmPiece(
        onset_s,
        _read_rows(source, plan, onset_s, reach),
        _read_field(source, plan, onset_s, reach),
        _read_sides(source, plan, onset_s),
    )


def nearest_sample_s(recording: Recording, rate_hz: float, time_s: float) -> float:
    """Return the time of the grid's sample nearest to a time, in the segment that holds it; in a gap the time itself.

    The grid of a segment begins with its first sample.
    """
    number = bisect_right(recording.segments, time_s, key=lambda segment: segment.start_s) - 1
    if number < 0 or not recording.segments[number].contains(time_s):
        return time_s
    start_s = recording.segments[number].start_s
    return start_s + round((time_s - start_s) * rate_hz) / rate_hz


def _read_rows(source: SignalSource, plan: LockedPlan, onset_s: float, reach_s: tuple[float, float]) -> Samples:
    settings, rate_hz = plan.settings, plan.rate_hz
    place = {row.label: number for number, row in enumerate(plan.rows)}
    n, start_s = _length(reach_s, rate_hz), onset_s + round(reach_s[0] * rate_hz) / rate_hz
    found = np.full((len(plan.rows), n), np.nan, np.float32)
    wanted = Span(start_s, start_s + n / rate_hz).widened(EMG_SMOOTHING_S + 2 / rate_hz)
    others = frozenset(row.label for row in bind(settings.montage, source.recording)) - place.keys()
    request = PageRequest(
        source.recording.fingerprint, wanted, settings.montage, settings.filters, settings.bad_channels, others
    )
    page = build_page(source, request)
    for trace in page.traces:
        row = page.rows[trace.row]
        if row.label in place:
            values = trace.values
            if row.kind is ChannelKind.EMG:
                values = smoothed(np.abs(values), EMG_SMOOTHING_S, trace.rate_hz)
            lay_on_grid(found[place[row.label]], start_s, rate_hz, trace.first_s, trace.rate_hz, values)
    if settings.movement is not None:
        movement = settings.movement.samples(wanted)
        if movement is not None:
            _lay_held(found[-1], start_s, rate_hz, movement[0], settings.movement.row.rate_hz, movement[1])
    return found


def _read_field(source: SignalSource, plan: LockedPlan, onset_s: float, reach_s: tuple[float, float]) -> Samples:
    rate_hz, n = plan.rate_hz, _length(reach_s, plan.rate_hz)
    found = np.full((len(plan.electrodes), n), np.nan, np.float32)
    if not plan.electrodes:
        return found
    start_s = onset_s + round(reach_s[0] * rate_hz) / rate_hz
    wanted = Span(start_s, start_s + n / rate_hz).widened(2 / rate_hz)
    filters = DisplayFilters(((ChannelKind.EEG, SLOW_WAVE),))
    place = {name: number for number, name in enumerate(plan.electrodes)}
    for section in average_rows(source, wanted, filters, plan.settings.bad_channels):
        for name, values in zip(section.names, section.values_uv, strict=True):
            lay_on_grid(found[place[name]], start_s, rate_hz, section.first_s, section.rate_hz, values)
    return found


def _read_sides(source: SignalSource, plan: LockedPlan, onset_s: float) -> Samples:
    rate_hz, window_s = plan.rate_hz, plan.side_window_s
    n, start_s = _length(window_s, rate_hz), onset_s + round(window_s[0] * rate_hz) / rate_hz
    found = np.full((4, n), np.nan, np.float32)
    if not plan.pairs:
        return found
    wanted = Span(start_s, start_s + n / rate_hz).widened(FAST_SMOOTHING_S + 2 / rate_hz)
    for first, spec in ((0, FAST_ACTIVITY), (2, SLOW_WAVE)):
        page = _sides_page(source, plan, wanted, spec)
        for side in (0, 1):
            labels = {pair[side] for pair in plan.pairs}
            strengths = np.full((len(labels), n), np.nan, np.float32)
            place = {label: number for number, label in enumerate(sorted(labels))}
            for trace in page.traces:
                label = page.rows[trace.row].label
                if label in labels:
                    power = np.square(trace.values, dtype=np.float64)
                    if spec is FAST_ACTIVITY:
                        power = smoothed(power, FAST_SMOOTHING_S, trace.rate_hz)
                    lay_on_grid(strengths[place[label]], start_s, rate_hz, trace.first_s, trace.rate_hz, power)
            found[first + side] = np.sqrt(strengths.mean(axis=0))
    return found


def _sides_page(source: SignalSource, plan: LockedPlan, span: Span, spec: FilterSpec) -> PageResult:
    filters = DisplayFilters(((ChannelKind.EEG, spec),))
    if plan.settings.filters.for_kind(ChannelKind.EEG).notch_hz and spec is FAST_ACTIVITY:
        filters = filters.with_site_notch(plan.settings.filters.for_kind(ChannelKind.EEG).notch_hz)
    used = {label for pair in plan.pairs for label in pair}
    hidden = frozenset(row.label for row in plan.sides_montage.derivations) - used
    fingerprint, bad = source.recording.fingerprint, plan.settings.bad_channels
    return build_page(source, PageRequest(fingerprint, span, plan.sides_montage, filters, bad, hidden))


def _length(window_s: tuple[float, float], rate_hz: float) -> int:
    return round(window_s[1] * rate_hz) - round(window_s[0] * rate_hz) + 1


def smoothed(values: np.ndarray, over_s: float, rate_hz: float) -> np.ndarray:
    """Return the mean of an odd number of samples around each; NaN where one of them is missing."""
    n = 2 * round(over_s * rate_hz / 2) + 1
    if len(values) < n:
        return np.full(len(values), np.nan)
    found = np.full(len(values), np.nan)
    found[n // 2 : len(values) - n // 2] = np.convolve(np.asarray(values, np.float64), np.full(n, 1 / n), "valid")
    return found


def lay_on_grid(
    into: Samples, start_s: float, rate_hz: float, first_s: float, own_rate_hz: float, values: np.ndarray
) -> None:
    """Write samples into `into`, whose sample k is at `start_s + k / rate_hz`, where `values` reach.

    At the same rate, or a whole multiple of it, it takes the nearest sample, else the line between two samples.
    """
    places = (start_s + np.arange(len(into)) / rate_hz - first_s) * own_rate_hz
    times = own_rate_hz / rate_hz
    if abs(times - round(times)) < 1e-9 and round(times) >= 1:
        nearest = np.rint(places).astype(np.int64)
        is_there = (nearest >= 0) & (nearest < len(values))
        into[is_there] = values[nearest[is_there]]
        return
    is_there = (places >= 0) & (places <= len(values) - 1)
    left = np.floor(places[is_there]).astype(np.int64)
    right = np.minimum(left + 1, len(values) - 1)
    share = places[is_there] - left
    at_left, at_right = np.asarray(values, np.float64)[left], np.asarray(values, np.float64)[right]
    into[is_there] = np.where(share > 0, at_left + share * (at_right - at_left), at_left)


def _lay_held(
    into: Samples, start_s: float, rate_hz: float, first_s: float, own_rate_hz: float, values: Samples
) -> None:
    """Write the samples of a picture's movement, each of which stands until the next one."""
    places = np.floor((start_s + np.arange(len(into)) / rate_hz - first_s) * own_rate_hz + 1e-6).astype(np.int64)
    is_there = (places >= 0) & (places < len(values))
    into[is_there] = values[places[is_there]]
