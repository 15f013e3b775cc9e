"""A mark copied to another layer. The final layer: only a neurologist writes it, each event once, the log says why."""

from dataclasses import replace
from pathlib import Path

import pytest

from eegview.app.library.editing import Editor, NotYours
from eegview.app.marks.layers import (
    SameEventStands,
    copy_plan,
    countable_layers,
    final_copy,
    in_place_of,
    layer_text,
    own_copy,
)
from eegview.app.vocabulary.store import load_vocabulary
from eegview.clinical.same_event import SameEventRule
from eegview.model.annotation import FILE_LAYER, FINAL_LAYER, Annotation
from eegview.model.errors import UsageError
from eegview.store.library import open_library

RECORDING = "f" * 64
VOCABULARY = load_vocabulary(built_in_only=True)
SEEN = (("movement", "flexor"), ("video_confirmed", "yes"), ("video_residual_ms", "12.0"))
SPASM = Annotation("0123456789ab", "spasm", 764.0, 1.0, (), SEEN, "clear", "tech")


@pytest.fixture
def library(tmp_path: Path):
    opened = open_library(str(tmp_path / "library.sqlite"))
    yield opened
    opened.close()


def test_a_mark_is_taken_over_with_its_answers_and_the_reason_names_whence() -> None:
    taken, reason = final_copy(SPASM, "doc", "neurologist", [SPASM], VOCABULARY)
    assert (taken.layer, taken.term_id, taken.onset_s, taken.text) == (FINAL_LAYER, "spasm", 764.0, "clear")
    assert taken.annotation_id != SPASM.annotation_id
    assert taken.attributes == (("movement", "flexor"),)  # what another saw on video, the taker has not
    assert reason == "copied from the layer tech, mark 01234567"


def test_what_one_saw_on_video_oneself_stays_seen() -> None:
    taken, _ = final_copy(replace(SPASM, layer="doc"), "doc", "neurologist", [], VOCABULARY)
    assert taken.attribute("video_confirmed") == "yes"


def test_a_note_of_the_recorder_becomes_a_mark() -> None:
    note = Annotation("n1", "file_note", 10.0, 0.0, text="spasm", layer=FILE_LAYER)
    taken, reason = final_copy(note, "doc", "neurologist", [note], VOCABULARY)
    assert (taken.term_id, taken.layer) == ("spasm", FINAL_LAYER)
    assert "the file's annotations" in reason


@pytest.mark.parametrize("role", ["technologist", "resident"])
def test_others_get_a_sentence(role: str) -> None:
    with pytest.raises(UsageError, match="Only a neurologist"):
        final_copy(SPASM, "tech", role, [SPASM], VOCABULARY)


def test_no_event_is_taken_twice() -> None:
    taken, _ = final_copy(SPASM, "doc", "neurologist", [SPASM], VOCABULARY)
    twin = replace(SPASM, annotation_id="x", onset_s=764.02, layer="resident")
    with pytest.raises(UsageError, match="already"):
        final_copy(twin, "doc", "neurologist", [SPASM, taken], VOCABULARY)
    with pytest.raises(UsageError, match="already"):
        final_copy(taken, "doc", "neurologist", [taken], VOCABULARY)


def test_the_library_guards_the_final_layer_as_well(library) -> None:
    doc = Editor(library, RECORDING, "doc", "neurologist")
    tech = Editor(library, RECORDING, "tech", "technologist")
    final = replace(SPASM, layer=FINAL_LAYER)
    for refused in (tech.add, lambda mark: tech.import_all([mark])):
        with pytest.raises(NotYours, match="Only a neurologist"):
            refused(final)
    held = doc.add(final).changes[0].after
    assert held is not None
    for refused in (lambda: tech.delete([held]), lambda: tech.change(held, replace(held, onset_s=1.0))):
        with pytest.raises(NotYours):
            refused()
    other = Editor(library, RECORDING, "second", "neurologist")  # adjudicated together: another neurologist may
    assert other.change(held, replace(held, onset_s=765.0)).number == 2


