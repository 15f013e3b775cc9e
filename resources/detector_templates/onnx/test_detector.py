"""Tests of the detector @ID@; run them with: python -m pytest"""

from pathlib import Path

import numpy as np

from eegview.testing import TEN_TWENTY, MadeRecording, assert_contract, check, from_arrays, run

FOLDER = @FOLDER@
RATE_HZ = 256.0


def with_a_wave(height_uv: float, onset_s: float = 40.2) -> MadeRecording:
    """Return two minutes of quiet noise with half a second of a large wave at C3."""
    n_samples = round(120 * RATE_HZ)
    data = 5.0 * np.random.default_rng(1).standard_normal((len(TEN_TWENTY), n_samples))
    times_s = np.arange(n_samples) / RATE_HZ
    during = (times_s >= onset_s) & (times_s < onset_s + 0.5)
    data[TEN_TWENTY.index("C3"), during] += height_uv / 2 * np.sin(2 * np.pi * 6.0 * (times_s[during] - onset_s))
    return from_arrays(data, TEN_TWENTY, RATE_HZ)


def test_the_folder_has_no_fault() -> None:
    assert [str(fault) for fault in check(FOLDER) if not fault.is_warning] == []


def test_a_large_wave_is_found_where_it_is() -> None:
    (found,) = run(FOLDER, with_a_wave(600.0)).events
    assert found.term_id == "high_amplitude_channel"
    assert found.onset_s <= 40.2 <= found.span.stop_s
    assert set(found.channels) == {"F3-C3", "C3-P3"}


def test_a_small_wave_is_not_found() -> None:
    assert run(FOLDER, with_a_wave(100.0)).events == ()


def test_the_threshold_decides() -> None:
    assert run(FOLDER, with_a_wave(300.0), threshold=0.95).events == ()


def test_it_keeps_the_laws_of_detectors() -> None:
    assert_contract(FOLDER)
