"""Letters that answer: found by a law, unique in every question of every vocabulary that comes with the program."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.app.resources import resources_folder
from eegview.app.vocabulary.import_texts import IMPORT_TEXTS
from eegview.app.vocabulary.letters import is_letter, letters_of
from eegview.app.vocabulary.store import load_vocabulary, read_vocabulary
from eegview.model.errors import UsageError
from eegview.model.vocabulary import Attribute, Shape, Term

SHIPPED = [path.stem for path in (resources_folder() / "vocabularies").glob("*.toml") if path.stem != IMPORT_TEXTS]
TERMS = [term for name in SHIPPED for term in load_vocabulary(name, built_in_only=True).terms]


def asked(*labels: str, name: str = "one", letters: tuple[tuple[str, str], ...] = ()) -> Attribute:
    return Attribute(name, name, tuple((label, label) for label in labels), letters=letters)


def found(*questions: Attribute) -> list[str]:
    return [
        "".join(letters.values()) for letters in letters_of(Term("t", "T", Shape.SPAN, attributes=questions)).values()
    ]


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.term_id)
def test_every_choice_has_a_letter_of_its_own_in_its_question(term: Term) -> None:
    letters = letters_of(term)
    for question in term.questions:
        if question.choices:
            own = letters[question.name]
            assert own.keys() == dict(question.choices).keys()
            assert len(set(own.values())) == len(own)
            assert all(is_letter(letter) for letter in own.values())


def test_the_questions_of_a_spasm_that_are_needed_most_share_no_letter() -> None:
    spasm = load_vocabulary(built_in_only=True).term("spasm")
    assert spasm is not None
    letters = letters_of(spasm)
    assert [question.name for question in spasm.questions][:3] == ["movement", "clinical", "certainty"]
    first = [letter for name in list(letters)[:5] for letter in letters[name].values()]
    assert len(set(first)) == len(first)
    assert (letters["movement"]["flexor"], letters["clinical"]["electroclinical"]) == ("f", "e")


def test_a_word_begins_with_its_letter_where_it_can() -> None:
    assert found(asked("Flexor", "Extensor", "Mixed")) == ["fem"]
    assert found(asked("Slow wave", "Spike", "Slow")) == ["spl"]  # begins a word, another word, the next of its own
    assert found(asked("Slow", "Slow wave")) == ["sw"]


def test_a_question_takes_letters_from_none_above_as_long_as_it_can() -> None:
    assert found(asked("On"), asked("On", "No", name="two")) == ["o", "no"]
    assert found(asked("A", "B"), asked("Ab", name="two")) == ["ab", "a"]  # nothing else is left of its label


def test_a_declared_letter_is_the_choices_whatever_else() -> None:
    question = asked("Flexor", "Extensor", letters=(("Extensor", "f"),))
    assert letters_of(Term("t", "T", Shape.SPAN, attributes=(question,)))["one"] == {"Extensor": "f", "Flexor": "l"}


def test_without_a_letter_in_the_label_the_alphabet_gives_one() -> None:
    assert found(asked("1", "2", "3")) == ["abc"]


@given(st.lists(st.text(max_size=8), min_size=1, max_size=26, unique=True))
def test_letters_are_unique_whatever_the_labels(labels: list[str]) -> None:
    (letters,) = letters_of(Term("t", "T", Shape.SPAN, attributes=(asked(*labels),))).values()
    assert len(set(letters.values())) == len(letters)


@pytest.mark.parametrize(
    ("choices", "said"),
    [
        (
            '{ value = "a", label = "A", letter = "x" }, { value = "b", label = "B", letter = "x" }',
            "twice the letter “x”",
        ),
        ('{ value = "a", label = "A", letter = "1" }', "the letter “1”; use one small letter"),
        ('{ value = "a", label = "A", letter = "" }', "the letter “”; use one small letter"),
    ],
)
def test_a_faulty_letter_is_refused(tmp_path, choices: str, said: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(
        '[vocabulary]\nid = "own"\nversion = "1"\nlabel = "Own"\nhed_version = "none"\n'
        '[[term]]\nid = "a"\nlabel = "A"\nshape = "point"\n'
        f'  [[term.attribute]]\n  name = "q"\n  label = "Q"\n  choices = [{choices}]\n',
        encoding="utf-8",
    )
    with pytest.raises(UsageError, match=said):
        read_vocabulary(path)
