"""The diary in the window: days and events are entered by keyboard, kept with the infant, and can be undone."""

from datetime import date, time, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QPushButton
from there import there
from waiting import wait_until
from windows.at_the_window import shown_dialog
from windows.named_widgets import nameless

from eegview.app.diary.calendar import day_title
from eegview.app.infant.keeping import keep_infant
from eegview.app.library.opening import Reviewer
from eegview.model.infant.diary_event import Certainty, WitnessedKind
from eegview.model.infant.infant import Infant, new_infant_id
from eegview.model.treatment.diary import Witnessed
from eegview.model.treatment.witnessed_day import WitnessedDay
from eegview.ui.diary.dialog import DiaryDialog
from eegview.ui.diary.files import FORM, IMPORT
from eegview.ui.diary.form_dialog import FamilyFormDialog
from eegview.ui.diary.import_dialog import DiaryImportDialog
from eegview.ui.infant.dialog import InfantDialog
from eegview.ui.infant.forms import DIARY
from eegview.ui.workstation import Workstation


@pytest.fixture
def infant(library_url: str) -> Infant:
    made = Infant(new_infant_id(), "K07", date(2020, 1, 1))
    keep_infant(library_url, made, Reviewer("me"))
    return made


def opened(station: Workstation) -> DiaryDialog:
    station.actions["infant.open"].trigger()
    dialog = shown_dialog(station, InfantDialog, "infant")
    wait_until(lambda: dialog.name.text() == "K07")
    dialog.diary.click()
    return shown_dialog(station, DiaryDialog, DIARY)


def day_of(station: Workstation, on: date) -> WitnessedDay | None:
    timeline = station.infants.timeline
    return timeline.course.days.get(on.toordinal()) if timeline is not None else None


def witnessed(station: Workstation, on: date) -> Witnessed | None:
    day = day_of(station, on)
    return day.witnessed if day is not None else None


def test_none_seen_today_is_one_click_and_undo_takes_it_back(empty_station: Workstation, infant: Infant) -> None:
    dialog = opened(empty_station)
    assert nameless(dialog) == []
    today = there(dialog.calendar.day)
    assert "nothing entered" in dialog.calendar.currentItem().toolTip()
    dialog.today.click()
    wait_until(lambda: witnessed(empty_station, today) is Witnessed.NONE)
    wait_until(lambda: dialog.day.known.text().startswith("No spasms"))
    dialog.yesterday.click()
    wait_until(lambda: witnessed(empty_station, today - timedelta(days=1)) is Witnessed.NONE)
    dialog.undo.click()
    wait_until(lambda: day_of(empty_station, today - timedelta(days=1)) is None)
    assert witnessed(empty_station, today) is Witnessed.NONE


def test_a_cluster_is_entered_by_keyboard_alone_corrected_and_removed(
    empty_station: Workstation, infant: Infant
) -> None:
    dialog = opened(empty_station)
    today = there(dialog.calendar.day)
    QTest.keyClick(dialog.calendar, Qt.Key.Key_Return)
    fields = dialog.day.fields
    QTest.keyClicks(fields.time, "740")
    QTest.keyClick(fields.time, Qt.Key.Key_Tab)
    QTest.keyClicks(fields.count, "12")
    QTest.keyClick(fields.count, Qt.Key.Key_Tab)
    QTest.keyClicks(fields.lasted, "3")
    fields.waking.setCurrentIndex(1)
    QTest.keyClicks(fields.seen_by, "mother")
    QTest.keyClick(fields.seen_by, Qt.Key.Key_Return)
    wait_until(lambda: day_of(empty_station, today) is not None)
    (event,) = there(day_of(empty_station, today)).events
    assert (event.on, event.at, event.count, event.duration_s) == (today, time(7, 40), 12, 180.0)
    assert (event.after_waking, event.seen_by, event.kind) == (True, "mother", WitnessedKind.CLUSTER)
    wait_until(lambda: dialog.day.events.count() == 1)
    assert fields.seen_by.text() == "mother"  # for the next one
    dialog.day.events.setCurrentRow(0)
    dialog.day.correct.click()
    assert fields.time.text() == "07:40"
    fields.count.setText("15")
    fields.certainty.setCurrentIndex(1)
    fields.add.click()
    wait_until(lambda: there(day_of(empty_station, today)).n_least == 15)
    (corrected,) = there(day_of(empty_station, today)).events
    assert (corrected.event_id, corrected.certainty) == (event.event_id, Certainty.SURE)
    wait_until(
        lambda: dialog.calendar.currentItem().toolTip().startswith(f"{dialog.day.title.text()}: at least 15 spasms")
    )
    dialog.day.events.setCurrentRow(0)
    dialog.day.remove.click()
    wait_until(lambda: day_of(empty_station, today) is None)


