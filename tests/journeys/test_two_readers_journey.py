"""A technologist and a neurologist on one library: marks, opinions, the final layer, sign-off, undo of one's own."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from at_the_window import own_marks, study_of, wait_until_saved
from pytestqt.qtbot import QtBot

from eegview.app.library.editing import Editor
from eegview.app.library.opening import Reviewer
from eegview.model.annotation import FINAL_LAYER, Annotation
from eegview.model.opinion import Verdict
from eegview.model.signature import Meaning
from eegview.store.library import open_library
from eegview.ui.workstation import Workstation

TIMEOUT_MS = 20_000


@pytest.fixture
def windows(
    station: Workstation, start_station: Callable[[], Workstation], small_edf: Path, qtbot: QtBot
) -> tuple[Workstation, Workstation]:
    """Return two windows on one library: the technologist's and the neurologist's."""
    station.exchange.use_reviewer(Reviewer("tech", "technologist"))
    other = start_station()
    other.desk.reviewer = Reviewer("doc", "neurologist")
    other.open([str(small_edf)])
    for window in (station, other):
        qtbot.waitUntil(lambda w=window: w.desk.study is not None, timeout=TIMEOUT_MS)
        qtbot.waitUntil(lambda w=window: len(study_of(w).review.marks) == 2, timeout=TIMEOUT_MS)
    return station, other


def marks_of(window: Workstation, layer: str) -> list[Annotation]:
    return [mark for mark in own_marks(window) if mark.layer == layer]


def wait_for(window: Workstation, qtbot: QtBot, layer: str, n_marks: int) -> None:
    qtbot.waitUntil(lambda: len(marks_of(window, layer)) == n_marks, timeout=TIMEOUT_MS)


def mark(window: Workstation, qtbot: QtBot, *onsets_s: float) -> None:
    for onset_s in onsets_s:
        window.page_commands.go_to(onset_s)
        window.actions["event.mark.spasm"].trigger()
        wait_until_saved(window, qtbot)


def edits_of(window: Workstation, qtbot: QtBot):  # type: ignore[no-untyped-def]
    found: list = []
    study_of(window).review.history(lambda edits, problems: found.append((edits, problems)))
    qtbot.waitUntil(lambda: bool(found), timeout=TIMEOUT_MS)
    return found[0]


def test_from_first_mark_to_signature(windows: tuple[Workstation, Workstation], qtbot: QtBot) -> None:
    tech, doc = windows
    mark(tech, qtbot, 2.0, 6.0, 10.0)
    wait_for(doc, qtbot, "tech", 3)  # within seconds, without asking
    first, second, third = marks_of(doc, "tech")
    doc.opinions.give(first, Verdict.ENDORSE)
    doc.opinions.give(third, Verdict.QUERY, "an artifact?")
    qtbot.waitUntil(
        lambda: set(tech.opinions.by_mark) == {first.annotation_id, third.annotation_id}, timeout=TIMEOUT_MS
    )
    study_of(tech).review.acts.delete([marks_of(tech, "tech")[2]])
    wait_for(doc, qtbot, "tech", 2)
    for taken in (first, second):
        doc.layers.take(taken)
        wait_until_saved(doc, qtbot)
    wait_for(tech, qtbot, FINAL_LAYER, 2)
    doc.layers.count(FINAL_LAYER)
    assert doc.clusters.formed.n_spasms == 2
    doc.signing.sign(study_of(doc), "Dr. Doe", Meaning.APPROVED, FINAL_LAYER)
    for window in windows:
        qtbot.waitUntil(lambda w=window: "Final layer: signed" in w.signing.label.text(), timeout=TIMEOUT_MS)
        qtbot.waitUntil(lambda w=window: "unchanged since" in w.signing.label.text(), timeout=TIMEOUT_MS)
    study_of(tech).review.acts.delete([marks_of(tech, FINAL_LAYER)[0]])  # refused twice over: role, and it is signed
    study_of(tech).review.acts.give_reason("never mind")
    wait_until_saved(tech, qtbot)
    edits, problems = edits_of(doc, qtbot)
    assert problems == []
    assert {edit.author for edit in edits} == {"tech", "doc"}
    assert [edit.reason for edit in edits if edit.reason][:1] == [
        f"taken from the layer tech, mark {first.annotation_id[:8]}"
    ]
    assert len(marks_of(doc, FINAL_LAYER)) == 2


def test_undo_never_crosses_what_somebody_else_did(
    windows: tuple[Workstation, Workstation], library_url: str, qtbot: QtBot
) -> None:
    """Two neurologists on the final layer: the first cannot undo what the second has changed since."""
    _, doc = windows
    review = study_of(doc).review
    final = Annotation("final1", "spasm", 6.0, 1.0, layer=FINAL_LAYER)
    review.acts.add(final)
    wait_for(doc, qtbot, FINAL_LAYER, 1)
    second = open_library(library_url)
    held = marks_of(doc, FINAL_LAYER)[0]
    Editor(second, study_of(doc).recording.fingerprint, "second", "neurologist").change(
        held, replace(held, onset_s=7.0)
    )
    second.close()
    qtbot.waitUntil(lambda: marks_of(doc, FINAL_LAYER)[0].onset_s == 7.0, timeout=TIMEOUT_MS)
    with qtbot.waitSignal(doc.desk.failed, timeout=TIMEOUT_MS) as told:
        doc.actions["edit.undo"].trigger()
    assert told.args[0].sentence == "This mark was changed in the meantime, so nothing was done."
    assert [m.onset_s for m in marks_of(doc, FINAL_LAYER)] == [7.0]
    assert edits_of(doc, qtbot)[1] == []


def test_each_undoes_only_what_is_their_own(windows: tuple[Workstation, Workstation], qtbot: QtBot) -> None:
    tech, doc = windows
    mark(tech, qtbot, 2.0)
    mark(doc, qtbot, 30.0)
    wait_for(tech, qtbot, "doc", 1)
    tech.actions["edit.undo"].trigger()
    wait_for(tech, qtbot, "tech", 0)
    wait_for(doc, qtbot, "tech", 0)
    assert len(marks_of(doc, "doc")) == 1
    assert not tech.actions["edit.undo"].isEnabled()
