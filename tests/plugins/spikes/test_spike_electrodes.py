"""What spikes are measured in: electrodes instead of rows, and the usual height of their peaks."""

import numpy as np
import pytest
from detectors.plugin_parts import plugin_part

from eegview.dsp.sharp_peaks import sharp_peaks

electrodes = plugin_part("spikes", "electrodes")
heights = plugin_part("spikes", "usual_heights")
RATE_HZ = 256.0


def test_a_shared_electrode_adds_up_over_the_rows_that_turn_over():
    rows = ("Fp1-F3", "F3-C3", "C3-P3")
    names, weights = electrodes.electrode_weights(rows)
    assert names == ("Fp1", "F3", "C3", "P3")
    potentials = dict.fromkeys(names, 0.0) | {"F3": -90.0}
    data = np.array([[potentials[a] - potentials[b]] for a, b in (row.split("-") for row in rows)], np.float32)
    values = electrodes.at_electrodes(data, weights)[:, 0]
    assert values[names.index("F3")] == pytest.approx(-90)
    assert np.abs(values).argmax() == names.index("F3") or values[0] == pytest.approx(90)


def test_rows_of_single_electrodes_stand_for_themselves():
    names, weights = electrodes.electrode_weights(("F3", "C3"))
    assert names == ("F3", "C3")
    np.testing.assert_array_equal(weights, np.eye(2))


def test_sharpening_takes_slow_waves_away():
    times = np.arange(4096) / RATE_HZ
    rows = np.stack([np.sin(2 * np.pi * 1 * times), np.sin(2 * np.pi * 20 * times)]).astype(np.float32) * 100
    out = electrodes.sharpened(rows, RATE_HZ)[:, 1000:3000]
    assert np.abs(out[0]).max() < 5
    assert np.abs(out[1]).max() > 80


def test_the_usual_height_is_of_the_row_and_the_time():
    rows = np.random.default_rng(4).normal(0, 1, (2, 8192)).astype(np.float32) * np.array([[1], [10]], np.float32)
    found = sharp_peaks(rows, RATE_HZ)
    usual = heights.usual_heights(found, 2, RATE_HZ, 8192, 0, 1.0, 8)
    ratio = np.median(usual[found.row == 1]) / np.median(usual[found.row == 0])
    assert ratio == pytest.approx(10, rel=0.2)
