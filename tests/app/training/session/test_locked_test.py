"""The tests before and after learning."""

import pytest
from learners.asked_set import HandClock, made_set

from eegview.app.training.learner.answers_file import AnswersFile
from eegview.app.training.session.locked_test import BROKEN_OFF, COMPLETE, LOCKED, OPEN, UNDER_WAY
from eegview.app.training.session.locked_test import test_state as state_of
from eegview.app.training.session.plan import SessionPlan
from eegview.app.training.session.session import Session
from eegview.model.errors import UsageError
from eegview.model.training.answer import LEARN, POST_TEST, PRE_TEST


@pytest.fixture
def hand():
    return HandClock()


@pytest.fixture
def answers(tmp_path, hand):
    with AnswersFile(tmp_path / "learner.answers", now=hand.clock.utc) as file:
        yield file


def begin(answers, hand, mode, **plan):
    return Session(made_set(), answers, SessionPlan(mode, **plan), hand.clock)


def go_through(session, hand, n=None):
    n_asked = 0
    while session.item is not None and n_asked != n:
        hand.forward(10)
        session.answer(session.case_set.key_of(session.item.item_id).answer, 4)
        session.next()
        n_asked += 1


def state(answers, hand, mode):
    return state_of(made_set(), answers, mode, hand.clock.utc())


def test_a_test_asks_all_of_its_own_items_once_and_gives_no_feedback(answers, hand):
    session = begin(answers, hand, PRE_TEST, n_items=3)
    assert session.n_items == state(answers, hand, PRE_TEST).n_items
    go_through(session, hand)
    given = answers.answers()
    by_id = {item.item_id: item for item in made_set().items}
    assert {by_id[one.item_id].part for one in given} == {"pre"}
    assert len({one.item_id for one in given}) == len(given)
    assert not any(one.is_repeat for one in given)
    assert state(answers, hand, PRE_TEST).state == COMPLETE


def test_the_post_test_is_locked_until_so_many_items_were_learned(answers, hand):
    with pytest.raises(UsageError, match="locked until item 30; 0 answered"):
        begin(answers, hand, POST_TEST)
    session = begin(answers, hand, LEARN, n_items=29)
    go_through(session, hand)
    assert state(answers, hand, POST_TEST).state == LOCKED
    go_through(begin(answers, hand, LEARN, n_items=10), hand)
    assert state(answers, hand, POST_TEST).state == OPEN
    go_through(begin(answers, hand, POST_TEST), hand)
    assert state(answers, hand, POST_TEST).state == COMPLETE


def test_the_pre_test_is_closed_once_learning_has_begun(answers, hand):
    go_through(begin(answers, hand, LEARN), hand, 1)
    with pytest.raises(UsageError, match="learning with this set has begun"):
        begin(answers, hand, PRE_TEST)


def test_a_test_under_way_goes_on_and_one_broken_off_stays_so(answers, hand):
    go_through(begin(answers, hand, PRE_TEST), hand, 4)
    assert state(answers, hand, PRE_TEST).state == UNDER_WAY
    session = begin(answers, hand, PRE_TEST)
    assert (session.is_resumed, session.n_done) == (True, 4)
    session.finish()
    assert state(answers, hand, PRE_TEST).state == BROKEN_OFF
    with pytest.raises(UsageError, match="broken off"):
        begin(answers, hand, PRE_TEST)


def test_a_test_left_for_more_than_a_day_counts_as_broken_off(answers, hand):
    go_through(begin(answers, hand, PRE_TEST), hand, 4)
    hand.forward(25 * 3600)
    assert state(answers, hand, PRE_TEST).state == BROKEN_OFF


def test_a_test_is_repeated_only_where_that_is_said_and_the_repeat_is_kept_as_one(answers, hand):
    go_through(begin(answers, hand, PRE_TEST), hand)
    with pytest.raises(UsageError, match="recorded as a repeat"):
        begin(answers, hand, PRE_TEST)
    begin(answers, hand, PRE_TEST, is_repeat_said=True)
    assert [one.attempt for one in answers.begun()] == [1, 2]


def test_a_set_without_a_test_says_so(answers, hand):
    found = state_of(made_set(n_test=0), answers, PRE_TEST, hand.clock.utc())
    assert (found.state, found.text) == ("none", "This set has no pre-test.")
