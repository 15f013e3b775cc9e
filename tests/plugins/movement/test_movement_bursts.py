import numpy as np
import pytest
from detectors.plugin_runs import run_plugin, scalp_source

from eegview.model.span import Span

RATE_HZ = 25.0


@pytest.fixture
def source():
    return scalp_source(np.zeros((19, 1280), np.float32), 4.0)  # 320 s; its EEG is not looked at


def _movement(*bursts):
    times_s = np.arange(20 * RATE_HZ, 300 * RATE_HZ) / RATE_HZ
    values = np.abs(np.random.default_rng(1).normal(0, 0.2, len(times_s)))
    for start_s, length_s, height in bursts:
        values[(times_s > start_s) & (times_s <= start_s + length_s)] += height
    return times_s, values.astype(np.float32)


def test_bursts_are_proposed_with_their_reasons(source):
    report = run_plugin("movement_bursts", source, movement=_movement((100, 1.0, 30), (200, 8.0, 30)))
    assert [(round(e[0]), e[2]) for e in report.events] == [(100, "movement"), (200, "movement")]
    assert [e[5][1][0] for e in report.events] == ["one short burst", "long movement"]
    assert report.events[0][3] > report.events[1][3]


def test_short_bursts_alone_may_be_asked_for(source):
    movement = _movement((100, 1.0, 30), (200, 8.0, 30))
    report = run_plugin("movement_bursts", source, movement=movement, which="short")
    assert [round(event[0]) for event in report.events] == [100]


def test_the_trend_is_the_largest_movement_of_each_second(source):
    report = run_plugin("movement_bursts", source, movement=_movement((100, 1.0, 30)))
    values = report.values("Movement on video")
    assert len(values) == 320
    assert np.isnan(values[:20]).all()
    assert np.isnan(values[300:]).all()
    assert np.nanargmax(values) == 100


def test_only_what_is_searched_is_reported(source):
    movement = _movement((100, 1.0, 30), (200, 1.0, 30))
    report = run_plugin("movement_bursts", source, Span(150.0, 250.0), movement)
    assert [round(event[0]) for event in report.events] == [200]
    assert len(report.values("Movement on video")) == 100


def test_without_video_it_says_so(source):
    report = run_plugin("movement_bursts", source)
    assert report.events == []
    assert "no movement trace" in report.notes[0]
