"""What is said after an answer."""

from dataclasses import replace

import pytest
from made_case_set import SPASM, WHEN

from eegview.app.training.session.plan import Feedback
from eegview.model.training.answer import LEARN, Answer
from eegview.model.training.item import Category
from eegview.model.training.key import Key, Vote
from eegview.ui.training.card.feedback_texts import SIMULATORS_TRUTH, feedback_texts

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
    assert said.source == "12 experts, each without the others"
    assert (said.why_not_title, said.why_not) == ("Why not mimic, not epileptic", "The EEG changes.")


def test_a_simulated_item_has_no_votes_but_the_simulators_truth() -> None:
    said = texts("mimic", replace(KEY, votes=(Vote("spasm", 1),), is_simulated=True))
    assert said.source == SIMULATORS_TRUTH
    assert said.bars == ()


def test_an_onset_is_told_with_its_side_and_the_experts_range() -> None:
    key = replace(KEY, answer="", onset_s=3.2, onset_spread_s=0.4)
    said = texts("", key, WHEN, onset_s=3.08, onset_difference_s=-0.12)
    assert said.onset == "Yours is 0.12 s before the experts' (3.20 s). Theirs lie between 3.00 s and 3.40 s."
