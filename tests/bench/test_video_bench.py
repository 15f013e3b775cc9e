"""How fast a 720p camera is served; run with `pytest tests/bench/test_video_bench.py --benchmark-only`.

The limits are those of the design with room for a busy machine; the figures are what to look at.
"""

import queue
import random
import resource
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import av
import numpy as np
import psutil
import pytest
from recordings.memory_source import SCALP_10_20, make_channels, make_recording, noise_source
from waiting import wait_for_item, wait_for_thread

from eegview.app.montage.store import montage_by_id
from eegview.app.page.building import build_page
from eegview.app.presets import preset_by_id
from eegview.app.video.footage import open_footage
from eegview.app.video.frame_server import FrameServer, ShownFrame
from eegview.model.display.page import PageRequest
from eegview.model.span import Span

RATE_HZ, DURATION_S = 30, 40
MIB = 2**20


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return 40 s of 1280 × 720 at 30 frames a second, a key frame each second, with a camera's noise and movement."""
    path = tmp_path_factory.mktemp("video") / "ward.mp4"
    chance = np.random.default_rng(3)
    room = chance.integers(40, 200, (45, 120), dtype=np.uint8).repeat(16, 0).repeat(16, 1)
    grain = [chance.integers(0, 10, (720, 1280), dtype=np.uint8) for _ in range(7)]
    options = {"preset": "ultrafast", "crf": "24", "x264-params": f"keyint={RATE_HZ}:scenecut=0:bframes=2"}
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=RATE_HZ, options=options)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = 1280, 720, "yuv420p"
        for number in range(RATE_HZ * DURATION_S):
            left = number * 2 % 640
            luma = np.vstack([room[:, left : left + 1280] + grain[number % 7], np.full((360, 1280), 128, np.uint8)])
            container.mux(stream.encode(av.VideoFrame.from_ndarray(luma, format="yuv420p")))
        container.mux(stream.encode())
    return path


class Camera:
    """A frame server whose answers arrive here with the time they took."""

    def __init__(self, path: Path) -> None:
        self._posted: queue.Queue[Callable[[], None]] = queue.Queue()
        self.shown: list[tuple[float, ShownFrame]] = []
        opened = open_footage([str(path)], make_recording(make_channels(["Cz"])))
        self.server = FrameServer(opened, self._posted.put, self._take, _fail)

    def _take(self, shown: ShownFrame) -> None:
        self.shown.append((time.perf_counter(), shown))

    def let_in(self) -> None:
        wait_for_item(self._posted, "the camera answers")()

    def let_all_in(self) -> None:
        while not self._posted.empty():
            self.let_in()

    def seek(self, recording_s: float) -> tuple[float, float]:
        """Return after how long the first picture and the exact one came, ms."""
        del self.shown[:]
        begun = time.perf_counter()
        self.server.ask(recording_s)
        while not self.shown or self.shown[-1][1].is_preview:
            self.let_in()
        return (self.shown[0][0] - begun) * 1000, (self.shown[-1][0] - begun) * 1000


def _fail(error: Exception) -> None:
    raise error


@pytest.fixture
def camera(film: Path) -> Iterator[Camera]:
    opened = Camera(film)
    yield opened
    opened.server.close()


def test_far_seeks(benchmark, camera: Camera) -> None:
    chance = random.Random(1)
    first_ms, exact_ms = [], []

    def seek() -> None:
        first, exact = camera.seek(chance.uniform(0, DURATION_S - 0.1))
        first_ms.append(first)
        exact_ms.append(exact)

    benchmark.pedantic(seek, rounds=40)
    benchmark.extra_info["first picture ms"] = round(statistics.median(first_ms), 1)
    benchmark.extra_info["exact picture ms"] = round(statistics.median(exact_ms), 1)
    assert statistics.median(first_ms) < 80
    assert statistics.median(exact_ms) < 250


@pytest.mark.parametrize("direction", [1, -1])
def test_stepping(benchmark, camera: Camera, direction: int) -> None:
    """Step within a second of what was decoded."""
    for k in range(15 * RATE_HZ, 16 * RATE_HZ):
        camera.seek((k + 0.5) / RATE_HZ)
    time_s = 15.5

    def step() -> None:
        nonlocal time_s
        del camera.shown[:]
        camera.server.step(time_s, direction)
        while not camera.shown:
            camera.let_in()
        time_s = camera.shown[-1][1].recording_s

    benchmark.pedantic(step, rounds=12)
    if benchmark.stats:
        assert benchmark.stats.stats.median < 0.016


def test_playing_20_s_while_the_page_is_built(benchmark, camera: Camera) -> None:
    """Play at 1× as the window does, sixty ticks a second, with pages built beside it; the picture must keep up."""
    is_over = threading.Event()
    source = noise_source(SCALP_10_20)

    def turn_pages() -> None:
        while not is_over.wait(0.1):
            build_page(
                source, PageRequest("memory", Span(40, 50), montage_by_id("none"), preset_by_id("clinical").filters)
            )

    def play() -> None:
        begun = time.perf_counter()
        while (now_s := time.perf_counter() - begun) < 20:
            camera.server.ask(now_s)
            is_over.wait(1 / 60)
            camera.let_all_in()

    pages = threading.Thread(target=turn_pages)
    camera.seek(0.0)
    del camera.shown[:]
    pages.start()
    start = time.perf_counter()
    benchmark.pedantic(play, rounds=1)
    is_over.set()
    wait_for_thread(pages)
    exact = [(at - start, shown) for at, shown in camera.shown if not shown.is_preview]
    lags_ms = [(at - shown.recording_s) * 1000 for at, shown in exact]
    n_frames = len({shown.frame.pts_s for _at, shown in exact if shown.frame})
    half = len(lags_ms) // 2
    figures = {
        "frames shown of 600": n_frames,
        "lag median ms": round(statistics.median(lags_ms), 1),
        "lag 99 % ms": round(float(np.percentile(lags_ms, 99)), 1),
        "lag growth ms": round(statistics.median(lags_ms[half:]) - statistics.median(lags_ms[:half]), 2),
    }
    benchmark.extra_info.update(figures)
    assert n_frames > 0.95 * 20 * RATE_HZ
    assert figures["lag median ms"] < 40
    assert figures["lag growth ms"] < 10


def test_memory_of_a_camera(benchmark, film: Path) -> None:
    before = psutil.Process().memory_info().rss
    camera = Camera(film)

    def roam() -> None:
        for k in range((DURATION_S - 1) * 10):
            camera.seek(k / 10)

    benchmark.pedantic(roam, rounds=1)
    grown_mib = (psutil.Process().memory_info().rss - before) / MIB
    benchmark.extra_info["MiB"] = round(grown_mib)
    benchmark.extra_info["process peak MiB"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    camera.server.close()
    assert grown_mib < 300
