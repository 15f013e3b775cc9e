"""Pages of minutes to a day: no extreme is lost, memory is flat, and another question takes over."""

import numpy as np
import pytest
from recordings.memory_source import SCALP_10_20, MemorySource, make_channels, make_recording

from eegview.app.montage.store import load_montages, montage_by_id
from eegview.app.page import long_pages
from eegview.app.page.building import build_page
from eegview.app.page.long_pages import N_BINS, Overtaken, build_long_page, is_long
from eegview.model.channel import ChannelKind
from eegview.model.display.filters import DisplayFilters, FilterSpec
from eegview.model.display.page import PageRequest
from eegview.model.span import Span

RATE_HZ = 50.0
FILTERS = DisplayFilters(((ChannelKind.EEG, FilterSpec(low_cut_hz=0.5, high_cut_hz=15.0)),))
MONTAGE = montage_by_id("longitudinal_bipolar", load_montages())


@pytest.fixture
def source(monkeypatch: pytest.MonkeyPatch) -> MemorySource:
    """Return half an hour of noise in two segments; stretches are made short so that there are many."""
    monkeypatch.setattr(long_pages, "STRETCH_SAMPLES", 60_000)
    segments = ((0.0, 900.0), (1000.0, 1800.0))
    recording = make_recording(make_channels(SCALP_10_20, rate_hz=RATE_HZ), segments=segments)
    rng = np.random.default_rng(1)
    data = [
        [rng.standard_normal(round(s.duration_s * RATE_HZ)).astype(np.float32) * 40 for s in recording.segments]
        for _ in recording.channels
    ]
    return MemorySource(recording, data)


def request(source: MemorySource, span: Span) -> PageRequest:
    return PageRequest(source.recording.fingerprint, span, MONTAGE, FILTERS)


def test_each_bin_holds_the_extremes_of_the_whole_filtered_recording(source: MemorySource) -> None:
    span = Span(0.0, 1800.0)
    long, exact = build_long_page(source, request(source, span)), build_page(source, request(source, span))
    bin_s = span.duration_s / N_BINS
    for row in (0, 7):
        trace = next(t for t in long.traces if t.row == row)
        low, high = trace.values[0::2], trace.values[1::2]
        wanted_low, wanted_high = np.full(N_BINS, np.nan), np.full(N_BINS, np.nan)
        for part in (t for t in exact.traces if t.row == row):
            times_s = part.first_s + np.arange(len(part.values)) / part.rate_hz
            bins = np.minimum(np.floor(times_s / bin_s + 1e-6).astype(int), N_BINS - 1)
            np.fmin.at(wanted_low, bins, part.values)
            np.fmax.at(wanted_high, bins, part.values)
        np.testing.assert_allclose(low, wanted_low, atol=0.01)
        np.testing.assert_allclose(high, wanted_high, atol=0.01)
    assert long.gaps == exact.gaps == (Span(900.0, 1000.0),)
    assert all(t.is_envelope and len(t.values) == 2 * N_BINS for t in long.traces)


def test_the_page_is_shown_as_far_as_it_is(source: MemorySource) -> None:
    parts = []
    whole = build_long_page(source, request(source, Span(0.0, 1800.0)), parts.append)
    reached = [int(np.isfinite(part.traces[0].values).sum()) for part in parts]
    assert len(parts) > 5
    assert reached == sorted(reached)
    assert parts[-1] is whole


def test_a_newer_question_takes_over(source: MemorySource) -> None:
    parts = []
    with pytest.raises(Overtaken):
        build_long_page(source, request(source, Span(0.0, 1800.0)), parts.append, lambda: len(parts) < 2)
    assert len(parts) == 2


def test_a_page_beside_the_recording_is_empty(source: MemorySource) -> None:
    page = build_long_page(source, request(source, Span(5000.0, 9000.0)))
    assert page.traces == ()
    assert len(page.rows) >= 18


def test_seconds_are_not_long_and_a_day_is(source: MemorySource) -> None:
    assert not is_long(source.recording, request(source, Span(0.0, 60.0)))
    assert is_long(source.recording, request(source, Span(0.0, 86_400.0)))
