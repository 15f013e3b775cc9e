"""An extension being written: what may be changed, what follows from it, and that a file says the same again."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eegview.app.contrast import GRAPHIC_CONTRAST, contrast
from eegview.app.themes import lifted, load_themes
from eegview.app.vocabulary.editing import draft_questions as questions
from eegview.app.vocabulary.editing.colours import NAMED_COLOURS
from eegview.app.vocabulary.editing.draft import VocabularyDraft, free_id
from eegview.app.vocabulary.editing.draft_faults import DraftFault, Surroundings, faults_of
from eegview.app.vocabulary.editing.draft_history import DraftHistory
from eegview.app.vocabulary.editing.draft_ids import with_ids_of_labels
from eegview.app.vocabulary.extension import Extension
from eegview.app.vocabulary.extension_file import read_extension
from eegview.app.vocabulary.extension_text import extension_text
from eegview.app.vocabulary.store import load_vocabulary
from eegview.model.vocabulary import Shape

BASE = load_vocabulary(built_in_only=True)
EMPTY = Extension("clinic", "Our terms")


@pytest.fixture
def draft(tmp_path: Path) -> VocabularyDraft:
    return VocabularyDraft(BASE, tmp_path / "clinic.toml", EMPTY)


def around(draft: VocabularyDraft, **given: object) -> Surroundings:
    return replace(Surroundings(draft.extension, themes=load_themes()), **given)


def blocking(faults: tuple[DraftFault, ...]) -> list[str]:
    return [fault.sentence for fault in faults if fault.blocks]


def test_a_new_term_has_an_id_of_its_label_and_a_colour_of_its_own(draft: VocabularyDraft) -> None:
    added, term_id = draft.with_new_term("  Rhythmic  jitter ", Shape.SPAN)
    term = added.term(term_id)
    assert (term_id, term.label, term.edf_text) == ("rhythmic_jitter", "Rhythmic jitter", "Rhythmic jitter")
    assert term.colour not in {other.colour for other in BASE.terms}
    assert not faults_of(added, around(draft))


@pytest.mark.parametrize(
    ("label", "found"),
    [("Spasm", "spasm_2"), ("4 Hz", "hz"), ("Ünruhe", "nruhe"), ("!", "term"), ("Signature", "signature_2")],
)
def test_an_id_is_free_and_one_that_a_file_can_hold(draft: VocabularyDraft, label: str, found: str) -> None:
    assert draft.with_new_term(label, Shape.POINT)[1] == found


def test_what_is_said_again_as_it_was_is_said_no_more(draft: VocabularyDraft) -> None:
    changed = draft.with_term("spasm", label="Krampf", colour="#1d4ed8").with_term("spasm", help="Short.")
    assert changed.is_changed("spasm")
    spasm = BASE.term("spasm")
    assert spasm is not None
    back = changed.with_term("spasm", label=spasm.label, colour=spasm.colour, help=spasm.help)
    assert back.extension == draft.extension
    assert not back.is_changed("spasm")


@pytest.mark.parametrize("field", ["shape", "lane", "hed", "edf_text"])
def test_what_a_term_of_the_program_is_cannot_be_changed(draft: VocabularyDraft, field: str) -> None:
    with pytest.raises(ValueError, match="cannot be changed"):
        draft.with_term("spasm", **{field: "span"})


def test_a_key_moves_and_comes_back_with_its_term(draft: VocabularyDraft) -> None:
    moved = draft.with_key("mimic", "8")
    assert (moved.term("mimic").key, moved.term("seizure").key) == ("8", "")
    assert moved.refused == ()
    back = moved.with_key("seizure", "8").with_key("mimic", "6")
    assert back.vocabulary.terms == BASE.terms
    assert back.extension == draft.extension


def test_faults_name_what_is_to_be_put_right(draft: VocabularyDraft) -> None:
    added, term_id = draft.with_new_term("Jitter", Shape.SPAN)
    owners = {"0": "Whole recording"}
    keyed = added.with_key(term_id, "0")
    assert blocking(faults_of(keyed, around(draft, key_owners=owners))) == ["The key 0 is that of “Whole recording”."]
    twice = added.with_term(term_id, label="spasm")
    assert blocking(faults_of(twice, around(draft))) == ["Two terms are called “spasm”."]
    assert blocking(faults_of(twice.with_term(term_id, is_hidden=True), around(draft))) == []
    assert blocking(faults_of(added.with_term(term_id, label=""), around(draft))) == ["The term has no label."]
    alike = added.with_term(term_id, colour="#c2410c")
    assert [fault.sentence for fault in faults_of(alike, around(draft))] == ["“Spasm” has the same colour and pattern."]


def test_a_term_with_marks_cannot_be_lost(draft: VocabularyDraft) -> None:
    added, term_id = draft.with_new_term("Jitter", Shape.SPAN)
    saved = around(draft, saved=added.extension, n_marks={term_id: 2})
    assert blocking(faults_of(draft, saved)) == [
        "“Jitter” has 2 marks in the open study, so it cannot be removed; hide it instead."
    ]
    assert blocking(faults_of(draft, around(draft, saved=added.extension))) == []
    with pytest.raises(ValueError, match="not of this extension"):
        added.without_term("spasm")


def test_questions_are_added_ordered_and_reworded(draft: VocabularyDraft) -> None:
    asked, name = questions.with_new_question(draft, "mimic", "Stops when held")
    asked, _yes = questions.with_new_choice(asked, "mimic", name, "Yes")
    asked, no = questions.with_new_choice(asked, "mimic", name, "No")
    asked = questions.with_choice_moved(asked, "mimic", name, no, -1)
    asked = questions.with_question_moved(asked, "mimic", name, -3)
    first = asked.term("mimic").attributes[0]
    assert (first.name, first.choices) == ("stops_when_held", (("no", "No"), ("yes", "Yes")))
    reworded = questions.with_choice(asked, "mimic", "kind", "startle", label="Moro", letter="m")
    kind = next(one for one in reworded.term("mimic").attributes if one.name == "kind")
    assert dict(kind.choices)["startle"] == "Moro"
    assert dict(kind.letters)["startle"] == "m"
    unasked = questions.with_question(reworded, "mimic", "state", is_asked=False)
    assert "state" not in [one.name for one in unasked.term("mimic").questions]
    back = questions.without_question(questions.without_question(unasked, "mimic", "state"), "mimic", "kind")
    back = questions.without_question(back, "mimic", name)
    assert back.term("mimic").attributes == BASE.term("mimic").attributes  # type: ignore[union-attr]


def test_a_letter_that_two_answers_are_to_have_is_told(draft: VocabularyDraft) -> None:
    moved = questions.with_choice(draft, "spasm", "movement", "flexor", letter="x")  # that of “Extensor” before
    assert not blocking(faults_of(moved, around(draft)))
    wrong = questions.with_choice(moved, "spasm", "movement", "mixed", letter="x")
    assert blocking(faults_of(wrong, around(draft))) == [
        "The letter X of “Flexor” is that of another answer to “Movement”."
    ]


def test_ids_follow_labels_until_they_are_saved(draft: VocabularyDraft) -> None:
    added, term_id = draft.with_new_term("New", Shape.SPAN)
    added, name = questions.with_new_question(added, term_id, "New question")
    added, value = questions.with_new_choice(added, term_id, name, "New answer")
    added = questions.with_choice(added, term_id, name, value, label="Seldom")
    added = questions.with_question(added.with_term(term_id, label="Jitter"), term_id, name, label="How often")
    settled, renamed = with_ids_of_labels(added)
    assert renamed == {"new": "jitter"}
    (question,) = settled.term("jitter").attributes
    assert (question.name, question.choices) == ("how_often", (("seldom", "Seldom"),))
    saved = replace(settled, fresh=frozenset()).with_term("jitter", label="Tremor")
    assert with_ids_of_labels(saved)[0].term("jitter").label == "Tremor"


def test_typing_into_one_field_is_one_step(draft: VocabularyDraft) -> None:
    history = DraftHistory(draft)
    for text in ("K", "Kr", "Krampf"):
        history = history.then(history.now.with_term("spasm", label=text), "label spasm")
    history = history.left().then(history.now.with_term("spasm", label="Anfall"), "label spasm")
    assert history.undo().now.term("spasm").label == "Krampf"
    assert history.undo().undo().now == draft
    assert history.undo().undo().redo().redo() == replace(history, about="")


def test_every_named_colour_can_be_seen_in_every_theme() -> None:
    for theme in load_themes():
        for _name, colour in NAMED_COLOURS:
            assert contrast(lifted(colour) if theme.is_dark else colour, theme.page) >= GRAPHIC_CONTRAST


WORDS = st.text(st.characters(blacklist_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=12).filter(
    lambda text: bool(text.strip())
)
IDS = st.sampled_from([term.term_id for term in BASE.terms])


@st.composite
def written_drafts(draw: st.DrawFn, path: Path) -> VocabularyDraft:
    """Return a draft after some steps that the editor offers."""
    draft = VocabularyDraft(BASE, path, EMPTY)
    for _ in range(draw(st.integers(1, 6))):
        step = draw(st.integers(0, 5))
        term_id = draw(IDS)
        if step == 0:
            draft, _new = draft.with_new_term(draw(WORDS), draw(st.sampled_from(list(Shape))))
        elif step == 1:
            draft = draft.with_term(term_id, label=draw(WORDS), help=draw(WORDS))
        elif step == 2:
            draft = draft.with_key(term_id, draw(st.sampled_from("0123456789")))
        elif step == 3:
            draft, name = questions.with_new_question(draft, term_id, draw(WORDS))
            draft, _value = questions.with_new_choice(draft, term_id, name, draw(WORDS))
        elif step == 4:
            draft = draft.with_term(term_id, is_hidden=draw(st.booleans()), colour="#0F766E")
        else:
            name = draft.term(term_id).attributes[0].name if draft.term(term_id).attributes else ""
            draft = questions.with_question_moved(draft, term_id, name, 1) if name else draft
    return draft


@settings(max_examples=40)
@given(st.data())
def test_a_file_says_again_what_was_drafted(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    path = tmp_path_factory.mktemp("drafts") / "clinic.toml"
    draft = data.draw(written_drafts(path))
    path.write_text(extension_text(draft.extension), encoding="utf-8")
    extension, faults = read_extension(path)
    assert faults == ()
    assert replace(draft, extension=extension).vocabulary == draft.vocabulary
    assert not [sentence for sentence in draft.refused if " have one label, " not in sentence]


@given(WORDS)
def test_an_id_made_of_any_label_can_stand_in_a_file(label: str) -> None:
    found = free_id(label, {"term"}, "term")
    assert found.isascii()
    assert found[0].isalpha()
    assert found != "term"


def test_tags_that_the_schema_lacks_are_told_and_do_not_block(draft: VocabularyDraft) -> None:
    added, term_id = draft.with_new_term("Jitter", Shape.SPAN)
    found = faults_of(added.with_term(term_id, hed="Jiter-of-infants"), around(draft))
    assert [fault.field for fault in found] == ["hed"]
    assert "Jiter-of-infants" in found[0].sentence
    assert blocking(found) == []


def saved_with_jitter(draft: VocabularyDraft) -> VocabularyDraft:
    """Return a draft just opened, of a file with a term “Jitter” that asks “Side” with the answer “Left”."""
    written, term_id = draft.with_new_term("Jitter", Shape.SPAN)
    written, name = questions.with_new_question(written, term_id, "Side")
    written, _value = questions.with_new_choice(written, term_id, name, "Left")
    return replace(draft, extension=written.extension, saved=written.extension)


def test_the_id_of_a_saved_term_question_or_answer_gets_no_other_meaning(draft: VocabularyDraft) -> None:
    opened = saved_with_jitter(draft)
    removed, _id = opened.without_term("jitter").with_new_term("Jitter", Shape.POINT)
    assert [change.term_id for change in with_ids_of_labels(removed)[0].extension.terms] == ["jitter_2"]
    asked, name = questions.with_new_question(questions.without_question(opened, "jitter", "side"), "jitter", "Side")
    assert name == "side_2"
    assert [one.name for one in with_ids_of_labels(asked)[0].term("jitter").attributes] == ["side_2"]
    gone = questions.without_choice(opened, "jitter", "side", "left")
    answered, value = questions.with_new_choice(gone, "jitter", "side", "Left")
    assert value == "left_2"
    assert with_ids_of_labels(answered)[0].term("jitter").attributes[0].choices == (("left_2", "Left"),)


def test_an_import_that_gives_a_saved_id_another_meaning_cannot_be_saved(draft: VocabularyDraft) -> None:
    opened = saved_with_jitter(draft)
    point, _id = draft.with_new_term("Jitter", Shape.POINT)
    assert blocking(faults_of(replace(opened, extension=point.extension), around(opened))) == [
        "“jitter” is saved as a span and cannot become a point. Give the other term another id."
    ]
    several = questions.with_question(opened, "jitter", "side", several=True)
    assert blocking(faults_of(several, around(opened))) == ["Whether “Side” has several answers stays as it was saved."]


def test_a_key_that_is_given_back_is_that_of_the_term_it_comes_with(draft: VocabularyDraft) -> None:
    took = draft.with_key("mimic", "1")
    assert (took.term("spasm").key, took.term("mimic").key) == ("", "1")
    assert took.reset("mimic").extension == draft.extension
    back = took.with_key("mimic", "6")
    assert back.extension == draft.extension
    assert back.term("spasm").key == "1"
    own, term_id = draft.with_new_term("Jitter", Shape.SPAN)
    assert own.with_key(term_id, "1").without_term(term_id).extension == draft.extension


def test_a_label_that_means_another_term_in_files_blocks(draft: VocabularyDraft) -> None:
    own, term_id = draft.with_new_term("Seizure", Shape.SPAN)
    faults = faults_of(own, around(draft))
    assert blocking(faults) == ["The label “Seizure” means “Other seizure” in files already."]
    assert len(faults) == 1
    told = own.with_term(term_id, label="Jitter", edf_text="Epileptic spasm")
    assert [(fault.field, fault.blocks) for fault in faults_of(told, around(draft))] == [("edf_text", True)]
    assert not faults_of(told.with_term(term_id, edf_text="Jitter"), around(draft))


def test_no_file_is_read_while_a_draft_is_changed(draft: VocabularyDraft, monkeypatch: pytest.MonkeyPatch) -> None:
    """The window asks for the faults at each letter typed."""
    draft.path.write_text(extension_text(draft.extension))
    read: list[Path] = []
    opened = Path.open
    monkeypatch.setattr(Path, "open", lambda path, *given, **named: read.append(path) or opened(path, *given, **named))
    own, term_id = draft.with_new_term("Jitter", Shape.SPAN)
    wrong = replace(own.extension, order=("nosuch",))
    assert replace(own, extension=wrong).refused == ("the order names “nosuch”, and there is no such term.",)
    faults_of(own.with_term(term_id, label="Jit"), around(draft))
    assert draft.path not in read
