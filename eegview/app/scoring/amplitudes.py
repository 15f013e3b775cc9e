"""Measure the amplitudes of an epoch that is scored: the median peak-to-peak of each row in windows of 2 s.

It aids the reader and decides nothing: what counts for a score is what a reader measures with the caliper. It runs on
any thread, reads some seconds at a time, and stops where `progress` raises `Cancelled`.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from eegview.app.page.building import build_page
from eegview.app.scoring.amplitude_request import AmplitudeRequest
from eegview.model.channel import ChannelKind
from eegview.model.display.montage import Row
from eegview.model.display.page import PageRequest, PageResult, Trace
from eegview.model.recording import Progress, SignalSource, no_progress
from eegview.model.span import Span

WINDOW_S = 2.0  # O'Reilly et al. 2012: highest minus lowest in windows of 2 s that do not overlap
_AT_ONCE_S = 30.0  # read and filtered together; a multiple of the window
_SLACK = 1e-6  # of a sample; a time this close to a sample is that sample
ABOVE, JUMP, FLAT, CLIPPED = "above 1,500 µV", "a jump above 200 µV", "flat", "at the limit of the file"
_ABOVE_UV, _JUMP_UV, _FLAT_UV = 1_500.0, 200.0, 1.0

Values = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class RowAmplitude:
    """The peak-to-peak of one row over the epoch.

    limit_uv : of the scale; None where it names none for this row
    median_uv : of all measured windows, those with artifact among them; None where none could be measured
    clean_median_uv : of those without artifact; None where every one has some
    typical, highest : the windows whose peak-to-peak is nearest to the median, and the highest
    highest_uv : peak-to-peak of `highest`
    n_windows : measured
    n_left_out : windows with a gap, not measured
    artifacts : (what, number of windows); a window may have several
    n_artifact : windows with any of these
    is_bad : a channel of the row is marked bad; measured, but not counted
    problem : why the row cannot be measured at all; "" where it can
    """

    label: str
    side: str
    is_posterior: bool
    limit_uv: float | None
    median_uv: float | None = None
    clean_median_uv: float | None = None
    typical: Span | None = None
    highest: Span | None = None
    highest_uv: float | None = None
    n_windows: int = 0
    n_left_out: int = 0
    artifacts: tuple[tuple[str, int], ...] = ()
    n_artifact: int = 0
    is_bad: bool = False
    problem: str = ""

    @property
    def is_counted(self) -> bool:
        """Whether the row counts among its region's channels."""
        return self.median_uv is not None and self.limit_uv is not None and not self.is_bad

    @property
    def is_high(self) -> bool:
        """Whether the median is at or above the limit."""
        return self.median_uv is not None and self.limit_uv is not None and self.median_uv >= self.limit_uv


@dataclass(frozen=True, slots=True)
class RegionAmplitudes:
    """The rows of one region taken together.

    n_high : counted rows whose median is at or above the limit
    n_counted : rows that could be measured and are not bad
    highest : the row with the highest median; None where none counts
    limit_uv : of its rows; None where they have different ones or none
    """

    is_posterior: bool
    limit_uv: float | None
    n_high: int
    n_counted: int
    highest: RowAmplitude | None


@dataclass(frozen=True, slots=True)
class EpochAmplitudes:
    """The amplitudes of the EEG rows of an epoch, in the montage's order."""

    request: AmplitudeRequest
    rows: tuple[RowAmplitude, ...]

    def row(self, label: str) -> RowAmplitude | None:
        """Return the row of this label."""
        return next((row for row in self.rows if row.label == label), None)

    def region(self, *, is_posterior: bool) -> RegionAmplitudes:
        """Return the posterior rows, or all others, taken together."""
        rows = [row for row in self.rows if row.is_posterior == is_posterior]
        counted = [row for row in rows if row.is_counted]
        limits = {row.limit_uv for row in rows if row.limit_uv is not None}
        return RegionAmplitudes(
            is_posterior,
            limits.pop() if len(limits) == 1 else None,
            sum(row.is_high for row in counted),
            len(counted),
            max(counted, key=lambda row: row.median_uv or 0.0, default=None),
        )

    @property
    def n_artifact(self) -> int:
        """Return how many windows of all rows together hold artifact."""
        return sum(row.n_artifact for row in self.rows)

    @property
    def n_windows(self) -> int:
        """Return how many windows of all rows together were measured."""
        return sum(row.n_windows for row in self.rows)


def measure_amplitudes(
    source: SignalSource, request: AmplitudeRequest, progress: Progress = no_progress
) -> EpochAmplitudes:
    """Return the amplitudes of the epoch, on the traces that a page with these filters shows.

    A window counts where every sample of it exists. One with artifact (above 1,500 µV, a jump above 200 µV between two
    samples, flat below 1 µV, at the limit of the file) is counted as such and stays among the measured ones.

    Raises
    ------
    UnreadableFile : the file went away
    Cancelled : `progress` said so
    """
    n_windows = max(math.floor(request.span.duration_s / WINDOW_S + 1e-9), 0)
    per_read = round(_AT_ONCE_S / WINDOW_S)
    montage = replace(request.montage, polygraphy=False)
    tallies: dict[int, _Tally] = {}
    rows: tuple[Row, ...] = ()
    for first in range(0, max(n_windows, 1), per_read):
        progress(first / max(n_windows, 1))
        count = min(per_read, n_windows - first)
        start_s = request.span.start_s + first * WINDOW_S
        span = Span(start_s, start_s + count * WINDOW_S)
        page = build_page(
            source,
            PageRequest(source.recording.fingerprint, span, montage, request.filters, request.bad_channels),
        )
        rows = page.rows
        for number, row in enumerate(rows):
            if row.kind is ChannelKind.EEG and row.is_available:
                tally = tallies.setdefault(number, _Tally.empty(n_windows, row.rate_hz))
                tally.add_page(page, number, first, count)
    progress(1.0)
    limits = dict(request.limits_uv)
    return EpochAmplitudes(
        request,
        tuple(
            _row_amplitude(row, tallies.get(number), request, limits)
            for number, row in enumerate(rows)
            if row.kind is ChannelKind.EEG
        ),
    )


