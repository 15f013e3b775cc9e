"""Amplitudes of an epoch against a computation by hand, one window after the other."""

import numpy as np
import pytest
from recordings.memory_source import SCALP_10_20, MemorySource, make_channels, make_recording, noise_source

from eegview.app.montage.store import load_montages
from eegview.app.page.building import build_page
from eegview.app.scoring.amplitudes import ABOVE, CLIPPED, FLAT, JUMP, AmplitudeRequest, measure_amplitudes
from eegview.model.channel import ChannelKind
from eegview.model.display.filters import NO_FILTERS, DisplayFilters, FilterSpec
from eegview.model.display.page import PageRequest
from eegview.model.errors import Cancelled
from eegview.model.span import Span

RATE_HZ = 256.0
FILTERS = DisplayFilters(((ChannelKind.EEG, FilterSpec(0.5, 70.0)),))
MONTAGE = next(montage for montage in load_montages() if montage.montage_id == "longitudinal_bipolar")
POSTERIOR = frozenset({"P7-O1", "P3-O1", "P4-O2", "P8-O2"})
LIMITS = tuple((row.label, 300.0 if row.label in POSTERIOR else 200.0) for row in MONTAGE.derivations)


def request_of(span: Span, filters: DisplayFilters = FILTERS, bad: frozenset[str] = frozenset()) -> AmplitudeRequest:
    return AmplitudeRequest(span, MONTAGE, filters, LIMITS, POSTERIOR, bad)


def waves(peak_uv: dict[str, float], seconds: int = 300, limit_uv: float | None = None) -> MemorySource:
    """Return a recording in which these electrodes have a 1 Hz sine of so many µV above zero, the others nothing."""
    recording = make_recording(make_channels(SCALP_10_20, RATE_HZ, limit_uv=limit_uv), ((0.0, float(seconds)),))
    sine = np.sin(2 * np.pi * np.arange(int(seconds * RATE_HZ)) / RATE_HZ)
    return MemorySource(recording, np.array([peak_uv.get(name, 0.0) * sine for name in SCALP_10_20]))


@pytest.mark.parametrize("rate_hz", [256.0, 199.5])
def test_medians_are_those_of_the_filtered_traces_window_by_window(rate_hz: float) -> None:
    source = noise_source(rate_hz=rate_hz, segments=((0.0, 340.0),), drift_uv_per_s=3.0, scale_uv=15.0)
    span = Span(17.25, 317.25)
    measured = measure_amplitudes(source, request_of(span))
    page = build_page(source, PageRequest("memory", span, MONTAGE, FILTERS))
    assert [row.label for row in measured.rows] == [row.label for row in MONTAGE.derivations]
    for trace, row in zip(page.traces, measured.rows, strict=True):
        times_s = trace.first_s + np.arange(len(trace.values)) / rate_hz
        by_hand = []
        for k in range(150):
            start_s = span.start_s + 2 * k
            window = trace.values[(times_s >= start_s - 1e-9) & (times_s < start_s + 2 - 1e-9)]
            by_hand.append(float(window.max() - window.min()))
        assert row.n_windows == 150
        assert row.median_uv == pytest.approx(float(np.median(by_hand)), rel=1e-5)
        assert row.clean_median_uv == row.median_uv
        assert row.highest == Span(17.25 + 2 * np.argmax(by_hand), 19.25 + 2 * np.argmax(by_hand))
        assert row.highest_uv == pytest.approx(max(by_hand), rel=1e-5)
        assert row.typical is not None
        typical = by_hand[round((row.typical.start_s - 17.25) / 2)]
        assert abs(typical - (row.median_uv or 0)) == pytest.approx(
            min(abs(v - (row.median_uv or 0)) for v in by_hand), abs=1e-3
        )


