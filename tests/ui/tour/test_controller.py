"""The tour: offered once, each step done by the reader, left by Esc, nothing of it in other recordings."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QToolBar
from waiting import wait_until
from windows.at_the_window import own_marks, press, study_of, wait_until_saved
from windows.window_fixtures import open_and_wait

from eegview.app.commands import Command
from eegview.app.tour.demonstration_study import is_for_tour
from eegview.app.tour.steps import available_steps
from eegview.model.errors import UsageError
from eegview.ui.study import opening
from eegview.ui.tour import controller
from eegview.ui.tour.targets import box_of
from eegview.ui.workstation import Workstation

Key = Qt.Key


def begin(station: Workstation) -> None:
    station.actions["help.tour"].trigger()
    wait_until(lambda: station.tour.progress is not None and station.window.page.shown_page is not None)


def step_of(station: Workstation) -> str:
    return station.tour.progress.step.step_id if station.tour.progress is not None else ""


def go_to_step(station: Workstation, step_id: str) -> None:
    while step_of(station) != step_id:
        station.tour.card.next.click()


def notice_button(station: Workstation, name: str) -> QPushButton:
    button = station.window.findChild(QPushButton, f"start_notice.{name}")
    assert isinstance(button, QPushButton)
    return button


def test_the_first_start_offers_it_and_it_opens_the_demonstration(empty_station, small_demonstration, qtbot) -> None:
    button = notice_button(empty_station, "tour")
    assert button.isVisible()
    assert notice_button(empty_station, "understood").text() == "Not now"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    wait_until(lambda: empty_station.tour.progress is not None)
    assert is_for_tour(study_of(empty_station).paths)
    assert empty_station.tour.card.isVisible()
    assert empty_station.window.page.hasFocus()
    wait_until(lambda: empty_station.window.findChild(QToolBar, "start_notice") is None)


def test_not_now_is_remembered_and_the_next_start_offers_nothing(start_station, qtbot) -> None:
    station = start_station()
    qtbot.mouseClick(notice_button(station, "understood"), Qt.MouseButton.LeftButton)
    assert station.settings.text("tour/state") == "skipped"
    station.settings.put("notice/understood", "an older version")
    again = start_station()
    assert not notice_button(again, "tour").isVisible()
    assert notice_button(again, "understood").text() == "OK"


@pytest.mark.parametrize("has_staging", [False, True])
def test_a_step_without_its_command_is_left_out(empty_station, small_demonstration, monkeypatch, has_staging) -> None:
    actions = empty_station.actions
    if has_staging and "staging.open" not in actions.actions:
        actions.add(Command("staging.open", "Sleep staging", "Marks", "Stage sleep.", "recording"), ("Ctrl+Alt+S",))
    elif not has_staging:
        known = set(actions.actions) - {"staging.open"}
        monkeypatch.setattr(controller, "available_steps", lambda steps, _known: available_steps(steps, known))
    begin(empty_station)
    progress = empty_station.tour.progress
    assert ("staging" in [step.step_id for step in progress.steps]) is has_staging
    assert empty_station.tour.card.number.text() == f"Tour · step 1 of {7 if has_staging else 6}"


def test_what_the_reader_does_leads_on(empty_station, small_demonstration, qtbot) -> None:
    station = empty_station
    begin(station)
    assert not station.tour.card.done.isVisible()
    press(station, qtbot, Key.Key_PageDown)
    assert station.tour.card.done.isVisible()
    wait_until(lambda: step_of(station) == "montage")
    station.window.strip.montage_chosen.emit("common_average")  # as the field's menu does
    wait_until(lambda: step_of(station) == "mark")
    assert study_of(station).view.cursor_s == pytest.approx(20.0)
    press(station, qtbot, Key.Key_1)
    wait_until_saved(station)
    wait_until(lambda: step_of(station) == "video")
    assert [mark.term_id for mark in own_marks(station)] == ["spasm"]
    station.actions["edit.undo"].trigger()
    wait_until(lambda: not own_marks(station))


def test_back_asks_for_the_step_again(empty_station, small_demonstration) -> None:
    begin(empty_station)
    card = empty_station.tour.card
    assert not card.back.isEnabled()
    card.next.click()
    card.back.click()
    assert step_of(empty_station) == "page"
    go_to_step(empty_station, "export")
    assert card.next.text() == "Finish"
    card.next.click()
    assert empty_station.tour.progress is None
    assert not card.isVisible()
    assert not empty_station.tour.pointer.isVisible()
    assert empty_station.settings.text("tour/state") == "done"


def test_the_keys_are_those_of_the_map_in_use(empty_station, small_demonstration) -> None:
    station = empty_station
    begin(station)
    assert "PgDown" in station.tour.card.accessibleDescription()
    station.actions["page.next"].setShortcut("Ctrl+Alt+9")  # a key of one's own
    station.actions.keys_of = lambda command_id: station.actions.actions[command_id].shortcuts()
    wait_until(lambda: "Ctrl+Alt+9" in station.tour.card.accessibleDescription())
    assert "<b>Ctrl+Alt+9</b>" in station.tour.card.text.text()


def test_esc_leaves_once_nothing_is_left_to_clear(empty_station, small_demonstration, qtbot) -> None:
    station = empty_station
    begin(station)
    station.actions["display.calipers"].trigger()
    press(station, qtbot, Key.Key_Escape)
    assert not station.window.page.gestures.is_measuring
    assert station.tour.progress is not None
    press(station, qtbot, Key.Key_Escape)
    assert station.tour.progress is None
    assert station.settings.text("tour/state") == "skipped"
    assert "Help" in station.toast.label.text()
    begin(station)  # later, from the menu
    assert step_of(station) == "page"


def test_another_recording_ends_it(empty_station, small_demonstration, small_edf) -> None:
    begin(empty_station)
    open_and_wait(empty_station, small_edf)
    assert empty_station.tour.progress is None
    assert not empty_station.tour.card.isVisible()
    assert not own_marks(empty_station)


def test_a_demonstration_that_cannot_be_made_is_said(empty_station, own_folders, monkeypatch) -> None:
    def make(*_numbers: object, **_options: object) -> None:
        raise UsageError("The disk is full.", "Make room.")

    monkeypatch.setattr(opening, "make_demonstration", make)
    monkeypatch.setattr("eegview.ui.workstation.show_error", lambda *_given: None)
    empty_station.actions["help.tour"].trigger()
    wait_until(lambda: "demonstration study" in empty_station.toast.label.text())
    assert empty_station.tour.progress is None


def test_a_screen_reader_hears_step_and_text(empty_station, small_demonstration) -> None:
    begin(empty_station)
    card = empty_station.tour.card
    assert card.accessibleName().startswith("Tour, step 1 of ")
    assert "<" not in card.accessibleDescription()
    assert card.text.accessibleName() == card.accessibleDescription()


@pytest.mark.parametrize("theme", ["paper", "night", "high_contrast"])
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_it_fits_a_small_window_and_covers_nothing_it_is_about(
    empty_station: Workstation, small_demonstration: Path, theme: str, scale: float
) -> None:
    station = empty_station
    station.appearance.use_theme(theme)
    station.appearance.use_scale(scale)
    try:
        station.window.resize(1280, 800)
        begin(station)
        card, seen = station.tour.card, set()
        while step_of(station) not in seen:
            seen.add(step_of(station))
            QApplication.processEvents()
            station.tour._place()
            assert station.window.rect().contains(card.geometry())
            for label in (card.title, card.text):
                assert label.height() >= label.heightForWidth(label.width()), step_of(station)
            for button in (card.back, card.next, card.skip, card.act):
                assert not button.isVisible() or button.width() >= button.sizeHint().width()
            target = station.tour._target(station.tour.progress.step)
            if target is not None:
                assert not box_of(card.geometry()).overlap_px2(target), step_of(station)
                assert station.tour.pointer.isVisible()
            if not station.tour.progress.is_last:
                card.next.click()
        assert len(seen) >= 6
    finally:
        station.appearance.use_theme("paper")
        station.appearance.use_scale(1.0)
