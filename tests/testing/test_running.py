"""Run a detector for a test: in this process or as the program does, with the same result."""

import sys

import numpy as np
import pytest
from detectors.made_plugins import make_plugin

from eegview.detect.process.messages import BadMessage
from eegview.model.errors import DetectorFailed, UsageError
from eegview.testing import TEN_TWENTY, from_arrays, run

pytestmark = pytest.mark.usefixtures("compiled_kernels")

HEIGHT = """
import numpy as np
for frame in recording.frames(1.0):
    height = float(np.ptp(frame.data))
    report.trend("height", "µV", frame.start_s, 1.0, [height])
    if height > parameters["threshold"]:
        report.event(frame.start_s, 1.0, "spasm", 0.7, channels=["C3-P3"], attributes={"shoe": "red"})
report.note("done")
"""
THRESHOLD = "[[parameters]]\nname = 'threshold'\nlabel = 'T'\ndefault = 200.0\n"


@pytest.fixture
def recording():
    data = np.zeros((19, 256 * 20))
    data[TEN_TWENTY.index("C3"), 256 * 7 + 10 : 256 * 7 + 40] = 500.0
    return from_arrays(data)


@pytest.fixture
def folder(tmp_path):
    return make_plugin(tmp_path / "made", HEIGHT, THRESHOLD)


@pytest.mark.parametrize("isolated", [False, True])
def test_everything_reported_is_in_the_result(folder, recording, isolated):
    found = run(folder, recording, isolated=isolated)
    (event,) = found.events
    assert (event.onset_s, event.duration_s, event.term_id, event.score) == (7.0, 1.0, "spasm", 0.7)
    assert event.channels == ("C3-P3",)
    assert event.attributes == ()  # the vocabulary does not ask for shoes
    assert found.events_of("spasm") == (event,)
    assert found.events_of("seizure") == ()
    height = found.trend("height")
    assert (height.unit, height.step_s, len(height.values)) == ("µV", 1.0, 20)
    assert found.notes[-1] == "done"
    assert any("shoe" in note for note in found.notes)


def test_parameters_and_a_part_can_be_chosen(folder, recording):
    assert run(folder, recording, threshold=1200.0).events == ()
    assert run(folder, recording, span=(10.0, 20.0)).events == ()
    assert len(run(folder, recording, span=(5.0, 10.0)).trend("height").values) == 5
    with pytest.raises(UsageError, match="no parameter “treshold”"):
        run(folder, recording, treshold=1.0)


def test_a_trend_that_is_not_there_is_answered_with_those_that_are(folder, recording):
    with pytest.raises(KeyError, match="height"):
        run(folder, recording).trend("depth")


def test_an_error_comes_out_as_it_is(tmp_path, recording):
    folder = make_plugin(tmp_path / "made", "raise ZeroDivisionError('here')")
    with pytest.raises(ZeroDivisionError, match="here") as told:
        run(folder, recording)
    assert str(told.traceback[-1].path).endswith("detector.py")


def test_an_isolated_run_that_fails_says_what_it_printed(tmp_path, recording):
    folder = make_plugin(tmp_path / "made", "print('so far'); raise ZeroDivisionError('here')")
    with pytest.raises(DetectorFailed, match="ZeroDivisionError") as told:
        run(folder, recording, isolated=True)
    assert "so far" in told.value.advice


def test_what_cannot_be_is_told_even_where_the_detector_swallows_it(tmp_path, recording):
    body = "try:\n    report.event(500.0, 1.0, 'spasm', 0.5)\nexcept Exception:\n    pass"
    with pytest.raises(BadMessage, match="outside what it was to search"):
        run(make_plugin(tmp_path / "made", body), recording)


def test_a_function_is_run_with_the_manifest_beside_it(folder, recording, monkeypatch):
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.delitem(sys.modules, "detector", raising=False)
    from detector import detect

    assert len(run(detect, recording).events) == 1
    monkeypatch.delitem(sys.modules, "detector")


