"""Sign-off through the window: signed, shown, changed only with a reason, checked."""

import pytest
from made_studies.triage_study import detections_at, put_run
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from standing_clock import StandingClock
from waiting import emitted, wait_until
from windows.at_the_window import own_marks, shown_dialog, study_of, wait_until_idle, wait_until_saved

from eegview.app.library.opening import Reviewer
from eegview.model.annotation import FINAL_LAYER
from eegview.model.signature import Signature, latest_signatures
from eegview.ui.signing.sign_dialog import SignDialog
from eegview.ui.widgets.modeless_dialog import open_dialog
from eegview.ui.workstation import Workstation


@pytest.fixture
def clock() -> StandingClock:
    """Return the window's clock, which stands: nothing is reviewed meanwhile."""
    return StandingClock()


@pytest.fixture
def signed(station: Workstation) -> Workstation:
    """Return the window of a neurologist who marked one spasm and signed."""
    station.reviewer.use(Reviewer("doc", "neurologist"))
    mark_at(station, 6.0)
    wait_until(lambda: len(own_marks(station)) == 1)
    dialog = sign_dialog(station)
    name, ok = dialog.findChild(QLineEdit, "sign.name"), dialog.findChild(QPushButton, "sign.ok")
    name.setText("")
    assert not ok.isEnabled()
    name.setText("Dr. Dora Doe")
    layers = dialog.findChild(QComboBox, "sign.layer")
    assert [layers.itemText(i) for i in range(layers.count())] == ["My marks — 1 mark"]
    assert not ok.isEnabled()
    dialog.agree.click()
    ok.click()
    wait_for_status(station, "unchanged since")
    return station


def sign_dialog(station: Workstation) -> SignDialog:
    station.actions["study.sign"].trigger()
    return shown_dialog(station, SignDialog, "sign")


def signatures(station: Workstation) -> dict[str, Signature]:
    return latest_signatures(study_of(station).review.records)


def mark_at(station: Workstation, time_s: float) -> None:
    station.studies.study.go_to(time_s)
    station.actions["event.mark.spasm"].trigger()


def wait_for_status(station: Workstation, words: str) -> None:
    wait_until(lambda: words in station.signing.label.text())


def reason_dialog(station: Workstation):  # type: ignore[no-untyped-def]
    return open_dialog(station.window, "addendum")


def last_edit(station: Workstation):  # type: ignore[no-untyped-def]
    found: list[tuple] = []
    study_of(station).review.history(lambda edits, problems: found.append((edits, problems)))
    wait_until(lambda: bool(found))
    assert found[0][1] == []
    return found[0][0][-1]


def test_signed_is_shown_with_name_and_time(signed: Workstation) -> None:
    label = signed.signing.label
    assert not label.isHidden()
    assert label.text().startswith("signed ")
    assert "by Dr. Dora Doe with 2 points open, unchanged since" in label.text()
    assert "Dr. Dora Doe, neurologist: reviewed" in label.toolTip()
    assert len(own_marks(signed)) == 1  # the signature is none


def test_a_change_waits_for_a_reason_and_is_an_addendum(signed: Workstation) -> None:
    mark_at(signed, 20.0)
    dialog = reason_dialog(signed)
    assert dialog is not None
    wait_until_idle(signed)
    assert len(own_marks(signed)) == 1
    ok = dialog.findChild(QPushButton, "addendum.ok")
    assert not ok.isEnabled()
    dialog.findChild(QLineEdit, "addendum.reason").setText("found on video")
    ok.click()
    wait_until(lambda: len(own_marks(signed)) == 2)
    assert last_edit(signed).reason == "addendum: found on video"
    wait_for_status(signed, "1 change since")
    mark_at(signed, 30.0)  # the same reason goes on
    wait_until(lambda: len(own_marks(signed)) == 3)
    assert last_edit(signed).reason == "addendum: found on video"
    signed.actions["edit.undo"].trigger()
    wait_until(lambda: len(own_marks(signed)) == 2)
    wait_for_status(signed, "3 changes since")


def test_without_a_reason_nothing_is_changed(signed: Workstation) -> None:
    study_of(signed).review.selection.select(own_marks(signed)[0])
    signed.actions["event.delete"].trigger()
    dialog = reason_dialog(signed)
    dialog.reject()
    wait_until_saved(signed)
    assert len(own_marks(signed)) == 1
    assert last_edit(signed).reason == "signed as reviewed, 2 points open"
    signed.actions["event.delete"].trigger()
    assert reason_dialog(signed) is not None  # it is asked again


