"""What is said after an answer."""

from dataclasses import replace

import pytest
from learners.made_case_set import SPASM, WHEN

from eegview.app.training.session.plan import Feedback
from eegview.model.span import Span
from eegview.model.training.answer import LEARN, Answer
from eegview.model.training.item import Category
from eegview.model.training.key import Key, Vote
from eegview.ui.training.card.feedback_texts import SIMULATORS_TRUTH, feedback_texts, key_range

ANSWER = Answer("", "s", "set", "i", LEARN, "spasm", 4, 9.0, True, "spasm", "spasm", "easy", "spasm")
KEY = Key(
    "i",
    Category("spasm", "spasm", "easy"),
    "spasm",
    (Vote("spasm", 10), Vote("mimic", 1), Vote("artifact", 1)),
    why_not=(("mimic", "The EEG changes."),),
)


def texts(value: str, key: Key = KEY, question=SPASM, **fields):
    answer = replace(ANSWER, value=value, is_correct=value == key.answer, **fields)
    return feedback_texts(Feedback(answer, key, None), question)


@pytest.mark.parametrize(
    ("key", "given", "verdict"),
    [
        ("spasm", "spasm", "Right: epileptic spasm"),
        ("spasm", "none", "Missed: epileptic spasm"),
        ("none", "spasm", "False alarm: none of these"),
        ("none", "mimic", "Not right: none of these"),
    ],
)
def test_a_verdict_says_what_kind_of_mistake_it_was(key: str, given: str, verdict: str) -> None:
    assert texts(given, replace(KEY, answer=key)).verdict == verdict


def test_votes_are_told_as_counts_most_first_with_the_own_answer_named() -> None:
    said = texts("mimic")
    assert next((bar.label, bar.text) for bar in said.bars) == ("Epileptic spasm", "10 of 12")
    assert [bar.label for bar in said.bars if bar.is_own] == ["Mimic, not epileptic"]
    assert said.source == "12 experts"
    assert (said.why_not_title, said.why_not) == ("Why not mimic, not epileptic", "The EEG changes.")


def test_a_simulated_item_has_no_votes_but_the_simulators_truth() -> None:
    said = texts("mimic", replace(KEY, votes=(Vote("spasm", 1),), is_simulated=True))
    assert said.source == SIMULATORS_TRUTH
    assert said.bars == ()


@pytest.mark.parametrize(
    ("is_blind_read", "source"),
    [(True, "12 experts, each without the others"), (False, "12 experts"), (None, "12 experts")],
)
def test_experts_read_without_the_others_only_where_that_is_known(is_blind_read: bool | None, source: str) -> None:
    assert texts("spasm", replace(KEY, is_blind_read=is_blind_read)).source == source


def test_one_expert_had_no_others() -> None:
    assert texts("spasm", replace(KEY, votes=(Vote("spasm", 1),), is_blind_read=True)).source == "1 expert"


ONSET_KEY = replace(KEY, answer="", onset_s=3.2, onset_spread_s=0.4, onset_low_s=3.1, onset_high_s=3.5)


def test_an_onset_is_told_with_its_side_and_the_experts_range() -> None:
    said = texts("", ONSET_KEY, WHEN, onset_s=3.08, onset_difference_s=-0.12)
    assert said.onset == "Yours is 0.12 s before the experts' (3.20 s). Theirs lie between 3.10 s and 3.50 s."
    assert said.verdict == "Right: within 0.5 s of the experts' median"
    assert key_range(ONSET_KEY) == Span(3.1, 3.5)


def test_of_a_set_that_holds_no_single_onsets_no_range_is_told() -> None:
    key = replace(ONSET_KEY, onset_low_s=None, onset_high_s=None)
    assert key_range(key) is None
    assert texts("", key, WHEN, onset_difference_s=-0.12).onset == "Yours is 0.12 s before the experts' (3.20 s)."


def test_an_onset_among_widely_spread_experts_is_right_too() -> None:
    key = replace(ONSET_KEY, onset_high_s=4.1)
    assert texts("", key, WHEN).verdict == "Right: within 0.5 s of the experts' median, or between their onsets"
    wrong = texts("x", key, WHEN)
    assert wrong.verdict == "Not right: more than 0.5 s from the experts' median and not between their onsets"


def test_the_tolerance_of_a_simulated_onset_is_the_programs() -> None:
    key = replace(ONSET_KEY, is_simulated=True)
    said = texts("", key, WHEN, onset_difference_s=0.1)
    assert said.verdict == "Right: within 0.5 s of the simulator's onset"
    assert texts("x", key, WHEN).verdict == "Not right: more than 0.5 s from the simulator's onset"
    assert "Theirs" not in said.onset
