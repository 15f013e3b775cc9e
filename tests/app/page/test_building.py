"""The law of pages: a page equals the same slice of the whole filtered recording, wherever it starts."""

from functools import cache

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from recordings.memory_source import MemorySource, make_channels, make_recording, noise_source

from eegview.app.montage.store import montage_by_id
from eegview.app.page.building import build_page
from eegview.app.presets import preset_by_id
from eegview.dsp import kernels
from eegview.dsp import numpy_kernels as plain
from eegview.model.channel import Channel, ChannelKind
from eegview.model.display.filters import NO_FILTERS, DisplayFilters, FilterSpec, Phase
from eegview.model.display.montage import Montage
from eegview.model.display.page import PageRequest, PageResult
from eegview.model.recording import SignalSource
from eegview.model.span import Span

AS_RECORDED = Montage("none", "As recorded", as_recorded=True)
RATES_HZ = (100.0, 200.0, 256.0, 512.0)


def eeg_filters(spec: FilterSpec) -> DisplayFilters:
    return NO_FILTERS.with_kind(ChannelKind.EEG, spec)


def page_of(
    source: SignalSource,
    start_s: float,
    stop_s: float,
    montage: Montage = AS_RECORDED,
    filters: DisplayFilters = NO_FILTERS,
    bad: frozenset[str] = frozenset(),
) -> PageResult:
    return build_page(source, PageRequest("memory", Span(start_s, stop_s), montage, filters, bad))


@cache
def drifting_source(rate_hz: float) -> MemorySource:
    """Two electrodes at tens of millivolts that drift, three segments, bytes missing in the second."""
    source = noise_source(
        ["C3", "C4"], rate_hz, ((0.0, 40.0), (50.5, 110.5), (111.0, 115.0)), offset_uv=25_000, drift_uv_per_s=40
    )
    holed = source.data[1][1]
    holed[round(20 * rate_hz) : round(20.5 * rate_hz)] = np.nan
    holed[round(33 * rate_hz)] = np.nan
    return source


@cache
def whole(rate_hz: float, spec: FilterSpec) -> PageResult:
    return page_of(drifting_source(rate_hz), 0, 115, filters=eeg_filters(spec))


def assert_is_slice(page: PageResult, full: PageResult, within_uv: float) -> None:
    for trace in page.traces:
        (origin,) = [
            t
            for t in full.traces
            if t.row == trace.row and t.first_s <= trace.first_s + 1e-6 < t.first_s + len(t.values) / t.rate_hz
        ]
        first = round((trace.first_s - origin.first_s) * trace.rate_hz)
        assert trace.first_s == pytest.approx(origin.first_s + first / trace.rate_hz, abs=1e-9)
        expected = origin.values[first : first + len(trace.values)]
        np.testing.assert_array_equal(np.isnan(trace.values), np.isnan(expected))
        assert np.nanmax(np.abs(trace.values - expected), initial=0) <= within_uv


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    rate_hz=st.sampled_from(RATES_HZ),
    start_s=st.floats(-5, 114),
    page_s=st.sampled_from([0.3, 1.0, 10.0, 15.0]),
    low_cut_hz=st.sampled_from([0.0, 0.1, 0.5, 5.0]),
    high_cut_hz=st.sampled_from([0.0, 15.0, 70.0]),
    notch_hz=st.sampled_from([0.0, 50.0]),
    phase=st.sampled_from(Phase),
)
def test_a_page_is_a_slice_of_the_whole_filtered_recording(
    rate_hz: float, start_s: float, page_s: float, low_cut_hz: float, high_cut_hz: float, notch_hz: float, phase: Phase
) -> None:
    spec = FilterSpec(low_cut_hz, high_cut_hz, notch_hz, phase)
    page = page_of(drifting_source(rate_hz), start_s, start_s + page_s, filters=eeg_filters(spec))
    # 0.5 µV is promised; without a low cut the electrode's 125 mV leave float32 steps of 0.008 µV
    assert_is_slice(page, whole(rate_hz, spec), 0.005 if low_cut_hz else 0.02)


