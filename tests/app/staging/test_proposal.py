"""What a run proposes for each epoch, from its detections and its trend."""

import numpy as np
import pytest

from eegview.app.staging.proposal import ASLEEP_TREND, SleepRun
from eegview.clinical.epoch_grid import EpochGrid
from eegview.model.span import Span
from eegview.model.suggestion.detection import Detection, DetectorRun, Trend

RUN = DetectorRun("r", "f" * 64, "sleep", "Sleep", "1.0.0", "ab" * 32, (), Span(0, 300), "2026-01-01", "ann")


def found(number: int, start_s: float, stop_s: float, stage: str = "", score: float = 0.9) -> Detection:
    attributes = (("stage", stage),) if stage else ()
    return Detection(number, start_s, stop_s - start_s, "sleep_stage", score, attributes=attributes)


def trend(*values: float) -> Trend:
    return Trend(ASLEEP_TREND, "", 0.0, 30.0, np.array(values, np.float32))


def test_sleep_without_a_stage_and_wake_by_the_trend() -> None:
    run = SleepRun(RUN, (found(0, 60.0, 130.0),), trend(0.1, 0.2, 0.9, 0.9, 0.9, 0.7, np.nan, 0.3))
    proposal = run.proposal(EpochGrid(300.0))
    assert proposal.stages == ("W", "W", "S", "S", "", "", "", "W", "", "")  # a third of epoch 4, no long sleep in 5
    assert (proposal.title, proposal.is_sleep_and_wake_only) == ("Sleep 1.0.0", True)


def test_stages_are_proposed_where_a_detector_tells_them() -> None:
    given = (
        found(0, 0.0, 30.0, "N2"),
        found(1, 30.0, 60.0, "R"),
        found(2, 60.0, 90.0, "X"),
        found(3, 90, 120, "W", 0.3),
    )
    proposal = SleepRun(RUN, given, None).proposal(EpochGrid(150.0))
    assert proposal.stages == ("N2", "R", "", "", "")
    assert not proposal.is_sleep_and_wake_only


def test_a_grid_of_other_epochs_takes_the_values_that_lie_in_it() -> None:
    proposal = SleepRun(RUN, (), trend(0.1, 0.9, 0.1)).proposal(EpochGrid(90.0, 20.0))
    assert proposal.stages == ("W", "", "", "W", "W")  # what lies across 0.1 and 0.9 stays open


@pytest.mark.parametrize("duration_s", [0.0, 10.0])
def test_short_recordings_are_no_trouble(duration_s: float) -> None:
    grid = EpochGrid(duration_s)
    assert len(SleepRun(RUN, (found(0, 0.0, 10.0),), trend(0.2)).proposal(grid).stages) == grid.n_epochs
