"""The workbench at the window: by keys and by the mouse."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from waiting import wait_until
from windows.at_the_window import page_geometry, press, study_of, wait_until_saved
from windows.window_fixtures import open_and_wait

from eegview.app.library.opening import Reviewer
from eegview.app.scoring.work import ScoringWork
from eegview.model.channel import ChannelKind
from eegview.model.scoring.evidence import ABSENT, GMFS_TERM, PRESENT, PVA_TERM, UNSURE
from eegview.ui.workstation import Workstation

Key, Shift, Ctrl, Alt = (
    Qt.Key,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)


@pytest.fixture
def bench(open_file: Callable[[Path], Workstation], long_edf: Path, qtbot) -> Workstation:
    """Return the window with the workbench on."""
    station = open_file(long_edf)
    wait_until(lambda: study_of(station).review.is_open)
    press(station, qtbot, Key.Key_B, modifier=Ctrl | Shift)
    assert station.tasks.scoring.is_open
    page_at(station, 0.0)
    return station


def work(station: Workstation) -> ScoringWork:
    found = station.tasks.scoring.in_work()
    assert found is not None
    return found


def strip(station: Workstation, name: str) -> str:
    return station.task_views.scoring.header.values[name].text()


def foci(station: Workstation) -> dict[int, tuple[str, ...]]:
    return {number: one.foci for number, one in work(station).sheet.bins.items() if one.is_spike}


def page_at(station: Workstation, start_s: float) -> None:
    page = station.window.page
    wait_until(lambda: page.shown_page is not None and page.shown_page.span.start_s == start_s)


def row_point(station: Workstation, label: str, time_s: float, share: float) -> QPoint:
    """Return where a time of a row is, `share` of its height down."""
    geometry, page = page_geometry(station), station.window.page.shown_page
    assert page is not None
    position = next(k for k, shown in enumerate(page.rows) if shown.row.label == label)
    y_px = geometry.centre_of(position) + (share - 0.5) * geometry.row_height_px
    return QPointF(geometry.x_of(time_s), y_px).toPoint()


def test_the_page_is_locked_and_as_it_was_afterwards(
    open_file: Callable[[Path], Workstation], long_edf: Path, qtbot
) -> None:
    station = open_file(long_edf)
    study, page = study_of(station), station.window.page
    wait_until(lambda: study.review.is_open)
    station.actions["montage.common_average"].trigger()
    station.actions["display.taller"].trigger()
    station.actions["display.butterfly"].trigger()
    before, arranged = study.view, study.session.arrangements
    press(station, qtbot, Key.Key_B, modifier=Ctrl | Shift)
    view = study.view
    assert (view.montage_id, view.page_s, view.sensitivity_uv_per_mm) == ("longitudinal_bipolar", 15.0, 30.0)
    spec = view.filters.for_kind(ChannelKind.EEG)
    assert (spec.low_cut_hz, spec.high_cut_hz, spec.notch_hz) == (0.5, 70.0, 0.0)
    assert not study.presenter.is_butterfly
    assert not station.window.strip.isVisible()
    page_at(station, 0.0)
    for command_id in ("montage.common_average", "display.flatter", "display.longer", "display.filters_on_off"):
        station.actions[command_id].trigger()
        assert study.view == view
    assert "Locked for scoring" in station.toast.label.text()
    assert page.shown_page is not None
    assert len(page.shown_page.rows) == 18
    missing = [shown.row.label for shown in page.shown_page.rows if not shown.row.is_available]
    assert missing == ["T7-P7", "P7-O1"]
    assert study.session.lasting_view == before
    press(station, qtbot, Key.Key_Escape)
    assert not station.tasks.scoring.is_open
    assert study.view == before
    assert study.session.arrangements == arranged
    assert station.window.strip.isVisible()
    assert study.presenter.bins is None


def test_bins_are_marked_by_keys_and_painted_at_once(bench: Workstation, qtbot) -> None:
    digits = work(bench).digits
    press(bench, qtbot, Key.Key_1, Key.Key_3, Key.Key_S, Key.Key_Right, Key.Key_2)
    assert foci(bench) == {0: (digits[0],), 1: (digits[2],), 2: (), 4: (digits[1],)}
    lane = bench.task_views.scoring.lane
    assert [lane.bins.text(number) for number in range(6)] == [digits[0], digits[2], "spike", "–", digits[1], "–"]
    assert lane.bins.current == 5
    assert lane.accessibleDescription().startswith("Bin 6 of 15: no spike marked")
    assert lane.bins.counter == "4 / 15 bins"
    legend = [bench.actions[f"score.focus_{digit}"].text() for digit in range(1, 10)]
    assert tuple(legend) == digits
    press(bench, qtbot, Key.Key_Left, Key.Key_F, Key.Key_4)
    assert foci(bench)[4] == (digits[1], digits[3])
    press(bench, qtbot, Key.Key_Delete)
    assert 4 not in foci(bench)
    press(bench, qtbot, Key.Key_Z, modifier=Ctrl)
    wait_until(lambda: foci(bench).get(4) == (digits[1], digits[3]))
    wait_until(lambda: bench.task_views.scoring.side.view is not None)
    assert work(bench).place.bin == 4  # what the undo touched
    press(bench, qtbot, Key.Key_PageDown)
    page_at(bench, 15.0)
    assert work(bench).sheet.read_pages == {0}
    wait_until(lambda: strip(bench, "page") == "2 of 20 · 15 s")
    press(bench, qtbot, Key.Key_End)
    page_at(bench, 285.0)
    press(bench, qtbot, Key.Key_PageDown)
    assert "18 pages are still unread" in bench.toast.label.text()
    press(bench, qtbot, Key.Key_O)  # nothing asks for it yet, and the overview is not meant
    assert "Other foci are asked for" in bench.toast.label.text()
    press(bench, qtbot, Key.Key_J, Key.Key_K)
    press(bench, qtbot, Key.Key_K, modifier=Shift)
    assert (work(bench).sheet.spike_focus, work(bench).sheet.nonepileptiform) == (PRESENT, ABSENT)
    role = study_of(bench).review.role
    wait_until(lambda: bench.task_views.scoring.side.readers.rows[0][0].endswith(f"you, {role}"))
    press(bench, qtbot, Key.Key_U)
    page_at(bench, 15.0)


def test_flags_amplitude_confidence_and_commit_by_keys(bench: Workstation, qtbot) -> None:
    view = bench.task_views.scoring
    wait_until(lambda: bool(view.amplitudes.accessibleDescription().startswith("Fp1-F7")))
    press(bench, qtbot, Key.Key_Q)
    press(bench, qtbot, Key.Key_D, modifier=Shift)
    press(bench, qtbot, Key.Key_C, modifier=Shift)
    press(bench, qtbot, Key.Key_4, modifier=Ctrl)
    sheet = work(bench).sheet
    assert (sheet.gmfs.answer, sheet.pva.answer, sheet.confidence) == (PRESENT, ABSENT, 4)
    assert sheet.gmfs.examples[0].span.duration_s == 1.0
    assert sheet.amplitudes[0].is_high
    press(bench, qtbot, Key.Key_D, modifier=Alt)
    assert work(bench).sheet.pva.answer == UNSURE
    press(bench, qtbot, Key.Key_D, modifier=Shift)
    press(bench, qtbot, Key.Key_Return)
    assert bench.toast.label.text() == "The score cannot be committed yet: 20 pages left."
    for _page in range(20):
        press(bench, qtbot, Key.Key_PageDown)
    press(bench, qtbot, Key.Key_Return)
    wait_until_saved(bench)
    assert work(bench).sheet.is_committed
    assert work(bench).sheet.committed_score == 4
    press(bench, qtbot, Key.Key_S)
    assert "committed" in bench.toast.label.text()
    assert foci(bench) == {}
    press(bench, qtbot, Key.Key_Z)
    assert bench.studies.study is not None
    page_at(bench, 0.0)
    spotlight = study_of(bench).presenter.spotlight
    assert spotlight is not None
    assert spotlight.caption.startswith(("grouped", "F", "C", "P", "T", "O"))


def test_a_click_on_a_row_is_its_focus_and_a_caliper_its_amplitude(bench: Workstation, qtbot) -> None:
    page = bench.window.page
    qtbot.mouseClick(page, Qt.MouseButton.LeftButton, pos=row_point(bench, "F3-C3", 3.5, 0.8))
    assert foci(bench) == {3: ("C3",)}
    qtbot.mouseClick(page, Qt.MouseButton.LeftButton, Ctrl, row_point(bench, "F3-C3", 3.5, 0.2))
    assert foci(bench) == {3: ("C3", "F3")}
    page.gestures.row_hovered.emit("F3-C3", 0.9)
    assert "spike at C3" in page.toolTip()
    lane = bench.task_views.scoring.lane
    box = lane.box_of(9)
    assert box is not None
    qtbot.mouseClick(lane, Qt.MouseButton.LeftButton, pos=box.center().toPoint())
    assert work(bench).place.bin == 9
    assert len(foci(bench)) == 1
    press(bench, qtbot, Key.Key_C)
    start, stop = row_point(bench, "F3-C3", 5.0, 0.1), row_point(bench, "F3-C3", 5.2, 0.9)
    QTest.mousePress(page, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    QTest.mouseMove(page, stop)
    QTest.mouseRelease(page, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, stop)
    (wave,) = work(bench).sheet.amplitudes
    assert wave.row == "F3-C3"
    assert wave.span.start_s == pytest.approx(5.0, abs=0.05)
    assert f"{wave.value_uv:.0f} µV" in bench.toast.label.text()
    press(bench, qtbot, Key.Key_C, Key.Key_C)
    far = row_point(bench, "P8-O2", 5.4, 0.9)  # across other rows: no wave of this row is as high
    QTest.mousePress(page, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    QTest.mouseMove(page, far)
    QTest.mouseRelease(page, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, far)
    assert bench.toast.label.text().startswith("Not kept: the caliper is ")
    assert work(bench).sheet.amplitudes == (wave,)
    press(bench, qtbot, Key.Key_Escape)  # the caliper first
    assert bench.tasks.scoring.is_open
    assert not page.gestures.is_measuring


def test_epochs_are_chosen_shifted_and_dragged(bench: Workstation, qtbot) -> None:
    bar = bench.task_views.scoring.epochs
    assert "not computed" in bar.state.text()
    press(bench, qtbot, Key.Key_Right, modifier=Shift)
    assert work(bench).place.start_s == 15.0
    press(bench, qtbot, Key.Key_S)
    press(bench, qtbot, Key.Key_Right, modifier=Shift)
    assert work(bench).place.start_s == 15.0
    assert "its start stays" in bench.toast.label.text()
    track = bar.track
    here = QPoint(round((track.x_of(15.0) + track.x_of(315.0)) / 2), track.height() // 2)
    there = here + QPoint(round(track.x_of(200.0) - track.x_of(0.0)), 0)
    QTest.mousePress(track, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, here)
    QTest.mouseMove(track, there)
    QTest.mouseRelease(track, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, there)
    start_s = work(bench).place.start_s
    assert start_s == pytest.approx(215.0, abs=10)
    assert (start_s - 15.0) % 15.0 == 0  # whole pages
    assert [card.shown.name for card in bar.cards] == ["own", "own"]
    press(bench, qtbot, Key.Key_N)
    assert work(bench).place.start_s == 15.0
    bench.tasks.scoring.open_at(330.4)
    assert work(bench).place.start_s == 330.0
    study_of(bench).go_to(20.0)
    assert "outside this epoch" in bench.toast.label.text()
    assert work(bench).place.start_s == 330.0


def test_it_comes_back_where_it_was_left(
    bench: Workstation, start_station: Callable[[], Workstation], long_edf: Path, qtbot
) -> None:
    press(bench, qtbot, Key.Key_PageDown, Key.Key_PageDown, Key.Key_2, Key.Key_1)
    wait_until_saved(bench)
    before, display = foci(bench), study_of(bench).session.lasting_view
    bench.window.close()
    again = start_station()
    open_and_wait(again, long_edf)
    wait_until(lambda: study_of(again).review.is_open)
    left = study_of(again).view  # what was locked is not taken for the reviewer's own choice
    assert (left.sensitivity_uv_per_mm, left.filters) == (display.sensitivity_uv_per_mm, display.filters)
    assert left.row_styles == display.row_styles
    press(again, qtbot, Key.Key_B, modifier=Ctrl | Shift)
    page_at(again, 30.0)
    assert foci(again) == before
    assert work(again).place.bin == 2
    assert work(again).sheet.read_pages == {0, 1}
    assert study_of(again).view.montage_id == "longitudinal_bipolar"


def test_a_second_reader_is_offered_the_same_epoch_blind(
    bench: Workstation, start_station: Callable[[], Workstation], long_edf: Path, qtbot
) -> None:
    first = work(bench)
    bench.tasks.scoring.open_at(45.0)
    for page in range(20):
        first.scoring.set_read(first.key, page)
    first.scoring.mark_bins(first.key, {page * 15 + n: ("C3",) for page in range(12) for n in range(9)})
    press(bench, qtbot, Key.Key_Q, Key.Key_D)
    first.scoring.answer(first.key, "high_amplitude", ABSENT)
    press(bench, qtbot, Key.Key_Return)
    wait_until_saved(bench)
    assert first.sheet.is_committed
    bench.window.close()
    bench.settings.set_reviewer(Reviewer("B"))
    bench.settings.sync()
    again = start_station()
    open_and_wait(again, long_edf)
    study = study_of(again)
    wait_until(lambda: study.review.is_open and study.review.author == "B")
    press(again, qtbot, Key.Key_B, modifier=Ctrl | Shift)
    again.tasks.scoring.open_at(45.0)
    (card,) = [card for card in again.task_views.scoring.epochs.cards if card.shown.name == "blind"]
    assert card.shown.corner == "not read"
    assert "blind" in card.shown.text
    assert "5" not in card.shown.text
    page_at(again, 45.0)
    assert work(again).scoring.sheet(work(again).key, "me") is None
    assert not [mark for mark in again.window.page.overlay.marks if mark.layer == "me"]

    def listed() -> set[tuple[str, str]]:
        model = again.marks.list.model
        marks = [model.mark_at(row) for row in range(model.rowCount())]
        return {(mark.layer, mark.term_id) for mark in marks}

    press(again, qtbot, Key.Key_Q)
    press(again, qtbot, Key.Key_Escape)  # out of the workbench the first reader's examples stay hidden, too
    wait_until(lambda: listed() == {("B", GMFS_TERM)})
    press(again, qtbot, Key.Key_B, modifier=Ctrl | Shift)
    own = work(again)
    for page in range(20):
        own.scoring.set_read(own.key, page)
    press(again, qtbot, Key.Key_D, modifier=Shift)
    own.scoring.answer(own.key, "high_amplitude", ABSENT)
    press(again, qtbot, Key.Key_Return)
    wait_until(lambda: own.sheet.is_committed)
    wait_until(lambda: listed() == {("B", GMFS_TERM), ("me", GMFS_TERM), ("me", PVA_TERM)})


def test_a_short_recording_cannot_be_scored(station: Workstation, qtbot) -> None:
    press(station, qtbot, Key.Key_B, modifier=Ctrl | Shift)
    assert not station.tasks.scoring.is_open
    assert "shorter than 5 minutes" in station.toast.label.text()
