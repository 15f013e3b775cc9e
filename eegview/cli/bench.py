"""`eegview bench`: the speed of opening, page building and drawing on this machine."""

import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from eegview.app.montage.store import montage_by_id
from eegview.app.presets import DEFAULT_PRESET_ID, preset_by_id
from eegview.cli.output import print_json, print_line
from eegview.cli.reviewer import EncodingOption
from eegview.model.display.page import PageRequest, PageResult
from eegview.model.errors import UsageError
from eegview.model.recording import SignalSource
from eegview.model.span import Span

_Result = TypeVar("_Result")

_CANVAS_PX = (960, 1880)  # the traces' part of a 1920 × 1080 screen

_MOST = 10_000  # pages, and seconds of one


def bench(
    file: Annotated[Path, typer.Argument(help="The recording.", show_default=False)],
    page_s: Annotated[float, typer.Option("--page", help="Page length in seconds.")] = 10.0,
    montage: Annotated[str, typer.Option(help="Montage id.")] = "none",
    n_pages: Annotated[int, typer.Option("--pages", help="How many pages, spread over the recording.")] = 40,
    encoding: EncodingOption = "",
    json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Measure opening, page building and drawing of a recording, clinical filters on.

    Example: eegview bench study.edf --json
    """
    if not 0 < page_s <= _MOST or not 1 <= n_pages <= _MOST:
        raise UsageError("There is nothing to measure.", f"Give --page and --pages above 0, up to {_MOST}.")
    from eegview.readers.opening import open_recording

    start_s = time.perf_counter()
    source = open_recording(file, encoding=encoding)
    open_ms = (time.perf_counter() - start_s) * 1000
    try:
        result = {"open_ms": round(open_ms, 3)} | measure(source, montage, page_s, n_pages)
    finally:
        source.close()
    if json:
        print_json(result)
        return
    for name, value in result.items():
        print_line(f"{name:<20} {value}")


def measure(source: SignalSource, montage_id: str, page_s: float, n_pages: int) -> dict[str, Any]:
    """Measure times (ms, median and p95) of pages not read before (cold), the same again (warm), and their drawing.

    The file's own blocks may be in the system's cache already; "cold" is cold to this program.
    """
    import numpy as np

    from eegview.app.kernel_file import load_kernels
    from eegview.app.page.building import build_page
    from eegview.dsp.raster import RowLine, draw_traces

    start_s = time.perf_counter()
    load_kernels()
    warm_up_ms = (time.perf_counter() - start_s) * 1000
    recording = source.recording
    preset = preset_by_id(DEFAULT_PRESET_ID)
    chosen = montage_by_id(montage_id)
    last_s = max(recording.duration_s - page_s, 0.0)
    requests = [
        PageRequest(recording.fingerprint, Span(at_s, at_s + page_s), chosen, preset.filters)
        for at_s in np.linspace(0, last_s, n_pages).tolist()
    ]
    pages: list[PageResult] = []
    cold_ms: list[float] = []
    for request in requests:
        page, page_ms = _timed_ms(partial(build_page, source, request))
        pages.append(page)
        cold_ms.append(page_ms)
    warm_ms = [_timed_ms(partial(build_page, source, request))[1] for request in requests]

    height_px, width_px = _CANVAS_PX
    canvas = np.full(_CANVAS_PX, 0xFFFFFFFF, np.uint32)
    px_per_uv = 3.8 / preset.sensitivity_uv_per_mm  # of a screen with 96 px to the inch
    draw_ms: list[float] = []
    for page in pages:
        n_rows = max(len(page.rows), 1)
        row_lines = [
            RowLine((number + 0.5) * height_px / n_rows, px_per_uv * preset.gain(row.kind), 0xFF000000)
            for number, row in enumerate(page.rows)
        ]
        draw = partial(draw_traces, canvas, page.traces, row_lines, page.request.span, 0, width_px)
        draw_ms.append(_timed_ms(draw)[1])
    return {
        "warm_up_ms": round(warm_up_ms, 3),
        "page_cold_ms": _summary(cold_ms),
        "page_warm_ms": _summary(warm_ms),
        "draw_ms": _summary(draw_ms),
        "montage": montage_id,
        "n_rows": len(pages[0].rows),
        "page_s": page_s,
        "n_pages": n_pages,
        "page_mib": round(sum(trace.values.nbytes for trace in pages[0].traces) / 2**20, 3),
        "peak_memory_mib": _peak_memory_mib(),
    }


def _timed_ms(work: Callable[[], _Result]) -> tuple[_Result, float]:
    """Return the result of `work`, and how long it took (ms)."""
    start_s = time.perf_counter()
    result = work()
    return result, (time.perf_counter() - start_s) * 1000


def _summary(times_ms: list[float]) -> dict[str, float]:
    import numpy as np

    return {"median": round(float(np.median(times_ms)), 3), "p95": round(float(np.percentile(times_ms, 95)), 3)}


def _peak_memory_mib() -> float | None:
    """Return the peak memory (MiB) of this process, None where the system does not report it (Windows)."""
    if sys.platform == "win32":
        return None
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (2**20 if sys.platform == "darwin" else 2**10), 1)  # bytes on macOS, KiB elsewhere
