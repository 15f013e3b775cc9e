"""Nothing is cut, overlaps or lies outside on a small screen with large text; the window keeps its size."""

import pytest
from made_studies.triage_study import detections_at, put_run
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QPushButton, QWidget
from waiting import wait_until
from windows.at_the_window import study_of
from windows.layout_faults import layout_faults

from eegview.ui.widgets.modeless_dialog import open_dialog


@pytest.fixture
def small(station):
    """Return the window at 1280x800 with text at 150 %."""
    station.appearance.use_scale(1.5)
    station.window.resize(1280, 800)
    QApplication.processEvents()
    yield station
    station.appearance.use_scale(1.0)


def test_the_first_page_is_whole(small) -> None:
    faults = layout_faults(small.window)
    assert not faults, "\n".join(faults)


def test_a_long_notice_takes_a_line_and_no_width(small) -> None:
    small.window.strip.show_notices((100 * "The text is not in UTF-8. ", "Another one."))
    QApplication.processEvents()
    QApplication.processEvents()
    assert small.window.width() == 1280
    button = small.window.strip.notices.button
    assert button.painted_text.endswith("…")
    small.window.strip.show_notices(("The text is not in UTF-8; it was read as Windows-1252 (Western).",))
    QApplication.processEvents()
    QApplication.processEvents()
    assert button.painted_text == button.text()
    assert not layout_faults(small.window)


def test_fields_of_a_crowded_dialog_keep_their_height(small) -> None:
    small.actions["display.filters"].trigger()
    wait_until(lambda: any(d.isVisible() for d in small.window.findChildren(QWidget, "filters")))
    dialog = open_dialog(small.window, "filters")
    assert dialog is not None
    faults = [fault for fault in layout_faults(dialog) if "too low" in fault]
    needs_px = dialog.layout().totalHeightForWidth(dialog.width())
    assert not faults or dialog.height() < needs_px  # a screen of the tests may be lower still


def test_the_window_keeps_its_size_when_the_triage_is_left(small, library_url) -> None:
    study = study_of(small)
    put_run(library_url, study.recording.fingerprint, detections_at((10.0, 20.0, 30.0)), study.recording.duration_s)
    study.suggestions.catch_up()
    wait_until(lambda: study.suggestions.shown is not None)
    for command_id in ("triage.open", "triage.open_anyway", "triage.close"):
        small.actions[command_id].trigger()
        QApplication.processEvents()
        assert small.window.width() == 1280, command_id


def test_planted_faults_are_found(qtbot) -> None:
    top = QWidget()
    qtbot.addWidget(top)
    label, button, outside = QLabel("A long text that is cut", top), QPushButton("Another one", top), QLabel("x", top)
    for name, widget in (("a", label), ("b", button), ("c", outside)):
        widget.setObjectName(name)
    label.setGeometry(0, 0, 20, 30)
    button.setGeometry(10, 0, 30, 30)
    outside.setGeometry(390, 200, 40, 30)
    top.resize(400, 300)
    top.show()
    assert layout_faults(top) == [
        "cut: a: A long text that is cut",
        "cut: b: Another one",
        "outside: c",
        "overlap: a and b",
    ]
    whole = QWidget()
    qtbot.addWidget(whole)
    row = QHBoxLayout(whole)
    row.addWidget(QLabel("A long text that is whole"))
    row.addWidget(QPushButton("Another one"))
    whole.show()
    assert layout_faults(whole) == []
