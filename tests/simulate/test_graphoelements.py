"""What the simulator says of its spikes and waves is what it draws."""

import numpy as np
import pytest

from eegview.model.span import Span
from eegview.simulate.canvas import Canvas
from eegview.simulate.graphoelements import add_graphoelements, spikes_within, waves_within
from eegview.simulate.head import ELECTRODES
from eegview.simulate.plan import RATE_HZ
from eegview.simulate.study import plan_study

SPAN = Span(600.0, 680.0)


@pytest.fixture(scope="module")
def plan():
    return plan_study(0.5, 7)


def test_every_wave_that_is_told_is_drawn_there(plan, monkeypatch: pytest.MonkeyPatch) -> None:
    starts_s: list[float] = []
    window = Canvas.window

    def watched(self: Canvas, start_s: float, length_s: float):
        starts_s.append(start_s)
        return window(self, start_s, length_s)

    monkeypatch.setattr(Canvas, "window", watched)
    add_graphoelements(Canvas(round(SPAN.start_s) * RATE_HZ, round(SPAN.duration_s) * RATE_HZ), plan)
    drawn = np.sort(starts_s)
    waves, spikes = waves_within(plan, SPAN), spikes_within(plan, SPAN)
    assert len(waves) > 5
    for _name, onset_s in waves:
        after_s = drawn[drawn >= onset_s - 1e-9] - onset_s
        assert after_s.min() < 0.51  # a spindle of one side begins up to half a second late
    for spike in spikes:
        assert np.abs(drawn - spike.onset_s).min() < 1e-9
    names = {name for name, _onset_s in waves}
    assert names <= {"spindle", "posterior_slow_wave", "vertex_wave", "blink", "eye_movement"}


def test_a_spike_is_highest_at_its_peak_where_its_field_is(plan) -> None:
    spike = next(one for one in spikes_within(plan, Span(300.0, 900.0)) if min(one.sizes_uv) < -150)
    start = int(spike.onset_s) - 1
    canvas = Canvas(start * RATE_HZ, 4 * RATE_HZ)
    add_graphoelements(canvas, plan)
    at = round((spike.peaks_s[0] - start) * RATE_HZ)
    near = canvas.eeg[:, at - 3 : at + 4].min(axis=1)
    place = int(np.argmax(spike.field[:19]))
    assert near[place] < 0.6 * spike.sizes_uv[0]
    assert ELECTRODES[int(np.argmin(near[:19]))] in {ELECTRODES[i] for i in np.argsort(-spike.field[:19])[:4]}