@dataclass(slots=True)
class _Tally:
    """What is known of each window of one row, (n_windows,)."""

    rate_hz: float
    lowest: Values
    highest: Values
    n_samples: Values
    jump: Values
    is_clipped: npt.NDArray[np.bool_]

    @classmethod
    def empty(cls, n_windows: int, rate_hz: float) -> "_Tally":
        return cls(
            rate_hz,
            np.full(n_windows, np.inf),
            np.full(n_windows, -np.inf),
            np.zeros(n_windows),
            np.zeros(n_windows),
            np.zeros(n_windows, np.bool_),
        )

    def add_page(self, page: PageResult, number: int, first: int, count: int) -> None:
        """Add the row's traces on a page that holds `count` windows from number `first` on."""
        start_s = page.request.span.start_s
        for trace in page.traces:
            if trace.row == number:
                self._add_trace(trace, start_s, first, count)
        for row, span in page.clipped:
            if row == number:
                from_window = max(math.floor((span.start_s - start_s) / WINDOW_S), 0)
                to_window = min(math.ceil((span.stop_s - start_s) / WINDOW_S), count)
                self.is_clipped[first + from_window : first + to_window] = True

    def _add_trace(self, trace: Trace, start_s: float, first: int, count: int) -> None:
        edges_s = start_s + np.arange(count + 1) * WINDOW_S
        edges = np.ceil((edges_s - trace.first_s) * trace.rate_hz - _SLACK).astype(np.int64)
        edges = np.clip(edges, 0, len(trace.values))
        held = np.flatnonzero(edges[1:] > edges[:-1])
        if not len(held):
            return
        starts, stop = edges[held], int(edges[held[-1] + 1])
        values = trace.values[:stop].astype(np.float64)
        places = first + held
        jumps = np.abs(np.diff(values, prepend=values[:1]))
        self.lowest[places] = np.fmin(self.lowest[places], np.fmin.reduceat(values, starts))
        self.highest[places] = np.fmax(self.highest[places], np.fmax.reduceat(values, starts))
        self.n_samples[places] += np.add.reduceat(np.isfinite(values).astype(np.float64), starts)
        self.jump[places] = np.fmax(self.jump[places], np.fmax.reduceat(jumps, starts))


def _row_amplitude(
    row: Row, tally: _Tally | None, request: AmplitudeRequest, limits: Mapping[str, float]
) -> RowAmplitude:
    is_posterior, limit_uv = row.label in request.posterior, limits.get(row.label)
    if tally is None:
        problem = row.problem or (f"no {' and no '.join(row.missing)}" if row.missing else "")
        return RowAmplitude(row.label, row.side, is_posterior, limit_uv, problem=problem, is_bad=row.is_bad)
    # A window has as many samples as fit, one fewer where the rate is not a whole number of samples in it.
    is_whole = tally.n_samples >= math.floor(WINDOW_S * tally.rate_hz - _SLACK)
    with np.errstate(invalid="ignore"):
        peak_to_peak = np.where(is_whole, tally.highest - tally.lowest, np.nan)
    found = {
        ABOVE: peak_to_peak > _ABOVE_UV,
        JUMP: is_whole & (tally.jump > _JUMP_UV),
        FLAT: peak_to_peak < _FLAT_UV,
        CLIPPED: is_whole & tally.is_clipped,
    }
    is_artifact = np.logical_or.reduce(list(found.values()))
    measured = np.flatnonzero(is_whole)
    n_left_out = len(is_whole) - len(measured)
    if not len(measured):
        return RowAmplitude(
            row.label, row.side, is_posterior, limit_uv, n_left_out=n_left_out, is_bad=row.is_bad,
            problem="no samples in this epoch",
        )  # fmt: skip
    median_uv = float(np.median(peak_to_peak[measured]))
    clean = peak_to_peak[is_whole & ~is_artifact]
    highest = int(measured[np.argmax(peak_to_peak[measured])])
    typical = int(measured[np.argmin(np.abs(peak_to_peak[measured] - median_uv))])
    return RowAmplitude(
        row.label,
        row.side,
        is_posterior,
        limit_uv,
        median_uv,
        float(np.median(clean)) if len(clean) else None,
        _window(request.span, typical),
        _window(request.span, highest),
        float(peak_to_peak[highest]),
        len(measured),
        n_left_out,
        tuple((what, int(flags.sum())) for what, flags in found.items() if flags.any()),
        int(is_artifact.sum()),
        row.is_bad,
    )


def _window(epoch: Span, number: int) -> Span:
    start_s = epoch.start_s + number * WINDOW_S
    return Span(start_s, start_s + WINDOW_S)
