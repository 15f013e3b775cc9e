"""Flashes, beeps and triggers, and which of them are the same instant."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shared_data import DATA, needs_shared

from eegview.dsp.sync.onsets import (
    apart,
    flash_onsets,
    sound_levels_db,
    sound_onsets,
    trigger_onsets,
)
from eegview.dsp.sync.proposing import pair_onsets
from eegview.model.film.video import SyncMap

SYNCED = DATA / "synced"
FLASHES_S = (1380.512, 1416.897, 1476.933)  # SZ START in absence_30min.edf


def test_a_flash_is_found_between_two_frames() -> None:
    times_s = np.arange(1000) / 25
    luma = 70 + np.random.default_rng(1).normal(0, 0.3, 1000)
    luma[500:505] = 235
    luma[700:] += 60  # the light goes on and stays on
    luma[800:900] += np.linspace(0, 50, 100)  # somebody comes nearer
    assert flash_onsets(times_s, luma).tolist() == pytest.approx([19.98, 27.98])


def test_no_flash_where_frames_are_missing_or_nothing_happens() -> None:
    times_s = np.concatenate([np.arange(100) / 25, 60 + np.arange(100) / 25])
    assert len(flash_onsets(times_s, np.repeat([50.0, 200.0], 100))) == 0
    assert len(flash_onsets(times_s, np.full(200, 90.0))) == 0
    assert len(flash_onsets([], [])) == 0
    assert len(flash_onsets([1.0], [20.0])) == 0


def beeps(at_s: list[float], rate_hz: float = 16_000, length_s: float = 20.0) -> np.ndarray:
    rng = np.random.default_rng(4)
    times_s = np.arange(int(rate_hz * length_s)) / rate_hz
    sound = rng.normal(0, 0.002, len(times_s))
    for start_s in at_s:
        sound += 0.3 * np.sin(2 * np.pi * 1000 * times_s) * ((times_s >= start_s) & (times_s < start_s + 0.2))
    return sound


def test_a_beep_is_found_to_five_milliseconds() -> None:
    at_s = [3.0, 3.9, 11.237]
    found = sound_onsets(sound_levels_db(beeps(at_s), 16_000), start_s=100.0)
    assert found - 100 == pytest.approx(at_s, abs=0.005)


def test_talk_that_swells_is_no_click_and_silence_nothing() -> None:
    rng = np.random.default_rng(2)
    talk = rng.normal(0, 0.05, 320_000) * (1.2 + np.sin(np.arange(320_000) / 16_000 * 2))
    assert len(sound_onsets(sound_levels_db(talk, 16_000), 0.0)) == 0
    assert len(sound_onsets(sound_levels_db(np.zeros(320_000), 16_000), 0.0)) == 0
    assert len(sound_onsets([], 0.0)) == 0


def test_levels_of_stereo_and_of_too_little() -> None:
    stereo = np.stack([np.full(800, 0.1), np.full(800, -0.1)], axis=1)
    assert sound_levels_db(stereo, 16_000) == pytest.approx(np.full(10, -20.0))
    assert len(sound_levels_db(stereo[:10], 16_000)) == 0


def test_triggers_on_a_resting_channel() -> None:
    rng = np.random.default_rng(3)
    samples = rng.normal(500, 1.0, 20_000)
    for first in (1000, 4321, 15_000):
        samples[first : first + 20] -= 80
    samples[8000:8100] = np.nan
    assert trigger_onsets(samples, 200.0, start_s=10.0) == pytest.approx([15.0, 31.605, 85.0])


@pytest.mark.parametrize(
    "samples",
    [
        np.zeros(1000),
        np.full(1000, np.nan),
        np.random.default_rng(0).normal(0, 5, 20_000),
        np.sin(np.arange(20_000) / 10),
        np.empty(0),
    ],
)
def test_channels_without_triggers(samples: np.ndarray) -> None:
    assert len(trigger_onsets(samples, 200.0)) == 0


@given(st.lists(st.floats(0, 100), max_size=30))
def test_instants_stay_apart(times_s: list[float]) -> None:
    kept = apart(times_s)
    assert np.all(np.diff(kept) >= 0.5)
    assert len(kept) == 0 if not times_s else kept[0] == min(times_s)


@given(st.floats(-5000, 5000), st.floats(-150, 150), st.integers(0, 1000))
def test_a_line_is_found_among_instants_of_no_meaning(offset_s: float, drift_ppm: float, seed: int) -> None:
    rng = np.random.default_rng(seed)
    truth = SyncMap(offset_s, drift_ppm)
    video_s = apart(rng.uniform(0, 1800, 8), 5)
    eeg_s = [truth.to_recording_s(t) + e for t, e in zip(video_s, rng.uniform(-0.02, 0.02, len(video_s)), strict=True)]
    found = pair_onsets([*video_s, 900.123], [*eeg_s, *(offset_s + rng.uniform(0, 1800, 4))], SyncMap())
    assert found is not None
    assert found.sureness > 0.5
    right = [abs(truth.to_recording_s(v) - e) < 0.05 for v, e in zip(found.video_s, found.eeg_s, strict=True)]
    assert sum(right) >= len(video_s) - 1


def test_a_regular_row_is_unsure_but_taken_near_the_guess() -> None:
    row_s = np.arange(0, 600, 30.0)
    found = pair_onsets(row_s, row_s + 61.0, SyncMap(60.5))
    assert found is not None
    assert found.eeg_s - found.video_s == pytest.approx(np.full(20, 61.0))
    assert found.sureness < 0.1


def test_too_little_to_go_by() -> None:
    assert pair_onsets([], [1, 2, 3], SyncMap()) is None
    assert pair_onsets([5.0], [5.0], SyncMap()) is None
    assert pair_onsets([5.0, 10.0], [5.0, 11.0], SyncMap()) is None
    assert pair_onsets([5.0, 10.0], [5.0, 10.0], SyncMap(1000.0), farthest_s=10) is None


def test_a_day_with_a_clock_100_ppm_off() -> None:
    rng = np.random.default_rng(6)
    truth = SyncMap(40.0, 100.0)
    video_s = apart(rng.uniform(0, 86_400, 12))
    found = pair_onsets(video_s, [truth.to_recording_s(t) for t in video_s], SyncMap())
    assert found is not None
    assert len(found.video_s) == 12
    assert found.sureness > 0.9


@needs_shared(SYNCED)
@pytest.mark.parametrize("name", ["s01_130s_mp4_h264_25.mp4", "s03_vfr.mkv", "s08_mpeg2.m2t", "s13_first_pts_5s.mkv"])
def test_flashes_of_real_files_meet_the_seizures(name: str) -> None:
    import av

    times_s, luma = [], []
    with av.open(str(SYNCED / name)) as container:
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        for picture in container.decode(stream):
            plane = picture.planes[0]
            rows = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
            times_s.append(picture.time)
            luma.append(rows[:200:4, :320:4].mean())
    flashes_s = flash_onsets(times_s, luma)
    began_s = json.loads((SYNCED / "manifest.json").read_text())[name]["eeg_time_of_first_frame_s"]
    assert flashes_s - times_s[0] + began_s == pytest.approx(FLASHES_S, abs=0.021 if "vfr" not in name else 0.1)
    found = pair_onsets(flashes_s, FLASHES_S, SyncMap())
    assert found is not None
    assert found.sureness > 0.9
    assert np.mean(found.eeg_s - found.video_s) == pytest.approx(began_s - times_s[0], abs=0.06)
