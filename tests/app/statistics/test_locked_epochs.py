"""Rows around spasms against MNE's epochs of the whole filtered recording, with known lags, gaps and other rates."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import cast

import mne
import numpy as np
import pytest
from recordings.memory_source import SCALP_10_20, MemorySource, make_channels, make_recording

from eegview.app.montage.store import montage_by_id
from eegview.app.statistics.locked_epochs import LockedReader, read_locked_epochs
from eegview.app.statistics.locked_settings import LOCKED_FILTERS, LockedSettings
from eegview.dsp.filtering import filter_rows
from eegview.model.annotation import Annotation
from eegview.model.channel import ChannelKind
from eegview.model.display.montage import Row
from eegview.model.errors import Cancelled
from eegview.model.movement import MOVEMENT_UNIT
from eegview.model.span import Span

RATE_HZ, EMG_HZ = 256.0, 1024.0
ONSETS_S = np.array([20.0, 41.3, 60.001, 75.77, 100.5, 118.2, 140.9, 160.25])
LAGS_S = np.array([0.25, 0.5, 0.75, 0.375, 1.0, 0.625, 0.3125, 0.875])
LENGTH_S = 190.0
SIDE_LAG_S = 0.0625  # the right side's wave comes later


class Movement:
    """Values of a camera's picture: the second in which a time lies."""

    row = Row("Movement", ChannelKind.MOVEMENT, "", (), (), 25.0, MOVEMENT_UNIT)

    def samples(self, span: Span):
        first, stop = int(np.ceil(span.start_s * 25)), int(np.ceil(span.stop_s * 25))
        return first / 25, (np.arange(first, stop) / 25).astype(np.float32)


def _marks(onsets_s: Sequence[float] | np.ndarray = ONSETS_S) -> list[Annotation]:
    return [Annotation(f"m{k}", "spasm", float(onset_s), 1.0) for k, onset_s in enumerate(onsets_s)]