def test_undo_after_losing_the_role_leaves_the_final_layer_alone(library) -> None:
    Editor(library, RECORDING, "doc", "neurologist").add(replace(SPASM, layer=FINAL_LAYER))
    with pytest.raises(NotYours):
        Editor(library, RECORDING, "doc", "resident").undo()
    assert len(library.annotations(RECORDING)) == 1


def test_nobody_is_called_final(library) -> None:
    with pytest.raises(UsageError, match="reviewer's name"):
        Editor(library, RECORDING, FINAL_LAYER, "neurologist")


def test_layers_have_names_and_an_order() -> None:
    assert countable_layers(("doc", FINAL_LAYER, "tech", FILE_LAYER), "doc") == ("doc", FINAL_LAYER, "tech")
    assert [layer_text(layer, "doc") for layer in ("doc", FINAL_LAYER, "tech")] == ["My marks", "Final layer", "tech"]


def test_a_colleagues_mark_keeps_all_but_owner_and_identity() -> None:
    mark = Annotation("a", "spasm", 3.0, 1.2, ("C3",), (("movement", "flexor"),), "clear", "bob")
    copy = own_copy(mark, VOCABULARY)
    assert copy.annotation_id != "a"
    assert copy.layer == ""
    assert (copy.term_id, copy.onset_s, copy.duration_s, copy.channels) == ("spasm", 3.0, 1.2, ("C3",))
    assert (copy.attributes, copy.text) == (mark.attributes, "clear")


def test_the_recorders_words_find_their_term_and_its_length() -> None:
    copy = own_copy(Annotation("n", "file_note", 5.0, text="SZ START", layer=FILE_LAYER), VOCABULARY)
    term = VOCABULARY.term("seizure")
    assert term is not None
    assert (copy.term_id, copy.duration_s, copy.text) == ("seizure", term.default_duration_s, "SZ START")


def test_words_nobody_knows_become_a_note() -> None:
    copy = own_copy(Annotation("n", "file_note", 5.0, text="PAT A_DB EEG", layer=FILE_LAYER), VOCABULARY)
    assert (copy.term_id, copy.duration_s, copy.text) == ("note", 0.0, "PAT A_DB EEG")


def test_the_same_event_is_the_readers_second_not_fifty_milliseconds() -> None:
    taken, _ = final_copy(SPASM, "doc", "neurologist", [], VOCABULARY)
    late = replace(SPASM, annotation_id="x", onset_s=764.8, duration_s=0.4, layer="resident")
    with pytest.raises(SameEventStands) as stands:
        final_copy(late, "doc", "neurologist", [taken], VOCABULARY)
    assert stands.value.standing == (taken,)
    change = in_place_of(taken, stands.value.copied)
    assert change.before == taken
    assert change.after is not None
    assert (change.after.annotation_id, change.after.onset_s, change.after.layer) == (
        taken.annotation_id,
        764.8,
        "final",
    )
    final_copy(late, "doc", "neurologist", [taken], VOCABULARY, SameEventRule(0.5))  # another setting: another event


def test_many_copies_are_planned_event_by_event() -> None:
    def spasm(onset_s: float, layer: str) -> Annotation:
        return Annotation(f"{layer}{onset_s}", "spasm", onset_s, 1.0, layer=layer)

    note = Annotation("n", "file_note", 20.4, text="SPASM", layer=FILE_LAYER)
    held = spasm(30.3, FINAL_LAYER)
    marks = [spasm(10.0, "a"), spasm(10.8, "b"), spasm(20.0, "a"), note, spasm(30.0, "a"), held]
    plan = copy_plan(marks, marks, FINAL_LAYER, "doc", VOCABULARY, SameEventRule())
    assert (plan.n_marks, plan.n_events) == (5, 3)
    assert [mark.onset_s for mark in plan.new] == [10.0, 20.0]
    assert [(there, copied.onset_s) for there, copied in plan.standing] == [(held, 30.0)]
    assert len(plan.changes(replaces=False, keeps_both=False)) == 2
    assert [c.before for c in plan.changes(replaces=True, keeps_both=False)] == [None, None, held]
    assert [c.before for c in plan.changes(replaces=False, keeps_both=True)] == [None] * 3
