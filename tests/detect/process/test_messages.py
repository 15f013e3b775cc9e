"""What a detector reports is checked before anyone sees it."""

import contextlib
import json
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.detect.process import messages
from eegview.detect.process.messages import BadMessage, Listener
from eegview.detect.reporting import Report, Stopped
from eegview.model.span import Span
from eegview.model.suggestion.detection import score_of

POINTS = st.lists(st.floats(-50, 50), max_size=6)


HOUR = Span(0.0, 3600.0)


def _pair(within: Span = HOUR) -> tuple[Report, Listener]:
    """Return a report and the listener that gets every message of it."""
    listener = Listener(("spasm",), within)

    def send(line: bytes) -> None:
        assert listener.on_message(line.rstrip()) is None

    return Report(send), listener


def _refusal(line: bytes) -> str:
    """Return what a listener objects to in a message, "" where it takes it."""
    try:
        Listener((), Span(0.0, 1.0)).on_message(line)
    except BadMessage as error:
        return str(error)
    return ""


@given(st.floats(0, 3600), st.floats(0, 60), POINTS, st.lists(st.text(min_size=1, max_size=20), max_size=3))
def test_what_a_report_says_arrives_as_it_was_said(onset_s, duration_s, points, channels):
    report, listener = _pair()
    terms = [(f"reason {number}", number * 1.5, "z", value) for number, value in enumerate(points)]
    score = 1 / (1 + math.exp(-math.fsum(points))) if abs(math.fsum(points)) < 700 else float(math.fsum(points) > 0)
    report.event(onset_s, duration_s, "spasm", score, channels, terms)
    (one,) = listener.drain().detections
    assert (one.onset_s, one.duration_s, one.channels) == (onset_s, duration_s, tuple(channels))
    assert [term.points for term in one.terms] == points
    if points:
        assert score_of(one.terms) == pytest.approx(one.score, abs=1e-3)


def test_answers_arrive_sorted_by_name():
    report, listener = _pair()
    report.event(1.0, 2.0, "spasm", 0.5, attributes={"side": "left", "movement": "flexor"})
    report.event(3.0, 2.0, "spasm", 0.5)
    first, second = listener.drain().detections
    assert first.attributes == (("movement", "flexor"), ("side", "left"))
    assert second.attributes == ()


def test_numpy_values_are_values(tmp_path):
    report, listener = _pair()
    single: Any = np.float32
    whole: Any = np.int64
    report.event(np.float64(3), single(1), "spasm", single(0.5), np.array(["C3"]))
    report.trend("t", "µV", whole(0), single(1), np.arange(3, dtype=np.float32))
    report.progress(single(0.5))
    batch = listener.drain()
    assert batch.detections[0].channels == ("C3",)
    assert batch.share == 0.5
    assert batch.reached_s == 1800.0


def test_a_score_that_its_terms_do_not_make_is_refused():
    report, _listener = _pair()
    with pytest.raises(BadMessage, match="its terms make"):
        report.event(1.0, 1.0, "spasm", 0.8, (), [("height", 5.0, "z", 0.0)])


def test_numbers_go_up_in_the_order_of_coming():
    report, listener = _pair()
    for onset_s in (5.0, 3.0):
        report.event(onset_s, 1.0, "spasm", 0.5)
    report.event(9.0, 1.0, "spasm", 0.5)
    assert [one.number for one in listener.drain().detections] == [0, 1, 2]
    report.event(10.0, 1.0, "spasm", 0.5)
    assert [one.number for one in listener.drain().detections] == [3]


@pytest.mark.parametrize(
    "event",
    [
        {"onset_s": -1.0},
        {"onset_s": 4000.0},
        {"onset_s": "1"},
        {"onset_s": True},
        {"duration_s": -1.0},
        {"duration_s": 1e9},
        {"score": 1.5},
        {"score": None},
        {"term": "note"},
        {"term": 5},
        {"channels": "C3"},
        {"channels": [""]},
        {"channels": ["x" * 100]},
        {"terms": [["height", 5.0, "z"]]},
        {"terms": [["", 5.0, "z", 0.0]]},
        {"terms": [["height", 5.0, "z", 1e6]]},
        {"terms": {}},
        {"attributes": []},
        {"attributes": {"kind": 5}},
        {"attributes": {"kind": ""}},
        {"attributes": {"": "electrode_pop"}},
        {"attributes": {"kind": "x" * 200}},
        {"attributes": {f"a{number}": "x" for number in range(30)}},
    ],
)
def test_an_event_that_cannot_be_is_refused(event):
    whole = {"onset_s": 1.0, "duration_s": 1.0, "term": "spasm", "score": 0.5, "channels": [], "terms": []} | event
    with pytest.raises(BadMessage):
        Listener(("spasm",), Span(0.0, 3600.0)).on_message(json.dumps({"event": whole}).encode())


