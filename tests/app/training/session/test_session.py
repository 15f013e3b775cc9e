"""A sitting, through the door that the window uses."""

import pytest
from learners.asked_set import CLASSES, HandClock, made_set
from there import there

from eegview.app.training.learner.answers_file import AnswersFile
from eegview.app.training.session.plan import DONE, EEG, FEEDBACK, HISTORY, VIDEO, SessionPlan
from eegview.app.training.session.session import Session
from eegview.app.training.session.silent_repeats import group_of
from eegview.model.errors import UsageError
from eegview.model.training.answer import EXAM, LEARN, Answer


@pytest.fixture
def hand():
    return HandClock()


@pytest.fixture
def answers(tmp_path, hand):
    with AnswersFile(tmp_path / "learner.answers", now=hand.clock.utc) as file:
        yield file


def right(session):
    return session.case_set.key_of(session.item.item_id).answer


def go_through(session, hand, n=None, value=right):
    """Answer items, by default all and rightly, 15 s each."""
    asked = []
    while session.item is not None and (n is None or len(asked) < n):
        hand.forward(15)
        asked.append(session.item.item_id)
        session.answer(value(session), 4)
        session.next()
    return asked


def test_layers_are_shown_one_after_the_other_and_kept_with_the_answer(answers, hand):
    session = Session(made_set(), answers, SessionPlan(), hand.clock)
    while not (session.item.has_video and session.item.history):
        go_through(session, hand, 1)
    assert (session.step, session.layers) == (EEG, "eeg")
    session.show_more()
    assert (session.step, session.layers) == (VIDEO, "eeg+video")
    session.show_more()
    assert (session.step, session.layers) == (HISTORY, "eeg+video+history")
    assert not session.can_show_more
    with pytest.raises(UsageError):
        session.show_more()
    feedback = session.answer(right(session), 5)
    assert feedback.answer.layers == "eeg+video+history"
    assert session.step == FEEDBACK


def test_without_layers_all_is_shown_at_once(answers, hand):
    session = Session(made_set(), answers, SessionPlan(has_layers=False), hand.clock)
    while not (session.item.has_video and session.item.history):
        go_through(session, hand, 1)
    assert session.layers == "eeg+video+history"
    assert not session.can_show_more


def test_feedback_has_key_and_votes_and_the_nearest_item_that_was_right(answers, hand):
    session = Session(made_set(), answers, SessionPlan(), hand.clock)
    go_through(session, hand, 12)
    truth = right(session)
    wrong = next(value for value in CLASSES if value != truth)
    feedback = session.answer(wrong, 2, 4.5)
    assert not feedback.answer.is_correct
    assert feedback.key.answer == truth
    assert feedback.key.n_votes == 12
    assert session.case_set.key_of(there(feedback.nearest_right)).answer == wrong
    if truth == "spasm":
        assert feedback.answer.onset_difference_s == pytest.approx(0.3)


def test_an_exam_gives_no_feedback_and_counts_for_no_schedule(answers, hand):
    session = Session(made_set(), answers, SessionPlan(EXAM, 20), hand.clock)
    assert session.answer(right(session), 3) is None
    session.next()
    go_through(session, hand)
    assert session.queue() == ()
    assert all(one.n_answered == 0 for one in Session(made_set(), answers, SessionPlan(), hand.clock).queue())


def test_what_comes_next_is_known_while_an_item_is_shown(answers, hand):
    session = Session(made_set(), answers, SessionPlan(n_items=40), hand.clock)
    while session.item is not None:
        ahead = session.likely_next
        go_through(session, hand, 1)
        assert (session.item.item_id if session.item else None) == ahead


def test_two_hundred_items_need_no_waiting(answers, hand):
    session = Session(made_set(300), answers, SessionPlan(n_items=200), hand.clock)
    assert len(go_through(session, hand)) == 200
    assert session.step == DONE


def test_look_alikes_are_asked_once_a_session(answers, hand):
    case_set = made_set()
    session = Session(case_set, answers, SessionPlan(n_items=200), hand.clock)
    go_through(session, hand)
    by_id = {item.item_id: item for item in case_set.items}
    groups = [group_of(by_id[one.item_id]) for one in session.answers_given if not one.is_repeat]
    assert len(groups) == len(set(groups))


def test_time_taken_leaves_pauses_out(answers, hand):
    session = Session(made_set(), answers, SessionPlan(), hand.clock)
    hand.forward(4)
    session.pause()
    with pytest.raises(UsageError):
        session.answer(right(session), 3)
    hand.forward(600)
    session.resume()
    hand.forward(3)
    assert session.answer(right(session), 3).answer.took_s == 7.0


