"""The screen of the whole study on a day: a cursor that moves, and a zoom, until they are painted."""

import itertools
import time
from dataclasses import replace

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from trends.made_trends import made_table
from trends.shown_trends import panel, shown_study

from eegview.app.themes import load_themes
from eegview.app.trends.sets import load_sets
from eegview.model.span import Span
from eegview.ui.trends.drawing.picture import Look
from eegview.ui.trends.drawing.time_window import TimeWindow
from eegview.ui.trends.stack import PanelStack

DAY_S = 86400.0
CURSOR_S, ZOOM_S = 0.005, 0.050  # of the processor, at most, the middle of many


@pytest.fixture(params=["night", "spasms", "background"])
def stack(request: pytest.FixtureRequest, qtbot) -> PanelStack:
    """Return the panels of a set over a day with 400 spasms, at full-HD size."""
    found = PanelStack(Look(load_themes()[0]))
    qtbot.addWidget(found)
    found.use_room(930)
    found.resize(1620, 930)
    study = shown_study(made_table(DAY_S), DAY_S)
    found.show_study(replace(study, spasms_s=np.linspace(100.0, DAY_S - 100.0, 400)))
    found.show_panels([panel(one) for one in next(s for s in load_sets() if s.set_id == request.param).panels])
    found.show_span(Span(0.0, DAY_S))
    found.show()
    qtbot.waitExposed(found)
    found.repaint()
    return found


def test_a_cursor_moves(stack: PanelStack, qapp, benchmark: BenchmarkFixture) -> None:
    times_s = itertools.cycle(np.linspace(0.0, DAY_S - 1.0, 97).tolist())

    spent_s: list[float] = []

    def move() -> None:
        before_s = time.thread_time()
        stack.show_cursor(next(times_s))
        qapp.processEvents()
        spent_s.append(time.thread_time() - before_s)

    benchmark.pedantic(move, rounds=200, warmup_rounds=5)
    assert np.median(spent_s) < CURSOR_S


def test_a_zoom(stack: PanelStack, benchmark: BenchmarkFixture) -> None:
    whole = Span(0.0, DAY_S)
    anchors_s = itertools.count(20_000.0, 61.0)

    spent_s: list[float] = []

    def zoom() -> None:
        before_s = time.thread_time()
        anchor_s = next(anchors_s)  # never the same: nothing is kept from before
        stack.show_span(TimeWindow(whole, whole).zoomed(1 + anchor_s % 9, anchor_s).span)
        stack.repaint()
        spent_s.append(time.thread_time() - before_s)

    benchmark.pedantic(zoom, rounds=60, warmup_rounds=3)
    assert np.median(spent_s) < ZOOM_S
