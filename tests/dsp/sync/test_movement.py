"""Movement of the picture against the EMG, on a simulated child whose camera lies elsewhere in time."""

import numpy as np
import pytest

from eegview.dsp.sync.fit import fit_anchors
from eegview.dsp.sync.movement import GRID_HZ, emg_envelope, movement_lags
from eegview.model.film.video import SyncMap
from eegview.model.sync import Anchor

EMG_HZ, CAMERA_HZ = 200.0, 25.0
TRUTH = SyncMap(3.217, 120.0)


def strength(times_s: np.ndarray, bursts_s: np.ndarray) -> np.ndarray:
    """Return how strongly the child moves: each burst rises within a tenth of a second and fades over half of one."""
    moved = np.zeros_like(times_s)
    for burst_s in bursts_s:
        since_s = times_s - burst_s
        moved += np.where(since_s > 0, (1 - np.exp(-since_s.clip(0) / 0.05)) * np.exp(-since_s.clip(0) / 0.5), 0)
    return moved


@pytest.fixture(scope="module")
def bursts_s() -> np.ndarray:
    return np.sort(np.random.default_rng(1).uniform(0, 900, 110))


@pytest.fixture(scope="module")
def envelope(bursts_s: np.ndarray) -> np.ndarray:
    times_s = np.arange(900 * EMG_HZ) / EMG_HZ
    rng = np.random.default_rng(2)
    emg_uv = rng.normal(0, 1, len(times_s)) * (3 + 40 * strength(times_s, bursts_s))
    return emg_envelope(emg_uv + 200 * np.sin(2 * np.pi * 0.2 * times_s), EMG_HZ)


@pytest.fixture(scope="module")
def camera(bursts_s: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    times_s = np.arange(880 * CAMERA_HZ) / CAMERA_HZ
    exposed_s = TRUTH.offset_s + times_s * (1 + TRUTH.drift_ppm * 1e-6)
    # what has changed by a frame happened between it and the frame before
    moved = strength(exposed_s - 0.5 / CAMERA_HZ, bursts_s)
    return times_s, 50 * moved + np.abs(np.random.default_rng(3).normal(0, 1.5, len(times_s)))


def test_the_lag_is_found_to_less_than_a_frame(camera, envelope) -> None:
    found = movement_lags(camera[0], camera[1], envelope, SyncMap(), farthest_s=8)
    assert len(found) > 15
    fit = fit_anchors([Anchor(lag.video_s, lag.eeg_s) for lag in found])
    errors_s = [fit.sync.to_recording_s(t) - TRUTH.to_recording_s(t) for t in (0.0, 440.0, 880.0)]
    assert np.abs(errors_s).max() < 0.040
    assert np.median([lag.sureness for lag in found]) > 0.3
    assert all(0 <= lag.sureness <= 1 and 0.3 <= lag.correlation <= 1 for lag in found)


def test_nothing_is_proposed_where_nothing_agrees(envelope) -> None:
    rng = np.random.default_rng(9)
    times_s = np.arange(880 * CAMERA_HZ) / CAMERA_HZ
    still = np.abs(rng.normal(0, 1.5, len(times_s)))
    assert all(lag.sureness < 0.3 for lag in movement_lags(times_s, still, envelope, SyncMap()))
    assert movement_lags(times_s, np.zeros(len(times_s)), envelope, SyncMap()) == ()


def test_another_childs_movement_is_not_sure(envelope) -> None:
    times_s = np.arange(880 * CAMERA_HZ) / CAMERA_HZ
    other = 50 * strength(times_s, np.sort(np.random.default_rng(8).uniform(0, 900, 110)))
    found = movement_lags(times_s, other, envelope, SyncMap())
    assert np.mean([lag.sureness for lag in found] or [0.0]) < 0.25


def test_missing_frames_and_missing_samples(camera, envelope) -> None:
    times_s, movement = camera
    is_kept = (times_s < 200) | (times_s > 420)
    holed = envelope.copy()
    holed[round(600 * GRID_HZ) : round(700 * GRID_HZ)] = np.nan
    found = movement_lags(times_s[is_kept], movement[is_kept], holed, SyncMap(3.0), farthest_s=4)
    assert found
    assert not [lag for lag in found if 205 < lag.video_s < 415 or 610 < lag.eeg_s < 690]
    sure = [lag for lag in found if lag.sureness > 0.3]
    assert max(abs(lag.eeg_s - TRUTH.to_recording_s(lag.video_s)) for lag in sure) < 0.080


def test_a_video_that_lies_beyond_the_recording_finds_nothing(camera, envelope) -> None:
    assert movement_lags(camera[0], camera[1], envelope, SyncMap(5000.0)) == ()
    assert movement_lags(camera[0], camera[1], envelope, SyncMap(-5000.0)) == ()
    assert movement_lags([], [], envelope, SyncMap()) == ()
    assert movement_lags(camera[0], camera[1], np.empty(0), SyncMap()) == ()


def test_the_envelope_follows_the_strength_and_forgets_slow_drifts() -> None:
    times_s = np.arange(2000) / EMG_HZ
    uv = np.random.default_rng(0).normal(0, 1, 2000) * np.where(times_s < 5, 1, 10) + 500 * times_s
    uv[400:800] = np.nan
    envelope = emg_envelope(uv - 500 * times_s, EMG_HZ)
    assert len(envelope) == 500
    assert np.isnan(envelope[105:195]).all()
    assert np.nanmedian(envelope[300:]) / np.nanmedian(envelope[:95]) == pytest.approx(10, rel=0.3)
