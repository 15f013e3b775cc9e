"""Marks of one recording from several places: each as it was left last."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_studies.read_studies import spasm

from eegview.app.agreement.joining import HeldMarks, joined_marks, last_acts
from eegview.model.annotation import Annotation
from eegview.model.edit import Action, Change, Edit

MARK = spasm(10, "ada")
MOVED = replace(MARK, onset_s=10.5)


def place(*acts: tuple[str, Action, Annotation | None, Annotation | None]) -> HeldMarks:
    edits = [
        Edit(number, "ab" * 32, at_utc, "ada", "", action, (Change(before, after),))
        for number, (at_utc, action, before, after) in enumerate(acts, 1)
    ]
    stored = (acts[-1][3],) if acts[-1][3] is not None else ()
    return HeldMarks(stored, last_acts(edits), len(edits))


ADDED = ("2026-01-01", Action.ADD, None, MARK)
DELETED = ("2026-01-03", Action.DELETE, MARK, None)
CHANGED = ("2026-01-02", Action.CHANGE, MARK, MOVED)
RESTORED = ("2026-01-04", Action.UNDO, None, MARK)
TAKEN_LATE = ("2026-01-09", Action.IMPORT, None, MARK)


@pytest.mark.parametrize(
    ("one", "other", "left"),
    [
        (place(ADDED), place(ADDED), (MARK,)),
        (place(ADDED), place(ADDED, DELETED), ()),
        (place(TAKEN_LATE), place(ADDED, DELETED), ()),
        (place(ADDED, DELETED), place(ADDED, DELETED, RESTORED), (MARK,)),
        (place(ADDED), place(("2026-01-09", Action.IMPORT, None, MOVED)), (MOVED,)),
        (place(ADDED, CHANGED), place(("2026-01-01", Action.IMPORT, None, MARK)), (MOVED,)),
        (place(ADDED, CHANGED), place(ADDED, DELETED), ()),
        (place(ADDED), place(ADDED, CHANGED), (MOVED,)),
    ],
)
def test_a_mark_is_as_it_was_left_last(one: HeldMarks, other: HeldMarks, left: tuple[Annotation, ...]):
    assert joined_marks([one, other]) == joined_marks([other, one]) == left


def test_the_length_of_a_log_does_not_make_a_mark_of_it_newer():
    other = spasm(50, "ben")
    long = [ADDED, *(("2026-01-01", Action.ADD, None, other),) * 3]
    old = HeldMarks((MARK, other), place(*long).acts, 4)
    assert set(joined_marks([old, place(ADDED, CHANGED)])) == {MOVED, other}


@given(st.permutations([place(ADDED), place(ADDED, CHANGED), place(ADDED, DELETED), place(TAKEN_LATE)]))
def test_the_order_of_places_does_not_matter(places: list[HeldMarks]):
    assert joined_marks(places) == ()
