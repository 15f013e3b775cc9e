"""A day of EEG opens without being read through; run with `pytest tests/bench --benchmark-only`.

The limits are for the best round: what the work costs, not what else the machine was doing.
"""

from pathlib import Path

import psutil
import pytest
from recordings.long_edf import write_long_edf

from eegview.app.montage.store import montage_by_id
from eegview.app.page.building import build_page
from eegview.app.presets import preset_by_id
from eegview.model.display.page import PageRequest
from eegview.model.span import Span
from eegview.readers.opening import open_recording

SIZES = {"32x256": (24, 32, 256), "128x512": (24, 128, 512)}  # hours, channels, Hz


@pytest.fixture(scope="module", params=SIZES)
def night(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a day of EEG of this size."""
    hours, n_channels, rate_hz = SIZES[request.param]
    return write_long_edf(tmp_path_factory.mktemp("night") / "night.edf", hours, n_channels, rate_hz, filled_s=30)


def test_open(benchmark, night: Path) -> None:
    before = psutil.Process().memory_info().rss

    def open_and_close() -> float:
        source = open_recording(night)
        source.close()
        return source.recording.duration_s

    assert benchmark(open_and_close) == 24 * 3600
    assert psutil.Process().memory_info().rss - before < 50 * 2**20
    if benchmark.stats:
        assert benchmark.stats.stats.min < 0.1


def test_first_page(benchmark, night: Path) -> None:
    """Open, and build ten seconds in the middle of the night, filters on."""
    montage, filters = montage_by_id("longitudinal_bipolar"), preset_by_id("clinical").filters

    def open_and_build() -> int:
        source = open_recording(night)
        try:
            request = PageRequest(source.recording.fingerprint, Span(43_200, 43_210), montage, filters)
            return len(build_page(source, request).traces)
        finally:
            source.close()

    assert benchmark(open_and_build) >= 18
    if benchmark.stats:
        assert benchmark.stats.stats.min < 0.25
