"""An extension adds and relabels; what the program and marks go by stays, and conflicts name both files."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from texts.made_extensions import EXTENSIONS

from eegview.app.vocabulary.extending import apply_extensions, content_hash
from eegview.app.vocabulary.extension import ChoiceChange, Extension, QuestionChange, TermChange
from eegview.app.vocabulary.hed_tags import hed_faults
from eegview.app.vocabulary.program_terms import RESERVED_TERMS
from eegview.app.vocabulary.store import load_vocabulary
from eegview.exchange.matching import TermMatcher, edf_text_of
from eegview.model.vocabulary import Shape, Term, Vocabulary

BASE = load_vocabulary(built_in_only=True)
APNOEA = TermChange("apnoea", "Apnoea", Shape.SPAN)


def extended(*terms: TermChange, questions: tuple[QuestionChange, ...] = (), order: tuple[str, ...] = ()) -> Vocabulary:
    """Return the built-in vocabulary with an extension that has no fault."""
    whole, issues = applied(Extension("ward", terms=terms, questions=questions, order=order))
    assert issues == []
    return whole


def applied(*extensions: Extension) -> tuple[Vocabulary, list[str]]:
    files = [(Path(f"{letter}.toml"), extension) for letter, extension in zip("abc", extensions, strict=False)]
    whole, issues = apply_extensions(BASE, files)
    return whole, [issue.message for issue in issues]


def told(*terms: TermChange) -> str:
    """Return the one fault that there is."""
    _whole, issues = applied(Extension("ward", terms=terms))
    assert len(issues) == 1, issues
    return issues[0]


def term(vocabulary: Vocabulary, term_id: str) -> Term:
    found = vocabulary.term(term_id)
    assert found
    return found


def test_a_new_term_stands_after_the_others_with_a_length_of_its_own():
    whole = extended(APNOEA, TermChange("event", "Event", Shape.POINT), TermChange("phase", "Phase", Shape.EPOCH))
    assert [one.term_id for one in whole.terms[-3:]] == ["apnoea", "event", "phase"]
    assert [one.default_duration_s for one in whole.terms[-3:]] == [1.0, 0.0, 30.0]
    assert [one.origin for one in whole.terms] == [""] * len(BASE.terms) + ["ward"] * 3
    assert whole.terms[: len(BASE.terms)] == BASE.terms


def test_labels_are_changed_and_the_old_ones_still_understood():
    spasm = term(extended(TermChange("spasm", "Krampf", colour="#123456", help="Kurz.")), "spasm")
    assert (spasm.label, spasm.colour, spasm.help) == ("Krampf", "#123456", "Kurz.")
    assert spasm.edf_text == "Epileptic spasm"
    assert {"spasm", "epileptic spasm"} <= set(spasm.synonyms)
    before = term(BASE, "spasm")
    assert (spasm.shape, spasm.hed, spasm.attributes) == (before.shape, before.hed, before.attributes)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (TermChange("spasm", shape=Shape.POINT), "the shape of “spasm” cannot be changed"),
        (TermChange("spasm", lane="marks"), "the lane of “spasm” cannot be changed"),
        (TermChange("spasm", hed="Spasm"), "the hed of “spasm” cannot be changed"),
        (TermChange("spasm", edf_text="Krampf"), "the edf_text of “spasm” cannot be changed"),
        (TermChange("spasm", is_exclusive=False), "the exclusive of “spasm” cannot be changed"),
        (TermChange("mimic", is_other_event=False), "the other_event of “mimic” cannot be changed"),
        (TermChange("note", default_duration_s=2.0), "“note” is a point and has no duration"),
        (TermChange("apnoea", "Apnoea"), "“apnoea” is not in “infantile_spasms”, and a new term needs its shape"),
        (TermChange("apnoea"), "needs its label and shape"),
        (TermChange("bad_channel", "Bad", Shape.SPAN), "the program keeps records as “bad_channel”"),
        (TermChange("apnoea", "Apnoea", Shape.SPAN, lane="sleep"), "only “sleep_stage” stands in the lane “sleep”"),
        (TermChange("apnoea", "Apnoea", Shape.SPAN, lane="video"), "the lane of “apnoea” cannot be “video”"),
        (TermChange("apnoea", "Apnoea", Shape.SPAN, key="9"), "the key 9 is given to “apnoea”; “note” loses it"),
        (TermChange("apnoea", "Spasm", Shape.SPAN), "“spasm” and “apnoea” have one label, “Spasm”"),
        (TermChange("apnoea", "Apnoea", Shape.SPAN, synonyms=("es",)), "“es” means “spasm” already"),
        (TermChange("apnoea", "Epileptic spasm", Shape.SPAN), "“Epileptic spasm” means “spasm” already"),
        (TermChange("apnoea", "Apnoea", Shape.SPAN, edf_text="Seizure."), "“Seizure.” means “seizure” already"),
        (TermChange("seizure", "Epileptic spasm"), "“Epileptic spasm” means “spasm” already"),
        (TermChange("note", question_order=("mood",)), "the order names the question “mood”"),
    ],
)
def test_what_cannot_be_is_told(change: TermChange, said: str):
    assert said in told(change)


def test_a_term_that_the_program_knows_stays_what_it_is_whatever_is_said():
    wrong = TermChange("spasm", "Krampf", Shape.POINT, lane="marks", hed="Spasm", edf_text="x", is_exclusive=False)
    whole, issues = applied(Extension("ward", terms=(wrong,)))
    now, before = term(whole, "spasm"), term(BASE, "spasm")
    fixed = ("term_id", "shape", "lane", "hed", "edf_text", "is_exclusive", "is_other_event", "attributes")
    assert [getattr(now, name) for name in fixed] == [getattr(before, name) for name in fixed]
    assert (now.label, len(issues)) == ("Krampf", 5)


def test_no_record_of_the_program_can_be_a_term():
    for term_id in RESERVED_TERMS:
        whole, issues = applied(Extension("ward", terms=(TermChange(term_id, "Mine", Shape.POINT),)))
        assert whole.term(term_id) is None
        assert issues


def test_a_hidden_term_is_not_offered_and_has_no_key():
    whole = extended(TermChange("care", is_hidden=True), TermChange("note", is_hidden=True))
    assert term(whole, "care").is_hidden
    assert "care" not in [one.term_id for one in whole.offered]
    assert whole.by_key("9") is None


def test_a_key_that_is_given_up_can_be_taken():
    whole = extended(TermChange("note", key=""), TermChange("apnoea", "Apnoea", Shape.SPAN, key="9"))
    assert whole.by_key("9") == whole.term("apnoea")
    swapped = extended(TermChange("note", key="5"), TermChange("artifact", key="9"))
    assert (term(swapped, "note").key, term(swapped, "artifact").key) == ("5", "9")


def test_one_key_for_two_terms_of_a_file_is_told():
    assert "the key 0 is given to “apnoea” and to “b”; “apnoea” has it" in told(
        TermChange("apnoea", "Apnoea", Shape.SPAN, key="0"), TermChange("b", "B", Shape.SPAN, key="0")
    )


def test_terms_and_questions_stand_in_the_order_that_is_asked():
    whole = extended(TermChange("spasm", question_order=("state", "certainty")), order=("note", "spasm"))
    assert [one.term_id for one in whole.terms[:3]] == ["note", "spasm", "cluster_start"]
    assert [one.name for one in term(whole, "spasm").attributes[:3]] == ["state", "certainty", "movement"]
    assert len(whole.terms) == len(BASE.terms)


def test_a_question_is_added_with_choices_of_its_own_or_of_another():
    grade = QuestionChange("grade", "Grade", choices=(ChoiceChange("1", "Mild", "m"), ChoiceChange("2", "Severe")))
    sure = QuestionChange("certainty", "Certainty", choices_of="certainty")
    apnoea = term(extended(TermChange("apnoea", "Apnoea", Shape.SPAN, questions=(grade, sure))), "apnoea")
    assert apnoea.attributes[0].choices == (("1", "Mild"), ("2", "Severe"))
    assert apnoea.attributes[0].letters == (("1", "m"),)
    spasm = next(one for one in term(BASE, "spasm").attributes if one.name == "certainty")
    assert apnoea.attributes[1].choices == spasm.choices
    assert apnoea.attributes[1].hed == spasm.hed


def test_choices_are_relabelled_and_added_and_none_is_lost():
    change = QuestionChange(
        "movement", "Bewegung", choices=(ChoiceChange("flexor", "Beugung"), ChoiceChange("nod", "Nicken"))
    )
    movement = term(extended(TermChange("spasm", questions=(change,))), "spasm").attributes[0]
    assert movement.label == "Bewegung"
    assert movement.choices == (
        ("flexor", "Beugung"),
        ("extensor", "Extensor"),
        ("mixed", "Mixed"),
        ("nod", "Nicken"),
    )


def test_a_letter_that_another_choice_had_is_taken():
    change = QuestionChange("movement", choices=(ChoiceChange("flexor", letter="x"),))
    assert term(extended(TermChange("spasm", questions=(change,))), "spasm").attributes[0].letters == (("flexor", "x"),)


def test_words_for_a_question_hold_wherever_it_is_asked():
    words = QuestionChange("certainty", "Sicherheit", choices=(ChoiceChange("certain", "Sicher"),))
    whole = extended(questions=(words,))
    asked = [one for t in whole.terms for one in t.attributes if one.name == "certainty"]
    assert len(asked) > 10
    assert {one.label for one in asked} == {"Sicherheit"}
    assert {dict(one.choices)["certain"] for one in asked} == {"Sicher"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (QuestionChange("mood"), "“mood” is a new question of “spasm” and needs its label"),
        (QuestionChange("mood", "Mood", choices_of="moods"), "and there is no such question"),
        (QuestionChange("movement", several=True), "has several answers cannot be changed"),
        (QuestionChange("movement", choices_of="state"), "has its choices already"),
        (QuestionChange("movement", choices=(ChoiceChange("nod"),)), "“nod” is a new choice of “movement”"),
        (
            QuestionChange("certainty", choices=(ChoiceChange("probable", hed="Spasm"),)),
            "the hed of “probable” of “certainty” cannot be changed",
        ),
    ],
)
def test_what_a_question_cannot_be_is_told(change: QuestionChange, said: str):
    assert said in told(TermChange("spasm", questions=(change,)))


def test_words_for_a_question_nobody_asks_are_told():
    for question, said in (
        (QuestionChange("mood", "Mood"), "no term asks “mood”"),
        (QuestionChange("state", choices=(ChoiceChange("coma", "Coma"),)), "no question “state” has the choice “coma”"),
    ):
        _whole, issues = applied(Extension("ward", questions=(question,)))
        assert [said in issue for issue in issues] == [True]


def test_free_text_stays_free_text():
    change = QuestionChange("drug", choices=(ChoiceChange("a", "A"),))
    assert "is answered in words; it cannot get choices" in told(TermChange("medication", questions=(change,)))


def test_of_two_files_the_later_holds_and_both_are_named():
    whole, issues = applied(
        Extension("one", terms=(TermChange("spasm", "Krampf"),)),
        Extension("two", terms=(TermChange("spasm", "Anfall"),)),
    )
    assert term(whole, "spasm").label == "Anfall"
    assert issues == ["b.toml: the label of “spasm” is another one in a.toml; what stands here holds."]
    _whole, agreeing = applied(*[Extension(name, terms=(TermChange("spasm", "Krampf"),)) for name in ("one", "two")])
    assert agreeing == []


def test_two_files_that_add_one_term_are_told_where_they_differ():
    other = TermChange("apnoea", "Apnea", Shape.POINT)
    whole, issues = applied(Extension("one", terms=(APNOEA,)), Extension("two", terms=(other,)))
    assert term(whole, "apnoea").shape is Shape.SPAN
    assert term(whole, "apnoea").label == "Apnea"
    assert len(issues) == 2
    assert all("b.toml" in issue for issue in issues)
    assert any("a.toml" in issue for issue in issues)


def test_the_version_names_every_extension():
    one, two = Extension("one", version="3"), Extension("two", terms=(APNOEA,))
    whole, _issues = applied(one, two)
    assert whole.version == f"{BASE.version}+one.3.{content_hash(one)[:8]}+two.1.{content_hash(two)[:8]}"
    assert [used.content_hash for used in whole.extensions] == [content_hash(one), content_hash(two)]
    assert whole.vocabulary_id == BASE.vocabulary_id
    assert applied()[0] is BASE


def test_the_hash_goes_by_what_is_said():
    assert content_hash(Extension("one")) == content_hash(Extension("one"))
    assert content_hash(Extension("one")) != content_hash(Extension("one", order=("spasm",)))


def test_two_files_with_one_id_are_told():
    _whole, issues = applied(Extension("one"), Extension("one", order=("note",)))
    assert issues == ["b.toml: the id “one” is that of a.toml, too; give each its own."]


@given(st.lists(EXTENSIONS, max_size=3))
def test_whatever_extensions_say_no_mark_loses_its_meaning(extensions: list[Extension]):
    whole, _issues = applied(*extensions)
    ids = [one.term_id for one in whole.terms]
    assert len(set(ids)) == len(ids)
    assert not set(ids) & RESERVED_TERMS
    keys = [one.key for one in whole.terms if one.key]
    assert len(set(keys)) == len(keys)
    for before in BASE.terms:
        now = term(whole, before.term_id)
        for name in ("shape", "lane", "hed", "edf_text", "is_exclusive", "is_other_event", "origin"):
            assert getattr(now, name) == getattr(before, name)
        assert set(before.synonyms) <= set(now.synonyms)
        asked = {one.name: one for one in now.attributes}
        for question in before.attributes:
            held = asked[question.name]
            assert held.several == question.several
            assert [value for value, _label in held.choices][: len(question.choices)] == [
                v for v, _ in question.choices
            ]
            assert dict(question.hed).items() <= dict(held.hed).items()
    for one in whole.terms:
        for question in one.attributes:
            letters = [letter for _value, letter in question.letters]
            assert len(set(letters)) == len(letters)


def test_an_added_term_takes_no_text_away_wherever_it_stands():
    own = TermChange("apnoea", "Epileptic spasm", Shape.SPAN, edf_text="Seizure")
    whole, issues = applied(Extension("ward", terms=(own,), order=("apnoea",)))
    assert len(issues) == 2
    matcher = TermMatcher(whole)
    assert [matcher.match(text).term_id for text in ("Epileptic spasm", "Seizure")] == ["spasm", "seizure"]
    written = edf_text_of(term(whole, "apnoea"), ())
    assert (written, matcher.match(written).term_id) == ("apnoea", "apnoea")


def test_a_synonym_of_the_program_can_be_the_label_of_a_term_of_ones_own():
    whole = extended(TermChange("focal_seizure", "Focal seizure", Shape.SPAN))
    assert TermMatcher(whole).match("focal seizure").term_id == "focal_seizure"


@pytest.mark.parametrize(
    ("term_id", "name"), [("sleep_stage", "stage"), ("hypsarrhythmia", "presence"), ("spasm", "certainty")]
)
def test_a_question_that_the_program_computes_with_gets_no_other_choice(term_id: str, name: str):
    change = TermChange(term_id, questions=(QuestionChange(name, choices=(ChoiceChange("N4", "N4"),)),))
    whole, issues = applied(Extension("ward", terms=(change,)))
    assert len(issues) == 1
    assert "gets no other choice: the program computes with those it has" in issues[0]
    assert term(whole, term_id).attributes == term(BASE, term_id).attributes


def test_borrowed_choices_take_no_tag_away_that_the_term_lacks():
    lent = next(q for t in BASE.terms for q in t.attributes if any(hed.startswith("-") for _v, hed in q.hed))
    asked = QuestionChange("kind", "Kind", choices_of=lent.name)
    own = term(extended(TermChange("apnoea", "Apnoea", Shape.SPAN, questions=(asked,))), "apnoea")
    assert own.attributes[0].choices == lent.choices
    for _value, hed in own.attributes[0].hed:
        assert hed_faults(hed, own.hed or "-") == []