@pytest.mark.parametrize("compiled", [False, True])
def test_pages_that_meet_share_no_sample_and_lose_none(compiled: bool) -> None:
    before = kernels.active()
    if compiled:
        kernels.warm_up()
    else:
        kernels.use(plain)
    source = drifting_source(256.0)
    spec = FilterSpec(0.5, 70, 50)
    pages = [page_of(source, k * 7.3, (k + 1) * 7.3, filters=eeg_filters(spec)) for k in range(16)]
    kernels.use(before)
    joined = np.concatenate([t.values for p in pages for t in p.traces if t.row == 0])
    full = np.concatenate([t.values for t in whole(256.0, spec).traces if t.row == 0])
    assert len(joined) == len(full) == 104 * 256
    assert np.abs(joined - full).max() < 0.005


def test_without_filters_the_values_are_the_files_own_bits() -> None:
    source = drifting_source(256.0)
    page = page_of(source, 60.0, 75.0)
    for trace, channel in zip(page.traces, source.data, strict=True):
        np.testing.assert_array_equal(trace.values, channel[1][round(9.5 * 256) : round(24.5 * 256)])
        assert not trace.values.flags.writeable
        assert trace.values.dtype == np.float32


def test_gaps_of_the_page_and_times_after_a_gap() -> None:
    page = page_of(drifting_source(200.0), 38.0, 53.0)
    assert page.gaps == (Span(40.0, 50.5),)
    assert [(t.row, t.first_s, len(t.values)) for t in page.traces] == [
        (0, 38.0, 400), (0, 50.5, 500), (1, 38.0, 400), (1, 50.5, 500),
    ]  # fmt: skip
    inside = page_of(drifting_source(200.0), 42.0, 45.0)
    assert inside.gaps == (Span(42.0, 45.0),)
    assert inside.traces == ()


def test_a_page_outside_the_recording_has_rows_but_nothing_else() -> None:
    for start_s in (-20.0, 115.0, 4000.0):
        page = page_of(drifting_source(200.0), start_s, start_s + 10)
        assert len(page.rows) == 2
        assert (page.traces, page.gaps, page.clipped) == ((), (), ())
    edge = page_of(drifting_source(200.0), -5.0, 5.0)
    assert [(t.first_s, len(t.values)) for t in edge.traces] == [(0.0, 1000)] * 2
    assert edge.gaps == ()


def test_nothing_is_filtered_across_a_gap() -> None:
    """A millivolt before the gap leaves no trace after it."""
    recording = make_recording(make_channels(["C3"]), ((0, 10), (10.5, 20)))
    data = [[np.full(2560, 1000, np.float32), np.zeros(round(9.5 * 256), np.float32)]]
    for phase in Phase:
        page = page_of(MemorySource(recording, data), 5, 15, filters=eeg_filters(FilterSpec(0.5, 70, 50, phase)))
        assert np.abs(page.traces[1].values).max() < 1e-6


def test_rows_of_each_kind_have_their_own_filter_and_rate() -> None:
    channels = (
        *make_channels(["C3", "C4"], 256.0),
        *make_channels(["ECG1"], 512.0, ChannelKind.ECG, first_index=2),
        Channel(3, "SpO2", "SpO2", ChannelKind.SPO2, 1.0, unit="%"),
    )
    rng = np.random.default_rng(0)
    data = [[(rng.standard_normal(round(60 * c.rate_hz)) * 50 + 97).astype(np.float32)] for c in channels]
    source = MemorySource(make_recording(channels), data)
    filters = preset_by_id("clinical").filters
    page = page_of(source, 20.5, 30.5, filters=filters)
    assert [(len(t.values), t.rate_hz, t.first_s) for t in page.traces] == [
        (2560, 256.0, 20.5), (2560, 256.0, 20.5), (5120, 512.0, 20.5), (10, 1.0, 21.0),
    ]  # fmt: skip
    np.testing.assert_array_equal(page.traces[3].values, data[3][0][21:31])
    assert abs(page.traces[2].values.mean()) < 5
    only_ecg = page_of(source, 20.5, 30.5, filters=NO_FILTERS.with_kind(ChannelKind.ECG, FilterSpec(0.5, 40)))
    np.testing.assert_array_equal(only_ecg.traces[2].values, page.traces[2].values)
    np.testing.assert_array_equal(only_ecg.traces[0].values, data[0][0][5248:7808])


