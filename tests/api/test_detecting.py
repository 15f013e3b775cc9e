"""Detectors run from Python: what they find, what is kept, and how they fail."""

from pathlib import Path

import pytest
from detectors.made_plugins import make_plugin

import eegview
from eegview.cli.run import main
from eegview.model.errors import DetectorFailed, UsageError

BODY = """
report.event(12.25, 0.5, "spasm", 1 / (1 + 2.718281828459045 ** -parameters["points"]), ["Fp1-F7"],
             [("height", 3.0, "z", parameters["points"])])
report.trend("rhythm", "Hz", recording.span.start_s, 10.0, [1.0, 2.0, 3.0])
report.note("made for a test")
"""
MORE = '[[parameters]]\nname = "points"\nlabel = "Points"\ndefault = 1.0\nmaximum = 5.0\n'


@pytest.fixture
def trusted(tmp_path: Path) -> str:
    """Return the id of a detector that somebody approved."""
    make_plugin(tmp_path / "plugins" / "made", BODY, MORE)
    assert main(["detectors", "trust", "made"]) == 0
    return "made"


def test_a_run_is_returned_and_kept(recording: Path, trusted: str) -> None:
    with eegview.open_study(recording, reviewer="Ann") as study:
        found = study.detect(trusted, points=2)
        runs, kept, trends = study.runs(), study.detections(), study.run_trends()
    assert found.equals(kept)
    (one,) = found.to_dict("records")
    assert (one["onset_s"], one["term"], one["channels"]) == (12.25, "spasm", "Fp1-F7")
    assert one["score"] == pytest.approx(0.8808, abs=1e-4)
    assert one["reasons"] == (("height", 3.0, "z", 2.0),)
    assert found.attrs["notes"] == ["made for a test"]
    assert runs[["detector", "author", "end"]].to_numpy().tolist() == [["made", "Ann", "done"]]
    assert runs["parameters"].tolist() == [{"points": "2.0"}]
    assert trends[["name", "unit", "time_s", "value"]].to_numpy().tolist() == [
        ["rhythm", "Hz", 0.0, 1.0], ["rhythm", "Hz", 10.0, 2.0], ["rhythm", "Hz", 20.0, 3.0]
    ]  # fmt: skip


def test_a_run_that_is_not_to_be_kept_leaves_nothing(recording: Path, trusted: str, tmp_path: Path) -> None:
    with eegview.open_study(recording) as study:
        assert len(study.detect(trusted, store=False, tmin=10, tmax=40)) == 1
        assert study.runs().empty
    assert not (tmp_path / "library.sqlite").exists()


def test_what_makes_no_sense_is_told_before_anything_runs(recording: Path, trusted: str) -> None:
    with eegview.open_study(recording) as study:
        with pytest.raises(UsageError, match="no detector “nothing”"):
            study.detect("nothing")
        with pytest.raises(UsageError, match="no parameter “speed”") as error:
            study.detect(trusted, speed=3)
        assert "points" in error.value.advice
        with pytest.raises(UsageError, match="above 5"):
            study.detect(trusted, points=9.0)
        with pytest.raises(UsageError, match="wrong kind"):
            study.detect(trusted, points="many")
        with pytest.raises(UsageError, match="no samples"):
            study.detect(trusted, tmin=500)
        assert study.runs().empty


def test_a_detector_that_nobody_approved_does_not_run(recording: Path, tmp_path: Path) -> None:
    make_plugin(tmp_path / "plugins" / "made", BODY, MORE)
    with eegview.open_study(recording) as study, pytest.raises(DetectorFailed, match="not been approved") as error:
        study.detect("made")
    assert "detectors trust made" in error.value.advice


def test_a_run_that_breaks_off_is_an_error_and_kept_as_partial(recording: Path, tmp_path: Path) -> None:
    make_plugin(tmp_path / "plugins" / "made", 'report.event(3.0, 0.0, "spasm", 0.5)\nraise ValueError("no")')
    assert main(["detectors", "trust", "made"]) == 0
    with eegview.open_study(recording) as study:
        with pytest.raises(DetectorFailed, match="labelled partial"):
            study.detect("made")
        assert study.runs()["is_partial"].tolist() == [True]
        assert study.detections()["onset_s"].tolist() == [3.0]
