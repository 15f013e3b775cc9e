"""Opinions through the window: a key, a line, a glyph in the list, words in the form, undone like any act."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from waiting import wait_until
from windows.at_the_window import own_marks, study_of, wait_until_saved

from eegview.app.library.opening import Reviewer
from eegview.model.opinion import Verdict
from eegview.ui.marks.delegate import OPINION_ROLE
from eegview.ui.marks.model import MARK
from eegview.ui.workstation import Workstation


@pytest.fixture
def anothers_mark(station: Workstation) -> Workstation:
    """Return the window of a neurologist with a technologist's spasm selected."""
    station.reviewer.use(Reviewer("tech", "technologist"))
    station.studies.study.go_to(6.0)
    station.actions["event.mark.spasm"].trigger()
    wait_until(lambda: len(own_marks(station)) == 1)
    station.reviewer.use(Reviewer("doc", "neurologist"))
    study_of(station).review.selection.select(own_marks(station)[0])
    wait_until_saved(station)
    return station


def glyph(station: Workstation) -> str:
    model = station.marks.list.model
    return str(model.data(model.index(model.row_of(own_marks(station)[0]), MARK), OPINION_ROLE))


def wait_for_glyph(station: Workstation, wanted: str) -> None:
    wait_until(lambda: glyph(station) == wanted)


def test_endorsed_by_key_shown_and_undone(anothers_mark: Workstation, qtbot: QtBot) -> None:
    station = anothers_mark
    qtbot.keyClick(station.window.page, Qt.Key.Key_E)
    wait_for_glyph(station, "✓")
    form = station.marks.form.opinions
    assert "doc (neurologist)" in form.lines.text()
    assert study_of(station).review.selection.mark is not None  # the mark stays selected
    assert [mark.layer for mark in own_marks(station)] == ["tech"]
    assert "endorse mark at " in station.actions["edit.undo"].text()
    station.actions["edit.undo"].trigger()
    wait_for_glyph(station, "")
    assert form.lines.isHidden()


def test_endorsing_again_takes_it_back(anothers_mark: Workstation) -> None:
    station = anothers_mark
    for wanted in ("✓", ""):
        station.marks.form.opinions.buttons[Verdict.ENDORSE].click()
        wait_for_glyph(station, wanted)


def test_a_query_is_typed_over_the_page(anothers_mark: Workstation, qtbot: QtBot) -> None:
    station = anothers_mark
    qtbot.keyClick(station.window.page, Qt.Key.Key_Y)
    line = station.opinions.line
    assert not line.isHidden()
    qtbot.keyClicks(line.line, "is this EMG?")
    qtbot.keyClick(line.line, Qt.Key.Key_Return)
    wait_for_glyph(station, "?")
    assert station.marks.form.opinions.lines.text().endswith("queries it: is this EMG?")


def test_its_owner_sees_it_and_may_answer_but_not_endorse(anothers_mark: Workstation) -> None:
    station = anothers_mark
    station.opinions.give(own_marks(station)[0], Verdict.QUERY, "sure?")
    wait_for_glyph(station, "?")
    station.reviewer.use(Reviewer("tech", "technologist"))
    study_of(station).review.selection.select(own_marks(station)[0])
    form = station.marks.form.opinions
    wait_until(lambda: "sure?" in form.lines.text())
    assert form.buttons[Verdict.ENDORSE].isHidden()
    station.actions["opinion.endorse"].trigger()
    assert "your own" in station.toast.label.text()
    station.opinions.give(own_marks(station)[0], Verdict.COMMENT, "yes, see video")
    wait_for_glyph(station, "? “")
