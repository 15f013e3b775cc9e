"""Before and after at the window: two studies side by side, from choosing the second to leaving and coming back."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from waiting import wait_until
from windows.at_the_window import study_of
from windows.layout_faults import layout_faults
from windows.named_widgets import nameless

from eegview.app.page import navigation
from eegview.app.study.records import Statement
from eegview.clinical.stages import SLEEP_TERM, STAGE
from eegview.model.annotation import Annotation
from eegview.model.edit import Change
from eegview.model.span import Span
from eegview.model.study.records import TREATMENT_TERM
from eegview.model.treatment.day import TreatmentDay
from eegview.model.treatment.treatment import Treatment, held_treatment
from eegview.ui.page.trace_view import TraceView
from eegview.ui.response.locks import ALL_LOCKS, Lock
from eegview.ui.response.modes import Mode
from eegview.ui.response.paired_views import OPEN, OTHER, PairedViews
from eegview.ui.response.work import ResponseWork
from eegview.ui.workstation import Workstation

Key, Shift, Ctrl = Qt.Key, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


def work_of(station: Workstation) -> ResponseWork:
    work = station.tasks.response.work
    assert work is not None
    return work


def pair_of(station: Workstation) -> PairedViews:
    pair = work_of(station).moves.pair
    assert pair is not None
    return pair


def starts_s(station: Workstation) -> tuple[float, float]:
    opened, other = pair_of(station).views
    return opened.start_s, other.start_s


def keys(station: Workstation, qtbot, *keys: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    for key in keys:
        qtbot.keyClick(work_of(station).pages.active_page, key, modifier)


def beside_of(station: Workstation) -> TraceView:
    traces = work_of(station).parts.beside.currentWidget()
    assert isinstance(traces, TraceView)
    return traces


def wait_for_pages(station: Workstation) -> None:
    """Wait until both pages are painted where they are wanted."""
    pages = station.window.page, beside_of(station)

    def are_there() -> bool:
        shown = [page.shown_page for page in pages]
        return all(
            one is not None and one.span == view.span for one, view in zip(shown, pair_of(station).views, strict=True)
        )

    wait_until(are_there, "both pages are painted")


def compare(station: Workstation, path: Path) -> None:
    work_of(station).beside.compare_with([str(path)])
    wait_until(lambda: work_of(station).moves.pair is not None and work_of(station).studies.shown is not None)
    wait_for_pages(station)


def stage(start_s: float, stop_s: float, stage_id: str) -> Annotation:
    return Annotation(
        f"stage-{start_s:g}", SLEEP_TERM, start_s, stop_s - start_s, attributes=((STAGE, stage_id),), layer="me"
    )


def with_stages(work: ResponseWork, index: int, *stages: Annotation) -> None:
    """Stage a study of the comparison as another window does it: straight into its log."""
    review = (work.studies.opened, work.studies.others[0])[index].review
    review.acts.do_together([Change(None, one) for one in stages])
    wait_until(lambda: review.n_pending == 0 and len([m for m in review.marks if m.term_id == SLEEP_TERM]) > 0)


@pytest.fixture
def compared(open_file: Callable[[Path], Workstation], two_studies: tuple[Path, Path], qtbot) -> Workstation:
    """Return the window with both studies side by side."""
    before, after = two_studies
    station = open_file(before)
    qtbot.keyClick(station.window.page, Key.Key_P, Ctrl | Shift)
    assert station.tasks.response.is_open
    compare(station, after)
    return station


def test_two_studies_stand_side_by_side_by_date_with_their_rows_at_the_same_heights(
    compared: Workstation, qtbot
) -> None:
    work, parts, page = work_of(compared), work_of(compared).parts, compared.window.page
    assert parts.headers[0].side.text() == "Before"
    assert (parts.headers[0].day.text(), parts.headers[1].day.text()) == ("2020-03-02", "2020-03-16")
    assert not compared.window.strip.isVisible()
    assert page.geometry().right() < parts.beside.geometry().left()
    assert page.height() == beside_of(compared).height()
    assert abs(page.width() - beside_of(compared).width()) <= 1  # an odd pixel goes to one of them
    rows = [[row.row for row in view.shown_page.rows] for view in (page, beside_of(compared))]
    assert [row.label for row in rows[0]] == [row.label for row in rows[1]]
    lacking = {row.label: row for row in rows[1] if not row.is_available}
    assert set(lacking) == {"F7-T7", "T7-P7"}
    assert not {row.label: row for row in rows[0]}["Resp"].is_available
    assert parts.header.electrodes.text() == "After lacks T7"
    assert parts.header.fields[Lock.MONTAGE].value.text() == "Longitudinal bipolar"
    assert {"Worst epochs", "Other page"} <= {entry.label for entry in compared.window.legend.entries}
    assert nameless(compared.window) == []
    assert [fault for fault in layout_faults(compared.window) if "patient" not in fault] == []
    treatment = Treatment("one", "Vigabatrin", TreatmentDay(date(2020, 3, 3)), None, 50.0, "mg/kg/day")
    study_of(compared).kept.say([Statement(TREATMENT_TERM, "one", held_treatment(treatment))])
    wait_until(
        lambda: (parts.headers[0].age.text(), parts.headers[1].age.text()) == ("26 weeks · day −1", "28 weeks · day 13")
    )
    keys(compared, qtbot, Key.Key_1)  # nothing is marked here
    assert [mark for mark in study_of(compared).review.marks if mark.layer == "me"] == []
    with qtbot.waitSignal(work.comparing.changed, timeout=100_000):  # the table of differences comes by itself
        pass
    wait_until(lambda: work.comparing.comparison is not None)
    assert len(work.comparing.comparison.studies) == 2


def test_pages_move_together_and_alone_and_locks_say_so_in_words(compared: Workstation, qtbot) -> None:
    parts = work_of(compared).parts
    pair_of(compared).place(OPEN, 0.0)
    pair_of(compared).place(OTHER, 10.0)
    keys(compared, qtbot, Key.Key_PageDown, Key.Key_Right)
    wait_for_pages(compared)
    assert starts_s(compared) == (16.0, 26.0)
    keys(compared, qtbot, Key.Key_Tab)
    assert work_of(compared).pages.active_page is beside_of(compared)
    keys(compared, qtbot, Key.Key_Left)
    assert starts_s(compared) == (15.0, 25.0)
    keys(compared, qtbot, Key.Key_U)
    assert pair_of(compared).locks == frozenset()
    keys(compared, qtbot, Key.Key_Home, Key.Key_Up)
    wait_for_pages(compared)
    assert starts_s(compared) == (15.0, 0.0)
    field = parts.header.fields[Lock.SENSITIVITY]
    wait_until(lambda: field.value.text() == "15 µV/mm | 10 µV/mm")
    assert field.caption.text() == "Sensitivity · not locked"
    assert parts.header.modes[Mode.FREE].isChecked()
    qtbot.mouseClick(field.padlock, Qt.MouseButton.LeftButton)
    assert study_of(compared).view.sensitivity_uv_per_mm == 10.0
    wait_until(lambda: field.padlock.isChecked())
    keys(compared, qtbot, Key.Key_U, Key.Key_U)
    assert pair_of(compared).locks == ALL_LOCKS
    strip = parts.courses[1]
    at = QPoint(round(strip._x_of(90.0)), strip.height() // 2)
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=at)
    assert starts_s(compared)[OTHER] == pytest.approx(82.5, abs=0.6)  # a pixel is half a second


def test_the_second_finds_the_same_clock_time_and_the_next_page_of_the_same_state(compared: Workstation, qtbot) -> None:
    work = work_of(compared)
    pair_of(compared).place(OPEN, 50.0)
    keys(compared, qtbot, Key.Key_C)
    assert starts_s(compared) == (50.0, 20.0)  # the other one began 30 s later
    assert not pair_of(compared).is_locked(Lock.STATE)
    keys(compared, qtbot, Key.Key_Home, Key.Key_E)
    assert compared.toast.label.text() == "No sleep is staged in After, so no page of the same state can be found."
    with_stages(work, OPEN, stage(0, 60, "W"), stage(60, 120, "N2"))
    with_stages(work, OTHER, stage(0, 30, "N2"), stage(30, 60, "W"), stage(60, 90, "N2"), stage(90, 120, "W"))
    pair_of(compared).place(OPEN, 0.0)
    pair_of(compared).place(OTHER, 0.0)
    keys(compared, qtbot, Key.Key_S)
    assert starts_s(compared) == (0.0, 30.0)
    keys(compared, qtbot, Key.Key_E, Key.Key_E)
    assert starts_s(compared) == (0.0, 90.0)
    pair_of(compared).move(lambda view, whole: navigation.to(view, 70.0, whole), OPEN)
    assert work.moves.states() == ("N2", "N2")
    wait_until(lambda: work.parts.header.fields[Lock.STATE].value.text() == "N2")


def test_it_is_left_as_it_was_and_taken_up_again_as_it_was_left(
    compared: Workstation, two_studies: tuple[Path, Path], qtbot
) -> None:
    before, after = two_studies
    pair_of(compared).place(OPEN, 30.0)
    keys(compared, qtbot, Key.Key_L)
    pair_of(compared).place(OTHER, 45.0)
    keys(compared, qtbot, Key.Key_Escape)
    window = compared.window
    assert not compared.tasks.response.is_open
    assert window.strip.isVisible()
    assert not work_of(compared).parts.beside.isVisible()
    assert study_of(compared).view.start_s == 0.0
    wait_until(lambda: len(window.page.shown_page.rows) == 18)  # nothing of the other study's rows
    work_of(compared).beside.keep()
    compared.open([str(after)])  # the other way round: the one before stands at the left again
    wait_until(lambda: study_of(compared).paths[0] == str(after) and window.page.shown_page is not None)
    compared.actions["response.open"].trigger()
    work_of(compared).beside.compare_with([str(before)])
    wait_until(lambda: work_of(compared).moves.pair is not None)
    wait_for_pages(compared)
    assert work_of(compared).studies.is_open_after
    assert window.page.geometry().left() > work_of(compared).parts.beside.geometry().right()
    compared.open([str(before)])
    wait_until(lambda: study_of(compared).paths[0] == str(before) and window.page.shown_page is not None)
    assert compared.tasks.response.work is None
    compared.actions["response.open"].trigger()
    wait_until(lambda: work_of(compared).moves.pair is not None)
    assert starts_s(compared) == (30.0, 45.0)
    assert not pair_of(compared).is_locked(Lock.SCROLL)
    work_of(compared).show_evidence(work_of(compared).studies.others[0].fingerprint, Span(100.0, 101.0))
    assert pair_of(compared).views[OTHER].span.contains(100.0)


def test_what_cannot_be_compared_is_one_sentence_and_the_list_stays(
    open_file: Callable[[Path], Workstation], two_studies: tuple[Path, Path], tmp_path: Path
) -> None:
    before, after = two_studies
    station = open_file(before)
    station.actions["response.open"].trigger()
    chooser = work_of(station).parts.chooser
    assert chooser.isVisible()
    assert chooser.none.isVisible()
    broken = tmp_path / "broken.edf"
    broken.write_bytes(b"0" * 300)
    for path, text in (
        (broken, "how many signals"),
        (before, "study that is open"),
        (tmp_path / "gone.edf", "gone.edf"),
    ):
        work_of(station).beside.compare_with([str(path)])
        wait_until(lambda wanted=text: wanted in chooser.problem.text())
    assert work_of(station).moves.pair is None
    compare(station, after)
    work_of(station).beside.compare_with([str(before)])
    wait_until(lambda: "study that is open" in station.toast.label.text())
    station.actions["response.swap"].trigger()
    assert station.toast.label.text() == "The recording dates say which study was before."
    station.actions["response.remove"].trigger()
    assert chooser.isVisible()
    assert work_of(station).studies.others == ()
    assert station.window.page.shown_page is not None