@given(st.binary(max_size=60))
def test_no_bytes_end_in_another_error(line):
    assert _refusal(line).endswith(".")


@given(
    st.dictionaries(
        st.sampled_from(["event", "trend", "progress", "note", "failed", "done", "reached", "other"]),
        st.dictionaries(
            st.sampled_from(["onset_s", "share", "what", "kind", "name", "values", "step_s", "start_s", "unit"]),
            st.one_of(st.none(), st.integers(), st.floats(), st.text(), st.lists(st.floats())),
        ),
        max_size=2,
    )
)
def test_no_message_ends_in_another_error(message):
    refusal = _refusal(json.dumps(message).encode())
    assert refusal == "" or refusal.endswith(".")


def test_a_trend_comes_piece_by_piece_and_a_gap_is_filled_with_not_measurable():
    report, listener = _pair()
    report.trend("height", "µV", 0.0, 10.0, [1.0, 2.0])
    report.trend("height", "µV", 20.0, 10.0, [3.0])
    report.trend("height", "µV", 60.0, 10.0, [math.nan, 4.0])
    first, second, third = listener.drain().trends
    assert first.span.stop_s == second.start_s
    assert third.start_s == second.span.stop_s
    assert np.array_equal(third.values, np.array([np.nan, np.nan, np.nan, np.nan, 4.0], np.float32), equal_nan=True)


@pytest.mark.parametrize(
    ("start_s", "step_s", "unit"), [(10.0, 10.0, "µV"), (25.0, 10.0, "µV"), (20.0, 5.0, "µV"), (20.0, 10.0, "Hz")]
)
def test_a_trend_that_does_not_go_on_is_refused(start_s, step_s, unit):
    report, _listener = _pair()
    report.trend("height", "µV", 0.0, 10.0, [1.0, 2.0])
    with pytest.raises(BadMessage):
        report.trend("height", unit, start_s, step_s, [3.0])


def test_a_trend_stays_within_what_is_searched():
    report, _listener = _pair(Span(100.0, 200.0))
    report.trend("height", "µV", 100.0, 30.0, [1.0] * 4)  # the last one may be begun
    for start_s, n_values in ((0.0, 1), (100.0, 6)):
        with pytest.raises(BadMessage):
            report.trend("other", "µV", start_s, 30.0, [1.0] * n_values)


def test_more_than_anyone_could_look_at_is_refused(monkeypatch):
    monkeypatch.setattr(messages, "MOST_EVENTS_PER_HOUR", 10)
    report, listener = _pair(Span(0.0, 7200.0))
    for number in range(20):
        report.event(number, 0.1, "spasm", 0.5)
    with pytest.raises(BadMessage, match="more than 20 events"):
        report.event(1.0, 0.1, "spasm", 0.5)
    assert len(listener.drain().detections) == 20


def test_progress_never_goes_back():
    report, listener = _pair()
    report.progress(0.5)
    report._reported_s = -math.inf
    report.reached(60.0)
    batch = listener.drain()
    assert (batch.share, batch.reached_s) == (0.5, 1800.0)


def test_a_wish_to_stop_gets_through_a_detectors_own_handlers():
    report = Report(lambda _line: None, lambda: True)

    def careless() -> None:
        with contextlib.suppress(Exception):
            report.progress(0.1)

    with pytest.raises(Stopped):
        careless()


def test_what_begins_past_the_end_within_the_reach_of_a_frame_is_left_out_and_told_once():
    report, listener = _pair(Span(0.0, 60.0))
    with pytest.raises(BadMessage, match="outside what it was to search"):
        report.event(61.0, 1.0, "spasm", 0.5)
    report.handed_past(64.0)
    for onset_s in (59.5, 61.0, 63.9):
        report.event(onset_s, 1.0, "spasm", 0.5)
    batch = listener.drain()
    assert [one.onset_s for one in batch.detections] == [59.5]
    assert batch.notes == [
        "What begins after 60 s, where the search ends, was left out; the last frames reach past it."
    ]
    with pytest.raises(BadMessage, match="outside what it was to search"):
        report.event(64.5, 1.0, "spasm", 0.5)


def test_a_run_that_breaks_off_has_told_how_far_it_came():
    report, listener = _pair(Span(0.0, 60.0))
    for time_s in range(50):
        report.reached(time_s)
    report.pass_on_reached()
    assert listener.drain().reached_s == 49.0
