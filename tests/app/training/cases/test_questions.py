"""The questions of case sets are bound to the vocabulary."""

from eegview.app.training.cases.questions import load_questions
from eegview.app.vocabulary.store import load_vocabulary
from eegview.model.annotation import Annotation
from eegview.model.training.question import ONSET


def _mark(term_id: str, **answers: str) -> Annotation:
    return Annotation("m", term_id, 1.0, 1.0, attributes=tuple(sorted(answers.items())))


def test_there_is_a_question_for_each_matter_that_the_set_teaches():
    asked = load_questions()
    of_eeg = ["spasm", "type", "hypsarrhythmia", "stage", "mimic", "onset", "based"]
    assert list(asked) == [*of_eeg, "film_spasm", "film_mimic"]
    assert [name for name, one in asked.items() if one.is_film] == ["film_spasm", "film_mimic"]
    assert load_questions()["onset"].question.kind == ONSET


def test_letters_run_from_a_on_without_a_gap():
    for asked in load_questions().values():
        letters = [option.key for option in asked.question.options]
        assert letters == [chr(ord("A") + place) for place in range(len(letters))]


def test_every_meaning_is_a_term_and_an_answer_of_the_vocabulary():
    vocabulary = load_vocabulary(built_in_only=True)
    for asked in load_questions().values():
        for _value, meaning in asked.meanings:
            term = vocabulary.term(meaning.term_id)
            assert term is not None
            if meaning.attribute:
                attribute = next(one for one in term.attributes if one.name == meaning.attribute)
                assert meaning.value in dict(attribute.choices)


def test_marks_become_answers():
    questions = load_questions()
    assert questions["spasm"].value_of(_mark("spasm")) == "spasm"
    assert questions["spasm"].value_of(_mark("hypsarrhythmia")) is None
    assert questions["type"].value_of(_mark("spasm", movement="mixed")) == "mixed"
    assert questions["type"].value_of(_mark("spasm")) is None
    assert questions["mimic"].value_of(_mark("artifact", kind="sucking")) == "chewing_sucking"
    assert questions["stage"].value_of(_mark("sleep_stage", stage="N2")) == "N2"


def test_a_form_of_hypsarrhythmia_goes_before_its_presence():
    asked = load_questions()["hypsarrhythmia"]
    assert asked.value_of(_mark("hypsarrhythmia", presence="present", pattern="attenuation+asymmetric")) == "asymmetric"
    assert asked.value_of(_mark("hypsarrhythmia", presence="present")) == "other"
    assert asked.value_of(_mark("hypsarrhythmia", presence="absent")) == "absent"
    assert asked.value_of(_mark("hypsarrhythmia", presence="uncertain")) is None


def test_a_mimic_has_no_yes_and_every_kind_of_the_vocabulary_has_an_answer():
    asked, vocabulary = load_questions()["mimic"], load_vocabulary(built_in_only=True)
    assert asked.question.positive == ()
    for term_id in ("mimic", "artifact"):
        term = vocabulary.term(term_id)
        assert term is not None
        kinds = dict(next(one for one in term.attributes if one.name == "kind").choices)
        said = {kind: asked.value_of(_mark(term_id, kind=kind)) for kind in kinds}
        assert None not in said.values()
        assert said["movement"] == ("ordinary_movement" if term_id == "mimic" else "movement")


def test_another_answer_than_the_options_is_told_from_none():
    questions = load_questions()
    assert questions["hypsarrhythmia"].says_something_else(_mark("hypsarrhythmia", presence="uncertain"))
    assert not questions["hypsarrhythmia"].says_something_else(_mark("hypsarrhythmia"))
    assert not questions["hypsarrhythmia"].says_something_else(_mark("hypsarrhythmia", presence="absent"))
    assert questions["stage"].says_something_else(_mark("sleep_stage", stage="?"))
    assert questions["stage"].question.label_of("something_else") == "Something else"


def test_each_kind_of_mimic_has_an_option_with_eeg_and_on_film_alone():
    vocabulary = load_vocabulary(built_in_only=True)
    term = vocabulary.term("mimic")
    assert term is not None
    kinds = {value for one in term.attributes if one.name == "kind" for value, _label in one.choices}
    for name in ("mimic", "film_mimic"):
        asked = load_questions()[name]
        unanswered = {kind for kind in kinds if asked.value_of(_mark("mimic", kind=kind)) is None}
        assert not unanswered, name
