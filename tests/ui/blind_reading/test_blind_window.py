"""The window of a reader who reads blind: nothing of others is told anywhere, until they sign or look early."""

from contextlib import closing

from made_studies.blind_study import BLIND, HEAD, OTHER, BlindStudy, add_home_event, leaks_in
from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication
from pytestqt.qtbot import QtBot
from texts.text_collector import window_texts
from waiting import wait_until
from windows.at_the_window import shown_dialog, study_of, wait_until_idle, wait_until_saved
from windows.window_fixtures import open_and_wait

from eegview.app.library.editing import Editor
from eegview.app.library.opening import Reviewer
from eegview.model.signature import Meaning
from eegview.model.study.records import EARLY_LOOK_TERM
from eegview.model.study.resemblance import resemblances_of
from eegview.store.library import open_library
from eegview.ui.blind_reading.dialog import BlindDialog
from eegview.ui.blind_reading.look_dialog import EarlyLookDialog
from eegview.ui.workstation import Workstation

PANELS = (
    *("mark.list", "cluster.list", "detector.panel", "detector.trends", "sleep.show", "study.completeness"),
    *("display.measure", "edit.history", "study.export", "study.notices", "study.channels", "help.commands"),
    *("study.sign", "study.blind"),
)
TASKS = (
    *("triage.open", "miss_audit.open", "spasms.statistics", "trends.open", "staging.open", "score.open"),
    *("report.open", "comparing.open"),
)
CLOSED_BY = {"spasms.statistics": "statistics.close"}


def all_texts() -> str:
    """Return all that is written in the open windows, rows of tables and lists included."""
    texts = [one.text for one in window_texts()]
    for top in QApplication.topLevelWidgets():
        for view in top.findChildren(QAbstractItemView):
            model = view.model()
            if model is None:
                continue
            for row in range(min(model.rowCount(QModelIndex()), 500)):
                n_columns = model.columnCount(QModelIndex()) if isinstance(model, QAbstractTableModel) else 1
                for column in range(n_columns):
                    index = model.index(row, column)
                    roles = Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole
                    texts += [str(model.data(index, role) or "") for role in roles]
    return "\n".join(texts)


def open_all(station: Workstation, leaks: dict[str, list[str]], study: BlindStudy) -> None:
    """Open panels, dialogs and tasks one after the other, and note what each tells."""
    for command in (*PANELS, *TASKS):
        action = station.actions[command]
        if action.isEnabled():
            action.trigger()
            wait_until_idle(station)
            QApplication.processEvents()
            leaks[command] = leaks_in(all_texts(), study)
            if command in TASKS:
                close = CLOSED_BY.get(command, f"{command.partition('.')[0]}.close")
                station.actions[close].trigger()
                wait_until_idle(station)


def test_no_part_of_the_window_tells_of_others(station: Workstation, blind_study: BlindStudy) -> None:
    leaks: dict[str, list[str]] = {"at first": leaks_in(all_texts(), blind_study)}
    open_all(station, leaks, blind_study)
    assert {command: found for command, found in leaks.items() if found} == {}
    assert {"edit.history", "report.open", "spasms.statistics"} <= leaks.keys()
    review = study_of(station).review
    assert {mark.layer for mark in review.marks} == {BLIND}
    assert study_of(station).suggestions.runs == ()
    assert review.n_file_notes == 0
    assert OTHER in station.signing.states[0].signature.layer  # that they signed may be known
    assert "hidden until you sign" in station.signature_label.text()


def test_the_window_of_a_clip_tells_nothing_of_the_study_that_it_was_linked_to(
    station: Workstation, blind_study: BlindStudy
) -> None:
    clip = add_home_event(blind_study, blind_study.file.parent)
    open_and_wait(station, clip)
    wait_until(lambda: len(tuple(study_of(station).review.marks)) == 1)
    review = study_of(station).review
    (mark,) = review.marks
    review.selection.select(mark)
    for command in ("mark.list", "edit.history", "resembling.open", "report.open"):
        station.actions[command].trigger()
        wait_until_idle(station)
        QApplication.processEvents()
        assert leaks_in(all_texts(), blind_study) == [], command
    assert resemblances_of(review.records) == ()


