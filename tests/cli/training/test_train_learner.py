"""`eegview train --statistics`, `--export` and `--import`."""

import json
from dataclasses import replace

import pytest
from learners.learner_answers import simulated_answers
from learners.made_case_set import write_made_set

from eegview.app.training.learner.answers_file import AnswersFile
from eegview.app.training.place import answers_path
from eegview.cli.run import main


@pytest.fixture(autouse=True)
def data(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


@pytest.fixture
def case_set(tmp_path):
    return write_made_set(tmp_path / "made.eegcases", n_train=4)


def answer(case_set, learner, n=80, first=0, pseudonym="R7"):
    from eegview.app.training.cases.case_set import open_case_set

    with (
        open_case_set(case_set, case_set.parent / "clips") as opened,
        AnswersFile(answers_path(learner), pseudonym=pseudonym) as file,
    ):
        for one in simulated_answers(2.0, 0.0, n, 1, first=first):
            file.append(replace(one, set_id=opened.set_id))


def test_statistics_are_told_as_json_and_in_lines(case_set, capsys):
    answer(case_set, "Ann")
    assert main(["train", str(case_set), "--statistics", "--learner", "Ann", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["learner"], found["n_answers"], found["answers_verified"]) == ("R7", 80, True)
    assert 0.5 < found["questions"][0]["skill"]["low"] < found["questions"][0]["skill"]["value"] <= 1
    assert main(["train", str(case_set), "--statistics", "--learner", "ann"]) == 0
    out = capsys.readouterr().out
    assert "skill (area under the curve): 0.9" in out
    assert "Ann" not in out


def test_the_name_of_a_learner_is_kept_nowhere(case_set, tmp_path):
    answer(case_set, "Annabel Quist")
    for path in (tmp_path / "data").rglob("*"):
        assert "nnabel" not in path.name
        assert not path.is_file() or b"nnabel" not in path.read_bytes()


def test_statistics_are_written_as_a_page(case_set, tmp_path, capsys):
    answer(case_set, "Ann")
    out = tmp_path / "ann.pdf"
    assert main(["train", str(case_set), "--statistics", "--learner", "Ann", "-o", str(out)]) == 0
    assert out.read_bytes().startswith(b"%PDF")
    assert "Written" in capsys.readouterr().err


def test_altered_answers_are_told_and_give_another_exit_code(case_set, capsys):
    answer(case_set, "Ann")
    path = answers_path("Ann")
    path.write_bytes(path.read_bytes().replace(b'"startle"', b'"spasm"', 1))
    assert main(["train", str(case_set), "--statistics", "--learner", "Ann", "--json"]) == 5
    found = capsys.readouterr()
    assert json.loads(found.out)["answers_verified"] is False
    assert "was changed after it was written" in found.err


def test_answers_move_to_another_computer_and_come_together(case_set, tmp_path, capsys, monkeypatch):
    answer(case_set, "Ann", 20)
    bundle = tmp_path / "ann.eeglearner"
    assert main(["train", "--export", str(bundle), "--learner", "Ann", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["n_answers"] == 20
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "other"))
    answer(case_set, "Ann", 10, first=1000)
    assert main(["train", "--import", str(bundle), "--learner", "Ann", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["n_new_answers"], found["n_known_records"]) == (20, 0)
    assert main(["train", "--import", str(bundle), "--learner", "Ann"]) == 0
    assert "0 answers added, 20 records known already" in capsys.readouterr().out
    with AnswersFile(answers_path("Ann"), may_write=False) as file:
        assert len(file.answers()) == 30


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--statistics", "--learner", "Nobody"], 2, "no answers on this computer"),
        (["--export", "x.eeglearner", "--learner", "Nobody"], 2, "no answers on this computer"),
        (["--import", "missing.eeglearner"], 3, "was not found"),
        (["--import", "a", "--export", "b"], 2, "not both"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(case_set, capsys, arguments, code, words):
    assert main(["train", *([str(case_set)] if "--statistics" in arguments else []), *arguments]) == code
    assert words in capsys.readouterr().err


def test_the_answers_of_another_learner_are_added_only_where_it_is_said_so(case_set, tmp_path, capsys, monkeypatch):
    answer(case_set, "Ann", 4)
    bundle = tmp_path / "ann.eeglearner"
    assert main(["train", "--export", str(bundle), "--learner", "Ann"]) == 0
    answer(case_set, "Bea", 4, first=1000, pseudonym="R8")
    assert main(["train", "--import", str(bundle), "--learner", "Bea"]) == 2
    found = capsys.readouterr().err
    assert "These are the answers of another learner." in found
    assert "--same-learner" in found
    assert main(["train", "--import", str(bundle), "--learner", "Bea", "--same-learner"]) == 0
    assert "R8: 4 answers added" in capsys.readouterr().out


def test_a_learner_chooses_a_pseudonym(case_set, capsys):
    answer(case_set, "Ann", 4)
    assert main(["train", "--pseudonym", "Resident 7", "--learner", "Ann"]) == 0
    assert capsys.readouterr().out == "R7 is Resident 7 from now on.\n"
    assert main(["train", str(case_set), "--statistics", "--learner", "Ann", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["learner"] == "Resident 7"
    assert main(["train", "--pseudonym", "…", "--learner", "Nobody"]) == 2
    assert not answers_path("Nobody").exists()


def test_answers_are_written_as_a_table(case_set, tmp_path, capsys):
    answer(case_set, "Ann", 4)
    out = tmp_path / "answers.csv"
    assert main(["train", str(case_set), "--statistics", "--learner", "Ann", "--answers", str(out)]) == 0
    assert len(out.read_text(encoding="utf-8-sig").splitlines()) == 5
    assert "Written" in capsys.readouterr().err


def test_an_unreadable_answer_is_told_and_the_others_count(case_set, capsys):
    answer(case_set, "Ann", 20)
    path = answers_path("Ann")
    path.write_bytes(path.read_bytes().replace(b'"learn"', b'"lurn"', 1))
    assert main(["train", str(case_set), "--statistics", "--learner", "Ann", "--json"]) == 5
    found = capsys.readouterr()
    assert json.loads(found.out)["n_answers"] == 19
    assert "1 line of the answers cannot be read and was left out." in found.err


def test_the_tests_are_told_over_all_questions(case_set, capsys):
    answer(case_set, "Ann", 20)
    assert main(["train", str(case_set), "--statistics", "--learner", "Ann"]) == 0
    told = capsys.readouterr().out
    assert (
        "Tests before and after learning, all questions\n  pre-test, right answers: The pre-test was not done." in told
    )
