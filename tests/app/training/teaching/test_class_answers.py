"""Learners of a folder are seen only with consent, and by pseudonym."""

from dataclasses import replace
from pathlib import Path

from eegview.app.training.learner.answers_file import AnswersFile
from eegview.app.training.learner.bundle import write_bundle
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


def test_answers_that_were_altered_are_shown_and_said_to_be_altered(tmp_path: Path) -> None:
    write_learner(tmp_path, "A", WRONG, WRONG)
    write_learner(tmp_path, "B", ANSWER)
    path = tmp_path / "A.answers"
    path.write_bytes(path.read_bytes().replace(b'"mimic"', b'"spasm"', 1))
    held = read_class(tmp_path)
    assert [(one.pseudonym, one.is_altered) for one in held.learners] == [("Learner A", True), ("Learner B", False)]
    assert held.problems == ("The answers of Learner A were altered after they were written.",)


def test_one_unreadable_line_does_not_hide_the_class(tmp_path: Path) -> None:
    write_learner(tmp_path, "A", WRONG, WRONG)
    write_learner(tmp_path, "B", ANSWER)
    path = tmp_path / "A.answers"
    path.write_bytes(path.read_bytes().replace(b'"mimic"', b"mimic", 1))
    held = read_class(tmp_path)
    assert [len(one.answers) for one in held.learners] == [1, 1]
    assert held.problems[-1] == "Lines of the answers of Learner A cannot be read and were left out."


def send(folder: Path, name: str, out: Path) -> None:
    with AnswersFile(folder / f"{name}.answers", may_write=False) as file:
        write_bundle(file, out)


def test_a_bundle_that_a_learner_sent_is_read_with_consent(tmp_path: Path) -> None:
    there, here = tmp_path / "there", tmp_path / "here"
    here.mkdir()
    write_learner(there, "A", ANSWER)
    write_learner(there, "B", ANSWER, consents=())
    for name in "AB":
        send(there, name, here / f"{name}.eeglearner")
    (here / "C.eeglearner").write_bytes(b"no bundle")
    held = read_class(here)
    assert [one.pseudonym for one in held.learners] == ["Learner A"]
    assert held.n_without_consent == 1
    assert held.problems == ("File 3: it is not a learner's bundle, or is damaged.",)
    assert sorted(path.name for path in here.iterdir()) == ["A.eeglearner", "B.eeglearner", "C.eeglearner"]


def test_a_file_and_bundles_of_one_learner_are_one_and_the_last_word_on_consent_counts(tmp_path: Path) -> None:
    write_learner(tmp_path, "A", ANSWER)
    send(tmp_path, "A", tmp_path / "1.eeglearner")
    with AnswersFile(tmp_path / "A.answers") as file:
        file.append(WRONG)
    send(tmp_path, "A", tmp_path / "2.eeglearner")
    (one,) = read_class(tmp_path).learners
    assert one.answers == (ANSWER, WRONG)
    with AnswersFile(tmp_path / "A.answers") as file:
        file.set_consent(False)
    held = read_class(tmp_path)
    assert (held.learners, held.n_without_consent) == ((), 1)
    (tmp_path / "A.answers").unlink()
    assert len(read_class(tmp_path).learners[0].answers) == 2


def test_eight_of_ten_come_before_one_of_one_and_the_set_is_named(tmp_path: Path) -> None:
    rare = replace(WRONG, item_id="item-2")
    for number in range(10):
        write_learner(tmp_path, f"{number:02}", WRONG if number < 8 else ANSWER, *([rare] if number == 9 else []))
    found = item_misses(read_class(tmp_path).learners, {"set": "Spasm or not"})
    assert [(one.item_id, one.n_missed, one.n_learners) for one in found] == [("item-1", 8, 10), ("item-2", 1, 1)]
    assert {one.set_title for one in found} == {"Spasm or not"}
