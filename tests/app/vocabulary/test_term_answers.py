"""Answers typed as key=value are checked against what the term asks."""

import pytest

from eegview.app.vocabulary.store import load_vocabulary
from eegview.app.vocabulary.term_answers import answers_from, duration_warning, known_term
from eegview.model.errors import UsageError

VOCABULARY = load_vocabulary(built_in_only=True)
SPASM = known_term(VOCABULARY, "spasm")


def test_answers_are_sorted_and_the_last_counts():
    given = ["movement=flexor", "class = focal", "movement=mixed", "correlates=slow_wave+fast"]
    assert answers_from(SPASM, given) == (("class", "focal"), ("correlates", "slow_wave+fast"), ("movement", "mixed"))


def test_free_text_is_taken_as_it_is():
    assert answers_from(known_term(VOCABULARY, "medication"), ["drug=ACTH 20 U = 1"]) == (("drug", "ACTH 20 U = 1"),)


@pytest.mark.parametrize(
    ("setting", "advice"),
    [
        ("movement", "movement=flexor"),
        ("movement=", "movement=flexor"),
        ("colour=red", "movement"),
        ("movement=up", "flexor, extensor, mixed"),
        ("movement=flexor+mixed", "flexor, extensor, mixed"),
        ("correlates=fast+up", "several joined by +"),
    ],
)
def test_a_wrong_answer_is_told_the_right_ones(setting: str, advice: str):
    with pytest.raises(UsageError) as refused:
        answers_from(SPASM, [setting])
    assert advice in refused.value.advice


def test_an_unknown_term_is_told_those_there_are():
    with pytest.raises(UsageError, match="“spams” is not a term") as refused:
        known_term(VOCABULARY, "spams")
    assert "spasm, cluster_start" in refused.value.advice


def test_unusual_durations_warn():
    assert [bool(duration_warning(SPASM, duration_s)) for duration_s in (0.1, 0.2, 3.0, 3.1)] == [
        True,
        False,
        False,
        True,
    ]
    assert duration_warning(known_term(VOCABULARY, "note"), 100.0) == []
