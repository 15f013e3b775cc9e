"""A score sheet drawn from the command line."""

import datetime
import json
from pathlib import Path

import edfio
import numpy as np
import pytest

from eegview.app.scoring.amplitude_request import request_of
from eegview.app.scoring.scales import scale_parameters
from eegview.cli.run import main
from eegview.model.span import Span


@pytest.fixture
def recording(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return six minutes of two channels, with a patient's name, recorded from 22:00."""
    monkeypatch.setenv("EEGVIEW_LIBRARY", str(tmp_path / "library.sqlite"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    for name in ("EEGVIEW_REVIEWER", "EEGVIEW_ROLE"):
        monkeypatch.delenv(name, raising=False)
    file = tmp_path / "night.edf"
    wave = 150 * np.sin(2 * np.pi * np.arange(360 * 64) / 64)
    signals = [
        edfio.EdfSignal(values, 64, label=f"EEG {name}-Ref", physical_dimension="uV", physical_range=(-400, 400))
        for name, values in (("F3", wave), ("C3", 0 * wave))
    ]
    patient = edfio.Patient(code="X17", name="Somebody")
    edfio.Edf(signals, patient=patient, starttime=datetime.time(22, 0, 0)).write(file)
    return file


def test_a_sheet_is_drawn_with_the_amplitudes_of_its_epoch(
    recording: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evidence = tmp_path / "e.json"
    evidence.write_text(json.dumps({"bins": [{"page": 1, "bin": 1, "foci": ["F3"]}]}), encoding="utf-8")
    out = tmp_path / "sheet.svg"
    words = ["score", str(recording), "--epoch", "30", "--import", str(evidence), "-o", str(out)]
    assert main(words) == 0
    assert "Wrote sheet.svg." in capsys.readouterr().err
    svg = out.read_text(encoding="utf-8")
    for part in (
        "night.edf",
        "Epoch 22:00:30–22:05:30",
        "Sleep: not staged · no spasm marked · layer “me”",
        "1 focus (≥ 3 needed)",
        "in 1 of 1 rows; highest F3-C3",
        "These medians are automatic and not part of the score",
    ):
        assert part in svg, part
    # 300 µV at 1 Hz through 0.5 and 70 Hz (off at this rate)
    assert "highest F3-C3 268 µV" in svg
    for name in ("Somebody", "X17", str(tmp_path)):
        assert name not in svg


def test_a_name_that_no_picture_has_is_refused_before_anything_is_written(
    recording: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["score", str(recording), "--epoch", "30", "-o", str(tmp_path / "sheet.txt")]) != 0
    assert "A score cannot be drawn as “.txt”.\nUse .png, .svg or .pdf." in capsys.readouterr().err
    assert not (tmp_path / "sheet.txt").exists()


def test_the_request_is_that_of_the_scale() -> None:
    parameters = scale_parameters()
    request = request_of(parameters, Span(30, 330), bad_channels=frozenset({"T7"}))
    assert dict(request.limits_uv)["P3-O1"] == parameters.posterior_limit_uv
    assert dict(request.limits_uv)["F3-C3"] == parameters.limit_uv
    assert request.posterior == set(parameters.posterior_rows)
    assert request.montage.montage_id == parameters.montage_id
    assert request.bad_channels == {"T7"}