def test_keys_of_the_calendar_say_the_whole_of_a_day_or_of_several(empty_station: Workstation, infant: Infant) -> None:
    dialog = opened(empty_station)
    today = there(dialog.calendar.day)
    week = [today - timedelta(days=n) for n in range(14)]
    QTest.keyClick(dialog.calendar, Qt.Key.Key_4)
    QTest.keyClick(dialog.day.number, Qt.Key.Key_Return)
    wait_until(lambda: witnessed(empty_station, today) is Witnessed.SOME)
    dialog.calendar.setFocus()
    QTest.keyClick(dialog.calendar, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)  # a week before, with today's
    assert set(dialog.calendar.selected_days) == {today, today - timedelta(days=7)}
    assert dialog.day.title.text() == "2 days"
    QTest.keyClicks(dialog.calendar, "n")
    wait_until(lambda: witnessed(empty_station, week[7]) is Witnessed.NONE)
    assert there(day_of(empty_station, today)).n_least == 4  # what is said already stays


def test_what_is_typed_of_a_day_stays_when_another_day_is_chosen(empty_station: Workstation, infant: Infant) -> None:
    dialog = opened(empty_station)
    today = there(dialog.calendar.day)
    before = today - timedelta(days=1)
    fields, number = dialog.day.fields, dialog.day.number
    fields.count.setText("12")
    fields.waking.setCurrentIndex(1)
    dialog.show_day(before)
    assert (fields.count.text(), fields.waking.currentIndex()) == ("", 0)
    assert dialog.day.unsaved.text().endswith(day_title(today))
    fields.note.setText("in the car")
    number.setText("lots")
    dialog.yesterday.click()  # what the library keeps of a day does not empty its fields either
    wait_until(lambda: witnessed(empty_station, before) is Witnessed.NONE)
    assert (fields.note.text(), number.text()) == ("in the car", "lots")
    dialog.show_day(today)
    assert (fields.count.text(), fields.waking.currentIndex(), fields.note.text(), number.text()) == ("12", 1, "", "")
    fields.add.click()
    wait_until(lambda: there(day_of(empty_station, today)).n_least == 12)
    dialog.show_day(before)
    assert (fields.note.text(), number.text(), dialog.day.unsaved.isHidden()) == ("in the car", "lots", True)


def test_a_number_is_saved_when_its_field_is_left(empty_station: Workstation, infant: Infant) -> None:
    dialog = opened(empty_station)
    today = there(dialog.calendar.day)
    before = today - timedelta(days=1)
    QTest.keyClick(dialog.calendar, Qt.Key.Key_7)
    QApplication.sendEvent(dialog.day.number, QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.TabFocusReason))
    wait_until(lambda: there(day_of(empty_station, today)).n_least == 7)
    dialog.show_day(before)
    QTest.keyClick(dialog.calendar, Qt.Key.Key_5)
    dialog.show_day(today)
    wait_until(lambda: there(day_of(empty_station, before)).n_least == 5)
    assert there(day_of(empty_station, today)).n_least == 7
    assert dialog.day.number.text() == "7"


def test_what_cannot_be_read_is_told_beside_the_fields_and_nothing_is_kept(
    empty_station: Workstation, infant: Infant
) -> None:
    dialog = opened(empty_station)
    fields = dialog.day.fields
    fields.time.setText("late")
    fields.add.click()
    assert "time cannot be read" in fields.problem.text()
    dialog.day.number.setText("lots")
    QTest.keyClick(dialog.day.number, Qt.Key.Key_Return)
    assert "not a number of spasms" in dialog.day.problem.text()
    assert day_of(empty_station, there(dialog.calendar.day)) is None


def test_a_table_is_looked_at_asked_about_and_imported(
    empty_station: Workstation, infant: Infant, tmp_path: Path
) -> None:
    dialog = opened(empty_station)
    file = tmp_path / "app.csv"
    file.write_text("Date,Type,Spasms\n03/07/2025,Cluster,5\n04/07/2025,Nod,\n05/07/2025,day,none\n")
    empty_station.infants.forms.files.look_at(infant, file)
    asked = shown_dialog(empty_station, DiaryImportDialog, IMPORT)
    assert nameless(asked) == []
    assert "two ways" in asked.text.toPlainText()
    assert not asked.take.isEnabled()
    asked.order.setCurrentIndex(1)
    wait_until(lambda: "1 event and 1 day are new" in asked.text.toPlainText())
    wait_until(lambda: "Nod" in asked.kinds)
    asked.kinds["Nod"].setCurrentIndex(1)
    wait_until(lambda: "2 events and 1 day are new" in asked.text.toPlainText())
    asked.take.click()
    wait_until(lambda: witnessed(empty_station, date(2025, 7, 5)) is Witnessed.NONE)
    assert there(day_of(empty_station, date(2025, 7, 3))).n_least == 5
    assert there(day_of(empty_station, date(2025, 7, 4))).n_least == 1
    wait_until(lambda: "days since the last witnessed spasm" in dialog.since.text())


