"""The report at the window: opened, answered, read, followed to its sources, exported, signed and checked."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from waiting import wait_until
from windows.at_the_window import own_marks, press, shown_dialog, study_of, wait_until_saved
from windows.named_widgets import nameless
from windows.window_fixtures import open_and_wait

from eegview.app.library.opening import Reviewer
from eegview.app.report.catalogue import Kind
from eegview.app.study.hidden_patient import HiddenPatient
from eegview.model.study.records import REPORT_ENTRY_TERM
from eegview.ui.report.controller import ReportController
from eegview.ui.report.field_row import FieldRow
from eegview.ui.report.sign_dialog import ReportSignDialog
from eegview.ui.report.verify_dialog import VerifyDialog
from eegview.ui.report.view import WantedLink
from eegview.ui.widgets.chips import Chips
from eegview.ui.workstation import Workstation

Key, Ctrl, Alt = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
WAIT_S = 30.0


def report_of(station: Workstation) -> ReportController:
    return station.tasks.report


def entries(station: Workstation) -> dict[str, tuple[str, str]]:
    """Return what the library holds as answered: state and text or choices, by field."""
    found = (r for r in study_of(station).review.records if r.term_id == REPORT_ENTRY_TERM)
    return {
        str(r.attribute("about")): (r.attribute("state") or "", r.attribute("text") or r.attribute("choices") or "")
        for r in found
    }


def wait_until_built(station: Workstation) -> None:
    report = report_of(station)

    def is_built() -> bool:
        is_idle = not report.building.is_busy and not report.figures.is_drawing and not report.building._soon.isActive()
        return is_idle and report.building.pages is not None and report.view.preview.pages.shown is not None

    wait_until(is_built, "the report is built", timeout_s=WAIT_S)


@pytest.fixture
def report(station: Workstation, qtbot) -> Workstation:
    """Return the window with a spasm marked, and its report open and built."""
    study_of(station).set_cursor(3.0)
    press(station, qtbot, Key.Key_1)
    wait_until(lambda: len(own_marks(station)) == 1)
    wait_until_saved(station)
    station.tasks.report_sources.compute_trends = lambda: None  # they have tests of their own
    station.actions["report.open"].trigger()
    wait_until_built(station)
    return station


def section(station: Workstation, section_id: str) -> dict[str, FieldRow]:
    form = report_of(station).view.form
    form.show_section(section_id)
    return {field_id.partition(".")[2]: row for field_id, row in form.rows.items()}


def test_answers_are_records_at_once_and_values_open_their_pages(report: Workstation, qtbot) -> None:
    found, form = report_of(report), report_of(report).view.form
    assert "\n".join(nameless(report.window)) == ""
    assert not report.window.page.isVisible()
    assert found.view.preview.n_pages >= 1
    assert "given" in form.count.text()
    rows = section(report, "personal")
    question = rows["question"].answer
    question.setFocus()
    qtbot.keyClicks(question, "Spasms?")
    qtbot.keyClick(question, Key.Key_Return)  # saved, and on to the next
    wait_until(lambda: entries(report).get("personal.question") == ("given", "Spasms?"))
    assert form.current is not None
    assert form.current.field.field_id == "personal.diagnosis"
    wait_until(lambda: form.rows["personal.question"].field.text == "Spasms?", timeout_s=WAIT_S)
    etiology = rows["etiology"].answer
    assert isinstance(etiology, Chips)
    etiology.setFocus()
    letter = etiology.letters["genetic"]
    qtbot.keyClick(etiology, letter)
    wait_until(lambda: entries(report).get("personal.etiology") == ("given", "genetic"))
    form.rows["personal.medication"].take_focus()
    press_minus = form.rows["personal.medication"].answer
    qtbot.keyClick(press_minus, Key.Key_Minus, Alt)  # a text may hold "-", so with Alt
    wait_until(lambda: entries(report).get("personal.medication") == ("not_assessed", ""))
    wait_until(lambda: form.rows["personal.medication"].none.isChecked(), timeout_s=WAIT_S)
    wait_until_built(report)
    document = found.building.pages.document
    texts = str(document.sections[0])
    assert "Spasms?" in texts
    # while the patient is hidden the pages are without them, and what is written is not
    privacy = report.studies.privacy
    privacy.know(HiddenPatient((), ("Spasms",)))
    privacy.hide(True)
    assert found.view.preview.pages.shown is None
    wait_until_built(report)
    assert "Spasms?" not in str(found.building.pages.document.sections[0])
    assert "Spasms?" in str(found.exporting.document.sections[0])
    privacy.hide(False)
    wait_until_built(report)
    # the study's own undo takes the last answer back
    qtbot.keyClick(press_minus, Key.Key_Z, Ctrl)
    wait_until(lambda: "personal.medication" not in entries(report))
    wait_until(lambda: not form.rows["personal.medication"].none.isChecked(), timeout_s=WAIT_S)
    assert entries(report)["personal.question"] == ("given", "Spasms?")
    # the rest of a section in one step, then the next open item lies in another
    report.actions["report.rest_not_assessed"].trigger()
    wait_until(lambda: entries(report).get("personal.birth") == ("not_assessed", ""))
    wait_until(lambda: "open" not in form.help.text(), timeout_s=WAIT_S)
    report.actions["report.next_open"].trigger()
    assert form.list.section_id != "personal"
    # the impression is the reader's alone
    rows = section(report, "significance")
    assert all(not row.field.computed for row in rows.values())
    assert {row.field.kind for row in rows.values()} == {Kind.CHOICE, Kind.TEXT}
    assert form.saved.text() == "All answers saved"
    wait_until_built(report)
    follow_a_value_and_come_back(report, qtbot)


def follow_a_value_and_come_back(report: Workstation, qtbot) -> None:
    """Open the page of a value and return to the same place; then other templates and zooms."""
    found, preview = report_of(report), report_of(report).view.preview
    press(report, qtbot, Key.Key_2)  # no digit marks here
    assert len(own_marks(report)) == 1
    section(report, "episodes")
    links = [link for _page, link in preview.pages.links]
    mark = own_marks(report)[0]
    url = next(link.url for link in links if f"marks={mark.annotation_id}" in link.url)
    assert found.building.pages.basis[url]
    preview.go_to_page(preview.n_pages - 1)
    at = preview.place
    study_of(report).change_view(lambda view: view)
    preview.pages.followed.emit(url)
    assert not found.is_open
    assert report.window.page.isVisible()
    assert study_of(report).view.span.contains(mark.onset_s)
    assert study_of(report).review.selection.mark == mark
    assert found.view.back.isVisible()
    found.view.back.back.click()
    assert found.is_open
    assert not found.view.back.isVisible()
    assert found.view.form.list.section_id == "episodes"
    wait_until(lambda: abs(preview.place - at) < 300)
    # template, zoom: chosen, remembered
    found.view.header.template_chosen.emit("short")
    wait_until_built(report)
    assert found.building.pages.document.template_id == "short"
    report.actions["report.full_size"].trigger()
    assert found.remembered.zoom == 1.0
    press_key = report.window.page
    qtbot.keyClick(found.view.preview.pages, Key.Key_Escape)
    assert not found.is_open
    assert press_key.isVisible()
    assert report_of(report).remembered.template_id == "short"
    go_into_the_previous_study_and_change_the_reader(report, url)


def go_into_the_previous_study_and_change_the_reader(report: Workstation, url: str) -> None:
    """Follow a link to another study; then another reader sees nothing that was made for this one."""
    found, toast = report_of(report), report.toast
    found.previous.paths = ("previous.edf",)
    found.open()
    found._follow(url.replace(study_of(report).recording.fingerprint, "0" * 64))
    assert toast.isVisible()  # although the page is hidden
    assert toast.button.text() == "Open it there"
    found.view.wanted = WantedLink(url, ("report.edf",))  # as it is once that study was opened
    found.links.follow_wanted()
    assert not found.is_open
    assert not found.view.back.isVisible()
    assert toast.button.text() == "Back to the study of the report"
    assert found.view.wanted is None
    assert found.building.pages is not None
    report.reviewer.use(Reviewer("bo"))
    assert found.building.pages is None
    assert found.view.preview.pages.shown is None
    assert found.figures.figures == {}


def test_exported_signed_and_checked(report: Workstation, qtbot, small_edf: Path, tmp_path: Path, monkeypatch) -> None:
    found = report_of(report)
    out = {kind: tmp_path / f"report{kind}" for kind in (".pdf", ".html", ".json", ".fhir.json")}
    for path in out.values():
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, path=path: (str(path), ""))
        report.actions["report.export"].trigger()
        wait_until(path.exists, timeout_s=WAIT_S)
    assert out[".pdf"].read_bytes().startswith(b"%PDF")
    assert json.loads(out[".fhir.json"].read_text())["resourceType"] == "DiagnosticReport"
    assert json.loads(out[".json"].read_text())
    signed = tmp_path / "signed.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(signed), ""))
    report.actions["report.sign"].trigger()
    dialog = shown_dialog(report, ReportSignDialog, "report.sign.dialog")
    assert nameless(dialog) == []
    wait_until(lambda: len(dialog.key.text().split()) == 8, "the fingerprint is shown")
    assert "without an answer" in dialog.still_open.text()
    assert not dialog.ok.isEnabled()  # something is open: one more act
    dialog.name.setText("Dr. Ada Reader")
    dialog.agree.setChecked(True)
    assert dialog.ok.isEnabled()
    dialog.ok.click()
    wait_until(signed.exists, timeout_s=WAIT_S)
    wait_until(lambda: len(found.signing.signatures) == 1, timeout_s=WAIT_S)
    assert "Dr. Ada Reader" in found.view.header.signed.text()

    def is_addendum() -> bool:
        """Whether the preview shows what will be printed, before it is signed."""
        pages = found.building.pages
        return pages is not None and "ADDENDUM 1" in pages.document.badges

    wait_until(is_addendum, timeout_s=WAIT_S)
    assert found.building.pages.document.sections[0].title == "Addendum 1"
    assert "addendum 1" in found.signing.signed_text
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(signed), ""))
    report.actions["report.verify"].trigger()
    checked = shown_dialog(report, VerifyDialog, "report.verify.dialog")
    assert "The signatures hold." in checked.text
    checked.close()
    altered = bytearray(signed.read_bytes())
    altered[len(altered) // 3] ^= 1
    signed.write_bytes(bytes(altered))
    report.actions["report.verify"].trigger()
    wait_until(lambda: "Do not rely" in shown_dialog(report, VerifyDialog, "report.verify.dialog").text)
    shown_dialog(report, VerifyDialog, "report.verify.dialog").close()
    form = found.view.form
    question = section(report, "personal")["question"].answer
    question.setFocus()
    qtbot.keyClicks(question, "left open")  # and not left: the study is closed over it
    report.actions["study.close"].trigger()
    wait_until(lambda: report.studies.study is None)
    assert form.rows == {}
    assert form.count.text() == ""
    assert found.view.body.isHidden()
    open_and_wait(report, small_edf)
    wait_until(lambda: entries(report).get("personal.question") == ("given", "left open"))
