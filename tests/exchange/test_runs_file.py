"""Runs of detectors as lines of JSON and back."""

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.exchange.runs_file import RunResults, run_lines, runs_in
from eegview.model.errors import UnreadableFile
from eegview.model.span import Span
from eegview.model.suggestion.detection import Detection, DetectorRun, RunEnd, ScoreTerm, Trend

RUN = DetectorRun(
    *("a1", "f" * 64, "spasms", "Epileptic spasms", "1.2.0", "ab" * 32, (("minimum_score", "0.5"),)),
    *(Span(10.0, 3600.0), "2026-01-01T12:00:00+00:00", "Zoë", RunEnd.SILENT, "It hung.", ("Too young.",), 700.0),
    notes=("No muscle\u2028channel.",),
    always_listed=("spasm",),
)
TERMS = (ScoreTerm("slow wave", 5.2, "z", 1.4), ScoreTerm("no EMG", math.inf, "", -0.5))
DETECTION = Detection(0, 12.5, 1.25, "spasm", 0.711, ("Fp1-F7", "T7–P7"), TERMS[:1], (("movement", "flexor"),))


def test_a_run_comes_back_whole():
    (back,) = runs_in("".join(run_lines([RunResults(RUN, (DETECTION,))])).split("\n"))
    assert back == RunResults(RUN, (DETECTION,))
    assert runs_in(run_lines([])) == ()


def test_a_file_of_before_says_nothing_of_thresholds():
    lines = [line.replace('"always_listed"', '"something_else"') for line in run_lines([RunResults(RUN)])]
    assert runs_in(lines)[0].run.always_listed == ()


def test_what_is_no_number_is_not_measured():
    (back,) = runs_in(run_lines([RunResults(RUN, (Detection(0, 1.0, 1.0, "spasm", 0.5, (), TERMS),))]))
    assert math.isnan(back.detections[0].terms[1].value)


@given(st.lists(st.floats(width=32, allow_infinity=False), max_size=50))
def test_values_of_a_trend_come_back_bit_by_bit(values):
    trend = Trend("amplitude", "µV", 10.0, 2.0, np.array(values, np.float32))
    (back,) = runs_in(run_lines([RunResults(RUN, (), (trend,))]))
    (found,) = back.trends
    assert (found.name, found.unit, found.span) == (trend.name, trend.unit, trend.span)
    assert np.array_equal(found.values, trend.values, equal_nan=True)


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("run", {"end": "somehow"}),
        ("run", {"title": 3}),
        ("run", {"start_s": "now"}),
        ("detection", {"onset_s": 1e400}),
        ("detection", {"duration_s": -1}),
        ("detection", {"number": 1.5}),
        ("detection", {"terms": [["a", 1]]}),
        ("detection", {"channels": 7}),
    ],
)
def test_what_was_changed_by_hand_is_refused(kind, changes):
    rows = [json.loads(line) for line in run_lines([RunResults(RUN, (DETECTION,))])]
    for row in rows:
        if kind in row:
            row[kind] |= changes
    with pytest.raises(UnreadableFile):
        runs_in(json.dumps(row) for row in rows)


@pytest.mark.parametrize(
    "text", ["", "[]", '{"format": "eegview-log"}', '{"format": "eegview-runs", "format_version": 2}']
)
def test_what_is_no_such_file_is_refused(text):
    with pytest.raises(UnreadableFile):
        runs_in([text])