def test_a_table_whose_titles_say_nothing_is_read_as_a_person_says(
    empty_station: Workstation, infant: Infant, tmp_path: Path
) -> None:
    opened(empty_station)
    file = tmp_path / "sheet.csv"
    file.write_text("Nr,Spalte,Wieviel\n41,2025-07-03,5\n42,2025-07-04,none\n")
    empty_station.infants.forms.files.look_at(infant, file)
    asked = shown_dialog(empty_station, DiaryImportDialog, IMPORT)
    assert nameless(asked) == []
    assert "no column of days" in asked.text.toPlainText()
    choose(asked.columns.choices["Spalte"], "day")
    wait_until(lambda: "2 lines were not read" in asked.text.toPlainText())
    choose(asked.columns.choices["Nr"], "number of spasms")
    wait_until(lambda: "spasms ← “Nr”" in asked.text.toPlainText())
    choose(asked.columns.choices["Wieviel"], "number of spasms")
    assert asked.columns.choices["Nr"].currentText() == "not read"  # a field has one column
    assert not asked.take.isEnabled()  # until the file is read so
    wait_until(lambda: "Read as: day ← “Spalte”, spasms ← “Wieviel”." in asked.text.toPlainText())
    assert "0 events and 2 days are new" in asked.text.toPlainText()
    asked.take.click()
    wait_until(lambda: witnessed(empty_station, date(2025, 7, 4)) is Witnessed.NONE)
    assert there(day_of(empty_station, date(2025, 7, 3))).n_least == 5


def choose(box: QComboBox, text: str) -> None:
    """Choose an entry as a person does."""
    box.setCurrentIndex(box.findText(text))
    box.activated.emit(box.currentIndex())


def test_the_menu_opens_the_diary_at_today(empty_station: Workstation, infant: Infant) -> None:
    empty_station.actions["infant.diary"].trigger()
    dialog = shown_dialog(empty_station, DiaryDialog, DIARY)
    assert dialog.calendar.currentItem().data(Qt.ItemDataRole.UserRole).is_today
    assert dialog.called.text() == "K07"


def test_the_day_that_is_asked_for_is_shown_however_far_back(empty_station: Workstation, library_url: str) -> None:
    keep_infant(library_url, Infant(new_infant_id(), "K07"), Reviewer("me"))
    dialog = opened(empty_station)
    today = there(dialog.calendar.day)
    asked = today - timedelta(days=400)
    empty_station.infants.forms.show_day(asked.toordinal())
    assert dialog.calendar.day == asked
    assert dialog.calendar.selected_days == (asked,)
    assert dialog.day.title.text() == day_title(asked)
    QTest.keyClicks(dialog.calendar, "n")
    wait_until(lambda: witnessed(empty_station, asked) is Witnessed.NONE)
    assert set(there(empty_station.infants.timeline).course.days) == {asked.toordinal()}
    assert dialog.calendar.currentRow() == 0
    QTest.keyClick(dialog.calendar, Qt.Key.Key_Up)
    assert dialog.calendar.day == asked - timedelta(days=7)
    assert dialog.calendar.currentRow() == 7


def test_keys_lead_to_the_week_of_birth_and_no_further(empty_station: Workstation, infant: Infant) -> None:
    dialog = opened(empty_station)
    born = there(infant.born_on)
    assert there(dialog.calendar.first_day) <= born
    empty_station.infants.forms.show_day(born.toordinal())
    assert dialog.calendar.currentRow() == 0
    QTest.keyClick(dialog.calendar, Qt.Key.Key_Up)
    assert dialog.calendar.day == born


def test_hiding_the_patient_takes_the_pseudonym_from_the_diary_and_its_form(
    empty_station: Workstation, infant: Infant
) -> None:
    dialog = opened(empty_station)
    dialog.form_asked.emit()
    asked = shown_dialog(empty_station, FamilyFormDialog, FORM)
    assert (dialog.called.text(), asked.pseudonym.text()) == ("K07", "K07")
    empty_station.studies.privacy.hide(True)
    assert (dialog.called.text(), asked.pseudonym.text()) == ("Infant", "")
    dialog.form_asked.emit()
    asked = shown_dialog(empty_station, FamilyFormDialog, FORM)
    assert asked.pseudonym.text() == ""
    empty_station.studies.privacy.hide(False)
    assert (dialog.called.text(), asked.pseudonym.text()) == ("K07", "K07")


