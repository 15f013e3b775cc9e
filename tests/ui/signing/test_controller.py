"""Sign-off through the window: signed, shown, changed only with a reason, checked."""

import pytest
from at_the_window import own_marks, study_of, wait_until_saved
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from eegview.app.library.opening import Reviewer
from eegview.ui.widgets.modeless_dialog import open_dialog
from eegview.ui.workstation import Workstation

TIMEOUT_MS = 20_000


@pytest.fixture
def signed(station: Workstation, qtbot: QtBot) -> Workstation:
    """Return the window of a neurologist who marked one spasm and signed."""
    station.exchange.use_reviewer(Reviewer("doc", "neurologist"))
    mark_at(station, 6.0)
    qtbot.waitUntil(lambda: len(own_marks(station)) == 1, timeout=TIMEOUT_MS)
    station.actions["study.sign"].trigger()
    dialog = open_dialog(station.window, "sign")
    assert dialog is not None
    name, ok = dialog.findChild(QLineEdit, "sign.name"), dialog.findChild(QPushButton, "sign.ok")
    name.setText("")
    assert not ok.isEnabled()
    name.setText("Dr. Dora Doe")
    layers = dialog.findChild(QComboBox, "sign.layer")
    assert [layers.itemText(i) for i in range(layers.count())] == ["My marks — 1 mark"]
    ok.click()
    wait_for_status(station, qtbot, "unchanged since")
    return station


def mark_at(station: Workstation, time_s: float) -> None:
    station.page_commands.go_to(time_s)
    station.actions["event.mark.spasm"].trigger()


def wait_for_status(station: Workstation, qtbot: QtBot, words: str) -> None:
    qtbot.waitUntil(lambda: words in station.signing.label.text(), timeout=TIMEOUT_MS)


def reason_dialog(station: Workstation):  # type: ignore[no-untyped-def]
    return open_dialog(station.window, "addendum")


def last_edit(station: Workstation, qtbot: QtBot):  # type: ignore[no-untyped-def]
    found: list[tuple] = []
    study_of(station).review.history(lambda edits, problems: found.append((edits, problems)))
    qtbot.waitUntil(lambda: bool(found), timeout=TIMEOUT_MS)
    assert found[0][1] == []
    return found[0][0][-1]


def test_signed_is_shown_with_name_and_time(signed: Workstation) -> None:
    label = signed.signing.label
    assert not label.isHidden()
    assert label.text().startswith("signed ")
    assert "by Dr. Dora Doe, unchanged since" in label.text()
    assert "Dr. Dora Doe, neurologist: reviewed" in label.toolTip()
    assert len(own_marks(signed)) == 1  # the signature is none


def test_a_change_waits_for_a_reason_and_is_an_addendum(signed: Workstation, qtbot: QtBot) -> None:
    mark_at(signed, 20.0)
    dialog = reason_dialog(signed)
    assert dialog is not None
    assert len(own_marks(signed)) == 1
    ok = dialog.findChild(QPushButton, "addendum.ok")
    assert not ok.isEnabled()
    dialog.findChild(QLineEdit, "addendum.reason").setText("found on video")
    ok.click()
    qtbot.waitUntil(lambda: len(own_marks(signed)) == 2, timeout=TIMEOUT_MS)
    assert last_edit(signed, qtbot).reason == "addendum: found on video"
    wait_for_status(signed, qtbot, "1 change since")
    mark_at(signed, 30.0)  # the same reason goes on
    qtbot.waitUntil(lambda: len(own_marks(signed)) == 3, timeout=TIMEOUT_MS)
    assert last_edit(signed, qtbot).reason == "addendum: found on video"
    signed.actions["edit.undo"].trigger()
    qtbot.waitUntil(lambda: len(own_marks(signed)) == 2, timeout=TIMEOUT_MS)
    wait_for_status(signed, qtbot, "3 changes since")


def test_without_a_reason_nothing_is_changed(signed: Workstation, qtbot: QtBot) -> None:
    study_of(signed).review.selection.select(own_marks(signed)[0])
    signed.actions["event.delete"].trigger()
    dialog = reason_dialog(signed)
    dialog.reject()
    wait_until_saved(signed, qtbot)
    assert len(own_marks(signed)) == 1
    assert last_edit(signed, qtbot).reason == "signed as reviewed"
    signed.actions["event.delete"].trigger()
    assert reason_dialog(signed) is not None  # it is asked again


def test_undo_stops_at_the_signature_with_a_sentence(signed: Workstation, qtbot: QtBot) -> None:
    with qtbot.waitSignal(signed.desk.failed, timeout=TIMEOUT_MS) as told:
        signed.actions["edit.undo"].trigger()
        dialog = reason_dialog(signed)
        dialog.findChild(QLineEdit, "addendum.reason").setText("second thoughts")
        dialog.findChild(QPushButton, "addendum.ok").click()
    assert "signature stays" in told.args[0].sentence
    assert len(own_marks(signed)) == 1


def test_another_reviewer_goes_on_freely_and_sees_the_signature(signed: Workstation, qtbot: QtBot) -> None:
    signed.exchange.use_reviewer(Reviewer("tech", "technologist"))
    mark_at(signed, 20.0)
    qtbot.waitUntil(lambda: len(own_marks(signed)) == 2, timeout=TIMEOUT_MS)
    assert reason_dialog(signed) is None
    wait_for_status(signed, qtbot, "doc: signed")
    signed.actions["study.completeness"].trigger()
    signed.completeness.show_now()
    lines = {name: text for name, _sign, text in signed.completeness.panel.lines}
    assert "by Dr. Dora Doe, unchanged since" in lines["Signed"]
