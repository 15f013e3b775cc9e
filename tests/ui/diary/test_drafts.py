"""What is typed in a form of an infant and not saved is never dropped unasked."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from there import there
from waiting import wait_until
from windows.at_the_window import shown_dialog

from eegview.app.infant.keeping import keep_infant
from eegview.app.library.opening import Reviewer
from eegview.model.infant.infant import Infant, new_infant_id
from eegview.model.treatment.diary import Witnessed
from eegview.ui.diary.dialog import DiaryDialog
from eegview.ui.infant.dialog import InfantDialog
from eegview.ui.infant.forms import DIARY, MILESTONE, TREATMENT, WHO
from eegview.ui.infant.milestone_form import MilestoneForm
from eegview.ui.infant.who_form import WhoForm
from eegview.ui.response.lane.dialog import TreatmentDialog
from eegview.ui.widgets.asking_dialog import AskingDialog
from eegview.ui.widgets.modeless_dialog import open_dialog
from eegview.ui.workstation import Workstation


@pytest.fixture
def infants(library_url: str) -> tuple[Infant, Infant]:
    made = Infant(new_infant_id(), "K07", date(2020, 1, 1)), Infant(new_infant_id(), "K08", date(2020, 2, 1))
    for one in made:
        keep_infant(library_url, one, Reviewer("me"))
    return made


def listed(station: Workstation) -> InfantDialog:
    station.actions["infant.open"].trigger()
    dialog = shown_dialog(station, InfantDialog, "infant")
    wait_until(lambda: dialog.name.text() == "K07")
    return dialog


def diary(station: Workstation) -> DiaryDialog:
    listed(station).diary.click()
    return shown_dialog(station, DiaryDialog, DIARY)


def answer(dialog: AskingDialog, name: str) -> None:
    box = there(dialog.question)
    there(box.findChild(QPushButton, f"unsaved.{name}")).click()


def is_open(station: Workstation, name: str) -> bool:
    return open_dialog(station.window, name) is not None


def day_of(station: Workstation, on: date):
    timeline = station.infants.timeline
    return timeline.course.days.get(on.toordinal()) if timeline is not None else None


def test_closing_the_diary_with_something_typed_asks_and_go_on_keeps_it(
    empty_station: Workstation, infants: tuple[Infant, Infant]
) -> None:
    dialog = diary(empty_station)
    dialog.day.fields.time.setText("7:40")
    dialog.close()
    assert dialog.isVisible()
    answer(dialog, "stay")
    assert dialog.question is None
    assert dialog.day.fields.time.text() == "7:40"
    QTest.keyClick(dialog.day.fields.time, Qt.Key.Key_Escape)
    answer(dialog, "discard")
    wait_until(lambda: not is_open(empty_station, DIARY))
    again = diary(empty_station)
    assert again.day.fields.time.text() == ""
    again.close()
    assert not is_open(empty_station, DIARY)


def test_save_keeps_what_is_typed_of_every_day_as_one_act(
    empty_station: Workstation, infants: tuple[Infant, Infant]
) -> None:
    dialog = diary(empty_station)
    today = there(dialog.calendar.day)
    before = today - timedelta(days=1)
    dialog.day.fields.time.setText("0:05")
    dialog.day.fields.count.setText("9")
    dialog.show_day(before)
    dialog.day.fields.count.setText("4")
    dialog.close()
    answer(dialog, "save")
    wait_until(lambda: not is_open(empty_station, DIARY))
    wait_until(lambda: day_of(empty_station, today) is not None and day_of(empty_station, before) is not None)
    assert [event.count for event in there(day_of(empty_station, today)).events] == [9]
    assert [event.count for event in there(day_of(empty_station, before)).events] == [4]
    empty_station.infants.undo()
    wait_until(lambda: day_of(empty_station, today) is None and day_of(empty_station, before) is None)


def test_what_cannot_be_read_keeps_the_diary_open_at_its_day_with_the_reason(
    empty_station: Workstation, infants: tuple[Infant, Infant]
) -> None:
    dialog = diary(empty_station)
    today = there(dialog.calendar.day)
    dialog.day.fields.time.setText("half seven")
    dialog.show_day(today - timedelta(days=1))
    dialog.day.fields.count.setText("4")
    dialog.close()
    answer(dialog, "save")
    wait_until(lambda: day_of(empty_station, today - timedelta(days=1)) is not None)
    assert dialog.isVisible()
    assert dialog.calendar.day == today
    assert dialog.day.fields.time.text() == "half seven"
    assert dialog.day.problem.isVisibleTo(dialog)
    assert [one.on for one in dialog.draft] == [today]


def test_save_on_closing_never_stores_a_second_event_of_a_time_of_another_day(
    empty_station: Workstation, infants: tuple[Infant, Infant]
) -> None:
    dialog = diary(empty_station)
    today = there(dialog.calendar.day)
    before = today - timedelta(days=1)
    dialog.show_day(before)
    dialog.day.fields.time.setText("7:40")
    dialog.day.fields.save()
    wait_until(lambda: dialog.day.events.count() == 1)
    dialog.day.fields.time.setText("7:40")
    dialog.day.fields.count.setText("4")
    dialog.show_day(today)
    dialog.close()
    answer(dialog, "save")
    wait_until(lambda: dialog.calendar.day == before)
    assert dialog.isVisible()
    assert "the diary has an event already" in dialog.day.problem.text()
    assert (dialog.day.fields.time.text(), dialog.day.fields.count.text()) == ("7:40", "4")
    assert len(there(day_of(empty_station, before)).events) == 1
    dialog.day.fields.time.setText("7:50")
    dialog.close()
    answer(dialog, "save")
    wait_until(lambda: not is_open(empty_station, DIARY))
    wait_until(lambda: len(there(day_of(empty_station, before)).events) == 2)


def test_a_correction_that_changes_nothing_is_not_asked_about_and_a_number_is_said_on_leaving(
    empty_station: Workstation, infants: tuple[Infant, Infant]
) -> None:
    dialog = diary(empty_station)
    today = there(dialog.calendar.day)
    dialog.day.fields.time.setText("0:05")
    dialog.day.fields.save()
    wait_until(lambda: dialog.day.events.count() == 1)
    dialog.day.events.setCurrentRow(0)
    dialog.day.correct.click()
    assert dialog.draft == ()
    dialog.day.fields.seen_by.setText("mother")
    assert dialog.is_changed
    dialog.day.fields.cancel.click()
    dialog.show_day(today - timedelta(days=1))
    dialog.day.number.setText("3")
    dialog.close()
    assert not is_open(empty_station, DIARY)
    wait_until(lambda: day_of(empty_station, today - timedelta(days=1)) is not None)
    assert there(day_of(empty_station, today - timedelta(days=1))).witnessed is Witnessed.SOME


def test_another_infant_gets_nothing_of_what_is_typed_and_the_first_has_it_again(
    empty_station: Workstation, infants: tuple[Infant, Infant]
) -> None:
    dialog = diary(empty_station)
    today = there(dialog.calendar.day)
    dialog.day.fields.note.setText("arms up")
    empty_station.infants.choose(infants[1].infant_id)
    wait_until(lambda: not is_open(empty_station, DIARY))
    assert len(empty_station.infants.forms.drafts) == 1
    there(empty_station.infants.dialog).diary.click()
    other = shown_dialog(empty_station, DiaryDialog, DIARY)
    assert (other.called.text(), other.day.fields.note.text()) == ("K08", "")
    empty_station.infants.choose(infants[0].infant_id)
    wait_until(lambda: not is_open(empty_station, DIARY))
    there(empty_station.infants.dialog).diary.click()
    again = shown_dialog(empty_station, DiaryDialog, DIARY)
    assert (again.called.text(), again.day.fields.note.text()) == ("K07", "arms up")
    assert [one.on for one in again.draft] == [today]
    assert len(empty_station.infants.forms.drafts) == 0


def test_a_milestone_and_who_it_is_are_asked_about_and_saved(
    empty_station: Workstation, infants: tuple[Infant, Infant]
) -> None:
    window = listed(empty_station)
    window.milestone.click()
    form = shown_dialog(empty_station, MilestoneForm, MILESTONE)
    form.text.setText("smiles back")
    form.close()
    answer(form, "save")
    wait_until(lambda: not is_open(empty_station, MILESTONE))
    wait_until(lambda: len(there(empty_station.infants.timeline).milestones) == 1)
    window.edit.click()
    who = shown_dialog(empty_station, WhoForm, WHO)
    who.pseudonym.setText("Robin")
    who.reject()
    answer(who, "save")
    wait_until(lambda: who.problem.isVisibleTo(who))  # a name: nothing is kept, and the form stays
    assert who.isVisible()
    who.reject()
    answer(who, "discard")
    wait_until(lambda: not is_open(empty_station, WHO))
    window.edit.click()
    shown_dialog(empty_station, WhoForm, WHO).reject()  # nothing typed: nothing asked
    assert not is_open(empty_station, WHO)


def test_what_is_typed_of_a_treatment_stays_when_another_is_shown(
    empty_station: Workstation, infants: tuple[Infant, Infant]
) -> None:
    listed(empty_station).treatment.click()
    dialog = shown_dialog(empty_station, TreatmentDialog, TREATMENT)
    form = dialog.treatments
    for drug in ("Vigabatrin", "Prednisolone"):
        form.drug.setCurrentText(drug)
        form.save.click()
    wait_until(lambda: form.table.rowCount() == 2)
    form.table.selectRow(0)
    form.note.setText("first dose at home")
    form.table.selectRow(1)
    assert form.note.text() == ""
    assert form.unsaved.isVisibleTo(dialog)
    form.table.selectRow(0)
    assert form.note.text() == "first dose at home"
    dialog.close()
    answer(dialog, "save")
    wait_until(lambda: not is_open(empty_station, TREATMENT))
    wait_until(
        lambda: (
            [one.treatment.note for one in there(empty_station.infants.timeline).course.treatments]
            in (["first dose at home", ""], ["", "first dose at home"])
        )
    )


def test_the_program_does_not_end_with_something_typed_unasked(
    empty_station: Workstation, infants: tuple[Infant, Infant]
) -> None:
    dialog = diary(empty_station)
    dialog.day.fields.note.setText("arms up")
    empty_station.window.close()
    assert empty_station.window.isVisible()
    answer(dialog, "stay")
    empty_station.infants.choose(infants[1].infant_id)
    wait_until(lambda: not is_open(empty_station, DIARY))
    empty_station.window.close()
    drafts = empty_station.infants.forms.drafts
    there(there(drafts.question).findChild(QPushButton, "kept_drafts.stay")).click()
    assert empty_station.window.isVisible()
    empty_station.window.close()
    there(there(drafts.question).findChild(QPushButton, "kept_drafts.leave")).click()
    wait_until(lambda: not empty_station.window.isVisible())