def test_a_montage_is_the_sum_of_its_electrodes() -> None:
    source = noise_source(seed=3)
    by_name = {channel.name: source.data[channel.index][0][2560:5120] for channel in source.recording.channels}
    page = page_of(source, 10, 20, montage_by_id("longitudinal_bipolar"))
    for row, trace in zip(page.rows, page.traces, strict=True):
        plus, minus = row.label.split("-")
        np.testing.assert_allclose(trace.values, by_name[plus] - by_name[minus], atol=1e-4)
    average = np.mean([values for name, values in by_name.items() if name != "T7"], axis=0)
    page = page_of(source, 10, 20, montage_by_id("common_average"), bad=frozenset({"T7"}))
    for row, trace in zip(page.rows, page.traces, strict=True):
        np.testing.assert_allclose(trace.values, by_name[row.label.removesuffix("-AVG")] - average, atol=1e-4)
    assert [row.label for row in page.rows if row.is_bad] == ["T7-AVG"]


def test_missing_electrodes_leave_their_rows_without_traces() -> None:
    source = noise_source(["Fp1", "F7", "T7"])
    page = page_of(source, 0, 10, montage_by_id("longitudinal_bipolar"))
    assert [page.rows[t.row].label for t in page.traces] == ["Fp1-F7", "F7-T7"]
    assert len(page.rows) == 18
    ear = page_of(source, 0, 10, montage_by_id("ipsilateral_ear"))
    assert ear.traces == ()
    assert ear.rows[0].missing == ("A1",)


def test_clipping_is_shown_in_every_row_it_reaches_and_cut_to_the_page() -> None:
    recording = make_recording(make_channels(["C3", "C4", "Cz"], limit_uv=500.0))
    data = np.zeros((3, 60 * 256), np.float32)
    data[0, 2558:2600] = 500.0  # begins before the page
    data[0, 3000:3002] = 500.0  # too short
    data[1, 5119:5125] = -500.0  # one sample on the page, the run is longer
    source = MemorySource(recording, data)
    page = page_of(source, 10, 20, filters=preset_by_id("clinical").filters)
    assert page.clipped == ((0, Span(10.0, 10 + 40 / 256)), (1, Span(10 + 2559 / 256, 20.0)))
    page = page_of(source, 10, 20, montage_by_id("cz_reference"))
    assert {page.rows[number].label for number, _span in page.clipped} == {"C3-Cz", "C4-Cz"}


def test_only_channels_that_are_needed_are_read() -> None:
    class Counting(MemorySource):
        asked: set[int]

        def read(self, channels, segment_index, span):
            self.asked = getattr(self, "asked", set()) | set(channels)
            return super().read(channels, segment_index, span)

    plain_source = noise_source()
    source = Counting(plain_source.recording, plain_source.data)
    page_of(source, 0, 10, montage_by_id("neonatal"))
    used = {source.recording.channels[index].name for index in source.asked}
    assert used == {"Fp1", "Fp2", "T7", "T8", "C3", "C4", "Cz", "O1", "O2"}


def test_many_segments_are_found_quickly_and_rightly() -> None:
    segments = [(k * 2.0, k * 2.0 + 1.0) for k in range(500)]
    source = noise_source(["C3"], 100.0, segments)
    page = page_of(source, 400.5, 404.5)
    assert [(t.first_s, len(t.values)) for t in page.traces] == [(400.5, 50), (402.0, 100), (404.0, 50)]
    assert page.gaps == (Span(401, 402), Span(403, 404))


def test_a_long_page_is_the_same_taken_a_few_rows_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    from eegview.app.page import building as pages

    source = noise_source()
    filters = preset_by_id("clinical").filters
    at_once = page_of(source, 0, 60, montage_by_id("common_average"), filters)
    monkeypatch.setattr(pages, "_SAMPLES_AT_ONCE", 3 * 60 * 256)
    in_parts = page_of(source, 0, 60, montage_by_id("common_average"), filters)
    for one, other in zip(at_once.traces, in_parts.traces, strict=True):
        assert one.row == other.row
        np.testing.assert_allclose(one.values, other.values, atol=1e-4)


@pytest.mark.parametrize("phase", list(Phase))
def test_an_electrode_that_jumps_by_100_mv_off_the_page_leaves_no_seam(phase: Phase) -> None:
    rng = np.random.default_rng(5)
    values = (rng.standard_normal(60 * 256) * 30).astype(np.float32)
    values[30 * 256 :] += 100_000
    source = MemorySource(make_recording(make_channels(["C3"])), values[None])
    filters = eeg_filters(FilterSpec(0.5, 70, 50, phase))
    full = page_of(source, 0, 60, filters=filters)
    for start_s in np.arange(15, 50, 0.37).tolist():
        assert_is_slice(page_of(source, start_s, start_s + 3, filters=filters), full, 0.01)
