import numpy as np
import pytest
from recordings.memory_source import SCALP_10_20, MemorySource

from eegview.app.page.head_field import field_at_peak, mapped_electrodes
from eegview.model.channel import Channel, ChannelKind
from eegview.model.display.filters import NO_FILTERS
from eegview.model.recording import Recording
from eegview.model.span import Span

RATE_HZ, N_SAMPLES = 100.0, 1000


def source_of(names: list[str], data: np.ndarray, kind: ChannelKind = ChannelKind.EEG) -> MemorySource:
    channels = tuple(Channel(i, name, name, kind, RATE_HZ) for i, name in enumerate(names))
    recording = Recording("x.edf", "EDF", channels, (Span(0.0, N_SAMPLES / RATE_HZ),), None, "f" * 64)
    return MemorySource(recording, data.astype(np.float32))


def burst_at(names: list[str], electrode: str, at_s: float, peak_uv: float) -> np.ndarray:
    data = np.zeros((len(names), N_SAMPLES))
    times_s = np.arange(N_SAMPLES) / RATE_HZ
    data[names.index(electrode)] = peak_uv * np.exp(-0.5 * ((times_s - at_s) / 0.05) ** 2)
    return data + 300  # what all share is the reference's


def test_the_peak_is_found_and_named() -> None:
    source = source_of(SCALP_10_20, burst_at(SCALP_10_20, "C4", 4.3, -190.0))
    field = field_at_peak(source, Span(4.0, 5.0), NO_FILTERS)
    assert field is not None
    assert field.at_s == pytest.approx(4.3)
    assert field.lowest == ("C4", pytest.approx(-190 * 18 / 19))
    assert field.highest[1] == pytest.approx(10.0)
    assert field.values_uv.sum() == pytest.approx(0, abs=1e-6)
    assert field.text.startswith("most negative at C4, −180 µV; most positive at ")


def test_a_bad_channel_is_neither_mapped_nor_part_of_the_average() -> None:
    source = source_of(SCALP_10_20, burst_at(SCALP_10_20, "C4", 4.3, -190.0))
    field = field_at_peak(source, Span(4.0, 5.0), NO_FILTERS, frozenset({"C4"}))
    assert field is not None
    assert "C4" not in field.names
    assert np.abs(field.values_uv).max() == pytest.approx(0, abs=1e-3)


def test_ears_and_channels_without_a_place_are_left_out() -> None:
    names = [*SCALP_10_20, "A1", "X7"]
    assert mapped_electrodes(source_of(names, np.zeros((len(names), N_SAMPLES))).recording) == tuple(SCALP_10_20)


@pytest.mark.parametrize("names", [["Fp1-F7", "F7-T7", "T7-P7"] * 3, SCALP_10_20[:7]])
def test_bipolar_channels_and_few_electrodes_give_no_map(names: list[str]) -> None:
    assert field_at_peak(source_of(names, np.zeros((len(names), N_SAMPLES))), Span(4.0, 5.0), NO_FILTERS) is None


def test_outside_the_recording_there_is_no_map() -> None:
    source = source_of(SCALP_10_20, np.zeros((len(SCALP_10_20), N_SAMPLES)))
    assert field_at_peak(source, Span(40.0, 41.0), NO_FILTERS) is None


def test_of_a_long_event_the_first_two_seconds_count() -> None:
    data = burst_at(SCALP_10_20, "O1", 4.3, -50.0) + burst_at(SCALP_10_20, "F3", 8.0, -500.0)
    field = field_at_peak(source_of(SCALP_10_20, data), Span(4.0, 9.0), NO_FILTERS)
    assert field is not None
    assert field.lowest[0] == "O1"


def test_an_electrode_without_samples_takes_nothing_from_the_others() -> None:
    data = burst_at(SCALP_10_20, "C4", 4.3, -190.0)
    data[SCALP_10_20.index("F7")] = np.nan
    field = field_at_peak(source_of(SCALP_10_20, data), Span(4.0, 5.0), NO_FILTERS)
    assert field is not None
    assert "F7" not in field.names
    assert field.lowest == ("C4", pytest.approx(-190 * 17 / 18))
