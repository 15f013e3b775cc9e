"""Who reads is asked once, at the first act that writes a name; what was done goes on afterwards."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from waiting import wait_until
from windows import window_fixtures
from windows.at_the_window import click, own_marks, press, shown_dialog, study_of, wait_until_saved
from windows.window_fixtures import open_and_wait

from eegview.app.review.coverage import DisplayState, Seen
from eegview.app.review.coverage_file import read_reviewed
from eegview.model.span import Span
from eegview.ui.exchange.reviewer_dialog import FirstReviewerDialog
from eegview.ui.signing.sign_dialog import SignDialog
from eegview.ui.widgets.modeless_dialog import open_dialog
from eegview.ui.workstation import Workstation


@pytest.fixture(autouse=True)
def _unnamed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(window_fixtures, "REVIEWER", None)


def asked(station: Workstation) -> FirstReviewerDialog:
    return shown_dialog(station, FirstReviewerDialog, "reviewer.first")


def mark(station: Workstation, qtbot: QtBot, time_s: float) -> None:
    click(station, qtbot, time_s)
    press(station, qtbot, Qt.Key.Key_1)


def test_the_first_mark_waits_for_a_name_and_then_bears_it(
    station: Workstation, qtbot: QtBot, start_station: Callable[[], Workstation], small_edf: Path
) -> None:
    mark(station, qtbot, 3.0)
    dialog = asked(station)
    assert own_marks(station) == []
    assert dialog.name.currentText() == ""
    assert not dialog.ok.isEnabled()
    mark(station, qtbot, 6.0)
    dialog.name.setEditText("Dr. Berg")
    dialog.role.setCurrentIndex(dialog.role.findData("neurologist"))
    dialog.ok.click()
    wait_until(lambda: len(own_marks(station)) == 2)
    assert [m.layer for m in own_marks(station)] == ["Dr. Berg", "Dr. Berg"]
    assert study_of(station).review.role == "neurologist"
    assert station.reviewer.button.text() == "Dr. Berg, neurologist"
    assert "me" not in station.toast.label.text().split("“")[-1].split("”")[0]
    mark(station, qtbot, 9.0)
    wait_until(lambda: len(own_marks(station)) == 3)
    assert open_dialog(station.window, "reviewer.first") is None
    station.window.close()
    again = start_station()
    open_and_wait(again, small_edf)
    mark(again, qtbot, 12.0)
    wait_until(lambda: len(own_marks(again)) == 4)
    assert open_dialog(again.window, "reviewer.first") is None


def test_what_was_read_before_the_name_was_given_is_theirs_alone(
    station: Workstation, qtbot: QtBot, small_edf: Path
) -> None:
    reviewed = station.reviewed
    page = Seen(Span(0.0, 5.0), DisplayState(10.0, "longitudinal_bipolar", "0.5–70 Hz"))
    reviewed.mine.add([page])
    reviewed._seen_here.append(page)
    reviewed._unwritten.append(page)
    reviewed._keep()  # under no name yet
    mark(station, qtbot, 3.0)
    dialog = asked(station)
    dialog.name.setEditText("Dr. Berg")
    dialog.ok.click()
    wait_until(lambda: len(own_marks(station)) == 1)
    fingerprint = study_of(station).recording.fingerprint
    wait_until(lambda: "Dr. Berg" in read_reviewed(fingerprint).by_reviewer)
    station.studies.close()
    open_and_wait(station, small_edf)
    wait_until(lambda: any(span.stop_s >= 5.0 for span in reviewed.mine.spans))
    assert reviewed.shares_of_others.get("me", 0.0) == 0.0
    assert not read_reviewed(fingerprint).issues


def test_not_now_keeps_the_mark_and_says_under_which_name(station: Workstation, qtbot: QtBot, small_edf: Path) -> None:
    mark(station, qtbot, 3.0)
    asked(station).reject()
    wait_until(lambda: [m.layer for m in own_marks(station)] == ["me"])
    assert station.toast.label.text() == "Marks are kept under “me”."
    mark(station, qtbot, 6.0)
    wait_until(lambda: len(own_marks(station)) == 2)
    station.studies.close()
    open_and_wait(station, small_edf)
    wait_until(lambda: study_of(station).review.is_open)
    mark(station, qtbot, 9.0)
    wait_until(lambda: len(own_marks(station)) == 3)
    assert open_dialog(station.window, "reviewer.first") is None


def test_a_study_that_closes_loses_nothing(station: Workstation, qtbot: QtBot, small_edf: Path) -> None:
    mark(station, qtbot, 3.0)
    asked(station)
    station.studies.close()
    assert open_dialog(station.window, "reviewer.first") is None
    open_and_wait(station, small_edf)
    wait_until(lambda: [m.layer for m in own_marks(station)] == ["me"])


def test_signing_asks_before_it_shows_a_name(station: Workstation) -> None:
    station.actions["study.sign"].trigger()
    dialog = asked(station)
    assert open_dialog(station.window, "sign") is None
    dialog.name.setEditText("Dr. Berg")
    dialog.ok.click()
    shown_dialog(station, SignDialog, "sign")


def test_what_is_said_of_the_study_asks_too(station: Workstation) -> None:
    station.display._mark_bad("C3", True)
    dialog = asked(station)
    dialog.name.setEditText("ann")
    dialog.ok.click()
    wait_until_saved(station)
    wait_until(lambda: [r.layer for r in study_of(station).kept.all() if r.term_id == "bad_channel"] == ["ann"])
    assert "C3" in study_of(station).view.bad_channels


def test_another_way_of_asking_takes_its_place(station: Workstation, qtbot: QtBot) -> None:
    station.reviewer._ask_first = lambda controller: controller.stay_unnamed()
    mark(station, qtbot, 3.0)
    wait_until(lambda: len(own_marks(station)) == 1)
    assert open_dialog(station.window, "reviewer.first") is None


def test_what_was_read_before_goes_with_the_name(station: Workstation, qtbot: QtBot) -> None:
    reviewed = station.reviewed
    reviewed._seen_here = []
    from eegview.app.review.coverage import Seen, display_state_of
    from eegview.model.span import Span

    seen = [Seen(Span(0.0, 30.0), display_state_of(study_of(station).view), False)]
    reviewed.mine.add(seen)
    reviewed._seen_here += seen
    mark(station, qtbot, 3.0)
    dialog = asked(station)
    dialog.name.setEditText("ann")
    dialog.ok.click()
    wait_until(lambda: len(own_marks(station)) == 1)
    assert reviewed._author == "ann"
    assert sum(span.duration_s for span in reviewed.mine.spans) >= 30.0
