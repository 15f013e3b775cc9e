"""Learners of a folder are seen only with consent, and by pseudonym."""

from dataclasses import replace
from pathlib import Path

from eegview.app.training.learner.answers_file import AnswersFile
from eegview.app.training.teaching.class_answers import read_class
from eegview.app.training.teaching.item_misses import item_misses
from eegview.model.training.answer import LEARN, Answer

ANSWER = Answer(
    "2026-03-02T09:00:00+00:00", "s1", "set", "item-1", LEARN, "spasm", 4, 9.0, True, "spasm", "spasm", "easy", "spasm"
)
WRONG = replace(ANSWER, value="mimic", is_correct=False)


def write_learner(folder: Path, name: str, *answers: Answer, consents: tuple[bool, ...] = (True,)) -> None:
    with AnswersFile(folder / f"{name}.answers", pseudonym=f"Learner {name}") as file:
        for answer in answers:
            file.append(answer)
        file.comment("set", "item-1", f"words of {name}")
        for is_given in consents:
            file.set_consent(is_given)


def test_who_gave_no_consent_or_withdrew_it_is_not_read(tmp_path: Path) -> None:
    write_learner(tmp_path, "A", ANSWER)
    write_learner(tmp_path, "B", ANSWER, consents=())
    write_learner(tmp_path, "C", ANSWER, consents=(True, False))
    held = read_class(tmp_path)
    assert [one.pseudonym for one in held.learners] == ["Learner A"]
    assert held.n_without_consent == 2
    assert [words for one in item_misses(held.learners) for _who, words in one.comments] == ["words of A"]


def test_an_empty_folder_and_a_foreign_file_are_no_fault(tmp_path: Path) -> None:
    assert read_class(tmp_path / "none").learners == ()
    (tmp_path / "foreign.answers").write_text("no answers\n")
    held = read_class(tmp_path)
    assert held.learners == ()
    assert len(held.problems) == 1
    assert "foreign" not in held.problems[0]  # a name could be a person's


def test_two_learners_of_one_pseudonym_are_told_apart(tmp_path: Path) -> None:
    for name in ("x", "y"):
        with AnswersFile(tmp_path / f"{name}.answers", pseudonym="R7") as file:
            file.append(ANSWER)
            file.set_consent(True)
    assert [one.pseudonym for one in read_class(tmp_path).learners] == ["R7", "R7 (2)"]


def test_each_learner_counts_once_for_an_item_by_the_first_answer(tmp_path: Path) -> None:
    for number in range(5):
        write_learner(tmp_path, str(number), WRONG if number < 2 else ANSWER, ANSWER, ANSWER)
    (item,) = item_misses(read_class(tmp_path).learners)
    assert (item.n_missed, item.n_learners, item.taken_for) == (2, 5, "mimic")
    assert item.missed.value == 0.4
    assert item.missed.low is not None
    assert item.missed.low < 0.4 < (item.missed.high or 0)


def test_fewer_than_five_learners_are_too_few_to_say(tmp_path: Path) -> None:
    write_learner(tmp_path, "A", WRONG)
    (item,) = item_misses(read_class(tmp_path).learners)
    assert item.missed.value is None
    assert item.missed.why_none.startswith("Too few to say: 1 learner,")
