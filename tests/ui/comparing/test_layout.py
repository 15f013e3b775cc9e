"""The comparison in narrow and wide windows, and with larger text: nothing is cut, and the window keeps its size."""

import pytest
from made_studies.two_readers import A, B, put_two_layers
from PySide6.QtWidgets import QApplication
from waiting import wait_until
from windows.at_the_window import study_of, wait_until_idle
from windows.layout_faults import layout_faults

from eegview.ui.workstation import Workstation


@pytest.mark.parametrize(
    ("size_px", "scale", "has_numbers"),
    [((1280, 800), 1.0, True), ((1920, 1080), 1.0, True), ((1280, 800), 1.5, False)],
)
def test_the_comparison_fits_the_window(
    station: Workstation,
    library_url: str,
    size_px: tuple[int, int],
    scale: float,
    has_numbers: bool,
) -> None:
    station.appearance.use_scale(scale)
    station.window.resize(*size_px)
    QApplication.processEvents()
    put_two_layers(library_url, study_of(station).recording.fingerprint, [3.0 + 5.0 * k for k in range(10)])
    wait_until(lambda: {A, B} <= {mark.layer for mark in study_of(station).review.marks})
    station.actions["comparing.open"].trigger()
    task = station.tasks.late_comparing.task
    wait_until(lambda: task.work.read is not None and bool(task.view.numbers.model.lines))
    wait_until_idle(station)
    assert (station.window.width(), station.window.height()) == size_px
    assert task.view.numbers.isVisible() is has_numbers
    assert [fault for fault in layout_faults(station.window) if "comparing" in fault] == []
    names = ("A ada", "B ben", "Final")
    assert task.view.lanes.shown.names == names
    station.actions["comparing.numbers"].trigger()  # hidden, or shown as it is asked for
    station.actions["comparing.close"].trigger()
    assert (station.window.width(), station.window.height()) == size_px
    station.appearance.use_scale(1.0)


def test_the_keys_stand_beside_the_video_and_in_the_status_line(station: Workstation, library_url: str) -> None:
    put_two_layers(library_url, study_of(station).recording.fingerprint, [3.0 + 5.0 * k for k in range(10)])
    wait_until(lambda: {A, B} <= {mark.layer for mark in study_of(station).review.marks})
    station.actions["comparing.open"].trigger()
    task = station.tasks.late_comparing.task
    wait_until(lambda: task.work.current is not None)
    wanted = {"A": "comparing.take_a", "B": "comparing.take_b", "M": "comparing.merge", "X": "comparing.neither"}
    wanted |= {"Q": "comparing.query", "C": "comparing.comment", "S": "comparing.skip", "Space": "comparing.replay"}
    beside = {button.text().partition(" ")[0]: name for name, button in task.view.side.keys.buttons.items()}
    assert wanted.items() <= beside.items()
    shown = {entry.key for entry in station.window.legend.entries}
    assert wanted.keys() | {"N", "L", "Backspace", "Esc"} <= shown
