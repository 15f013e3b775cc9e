"""The legend of the status bar: it follows the vocabulary and the mode, and nothing in the bar covers anything else."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from waiting import wait_until
from windows.at_the_window import own_marks, study_of, wait_until_idle

from eegview.ui.workstation import Workstation


def test_it_has_the_digits_of_the_vocabulary(station: Workstation) -> None:
    keyed = sorted((t.key, t.label) for t in station.studies.vocabulary.terms if t.key)
    assert [(entry.key, entry.label) for entry in station.window.legend.entries] == keyed


def test_a_click_marks_at_the_cursor(station: Workstation, qtbot: QtBot) -> None:
    study_of(station).set_cursor(4.0)
    qtbot.mouseClick(station.window.legend.buttons[0], Qt.MouseButton.LeftButton)
    wait_until(lambda: len(own_marks(station)) == 1)
    (mark,) = own_marks(station)
    assert (mark.term_id, mark.onset_s) == ("spasm", 4.0)
    assert station.window.page.hasFocus()


def test_without_a_recording_its_entries_cannot_be_used(empty_station: Workstation) -> None:
    assert not any(button.isEnabled() for button in empty_station.window.legend.buttons)


@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize("width_px", [1280, 1920])
def test_nothing_in_the_status_bar_is_covered(station: Workstation, width_px: int, scale: float) -> None:
    station.appearance.use_scale(scale)
    station.window.resize(width_px, 800)
    wait_until_idle(station)
    bar = station.window.statusBar()
    parts = [w for w in bar.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly) if w.isVisible()]
    areas = [part.geometry() for part in parts]
    assert not any(a.intersects(b) for i, a in enumerate(areas) for b in areas[:i])
    assert all(bar.rect().contains(area) for area in areas)
    named = {part.objectName() for part in parts}
    assert {"status.saved", "status.legend", "status.disclaimer"} <= named
    for part in parts:
        if part.objectName() != "status.legend":
            assert part.width() >= part.minimumSizeHint().width()
    legend = station.window.legend
    assert any(not button.isHidden() for button in legend.buttons)
    assert all(b.geometry().right() < legend.width() for b in legend.buttons if not b.isHidden())


def test_triage_shows_its_own_keys_while_it_is_open(station: Workstation) -> None:
    before = station.window.legend.entries
    mode = station.triage.mode
    mode.enter()
    shown = {(entry.key, entry.label) for entry in station.window.legend.entries}
    assert ("A", station.actions["triage.accept"].text().replace("&", "")) in shown
    mode.use_contexts("triage_edges")
    later = station.actions["triage.later"].text().replace("&", "")
    assert station.window.legend.entries[0].label == later
    keys = [entry.key for entry in station.window.legend.entries]
    assert len(set(keys)) == len(keys)
    mode.leave()
    assert station.window.legend.entries == before