def test_the_form_for_families_asks_for_weeks_and_is_written(
    empty_station: Workstation, infant: Infant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = opened(empty_station)
    out = tmp_path / "form.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(out), "PDF (*.pdf)"))
    empty_station.infants.forms.files.ask_for_form(infant.pseudonym)
    asked = shown_dialog(empty_station, FamilyFormDialog, FORM)
    assert nameless(asked) == []
    assert asked.pseudonym.text() == "K07"
    asked.weeks.setValue(1)
    asked.pseudonym.setText("Anna Müller")
    asked.findChildren(QPushButton, "family_form.write")[0].click()
    assert asked.isVisible()
    assert asked.problem.text().startswith("A pseudonym holds only letters")
    asked.pseudonym.setText("K07")
    asked.findChildren(QPushButton, "family_form.write")[0].click()
    wait_until(out.is_file)
    table = tmp_path / "diary.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(table), "CSV (*.csv)"))
    dialog.yesterday.click()
    wait_until(lambda: len(there(empty_station.infants.timeline).course.days) == 1)
    dialog.export_asked.emit()
    wait_until((tmp_path / "diary.csv.json").is_file)
    assert ",none," in table.read_text()


def test_left_and_right_walk_over_the_ends_of_weeks(empty_station: Workstation, infant: Infant) -> None:
    dialog = opened(empty_station)
    today = there(dialog.calendar.day)
    for n in range(1, 15):
        QTest.keyClick(dialog.calendar, Qt.Key.Key_Left)
        assert dialog.calendar.day == today - timedelta(days=n)
    for n in range(13, -1, -1):
        QTest.keyClick(dialog.calendar, Qt.Key.Key_Right)
        assert dialog.calendar.day == today - timedelta(days=n)
    QTest.keyClick(dialog.calendar, Qt.Key.Key_Right)
    assert dialog.calendar.day == today  # no day to come


def test_the_clusters_of_a_day_are_typed_beside_its_number(empty_station: Workstation, infant: Infant) -> None:
    dialog = opened(empty_station)
    today = there(dialog.calendar.day)
    dialog.day.number.setText("12")
    dialog.day.clusters.setText("2")
    QTest.keyClick(dialog.day.clusters, Qt.Key.Key_Return)
    wait_until(lambda: there(day_of(empty_station, today)).n_clusters == 2)
    assert there(day_of(empty_station, today)).text == "12 spasms, with 2 clusters"
    dialog.show_day(today - timedelta(days=1))
    assert (dialog.day.number.text(), dialog.day.clusters.text()) == ("", "")
    dialog.day.clusters.setText("many")
    QTest.keyClick(dialog.day.clusters, Qt.Key.Key_Return)
    assert "not a number of clusters" in dialog.day.problem.text()
    dialog.show_day(today)
    assert (dialog.day.number.text(), dialog.day.clusters.text()) == ("12", "2")


def test_a_second_event_of_one_time_is_not_added(empty_station: Workstation, infant: Infant) -> None:
    dialog = opened(empty_station)
    dialog.show_day(there(dialog.calendar.day) - timedelta(days=1))
    for count in ("12", "14"):
        dialog.day.fields.time.setText("7:40")
        dialog.day.fields.count.setText(count)
        dialog.day.fields.save()
        wait_until(lambda: dialog.day.events.count() == 1)
    assert "at 07:40 the diary has an event already" in dialog.day.problem.text()


def test_it_is_told_before_the_button_where_most_lines_are_not_read(
    empty_station: Workstation, infant: Infant, tmp_path: Path
) -> None:
    opened(empty_station)
    file = tmp_path / "app.csv"
    file.write_text("Date,Type,Clusters,Spasms\n2025-07-03,day,2,9\n2025-07-04,dose,,\n2025-07-05,dose,,\n")
    empty_station.infants.forms.files.look_at(infant, file)
    asked = shown_dialog(empty_station, DiaryImportDialog, IMPORT)
    assert asked.mostly_unread.isVisibleTo(asked)
    assert "clusters ← “Clusters”" in asked.text.toPlainText()
    assert asked.columns.choices["Clusters"].currentText() == "clusters of the day"
    asked.take.click()
    wait_until(lambda: day_of(empty_station, date(2025, 7, 3)) is not None)
    assert there(day_of(empty_station, date(2025, 7, 3))).n_clusters == 2
