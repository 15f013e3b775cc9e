"""An older promise is kept: every supported `api` runs; any other is refused in one sentence that says what to do."""

import pytest
from detectors.made_plugins import Reports, make_plugin, run_made, small_recording
from hypothesis import given
from hypothesis import strategies as st

from eegview.detect.api import CURRENT_API, SUPPORTED_APIS, api_fault
from eegview.detect.consent import Consents
from eegview.detect.discovery import PluginState, inspect_folder
from eegview.detect.manifest_file import faults_of, read_manifest
from eegview.detect.readiness import ready_plugin
from eegview.model.errors import DetectorFailed
from eegview.model.suggestion.detection import RunEnd

KNOWN = f"this program knows {SUPPORTED_APIS[0]} to {SUPPORTED_APIS[-1]}"
WRITE = f"write api = {CURRENT_API}"
BODY = """
n_rows = 0
for stretch in recording.stretches(30.0):
    n_rows = len(stretch.data)
report.event(3.0, 1.0, "spasm", 0.5)
report.note(f"{n_rows} rows")
report.progress(1.0)
"""
UNKNOWN = st.integers().filter(lambda number: number not in SUPPORTED_APIS)


@pytest.fixture(scope="module")
def recording(tmp_path_factory):
    return small_recording(tmp_path_factory.mktemp("recording"))


def test_the_current_one_is_supported_and_the_newest():
    assert max(SUPPORTED_APIS) == CURRENT_API


@pytest.mark.parametrize("api", SUPPORTED_APIS)
def test_a_detector_of_every_supported_api_runs(tmp_path, recording, api):
    folder = make_plugin(tmp_path / "made", BODY, api=str(api))
    assert read_manifest(folder).api == api
    reports = Reports()
    ending = run_made(folder, recording, tmp_path / "logs", reports)
    assert (ending.end, ending.message) == (RunEnd.DONE, "")
    assert [one.onset_s for one in reports.detections] == [3.0]
    assert reports.notes == ["18 rows"]


def test_a_detector_that_uses_what_api_2_promises_runs(tmp_path, recording):
    body = """
    from eegview.plugin import peak_to_peak
    for stretch in recording.stretches(30.0):
        heights = peak_to_peak(stretch.data, stretch.rate_hz)
        report.trend("height", "µV", stretch.start_s, 1.0, heights.max(axis=0))
    """
    reports = Reports()
    ending = run_made(make_plugin(tmp_path / "made", body, api="2"), recording, tmp_path / "logs", reports)
    assert (ending.end, ending.message) == (RunEnd.DONE, "")
    assert sum(len(trend.values) for trend in reports.trends if trend.name == "height") >= 80


@pytest.mark.parametrize(
    ("api", "sentence"),
    [
        ("0", f"“api” is 0, and {KNOWN}; get a version of the detector with api = {CURRENT_API}."),
        ("-1", f"“api” is -1, and {KNOWN}; get a version of the detector with api = {CURRENT_API}."),
        (
            str(CURRENT_API + 1),
            f"“api” is {CURRENT_API + 1}, and {KNOWN}; update the program, or get a version of the detector "
            f"with api = {CURRENT_API}.",
        ),
        (f"0x{'f' * 5000}", f"“api” is far too large, and {KNOWN}; update the program, or get a version of"),
        ("true", f"“api” is true, which is not a whole number; {WRITE}."),
        ("false", f"“api” is false, which is not a whole number; {WRITE}."),
        ('"1"', f"“api” is “1”, which is not a whole number; {WRITE}."),
        ("1.0", f"“api” is 1.0, which is not a whole number; {WRITE}."),
        ("nan", f"“api” is nan, which is not a whole number; {WRITE}."),
        ("[1]", f"“api” is [1], which is not a whole number; {WRITE}."),
        ("", f"“api” is missing; {WRITE}, for what is promised today."),
    ],
)
def test_any_other_is_refused_in_one_sentence(tmp_path, api, sentence):
    folder = make_plugin(tmp_path / "made", "raise SystemExit('it was run')", api=api)
    (fault,) = faults_of(folder)
    assert fault.startswith(f"plugin.toml: {sentence}")
    found = inspect_folder(folder, "", Consents(tmp_path / "agreed.json"))
    assert found.state is PluginState.BROKEN
    with pytest.raises(DetectorFailed) as caught:
        ready_plugin(found, tmp_path / "copies")
    assert fault in caught.value.sentence


def test_what_a_newer_manifest_holds_beside_it_is_not_judged(tmp_path):
    more = '[hologram]\nlaser = "blue"\n[input]\nrate_hz = -1'
    folder = make_plugin(tmp_path / "made", more=more, api=str(CURRENT_API + 1))
    assert len(faults_of(folder)) == 1
    assert len(faults_of(make_plugin(tmp_path / "made", more=more))) == 2


@given(UNKNOWN)
def test_every_unknown_number_is_told_from_the_known_ones(api):
    fault = api_fault(api)
    assert KNOWN in fault
    assert ("update the program" in fault) == (api > CURRENT_API)
    assert len(fault) < 200


@given(st.one_of(st.booleans(), st.floats(), st.text(), st.lists(st.integers()), st.dates()))
def test_what_is_no_whole_number_is_none_of_them_though_it_be_equal(value):
    fault = api_fault(value)
    assert fault.endswith(f"which is not a whole number; {WRITE}")
    assert len(fault) < 200
    assert "\n" not in fault
