"""Verdicts are edits: judgement and mark in one, changed, taken back, undone, and waiting while the library is away."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_studies.judged_study import RECORDING, VOCABULARY, JudgedStudy, detection

from eegview.app.library.editing import Editor
from eegview.app.marks.layers import own_copy
from eegview.app.review.mark_texts import edit_text
from eegview.app.suggestions.judging import VerdictOn, mark_of
from eegview.model.annotation import Annotation
from eegview.model.edit import Action
from eegview.model.span import Span
from eegview.model.suggestion.judgement import JUDGEMENT_TERM, Verdict, judgement_of

ACCEPT, REJECT, UNSURE = Verdict


@pytest.fixture
def study(tmp_path: Path) -> Iterator[JudgedStudy]:
    study = JudgedStudy(tmp_path)
    study.put_run([detection(n, 100.0 + 20 * n, 0.6 + 0.05 * n, channels=("C3", "C4")) for n in range(6)])
    yield study
    study.close()


def judge(study: JudgedStudy, number: int, verdict: Verdict, **more) -> None:  # type: ignore[no-untyped-def]
    study.suggestions.judge(study.suggestion(number), verdict, **more)


def test_accepting_is_one_edit_with_the_mark(study: JudgedStudy) -> None:
    judge(study, 2, ACCEPT)
    (mark,) = study.review.marks
    assert (mark.term_id, mark.onset_s, mark.duration_s, mark.channels) == ("spasm", 140.0, 1.0, ("C3", "C4"))
    assert (mark.layer, mark.text, mark.attributes) == ("ada", "", ())
    with closing(study.library()) as library:
        _run_ended, edit = library.edits(RECORDING)
        assert edit.action is Action.CHANGE
        assert {change.mark.term_id for change in edit.changes} == {JUDGEMENT_TERM, "spasm"}
        assert library.verify(RECORDING) == []
    judgement = study.suggestion(2).judgement
    assert judgement is not None
    assert (judgement.verdict, judgement.accepted_id, judgement.author) == (ACCEPT, mark.annotation_id, "ada")
    assert study.review.undo_state.undo_text == "Undo accept suggestion at 00:02:20"
    assert edit_text(edit, VOCABULARY) == "Accepted suggestion at 00:02:20"


def test_rejecting_and_being_unsure_make_no_mark(study: JudgedStudy) -> None:
    judge(study, 0, REJECT)
    judge(study, 1, UNSURE)
    assert study.verdicts() == {0: "reject", 1: "unsure"}
    assert len(study.review.marks) == 0


def test_called_something_else_the_machine_was_wrong_and_a_mark_of_that_is_made(study: JudgedStudy) -> None:
    judge(study, 3, ACCEPT, term_id="mimic")
    (mark,) = study.review.marks
    judgement = study.suggestion(3).judgement
    assert judgement is not None
    assert (mark.term_id, judgement.verdict, judgement.accepted_id) == ("mimic", REJECT, mark.annotation_id)
    assert study.suggestions.counts.accepted == 0


def test_the_answers_of_a_proposal_are_the_marks_and_another_term_keeps_those_it_asks() -> None:
    popped = detection(0, 1.0, term_id="artifact", attributes=(("kind", "movement"),))
    for term_id, expected in (
        ("", (("kind", "movement"),)),
        ("mimic", (("kind", "movement"),)),  # asks it too, and knows this answer
        ("care", ()),  # asks it, and does not know this answer
        ("spasm", ()),
    ):
        mark = mark_of(VerdictOn(popped, ACCEPT, term_id), "ada", VOCABULARY)
        assert mark is not None
        assert mark.attributes == expected


def test_answers_given_since_stay_where_the_same_is_accepted_again(tmp_path: Path) -> None:
    study = JudgedStudy(tmp_path)
    study.put_run([detection(0, 50.0, term_id="artifact", attributes=(("kind", "line_noise"),))])
    judge(study, 0, ACCEPT)
    (mark,) = study.review.marks
    assert mark.attributes == (("kind", "line_noise"),)
    study.review.acts.change(mark, replace(mark, attributes=(("kind", "sweat"),)))
    judge(study, 0, ACCEPT)
    (mark,) = study.review.marks
    assert mark.attributes == (("kind", "sweat"),)
    study.close()


def test_the_mark_lies_where_it_was_nudged_to_and_the_judgement_where_it_was_proposed(study: JudgedStudy) -> None:
    judge(study, 1, ACCEPT, span=Span(119.9, 121.5))
    (mark,) = study.review.marks
    judgement = study.suggestion(1).judgement
    assert judgement is not None
    assert mark.span == Span(119.9, 121.5)
    assert judgement.mark.span == Span(120.0, 121.0)


def test_what_the_reader_had_marked_already_is_not_marked_twice(study: JudgedStudy) -> None:
    own = Annotation("own", "spasm", 120.7, 1.4, layer="ada", text="seen first")
    study.review.acts.add(own)
    study.review.acts.add(Annotation("far", "spasm", 141.2, 1.0, layer="ada"))
    study.review.acts.add(Annotation("other", "mimic", 160.0, 1.0, layer="ada"))
    before = tuple(study.review.marks)
    judge(study, 1, ACCEPT)
    assert study.verdicts() == {1: "accept"}
    assert tuple(study.review.marks) == before
    judge(study, 1, REJECT)
    assert tuple(study.review.marks) == before
    judge(study, 1, ACCEPT)
    study.suggestions.retract(study.suggestion(1))
    assert study.verdicts() == {}
    assert tuple(study.review.marks) == before
    judge(study, 2, ACCEPT)  # another event of the same term is farther than a second
    judge(study, 3, ACCEPT)  # what lies there is of another term
    assert len(study.review.marks) == len(before) + 2


def test_another_verdict_takes_the_place_of_the_first(study: JudgedStudy) -> None:
    judge(study, 0, ACCEPT)
    first = study.suggestion(0).judgement
    judge(study, 0, REJECT)
    second = study.suggestion(0).judgement
    assert first is not None
    assert second is not None
    assert first.mark.annotation_id == second.mark.annotation_id
    assert len(study.review.marks) == 0
    assert second.accepted_id == ""
    judge(study, 0, ACCEPT, term_id="artifact")
    assert [mark.term_id for mark in study.review.marks] == ["artifact"]


def test_the_same_verdict_again_is_no_act_and_answers_stay(study: JudgedStudy) -> None:
    judge(study, 0, ACCEPT)
    (mark,) = study.review.marks
    answered = replace(mark, attributes=(("movement", "flexor"),))
    study.review.acts.change(mark, answered)
    judge(study, 0, ACCEPT)
    assert tuple(study.review.marks) == (answered,)
    judge(study, 0, ACCEPT, span=Span(100.5, 101.5))
    assert tuple(study.review.marks) == (replace(answered, onset_s=100.5),)
    with closing(study.library()) as library:
        assert len(library.edits(RECORDING)) == 4  # the end of the run is one


def test_taking_back_opens_it_again(study: JudgedStudy) -> None:
    judge(study, 0, ACCEPT)
    study.suggestions.retract(study.suggestion(0))
    assert (study.verdicts(), len(study.review.marks)) == ({}, 0)
    assert study.review.undo_state.undo_text == "Undo undo decision on suggestion at 00:01:40"
    study.review.acts.undo()
    assert study.verdicts() == {0: "accept"}
    assert len(study.review.marks) == 1
    judge(study, 0, REJECT)
    assert not study.errors


def test_judgements_are_no_marks(study: JudgedStudy) -> None:
    judge(study, 0, REJECT)
    judge(study, 1, ACCEPT)
    with closing(study.library()) as library:
        editor = Editor(library, RECORDING, "ada", "technologist")
        assert [mark.term_id for mark in editor.marks()] == ["spasm"]
        assert sum(m.term_id == JUDGEMENT_TERM for m in library.annotations(RECORDING)) == 2
    assert [mark.term_id for mark in study.review.marks] == ["spasm"]


def test_two_windows_cannot_both_judge_the_same_unseen(study: JudgedStudy, tmp_path: Path) -> None:
    other = JudgedStudy(tmp_path)
    other.suggestions.catch_up()
    judge(study, 0, ACCEPT)
    judge(other, 0, ACCEPT)
    assert len(other.errors) == 1
    study.review.catch_up()
    other.review.catch_up()
    assert len(study.review.marks) == len(other.review.marks) == 1
    assert other.verdicts() == {0: "accept"}
    other.close()


def test_anothers_verdict_is_not_mine(study: JudgedStudy, tmp_path: Path) -> None:
    other = JudgedStudy(tmp_path, "bo")
    other.suggestions.catch_up()
    judge(other, 0, REJECT)
    study.review.catch_up()
    assert study.verdicts() == {}
    judge(study, 0, ACCEPT)
    assert (study.verdicts(), other.verdicts()) == ({0: "accept"}, {0: "reject"})
    assert not study.errors
    other.close()


def test_verdicts_wait_while_the_library_is_away(study: JudgedStudy) -> None:
    blocker = study.library()
    held = study.review._saving.writer.held().library._connection
    held.exec_driver_sql("PRAGMA busy_timeout=1")  # it need not wait long to know that another program writes
    held.rollback()
    with blocker.transaction(writes=True):
        judge(study, 0, ACCEPT)
        judge(study, 1, REJECT)
        assert study.review.n_waiting == 2
        assert study.verdicts() == {0: "accept", 1: "reject"}
        assert len(study.review.marks) == 0
        judge(study, 1, ACCEPT)  # changed while it waits
    blocker.close()
    study.review.catch_up()
    assert study.review.n_waiting == 0
    assert study.verdicts() == {0: "accept", 1: "accept"}
    assert len(study.review.marks) == 2


def test_a_point_gets_the_length_of_its_term_and_a_term_that_is_a_point_none() -> None:
    point = detection(0, 5.0, duration_s=0.0)
    made = mark_of(VerdictOn(point, ACCEPT), "ada", VOCABULARY)
    assert made is not None
    assert made.duration_s == 1.0
    as_point = next(term for term in VOCABULARY.terms if term.shape.value == "point")
    made = mark_of(VerdictOn(detection(0, 5.0), ACCEPT, as_point.term_id), "ada", VOCABULARY)
    assert made is not None
    assert made.duration_s == 0.0
    assert mark_of(VerdictOn(point, UNSURE, "spasm"), "ada", VOCABULARY) is None


def test_a_judgement_is_read_back_and_a_copy_of_the_mark_is_an_ordinary_one(study: JudgedStudy) -> None:
    judge(study, 0, ACCEPT)
    (record,) = study.review.records
    judgement = judgement_of(record)
    assert judgement is not None
    assert (judgement.detector_id, judgement.version, judgement.score) == ("spasms", "1", 0.6)
    (mark,) = study.review.marks
    assert own_copy(mark, VOCABULARY).attributes == ()


ACTS = st.lists(st.tuples(st.integers(0, 2), st.sampled_from([*Verdict, "mimic", "back"])), min_size=1, max_size=6)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTS)
def test_undo_of_every_verdict_restores_all(tmp_path_factory: pytest.TempPathFactory, acts) -> None:  # type: ignore[no-untyped-def]
    study = JudgedStudy(tmp_path_factory.mktemp("undo"))
    study.put_run([detection(n, 100.0 + 20 * n) for n in range(3)])
    states = [state(study)]
    for number, act in acts:
        if act == "back":
            study.suggestions.retract(study.suggestion(number))
        elif isinstance(act, Verdict):
            judge(study, number, act)
        else:
            judge(study, number, ACCEPT, term_id=act)
        if state(study) != states[-1]:
            states.append(state(study))
    for before in reversed(states[:-1]):
        study.review.acts.undo()
        assert state(study) == before
    for after in states[1:]:
        study.review.acts.redo()
        assert state(study) == after
    assert not study.errors
    study.close()


def state(study: JudgedStudy):  # type: ignore[no-untyped-def]
    """Return all that stands: marks and judgements, whole."""
    return tuple(study.review.marks), frozenset(study.review.records), tuple(study.verdicts().items())


def test_two_proposals_of_one_event_accepted_together_make_one_mark(tmp_path: Path) -> None:
    study = JudgedStudy(tmp_path)
    study.put_run([detection(0, 100.0), detection(1, 100.6), detection(2, 140.0), detection(3, 141.2)])
    run = study.suggestion(0).run
    given = [VerdictOn(study.suggestion(number).detection, ACCEPT) for number in range(4)]
    study.suggestions.judging.judge(run, given, {})
    assert sorted(mark.onset_s for mark in study.review.marks) == [100.0, 140.0, 141.2]
    assert study.suggestions.counts.accepted == 4
    study.close()
