"""A wrong argument is one sentence at the author's own line: which argument, what is wanted, what was given."""

import json
from typing import Any

import numpy as np
import pytest
from detectors.made_plugins import Reports, make_plugin, run_made, small_recording
from recordings.memory_source import noise_source

from eegview.app.montage.store import montage_by_id
from eegview.detect.input_plan import plan_input
from eegview.detect.manifest import InputNeeds
from eegview.detect.plugin_recording import PluginRecording
from eegview.detect.reading.context_mark import ContextMark
from eegview.detect.reporting import Report
from eegview.model.suggestion.detection import RunEnd

SENT: list[bytes] = []
REPORT: Any = Report(SENT.append)  # called with what its types forbid
NAN, INF = float("nan"), float("inf")


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (
            lambda: REPORT.event(1.0, 1.0, "spasm", 0.5, channels="C3-P3"),
            'report.event: “channels” wants a list of names, such as ["C3-P3"]; it was given the text “C3-P3”.',
        ),
        (
            lambda: REPORT.event(1.0, 1.0, "spasm", 0.5, ["C3-P3", 4]),
            'report.event: “channels” wants a list of names, such as ["C3-P3"]; it was given 4.',
        ),
        (lambda: REPORT.event("1.0", 1.0, "spasm", 0.5), "“onset_s” wants a number of seconds; it was given the text"),
        (lambda: REPORT.event(NAN, 1.0, "spasm", 0.5), "“onset_s” wants a number of seconds; it was given nan."),
        (lambda: REPORT.event(None, 1.0, "spasm", 0.5), "“onset_s” wants a number of seconds; it was given None."),
        (lambda: REPORT.event(np.arange(3), 1.0, "spasm", 0.5), "it was given an array of shape (3,)."),
        (lambda: REPORT.event(1.0, -1.0, "spasm", 0.5), "“duration_s” wants a number of seconds, 0 or more; it was"),
        (lambda: REPORT.event(1.0, INF, "spasm", 0.5), "“duration_s” wants a number of seconds, 0 or more; it was"),
        (lambda: REPORT.event(1.0, 1.0, "spasm", True), "“score” wants a number from 0 to 1; it was given True."),
        (lambda: REPORT.event(1.0, 1.0, "spasm", np.bool_(True)), "“score” wants a number from 0 to 1; it was given"),
        (lambda: REPORT.event(1.0, 1.0, "spasm", 7), "“score” wants a number from 0 to 1; it was given 7."),
        (lambda: REPORT.event(1.0, 1.0, ("spasm",), 0.5), "“term” wants the id of a term, such as “spasm”; it was"),
        (lambda: REPORT.event(1.0, 1.0, "", 0.5), "“term” wants the id of a term, such as “spasm”; it was given an em"),
        (lambda: REPORT.event(1.0, 1.0, "spasm", 0.5, (), "height"), "“terms” wants a list of (name, value, unit, po"),
        (lambda: REPORT.event(1.0, 1.0, "spasm", 0.5, (), [("height", 3.0)]), "“terms” wants a list of (name, value"),
        (lambda: REPORT.event(1.0, 1.0, "spasm", 0.5, (), [("h", NAN, "z", 1.0)]), "whose value is a number; it was"),
        (lambda: REPORT.event(1.0, 1.0, "spasm", 0.5, (), [("h", 1, "z", "2")]), "whose points are a number; it was"),
        (lambda: REPORT.event(1.0, 1.0, "spasm", 0.5, attributes=["flexor"]), "“attributes” wants answers by name"),
        (lambda: REPORT.event(1.0, 1.0, "spasm", 0.5, attributes={"movement": None}), "it was given None."),
        (lambda: REPORT.trend("t", "µV", 0.0, 0.0, [1.0]), "“step_s” wants a number of seconds above 0; it was given"),
        (lambda: REPORT.trend("t", "µV", 0.0, 1.0, "12"), "“values” wants a list of numbers, NaN where nothing can"),
        (lambda: REPORT.trend("t", "µV", 0.0, 1.0, np.ones((2, 2))), "it was given an array of shape (2,)."),
        (lambda: REPORT.trend("t", "µV", 0.0, 1.0, 3.0), "“values” wants a list of numbers, NaN where nothing can"),
        (lambda: REPORT.trend("t", "µV", 0.0, 1.0, [INF]), "“values” wants a list of numbers, NaN where nothing can"),
        (lambda: REPORT.trend("", "µV", 0.0, 1.0, [1.0]), "“name” wants the name of the trend; it was given an empty"),
        (lambda: REPORT.progress("half"), "report.progress: “share” wants a number from 0 to 1; it was given the text"),
        (lambda: REPORT.note(3), "report.note: “sentence” wants a sentence; it was given 3."),
    ],
)  # fmt: skip
def test_a_wrong_argument_of_report_is_named(call, sentence):
    SENT.clear()
    with pytest.raises((TypeError, ValueError)) as caught:
        call()
    assert sentence in str(caught.value)
    assert SENT == []


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda r: r.stretches(0.0), "recording.stretches: “length_s” wants a number of seconds above 0; it was given"),
        (lambda r: r.stretches("60"), "recording.stretches: “length_s” wants a number of seconds above 0; it was"),
        (lambda r: r.stretches(60.0, -1.0), "recording.stretches: “before_s” wants a number of seconds, 0 or more"),
        (lambda r: r.stretches(kinds="emg"), 'recording.stretches: “kinds” wants a list of kinds, such as ["emg"]'),
        (lambda r: r.stretches(kinds=["emgg"]), "it was given the text “emgg”."),
        (lambda r: r.frames(0.001), "recording.frames: “length_s” wants a number of seconds, one sample (0.01 s) or"),
        (lambda r: r.frames(1.0, True), "recording.frames: “hop_s” wants a number of seconds, one sample (0.01 s)"),
        (lambda r: r.frames(1.0, kinds="emg"), "recording.frames: “kinds” wants a list of kinds, such as"),
        (lambda r: r.names("EMG"), "recording.names: “kind” wants one of emg, ecg, eog, respiration, spo2; it was"),
        (
            lambda r: r.piece((1.0, 2.0)),
            "recording.piece: “span” wants a Span of eegview.plugin; it was given a tu",
        ),
        (lambda r: r.marks("seizure"), "recording.marks: “term” wants a term that “marks” in [input] of plugin.toml"),
        (lambda r: r.marks("seizure"), "which are: spasm; it was given the text “seizure”."),
    ],
)
def test_a_wrong_argument_of_recording_is_named_at_the_call(call, sentence):
    source = noise_source(rate_hz=100.0)
    plan = plan_input(source.recording, montage_by_id("longitudinal_bipolar"), InputNeeds())
    marks = {"spasm": (ContextMark(1.0, 0.5, {}),)}
    recording = PluginRecording(source, plan, source.recording.span, marks=marks)
    with pytest.raises((TypeError, ValueError)) as caught:
        call(recording)  # not only when the first piece is asked for
    assert sentence in str(caught.value)


