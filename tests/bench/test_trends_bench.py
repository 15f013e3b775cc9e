"""A day of trends: first hour, all of it, memory, and from the cache; run with `pytest tests/bench --benchmark-only`.

The day is made by ../shared/tools/make_long_edf.py (1.4 GB), unless EEGVIEW_LONG_EDF names one of 24 h × 32 × 256 Hz.
The figures to look at are CPU seconds beside the others: on a machine that does other work they are what holds still.
"""

import os
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from recordings.memory_source import SCALP_10_20, noise_source
from shared_data import SHARED, needs_shared

from eegview.app.kernel_file import load_kernels
from eegview.app.montage.store import montage_by_id
from eegview.app.page.building import build_page
from eegview.app.presets import preset_by_id
from eegview.app.trends.blocks import BlockReader
from eegview.app.trends.cache import TrendCache, last_written_ns, trends_key
from eegview.app.trends.computing import TrendRun
from eegview.app.trends.plan import plan_trends
from eegview.app.trends.rows import trend_rows
from eegview.app.trends.table import TableValues, TrendTable
from eegview.model.display.page import PageRequest
from eegview.model.errors import Cancelled
from eegview.model.span import Span
from eegview.readers.opening import open_recording

pytestmark = needs_shared(SHARED / "tools" / "make_long_edf.py")
FIRST = Span(36_000.0, 39_600.0)  # the hour on the screen
ROOM = 3.0  # how much longer than on a quiet machine anything may take here


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if given := os.environ.get("EEGVIEW_LONG_EDF"):
        return Path(given)
    path = tmp_path_factory.mktemp("night") / "night.edf"
    maker = SHARED / "tools" / "make_long_edf.py"
    subprocess.run([sys.executable, str(maker), str(path), "24", "32", "256"], check=True)
    return path


@pytest.fixture(scope="module", autouse=True)
def kernels_are_there() -> None:
    load_kernels()


class Watched:
    """Says when the first hour was there, and the most memory meanwhile."""

    def __init__(self) -> None:
        self.process = psutil.Process()
        self.before = self.process.memory_info().rss
        self.peak, self.first_s = self.before, float("nan")
        self.started_s = time.perf_counter()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()

    def on_table(self, table: TrendTable) -> None:
        is_there = any(span.start_s <= FIRST.start_s and span.stop_s >= FIRST.stop_s for span in table.computed)
        if is_there and self.first_s != self.first_s:
            self.first_s = time.perf_counter() - self.started_s

    def end(self) -> None:
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._ended.wait(0.01):
            self.peak = max(self.peak, self.process.memory_info().rss)


def test_a_day(benchmark, night: Path, tmp_path: Path) -> None:
    source = open_recording(night)
    watched = Watched()
    cpu_s = time.process_time()
    run = TrendRun(source, first_span=FIRST, cache=TrendCache(tmp_path), on_table=watched.on_table)
    try:
        table = benchmark.pedantic(run.run, rounds=1)
    finally:
        watched.end()
        source.close()
    benchmark.extra_info["first_hour_s"] = round(watched.first_s, 2)
    benchmark.extra_info["cpu_s"] = round(time.process_time() - cpu_s, 1)
    benchmark.extra_info["more_mib"] = round((watched.peak - watched.before) / 2**20)
    assert table.is_complete
    assert watched.peak - watched.before < 100 * 2**20
    assert watched.first_s < 1.0 * ROOM
    assert time.process_time() - cpu_s < 40.0 * ROOM  # two cores for 20 s


def test_from_the_cache(benchmark, night: Path, tmp_path: Path) -> None:
    source, cache = open_recording(night), TrendCache(tmp_path)
    plan = plan_trends(source.recording)
    values = TableValues(plan.columns, source.recording.duration_s)
    values.buffer[::7] = 1
    key = trends_key(source.recording, plan, last_written_ns(source))
    cache.keep(key, values, (source.recording.span,))
    try:
        run = benchmark(lambda: TrendRun(source, cache=cache).run())
        assert run.is_complete
    finally:
        source.close()
    if benchmark.stats:
        assert benchmark.stats.stats.min < 0.2


def test_reading_an_hour(benchmark, night: Path) -> None:
    source = open_recording(night)
    rows = trend_rows(source.recording)

    def read() -> None:
        reader = BlockReader(source, rows)
        for start_s in range(3600, 7200, 300):
            reader.read(start_s, start_s + 300)

    benchmark(read)
    source.close()
    if benchmark.stats:
        assert benchmark.stats.stats.min < 0.25 * ROOM  # 6 s for a day


@pytest.mark.parametrize("name", [name for name, _trend in plan_trends(noise_source(SCALP_10_20).recording).families])
def test_a_family_over_an_hour(benchmark, night: Path, name: str) -> None:
    source = open_recording(night)
    plan = plan_trends(source.recording)
    reader = BlockReader(source, plan.rows)
    blocks = [reader.read(start_s, start_s + 300) for start_s in range(3600, 7200, 300)]
    source.close()
    trend = dict(plan.families)[name]
    benchmark(lambda: [trend.compute(block) for block in blocks])


@pytest.mark.parametrize("is_computing", [False, True])
def test_pages_meanwhile(benchmark, night: Path, is_computing: bool) -> None:
    """Build pages one after the other, alone and while a day is computed."""
    source = open_recording(night)
    montage, filters = montage_by_id("longitudinal_bipolar"), preset_by_id("clinical").filters
    run = TrendRun(source)
    computing = threading.Thread(target=lambda: _until_cancelled(run))
    if is_computing:
        computing.start()
    at_s = iter(range(1000, 80_000, 10))

    def page() -> None:
        start_s = next(at_s)
        build_page(source, PageRequest(source.recording.fingerprint, Span(start_s, start_s + 10), montage, filters))

    try:
        benchmark.pedantic(page, rounds=100, warmup_rounds=3)
    finally:
        run.cancel()
        if is_computing:
            computing.join()
        source.close()
    if benchmark.stats:
        assert benchmark.stats.stats.median < ROOM / 45


def _until_cancelled(run: TrendRun) -> None:
    with suppress(Cancelled):
        run.run()
