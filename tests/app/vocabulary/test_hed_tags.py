"""HED is checked offline: the list of tags is the schema's, and what it refuses the validator of HED refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from texts.hed_tags import FILE, schema_file, tags_text

from eegview.app.vocabulary.hed_tags import hed_faults
from eegview.app.vocabulary.store import load_vocabulary

if TYPE_CHECKING:
    from hed.schema import HedSchema

VOCABULARY = load_vocabulary(built_in_only=True)
RIGHT = (
    "Epileptic-seizure, Epileptic-spasm",
    "(Press, Push-button)",
    "epileptic-spasm",
    "Description/Certainty probable",
    "Hypsarrhythmia-modified/hemi",
    "Agent-action, (Press, (Push-button, Blue))",
    "Action/Move/Move-body-part",
    "Action/Nod-twice",
)
WRONG = {
    "Epileptic-spazm": "“Epileptic-spazm” is not a tag of score_2.1.0; near it is “Epileptic-spasm”",
    "Epileptic-spasm, Epileptic-spasm": "“Epileptic-spasm” stands twice",
    "(Press, Push-button": "a bracket that is not closed",
    "Press,, Push-button": "a comma with no tag beside it",
    "Press (Push-button)": "lacks a comma beside a bracket",
    "Other-episode": "needs a value or a name after it",
    "Press/Event": "“Event” does not stand below “Press”",
    "Press{x}": "holds “{”",
    "Def/Mine": "is for tools that join events",
    "Description/": "has nothing after a “/”",
}


@pytest.fixture(scope="module")
def schema() -> HedSchema:
    from hed.schema import load_schema

    if not schema_file().is_file():
        pytest.skip("this hedtools does not bring the SCORE 2.1.0 schema along")
    return load_schema(str(schema_file()))


def refused(text: str, schema: HedSchema) -> bool:
    """Whether the validator of HED finds an error."""
    from hed.errors import ErrorSeverity
    from hed.models import HedString
    from hed.validator import HedValidator

    issues = HedValidator(schema).validate(HedString(text, schema), allow_placeholders=False)
    return any(issue.get("severity") == ErrorSeverity.ERROR for issue in issues)


def test_the_list_is_the_schemas(schema: HedSchema):
    assert FILE.read_text(encoding="utf-8") == tags_text(schema)
    assert FILE.stat().st_size < 40_000


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_right_has_no_fault(text: str, schema: HedSchema):
    assert hed_faults(text) == []
    assert not refused(text, schema)


@pytest.mark.parametrize(("text", "said"), WRONG.items())
def test_what_is_wrong_is_named_and_the_validator_agrees(text: str, said: str, schema: HedSchema):
    assert any(said in fault for fault in hed_faults(text)), hed_faults(text)
    assert refused(text, schema)


def test_a_bracket_that_closes_before_it_opens_is_a_fault():
    assert any("a bracket that is not closed" in fault for fault in hed_faults("Press), (Push-button"))


def test_what_came_with_the_program_has_no_fault():
    faults = [fault for term in VOCABULARY.terms for fault in hed_faults(term.hed)]
    faults += [
        fault
        for term in VOCABULARY.terms
        for question in term.attributes
        for _value, hed in question.hed
        for fault in hed_faults(hed, term.hed or "-")
    ]
    assert faults == []


def test_a_choice_may_take_away_only_what_its_term_has():
    assert hed_faults("-Spike, Sharp-wave", "Epileptiform-interictal-activity, Spike") == []
    assert hed_faults("n/a", "Spike") == []
    assert hed_faults("-Spike", "Sharp-wave") == ["“-Spike” takes a tag away that the term does not have"]
    assert hed_faults("n/a") != []
    assert hed_faults("") == []
