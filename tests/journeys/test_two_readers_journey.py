"""A technologist and a neurologist on one library: marks, opinions, the final layer, sign-off, undo of one's own."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox, QPushButton
from waiting import emitted, wait_until
from windows.at_the_window import own_marks, study_of, wait_until_idle, wait_until_saved

from eegview.app.library.editing import Editor
from eegview.app.library.opening import Reviewer
from eegview.model.annotation import FINAL_LAYER, Annotation
from eegview.model.opinion import Verdict
from eegview.model.signature import Meaning
from eegview.store.library import open_library
from eegview.ui.window.study.open_study import clock_text
from eegview.ui.workstation import Workstation


@pytest.fixture
def windows(
    station: Workstation, start_station: Callable[[], Workstation], small_edf: Path
) -> tuple[Workstation, Workstation]:
    """Return two windows on one library: the technologist's and the neurologist's."""
    station.reviewer.use(Reviewer("tech", "technologist"))
    other = start_station()
    other.studies.reviewer = Reviewer("doc", "neurologist")
    other.open([str(small_edf)])
    for window in (station, other):
        wait_until(lambda w=window: w.studies.study is not None)
        wait_until(lambda w=window: len(study_of(w).review.marks) == 2)
    return station, other


def marks_of(window: Workstation, layer: str) -> list[Annotation]:
    return [mark for mark in own_marks(window) if mark.layer == layer]


def wait_for(window: Workstation, layer: str, n_marks: int) -> None:
    wait_until(lambda: len(marks_of(window, layer)) == n_marks)


def mark(window: Workstation, *onsets_s: float) -> None:
    for onset_s in onsets_s:
        window.studies.study.go_to(onset_s)
        window.actions["event.mark.spasm"].trigger()
        wait_until_saved(window)


def edits_of(window: Workstation):  # type: ignore[no-untyped-def]
    found: list = []
    study_of(window).review.history(lambda edits, problems: found.append((edits, problems)))
    wait_until(lambda: bool(found))
    return found[0]


def test_from_first_mark_to_signature(windows: tuple[Workstation, Workstation]) -> None:
    tech, doc = windows
    mark(tech, 2.0, 6.0, 10.0)
    wait_for(doc, "tech", 3)  # within seconds, without asking
    first, second, third = marks_of(doc, "tech")
    doc.opinions.give(first, Verdict.ENDORSE)
    doc.opinions.give(third, Verdict.QUERY, "an artifact?")
    wait_until(lambda: set(tech.opinions.by_mark) == {first.annotation_id, third.annotation_id})
    study_of(tech).review.acts.delete([marks_of(tech, "tech")[2]])
    wait_for(doc, "tech", 2)
    for taken in (first, second):
        doc.layers.take(taken)
        wait_until_saved(doc)
    wait_for(tech, FINAL_LAYER, 2)
    doc.layers.count(FINAL_LAYER)
    assert doc.clusters.formed.n_spasms == 2
    doc.signing.sign("Dr. Doe", Meaning.APPROVED, FINAL_LAYER)
    for window in windows:
        wait_until(lambda w=window: "Final layer: signed" in w.signing.label.text())
        wait_until(lambda w=window: "unchanged since" in w.signing.label.text())
    study_of(tech).review.acts.delete([marks_of(tech, FINAL_LAYER)[0]])  # refused twice over: role, and it is signed
    study_of(tech).review.acts.give_reason("never mind")
    wait_until_saved(tech)
    edits, problems = edits_of(doc)
    assert problems == []
    assert {edit.author for edit in edits} == {"tech", "doc"}
    assert [edit.reason for edit in edits if edit.reason][:1] == [
        f"copied from the layer tech, mark {first.annotation_id[:8]}"
    ]
    assert len(marks_of(doc, FINAL_LAYER)) == 2


def test_undo_never_crosses_what_somebody_else_did(windows: tuple[Workstation, Workstation], library_url: str) -> None:
    """Two neurologists on the final layer: the first cannot undo what the second has changed since."""
    _, doc = windows
    review = study_of(doc).review
    final = Annotation("final1", "spasm", 6.0, 1.0, layer=FINAL_LAYER)
    review.acts.add(final)
    wait_for(doc, FINAL_LAYER, 1)
    second = open_library(library_url)
    held = marks_of(doc, FINAL_LAYER)[0]
    Editor(second, study_of(doc).recording.fingerprint, "second", "neurologist").change(
        held, replace(held, onset_s=7.0)
    )
    second.close()
    wait_until(lambda: marks_of(doc, FINAL_LAYER)[0].onset_s == 7.0)
    with emitted(doc.studies.failed) as told:
        doc.actions["edit.undo"].trigger()
    clock = clock_text(study_of(doc).recording, 6.0)
    assert told.args[0].sentence == (
        f"Spasm at {clock} was changed in the meantime by second, so your change was not made: "
        f"undo: add spasm at {clock}."
    )
    wait_until_idle(doc)
    assert [m.onset_s for m in marks_of(doc, FINAL_LAYER)] == [7.0]
    assert edits_of(doc)[1] == []


def test_a_conflict_can_be_done_again_from_its_message(
    windows: tuple[Workstation, Workstation], library_url: str
) -> None:
    _, doc = windows
    review = study_of(doc).review
    review.acts.add(Annotation("final1", "spasm", 6.0, 1.0, layer=FINAL_LAYER))
    wait_for(doc, FINAL_LAYER, 1)
    held = marks_of(doc, FINAL_LAYER)[0]
    second = open_library(library_url)
    editor = Editor(second, study_of(doc).recording.fingerprint, "second", "neurologist")
    doc.studies._catch_up_timer.stop()
    editor.change(held, replace(held, text="an artifact?", onset_s=6.5))
    second.close()
    review.acts.change(held, replace(held, text="clear"))
    wait_until(lambda: doc.window.findChild(QMessageBox, "error") is not None)
    box = doc.window.findChild(QMessageBox, "error")
    assert box is not None
    assert "was changed in the meantime by second, so your change was not made: change spasm" in box.text()
    assert "(note “clear”)" in box.text()
    review.catch_up()
    wait_until(lambda: [m.text for m in marks_of(doc, FINAL_LAYER)] == ["an artifact?"])
    button = box.findChild(QPushButton, "error.again")
    assert button is not None
    button.click()
    wait_until(lambda: [(m.text, m.onset_s) for m in marks_of(doc, FINAL_LAYER)] == [("clear", 6.5)])
    assert edits_of(doc)[1] == []


def test_each_undoes_only_what_is_their_own(windows: tuple[Workstation, Workstation]) -> None:
    tech, doc = windows
    mark(tech, 2.0)
    mark(doc, 30.0)
    wait_for(tech, "doc", 1)
    tech.actions["edit.undo"].trigger()
    wait_for(tech, "tech", 0)
    wait_for(doc, "tech", 0)
    assert len(marks_of(doc, "doc")) == 1
    assert not tech.actions["edit.undo"].isEnabled()
