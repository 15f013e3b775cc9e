"""Links from outside at the window: their recording is opened, found, or asked for."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from recordings.edf_files import plain, write_file
from waiting import wait_until
from windows.at_the_window import own_marks, press, shown_dialog, study_of, wait_until_saved

from eegview.model.report.link import EvidenceLink, Place
from eegview.model.span import Span
from eegview.ui.study.link_dialog import LinkDialog
from eegview.ui.workstation import Workstation


def dialog_of(station: Workstation) -> LinkDialog:
    station.actions["study.open_link"].trigger()
    return shown_dialog(station, LinkDialog, "link")


def test_a_pasted_link_opens_its_page_also_from_another_study(
    station: Workstation, qtbot, tmp_path: Path, monkeypatch
) -> None:
    study = study_of(station)
    study.set_cursor(31.0)
    press(station, qtbot, Qt.Key.Key_1)
    wait_until(lambda: len(own_marks(station)) == 1)
    wait_until_saved(station)
    mark = own_marks(station)[0]
    url = EvidenceLink(
        study.recording.fingerprint,
        Span(30.0, 40.0),
        marks=(mark.annotation_id,),
        frame_s=31.5,
        settings={"page_s": "10", "sensitivity_uv_per_mm": "20", "odd": "1"},
    ).url
    # in the open study, whatever else has the window
    station.actions["staging.open"].trigger()
    QApplication.clipboard().setText(url)
    dialog = dialog_of(station)
    assert dialog.link.toPlainText() == url
    dialog.open_button.click()
    wait_until(lambda: study.view.start_s == 30.0)
    assert not station.tasks.staging.is_open
    assert (study.view.page_s, study.view.sensitivity_uv_per_mm, study.view.cursor_s) == (10.0, 20.0, 31.5)
    assert study.review.selection.mark == mark
    assert "odd" in station.toast.label.text()
    # from another study: the recording is known by what it is
    other = write_file(tmp_path / "other.edf", plain())
    station.open([str(other)])
    wait_until(lambda: study_of(station).recording.fingerprint != study.recording.fingerprint)
    station.opening.links.follow(url)
    wait_until(lambda: study_of(station).recording.fingerprint == study.recording.fingerprint)
    wait_until(lambda: study_of(station).view.start_s == 30.0)
    wait_until(lambda: study_of(station).review.selection.mark is not None)
    # a text that is no link, then a recording that is not known: one sentence, and its file can be chosen
    dialog = dialog_of(station)
    dialog.link.setPlainText("eegview:page?from=1")
    dialog.open_button.click()
    assert "not a link" in dialog.problem.text()
    dialog.link.setPlainText(EvidenceLink("abc", Span(0.0, 1.0), Place.PAGE).url)
    assert dialog.problem.isHidden()
    dialog.open_button.click()
    wait_until(lambda: dialog.file_button.isVisible())
    assert "not been opened on this computer" in dialog.problem.text()
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_args, **_more: ([str(other)], ""))
    dialog.file_button.click()
    wait_until(lambda: "not the one of the link" in station.toast.label.text())
