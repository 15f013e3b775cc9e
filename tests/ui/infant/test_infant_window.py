"""The window of an infant: made by a pseudonym, studies added, everything on one timeline, what is clicked opens."""

from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from made_studies.department_studies import make_department
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox, QMessageBox
from there import there
from waiting import wait_until
from windows.at_the_window import shown_dialog, study_of
from windows.window_fixtures import open_and_wait

from eegview.app.course.drawing import DAY, EEG, SceneItem
from eegview.app.infant.keeping import held_infants, keep_infant, keep_members, say
from eegview.app.infant.timeline import InfantTimeline
from eegview.app.library.opening import Reviewer
from eegview.app.response.treatment_acts import diary_statement
from eegview.model.infant.infant import Infant, new_infant_id
from eegview.model.infant.member import EEG as EEG_KIND
from eegview.model.infant.member import Member
from eegview.model.infant.milestone import MilestoneChange
from eegview.model.treatment.day import TreatmentDay
from eegview.model.treatment.diary import counted_day
from eegview.readers.opening import open_study
from eegview.ui.diary.dialog import DiaryDialog
from eegview.ui.infant.dialog import InfantDialog
from eegview.ui.infant.forms import DIARY, MEMBER, MILESTONE, STUDIES, TREATMENT, WHO
from eegview.ui.infant.member_form import MemberForm
from eegview.ui.infant.milestone_form import MilestoneForm
from eegview.ui.infant.study_choice import StudyChoice
from eegview.ui.infant.who_form import BORN, WhoForm
from eegview.ui.response.lane.dialog import TreatmentDialog
from eegview.ui.workstation import Workstation

BORN_ON, ON = date(2020, 1, 1), date(2020, 6, 1)


@pytest.fixture
def files(own_folders: Path) -> list[Path]:
    return make_department(own_folders, n_studies=2)[1]


def fingerprint_of(file: Path) -> str:
    with closing(open_study([str(file)])) as source:
        return source.recording.fingerprint


def made_infant(url: str, pseudonym: str, files: list[Path]) -> Infant:
    infant, reviewer = Infant(new_infant_id(), pseudonym, BORN_ON), Reviewer("me")
    keep_infant(url, infant, reviewer)
    members = [Member(fingerprint_of(file), EEG_KIND, ON.isoformat()) for file in files]
    keep_members(url, infant.infant_id, members, reviewer)
    return infant


def opened(station: Workstation) -> InfantDialog:
    station.actions["infant.open"].trigger()
    return shown_dialog(station, InfantDialog, "infant")


def timeline_of(station: Workstation) -> InfantTimeline:
    wait_until(lambda: station.infants.timeline is not None)
    return there(station.infants.timeline)


def item_of(dialog: InfantDialog, kind: str, key: str) -> SceneItem:
    return there(there(dialog.panel.timeline.scene).item(kind, key))


def click(dialog: InfantDialog, item: SceneItem) -> None:
    area = item.area
    at = QPoint(round(area.left_px + area.width_px / 2), round(area.top_px + area.height_px / 2))
    QTest.mouseClick(dialog.panel.timeline, Qt.MouseButton.LeftButton, pos=at)


def test_an_empty_library_says_what_to_do(empty_station: Workstation) -> None:
    dialog = opened(empty_station)
    wait_until(lambda: "No infant is entered" in dialog.nothing.text())
    assert not dialog.edit.isEnabled()


def test_an_infant_is_entered_by_a_pseudonym_and_a_name_is_refused(
    empty_station: Workstation, library_url: str
) -> None:
    dialog = opened(empty_station)
    dialog.new.click()
    form = shown_dialog(empty_station, WhoForm, WHO)
    form.pseudonym.setText("Anna")
    form.save()
    wait_until(lambda: "may be a name" in form.problem.text())
    form.pseudonym.setText("K07")
    form.by.setCurrentIndex(BORN)
    form.born.show_day(BORN_ON)
    form.save()
    wait_until(lambda: dialog.name.text() == "K07")
    assert [(one.pseudonym, one.born_on) for one in held_infants(library_url, "me").infants] == [("K07", BORN_ON)]
    assert dialog.panel.nothing.isVisibleTo(dialog)


def test_a_pseudonym_that_may_be_a_name_is_asked_about_and_can_be_used_anyway(
    empty_station: Workstation, library_url: str
) -> None:
    empty_station.actions["infant.open"].trigger()
    window = shown_dialog(empty_station, InfantDialog, "infant")
    window.new.click()
    form = shown_dialog(empty_station, WhoForm, WHO)
    form.pseudonym.setText("Em2020")
    form.save()
    wait_until(lambda: form.anyway.isVisibleTo(form))
    assert "may be a short name with a year" in form.problem.text()
    form.pseudonym.setText("Em2021")
    assert not form.anyway.isVisibleTo(form)
    form.save()
    wait_until(lambda: form.anyway.isVisibleTo(form))
    form.anyway.click()
    wait_until(lambda: window.name.text() == "Em2021")