def test_undo_stops_at_the_signature_with_a_sentence(signed: Workstation) -> None:
    with emitted(signed.studies.failed) as told:
        signed.actions["edit.undo"].trigger()
        dialog = reason_dialog(signed)
        dialog.findChild(QLineEdit, "addendum.reason").setText("second thoughts")
        dialog.findChild(QPushButton, "addendum.ok").click()
    assert "signature is final" in told.args[0].sentence
    wait_until_idle(signed)
    assert len(own_marks(signed)) == 1


def test_another_reviewer_goes_on_freely_and_sees_the_signature(signed: Workstation) -> None:
    signed.reviewer.use(Reviewer("tech", "technologist"))
    mark_at(signed, 20.0)
    wait_until(lambda: len(own_marks(signed)) == 2)
    wait_until_idle(signed)
    assert reason_dialog(signed) is None
    wait_for_status(signed, "doc: signed")
    signed.actions["study.completeness"].trigger()
    signed.completeness.show_now()
    lines = {name: text for name, _sign, text in signed.completeness.panel.lines}
    assert "by Dr. Dora Doe with 2 points open, unchanged since" in lines["Signed"]


def listed(dialog: SignDialog) -> list[str]:
    return [line.removeprefix("•  ") for line in dialog.still_open.text().splitlines()[1:]]


def test_what_is_open_is_listed_in_amber_and_enter_alone_does_not_sign(station: Workstation, qtbot: QtBot) -> None:
    station.reviewer.use(Reviewer("doc", "neurologist"))
    station.actions["event.mark.hypsarrhythmia"].trigger()
    wait_until(lambda: len(own_marks(station)) == 1)
    dialog = sign_dialog(station)
    assert dialog.still_open.property("role") == "warning"
    assert listed(dialog) == [
        "Reviewed by you: 0 % of 1 min",
        "Questions not answered: 1 mark",
        "Sleep not staged: 1 min of 1 min",
    ]
    dialog.name.setText("Dr. Dora Doe")
    for _ in range(2):
        qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    wait_until_saved(station)
    assert dialog.isVisible()
    assert signatures(station) == {}
    dialog.agree.click()
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    wait_until(lambda: "doc" in signatures(station))
    assert list(signatures(station)["doc"].open_items) == [
        "Reviewed by you: 0 % of 1 min",
        "Questions not answered: 1 mark",
        "Sleep not staged: 1 min of 1 min",
    ]
    wait_for_status(station, "with 3 points open")
    assert "open: Questions not answered: 1 mark" in station.signing.label.toolTip()


def test_what_comes_open_while_the_dialog_stands_is_agreed_to_anew(station: Workstation) -> None:
    station.reviewer.use(Reviewer("doc", "neurologist"))
    dialog = sign_dialog(station)
    n_before = len(listed(dialog))
    dialog.agree.click()
    station.actions["event.mark.hypsarrhythmia"].trigger()
    wait_until(lambda: len(own_marks(station)) == 1)
    dialog.ok.click()
    assert dialog.isVisible()
    assert len(listed(dialog)) == n_before + 1
    assert not dialog.ok.isEnabled()


def test_suggestions_nobody_judged_are_open(station: Workstation, library_url: str) -> None:
    recording = study_of(station).recording
    put_run(library_url, recording.fingerprint, detections_at([5.0, 9.0, 13.0]), recording.duration_s)
    dialog = sign_dialog(station)
    assert "Suggestions not decided: 3 of Epileptic spasms (score from 0.50)" in listed(dialog)


def test_the_counted_layer_is_the_one_signed_by_default(station: Workstation) -> None:
    station.reviewer.use(Reviewer("doc", "neurologist"))
    mark_at(station, 6.0)
    wait_until(lambda: len(own_marks(station)) == 1)
    study_of(station).review.selection.select(own_marks(station)[0])
    station.actions["layer.take_final"].trigger()
    wait_until(lambda: len(own_marks(station)) == 2)
    study_of(station).review.layers.count(FINAL_LAYER)
    dialog = sign_dialog(station)
    assert dialog.layer.currentData() == FINAL_LAYER
    assert dialog.layer.count() == 2


def test_with_nothing_open_no_more_is_asked(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = SignDialog(parent, Reviewer("doc"), "Dr. Doe", [("doc", "My marks")], "doc", (), lambda _layer: ())
    dialog.show()
    assert not dialog.agree.isVisible()
    assert not dialog.still_open.isVisible()
    with emitted(dialog.signed) as signed:
        dialog.ok.click()
    assert signed.args[3] == ()
