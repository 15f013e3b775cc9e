"""How fast a video is watched for movement; run with `pytest tests/bench --benchmark-only`."""

from pathlib import Path

import numpy as np
import pytest
from films.moving_video import FPS, write_moving_video

from eegview.app.video.movement import movement_trace
from eegview.app.video.movement_cache import MovementCache
from eegview.dsp.motion import area_mean, motion_energy, watched_pixels
from eegview.model.movement import Region

N_FRAMES = 1500
REGION, MASK = Region.rectangle(0.1, 0.1, 0.9, 0.9), Region.rectangle(0, 0, 0.2, 1)


@pytest.fixture(scope="module")
def camera(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A minute of 640 × 480 at 25 frames a second, H.264 with B-frames as cameras' recorders write it."""
    return write_moving_video(
        tmp_path_factory.mktemp("video") / "camera.mp4",
        N_FRAMES,
        ((300, 320), (900, 930)),
        (480, 640),
        options={"preset": "medium", "crf": "26", "bf": "2"},
    )


def test_watch_a_minute(benchmark, camera: Path, tmp_path: Path) -> None:
    caches = iter(MovementCache(tmp_path / str(number)) for number in range(100))
    trace = benchmark.pedantic(
        lambda: movement_trace(str(camera), REGION, MASK, cache=next(caches)), rounds=3, iterations=1
    )
    assert len(trace.values) == N_FRAMES
    if benchmark.stats:
        times_real = N_FRAMES / FPS / benchmark.stats.stats.median
        benchmark.extra_info["times real time"] = round(times_real, 1)
        assert times_real > 10


def test_reopen(benchmark, camera: Path, tmp_path: Path) -> None:
    cache = MovementCache(tmp_path)
    movement_trace(str(camera), cache=cache)
    trace = benchmark(lambda: movement_trace(str(camera), cache=cache))
    assert trace.is_complete
    if benchmark.stats:
        assert benchmark.stats.stats.median < 0.1


def test_compare_two_pictures(benchmark) -> None:
    rng = np.random.default_rng(0)
    planes = rng.integers(0, 256, (2, 480, 640), np.uint8)
    watched = watched_pixels((120, 160), REGION, MASK)

    def compare() -> float:
        before, after = (area_mean(plane) for plane in planes)
        return motion_energy(before, after, 0.04, watched)

    assert benchmark(compare) > 0
