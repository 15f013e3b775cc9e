"""The page says itself through Qt's own interface for screen readers."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent, QAccessibleInterface
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from waiting import wait_until
from windows.at_the_window import own_marks, press, study_of

from eegview.ui.page.spoken_interface import PAGE_NAME
from eegview.ui.page.trace_view import TraceView
from eegview.ui.workstation import Workstation


def interface(station: Workstation) -> QAccessibleInterface:
    found = QAccessible.queryAccessibleInterface(station.window.page)
    assert found is not None
    return found


@pytest.fixture
def marked(station: Workstation, qtbot: QtBot) -> Workstation:
    """Return the window with a spasm marked at 3 s; notes of the file stand at 5 and 20 s."""
    study_of(station).set_cursor(3.0)
    press(station, qtbot, Qt.Key.Key_1)
    wait_until(lambda: len(own_marks(station)) == 1)
    return station


def test_the_page_is_an_object_with_a_name_and_a_role(station: Workstation) -> None:
    page = interface(station)
    assert page.text(QAccessible.Text.Name) == PAGE_NAME
    assert page.role() == QAccessible.Role.Graphic
    assert page.state().focusable


def test_its_description_is_the_page(marked: Workstation) -> None:
    text = interface(marked).text(QAccessible.Text.Description)
    assert "Longitudinal bipolar, 19 rows" in text or "rows" in text
    assert "Spasm at 00:00:03, 1 second" in text
    assert "File note “eyes closed”" in text
    study_of(marked).session.change(start_s=15.0, sensitivity_uv_per_mm=20.0)
    text = interface(marked).text(QAccessible.Text.Description)
    assert text.startswith("Page ")
    assert "20 µV per mm" in text
    assert "Spasm" not in text


def test_its_value_is_the_nearest_marks(marked: Workstation) -> None:
    study_of(marked).set_cursor(6.0)
    text = interface(marked).text(QAccessible.Text.Value)
    assert text.startswith("Previous mark: File note “eyes closed”")
    assert "1 second before the cursor. Next mark: File note “cough”" in text
    assert "14 seconds after the cursor." in text


def test_its_help_is_the_counters(marked: Workstation) -> None:
    text = interface(marked).text(QAccessible.Text.Help)
    assert text.startswith("3 marks. 1 spasm, 60.0 per hour. ")
    assert "uggestion" not in text  # none, or hidden until the first look is done
    assert "aved" in text


def test_a_mode_may_say_more_of_the_page(marked: Workstation) -> None:
    marked.window.page.setAccessibleDescription("Epoch 3 of 20.")
    assert interface(marked).text(QAccessible.Text.Description).startswith("Epoch 3 of 20. Page ")


def test_a_command_says_all_of_it(marked: Workstation) -> None:
    marked.actions["display.describe"].trigger()
    shown = marked.window.findChild(QLabel, "toast.text")
    assert isinstance(shown, QLabel)
    assert "Previous mark" in shown.text()
    assert "1 spasm, 60.0 per hour" in shown.text()


def test_without_a_recording_it_says_what_stands_there(empty_station: Workstation) -> None:
    page = interface(empty_station)
    assert page.text(QAccessible.Text.Name) == PAGE_NAME
    assert page.text(QAccessible.Text.Description) == empty_station.window.page.empty_text
    assert page.text(QAccessible.Text.Value) == ""


def test_a_closed_study_is_no_longer_said(marked: Workstation) -> None:
    marked.actions["study.close"].trigger()
    wait_until(lambda: marked.studies.study is None)
    page = marked.window.page
    assert isinstance(page, TraceView)
    assert page.spoken is None
    assert "Spasm" not in interface(marked).text(QAccessible.Text.Description)


def test_a_line_of_the_list_says_its_mark(marked: Workstation) -> None:
    model = marked.marks.list.model
    row = model.row_of(own_marks(marked)[0])
    said = model.data(model.index(row, 1), Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith("Spasm at ")
    assert "1 second" in said


def test_what_is_chosen_and_a_page_that_stays_are_announced(
    marked: Workstation, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    def heard(event: QAccessibleEvent) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            said.append(event.message())

    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(QAccessible, "updateAccessibility", heard)
    study = study_of(marked)
    study.review.selection.select(None)
    for start_s in (15.0, 30.0):  # a run of pages: only the last is said
        study.session.change(start_s=start_s)
    wait_until(lambda: any(text.startswith("Page ") for text in said))
    assert len([text for text in said if text.startswith("Page ")]) == 1
    study.go_to_mark(own_marks(marked)[0])
    wait_until(lambda: any(text.startswith("Spasm at 00:00:03, 1 second") for text in said))
