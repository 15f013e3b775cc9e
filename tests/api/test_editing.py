"""Marks made from Python: one act, or none; the same rules as in the window."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import eegview
from eegview.app.library.editing import NotYours
from eegview.model.errors import UsageError


def test_a_block_is_one_act_that_the_window_can_undo(recording: Path) -> None:
    from eegview.app.library.editing import Editor, study_library

    with eegview.open_study(recording) as study:
        with study.edit(reviewer="Ann", role="neurologist", reason="first read") as edit:
            edit.add("spasm", 12.3, 1.0, movement="flexor")
            edit.add("spasm", 20)
            edit.add("note", 30, text="feeding", channels="C3, C4")
        assert edit.number == 1
        marks, log = study.marks(), study.history()
        assert marks["onset_s"].tolist() == [12.3, 20.0, 30.0]
        assert marks["duration_s"].tolist()[:2] == [1.0, 1.0]  # the term's own where none is given
        assert marks["channels"].tolist() == ["", "", "C3,C4"]
        assert log[["author", "role", "what", "reason"]].to_numpy().tolist() == [
            ["Ann", "neurologist", "add 3 marks", "first read"]
        ]
        library = study_library()
        try:
            Editor(library, study.info.fingerprint, "Ann", "neurologist").undo()
        finally:
            library.close()
        assert study.marks().empty


def test_a_block_that_fails_does_nothing(recording: Path) -> None:
    with eegview.open_study(recording, reviewer="Ann") as study:
        edit = study.edit()
        with pytest.raises(UsageError), edit:
            edit.add(edit.add("spasm", 12.3), 1)  # an id is no term
        assert edit.number is None
        assert study.marks().empty
        assert study.history().empty


def test_a_block_without_a_change_is_no_act(recording: Path) -> None:
    with eegview.open_study(recording, reviewer="Ann") as study:
        with study.edit() as edit:
            name = edit.add("spasm", 12.3)
            edit.delete(name)
        assert edit.number is None
        assert study.history().empty


def test_marks_are_changed_and_deleted(recording: Path) -> None:
    with eegview.open_study(recording, reviewer="Ann") as study:
        with study.edit() as edit:
            first = edit.add("spasm", 12.3)
            second = edit.add("spasm", 40, movement="flexor", certainty="certain")
        with study.edit() as edit:
            edit.change(second, onset_s=41, text="late", movement=None, symmetry="symmetric")
            edit.delete(first)
        (mark,) = study.marks("spasm").to_dict("records")
        assert (mark["onset_s"], mark["text"], mark["movement"], mark["certainty"]) == (41.0, "late", "", "certain")
        assert mark["answers"] == {"certainty": "certain", "symmetry": "symmetric"}
        assert study.history()["what"].tolist() == ["add 2 marks", "change 2 marks"]


def test_a_question_that_python_keeps_for_itself_has_an_underscore(recording: Path) -> None:
    with eegview.open_study(recording, reviewer="Ann") as study:
        with study.edit() as edit:
            edit.add("spasm", 12.3, class_="focal")
        assert study.marks("spasm")["class"].tolist() == ["focal"]


def test_a_second_mark_on_one_event_is_told_and_made(recording: Path) -> None:
    with eegview.open_study(recording, reviewer="Ann") as study, study.edit() as edit:
        edit.add("spasm", 12.3)
        with pytest.warns(UserWarning, match=r"00:00:12.* is marked in the layer “Ann” already"):
            edit.add("spasm", 12.8)
        with pytest.warns(UserWarning, match="Longer than"):
            edit.add("spasm", 30, 60)


@pytest.mark.parametrize(
    ("words", "told", "advice"),
    [
        (("spam", 12.3), "“spam” is not a term", "spasm"),
        (("spasm", 500.0), "500 s is outside", "from 0 to 120 s"),
        (("spasm", float("nan")), "outside", "from 0 to 120 s"),
        (("spasm", 1.0, -1.0), "not below zero", "times"),
    ],
)
def test_what_makes_no_sense_is_refused(recording: Path, words: tuple[str, float], told: str, advice: str) -> None:
    with eegview.open_study(recording, reviewer="Ann") as study, study.edit() as edit:
        with pytest.raises(UsageError, match=told) as error:
            edit.add(*words)
        assert advice in error.value.advice


def test_questions_and_answers_are_checked(recording: Path) -> None:
    with eegview.open_study(recording, reviewer="Ann") as study, study.edit() as edit:
        with pytest.raises(UsageError, match="“colour” is not asked about a spasm") as error:
            edit.add("spasm", 1, colour="red")
        assert "movement" in error.value.advice
        with pytest.raises(UsageError, match="“sideways” is not an answer"):
            edit.add("spasm", 1, movement="sideways")
        with pytest.raises(UsageError, match="no mark with the id “x”"):
            edit.delete("x")


def test_who_edits_must_be_said_and_be_allowed(recording: Path) -> None:
    with eegview.open_study(recording) as study:
        with pytest.raises(UsageError, match="not stated who edits"):
            study.edit()
        with pytest.raises(UsageError, match="cannot be a reviewer's name"):
            study.edit(reviewer="final")
        with pytest.raises(UsageError, match="“nurse” is not a role"):
            study.edit(reviewer="Ann", role="nurse")
        with study.edit(reviewer="Ann") as edit:
            name = edit.add("spasm", 1)
        with pytest.raises(NotYours), study.edit(reviewer="Ben") as edit:
            edit.delete(name)
        with pytest.raises(NotYours, match="Only a neurologist"), study.edit(reviewer="Ben") as edit:
            edit.add("spasm", 1, layer="final")
        assert len(study.marks()) == 1


def test_an_edit_outside_its_block_is_refused(recording: Path) -> None:
    with eegview.open_study(recording, reviewer="Ann") as study:
        edit = study.edit()
        with pytest.raises(UsageError, match="not open"):
            edit.add("spasm", 1)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
@given(onsets_s=st.lists(st.floats(0, 120, allow_subnormal=False), min_size=1, max_size=6, unique=True))
@pytest.mark.filterwarnings("ignore:This event at")
def test_what_was_added_is_what_is_read(recording: Path, onsets_s: list[float]) -> None:
    with eegview.open_study(recording, reviewer="Ann") as study:
        with study.edit() as edit:
            names = [edit.add("spasm", onset_s, 1.0) for onset_s in onsets_s]
        found = study.marks("spasm").set_index("annotation_id").loc[names]
        assert found["onset_s"].tolist() == onsets_s
        with study.edit() as edit:
            for name in names:
                edit.delete(name)
        assert study.marks().empty