def test_the_open_study_is_added_and_the_patient_line_names_its_infant(
    empty_station: Workstation, library_url: str, files: list[Path]
) -> None:
    made_infant(library_url, "K07", [])
    open_and_wait(empty_station, files[0])
    dialog = opened(empty_station)
    wait_until(lambda: dialog.add_open.isVisibleTo(dialog))
    dialog.add_open.click()
    wait_until(lambda: "K07" in empty_station.opening.patient_bar.line.text.forms[0])
    wait_until(lambda: len(timeline_of(empty_station).studies) == 1)
    wait_until(lambda: not dialog.add_open.isVisibleTo(dialog))


def test_studies_of_the_library_are_chosen_from_a_list(
    empty_station: Workstation, library_url: str, files: list[Path]
) -> None:
    made_infant(library_url, "K07", [])
    for file in files:
        open_and_wait(empty_station, file)
    dialog = opened(empty_station)
    wait_until(lambda: dialog.name.text() == "K07")
    dialog.add.click()
    form = shown_dialog(empty_station, StudyChoice, STUDIES)
    assert form.list.count() == 2
    assert not form.add.isEnabled()
    for n in range(2):
        form.list.item(n).setCheckState(Qt.CheckState.Checked)
    form.add.click()
    wait_until(lambda: len(timeline_of(empty_station).studies) == 2)


def test_a_click_on_a_study_opens_it(empty_station: Workstation, library_url: str, files: list[Path]) -> None:
    made_infant(library_url, "K07", files[:1])
    dialog = opened(empty_station)
    wait_until(lambda: dialog.name.text() == "K07")
    click(dialog, item_of(dialog, EEG, fingerprint_of(files[0])))
    wait_until(lambda: empty_station.studies.study is not None)
    assert study_of(empty_station).paths == (str(files[0]),)
    assert "EEG 1" in dialog.told.text()
    wait_until(empty_station.window.isActiveWindow)  # the timeline does not stay before it


def test_keys_walk_along_a_row_and_enter_opens(empty_station: Workstation, library_url: str, files: list[Path]) -> None:
    made_infant(library_url, "K07", files)
    dialog = opened(empty_station)
    wait_until(lambda: dialog.name.text() == "K07")
    timeline = dialog.panel.timeline
    timeline.setFocus()
    QTest.keyClick(timeline, Qt.Key.Key_Right)
    first = there(timeline.current)
    QTest.keyClick(timeline, Qt.Key.Key_Right)
    assert there(timeline.current).key != first.key
    assert there(timeline.current).kind == EEG
    assert "EEG 2" in timeline.accessibleDescription()
    QTest.keyClick(timeline, Qt.Key.Key_Return)
    wait_until(lambda: empty_station.studies.study is not None)


def test_plus_shows_fewer_days_and_0_all_again(empty_station: Workstation, library_url: str, files: list[Path]) -> None:
    made_infant(library_url, "K07", files)
    dialog = opened(empty_station)
    wait_until(lambda: dialog.name.text() == "K07")
    timeline = dialog.panel.timeline
    timeline.setFocus()
    assert timeline.days.is_all
    QTest.keyClick(timeline, Qt.Key.Key_Plus)
    assert not timeline.days.is_all
    assert dialog.panel.bar.isVisibleTo(dialog)
    QTest.keyClick(timeline, Qt.Key.Key_0)
    assert timeline.days.is_all


def test_a_milestone_is_noted_changed_and_undone(
    empty_station: Workstation, library_url: str, files: list[Path]
) -> None:
    made_infant(library_url, "K07", files[:1])
    dialog = opened(empty_station)
    wait_until(lambda: dialog.name.text() == "K07")
    dialog.milestone.click()
    form = shown_dialog(empty_station, MilestoneForm, MILESTONE)
    form.save()
    wait_until(lambda: "no text" in form.problem.text())
    form.text.setText("smiles back")
    form.save()
    wait_until(lambda: len(timeline_of(empty_station).milestones) == 1)
    held = timeline_of(empty_station).milestones[0]
    assert (held.text, held.change, held.on) == ("smiles back", MilestoneChange.GAINED, ON)
    dialog.undo.click()
    wait_until(lambda: not timeline_of(empty_station).milestones)


