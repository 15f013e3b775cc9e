"""Marks as rows: many of them, and edits that move only the rows they touch."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from eegview.app.marks.index import MarkFilter, MarkIndex
from eegview.app.themes import load_themes
from eegview.app.vocabulary.store import load_vocabulary
from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.edit import Action, Change, Edit
from eegview.model.time.clock import elapsed_text
from eegview.ui.marks.delegate import DETAIL_ROLE
from eegview.ui.marks.model import LAYER, MARK, TIME, MarksModel
from eegview.ui.page.marks_painter import MarkStyle


def spasm(onset_s: float, name: str = "") -> Annotation:
    return Annotation(name or f"m{onset_s}", "spasm", onset_s, 1.0, layer="ada")


def edit_of(*changes: Change) -> Edit:
    return Edit(1, "f", "2026-01-01T00:00:00.000000+00:00", "ada", "technologist", Action.CHANGE, changes)


@pytest.fixture
def model(qapp) -> MarksModel:
    return MarksModel(MarkStyle(load_themes()[0], load_vocabulary()), elapsed_text)


def onsets(model: MarksModel) -> list[float]:
    return [model.mark_at(row).onset_s for row in range(model.rowCount())]


def test_rows_follow_an_edit_without_a_reset(model: MarksModel) -> None:
    marks = MarkIndex([spasm(1.0), spasm(2.0), spasm(3.0)])
    model.show(marks, MarkFilter(), "ada")
    resets: list[int] = []
    model.modelReset.connect(lambda: resets.append(1))
    edit = edit_of(
        Change(spasm(1.0), replace(spasm(1.0), onset_s=2.5)), Change(spasm(3.0), None), Change(None, spasm(0.5))
    )
    model.apply(edit, marks.apply(edit))
    assert onsets(model) == [0.5, 2.0, 2.5]
    assert not resets
    for row in range(3):
        assert model.row_of(model.mark_at(row)) == row


def test_the_filter_holds_for_what_comes_later(model: MarksModel) -> None:
    marks = MarkIndex([spasm(1.0), Annotation("n", "file_note", 2.0, text="asleep", layer=FILE_LAYER)])
    model.show(marks, MarkFilter(term_ids=frozenset({"spasm"})), "ada")
    edit = edit_of(Change(None, Annotation("x", "artifact", 4.0, layer="ada")), Change(None, spasm(5.0)))
    marks = marks.apply(edit)
    model.apply(edit, marks)
    assert onsets(model) == [1.0, 5.0]
    away = edit_of(Change(spasm(1.0), replace(spasm(1.0), term_id="mimic")))
    model.apply(away, marks.apply(away))
    assert onsets(model) == [5.0]


def test_a_row_says_when_what_and_by_whom(model: MarksModel) -> None:
    mine = replace(spasm(61.0), attributes=(("movement", "flexor"),))
    marks = MarkIndex(
        [mine, replace(spasm(62.0), layer="bob"), Annotation("n", "file_note", 63.0, text="cough", layer=FILE_LAYER)]
    )
    model.show(marks, MarkFilter(), "ada")
    assert model.index(0, TIME).data() == "00:01:01.00"
    assert (model.index(0, MARK).data(), model.index(0, MARK).data(DETAIL_ROLE)) == ("Spasm", "Flexor")
    assert [model.index(row, LAYER).data() for row in range(3)] == ["", "bob", ""]
    assert model.index(2, MARK).data() == "cough"
    assert not model.index(0, TIME).data(Qt.ItemDataRole.DecorationRole).isNull()
    assert "1.00 s long" in model.index(0, MARK).data(Qt.ItemDataRole.ToolTipRole)


def test_among_twenty_thousand_marks_an_edit_touches_its_own_row_alone(model: MarksModel) -> None:
    marks = MarkIndex(spasm(float(i), f"m{i}") for i in range(20_000))
    model.show(marks, MarkFilter(), "ada")
    inserted, laid_out_anew = [], []
    model.rowsInserted.connect(lambda _parent, first, last: inserted.append((first, last)))
    model.modelReset.connect(lambda: laid_out_anew.append(True))
    edit = edit_of(Change(None, spasm(7777.5, "new")))
    model.apply(edit, marks.apply(edit))
    assert model.rowCount() == 20_001
    assert inserted == [(7778, 7778)]
    assert not laid_out_anew
