import numpy as np
import pytest
from detectors.plugin_runs import run_plugin, scalp_source

from eegview.model.span import Span

RATE_HZ = 128.0
LOSSES = ((75.0, 2.0), (239.0, 3.0), (400.0, 1.5))  # the second lies across a piece's edge if pieces are 240 s


@pytest.fixture(scope="module")
def data():
    rng = np.random.default_rng(6)
    n = int(480 * RATE_HZ)
    eeg = rng.normal(0, 20, (19, n))
    times_s = np.arange(n) / RATE_HZ
    for onset_s, length_s in LOSSES:
        eeg[:, (times_s >= onset_s) & (times_s < onset_s + length_s)] *= 0.2
    return eeg.astype(np.float32)


def test_losses_are_found_where_they_are(data):
    report = run_plugin("electrodecrement", scalp_source(data, RATE_HZ))
    assert [event[0] for event in report.events] == pytest.approx([onset_s for onset_s, _ in LOSSES], abs=0.4)
    assert [event[1] for event in report.events] == pytest.approx([length_s for _, length_s in LOSSES], abs=0.8)
    assert all(event[4] == () for event in report.events)


def test_one_hemisphere_is_named(data):
    one_sided = np.random.default_rng(7).normal(0, 20, data.shape).astype(np.float32)
    from recordings.memory_source import SCALP_10_20

    right = [k for k, name in enumerate(SCALP_10_20) if name[-1] in "2468"]
    one_sided[np.ix_(right, range(9000, 9300))] *= 0.1
    (event,) = run_plugin("electrodecrement", scalp_source(one_sided, RATE_HZ)).events
    assert set(event[4]) == {"Fp2-F4", "F4-C4", "C4-P4", "P4-O2", "Fp2-F8", "F8-T8", "T8-P8", "P8-O2"}
    off = run_plugin("electrodecrement", scalp_source(one_sided, RATE_HZ), one_side=False)
    assert all(event[4] == () for event in off.events)


def test_a_part_of_the_recording_gives_the_same_events(data):
    source = scalp_source(data, RATE_HZ)
    whole = run_plugin("electrodecrement", source).events
    part = run_plugin("electrodecrement", source, span=Span(200.0, 480.0)).events
    assert [event[0] for event in part] == [event[0] for event in whole if event[0] >= 200.0]


def test_nothing_is_proposed_across_a_gap(data):
    parts = (data[:, : int(100 * RATE_HZ)], data[:, int(300 * RATE_HZ) :])
    report = run_plugin("electrodecrement", scalp_source(parts, RATE_HZ, (0.0, 500.0)))
    assert [event[0] for event in report.events] == pytest.approx([75.0, 600.0], abs=0.4)