def test_the_line_says_what_is_hidden_and_what_is_shown_after_signing(
    station: Workstation, blind_study: BlindStudy
) -> None:
    bar = station.blind_bar
    assert bar.isVisible()
    assert bar.chip.text() == "Blind until you sign"
    assert bar.text.text().startswith("Hidden: other readers' layers")
    station.signing.sign("Ana B.", Meaning.REVIEWED, BLIND)
    wait_until(lambda: bar.chip.text() == "Read blind, signed")
    wait_until(lambda: "1 run of detectors" in bar.text.text())
    assert bar.text.text() == f"Now shown: layer of {OTHER}, the final layer, 1 run of detectors, 1 file annotation."
    assert set(blind_study.ids[:4]) <= {mark.annotation_id for mark in study_of(station).review.marks}
    assert leaks_in(all_texts(), blind_study)  # the same texts find it where it is
    bar.button.click()
    assert not bar.isVisible()


def test_an_early_look_asks_why_and_shows_all(station: Workstation, blind_study: BlindStudy, qtbot: QtBot) -> None:
    station.blind_bar.button.click()
    dialog = shown_dialog(station, EarlyLookDialog, "early_look")
    assert "not blind" in dialog.consequence.text()
    dialog.reason.setText("asked on the ward")
    assert not dialog.look.isEnabled()  # it is confirmed apart
    dialog.agree.setChecked(True)
    dialog.look.click()
    wait_until(lambda: station.blind_bar.chip.text().startswith("Not blind since"))
    wait_until(lambda: len(study_of(station).suggestions.runs) == 1)
    assert "asked on the ward" in station.blind_bar.text.text()
    with closing(open_library(blind_study.library)) as library:
        (look,) = library.annotations(blind_study.fingerprint, EARLY_LOOK_TERM)
    assert look.layer == BLIND
    study_of(station).review.acts.undo()  # it stands
    wait_until_idle(station)
    assert not study_of(station).review.blindness.is_blind


def test_only_a_neurologist_finds_the_switch_usable(station: Workstation, blind_study: BlindStudy) -> None:
    station.actions["study.blind"].trigger()
    dialog = shown_dialog(station, BlindDialog, "blind")
    assert not dialog.switch.isEnabled()
    assert HEAD in dialog.state.text()
    assert f"Signed already: the final layer, {OTHER}" not in dialog.state.text()
    assert OTHER in dialog.state.text()
    dialog.close()
    station.reviewer.use(Reviewer("Dr. New", "neurologist"))
    wait_until(lambda: study_of(station).review.is_open)
    wait_until(lambda: study_of(station).review.blindness.viewer == "Dr. New")
    assert study_of(station).review.blindness.is_blind
    station.actions["study.blind"].trigger()
    dialog = shown_dialog(station, BlindDialog, "blind")
    assert dialog.switch.isEnabled()
    dialog.switch.click()
    wait_until(lambda: not study_of(station).review.blindness.is_asked)
    wait_until(lambda: len(tuple(study_of(station).review.marks)) > 4)
    assert not station.blind_bar.isVisible()
    station.actions["edit.undo"].trigger()  # the setting is an act like others
    wait_until(lambda: study_of(station).review.blindness.is_blind)
    wait_until(lambda: len(tuple(study_of(station).review.marks)) == 0)


def test_what_another_does_meanwhile_stays_hidden(station: Workstation, blind_study: BlindStudy) -> None:
    from made_studies.blind_study import a_mark

    with closing(open_library(blind_study.library)) as library:
        Editor(library, blind_study.fingerprint, OTHER, "resident").add(a_mark("spasm", 77.0, 1.0, "zqmeanwhile"))
    study_of(station).review.acts.add(a_mark("spasm", 55.0, 1.0, "own too"))
    wait_until_saved(station)
    study_of(station).review.catch_up()
    wait_until(lambda: len(tuple(study_of(station).review.marks)) == 2)
    assert {mark.layer for mark in study_of(station).review.marks} == {BLIND}
