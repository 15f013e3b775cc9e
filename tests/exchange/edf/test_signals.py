import numpy as np
import pytest

from eegview.exchange.edf.signals import LARGEST_UV, EdfSignals, write_signals
from eegview.readers.opening import open_recording


def _written(folder, signals, parts):
    write_signals(folder / "out.edf", signals, parts)
    source = open_recording(folder / "out.edf")
    span = source.recording.segments[0]
    return source, [source.read([c], 0, span)[0] for c in range(len(signals.labels))]


def test_values_come_back_within_a_digit_and_gaps_and_nan_are_zero(tmp_path):
    rng = np.random.default_rng(3)
    data = rng.normal(0, 80, (2, 3000)).astype(np.float32)
    data[1, 10] = np.nan
    signals = EdfSignals(("Fp1-F7", "C3-P3"), 200.0, (500.0, 1000.0), 20.0)
    source, found = _written(tmp_path, signals, [(0, data[:, :1500]), (2000, data[:, 1500:])])
    try:
        assert [c.label for c in source.recording.channels] == ["Fp1-F7", "C3-P3"]
        assert source.recording.duration_s == 20.0
        for row, limit_uv, values in zip(data, (500.0, 1000.0), found, strict=True):
            step_uv = 2 * limit_uv / 65534
            np.testing.assert_allclose(values[:1500], np.nan_to_num(row[:1500]), atol=0.51 * step_uv)
            np.testing.assert_allclose(values[2000:3500], row[1500:], atol=0.51 * step_uv)
            assert np.all(np.abs(values[1500:2000]) < step_uv)
            assert np.all(np.abs(values[3500:]) < step_uv)
    finally:
        source.close()


@pytest.mark.parametrize("limit_uv", [1.0, 187500.0, 999999.6, 1234567.0, LARGEST_UV])
def test_a_limit_of_any_size_fits_its_field(tmp_path, limit_uv):
    data = np.array([[-limit_uv, 0.0, limit_uv, 0.5 * limit_uv]], np.float32)
    source, (values,) = _written(tmp_path, EdfSignals(("Cz",), 4.0, (limit_uv,), 1.0), [(0, data)])
    source.close()
    np.testing.assert_allclose(values, data[0], rtol=1e-4, atol=1e-4 * limit_uv)


def test_what_no_header_can_tell_is_clipped(tmp_path):
    data = np.array([[-1e12, 0.0, 1e12, 1e6]], np.float32)
    source, (values,) = _written(tmp_path, EdfSignals(("Cz",), 4.0, (1e12,), 1.0), [(0, data)])
    source.close()
    np.testing.assert_allclose(values, [-LARGEST_UV, 0.0, LARGEST_UV, 1e6], rtol=1e-3, atol=400.0)


@pytest.mark.parametrize("rate_hz", [199.8003, 256.0163850486431, 99.98, 0.30001])
def test_a_rate_that_fills_no_whole_seconds_is_kept(tmp_path, rate_hz):
    signals = EdfSignals(("Cz",), rate_hz, (100.0,), 900 / rate_hz)
    data = np.linspace(-90, 90, 900, dtype=np.float32)[None]
    source, (values,) = _written(tmp_path, signals, [(0, data)])
    source.close()
    assert source.recording.channels[0].rate_hz == pytest.approx(rate_hz, rel=1e-6)
    np.testing.assert_allclose(values[:900], data[0], atol=0.01)
