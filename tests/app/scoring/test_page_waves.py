import numpy as np
import pytest

from eegview.app.scoring.page_waves import highest_wave
from eegview.model.channel import ChannelKind
from eegview.model.display.filters import NO_FILTERS
from eegview.model.display.montage import Montage, Row
from eegview.model.display.page import PageRequest, PageResult, Trace
from eegview.model.scoring.parameters import ScaleParameters
from eegview.model.span import Span

LABELS = ("F3-C3", "P3-O1", "ECG")
RATE_HZ = 100.0


def page_of(*heights_uv: float, first_s: float = 10.0, gap: bool = False) -> PageResult:
    """Return a page of 5 s whose rows step from 0 to a height at 12 s, for 0.5 s."""
    rows = tuple(
        Row(label, ChannelKind.ECG if label == "ECG" else ChannelKind.EEG, "left", (0, 1), (1.0, -1.0), RATE_HZ)
        for label in LABELS
    )
    traces = []
    for number, height_uv in enumerate(heights_uv):
        values = np.zeros(500, np.float32)
        values[200:250] = height_uv
        if gap:
            values[210] = np.nan
        traces.append(Trace(number, first_s, RATE_HZ, values))
    montage = Montage("m", "M", ())
    return PageResult(PageRequest("f", Span(10.0, 15.0), montage, NO_FILTERS, frozenset()), rows, tuple(traces))


def test_the_row_that_is_highest_against_its_limit_is_measured(parameters: ScaleParameters) -> None:
    wave = highest_wave(page_of(210.0, 290.0, 900.0), Span(11.5, 12.5), LABELS[:2], parameters)
    assert wave is not None
    assert (wave.row, wave.value_uv) == ("F3-C3", 210.0)  # posterior rows have a higher limit
    assert wave.span.start_s == pytest.approx(11.5)
    wave = highest_wave(page_of(210.0, 390.0, 900.0), Span(11.5, 12.5), LABELS[:2], parameters)
    assert wave is not None
    assert wave.row == "P3-O1"


def test_nothing_is_measured_in_a_gap_or_off_the_page(parameters: ScaleParameters) -> None:
    assert highest_wave(page_of(210.0, 290.0, 1.0, gap=True), Span(11.5, 12.5), LABELS[:2], parameters) is None
    assert highest_wave(page_of(210.0, 290.0, 1.0), Span(31.5, 32.5), LABELS[:2], parameters) is None