def test_a_function_without_a_manifest_is_refused(recording):
    def detect(recording, parameters, report):
        pass

    with pytest.raises(UsageError, match=r"no plugin\.toml beside the function “detect”"):
        run(detect, recording)


def test_own_modules_are_imported_anew_and_gone_afterwards(folder, recording):
    (folder / "json.py").write_text("LEVEL = 1\n")
    (folder / "measures.py").write_text("LEVEL = 0.1\n")
    body = "from measures import LEVEL\nreport.event(1.0, 1.0, 'spasm', LEVEL)"
    make_plugin(folder, body)
    before = sys.modules["json"], list(sys.path), list(sys.path_hooks)
    assert run(folder, recording).events[0].score == 0.1
    (folder / "measures.py").write_text("LEVEL = 0.2\n")
    assert run(folder, recording).events[0].score == 0.2
    assert "measures" not in sys.modules
    assert (sys.modules["json"], sys.path, sys.path_hooks) == before
    assert not (folder / "__pycache__").exists()


def test_a_recording_that_does_not_fit_is_refused_as_the_program_does(tmp_path, recording):
    folder = make_plugin(tmp_path / "made", more="[input]\nminimum_rate_hz = 500.0")
    with pytest.raises(UsageError, match="needs 500 Hz"):
        run(folder, recording)


MARKS = "[input]\nmarks = ['spasm', 'seizure']\n"
TELL_MARKS = """
for term in ("spasm", "seizure"):
    for onset_s, duration_s, attributes in recording.marks(term):
        report.note(f"{term} {onset_s} {duration_s} {sorted(attributes.items())}")
"""


@pytest.mark.parametrize("isolated", [False, True])
def test_a_detector_that_declares_marks_is_given_those_of_the_test(tmp_path, recording, isolated):
    folder = make_plugin(tmp_path / "made", TELL_MARKS, MARKS)
    marks = [("spasm", 12.0, 1.5, {"movement": "flexor"}), ("spasm", 3.0, 0.0)]
    assert run(folder, recording, isolated=isolated, marks=marks).notes == (
        "spasm 3.0 0.0 []",
        "spasm 12.0 1.5 [('movement', 'flexor')]",
    )
    assert run(folder, recording, isolated=isolated).notes == ()


@pytest.mark.parametrize(
    ("marks", "said"),
    [
        ([("hypsarrhythmia", 1.0, 1.0)], "names: spasm, seizure"),
        (["spasm"], "A mark is"),
        ([("spasm", "x", 1)], "A mark"),
    ],
)
def test_marks_that_cannot_be_given_are_refused(tmp_path, recording, marks, said):
    folder = make_plugin(tmp_path / "made", TELL_MARKS, MARKS)
    with pytest.raises(UsageError, match=said):
        run(folder, recording, marks=marks)


def test_all_at_once_is_refused_by_the_memory_of_the_manifest(tmp_path):
    recording = from_arrays(np.zeros((19, 256 * 2000)))  # 18 rows: 35 MiB
    folder = make_plugin(tmp_path / "made", "recording.data()", "[limits]\nmemory_mib = 64.0\n")
    with pytest.raises(DetectorFailed, match="more than half of the detector's 64 MiB"):
        run(folder, recording)


IN_FRAMES = """
import numpy as np
for frame in recording.frames(10.0):
    for k in np.flatnonzero(np.abs(frame.data).max(axis=0) > 200.0)[:1]:
        report.event(frame.times_s[k], 0.5, "spasm", 0.5)
"""


@pytest.mark.parametrize("isolated", [False, True])
def test_an_event_in_a_frame_past_the_end_of_the_search_is_left_out_with_a_note(tmp_path, recording, isolated):
    folder = make_plugin(tmp_path / "made", IN_FRAMES)
    assert len(run(folder, recording, isolated=isolated, span=(0.0, 7.5)).events) == 1
    found = run(folder, recording, isolated=isolated, span=(0.0, 5.0))
    assert found.events == ()
    assert found.notes == (
        "What begins after 5 s, where the search ends, was left out; the last frames reach past it.",
    )
