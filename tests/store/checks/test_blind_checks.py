"""The log of blind reading is checked like the rest: who set it, and whose early looks they are."""

from dataclasses import replace

from eegview.model.annotation import Annotation
from eegview.model.edit import Action, Change, Edit
from eegview.model.study.records import BLIND_TERM, EARLY_LOOK_TERM
from eegview.store.checks.blind_checks import blind_problems


def an_edit(term_id: str, author: str, role: str, layer: str) -> Edit:
    mark = Annotation("1", term_id, 0.0, layer=layer)
    return Edit(3, "f" * 64, "2026-03-01T12:00:00+00:00", author, role, Action.ADD, (Change(None, mark),))


def test_what_is_as_it_should_be_is_no_problem() -> None:
    right = (an_edit(BLIND_TERM, "head", "neurologist", "head"), an_edit(EARLY_LOOK_TERM, "bo", "resident", "bo"))
    assert blind_problems(right) == []
    assert blind_problems([replace(an_edit(EARLY_LOOK_TERM, "cy", "resident", "bo"), action=Action.IMPORT)]) == []


def test_a_setting_by_another_role_is_told() -> None:
    assert "by a resident" in blind_problems([an_edit(BLIND_TERM, "bo", "resident", "bo")])[0]


def test_an_early_look_in_anothers_name_or_taken_away_is_told() -> None:
    theirs = an_edit(EARLY_LOOK_TERM, "cy", "resident", "bo")
    assert "in the name of “bo”" in blind_problems([theirs])[0]
    gone = replace(theirs, changes=tuple(change.swapped() for change in theirs.changes))
    assert "was changed in edit 3" in blind_problems([gone])[0]