def test_numbers_of_numpy_and_any_iterable_of_names_are_taken():
    SENT.clear()
    REPORT.event(np.float32(1.5), np.int64(2), np.str_("spasm"), np.float64(0.5), (n for n in ("C3-P3", "P3-O1")))
    REPORT.event(np.array(2.0), 1, "spasm", 1, {"C3-P3"}, attributes={"grade": 3})
    REPORT.trend("t", "", 0, 1, np.array([1.0, NAN], np.float32))
    first, second, trend = (json.loads(line) for line in SENT)
    assert first["event"]["onset_s"] == 1.5
    assert first["event"]["channels"] == ["C3-P3", "P3-O1"]
    assert second["event"]["attributes"] == {"grade": "3"}
    assert trend["trend"]["values"] == [1.0, None]


def test_the_sentence_comes_with_the_line_of_the_author(tmp_path):
    body = "x = 1\nreport.event(3.0, 0.5, 'spasm', 0.7, channels='C3-P3')"
    plugin = make_plugin(tmp_path / "made", body)
    reports = Reports()
    ending = run_made(plugin, small_recording(tmp_path), tmp_path / "logs", reports)
    assert ending.end is RunEnd.CRASHED
    assert ending.message == (
        "The detector ended with an error: TypeError: report.event: “channels” wants a list of names, such as "
        '["C3-P3"]; it was given the text “C3-P3” (detector.py, line 3).'
    )
    assert reports.detections == []


def test_alive_is_passed_on_ten_times_a_second_however_often_it_is_said(monkeypatch):
    now_s = 100.0
    monkeypatch.setattr("eegview.detect.reporting.time.monotonic", lambda: now_s)
    sent: list[bytes] = []
    report = Report(sent.append)
    for _ in range(1000):
        report.alive()
        now_s += 0.001
    assert sent[0] == b'{"alive":{}}\n'
    assert 9 <= len(sent) <= 11


def test_a_detector_that_says_nothing_but_that_it_is_alive_can_be_stopped(tmp_path):
    body = "report.note('begun')\nwhile True: report.alive()"
    plugin, reports = make_plugin(tmp_path / "made", body), Reports()
    ending = run_made(plugin, small_recording(tmp_path), tmp_path / "logs", reports, lambda: bool(reports.notes))
    assert (ending.end, ending.message) == (RunEnd.CANCELLED, "Stopped.")
