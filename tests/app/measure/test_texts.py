"""Measurements in words and as a table."""

from dataclasses import replace

import pytest
from recordings.memory_source import SCALP_10_20, make_channels, make_recording, noise_source

from eegview.app.measure.mains import mains_of
from eegview.app.measure.measuring import measure
from eegview.app.measure.request import MeasureRequest, Source, band_of
from eegview.app.measure.table import measurement_tsv
from eegview.app.measure.texts import index_text, number_text, quantity_text, settings_lines
from eegview.app.montage.store import load_montages
from eegview.model.channel import ChannelKind
from eegview.model.display.filters import NO_FILTERS, DisplayFilters, FilterSpec
from eegview.model.span import Span

SECTION = Span(10.0, 25.0)
FILTERS = DisplayFilters(((ChannelKind.EEG, FilterSpec(0.5, 70.0, 50.0)),))


def request_of(**fields: object) -> MeasureRequest:
    montage = next(montage for montage in load_montages() if montage.montage_id == "longitudinal_bipolar")
    return replace(MeasureRequest(Source.PAGE, SECTION, None, montage, FILTERS), **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (267.4, "267"),
        (42.13, "42.1"),
        (1.337, "1.34"),
        (0.004, "0.00"),
        (-0.001, "0.00"),
        (-3.5, "−3.50"),
        (40120.4, "40 120"),
        (9.999, "10.0"),
        (99.96, "100"),
        (float("nan"), "–"),
    ],
)
def test_numbers_have_three_digits(value: float, text: str) -> None:
    assert number_text(value) == text


def test_every_quantity_has_its_unit() -> None:
    assert quantity_text(12.0, "µV") == "12.0 µV"
    assert quantity_text(float("nan"), "µV") == "–"
    assert index_text(-0.153) == "−15 %"
    assert index_text(-0.001) == "0 %"
    assert index_text(float("nan")) == "–"


def test_the_settings_are_stated() -> None:
    source = noise_source(segments=((0.0, 15.0), (18.0, 40.0)))
    lines = " ".join(settings_lines(measure(source, request_of(bad_channels=frozenset({"C3"})))))
    for said in (
        "Longitudinal bipolar",
        "low cut 0.5 Hz, high cut 70 Hz, notch 50 Hz, causal",
        "Hann windows of 4 s that overlap by half, 3 windows, steps of 0.25 Hz",
        "interpolated by a parabola",
        "average reference of 18 good electrodes, display filters; bad, left out: C3.",
        "1 gap without samples left out, 3.00 s.",
        "Left out, marked bad: F3-C3, C3-P3.",
    ):
        assert said in lines


def test_unfiltered_is_said() -> None:
    lines = " ".join(settings_lines(measure(noise_source(), request_of(is_unfiltered=True, band=band_of("delta")))))
    assert "unfiltered, as recorded" in lines
    assert "electrodes, unfiltered; 0 dB is " in lines
    assert "no display filter on EEG" in settings_lines(measure(noise_source(), request_of(filters=NO_FILTERS)))[0]


def test_the_table_holds_every_value_and_its_unit() -> None:
    measured = measure(noise_source(), request_of())
    lines = [line.split("\t") for line in measurement_tsv(measured, "page 1").splitlines()]
    head = next(line for line in lines if line[0] == "Spectrum of")
    assert head[2:5] == ["Peak (Hz)", "SEF95 (Hz)", "Delta 0.5–4 Hz (µV²)"]
    left = next(line for line in lines if line[0] == "Left" and line[1] == "8")
    assert measured.spectrum is not None
    assert float(left[4]) == pytest.approx(measured.spectrum.groups[0].bands_uv2[0], rel=1e-5)
    row = next(line for line in lines if line[:2] == ["F3-C3", "µV"])
    found = next(one for one in measured.rows if one.label == "F3-C3").amplitudes
    expected = [found.peak_to_peak, found.rms, found.mean, 15.0]
    assert list(map(float, row[2:])) == pytest.approx(expected, rel=1e-5)
    assert sum(line[0] in SCALP_10_20 for line in lines) == 19
    assert len(next(line for line in lines if line[0] == "0.25")) == 1 + 3 + 18


def test_the_mains_are_those_of_the_notch_then_of_the_site_then_of_the_file() -> None:
    plain = make_recording(make_channels(SCALP_10_20))
    filtered = replace(plain, channels=(replace(plain.channels[0], prefilter="HP:0.1Hz LP:75Hz N:60Hz"),))
    assert mains_of(filtered, FILTERS, 0.0) == (50.0,)
    assert mains_of(filtered, NO_FILTERS, 50.0) == (50.0,)
    assert mains_of(filtered, NO_FILTERS, 0.0) == (60.0,)
    assert mains_of(plain, NO_FILTERS, 0.0) == (50.0, 60.0)