def test_the_time_begins_when_the_page_is_on_the_screen(answers, hand):
    session = Session(made_set(), answers, SessionPlan(), hand.clock)
    hand.forward(9)
    session.page_shown()
    hand.forward(2)
    assert session.answer(right(session), 3).answer.took_s == 2.0


def test_the_same_seed_asks_the_same_items(tmp_path, hand):
    def asked(name, seed):
        with AnswersFile(tmp_path / name, now=hand.clock.utc) as file:
            return go_through(Session(made_set(), file, SessionPlan(seed=seed), HandClock().clock), HandClock())

    assert asked("a", 3) == asked("b", 3)
    assert asked("c", 3) != asked("d", 4)


@pytest.mark.parametrize("n_before", [0, 1, 2, 25, 59, 60])
def test_after_a_crash_the_session_goes_on_as_if_nothing_had_happened(tmp_path, n_before):
    """The answers file alone tells what was asked: a copy of it stands for the crash."""
    whole_hand, hand = HandClock(), HandClock()
    with AnswersFile(tmp_path / "whole", now=whole_hand.clock.utc) as file:
        wanted = go_through(Session(made_set(), file, SessionPlan(seed=5), whole_hand.clock), whole_hand)
    path = tmp_path / "crashed"
    with AnswersFile(path, now=hand.clock.utc) as file:
        asked = go_through(Session(made_set(), file, SessionPlan(seed=5), hand.clock), hand, n_before)
        if n_before == 60:
            path.write_bytes(b"".join(line + b"\n" for line in file.lines[:-1]))  # before its end was kept
    with AnswersFile(path, now=hand.clock.utc) as file:
        session = Session(made_set(), file, SessionPlan(seed=99, n_items=5), hand.clock)
        assert session.is_resumed
        assert session.n_done == n_before
        assert asked + go_through(session, hand) == wanted
        assert session.step == DONE
        assert not Session(made_set(), file, SessionPlan(), hand.clock).is_resumed


def test_a_session_left_for_two_days_is_not_gone_on_with(answers, hand):
    go_through(Session(made_set(), answers, SessionPlan(), hand.clock), hand, 10)
    hand.forward(2 * 86400)
    assert not Session(made_set(), answers, SessionPlan(), hand.clock).is_resumed


def test_an_item_answered_twice_or_an_unknown_answer_is_refused(answers, hand):
    session = Session(made_set(), answers, SessionPlan(), hand.clock)
    with pytest.raises(UsageError):
        session.next()
    with pytest.raises(UsageError, match="not an answer to this question"):
        session.answer("something", 3)
    with pytest.raises(UsageError, match="Confidence"):
        session.answer(right(session), 0)
    with pytest.raises(UsageError, match="outside"):
        session.answer(right(session), 3, 11.0)
    session.answer(right(session), 3)
    with pytest.raises(UsageError):
        session.answer(right(session), 3)
    assert len(answers.answers()) == 1


def test_once_all_items_were_seen_it_says_so_and_takes_the_one_seen_longest_ago(answers, hand):
    case_set = made_set(24, 0)
    for _day in range(2):
        session = Session(case_set, answers, SessionPlan(n_items=100), hand.clock)
        go_through(session, hand)
        hand.forward(86400)
    notes, session = [], Session(case_set, answers, SessionPlan(n_items=10), hand.clock)
    first_seen = {one.item_id: number for number, one in enumerate(answers.answers())}
    drawn = session.item.item_id
    while session.item is not None:
        feedback = session.answer(right(session), 4)
        if not feedback.answer.is_repeat:
            notes.append(feedback.note)
        session.next()
    assert all("seen longest ago" in note for note in notes)
    category = case_set.key_of(drawn).category
    same = [item.item_id for item in case_set.items if case_set.key_of(item.item_id).category == category]
    assert drawn == min(same, key=first_seen.__getitem__)


def test_three_days_of_a_resident(answers, hand):
    """A category missed on the first day comes back on the same day and less and less often as it is known."""
    case_set = made_set(240)
    shares = []
    for day in range(3):
        session = Session(case_set, answers, SessionPlan(seed=day), hand.clock)

        def value(session, day=day):
            category = case_set.key_of(session.item.item_id).category
            is_hard = (category.class_id, category.difficulty) == ("startle", "hard")
            return "spasm" if is_hard and day == 0 else right(session)

        go_through(session, hand, value=value)
        own = [one for one in session.answers_given if not one.is_repeat]
        shares.append(sum((one.class_id, one.difficulty) == ("startle", "hard") for one in own) / len(own))
        hand.forward(86400)
    assert shares[0] > 1 / 6
    assert shares[2] < shares[0]
    assert len({one.item_id for one in answers.answers() if not one.is_repeat}) == 180 - sum(
        one.is_repeat for one in answers.answers()
    )
    assert all(isinstance(one, Answer) and one.mode == LEARN for one in answers.answers())
