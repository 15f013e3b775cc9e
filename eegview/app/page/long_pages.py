"""Build pages of minutes to a whole day piece by piece, as lowest and highest value per bin, in constant memory."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from eegview.app.page.building import build_page
from eegview.dsp.envelope import bin_edges, envelope
from eegview.model.display.page import PageRequest, PageResult, Trace
from eegview.model.recording import Recording, SignalSource
from eegview.model.span import Span, gaps_between

N_BINS = 4096  # more than a screen is wide, so that no column is without one
LONG_SAMPLES = 8_000_000  # of all channels together; a page of more is built in stretches
STRETCH_SAMPLES = 4_000_000


class Overtaken(Exception):
    """Stale: another page was requested meanwhile."""


def is_long(recording: Recording, request: PageRequest) -> bool:
    """Check whether a page is too long to be kept sample by sample."""
    return request.span.duration_s * _samples_per_s(recording) > LONG_SAMPLES


def build_long_page(
    source: SignalSource,
    request: PageRequest,
    partial: Callable[[PageResult], None] = lambda _page: None,
    is_wanted: Callable[[], bool] = lambda: True,
) -> PageResult:
    """Return a page whose traces hold the lowest and highest value of each of `N_BINS` bins, one after the other.

    Every sample of the filtered recording counts: a spike one sample wide is never lost.

    Parameters
    ----------
    partial : gets the page as far as it is, after each stretch
    is_wanted : asked before each stretch

    Raises
    ------
    Overtaken : `is_wanted` said no
    UnreadableFile : the file went away
    """
    recording, span = source.recording, request.span
    bin_s = span.duration_s / N_BINS
    lows: dict[int, np.ndarray] = {}
    highs: dict[int, np.ndarray] = {}
    clipped: list[tuple[int, Span]] = []
    page = PageResult(request, (), ())
    within = span.intersection(recording.span)
    gaps = gaps_between(recording.segments, within) if within is not None else ()
    for stretch in _stretches(recording, span):
        if not is_wanted():
            raise Overtaken
        part = build_page(source, replace(request, span=stretch))
        for trace in part.traces:
            edges = bin_edges(trace.first_s, trace.rate_hz, len(trace.values), span.start_s, bin_s, N_BINS)
            low, high = envelope(trace.values, edges)
            lows[trace.row] = np.fmin(lows.get(trace.row, low), low)
            highs[trace.row] = np.fmax(highs.get(trace.row, high), high)
        clipped += part.clipped
        traces = tuple(_trace(row, lows[row], highs[row], span) for row in sorted(lows))
        page = PageResult(request, part.rows, traces, gaps, tuple(clipped))
        partial(page)
    return page if page.rows else build_page(source, request)


def _samples_per_s(recording: Recording) -> float:
    return sum(channel.rate_hz for channel in recording.channels)


def _stretches(recording: Recording, span: Span) -> Iterator[Span]:
    """Yield the parts of `span` that lie in the recording, a few seconds to minutes each."""
    within = span.intersection(recording.span)
    if within is None:
        return
    step_s = max(1.0, STRETCH_SAMPLES / max(_samples_per_s(recording), 1.0))
    n_steps = int(np.ceil(within.duration_s / step_s))
    for k in range(n_steps):
        yield Span(within.start_s + k * step_s, min(within.start_s + (k + 1) * step_s, within.stop_s))


def _trace(row: int, low: np.ndarray, high: np.ndarray, span: Span) -> Trace:
    """Return bins as samples, lowest before highest, a quarter and three quarters into each bin."""
    values = np.empty(2 * N_BINS, np.float32)
    values[0::2], values[1::2] = low, high
    values.flags.writeable = False
    rate_hz = 2 * N_BINS / span.duration_s
    return Trace(row, span.start_s + 0.5 / rate_hz, rate_hz, values, is_envelope=True)
