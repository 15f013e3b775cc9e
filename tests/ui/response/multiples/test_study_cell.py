"""A page in small: every spike is drawn, missing samples break the line, all studies have one scale."""

import itertools

import numpy as np
import pytest
from PySide6.QtCore import QRectF

from eegview.app.themes import load_themes
from eegview.model.channel import ChannelKind
from eegview.model.display.filters import DisplayFilters
from eegview.model.display.montage import Montage, Row
from eegview.model.display.page import PageRequest, PageResult, Trace
from eegview.model.span import Span
from eegview.ui.response.multiples.study_cell import LINES, cell_areas, page_lines
from eegview.ui.response.multiples.study_small import eeg_rows

AREA = QRectF(10.0, 20.0, 100.0, 40.0)
THEME = load_themes()[0]


def page(*rows: np.ndarray) -> PageResult:
    made = [Row(f"R{n}", ChannelKind.EEG, "left", (n,), (1.0,), 200.0) for n in range(len(rows))]
    made.append(Row("ECG", ChannelKind.ECG, "", (9,), (1.0,), 200.0))
    request = PageRequest("f", Span(0.0, 10.0), Montage("m", "M", ()), DisplayFilters())
    traces = tuple(Trace(n, 0.0, 200.0, values.astype(np.float32)) for n, values in enumerate(rows))
    return PageResult(request, tuple(made), traces)


def test_a_spike_of_one_sample_is_drawn_at_its_height_and_place() -> None:
    flat, spiky = np.zeros(2000), np.zeros(2000)
    spiky[777] = -300.0
    shown = page(flat, spiky)
    assert eeg_rows(shown) == (0, 1)
    (first, colour), (second, _colour) = (
        (line.toList(), colour) for line, colour in page_lines(shown, (0, 1), AREA, 10.0, THEME)
    )
    assert colour == THEME.trace_left
    assert {point.y() for point in first} == {30.0}
    peak = min(second, key=lambda point: point.y())
    assert peak.y() == pytest.approx(50.0 - 30.0)  # negative is up
    assert peak.x() == pytest.approx(10.0 + 777 / 200 / 10 * 100, abs=0.1)
    assert len(second) <= 450


def test_missing_samples_break_the_line() -> None:
    holed = np.sin(np.arange(2000) / 20)
    holed[500:900] = np.nan
    lines = [line.toList() for line, _colour in page_lines(page(holed), (0,), AREA, 1.0, THEME)]
    assert len(lines) == 2
    assert max(point.x() for point in lines[0]) < 36
    assert min(point.x() for point in lines[1]) > 54


def test_the_parts_of_a_cell_lie_below_one_another() -> None:
    areas = cell_areas(200.0, 12.0)
    assert len(areas) == len(LINES)
    assert all(lower.top() >= upper.bottom() for upper, lower in itertools.pairwise(areas))
    assert cell_areas(200.0, 12.0, is_low=True)[-1].bottom() < areas[-1].bottom() * 0.8
