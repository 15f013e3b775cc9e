"""Sleep is staged by the keyboard alone, taken back, opened again, and is what the hypnogram and the clusters say."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from waiting import wait_until
from windows.at_the_window import own_marks, press, study_of, wait_for_page_at, wait_until_saved
from windows.window_fixtures import open_and_wait

from eegview.app.page.overview import SLEEP
from eegview.clinical.cluster_summary import ClusterSummary
from eegview.clinical.hypnogram import hypnogram_of
from eegview.model.annotation import Annotation, new_annotation_id
from eegview.ui.workstation import Workstation

Key, Shift, Ctrl = Qt.Key, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
KEYS = {"W": Key.Key_W, "N1": Key.Key_1, "N2": Key.Key_2, "N3": Key.Key_3, "R": Key.Key_R, "?": Key.Key_X}
NIGHT = ("W", "N1", "N2", "N3", "N2", "R", "W", "W", "N1", "?")


@pytest.fixture(scope="module")
def six_minutes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return 310 s of noise on four electrodes: ten epochs of 30 s, and one of 10 s."""
    import edfio

    rng = np.random.default_rng(2)
    signals = [
        edfio.EdfSignal(
            20 * rng.standard_normal(310 * 100),
            100.0,
            label=f"EEG {name}-Ref",
            physical_dimension="uV",
            physical_range=(-500, 500),
        )
        for name in ("Fp1", "C3", "O1", "Cz")
    ]
    path = tmp_path_factory.mktemp("night") / "night.edf"
    edfio.Edf(signals).write(path)
    return path


def test_a_night_is_staged_by_keys(start_station: Callable[[], Workstation], six_minutes: Path, qtbot) -> None:
    station = open_and_wait(start_station(), six_minutes)
    wait_until(lambda: study_of(station).review.is_open)
    press(station, qtbot, Key.Key_S, modifier=Ctrl | Shift)
    for number, stage in enumerate(NIGHT):
        wait_for_page_at(station, 30.0 * number)
        press(station, qtbot, KEYS[stage])
    press(station, qtbot, Key.Key_W)  # the last epoch, of ten seconds
    wait_until_saved(station)
    assert len(own_marks(station)) == 11
    assert (own_marks(station)[-1].onset_s, own_marks(station)[-1].duration_s) == (300.0, 10.0)
    press(station, qtbot, Key.Key_Z, modifier=Ctrl)
    wait_until(lambda: len(own_marks(station)) == 10)
    press(station, qtbot, Key.Key_Escape)
    for time_s in (215.0, 221.0, 227.0):  # three spasms in the second minute awake
        study_of(station).review.acts.add(Annotation(new_annotation_id(), "spasm", time_s, 1.0))
    wait_until_saved(station)
    station.window.close()

    again = open_and_wait(start_station(), six_minutes)
    wait_until(lambda: len(own_marks(again)) == 13)
    marks = [mark for mark in own_marks(again) if mark.term_id == "sleep_stage"]
    assert [(m.onset_s, m.duration_s, m.attribute("stage")) for m in marks] == [
        (30.0 * number, 30.0, stage) for number, stage in enumerate(NIGHT)
    ]
    found = hypnogram_of(marks)
    assert [(bout.span.start_s, bout.stage) for bout in found.bouts] == [
        (0, "W"), (30, "N1"), (60, "N2"), (90, "N3"), (120, "N2"), (150, "R"), (180, "W"), (240, "N1"), (270, "?")
    ]  # fmt: skip
    assert found.awakenings_s == (180.0,)

    def summary() -> ClusterSummary | None:
        return next(iter(again.clusters.formed.clusters), None)

    wait_until(lambda: summary() is not None)
    cluster = summary()
    assert cluster is not None
    assert (cluster.state, cluster.minutes_awake) == ("W", pytest.approx(35 / 60))
    wait_until(lambda: any(track.course is not None for track in again.overview.whole.tracks))
    (course,) = [track.course for track in again.overview.whole.tracks if track.name == SLEEP]
    assert course is not None
    assert course.stages == ("W", "N1", "N2", "N3", "N2", "R", "W", "N1")
    press(again, qtbot, Key.Key_S, modifier=Ctrl | Shift)
    press(again, qtbot, Key.Key_U)
    wait_for_page_at(again, 300.0)
