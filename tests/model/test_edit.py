"""Edits: one canonical text, one hash, swapped and back."""

import json
from dataclasses import asdict, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.model.annotation import Annotation, marks_text
from eegview.model.edit import Action, Change, Edit, canonical_changes, changes_from_json, edit_hash

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
finite = st.floats(allow_nan=False, allow_infinity=False)
marks = st.builds(
    Annotation,
    texts,
    texts,
    finite,
    finite,
    st.lists(texts, max_size=2).map(tuple),
    st.lists(st.tuples(texts, texts), max_size=2).map(tuple),
    texts,
    texts,
)
changes = st.one_of(st.builds(Change, marks, marks | st.none()), st.builds(Change, marks | st.none(), marks))


@given(st.lists(changes, max_size=4).map(tuple))
def test_the_text_of_changes_can_be_read_back(given_changes: tuple[Change, ...]):
    text = canonical_changes(given_changes)
    assert changes_from_json(text) == given_changes
    assert canonical_changes(changes_from_json(text)) == text


def test_the_text_holds_every_field_in_a_fixed_order():
    mark = Annotation("a", "spasm", 0.1, 1.0, ("Fp1",), (("class", "focal"),), "µ", "ann")
    text = canonical_changes((Change(None, mark),))
    assert json.loads(text)[0][1] == json.loads(json.dumps(asdict(mark)))
    assert text == (
        '[[null,{"annotation_id":"a","attributes":[["class","focal"]],"channels":["Fp1"],"duration_s":1.0,'
        '"layer":"ann","onset_s":0.1,"term_id":"spasm","text":"µ"}]]'
    )


@given(changes)
def test_swapping_twice_gives_the_change_back(change: Change):
    assert change.swapped().swapped() == change
    assert change.annotation_id in {mark.annotation_id for mark in (change.before, change.after) if mark}


def test_a_change_of_nothing_is_a_bug():
    with pytest.raises(ValueError, match="before or after"):
        Change(None, None)


EDIT = Edit(
    1,
    "f",
    "2024-01-01T00:00:00.000000+00:00",
    "ann",
    "resident",
    Action.ADD,
    (Change(None, Annotation("a", "x", 1.0)),),
)


@pytest.mark.parametrize(
    "changed",
    [
        {"number": 2},
        {"fingerprint": "g"},
        {"at_utc": "2024-01-01T00:00:00.000001+00:00"},
        {"author": "bob"},
        {"role": "neurologist"},
        {"action": Action.IMPORT},
        {"changes": (Change(None, Annotation("a", "x", 1.0000000000000002)),)},
        {"reverses": 1},
        {"reason": "x"},
        {"previous_hash": "1" * 64},
    ],
)
def test_the_hash_covers_every_field(changed: dict[str, Any]):
    assert edit_hash(replace(EDIT, **changed)) != edit_hash(EDIT)


def test_the_hash_is_the_same_for_ever():
    """A changed way of hashing would make every library in the world look tampered with."""
    assert edit_hash(EDIT) == edit_hash(replace(EDIT, hash="whatever"))
    assert edit_hash(EDIT) == "70fc339c14b2e5a56a7799b79a39ee6b60be26ed09d996233636548b93ba7e6d"


def test_marks_are_counted_in_words():
    assert [marks_text(count) for count in (0, 1, 2)] == ["0 marks", "1 mark", "2 marks"]
