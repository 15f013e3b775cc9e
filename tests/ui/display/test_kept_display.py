"""How a study is displayed stays with it: rows of every montage, filters, page length; each reviewer has their own."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from recordings.study_files import write_edf
from waiting import wait_until
from windows import window_fixtures
from windows.at_the_window import study_of, wait_until_idle, wait_until_saved
from windows.window_fixtures import open_and_wait

from eegview.app.library.opening import Reviewer
from eegview.model.channel import ChannelKind
from eegview.model.display.filters import DisplayFilters, FilterSpec
from eegview.model.display.view import RowStyle, ViewState
from eegview.model.edit import Action
from eegview.model.span import Span
from eegview.ui.display.filters_dialog import FiltersDialog
from eegview.ui.widgets.modeless_dialog import open_dialog
from eegview.ui.workstation import Workstation

HIDDEN, LOUD = RowStyle("Fp1-F7", is_hidden=True), RowStyle("F7-T7", 2.0, 3.0)
MINE = DisplayFilters(((ChannelKind.EEG, FilterSpec(1.0, 35.0, 50.0)),))


def view(station: Workstation) -> ViewState:
    return study_of(station).view


def styles(station: Workstation) -> set[RowStyle]:
    return set(view(station).row_styles)


def edits(station: Workstation) -> list:
    found: list = []
    study_of(station).review.history(lambda edits, _problems: found.append(edits))
    wait_until(lambda: bool(found))
    return list(found[0])


def arrange(station: Workstation) -> None:
    """Hide a row of the first montage, make one taller, and put the last on top."""
    session = study_of(station).session
    session.change(row_styles=(HIDDEN, LOUD), row_order=("P8-O2",))


def reopen(station: Workstation, path: Path) -> None:
    station.studies.close()
    open_and_wait(station, path)
    wait_until(lambda: study_of(station).review.is_open)


@pytest.fixture
def station(station: Workstation) -> Workstation:
    """Return the window of all tests, once the library has told how the study was left."""
    wait_until(lambda: study_of(station).kept.is_known)
    return station


@pytest.fixture
def other_machine(
    start_station: Callable[[], Workstation], own_folders: Path, monkeypatch
) -> Callable[[str], Workstation]:
    """Return what starts the program of somebody else: the same library, settings of their own."""

    def start(name: str) -> Workstation:

        settings = own_folders / name
        settings.mkdir()
        monkeypatch.setattr(window_fixtures, "Settings", lambda _path: Original(settings / "settings.ini"))
        station = start_station()
        station.studies.reviewer = Reviewer(name, "technologist")
        return station

    from eegview.ui.window.settings import Settings as Original

    return start


def test_flipping_montages_loses_nothing(station: Workstation, qtbot) -> None:
    arrange(station)
    station.actions["montage.longitudinal_bipolar"].trigger()  # the key of the montage that is shown already
    assert styles(station) == {HIDDEN, LOUD}
    qtbot.keyClick(station.window.page, Qt.Key.Key_F4)
    assert view(station).montage_id != "longitudinal_bipolar"
    assert (view(station).row_styles, view(station).row_order) == ((), ())
    qtbot.keyClick(station.window.page, Qt.Key.Key_F1)
    assert view(station).montage_id == "longitudinal_bipolar"
    assert styles(station) == {HIDDEN, LOUD}
    assert view(station).row_order == ("P8-O2",)


def test_hidden_rows_are_told_and_shown_again_by_a_click(station: Workstation) -> None:
    field = station.window.strip.rows
    assert field.isHidden()
    arrange(station)
    n_all = study_of(station).session.rows_shown.n_all
    wait_until(lambda: field.button.text() == f"{n_all - 1} of {n_all} rows shown")
    assert field.button.property("notice") is True
    assert field.isVisible()
    station.actions["display.rows_down"].trigger()
    wait_until(lambda: field.button.text().endswith(f"of {n_all - 1} · 1 hidden"))
    (show_all,) = [action for action in field.menu.actions() if action.text() == "Show all rows"]
    show_all.trigger()
    wait_until(field.isHidden)
    assert styles(station) == {LOUD}


def test_zooming_to_rows_hides_none_for_good(station: Workstation, small_edf: Path) -> None:
    study_of(station).session.change(selection=Span(3.0, 5.0), selected_rows=("F3-C3",))
    station.actions["display.zoom_selection"].trigger()
    wait_until(lambda: station.window.strip.rows.button.text().startswith("1 of "))
    reopen(station, small_edf)
    assert styles(station) == set()
    assert view(station).page_s == 15.0


def test_all_comes_back_from_the_library_on_another_machine(
    station: Workstation, other_machine, small_edf: Path
) -> None:
    arrange(station)
    station.actions["montage.common_average"].trigger()
    session = study_of(station).session
    session.change(row_styles=(RowStyle("Cz-AVG", 4.0),), filters=MINE, sensitivity_uv_per_mm=7.0, page_s=10.0)
    station.studies.close()
    other = other_machine("me")
    open_and_wait(other, small_edf)
    wait_until(lambda: view(other).montage_id == "common_average")
    assert view(other).filters == MINE
    assert (view(other).sensitivity_uv_per_mm, view(other).page_s) == (7.0, 10.0)
    assert styles(other) == {RowStyle("Cz-AVG", 4.0)}
    other.actions["montage.longitudinal_bipolar"].trigger()
    assert styles(other) == {HIDDEN, LOUD}
    assert view(other).row_order == ("P8-O2",)


def test_each_reviewer_has_their_own_and_a_new_one_begins_with_the_newest(
    station: Workstation, other_machine, small_edf: Path
) -> None:
    arrange(station)
    station.display.kept.save()
    wait_until_saved(station)
    bob = other_machine("bob")
    open_and_wait(bob, small_edf)
    wait_until(lambda: styles(bob) == {HIDDEN, LOUD})
    study_of(bob).session.change(row_styles=(LOUD,), page_s=30.0)
    bob.studies.close()
    reopen(station, small_edf)
    assert styles(station) == {HIDDEN, LOUD}
    assert view(station).page_s == 15.0
    open_and_wait(bob, small_edf)
    wait_until(lambda: styles(bob) == {LOUD})
    assert view(bob).page_s == 30.0


def test_a_change_of_reviewer_brings_their_own(station: Workstation) -> None:
    arrange(station)
    station.reviewer.use(Reviewer("bob", "neurologist"))
    wait_until(lambda: study_of(station).review.is_open)
    assert styles(station) == {HIDDEN, LOUD}, "who comes new goes on with what is on the screen"
    study_of(station).session.change(row_styles=())
    station.reviewer.use(Reviewer("me", "technologist"))
    wait_until(lambda: styles(station) == {HIDDEN, LOUD})
    station.reviewer.use(Reviewer("bob", "neurologist"))
    wait_until(lambda: styles(station) == set())
    wait_until_saved(station)
    assert {edit.author for edit in edits(station)} == {"me", "bob"}


def test_the_log_is_not_filled_with_it_and_undo_passes_over_it(station: Workstation, small_edf: Path) -> None:
    station.actions["mark.term.spasm"].trigger()
    wait_until_saved(station)
    for gain in range(2, 30):
        study_of(station).session.change(row_styles=(RowStyle("F7-T7", float(gain)),))
    station.actions["montage.common_average"].trigger()
    wait_until_saved(station)
    kept = [edit for edit in edits(station) if edit.action is Action.DISPLAY]
    assert len(kept) == 1
    assert station.actions["edit.undo"].text().startswith("Undo add spasm")
    station.actions["edit.undo"].trigger()
    wait_until_saved(station)
    assert edits(station)[-1].reverses == 1
    reopen(station, small_edf)
    wait_until_saved(station)
    assert station.actions["edit.redo"].isEnabled()


def test_looking_at_a_study_leaves_nothing_in_its_log(station: Workstation, small_edf: Path) -> None:
    station.actions["page.next"].trigger()
    reopen(station, small_edf)
    assert edits(station) == []


def test_filters_used_last_are_those_of_a_new_study(station: Workstation, tmp_path: Path, small_edf: Path) -> None:
    study_of(station).session.change(filters=MINE)
    other = write_edf(tmp_path / "other.edf")
    open_and_wait(station, other)
    assert view(station).filters == MINE
    study_of(station).session.change(filters=DisplayFilters(((ChannelKind.EEG, FilterSpec(0.1, 15.0)),)))
    open_and_wait(station, small_edf)
    assert view(station).filters == MINE, "each study keeps its own"


def test_the_notch_of_the_site_is_there_from_the_first_page_of_a_new_study(
    station: Workstation, tmp_path: Path
) -> None:
    station.actions["display.filters"].trigger()
    dialog = open_dialog(station.window, "filters")
    assert isinstance(dialog, FiltersDialog)
    dialog.site_notch.setCurrentText("50 Hz")
    dialog.site_notch.lineEdit().editingFinished.emit()
    assert view(station).filters.for_kind(ChannelKind.EEG).notch_hz == 50.0
    study_of(station).session.change(filters=view(station).filters.with_notch(0.0))
    open_and_wait(station, write_edf(tmp_path / "other.edf"))
    assert view(station).filters.for_kind(ChannelKind.EEG).notch_hz == 50.0
    station.page_commands.use_preset("timing")
    assert view(station).filters.for_kind(ChannelKind.EEG).notch_hz == 50.0
    station.page_commands.use_preset("raw")
    assert all(spec.is_off for _kind, spec in view(station).filters.by_kind)


def test_what_is_asked_for_at_opening_goes_before_what_was_kept(station: Workstation, small_edf: Path) -> None:
    study_of(station).session.change(page_s=10.0, montage_id="common_average", sensitivity_uv_per_mm=7.0)
    station.studies.close()
    station.studies.open([str(small_edf)], montage_id="none", page_s=20.0)
    wait_until(lambda: station.studies.study is not None and study_of(station).review.is_open)
    assert (view(station).montage_id, view(station).page_s) == ("none", 20.0)
    assert view(station).sensitivity_uv_per_mm == 7.0


def test_after_a_kill_this_machine_knows_what_had_not_come_into_the_library(
    station: Workstation, start_station: Callable[[], Workstation], small_edf: Path
) -> None:
    study_of(station).session.change(page_s=10.0)
    station.display.kept.save()
    wait_until_saved(station)
    study_of(station).session.change(page_s=30.0, sensitivity_uv_per_mm=7.0)
    station.display.kept._pause()  # five seconds later
    assert not study_of(station).review.n_pending, "no act for each step of the sensitivity"
    station.settings.sync()
    again = start_station()  # as if the first had been killed
    open_and_wait(again, small_edf)
    wait_until(lambda: study_of(again).review.is_open)
    assert (view(again).page_s, view(again).sensitivity_uv_per_mm) == (30.0, 7.0)


def test_flipping_to_and_fro_does_not_fill_the_log(station: Workstation, small_edf: Path) -> None:
    arrange(station)
    for _ in range(20):
        station.actions["montage.common_average"].trigger()
        station.actions["montage.longitudinal_bipolar"].trigger()
        station.display.kept._pause()
    wait_until_saved(station)
    reopen(station, small_edf)
    wait_until_idle(station)  # what was kept at closing goes by way of the journal
    assert [edit.action for edit in edits(station)] == [Action.DISPLAY] * 2  # the rows, and how it was left
