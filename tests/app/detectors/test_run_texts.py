"""A run in words: nothing that must be known of its results is left unsaid."""

from dataclasses import replace

import pytest

from eegview.app.detectors.run_texts import (
    ending_sentence,
    run_copy_text,
    run_details,
    run_title,
    run_warning,
    watermark,
)
from eegview.model.span import Span
from eegview.model.suggestion.detection import DetectorRun, RunEnd

RUN = DetectorRun(
    "r",
    "f",
    "spasms",
    "Spasms",
    "1.0.0",
    "0123456789abcdef",
    (("n", "5"),),
    Span(0, 7200),
    "2024-05-06T07:08:09+00:00",
    "ann",
    RunEnd.DONE,
    reached_s=7200.0,
)


def test_a_run_that_came_to_its_end_has_nothing_to_warn_of() -> None:
    assert run_warning(RUN) == watermark(RUN) == ""
    assert ending_sentence(RUN, 10) == "Done: 10 suggestions, 5.0 per hour."
    assert ending_sentence(RUN, 0) == "Done: no suggestions."
    assert ending_sentence(RUN, 1).startswith("Done: 1 suggestion,")


@pytest.mark.parametrize("end", [end for end in RunEnd if end is not RunEnd.DONE])
def test_every_other_end_is_said_to_be_partial_and_how_far_it_came(end: RunEnd) -> None:
    run = replace(RUN, end=end, reached_s=3605.0)
    assert "partial" in watermark(run)
    assert run_warning(run).startswith("Partial: ")
    assert "01:00:05" in run_warning(run)
    assert "partial" in run_title(run)
    sentence = ending_sentence(run, 3)
    assert "01:00:05" in sentence
    assert "kept and marked as partial" in sentence


def test_the_hosts_own_sentence_comes_first() -> None:
    run = replace(RUN, end=RunEnd.OVER_MEMORY, message="It held 3000 MiB.", reached_s=10.0)
    assert ending_sentence(run, 0).startswith("It held 3000 MiB. Searched up to 00:00:10: no suggestions.")
    assert ending_sentence(run, 0).endswith("Run it on a shorter section.")


def test_outside_of_validity_is_said_everywhere() -> None:
    run = replace(RUN, outside=("The age is not known.",))
    assert run_warning(run) == "Outside validated use: The age is not known."
    assert watermark(run) == "Suggestions of Spasms 1.0.0: outside validated use"
    assert "The age is not known." in run_details(run)


def test_all_there_is_to_know_stands_in_the_details() -> None:
    details = run_details(RUN)
    assert "Run by: ann" in details
    assert "Range: 00:00:00 – 02:00:00" in details
    assert "Settings: n = 5" in details
    assert "Detector's files: SHA-256 0123 4567 89ab cdef …" in details
    assert "Program's code: not recorded" in details
    known = replace(RUN, program_version="0.3.0 (Python 3.11.7, numpy 2.3.4)", code_hash="cd" * 32)
    assert "Program: eegview 0.3.0 (Python 3.11.7, numpy 2.3.4)" in run_details(known)
    assert f"Program's code: {'cd' * 32}" in run_copy_text(known)  # to be compared by a program


def test_where_marks_are_is_said_to_nobody() -> None:
    older = replace(RUN, parameters=(("examples", "61.25, 70.5"), ("n", "5")))  # stored before it was kept apart
    for text in (run_details(older), run_copy_text(older)):
        assert "examples = 2 times, n = 5" in text
        assert "61.25" not in text


def test_a_date_that_makes_no_sense_is_left_out() -> None:
    assert run_title(replace(RUN, started_utc="yesterday")) == "Spasms 1.0.0"