def _source(names=SCALP_10_20, segments=((0.0, LENGTH_S),), seed: int = 3) -> MemorySource:
    """Noise with a slow wave at each lag, on the right side a little later, and a burst in an EMG of its own rate."""
    rng = np.random.default_rng(seed)
    eeg = make_channels(names, RATE_HZ)
    emg = make_channels(["EMG1", "EMG2"], EMG_HZ, ChannelKind.EMG, first_index=len(eeg))
    recording = make_recording((*eeg, *emg), segments, datetime(2024, 1, 2))
    data = []
    for number, channel in enumerate(recording.channels):
        times_s = np.arange(round(LENGTH_S * channel.rate_hz)) / channel.rate_hz
        values = rng.normal(0, 4, len(times_s))
        for onset_s, lag_s in zip(ONSETS_S, LAGS_S, strict=True):
            if channel.kind is ChannelKind.EMG:
                values += 150 * rng.normal(0, 1, len(times_s)) * (np.abs(times_s - onset_s - 0.5) < 0.4) * (number % 2)
                continue
            late_s = SIDE_LAG_S if channel.name[-1] in "2468" else 0.0
            size_uv = (-1) ** number * (150 + 30 * (number // 2))
            values += size_uv * np.exp(-0.5 * ((times_s - onset_s - lag_s - late_s) / 0.12) ** 2)
        parts = [
            values[round(a * channel.rate_hz) : round(b * channel.rate_hz)].astype(np.float32) for a, b in segments
        ]
        data.append(parts)
    return MemorySource(recording, data)


@pytest.fixture(scope="module")
def settings() -> LockedSettings:
    return LockedSettings(montage_by_id("longitudinal_bipolar"), movement=Movement())


@pytest.fixture(scope="module")
def source() -> MemorySource:
    return _source()


@pytest.fixture(scope="module")
def epochs(source, settings):
    return read_locked_epochs(source, _marks(), settings)


def test_rows_and_average_are_those_of_mne_from_the_whole_filtered_recording(source, epochs):
    names = [channel.name for channel in source.recording.channels]
    plain = {name: source.data[k][0].astype(np.float64) for k, name in enumerate(names)}
    rows = [row for row in epochs.rows if row.kind is ChannelKind.EEG]
    assert len(rows) == 18
    formed = np.stack([plain[row.label.split("-")[0]] - plain[row.label.split("-")[1]] for row in rows])
    filtered = filter_rows(formed, LOCKED_FILTERS.for_kind(ChannelKind.EEG), RATE_HZ).astype(np.float64)
    info = mne.create_info([row.label for row in rows], RATE_HZ, "eeg")
    events = np.array([[round(onset_s * RATE_HZ), 0, 1] for onset_s in ONSETS_S])
    with mne.utils.use_log_level("error"):
        theirs = mne.Epochs(mne.io.RawArray(filtered, info), events, tmin=-2.0, tmax=4.0, baseline=None, preload=True)
        np.testing.assert_allclose(epochs.data[:, :18], theirs.get_data(copy=True), atol=1e-4)  # µV, float32
        np.testing.assert_allclose(epochs.times_s, theirs.times, atol=1e-9)
        ours = epochs.average(range(18))
        of_ours = mne.EpochsArray(epochs.data[:, :18].astype(np.float64), info)
        np.testing.assert_allclose(ours.mean, cast(mne.Evoked, of_ours.average()).data, rtol=0, atol=1e-6)
        np.testing.assert_allclose(ours.mean, cast(mne.Evoked, theirs.average()).data, rtol=1e-6, atol=1e-4)


def test_known_lags_of_the_slow_wave_are_found_and_aligned(source, settings, epochs):
    middle_s = LAGS_S + SIDE_LAG_S / 2
    np.testing.assert_allclose(epochs.lags_s, middle_s, atol=0.03)
    by_peak = LockedReader(source, settings).read(_marks(), "peak")
    row = by_peak.row_number("C3-P3")
    assert row is not None
    mean = np.abs(by_peak.average([row]).mean[0])
    assert abs(by_peak.times_s[mean.argmax()]) < 0.05, "the wave of each spasm is at 0"
    assert np.abs(by_peak.average([row]).mean).max() > 1.5 * np.abs(epochs.average([row]).mean).max()
    assert by_peak.slow_wave_peak_s() == 0.0
    field = by_peak.field_at(0.0)
    assert field is not None
    assert len(field.names) == 19
    assert abs(field.values_uv.mean()) < 1e-9


def test_a_side_that_is_late_by_a_known_time_is_measured(epochs):
    one_run = epochs.side_lags("slow")
    assert np.isnan(one_run.low_s), "eight spasms of one cluster give no interval"
    assert np.isnan(epochs.average([0]).low).all()
    lags = replace(epochs, runs=np.arange(len(ONSETS_S))).side_lags("slow")
    assert lags.n == len(ONSETS_S)
    assert lags.n_left_first == len(ONSETS_S)
    assert lags.median_s == pytest.approx(-SIDE_LAG_S, abs=0.01)
    assert lags.low_s <= -SIDE_LAG_S + 0.01
    assert lags.high_s >= -SIDE_LAG_S - 0.01
    assert epochs.side_lags("fast").n == 0, "nothing fast begins: not measurable, and no 0"


def test_an_emg_of_another_rate_is_rectified_and_movement_is_held(epochs):
    emg, movement = epochs.row_number("EMG1-EMG2"), epochs.row_number("Movement")
    mean = epochs.average([emg]).mean[0]
    inside, outside = np.abs(epochs.times_s - 0.5) < 0.3, epochs.times_s < -0.5
    assert mean[outside].min() >= 0
    assert mean[inside].mean() > 10 * mean[outside].mean()
    held = epochs.data[:, movement]
    expected = np.floor((np.round(ONSETS_S * RATE_HZ)[:, None] / RATE_HZ + epochs.times_s) * 25 + 1e-6) / 25
    np.testing.assert_allclose(held, expected, atol=1e-4)


def test_values_do_not_depend_on_what_else_is_read_and_gaps_are_empty(source, settings, epochs):
    alone = read_locked_epochs(source, _marks()[3:4], settings)
    np.testing.assert_array_equal(alone.data[0], epochs.data[3])
    np.testing.assert_array_equal(alone.field_uv[0], epochs.field_uv[3])
    gap = _source(segments=((0.0, 42.0), (44.0, LENGTH_S)))
    found = read_locked_epochs(gap, _marks(), settings)
    times_s = np.round(ONSETS_S[1] * RATE_HZ) / RATE_HZ + found.times_s
    is_gap = (times_s >= 42.0) & (times_s < 44.0)
    assert (np.isnan(found.data[1, 0]) == is_gap).all()
    assert np.isnan(found.lags_s[1])
    assert np.isfinite(found.lags_s[[0, 2, 3]]).all()
    np.testing.assert_array_equal(found.data[4], epochs.data[4])
    assert found.average([0]).n.min() == len(ONSETS_S) - 1
    nowhere = read_locked_epochs(gap, _marks([43.0]), settings)
    assert nowhere.n_spasms == 1
    assert np.isnan(nowhere.distances).all()
    assert np.isnan(nowhere.lags_s).all()


def test_excluded_spasms_stay_in_the_raster_and_out_of_averages(epochs):
    fewer = epochs.with_excluded(["m2", "unknown"])
    assert fewer.n_included == 7
    assert fewer.n_spasms == 8
    assert fewer.excluded == {"m2"}
    kept = np.array([0, 1, 3, 4, 5, 6, 7])
    np.testing.assert_allclose(
        fewer.average([0]).mean[0], epochs.data[kept, 0].astype(np.float64).mean(axis=0), atol=1e-9
    )
    assert fewer.side_lags("slow").n == 7
    assert fewer.order == epochs.order, "the order does not move while spasms are excluded"


def test_an_outlier_stands_first_and_few_electrodes_have_no_head_map(settings):
    source = _source(["F3", "C3", "P3", "O1", "F4", "C4", "P4", "O2"][:7])
    found = read_locked_epochs(source, _marks(), replace(settings, bad_channels=frozenset({"O1"})))
    assert [row.label for row in found.rows] == ["F3-C3", "C3-P3", "F4-C4", "C4-P4", "EMG1-EMG2", "Movement"]
    assert any("O1" in one for one in found.left_out)
    assert found.field_at(0.0) is None
    assert np.isfinite(found.lags_s).all(), "the peak is that of both sides then"
    start = round((ONSETS_S[5] - 1) * RATE_HZ)
    source.data[0][0][start : start + 512] += 900 * np.sin(np.arange(512) / 9).astype(np.float32)
    assert read_locked_epochs(source, _marks(), settings).order[0] == 5


def test_reading_can_be_stopped_and_goes_on_with_what_it_has(source, settings):
    reader = LockedReader(source, settings)

    def stop_half_way(share: float) -> None:
        if share > 0.4:
            raise Cancelled

    with pytest.raises(Cancelled):
        reader.read(_marks(), progress=stop_half_way)
    before = source.n_reads
    reader.read(_marks())
    resumed = source.n_reads - before
    before = source.n_reads
    assert reader.read(_marks(), "peak").n_spasms == 8
    assert source.n_reads == before
    LockedReader(source, settings).read(_marks())
    assert resumed < source.n_reads - before
    assert LockedReader(source, settings).read([]).n_spasms == 0


def test_the_settings_are_said_with_their_numbers(epochs):
    assert epochs.filters.startswith("EEG low cut 0.5 Hz, high cut 70 Hz, notch off, zero phase; EMG low cut 10 Hz")
    assert "0.5–4 Hz" in epochs.settings.peak_text
    assert "−0.5 s to +2 s" in epochs.settings.peak_text
