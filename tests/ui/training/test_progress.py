"""My progress: answers that were altered, sets that are damaged or elsewhere, another reader."""

from pathlib import Path

import pytest
from learner_answers import answer_at
from waiting import wait_until

from eegview.app.training.learner.answers_file import AnswersFile
from eegview.app.training.place import answers_path
from eegview.app.training.teaching.class_answers import LearnerAnswers
from eegview.model.errors import UsageError
from eegview.model.training.answer import Answer
from eegview.ui.training.progress_controller import Progress, read_progress
from eegview.ui.training.remembered import KnownSet, RememberedTraining
from eegview.ui.workstation import Workstation


@pytest.fixture
def answers(own_folders: Path, tmp_path: Path) -> Path:
    path = tmp_path / "r7.answers"
    write_answers(path)
    return path


def given(number: int) -> Answer:
    return answer_at(number, "spasm", "spasm", item_id=f"item-train-{number:03}")


def write_answers(path: Path) -> None:
    with AnswersFile(path, pseudonym="R7") as file:
        for number in range(4):
            file.append(given(number))


def known(*paths: Path) -> tuple[KnownSet, ...]:
    return tuple(KnownSet(path, path.stem) for path in paths)


def warnings_of(progress: Progress) -> tuple[str, ...]:
    assert progress.figures is not None
    return progress.figures.warnings


def test_answers_that_were_altered_are_shown_with_the_sentence(answers: Path, made_set: Path) -> None:
    text = answers.read_text()
    answers.write_text(text.replace("item-train-001", "item-train-009"))
    told = warnings_of(read_progress(answers, known(made_set), None))
    assert [one for one in told if "was changed after it was written" in one]


def test_untouched_answers_have_no_warning(answers: Path, made_set: Path) -> None:
    assert warnings_of(read_progress(answers, known(made_set), None)) == ()


def test_a_damaged_set_is_told_beside_the_figures_of_the_others(answers: Path, made_set: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.eegcases"
    damaged.write_bytes(b"no set")
    progress = read_progress(answers, known(damaged, made_set), damaged)
    assert progress.path == made_set
    assert [one for one in warnings_of(progress) if "damaged.eegcases" in one]


def test_a_set_that_this_learner_did_not_answer_gives_way_to_one_that_was(answers: Path, made_set: Path) -> None:
    assert read_progress(answers, known(made_set), made_set.with_name("elsewhere.eegcases")).path == made_set


def test_without_any_readable_set_the_damage_is_the_reason(answers: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.eegcases"
    damaged.write_bytes(b"no set")
    with pytest.raises(UsageError, match=r"damaged\.eegcases"):
        read_progress(answers, known(damaged), None)


def test_another_reader_does_not_see_the_figures_of_the_one_before(
    empty_station: Workstation, made_set: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_answers(answers_path(empty_station.studies.reviewer.name))
    RememberedTraining(empty_station.training.controller.progress._context.settings).use(made_set, "Made")
    empty_station.actions["training.progress"].trigger()
    progress = empty_station.training.controller.progress
    wait_until(lambda: progress.window.figures_shown)
    monkeypatch.setattr(progress, "_answers_path", lambda: answers_path("Dr. Other"))
    empty_station.actions["training.progress"].trigger()
    assert progress.window.figures_shown is None
    assert progress.window.who.text() == ""
    wait_until(lambda: progress.window.empty.title.text() == "No answers yet")


def test_a_teacher_sees_a_learner_beside_a_damaged_set(
    empty_station: Workstation, made_set: Path, tmp_path: Path
) -> None:
    damaged = tmp_path / "damaged.eegcases"
    damaged.write_bytes(b"no set")
    teacher = empty_station.training.controller.teacher
    remembered = RememberedTraining(teacher._context.settings)
    remembered.use(made_set, "Made")
    remembered.use(damaged, "Damaged")
    teacher.show_learner(LearnerAnswers("R7", tuple(given(number) for number in range(4)), ()))
    wait_until(lambda: teacher.learner.figures_shown)
    assert "damaged.eegcases" in teacher.learner.warning.text()
