"""Scores, spans and ends of what detectors propose."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.model.span import Span
from eegview.model.suggestion.detection import (
    NOT_FINAL,
    Detection,
    DetectorRun,
    RunEnd,
    ScoreTerm,
    Trend,
    new_run_id,
    score_of,
)

POINTS = st.lists(st.floats(-500, 500), max_size=6)


def terms(points: list[float]) -> list[ScoreTerm]:
    return [ScoreTerm(f"term {number}", 0.0, "", value) for number, value in enumerate(points)]


@given(POINTS)
def test_a_score_is_a_share_and_mirrors(points: list[float]) -> None:
    score = score_of(terms(points))
    assert 0 <= score <= 1
    assert score_of(terms([-value for value in points])) == pytest.approx(1 - score, abs=1e-12)


@given(POINTS, st.floats(0, 100))
def test_more_points_never_lower_a_score(points: list[float], more: float) -> None:
    assert score_of(terms([*points, more])) >= score_of(terms(points))


def test_scores_of_known_points() -> None:
    assert score_of([]) == 0.5
    assert score_of(terms([math.log(3)])) == pytest.approx(0.75)
    assert score_of(terms([-math.log(3)])) == pytest.approx(0.25)
    assert score_of(terms([-1e9])) == 0.0


def test_spans() -> None:
    assert Detection(0, 12.0, 1.5, "spasm", 0.5).span == Span(12.0, 13.5)
    assert Trend("spasms an hour", "1/h", 30.0, 10.0, np.zeros(6, np.float32)).span == Span(30.0, 90.0)


def test_a_term_says_that_more_reading_may_change_it() -> None:
    why = (ScoreTerm("slow wave", 3.0, "z", 1.0), ScoreTerm(f"{NOT_FINAL}: 20 s after it were read", 20.0, "s"))
    assert Detection(0, 1.0, 1.0, "spasm", 0.5, terms=why[:1]).is_final
    assert not Detection(0, 1.0, 1.0, "spasm", 0.5, terms=why).is_final


def test_only_a_run_that_is_done_is_whole() -> None:
    for end in RunEnd:
        run = DetectorRun(new_run_id(), "f", "spasms", "Spasms", "1", "", (), Span(0, 1), "", "ann", end)
        assert run.is_partial == (end is not RunEnd.DONE)
