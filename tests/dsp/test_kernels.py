"""Kernels are swapped whole, and warmed up completely."""

import numpy as np
import pytest

from eegview.dsp import compiled, kernels
from eegview.dsp import numpy_kernels as plain
from eegview.dsp.envelope import envelope
from eegview.dsp.filtering import filter_rows
from eegview.dsp.raster import RowLine, draw_traces
from eegview.model.display.filters import FilterSpec, Phase
from eegview.model.display.page import Trace
from eegview.model.span import Span

pytestmark = pytest.mark.usefixtures("numba_kernels")  # compiled once for all processes


def test_the_plain_kernels_answer_until_the_compiled_ones_are_ready() -> None:
    before = kernels.active()
    kernels.use(plain)
    assert not kernels.is_ready()
    kernels.warm_up()
    assert kernels.is_ready()
    assert kernels.active() is compiled
    kernels.use(before)


def test_warming_up_compiles_everything_a_page_needs() -> None:
    """Compiling costs half a second: it must not happen while a page is asked for."""
    before = kernels.active()
    kernels.warm_up()
    functions = (compiled.run_sections, compiled.column_spans, compiled.paint_into, compiled.bin_extremes)
    known = [set(function.signatures) for function in functions]
    values = np.zeros(500, np.float32)
    values.flags.writeable = False
    for phase in Phase:
        rows = np.zeros((3, 500))
        rows[1, 40] = np.nan
        filter_rows(rows, FilterSpec(0.5, 70, 50, phase), 256.0)
    screen = np.zeros((300, 400), np.uint32)
    for picture in (screen, screen[20:200]):
        draw_traces(picture, [Trace(0, 0.0, 256.0, values)], [RowLine(5, 1.0, 0xFF123456)], Span(0, 2), 3, 390, 2)
    envelope(values, np.array([0, 10, 500]))
    kernels.use(before)
    assert [set(function.signatures) for function in functions] == known
