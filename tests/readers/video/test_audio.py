"""Sound by the stream's own times: exact, wherever reading begins, whatever the container."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from films.beeping_video import RATE_HZ, chirps, write_sound
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shared_data import DATA, needs_shared

from eegview.dsp.loudness import SILENCE_DBFS, level_dbfs, levels_dbfs
from eegview.model.errors import UnreadableFile
from eegview.readers.video.audio import AudioSource, open_audio
from eegview.readers.video.video import open_video

SYNCED = DATA / "synced"
SYNCED_WITH_SOUND = [
    "s01_130s_mp4_h264_25.mp4", "s02_mp4_2997.mp4", "s03_vfr.mkv", "s05_mpeg4.avi", "s06_wmv2.wmv", "s08_mpeg2.m2t",
    "s09_h265.mp4", "s10_vp9.webm", "s12_long_gop_1_keyframe.mp4", "s13_first_pts_5s.mkv", "f2_part2_after_gap.mp4",
]  # fmt: skip
SEIZURES_S = (1380.512, 1416.897, 1476.933)  # SZ START of absence_30min.edf


def opened(path: Path) -> AudioSource:
    source = open_audio(path)
    assert source is not None
    return source


def onsets_s(samples: np.ndarray, start_s: float, rate_hz: int, apart_s: float = 0.2) -> np.ndarray:
    """Return the times at which it becomes loud."""
    loud = np.flatnonzero(np.abs(samples[:, 0]) > 0.25 * np.abs(samples).max())
    first = np.diff(loud, prepend=-rate_hz) > apart_s * rate_hz
    return (round(start_s * rate_hz) + loud[first]) / rate_hz


@pytest.fixture(scope="module")
def pcm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AudioSource]:
    """Exact samples in Matroska, whose times are rounded to milliseconds."""
    with closing(opened(write_sound(tmp_path_factory.mktemp("sound") / "a.mkv", "pcm_s16le"))) as source:
        yield source


def test_samples_are_the_files_own(pcm: AudioSource) -> None:
    samples = pcm.read(0, 10)
    assert samples.shape == (160_000, 1)
    assert samples.dtype == np.float32
    assert (pcm.rate_hz, pcm.n_channels, pcm.first_s) == (RATE_HZ, 1, 0.0)
    np.testing.assert_allclose(samples[:, 0], chirps(160_000), atol=1e-4)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(start_s=st.floats(-1, 11), length_s=st.floats(0, 3))
def test_a_read_is_a_slice_of_the_whole_wherever_it_begins(pcm: AudioSource, start_s: float, length_s: float) -> None:
    whole = np.zeros(16 * RATE_HZ, np.float32)  # from −2 s to 14 s
    whole[2 * RATE_HZ : 12 * RATE_HZ] = chirps(160_000)
    first, stop = round(start_s * RATE_HZ), round((start_s + length_s) * RATE_HZ)
    samples = pcm.read(start_s, start_s + length_s)
    # a jump lands on a block's time, which Matroska rounds to a millisecond
    shifts = [whole[2 * RATE_HZ + first + k : 2 * RATE_HZ + stop + k] for k in range(-8, 9)]
    assert min(np.abs(samples[:, 0] - expected).max(initial=0) for expected in shifts) < 1e-3


@pytest.mark.parametrize(
    ("name", "codec", "within_ms"),
    [
        ("a.mp4", "aac", 0.5),
        ("a.mov", "pcm_s16le", 0.1),
        ("a.ts", "mp2", 40),  # the encoder's 481 samples of delay are in the file
        ("opus.mkv", "libopus", 7),  # its video may begin up to 6.5 ms late instead
        ("mp3.mp4", "libmp3lame", 0.5),
    ],
)
def test_priming_and_padding_are_left_out(tmp_path: Path, name: str, codec: str, within_ms: float) -> None:
    rate_hz = 48000 if codec == "libopus" else RATE_HZ
    path = write_sound(tmp_path / name, codec, 6.0, rate_hz)
    with closing(opened(path)) as source, closing(open_video(path)) as video:
        begin_s = video.first_s
        found = onsets_s(source.read(begin_s, begin_s + 6), begin_s, rate_hz) - begin_s
        expected = 0.25 + 0.5 * np.arange(12)
        assert len(found) == 12
        assert np.abs(found - expected).max() * 1000 < within_ms
        # and after a jump
        again = onsets_s(source.read(begin_s + 4.1, begin_s + 4.6), begin_s + 4.1, rate_hz) - begin_s
        assert again == pytest.approx(found[8:9], abs=0.001)


def test_a_first_pts_counts_and_lost_sound_is_silence(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "late.mkv", "pcm_s16le", first_s=5.0, left_out_s=(3.0, 6.0))
    with closing(opened(path)) as source:
        samples = source.read(0, 16)
        assert np.abs(samples[: 5 * RATE_HZ]).max() == 0
        found = onsets_s(samples, 0, RATE_HZ) - 5
        expected = [t for t in 0.25 + 0.5 * np.arange(20) if not 3.0 <= t < 6.1]
        assert found == pytest.approx(expected, abs=0.001)
        lost = samples[round(8.1 * RATE_HZ) : round(10.9 * RATE_HZ)]
        assert np.abs(lost).max() == 0


def test_many_channels_become_two_and_a_handle_can_be_doubled(tmp_path: Path) -> None:
    with closing(opened(write_sound(tmp_path / "s.mp4", "aac", 3.0, layout="5.1", with_video=False))) as source:
        assert source.n_channels == 2
        samples = source.read(0, 3)
        assert samples.shape == (48_000, 2)
        assert np.abs(samples).max() > 0.2
        with closing(source.reopen()) as other:
            np.testing.assert_array_equal(other.read(0, 3), samples)
        assert source.read(2, 2).shape == (0, 2)
        assert source.read(5, 4).shape == (0, 2)


def test_memory_stays_flat_over_a_long_read(tmp_path: Path) -> None:
    with closing(opened(write_sound(tmp_path / "long.mkv", "pcm_s16le", 60.0, with_video=False))) as source:
        for start_s in range(60):
            source.read(start_s, start_s + 1)
        held = sum(len(block) for _at, block in source._blocks)
        assert held < 4 * RATE_HZ


def test_without_sound_there_is_no_source(tmp_path: Path) -> None:
    from films.moving_video import write_moving_video

    assert open_audio(write_moving_video(tmp_path / "silent.mp4", 5)) is None
    with pytest.raises(UnreadableFile):
        open_audio(tmp_path / "absent.mp4")
    (tmp_path / "text.mp4").write_text("not a video")
    with pytest.raises(UnreadableFile):
        open_audio(tmp_path / "text.mp4")


def test_a_file_cut_short_is_heard_as_far_as_it_goes(tmp_path: Path) -> None:
    whole = write_sound(tmp_path / "a.mkv", "aac").read_bytes()
    cut = tmp_path / "cut.mkv"
    cut.write_bytes(whole[: len(whole) // 2])
    with closing(opened(cut)) as source:
        samples = source.read(0, 10)
        assert len(samples) == 160_000
        found = onsets_s(samples, 0, RATE_HZ)
        assert 3 <= len(found) < 20
        assert source.read(20, 21).max() == 0
        assert onsets_s(source.read(0, 1), 0, RATE_HZ)[0] == pytest.approx(found[0], abs=0.002)


# levels


def test_levels_of_known_sounds() -> None:
    time_s = np.arange(48_000) / 48_000
    sine = np.sin(2 * np.pi * 1000 * time_s).astype(np.float32)[:, None]
    assert levels_dbfs(sine, 48_000).shape == (50,)
    np.testing.assert_allclose(levels_dbfs(sine, 48_000), -3.01, atol=0.01)
    np.testing.assert_allclose(levels_dbfs(np.repeat(0.1 * sine, 2, axis=1), 48_000), -23.01, atol=0.01)
    assert (levels_dbfs(np.zeros((4800, 2), np.float32), 48_000) == SILENCE_DBFS).all()
    assert level_dbfs(np.ones((7, 2), np.float32)) == pytest.approx(0)
    assert level_dbfs(np.empty((0, 2), np.float32)) == SILENCE_DBFS
    assert levels_dbfs(np.empty((0, 1), np.float32), 16_000).shape == (0,)


# against videos with a white flash and a beep at each SZ START


@needs_shared(SYNCED)
@pytest.mark.parametrize("name", SYNCED_WITH_SOUND)
def test_beeps_are_where_the_seizures_are_and_the_flash_is_seen(name: str) -> None:
    facts = json.loads((SYNCED / "manifest.json").read_text())[name]
    with closing(opened(SYNCED / name)) as source, closing(open_video(SYNCED / name)) as video:
        for seizure_s in SEIZURES_S:
            about_s = video.first_s + seizure_s - facts["eeg_time_of_first_frame_s"]
            samples = source.read(about_s - 0.5, about_s + 0.5)
            (beep_s,) = onsets_s(samples, about_s - 0.5, source.rate_hz, apart_s=0.4)
            # AVI stores both streams with their encoders' delay: 69 ms of sound, 80 ms of picture
            late_s = 0.08 if name.endswith(".avi") else 0.0
            assert beep_s == pytest.approx(about_s + late_s, abs=0.02)
            before = frame = video.frame_at(beep_s - 0.005)
            while frame is not None and frame.rgb[60:190].mean() < 200:
                before, frame = frame, video.frame_at(frame.next_pts_s)
                assert frame is None or frame.pts_s < beep_s + 1
            assert frame is not None
            assert before is not None
            # the flash is on the first frame of the seizure, so the beep lies in the frame before it or at its start
            assert before.pts_s - 0.02 <= beep_s <= frame.pts_s + 0.02
