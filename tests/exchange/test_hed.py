"""Every HED string we write validates against SCORE 2.1.0, offline.

The validator takes seconds to load: not where tests are collected, which each process that shares them does.
"""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from eegview.app.vocabulary.store import load_vocabulary
from eegview.exchange.edf.marks import marks_from_notes
from eegview.exchange.hed import hed_column, hed_of
from eegview.exchange.tables import write_tsv
from eegview.model.annotation import Annotation

SPASM = "Epileptic-seizure, Epileptic-spasm"
VOCABULARY = load_vocabulary(built_in_only=True)

if TYPE_CHECKING:
    from hed.schema import HedSchema


def strings() -> list[str]:
    """Return the HED of each term with each single answer, and of the fullest marks."""
    found = set()
    for term in VOCABULARY.terms:
        found.add(hed_of(Annotation("a", term.term_id, 0.0), VOCABULARY))
        for attribute in term.attributes:
            values = [value for value, _ in attribute.choices]
            together = ["+".join(values)] if attribute.several else []
            for value in [*values, *together]:
                mark = Annotation("a", term.term_id, 0.0, attributes=((attribute.name, value),))
                found.add(hed_of(mark, VOCABULARY))
        asked = [a for a in term.attributes if a.hed and not a.several]
        for answers in product(*([value for value, _ in a.hed] for a in asked)):
            pairs = tuple(sorted(zip((a.name for a in asked), answers, strict=True)))
            found.add(hed_of(Annotation("a", term.term_id, 0.0, attributes=pairs), VOCABULARY))
    return sorted(found - {""})


@pytest.fixture(scope="module")
def schema() -> HedSchema:
    import hed
    from hed.schema import load_schema

    file = Path(hed.__file__).parent / "schema" / "schema_data" / "HED_score_2.1.0.xml"  # comes with hedtools
    if not file.is_file():
        pytest.skip("this hedtools does not bring the SCORE 2.1.0 schema along")
    return load_schema(str(file))


def test_every_string_validates(schema: HedSchema):
    from hed.models import HedString
    from hed.validator import HedValidator

    validator = HedValidator(schema)
    faults = {
        text: [issue["code"] for issue in issues]
        for text in strings()
        if (issues := validator.validate(HedString(text, schema), allow_placeholders=False))
    }
    assert faults == {}
    assert len(strings()) > 50


def test_the_validator_would_find_a_fault(schema: HedSchema):
    from hed.models import HedString
    from hed.validator import HedValidator

    for wrong in ("Epileptic-spasm-episode", "Epileptic-spasm, Epileptic-spasm"):
        assert HedValidator(schema).validate(HedString(wrong, schema), allow_placeholders=False)


def test_table_and_sidecar_validate_as_bids(schema: HedSchema, tmp_path: Path):
    answered = [
        (term.term_id, attribute.name, value)
        for term in VOCABULARY.terms
        for attribute in term.attributes[:2]
        for value, _ in attribute.choices
    ]
    marks = [
        Annotation(f"{i}", term_id, float(i), 1.0, attributes=((name, value),))
        for i, (term_id, name, value) in enumerate(answered)  # onsets differ: at one onset tags must not repeat
    ]
    write_tsv(tmp_path / "a_events.tsv", marks, VOCABULARY)
    from hed.models import Sidecar, TabularInput

    table = TabularInput(str(tmp_path / "a_events.tsv"), sidecar=Sidecar(str(tmp_path / "a_events.json")))
    assert [issue["message"] for issue in table.validate(schema)] == []


def hed(term_id: str, **answers: str) -> str:
    return hed_of(Annotation("a", term_id, 0.0, attributes=tuple(sorted(answers.items()))), VOCABULARY)


def test_nothing_is_claimed_that_was_not_said():
    assert hed("spasm") == "Epileptic-seizure, Epileptic-spasm"
    assert hed("spasm", **{"class": "focal"}) == "Epileptic-spasm, Focal-onset-epileptic-seizure"
    assert hed("hypsarrhythmia", presence="absent", pattern="classic") == ""
    assert hed("hypsarrhythmia", presence="uncertain") == ""
    assert hed("cluster_start") == ""
    assert hed("no such term") == ""


