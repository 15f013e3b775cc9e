"""A reviewer's first acts wait until they have said who they are, and go on under that name."""

import pytest

from eegview.app.library.queued_edits import Act, Signing, act_of
from eegview.app.review.introduction import Introduction, renamed
from eegview.model.annotation import FINAL_LAYER, Annotation
from eegview.model.edit import Action, Change
from eegview.model.signature import Meaning
from eegview.model.study.records import AGE_TERM, study_record

NEW = Annotation("a1", "spasm", 5.0)
MINE = Annotation("a2", "spasm", 6.0, layer="me")
RECORD = study_record(AGE_TERM, "age", "2026-01-01T12:00:00+00:00", {"days": "30"}, "me", "r1")


def add(mark: Annotation) -> Act:
    return act_of(Action.ADD, [Change(None, mark)])


def test_nothing_waits_unless_a_name_is_asked_for() -> None:
    introduction = Introduction()
    act = add(NEW)
    assert introduction.passed(act) is act
    ran = []
    introduction.first(lambda: ran.append(1))
    assert ran == [1]


def test_acts_wait_in_their_order_and_are_asked_about() -> None:
    introduction, asked = Introduction(), []
    introduction.asked.connect(asked.append)
    introduction.require()
    first, second = add(NEW), act_of(Action.IMPORT, [Change(None, MINE)])
    assert introduction.passed(first) is None
    assert introduction.passed(second) is None
    assert (len(asked), introduction.n_held) == (2, 2)
    assert introduction.end() == (first, second)
    third = add(NEW)
    assert introduction.passed(third) is third


@pytest.mark.parametrize("action", [Action.UNDO, Action.REDO, Action.RECORD, Action.DISPLAY])
def test_what_says_nothing_in_a_name_does_not_wait(action: Action) -> None:
    introduction = Introduction()
    introduction.require()
    act = act_of(action)
    assert introduction.passed(act) is act


def test_what_is_added_goes_into_the_layer_of_the_name() -> None:
    final = Annotation("a3", "spasm", 7.0, layer=FINAL_LAYER)
    layers = [
        change.after.layer
        for mark in (NEW, MINE, final)
        for change in renamed(add(mark), "me", "Dr. Berg").changes
        if change.after is not None
    ]
    assert layers == ["", "Dr. Berg", FINAL_LAYER]


def test_a_mark_that_was_there_keeps_its_layer_and_a_record_is_said_anew() -> None:
    change = Change(MINE, Annotation("a2", "spasm", 6.5, layer="me"))
    assert renamed(act_of(Action.CHANGE, [change]), "me", "ann").changes == (change,)
    (again,) = renamed(act_of(Action.CHANGE, [Change(RECORD, RECORD)]), "me", "ann").changes
    assert again.before is None
    assert again.after is not None
    assert again.after.layer == "ann"
    assert again.after.annotation_id != "r1"


def test_a_signature_bears_the_name() -> None:
    act = Act(Action.ADD, signing=Signing("me", Meaning.REVIEWED, "me", ""))
    signing = renamed(act, "me", "ann").signing
    assert signing is not None
    assert (signing.printed_name, signing.layer) == ("ann", "ann")
