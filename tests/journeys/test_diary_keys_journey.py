"""A typical day of a diary by keyboard alone, key by key: the guide says as many as are needed here."""

import re
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from there import there
from waiting import wait_until
from windows.at_the_window import shown_dialog
from windows.window_fixtures import (  # noqa: F401 - pytest finds them by name
    clock,
    empty_station,
    library_url,
    own_folders,
    start_station,
)

from eegview.app.infant.keeping import keep_infant
from eegview.app.library.opening import Reviewer
from eegview.model.infant.diary_event import Certainty
from eegview.model.infant.infant import Infant, new_infant_id
from eegview.model.treatment.diary import Witnessed
from eegview.model.treatment.witnessed_day import WitnessedDay
from eegview.ui.diary.dialog import DiaryDialog
from eegview.ui.infant.forms import DIARY
from eegview.ui.widgets.modeless_dialog import open_dialog
from eegview.ui.workstation import Workstation

GUIDE = Path(__file__).parents[2] / "resources" / "help" / "diary.md"
KEYS = {"Enter": Qt.Key.Key_Return, "Tab": Qt.Key.Key_Tab, "Left": Qt.Key.Key_Left, "Esc": Qt.Key.Key_Escape}


class Keyboard:
    """Presses keys where the keyboard is, and counts them."""

    def __init__(self, dialog: DiaryDialog) -> None:
        self._dialog = dialog
        self.n_pressed = 0

    def press(self, *keys: str) -> None:
        """Press named keys, and each letter of what is no name."""
        for key in keys:
            for one in (key,) if key in KEYS else key:
                at: QWidget = there(self._dialog.focusWidget())
                QTest.keyClick(at, KEYS[one]) if one in KEYS else QTest.keyClicks(at, one)
                QApplication.processEvents()
                self.n_pressed += 1


@pytest.fixture
def opened(empty_station: Workstation, library_url: str) -> DiaryDialog:  # noqa: F811
    keep_infant(library_url, Infant(new_infant_id(), "K07", date(2020, 1, 1)), Reviewer("me"))
    empty_station.actions["infant.diary"].trigger()
    dialog = shown_dialog(empty_station, DiaryDialog, DIARY)
    wait_until(lambda: dialog.calendar.day is not None and dialog.focusWidget() is dialog.calendar)
    return dialog


def day_of(station: Workstation, on: date) -> WitnessedDay | None:
    timeline = station.infants.timeline
    return timeline.course.days.get(on.toordinal()) if timeline is not None else None


def said_in_guide(what: str) -> int:
    """Return the number of keys that the guide gives for something."""
    return int(there(re.search(rf"{what}: \*\*(\d+) keys?\*\*", GUIDE.read_text("utf-8")))[1])


def test_three_series_of_a_day_with_their_times(empty_station: Workstation, opened: DiaryDialog) -> None:  # noqa: F811
    keyboard = Keyboard(opened)
    yesterday = there(opened.calendar.day) - timedelta(days=1)
    keyboard.press("Left", "Enter")
    for at, n in (("740", "12"), ("1215", "8"), ("1840", "15")):
        keyboard.press(at, "Tab", n, "Enter")
    keyboard.press("Esc")
    wait_until(lambda: len(there(day_of(empty_station, yesterday)).events) == 3)
    events = there(day_of(empty_station, yesterday)).events
    assert [(one.at, one.count) for one in events] == [(time(7, 40), 12), (time(12, 15), 8), (time(18, 40), 15)]
    assert open_dialog(empty_station.window, DIARY) is None  # nothing was left unsaved, so nothing was asked
    assert keyboard.n_pressed == said_in_guide("Three series of yesterday with their times and numbers")


def test_a_series_with_all_that_can_be_said_of_it(empty_station: Workstation, opened: DiaryDialog) -> None:  # noqa: F811
    keyboard = Keyboard(opened)
    today = there(opened.calendar.day)
    keyboard.press("Enter", "740", "Tab", "12", "Tab", "3", "Tab", "y", "Tab", "s", "Tab", "mother", "Enter")
    wait_until(lambda: day_of(empty_station, today) is not None)
    (event,) = there(day_of(empty_station, today)).events
    assert (event.at, event.count, event.duration_s) == (time(7, 40), 12, 180.0)
    assert (event.after_waking, event.certainty, event.seen_by) == (True, Certainty.SURE, "mother")
    assert keyboard.n_pressed == said_in_guide("One series with duration, after waking, how sure and who saw it")


def test_none_seen_and_the_number_of_a_day(empty_station: Workstation, opened: DiaryDialog) -> None:  # noqa: F811
    keyboard = Keyboard(opened)
    today = there(opened.calendar.day)
    keyboard.press("n")
    wait_until(lambda: day_of(empty_station, today) is not None)
    assert there(day_of(empty_station, today)).witnessed is Witnessed.NONE
    assert keyboard.n_pressed == said_in_guide("None seen")
    keyboard.press("Left", "7", "Enter")
    wait_until(lambda: day_of(empty_station, today - timedelta(days=1)) is not None)
    assert there(day_of(empty_station, today - timedelta(days=1))).n_least == 7
    assert keyboard.n_pressed - 1 == said_in_guide("The number of yesterday alone")