def test_answers_add_their_tags_once():
    assert hed("spasm", symmetry="asymmetric_left", clinical="clinical_only") == f"{SPASM}, Asymmetrical"
    assert hed("spasm", correlates="slow_wave+slow_wave") == f"{SPASM}, Slow-wave-large-amplitude"


def test_every_seizure_is_an_episode(schema: HedSchema):
    """A property of episodes, as “Epileptic-spasm” is in SCORE, says nothing without the episode it belongs to."""
    from hed.models import HedString

    for term_id in ("spasm", "seizure"):
        term = VOCABULARY.term(term_id)
        assert term is not None
        answered = [{}, *({a.name: value} for a in term.attributes for value, _ in a.choices)]
        for answers in answered:
            tags = HedString(hed(term_id, **answers), schema).get_all_tags()
            assert any(tag.long_tag.startswith("Episode/") for tag in tags), answers


@pytest.mark.parametrize("doubt", ["possible", "probable"])
def test_doubt_is_kept(schema: HedSchema, doubt: str):
    for term in VOCABULARY.terms:
        if term.hed and any(attribute.name == "certainty" for attribute in term.attributes):
            assert hed(term.term_id, certainty=doubt) == f"{term.hed}, Description/Certainty {doubt}"
            assert hed(term.term_id, certainty="certain") == term.hed
    in_words = Annotation("a", "spasm", 0.0, text="SPASM?")
    assert hed_of(in_words, VOCABULARY) == f"{SPASM}, Description/Certainty possible"
    assert hed("note", certainty=doubt) == hed("mimic", certainty=doubt) == ""  # nothing that could be doubted is said


def test_a_sharp_wave_is_no_spike():
    (mark,) = marks_from_notes(
        [Annotation("n", "file_note", 1.0, text="Sharp wave", layer="file")], VOCABULARY
    ).annotations
    assert hed_of(mark, VOCABULARY) == "Epileptiform-interictal-activity, Sharp-wave"
    assert hed("spike_focus") == "Epileptiform-interictal-activity, Spike"


def test_marks_of_one_onset_are_valid_together(schema: HedSchema, tmp_path: Path):
    """Two readers' marks of one spasm, one in the final layer, what begins with it, doubted or not."""
    doubted = (("certainty", "possible"),)
    marks = [
        Annotation("a", "spasm", 1.0, 1.0, layer="ada"),
        Annotation("b", "spasm", 1.0, 1.2, layer="ben"),
        Annotation("c", "spasm", 1.0 + 5e-8, 1.0, layer="final"),
        Annotation("d", "seizure", 1.0, 9.0, attributes=doubted),
        Annotation("e", "electrodecrement", 1.0, 2.0, attributes=doubted),
        Annotation("f", "push_button", 1.0),
        Annotation("g", "push_button", 1.0, layer="ben"),
        Annotation("h", "cluster_start", 1.0),
        Annotation("i", "spasm", 2.0, 1.0),
        Annotation("j", "push_button", 3.0),
        Annotation("k", "spasm", 3.0, 1.0, attributes=(("correlates", "emg"),)),
    ]
    write_tsv(tmp_path / "a_events.tsv", marks, VOCABULARY)
    from hed.models import Sidecar, TabularInput

    table = TabularInput(str(tmp_path / "a_events.tsv"), sidecar=Sidecar(str(tmp_path / "a_events.json")))
    assert [issue["message"] for issue in table.validate(schema)] == []
    column = hed_column(marks, VOCABULARY)
    assert column[:3] == [f"({SPASM})", "", ""]
    assert column[3] == "(Epileptic-seizure, Description/Certainty possible)"
    assert column[5:8] == ["(Press, Push-button)", "", ""]
    assert column[8:] == [SPASM, "(Press, Push-button)", f"({SPASM}, (EMG-channel-feature, Spasm))"]
