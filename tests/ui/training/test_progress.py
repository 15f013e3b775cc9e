"""My progress: answers that were altered, sets that are damaged or elsewhere, another reader."""

from pathlib import Path

import pytest
from learners.learner_answers import answer_at
from learners.training_window import answer, window_of
from PySide6.QtCore import Qt
from waiting import wait_until

from eegview.app.training.learner.answers_file import AnswersFile
from eegview.app.training.place import answers_path
from eegview.app.training.teaching.class_answers import LearnerAnswers
from eegview.model.errors import UsageError
from eegview.model.training.answer import Answer
from eegview.ui.training.learner.pseudonym_dialog import PseudonymDialog
from eegview.ui.training.progress_controller import Progress, ProgressController, read_progress
from eegview.ui.training.remembered import KnownSet, RememberedTraining
from eegview.ui.widgets.modeless_dialog import open_dialog
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


def shown_progress(station: Workstation, made_set: Path) -> ProgressController:
    """Open My progress and wait for the figures of this set."""
    progress = station.training.controller.progress
    RememberedTraining(progress._context.settings).use(made_set, "Made")
    station.actions["training.progress"].trigger()
    wait_until(lambda: progress.window.figures_shown)
    return progress


def chosen(progress: ProgressController, text: str) -> PseudonymDialog:
    progress.window.pseudonym.click()
    dialog = open_dialog(progress.window, "training.pseudonym.dialog")
    assert isinstance(dialog, PseudonymDialog)
    dialog.line.setText(text)
    dialog.buttons.button(dialog.buttons.StandardButton.Save).click()
    return dialog


def test_a_learner_chooses_a_pseudonym(empty_station: Workstation, made_set: Path) -> None:
    path = answers_path(empty_station.studies.reviewer.name)
    write_answers(path)
    progress = shown_progress(empty_station, made_set)
    refused = chosen(progress, " - ")
    assert refused.said.text().startswith("A pseudonym has letters or digits")
    refused.close()
    chosen(progress, "Heron 12")
    wait_until(lambda: progress.window.who.text() == "Heron 12 · 4 answers in 1 session")
    with AnswersFile(path, may_write=False) as file:
        assert (file.pseudonym, file.verify().is_whole, len(file.answers())) == ("Heron 12", True, 4)


def test_a_pseudonym_chosen_during_a_session_stands_over_it(begin, empty_station: Workstation, made_set: Path) -> None:
    session = begin(made_set)
    answer(empty_station, session, Qt.Key.Key_A, Qt.Key.Key_1)
    chosen(shown_progress(empty_station, made_set), "Heron 12")
    wait_until(lambda: window_of(empty_station).header.who.text().startswith("Training · Heron 12 · "))


def test_all_answers_to_a_set_are_saved_as_a_table(
    empty_station: Workstation, made_set: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_answers(answers_path(empty_station.studies.reviewer.name))
    progress, out = shown_progress(empty_station, made_set), tmp_path / "answers.csv"
    monkeypatch.setattr("eegview.ui.training.progress_controller.ask_where_to_save", lambda *_given: (out, ""))
    progress.window.answers.click()
    wait_until(lambda: progress.window.who.text() == "Saved answers.csv.")
    lines = out.read_text().splitlines()
    assert len(lines) == 5
    assert "item-train-003" in lines[4]


def test_another_reader_does_not_see_the_figures_of_the_one_before(
    empty_station: Workstation, made_set: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_answers(answers_path(empty_station.studies.reviewer.name))
    progress = shown_progress(empty_station, made_set)
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
