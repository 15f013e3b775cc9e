"""Numbers of a section against scipy, mne and arithmetic."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recordings.memory_source import SCALP_10_20, MemorySource, make_channels, make_recording, noise_source
from scipy.signal import welch

from eegview.app.measure.measuring import measure
from eegview.app.measure.request import BANDS, MeasureRequest, Source, band_of, section_of
from eegview.app.measure.texts import map_line
from eegview.app.montage.store import load_montages
from eegview.app.page.building import build_page
from eegview.model.channel import ChannelKind
from eegview.model.display.filters import DisplayFilters, FilterSpec
from eegview.model.display.montage import Montage
from eegview.model.display.page import PageRequest
from eegview.model.span import Span

RATE_HZ = 256.0
SECTION = Span(10.0, 25.0)
FILTERS = DisplayFilters(((ChannelKind.EEG, FilterSpec(0.5, 70.0, 50.0)),))


def montage_of(montage_id: str = "longitudinal_bipolar") -> Montage:
    return next(montage for montage in load_montages() if montage.montage_id == montage_id)


def request_of(span: Span = SECTION, **fields: object) -> MeasureRequest:
    request = MeasureRequest(Source.PAGE, span, None, montage_of(), FILTERS)
    return replace(request, **fields)  # type: ignore[arg-type]


def sines(amplitudes_uv: dict[str, float], at_hz: float, seconds: int = 60) -> MemorySource:
    """Return a recording in which these electrodes have a wave, the others nothing."""
    recording = make_recording(make_channels(SCALP_10_20, RATE_HZ), ((0.0, float(seconds)),))
    wave = np.sin(2 * np.pi * at_hz * np.arange(int(seconds * RATE_HZ)) / RATE_HZ)
    return MemorySource(recording, np.array([amplitudes_uv.get(name, 0.0) * wave for name in SCALP_10_20]))


def test_each_rows_spectrum_is_that_of_the_trace_shown_as_scipy_has_it() -> None:
    source, request = noise_source(), request_of()
    spectrum = measure(source, request).spectrum
    assert spectrum is not None
    page = build_page(source, PageRequest("memory", request.span, request.montage, request.filters))
    assert spectrum.window_s == 4.0
    assert len(spectrum.rows) == 18
    for trace, curve in zip(page.traces, spectrum.rows, strict=True):
        at_hz, expected = welch(np.float64(trace.values), RATE_HZ, "hann", nperseg=1024)
        assert curve.label == page.rows[trace.row].label
        np.testing.assert_allclose(spectrum.frequencies_hz, at_hz)
        np.testing.assert_allclose(curve.density_uv2, expected, rtol=1e-4, atol=1e-9)


def test_it_is_that_of_mne_too() -> None:
    mne = pytest.importorskip("mne")
    source, request = noise_source(), request_of(is_unfiltered=True)
    spectrum = measure(source, request).spectrum
    assert spectrum is not None
    fp1, f7 = (source.data[SCALP_10_20.index(name)][0].astype(float) for name in ("Fp1", "F7"))
    info = mne.create_info(["Fp1-F7"], RATE_HZ, "eeg")
    raw = mne.io.RawArray((fp1 - f7)[None, 2560:6400] * 1e-6, info, verbose="error")
    kept = raw.compute_psd("welch", n_fft=1024, n_overlap=512, window="hann", verbose="error")
    np.testing.assert_allclose(spectrum.frequencies_hz, kept.freqs)
    np.testing.assert_allclose(spectrum.rows[0].density_uv2, kept.get_data(picks="all")[0] * 1e12, rtol=1e-4)


def test_groups_are_the_mean_power_of_their_rows() -> None:
    spectrum = measure(noise_source(), request_of()).spectrum
    assert spectrum is not None
    assert [group.side for group in spectrum.groups] == ["left", "midline", "right"]
    for group in spectrum.groups:
        members = [curve.density_uv2 for curve in spectrum.rows if curve.side == group.side]
        assert len(group.rows) == len(members) == {"left": 8, "midline": 2, "right": 8}[group.side]
        np.testing.assert_allclose(group.density_uv2, np.mean(members, axis=0))


@settings(max_examples=15, deadline=None)
@given(st.floats(1.0, 29.0), st.floats(5.0, 300.0))
def test_a_wave_is_measured_as_what_it_is(at_hz: float, amplitude_uv: float) -> None:
    measured = measure(sines({"Fp1": amplitude_uv}, at_hz), request_of(is_unfiltered=True))
    row = measured.rows[0]
    assert row.label == "Fp1-F7"
    assert row.amplitudes.peak_to_peak == pytest.approx(2 * amplitude_uv, rel=0.08)  # samples may miss the top
    assert row.amplitudes.rms == pytest.approx(amplitude_uv / np.sqrt(2), rel=0.05)
    assert measured.spectrum is not None
    curve = measured.spectrum.rows[0]
    assert curve.peak_hz == pytest.approx(at_hz, abs=0.05)
    assert curve.total_uv2 == pytest.approx(amplitude_uv**2 / 2, rel=0.1)
    highest = max(range(4), key=lambda i: curve.bands_uv2[i])
    near = [i for i, band in enumerate(BANDS) if band.low_hz - 0.5 <= at_hz <= band.high_hz + 0.5]
    assert highest in near


def test_homologous_rows_are_compared() -> None:
    measured = measure(sines({"C3": 20.0, "C4": 60.0}, 5.0), request_of(is_unfiltered=True))
    pairs = {(one.left, one.right): one for one in measured.asymmetries}
    assert pairs["F3-C3", "F4-C4"].ratio == pytest.approx(3.0)
    assert pairs["F3-C3", "F4-C4"].index == pytest.approx(0.5)
    assert pairs["", ""].ratio == pytest.approx(3.0)
    assert np.isnan(pairs["Fp1-F7", "Fp2-F8"].ratio)


def test_a_gap_is_left_out_and_said() -> None:
    source = noise_source(segments=((0.0, 15.0), (18.0, 40.0)))
    measured = measure(source, request_of(Span(10.0, 25.0)))
    assert measured.gaps == (Span(15.0, 18.0),)
    assert measured.gap_s == 3.0
    assert measured.rows[0].measured_s == pytest.approx(12.0)
    assert measured.spectrum is not None
    assert measured.spectrum.n_windows == (3, 3)  # one before the gap, two after it, none across


def test_missing_samples_within_a_segment_are_left_out() -> None:
    source = noise_source()
    source.data[0][0][3000:3100] = np.nan
    measured = measure(source, request_of(is_unfiltered=True))
    assert measured.rows[0].measured_s == pytest.approx(15 - 100 / RATE_HZ)
    assert measured.rows[2].measured_s == pytest.approx(15)
    assert measured.spectrum is not None
    assert np.isfinite([curve.density_uv2 for curve in measured.spectrum.rows]).all()


def test_bad_hidden_and_unselected_rows_are_not_measured() -> None:
    source = noise_source()
    measured = measure(source, request_of(bad_channels=frozenset({"C3"}), hidden_rows=frozenset({"Fp2-F8"})))
    labels = [row.label for row in measured.rows]
    assert measured.bad_rows == ("F3-C3", "C3-P3")
    assert not {"F3-C3", "C3-P3", "Fp2-F8"} & set(labels)
    only = measure(source, request_of(only_rows=("Fz-Cz", "Cz-Pz")))
    assert [row.label for row in only.rows] == ["Fz-Cz", "Cz-Pz"]
    assert only.spectrum is not None
    assert [group.side for group in only.spectrum.groups] == ["midline"]
    assert only.asymmetries == ()


@pytest.mark.parametrize(("seconds", "window_s"), [(0.3, None), (0.7, 0.5), (1.5, 1.0), (3.9, 2.0), (9.0, 4.0)])
def test_a_short_section_has_shorter_windows(seconds: float, window_s: float | None) -> None:
    spectrum = measure(noise_source(), request_of(Span(10.0, 10.0 + seconds))).spectrum
    assert (spectrum.window_s if spectrum is not None else None) == window_s


def test_mains_are_measured_where_they_can_be() -> None:
    spectrum = measure(sines({"Fp1": 10.0}, 50.0), request_of(is_unfiltered=True)).spectrum
    assert spectrum is not None
    fifty, sixty = spectrum.rows[0].mains
    assert fifty == pytest.approx(spectrum.rows[0].density_uv2.max())
    assert sixty < fifty / 1e3
    slow = measure(noise_source(rate_hz=100.0), request_of(mains_hz=(60.0,))).spectrum
    assert slow is not None
    assert np.isnan(slow.rows[0].mains[0])


def test_the_map_at_an_instant_is_that_of_the_sample_against_the_average_of_good_electrodes() -> None:
    source = noise_source()
    at_s = 12.3456
    request = request_of(at_s=at_s, is_unfiltered=True, bad_channels=frozenset({"C4"}))
    found = measure(source, request).map
    assert found.field is not None
    assert found.bad == ("C4",)
    names = [name for name in SCALP_10_20 if name != "C4"]
    sample = round(at_s * RATE_HZ)
    values_uv = np.array([source.data[SCALP_10_20.index(name)][0][sample] for name in names])
    assert found.field.names == tuple(names)
    np.testing.assert_allclose(found.field.values_uv, values_uv - values_uv.mean(), atol=1e-3)
    assert found.field.at_s == pytest.approx(sample / RATE_HZ)


def test_the_map_of_a_section_is_its_mean() -> None:
    source = noise_source(offset_uv=40.0)
    found = measure(source, request_of(is_unfiltered=True)).map
    assert found.field is not None
    values_uv = np.array([parts[0][2560:6400].astype(float).mean() for parts in source.data])
    np.testing.assert_allclose(found.field.values_uv, values_uv - values_uv.mean(), atol=1e-2)


def test_the_map_of_a_band_is_its_power_in_decibels_beside_the_mean() -> None:
    source = noise_source()
    band = band_of("theta")
    found = measure(source, request_of(band=band, is_unfiltered=True)).map
    assert found.field is not None
    data = np.array([parts[0][2560:6400].astype(float) for parts in source.data])
    at_hz, density = welch(data - data.mean(axis=0), RATE_HZ, "hann", nperseg=1024)
    power_uv2 = density[:, (at_hz >= 4) & (at_hz < 8)].sum(axis=1) / 4
    expected = 10 * np.log10(power_uv2)
    np.testing.assert_allclose(found.field.values_uv, expected - expected.mean(), atol=1e-3)
    assert found.field.unit == "dB"
    assert found.mean_uv2 == pytest.approx(np.exp(np.log(power_uv2).mean()), rel=1e-3)
    strongest = max(range(19), key=lambda i: power_uv2[i])
    assert found.field.text.split("most at ")[1].startswith(SCALP_10_20[strongest])


def test_an_electrode_without_samples_is_left_out_of_the_map_and_said() -> None:
    source = noise_source()
    source.data[SCALP_10_20.index("O1")][0][:] = np.nan
    for request in (request_of(at_s=12.0), request_of(), request_of(band=band_of("theta"))):
        measured = measure(source, request)
        assert measured.map.field is not None
        assert measured.map.silent == ("O1",)
        assert "without samples, left out: O1" in map_line(measured)


def test_where_there_can_be_no_map_it_says_why() -> None:
    few = measure(noise_source(names=SCALP_10_20[:6]), request_of())
    assert few.map.field is None
    assert "8 referential electrodes" in few.map.message
    in_gap = noise_source(segments=((0.0, 12.0), (14.0, 40.0)))
    assert measure(in_gap, request_of(at_s=13.0)).map.message == "No head map: no samples here."
    short = measure(noise_source(), request_of(Span(10.0, 10.3), band=band_of("alpha")))
    assert "half second" in short.map.message


def test_the_section_is_where_it_was_asked_for() -> None:
    page, whole = Span(10.0, 25.0), Span(0.0, 20.0)
    assert section_of(Source.PAGE, page, whole, None, None) == Span(10.0, 20.0)
    assert section_of(Source.CURSOR, page, whole, 12.0, None) == Span(10.0, 14.0)
    assert section_of(Source.CURSOR, page, whole, 1.0, None) == Span(0.0, 3.0)
    assert section_of(Source.CURSOR, page, whole, None, None) is None
    assert section_of(Source.CURSOR, page, whole, 21.0, None) is None
    assert section_of(Source.SELECTION, page, whole, 12.0, None) is None
    assert section_of(Source.SELECTION, page, whole, 12.0, Span(18.0, 22.0)) == Span(18.0, 20.0)