def test_a_day_of_the_diary_opens_at_that_day_and_a_treatment_is_kept_with_the_infant(
    empty_station: Workstation, library_url: str, files: list[Path]
) -> None:
    infant = made_infant(library_url, "K07", files[:1])
    say(library_url, infant.infant_id, Reviewer("me"), [diary_statement(counted_day(TreatmentDay(ON), 7))])
    dialog = opened(empty_station)
    wait_until(lambda: dialog.name.text() == "K07")
    click(dialog, item_of(dialog, DAY, str(ON.toordinal())))
    diary = shown_dialog(empty_station, DiaryDialog, DIARY)
    assert diary.calendar.day == ON
    dialog.treatment.click()
    form = shown_dialog(empty_station, TreatmentDialog, TREATMENT)
    form.begin_treatment(ON.toordinal())
    form.treatments.drug.setEditText("Vigabatrin")
    form.treatments.save.click()
    wait_until(lambda: len(timeline_of(empty_station).lanes) == 1)
    assert timeline_of(empty_station).lanes[0].drug == "Vigabatrin"


def test_the_day_of_a_study_is_said_and_the_study_is_removed(
    empty_station: Workstation, library_url: str, files: list[Path]
) -> None:
    made_infant(library_url, "K07", files)
    dialog = opened(empty_station)
    wait_until(lambda: dialog.name.text() == "K07")
    timeline = dialog.panel.timeline
    timeline.setFocus()
    assert not dialog.member.isVisibleTo(dialog)
    QTest.keyClick(timeline, Qt.Key.Key_Right)
    dialog.member.click()
    form = shown_dialog(empty_station, MemberForm, MEMBER)
    form.day.show_day(date(2020, 6, 5))
    form.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Save).click()
    wait_until(lambda: date(2020, 6, 5) in [one.on for one in timeline_of(empty_station).studies])
    dialog.member.click()
    shown_dialog(empty_station, MemberForm, MEMBER).remove.click()
    wait_until(lambda: len(timeline_of(empty_station).studies) == 1)


def test_an_infant_is_taken_off_the_list_and_brought_back(empty_station: Workstation, library_url: str) -> None:
    made_infant(library_url, "K07", [])
    dialog = opened(empty_station)
    wait_until(lambda: dialog.name.text() == "K07")
    dialog.remove.click()
    wait_until(lambda: dialog.list.count() == 0)
    assert not held_infants(library_url, "me").infants
    empty_station.toast.button.click()
    wait_until(lambda: dialog.list.count() == 1)


def test_a_study_that_is_another_infants_is_refused_with_a_sentence(
    empty_station: Workstation, library_url: str, files: list[Path]
) -> None:
    made_infant(library_url, "K07", files[:1])
    other = made_infant(library_url, "K08", [])
    open_and_wait(empty_station, files[0])
    dialog = opened(empty_station)
    wait_until(lambda: dialog.name.text() == "K07")
    empty_station.infants.choose(other.infant_id)
    wait_until(lambda: dialog.name.text() == "K08")
    assert not dialog.add_open.isVisibleTo(dialog)
    empty_station.infants.add_open_study()
    wait_until(lambda: bool(empty_station.window.findChildren(QMessageBox, "error")))
    box = empty_station.window.findChildren(QMessageBox, "error")[0]
    assert "K07" in box.text()
    box.close()


def test_while_the_patient_is_hidden_no_pseudonym_and_no_birth_date_is_shown(
    empty_station: Workstation, library_url: str
) -> None:
    made_infant(library_url, "K07", [])
    dialog = opened(empty_station)
    wait_until(lambda: dialog.name.text() == "K07")
    empty_station.studies.privacy.hide(True)
    assert dialog.name.text() == "Infant 1"
    assert "K07" not in dialog.list.item(0).text()
    assert "born" not in dialog.age.text()


def test_the_infant_that_was_chosen_last_is_shown_also_where_all_is_read_anew_in_between(
    empty_station: Workstation, library_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (made_infant(library_url, name, []) for name in ("K07", "K08"))
    opened(empty_station)
    timeline_of(empty_station)
    infants = empty_station.infants
    follow, n_read = infants.forms.follow, [0]

    def followed(timeline: InfantTimeline | None) -> None:
        follow(timeline)
        n_read[0] += 1
        if n_read[0] == 1:
            infants.refresh()  # as after something that is said elsewhere

    monkeypatch.setattr(infants.forms, "follow", followed)
    infants.choose(first.infant_id)
    infants.choose(second.infant_id)
    wait_until(lambda: n_read[0] >= 2)
    assert timeline_of(empty_station).infant.infant_id == second.infant_id
