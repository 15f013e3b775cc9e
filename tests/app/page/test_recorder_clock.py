"""A page of a recording whose recorder's clock is not the header's: nothing restarts where nothing broke off."""

from pathlib import Path

import numpy as np
import pytest
from recordings.edf_files import File, Signal, write_file

from eegview.app.page.grid import build_grid
from eegview.model.channel import ChannelKind
from eegview.model.display.filters import DisplayFilters, FilterSpec
from eegview.model.display.montage import Montage
from eegview.model.display.page import PageRequest
from eegview.model.span import Span
from eegview.readers.opening import open_study

AS_RECORDED = Montage("none", "As recorded", as_recorded=True)
LOW_CUT = DisplayFilters(((ChannelKind.EEG, FilterSpec(low_cut_hz=0.5)),))


def sine_file(rate_hz: float, n_records: int, first: int = 0, **changes: object) -> File:
    """Return 10 Hz, 50 µV on an electrode's 800 µV, 200 samples a record."""
    samples = np.arange(first, first + 200 * n_records)
    digits = np.round((800 + 50 * np.sin(2 * np.pi * 10 * samples / rate_hz)) * 10).astype(int)
    stamps = [f"{r * 200 / rate_hz:.6f}" for r in range(n_records)]
    return File([Signal("EEG C3", digits.reshape(n_records, 200))], stamps, reserved="EDF+D").with_(**changes)


def peak_uv(paths: list[Path], start_s: float, stop_s: float) -> float:
    source = open_study(paths)
    try:
        recording = source.recording
        assert recording.channels[0].kind is ChannelKind.EEG
        grid = build_grid(source, PageRequest(recording.fingerprint, Span(start_s, stop_s), AS_RECORDED, LOW_CUT))
    finally:
        source.close()
    assert np.isfinite(grid.data).all()
    return float(np.abs(grid.data).max())


@pytest.mark.parametrize("rate_hz", [199.8, 200.2, 199.97, 200.0])
def test_no_step_is_drawn_where_the_recording_goes_on(tmp_path: Path, rate_hz: float) -> None:
    path = write_file(tmp_path / "a.edf", sine_file(rate_hz, 60))
    assert peak_uv([path], 20, 40) <= 51


def test_a_break_of_less_than_two_samples_is_none(tmp_path: Path) -> None:
    stamps = [f"{r + (0.009 if r >= 30 else 0):.6f}" for r in range(60)]
    path = write_file(tmp_path / "a.edf", sine_file(200.0, 60, onsets_s=stamps))
    assert peak_uv([path], 20, 40) <= 51


def test_files_that_follow_each_other_are_one_stretch(tmp_path: Path) -> None:
    first = write_file(tmp_path / "a.edf", sine_file(200.0, 30, time="10.00.00"))
    second = write_file(tmp_path / "b.edf", sine_file(200.0, 30, 6000, time="10.00.30"))
    assert peak_uv([first, second], 20, 40) <= 51
