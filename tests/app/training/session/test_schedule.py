"""When categories come back, and which answers are asked twice."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from learners.asked_set import HandClock, made_set
from there import there

from eegview.app.training.learner.answers_file import AnswersFile
from eegview.app.training.session.plan import SessionPlan
from eegview.app.training.session.schedule import Schedule
from eegview.app.training.session.session import Session
from eegview.app.training.session.silent_repeats import NEVER_THE_LAST, ONE_IN, is_owed
from eegview.app.training.session.upcoming import due_text
from eegview.model.training.answer import EXAM, Answer
from eegview.model.training.item import Category

BEGUN = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
CATEGORY = Category("spasm", "startle", "hard")


def given_answer(after, is_correct=True, confidence=4, **changes):
    values = {
        "answered_utc": (BEGUN + after).isoformat(),
        "session_id": "s",
        "set_id": "made-set",
        "item_id": "i",
        "mode": "learn",
        "value": "startle",
        "confidence": confidence,
        "took_s": 9.0,
        "is_correct": is_correct,
        "question_id": "spasm",
        "class_id": "startle",
        "difficulty": "hard",
        "truth": "startle",
    }
    return Answer(**(values | changes))


def due_after(*answers):
    when = there(Schedule.of(answers).due(CATEGORY))
    return when - BEGUN


def test_a_missed_category_comes_back_within_minutes_and_a_known_one_after_days():
    assert due_after(given_answer(timedelta(), is_correct=False)) <= timedelta(minutes=1)
    assert due_after(given_answer(timedelta(), confidence=5)) >= timedelta(days=3)


def test_the_surer_a_right_answer_the_later_it_comes_back():
    dues = [due_after(given_answer(timedelta(), confidence=confidence)) for confidence in (1, 3, 5)]
    assert dues == sorted(dues)
    assert len(set(dues)) == 3


def test_intervals_grow_with_each_right_answer():
    answers, gaps, after = [], [], timedelta()
    for _time in range(5):
        answers.append(given_answer(after))
        due = due_after(*answers)
        gaps.append(due - after)
        after = due
    assert gaps == sorted(gaps)
    assert gaps[-1] > timedelta(days=20)


def test_silent_repeats_and_tests_count_for_nothing():
    assert Schedule.of([given_answer(timedelta(), is_repeat=True)]).due(CATEGORY) is None
    assert Schedule.of([given_answer(timedelta(), mode=EXAM)]).due(CATEGORY) is None
    assert Schedule.of([given_answer(timedelta())]).n_answered(CATEGORY) == 1


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 5), st.booleans(), st.integers(0, 200_000)), min_size=1, max_size=20))
def test_the_schedule_follows_from_the_answers_alone(steps):
    after, answers = timedelta(), []
    for confidence, is_correct, seconds in steps:
        after += timedelta(seconds=seconds)
        answers.append(given_answer(after, is_correct, confidence))
    due = there(Schedule.of(answers).due(CATEGORY))
    assert due == Schedule.of(list(answers)).due(CATEGORY)
    assert due > BEGUN + after


@settings(max_examples=20, deadline=None)
@given(st.text("abc", min_size=1, max_size=4), st.integers(1, 30))
def test_one_in_ten_is_a_repeat_and_never_two_in_a_row(seed, n_blocks):
    repeats = []
    for position in range(ONE_IN * n_blocks):
        repeats.append(is_owed(position, repeats, seed))
    assert n_blocks - 1 <= sum(repeats) <= n_blocks
    assert not any(a and b for a, b in pairwise(repeats))


@pytest.mark.parametrize("seed", range(4))
def test_a_repeat_was_answered_before_and_is_not_among_the_last(tmp_path, seed):
    hand = HandClock()
    with AnswersFile(tmp_path / "a", now=hand.clock.utc) as file:
        for _day in range(2):
            session = Session(made_set(), file, SessionPlan(n_items=50, seed=seed), hand.clock)
            while session.item is not None:
                hand.forward(12)
                session.answer(session.case_set.key_of(session.item.item_id).answer, 4)
                session.next()
            hand.forward(86400)
        ids = [one.item_id for one in file.answers()]
        repeats = [number for number, one in enumerate(file.answers()) if one.is_repeat]
    assert 8 <= len(repeats) <= 10
    for number in repeats:
        assert ids[number] in ids[:number]
        assert ids[number] not in ids[number - NEVER_THE_LAST + 1 : number]


@pytest.mark.parametrize(
    ("ahead", "text"),
    [
        (timedelta(seconds=-5), "now"),
        (timedelta(seconds=72), "in about 4 items"),
        (timedelta(seconds=3), "in about 1 item"),
        (timedelta(hours=3), "in 3 h"),
        (timedelta(days=8), "in 8 d"),
    ],
)
def test_when_a_category_is_due_is_said_in_words(ahead, text):
    assert due_text(ahead, 18.0) == text
