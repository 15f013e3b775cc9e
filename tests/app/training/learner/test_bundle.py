"""A learner's bundle, and two computers' answers coming together."""

import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from learners.learner_answers import answer_at

from eegview.app.training.learner.answers_file import AnswersFile
from eegview.app.training.learner.bundle import merge_bundle, write_bundle
from eegview.model.errors import UnreadableFile, UsageError


def append(path, numbers):
    with AnswersFile(path) as file:
        for number in numbers:
            file.append(answer_at(number))


def bundle(path, out):
    with AnswersFile(path, may_write=False) as file:
        write_bundle(file, out)
    return out


def held(path):
    with AnswersFile(path, may_write=False) as file:
        assert file.verify().is_whole
        return list(file.answers())


def test_a_bundle_makes_the_same_learner_on_another_computer(tmp_path):
    append(tmp_path / "a", range(5))
    with AnswersFile(tmp_path / "a") as file:
        file.set_consent(True)
        pseudonym = file.pseudonym
    merged = merge_bundle(bundle(tmp_path / "a", tmp_path / "a.eeglearner"), tmp_path / "b")
    assert merged.n_new_answers == 5
    assert held(tmp_path / "b") == held(tmp_path / "a")
    with AnswersFile(tmp_path / "b", may_write=False) as file:
        assert (file.pseudonym, file.has_consent) == (pseudonym, True)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from(["a", "b", "a to b", "b to a"]), max_size=10))
def test_two_computers_lose_nothing_and_hold_nothing_twice(tmp_path_factory, steps):
    folder, given_numbers = tmp_path_factory.mktemp("merge"), {"a": set(), "b": set()}
    append(folder / "a", [])
    append(folder / "b", [])
    for number, step in enumerate([*steps, "a to b", "b to a"]):
        if len(step) == 1:
            append(folder / step, [number])
            given_numbers[step].add(number)
        else:
            source, target = step.split(" to ")
            merge_bundle(bundle(folder / source, folder / "x.eeglearner"), folder / target, is_same_learner=True)
            given_numbers[target] |= given_numbers[source]
    wanted = [answer_at(number) for number in sorted(given_numbers["a"] | given_numbers["b"])]
    assert held(folder / "a") == held(folder / "b") == wanted


def test_adding_the_same_bundle_again_changes_nothing(tmp_path):
    append(tmp_path / "a", range(3))
    made = bundle(tmp_path / "a", tmp_path / "a.eeglearner")
    merge_bundle(made, tmp_path / "b")
    before = (tmp_path / "b").read_bytes()
    assert merge_bundle(made, tmp_path / "b").n_new == 0
    assert (tmp_path / "b").read_bytes() == before


def test_a_bundle_that_was_altered_is_refused_and_adds_nothing(tmp_path):
    append(tmp_path / "a", range(3))
    made = bundle(tmp_path / "a", tmp_path / "a.eeglearner")
    with zipfile.ZipFile(made) as whole:
        members = {name: whole.read(name) for name in whole.namelist()}
    members["records.jsonl"] = members["records.jsonl"].replace(b'"startle"', b'"spasm"', 1)
    with zipfile.ZipFile(made, "w") as changed:
        for name, content in members.items():
            changed.writestr(name, content)
    with pytest.raises(UnreadableFile, match="altered"):
        merge_bundle(made, tmp_path / "b")
    assert not (tmp_path / "b").exists()


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04"])
def test_what_is_no_bundle_is_refused(tmp_path, content):
    (tmp_path / "x.eeglearner").write_bytes(content)
    with pytest.raises(UnreadableFile, match="not a learner"):
        merge_bundle(tmp_path / "x.eeglearner", tmp_path / "b")
    with pytest.raises(UnreadableFile, match="not found"):
        merge_bundle(tmp_path / "y.eeglearner", tmp_path / "b")


def test_altered_answers_are_not_exported(tmp_path):
    append(tmp_path / "a", range(3))
    content = (tmp_path / "a").read_bytes()
    (tmp_path / "a").write_bytes(content.replace(b'"startle"', b'"spasm"', 1))
    with pytest.raises(UsageError, match="changed after"):
        bundle(tmp_path / "a", tmp_path / "a.eeglearner")
    with pytest.raises(UsageError, match="ends in"):
        bundle(tmp_path / "a", tmp_path / "a.zip")


def test_the_answers_of_another_learner_are_refused_and_nothing_is_added(tmp_path):
    append(tmp_path / "a", range(3))
    append(tmp_path / "b", range(3, 5))
    made, before = bundle(tmp_path / "a", tmp_path / "a.eeglearner"), held(tmp_path / "b")
    with pytest.raises(UsageError, match="another learner") as refused:
        merge_bundle(made, tmp_path / "b")
    assert "--same-learner" in refused.value.advice
    assert held(tmp_path / "b") == before
    assert merge_bundle(made, tmp_path / "b", is_same_learner=True).n_new_answers == 3
    append(tmp_path / "a", [9])
    assert merge_bundle(bundle(tmp_path / "a", made), tmp_path / "b").n_new_answers == 1  # now they share records


def test_a_file_that_was_only_made_takes_the_answers_of_a_bundle(tmp_path):
    append(tmp_path / "a", range(3))
    append(tmp_path / "b", [])
    assert merge_bundle(bundle(tmp_path / "a", tmp_path / "a.eeglearner"), tmp_path / "b").n_new_answers == 3


def test_a_chosen_pseudonym_moves_with_the_answers(tmp_path):
    append(tmp_path / "a", range(3))
    with AnswersFile(tmp_path / "a") as file:
        file.choose_pseudonym("R7")
    assert merge_bundle(bundle(tmp_path / "a", tmp_path / "a.eeglearner"), tmp_path / "b").pseudonym == "R7"
