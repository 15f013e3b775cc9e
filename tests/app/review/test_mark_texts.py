"""Marks and edits in words."""

from dataclasses import replace

from eegview.app.review.mark_texts import (
    answer_text,
    change_message,
    detail_text,
    edit_text,
    lowered,
    proposal_text,
    refusal_of,
    term_text,
    terms_holding,
)
from eegview.app.vocabulary.store import load_vocabulary
from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.edit import Action, Change, Edit
from eegview.model.suggestion.detection import Detection

VOCABULARY = load_vocabulary()
MARK = Annotation("a", "spasm", 764.0, 1.0, layer="ada")


def edit_of(action: Action, *changes: Change, reverses: int | None = None, reason: str = "") -> Edit:
    return Edit(1, "f", "2026-01-01T00:00:00.000000+00:00", "ada", "technologist", action, changes, reverses, reason)


def test_answers_come_in_the_forms_order_and_several_in_that_of_time() -> None:
    mark = replace(MARK, attributes=(("correlates", "slow_wave+electrodecrement"), ("movement", "flexor")))
    assert answer_text(mark, VOCABULARY) == "Flexor · High-voltage slow wave → Electrodecrement"
    assert detail_text(replace(mark, text="on\nwaking"), VOCABULARY).endswith(" · on waking")


def test_answers_of_an_unknown_term_are_still_told() -> None:
    mark = Annotation("a", "whale", 1.0, attributes=(("size", "big"),))
    assert term_text(mark, VOCABULARY) == "whale"
    assert answer_text(mark, VOCABULARY) == "size: big"
    assert term_text(replace(mark, layer=FILE_LAYER), VOCABULARY) == "File annotation"


def test_a_proposal_is_told_with_its_answers() -> None:
    plain = Detection(0, 1.0, 1.0, "artifact", 0.5)
    assert proposal_text(plain, VOCABULARY) == "Artifact"
    assert (
        proposal_text(replace(plain, attributes=(("kind", "electrode_pop"),)), VOCABULARY) == "Artifact: electrode pop"
    )
    asleep = replace(plain, term_id="sleep_stage", attributes=(("stage", "R"),))
    assert proposal_text(asleep, VOCABULARY) == "Sleep stage: REM"
    assert lowered("Sleep stage: REM") == "sleep stage: REM"
    assert lowered("") == ""


def test_terms_are_found_by_their_label() -> None:
    assert terms_holding("SLEEP st", VOCABULARY) == {"sleep_stage"}
    assert terms_holding("", VOCABULARY) == frozenset()


def test_an_edit_in_one_line() -> None:
    longer = replace(MARK, duration_s=1.25, text="clear")
    assert edit_text(edit_of(Action.ADD, Change(None, MARK)), VOCABULARY) == "Added spasm at 00:12:44"
    assert edit_text(edit_of(Action.CHANGE, Change(MARK, longer)), VOCABULARY) == (
        "Changed spasm at 00:12:44: duration 1.000 → 1.250 s · note “clear”"
    )
    undone = edit_of(Action.UNDO, Change(MARK, None), reverses=4)
    assert edit_text(undone, VOCABULARY) == "Undo of edit 4: delete spasm at 00:12:44"
    imported = edit_of(Action.IMPORT, Change(None, MARK), reason="from a .tsv file")
    assert edit_text(imported, VOCABULARY) == "Import: add spasm at 00:12:44 (from a .tsv file)"


def test_news_are_what_the_page_does_not_show_by_itself() -> None:
    assert change_message(edit_of(Action.ADD, Change(None, MARK)), VOCABULARY) == ""
    assert change_message(edit_of(Action.DELETE, Change(MARK, None)), VOCABULARY) == "Deleted spasm at 00:12:44"
    three = [Change(None, replace(MARK, annotation_id=name)) for name in "abc"]
    assert change_message(edit_of(Action.IMPORT, *three), VOCABULARY) == "Imported 3 marks"
    assert change_message(edit_of(Action.UNDO, Change(MARK, None)), VOCABULARY) == "Undone: add spasm at 00:12:44"
    assert change_message(edit_of(Action.UNDO, Change(None, MARK)), VOCABULARY) == "Undone: delete spasm at 00:12:44"
    assert change_message(edit_of(Action.REDO, Change(None, MARK)), VOCABULARY) == "Redone: add spasm at 00:12:44"


def test_what_is_not_ones_own_stays_and_is_told_why() -> None:
    assert "part of the file" in refusal_of(replace(MARK, layer=FILE_LAYER), VOCABULARY)
    assert "bob’s" in refusal_of(replace(MARK, layer="bob"), VOCABULARY)


def test_a_moved_edge_is_told_and_other_changes_show_themselves() -> None:
    def message(after: Annotation) -> str:
        return change_message(edit_of(Action.CHANGE, Change(MARK, after)), VOCABULARY)

    assert message(replace(MARK, duration_s=1.25)) == "Spasm at 00:12:44: duration 1.000 → 1.250 s"
    moved = "Spasm at 00:12:44: onset 00:12:44.000 → 00:12:43.500 · duration 1.000 → 1.500 s"
    assert message(replace(MARK, onset_s=763.5, duration_s=1.5)) == moved
    assert message(replace(MARK, text="clear")) == ""
    two = [Change(replace(MARK, annotation_id=i), replace(MARK, annotation_id=i, onset_s=1.0)) for i in "ab"]
    assert change_message(edit_of(Action.CHANGE, *two), VOCABULARY) == "Moved edges of 2 marks"
