"""Decisions between readers are checked like the rest of the log: by whom, in whose name, and what they name."""

from dataclasses import replace

from eegview.model.annotation import FINAL_LAYER, Annotation
from eegview.model.edit import Action, Change, Edit
from eegview.model.span import Span
from eegview.model.study.adjudication import Verdict, decision_record
from eegview.store.checks.decision_checks import decision_problems


def an_edit(author: str = "carla", role: str = "neurologist", layer: str = "carla", final: str = "f1") -> Edit:
    record = decision_record(
        "a~b",
        Verdict.TAKE_A,
        ("ada", "bo"),
        "spasm",
        "event",
        Span(1, 2),
        "",
        "",
        (final,),
        "",
        layer,
        "neurologist",
        "",
    )
    mark = Annotation("f1", "spasm", 1.0, 1.0, layer=FINAL_LAYER)
    changes = (Change(None, mark), Change(None, record))
    return Edit(3, "f" * 64, "2026-03-01T12:00:00+00:00", author, role, Action.CHANGE, changes)


def test_a_decision_as_it_should_be_is_no_problem() -> None:
    assert decision_problems([an_edit()]) == []
    assert decision_problems([replace(an_edit("tech", "technologist"), action=Action.IMPORT)]) == []


def test_another_role_another_name_and_an_unknown_mark_are_told() -> None:
    assert "by a resident" in decision_problems([an_edit(role="resident")])[0]
    assert "in the name of “dora”" in decision_problems([an_edit(layer="dora")])[0]
    assert "not in the log" in decision_problems([an_edit(final="f2")])[0]