def test_a_sine_has_twice_its_peak_and_posterior_rows_are_judged_apart() -> None:
    source = waves({"C3": 100.0, "O1": 125.0, "O2": 150.0})
    measured = measure_amplitudes(source, request_of(Span(0.0, 300.0), NO_FILTERS))
    medians = {row.label: row.median_uv for row in measured.rows}
    assert medians["F3-C3"] == pytest.approx(200.0)
    assert medians["P3-O1"] == pytest.approx(250.0)
    assert medians["Fp2-F8"] == 0.0
    others, posterior = measured.region(is_posterior=False), measured.region(is_posterior=True)
    assert (others.n_high, others.n_counted, others.limit_uv) == (2, 14, 200.0)  # exactly at the limit is high
    assert others.highest is not None
    assert others.highest.label == "F3-C3"
    assert (posterior.n_high, posterior.n_counted, posterior.limit_uv) == (2, 4, 300.0)  # 250 µV on the left is not
    bad = measure_amplitudes(source, request_of(Span(0.0, 300.0), NO_FILTERS, frozenset({"C3"})))
    row = bad.row("F3-C3")
    assert row is not None
    assert row.is_bad
    assert row.median_uv == pytest.approx(200.0)
    assert (bad.region(is_posterior=False).n_high, bad.region(is_posterior=False).n_counted) == (0, 12)


def test_windows_with_artifact_stay_and_are_counted() -> None:
    source = waves({"C3": 60.0, "F7": 60.0}, limit_uv=3_000.0)
    c3, f7 = source.data[SCALP_10_20.index("C3")][0], source.data[SCALP_10_20.index("F7")][0]
    c3[: int(160 * RATE_HZ)] *= 20  # 80 windows of 2,400 µV
    f7[int(200 * RATE_HZ)] = 500.0  # one jump, up and down in one window
    f7[int(220 * RATE_HZ) : int(224 * RATE_HZ)] = 3_000.0
    measured = measure_amplitudes(source, request_of(Span(0.0, 300.0), NO_FILTERS))
    row = measured.row("F3-C3")
    assert row is not None
    assert row.median_uv == pytest.approx(2_400.0)  # not silently repaired
    assert row.clean_median_uv == pytest.approx(120.0)
    assert (row.n_windows, row.n_artifact, row.artifacts) == (150, 80, ((ABOVE, 80),))
    row = measured.row("Fp1-F7")
    assert row is not None
    assert row.median_uv == pytest.approx(120.0)
    # one jump there and back; the step up to the limit, and the step down in the window after it
    assert dict(row.artifacts) == {JUMP: 3, FLAT: 2, CLIPPED: 2}
    assert row.n_artifact == 4
    flat = measured.row("Fp2-F8")
    assert flat is not None
    assert flat.artifacts == ((FLAT, 150),)
    assert flat.clean_median_uv is None


def test_gaps_missing_electrodes_and_the_end_of_the_recording_are_not_measured_and_said() -> None:
    names = [name for name in SCALP_10_20 if name != "T7"]
    source = noise_source(names=names, segments=((0.0, 101.0), (110.0, 250.0)))
    measured = measure_amplitudes(source, request_of(Span(0.0, 300.0)))
    row = measured.row("Fp1-F3")
    assert row is not None
    assert (row.n_windows, row.n_left_out) == (120, 30)  # 50 and 70 whole ones
    missing = measured.row("F7-T7")
    assert missing is not None
    assert (missing.median_uv, missing.problem) == (None, "no T7")
    outside = measure_amplitudes(source, request_of(Span(400.0, 700.0))).row("Fp1-F3")
    assert outside is not None
    assert (outside.n_windows, outside.problem) == (0, "no samples in this epoch")


def test_it_stops_where_it_is_told_to() -> None:
    shares: list[float] = []

    def progress(share: float) -> None:
        shares.append(share)
        if share > 0.35:
            raise Cancelled

    with pytest.raises(Cancelled):
        measure_amplitudes(waves({}), request_of(Span(0.0, 300.0)), progress)
    assert shares == pytest.approx([0.0, 0.1, 0.2, 0.3, 0.4])
