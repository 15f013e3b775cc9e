"""Which marks are examples, what is left out, and what is said of it."""

from dataclasses import replace
from itertools import pairwise

import pytest

from eegview.app.suggestions.find_similar import (
    MOST_EXAMPLES,
    check_example,
    choose_examples,
    example_kinds,
    spread_evenly,
)
from eegview.app.suggestions.similar_texts import (
    all_text,
    expected_text,
    left_out_text,
    more_text,
    one_text,
    result_text,
    source_text,
    used_text,
)
from eegview.model.annotation import Annotation
from eegview.model.errors import UsageError
from eegview.model.span import Span
from eegview.model.suggestion.detection import Detection, DetectorRun
from eegview.model.suggestion.judgement import Judgement, Verdict, judgement_mark, judgement_of


def spasm(onset_s: float, layer: str = "ada", term_id: str = "spasm", duration_s: float = 0.6, **given) -> Annotation:
    return Annotation(f"{term_id}{onset_s}{layer}", term_id, onset_s, duration_s, layer=layer, **given)


def rejected(onset_s: float, term_id: str = "spasm") -> Judgement:
    run = DetectorRun("r", "f" * 64, "spasms", "Spasms", "1", "", (), Span(0, 600), "", "ada")
    mark = judgement_mark(run, Detection(int(onset_s), onset_s, 1.0, term_id, 0.6), Verdict.REJECT, layer="ada")
    found = judgement_of(mark)
    assert found is not None
    return found


MARKS = [
    spasm(10.0),
    spasm(10.4),  # the same event twice
    spasm(30.0, attributes=(("certainty", "possible"),)),
    spasm(50.0),
    spasm(70.0, layer="bo"),
    spasm(90.0, term_id="mimic"),
    spasm(110.0, term_id="spindles"),
    spasm(130.0, term_id="artifact", duration_s=40.0),  # no single event: a spasm in it can be proposed
    spasm(150.0, layer="file"),
]


def test_all_sure_marks_of_the_counted_layer_are_examples_and_what_is_marked_is_left_out() -> None:
    choice = choose_examples(MARKS, "spasm", "ada", [rejected(200.0), rejected(50.5), rejected(300.0, "spindles")])
    assert [mark.onset_s for mark in choice.used] == [10.0, 50.0]
    assert (choice.n_marks, choice.n_doubted, choice.n_left_out, choice.n_rejected) == (3, 1, 5, 1)
    assert choice.left_out_s == (10.0, 30.0, 50.0, 70.0, 90.0, 200.0)
    assert choice.values == {
        "examples": "10.000, 50.000",
        "marked": "10.000, 30.000, 50.000, 70.000, 90.000, 200.000",
        "length_s": 0.6,
        "template_s": 2.0,
        "term": "spasm",
    }
    assert used_text(choice) == "1 mark of doubted events is not used."
    assert left_out_text(choice) == (
        "Not suggested again: 5 events already marked, 1 you rejected (onsets within 1.0 s)."
    )
    assert source_text(choice, "Spasm") == "from 2 marks of Spasm; template 2.0 s"
    assert choose_examples(MARKS, "spindles", "ada").left_out_s == (110.0,)


def test_one_mark_can_be_the_only_example_whoever_made_it() -> None:
    choice = choose_examples(MARKS, "spasm", "ada", only=MARKS[4])
    assert [mark.onset_s for mark in choice.used] == [70.0]
    assert 10.0 in choice.left_out_s
    doubted = [replace(mark, attributes=(("certainty", "possible"),)) for mark in MARKS[:4]]
    assert len(choose_examples(doubted, "spasm", "ada").used) == 3  # there is nothing better


@pytest.mark.parametrize("bad", [MARKS[-1], spasm(1.0, term_id="hypsarrhythmia", duration_s=300.0)])
def test_what_is_no_single_event_is_refused(bad) -> None:
    with pytest.raises(UsageError):
        check_example(bad)
    with pytest.raises(UsageError):
        choose_examples([bad], bad.term_id, bad.layer)
    assert example_kinds([bad, *MARKS], "ada", ("spasm", "mimic", "hypsarrhythmia")) == {"spasm": 4, "mimic": 1}


def test_too_many_examples_are_chosen_evenly_over_time_and_it_is_said() -> None:
    many = [spasm(float(3 * k)) for k in range(100)]
    choice = choose_examples(many, "spasm", "ada")
    onsets_s = [mark.onset_s for mark in choice.used]
    assert (len(onsets_s), onsets_s[0], onsets_s[-1]) == (MOST_EXAMPLES, 0.0, 297.0)
    assert {b - a for a, b in pairwise(onsets_s)} <= {6.0, 9.0}
    assert used_text(choice) == "40 of them are used, evenly from the first to the last."
    assert spread_evenly(many, 200) == tuple(many)
    assert len(choice.left_out_s) == 100


def test_texts_say_what_can_be_expected_and_what_came() -> None:
    evidence = [("1 example; 10 infants", "A."), ("5 examples; 10 infants", "B."), ("real recordings", "none")]
    assert expected_text(evidence, 1).startswith("In tests with 1 example; 10 infants: A. ")
    assert "B." in expected_text(evidence, 12)
    assert expected_text(evidence[2:], 3) == ""
    assert result_text([0.9, 0.7, 0.5], 0.7, "Spasm") == "2 more like “Spasm” at 0.70 or above; 1 at lower scores."
    assert result_text([0.4], 0.7, "Spasm").startswith("No other event like “Spasm” at 0.70 or above; 1 at lower")
    assert "Some may have been missed" in result_text([], 0.7, "Spasm")
    assert (more_text([0.9, 0.6, 0.5, 0.4], 0.7, 0.5), more_text([0.9, 0.4], 0.7, 0.5)) == ("Show 2 more from 0.50", "")
    assert all_text(3, "Spasm", "Dr. Bo") == "All 3 marks of Spasm by Dr. Bo"
    assert one_text("00:12") == "Only the selected mark, at 00:12"
