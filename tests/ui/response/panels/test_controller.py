"""Around the two pages at the window: differences, response, treatment entered and undone, all studies in small."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from waiting import wait_until
from windows.at_the_window import study_of
from windows.layout_faults import layout_faults
from windows.named_widgets import nameless

from eegview.model.annotation import Annotation
from eegview.model.edit import Change
from eegview.model.treatment.day import TreatmentDay
from eegview.model.treatment.diary import diary_days
from eegview.model.treatment.treatment import treatments
from eegview.ui.response.lane.controller import DIALOG
from eegview.ui.response.lane.dialog import TreatmentDialog
from eegview.ui.response.panels.controller import ComparisonPanels
from eegview.ui.response.panels.differences_table import AFTER, BEFORE, LABEL
from eegview.ui.response.work import ResponseWork
from eegview.ui.widgets.modeless_dialog import open_dialog
from eegview.ui.workstation import Workstation

Key = Qt.Key
DAY_0 = date(2020, 3, 3)


def work_of(station: Workstation) -> ResponseWork:
    work = station.tasks.response.work
    assert work is not None
    return work


def panels_of(station: Workstation) -> ComparisonPanels:
    panels = station.tasks.comparison_panels.panels
    assert panels is not None
    return panels


def dialog_of(station: Workstation) -> TreatmentDialog:
    dialog = open_dialog(station.window, DIALOG)
    assert isinstance(dialog, TreatmentDialog)
    return dialog


def compare(station: Workstation, path: Path) -> None:
    n_before = len(work_of(station).studies.others)
    work_of(station).beside.compare_with([str(path)])
    wait_until(lambda: len(work_of(station).studies.others) == n_before + 1)
    wait_until(lambda: work_of(station).moves.pair is not None)


def mark(station: Workstation, *onsets_s: float) -> None:
    review = study_of(station).review
    spasms = [Annotation(f"spasm-{s:g}", "spasm", s, 1.0, layer=review.author) for s in onsets_s]
    review.acts.do_together([Change(None, one) for one in spasms])
    wait_until(lambda: review.n_pending == 0)


@pytest.fixture
def opened(open_file: Callable[[Path], Workstation], two_studies: tuple[Path, Path]) -> Workstation:
    """Return the window with the study before, its comparison not opened yet."""
    return open_file(two_studies[0])


def test_treatment_and_diary_are_entered_by_hand_shown_by_day_and_undone(opened: Workstation, qtbot) -> None:
    opened.actions["response.treatment"].trigger()  # from the menu: the comparison opens with it
    panels, dialog, study = panels_of(opened), dialog_of(opened), study_of(opened)
    assert opened.tasks.response.is_open
    assert panels.below.empty.isVisible()
    assert not panels.below.said.isVisible()
    form = dialog.treatments
    assert form.start.day.on == date(2020, 3, 2)  # the day of the recording is offered
    form.save.click()
    assert form.problem.text() == "Name the drug."
    form.drug.setCurrentText("Prednisolone")
    form.dose.setText("fourty")
    form.unit.setCurrentText("mg/day")
    form.save.click()
    assert form.problem.text().startswith("The dose must be a number")
    assert (form.dose.text(), treatments(study.kept.all())) == ("fourty", ())  # nothing typed is lost
    form.dose.setText("40")
    form.start.show_day(TreatmentDay(DAY_0))
    form.save.click()
    [given] = treatments(study.kept.all())
    assert (given.text, given.stop, given.author) == ("Prednisolone 40 mg/day", None, "me")
    assert panels.lane.view is not None
    assert panels.lane.view.start_day == DAY_0.toordinal()
    assert "entered by hand · not a recommendation" in panels.below.said.text()

    panels.below.lane.setFocus()
    qtbot.keyClick(panels.below.lane, Key.Key_Right)  # the keys walk from bar to bar
    qtbot.keyClick(panels.below.lane, Key.Key_Return)
    assert form.title.text() == "Change Prednisolone 40 mg/day"
    assert "Chosen: Prednisolone 40 mg/day" in panels.below.lane.accessibleDescription()
    form.goes_on.setChecked(False)
    form.stop.show_day(TreatmentDay(date(2020, 3, 16)))
    form.save.click()
    form.next_dose.click()
    assert (form.start.day.on, form.dose.text()) == (date(2020, 3, 17), "")
    form.dose.setText("2,5")
    form.planned.setChecked(True)
    form.save.click()
    assert [one.dose_text for one in treatments(study.kept.all())] == ["40 mg/day", "2.5 mg/day"]

    panels.lane.edit_day(DAY_0.toordinal())
    diary = dialog.diary
    row = diary.table.currentRow()
    cell = diary.table.item(row, 1)
    assert cell is not None
    cell.setText("a few")
    assert "“a few” is not a diary entry." in diary.problem.text()
    cell.setText("12")
    QGuiApplication.clipboard().setText("9\nsome\n0\nunknown\n")
    diary.table.setCurrentCell(row + 1, 1)
    qtbot.keyClick(diary.table, Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    said = [entry.text for entry in diary_days(study.kept.all())]
    assert said == ["12 spasms", "9 spasms", "spasms, not counted", "no spasms", "not known"]
    assert diary.problem.text() == ""
    wait_until(lambda: study.review.n_pending == 0)
    dialog.undo.click()  # the pasted column was one act
    wait_until(lambda: [entry.text for entry in diary_days(study.kept.all())] == ["12 spasms"])
    assert panels.lane.view is not None
    assert len(panels.lane.view.diary) == 1
    assert nameless(dialog) == []
    dialog.close()


def test_a_value_opens_where_it_came_from_and_the_table_goes_elsewhere(
    opened: Workstation, two_studies: tuple[Path, Path], qtbot, tmp_path: Path
) -> None:
    mark(opened, 30.0, 60.0)
    opened.actions["response.open"].trigger()
    compare(opened, two_studies[1])
    panels, work = panels_of(opened), work_of(opened)
    wait_until(lambda: work.comparing.has_trends, timeout_s=60)
    wait_until(lambda: bool(panels.differences.table.rows) and "µV" in panels.differences.table.rows[-8].value_text(0))
    table = panels.differences.table
    spasms = next(n for n, row in enumerate(table.rows) if row.marker_id == "spasms_per_hour")
    assert table.item(spasms, LABEL).toolTip().startswith("Spasms\nSpasms of the counted layer")
    for onset_s in (30.0, 60.0, 30.0):  # one after the other, and round
        table.setCurrentCell(spasms, BEFORE)
        qtbot.keyClick(table, Key.Key_Return)
        assert opened.studies.study is not None
        assert opened.studies.study.view.span.contains(onset_s)
        assert opened.studies.study.view.cursor_s == onset_s
    reeg = next(n for n, row in enumerate(table.rows) if row.marker_id.startswith("reeg"))
    link = table.rows[reeg].values[1].link
    assert link is not None
    before_s = opened.studies.study.view.start_s
    place = table.visualRect(table.model().index(reeg, AFTER)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert work.moves.pair is not None
    assert work.moves.pair.views[1].span.contains(link.span.start_s)
    assert opened.studies.study.view.start_s == before_s  # its side alone
    panels.copy_table()
    copied = QGuiApplication.clipboard().text().splitlines()
    assert copied[0].startswith("Marker\tBefore\tAfter\tChange")
    assert len(copied) == len(table.rows) + 1
    panels.save_table(tmp_path / "t.csv")
    wait_until(lambda: (tmp_path / "t.csv").exists())
    lines = (tmp_path / "t.csv").read_text().splitlines()
    assert lines[0].startswith("marker,label,unit,study_1,study_1_low")
    assert {card.badge.text() for card in panels.differences.card.parts} == {"not assessed"}
    assert panels.differences.card.last.text() == "A recording alone cannot show 28 days without spasms."
    assert "p = 0.104" in panels.differences.notes.text()
    assert "cautions" in panels.differences.cautions.text()
    assert nameless(opened.window) == []
    # wrapped lines get their height when the window has been laid out anew
    wait_until(lambda: not [fault for fault in layout_faults(opened.window) if "patient" not in fault])


def test_up_to_six_studies_stand_in_a_row_and_a_click_makes_one_the_page_beside(
    opened: Workstation, two_studies: tuple[Path, Path], later_study: Path, qtbot
) -> None:
    opened.actions["response.open"].trigger()
    for path in (two_studies[1], later_study):
        compare(opened, path)
    panels, work = panels_of(opened), work_of(opened)
    opened.actions["response.all_studies"].trigger()
    row = panels.below.row
    wait_until(lambda: len(row.cells) == 3 and all(c.small is not None and c.small.page for c in row.cells))
    names = [cell.small.title for cell in row.cells if cell.small is not None]
    assert names in (
        ["Study 1 · Before", "Study 2", "Study 3 · After"],
        ["Study 1 · Before", "Study 2 · After", "Study 3"],
    )
    beside = next(n for n in (1, 2) if not row.cells[n].small.side)
    qtbot.mouseClick(row.cells[beside], Qt.MouseButton.LeftButton, pos=QPoint(20, 40))
    wait_until(lambda: row.cells[beside].small.side == "After")
    assert work.studies.shown is not None
    assert work.studies.shown.fingerprint == row.cells[beside].small.fingerprint
    assert row.cells[0].accessibleName().startswith("Study 1. 2 Mar 2020, 26 weeks. no spasm marked in 2 min")
    row.cells[3 - beside].remove.click()
    wait_until(lambda: len(row.cells) == 2)
    assert work.studies.shown.fingerprint == row.cells[1].small.fingerprint  # the page beside stays
    assert opened.settings.text("response/below") == "studies"
    assert nameless(opened.window) == []
    opened.actions["response.diary"].trigger()  # the lane comes back for it
    assert panels.below.lane.isVisible()
    dialog_of(opened).close()
