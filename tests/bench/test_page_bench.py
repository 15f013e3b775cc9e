"""How long a page takes; run with `pytest tests/bench --benchmark-only`.

The limits are those of the design with room for a busy machine; the figures are what to look at.
"""

import numpy as np
import pytest
from recordings.memory_source import SCALP_10_20, noise_source

from eegview.app.montage.store import montage_by_id
from eegview.app.page.building import build_page
from eegview.app.presets import preset_by_id
from eegview.dsp import kernels
from eegview.dsp import numpy_kernels as plain
from eegview.dsp.raster import RowLine, draw_traces
from eegview.model.display.page import PageRequest, PageResult
from eegview.model.span import Span

CLINICAL = preset_by_id("clinical")


@pytest.fixture(params=["plain", "compiled"])
def kernel(request: pytest.FixtureRequest):
    """Measure with each set of kernels."""
    before = kernels.active()
    if request.param == "compiled":
        kernels.warm_up()
    else:
        kernels.use(plain)
    yield request.param
    kernels.use(before)


def request_for(page_s: float, montage_id: str = "none") -> PageRequest:
    return PageRequest("memory", Span(40, 40 + page_s), montage_by_id(montage_id), CLINICAL.filters)


@pytest.mark.parametrize(
    ("n_channels", "rate_hz", "limit_ms"), [(32, 256.0, (60, 4)), (128, 512.0, (250, 25))], ids=["32x256", "128x512"]
)
def test_build_10_s(benchmark, kernel: str, n_channels: int, rate_hz: float, limit_ms: tuple[float, float]) -> None:
    names = (SCALP_10_20 + [f"E{k}" for k in range(n_channels)])[:n_channels]
    source = noise_source(names, rate_hz, offset_uv=20_000)
    page = benchmark(build_page, source, request_for(10))
    assert len(page.traces) == n_channels
    if benchmark.stats:
        assert benchmark.stats.stats.median * 1000 < 2 * limit_ms[kernel == "compiled"]


@pytest.mark.parametrize("montage_id", ["longitudinal_bipolar", "common_average", "laplacian"])
def test_build_montage(benchmark, kernel: str, montage_id: str) -> None:
    source = noise_source()
    page: PageResult = benchmark(build_page, source, request_for(15, montage_id))
    assert all(row.is_available for row in page.rows)


def test_draw_15_s(benchmark, kernel: str) -> None:
    page = build_page(noise_source([f"E{k}" for k in range(32)]), request_for(15))
    canvas = np.full((960, 1880), 0xFFFFFFFF, np.uint32)
    looks = [RowLine(15 + 30 * row, 0.25, 0xFF000000) for row in range(32)]
    benchmark(draw_traces, canvas, page.traces, looks, page.request.span, 0, 1880)
    assert (canvas == 0xFF000000).any()
    if benchmark.stats:
        assert benchmark.stats.stats.median * 1000 < (120 if kernel == "plain" else 6)
