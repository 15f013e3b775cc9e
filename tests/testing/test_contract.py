"""The laws of detectors: a law is told where it is broken, with the input and what came out, and nowhere else."""

import textwrap

import pytest
from detectors.made_plugins import make_plugin

from eegview.detect.shipped import shipped_folder
from eegview.model.errors import UsageError
from eegview.testing import LAWS, assert_contract, contract_breaches, simulated

pytestmark = pytest.mark.usefixtures("compiled_kernels")

# A detector that keeps every law; the place of `{more}` breaks one.
LAWFUL = """
import numpy as np
for frame in recording.frames(1.0):
    {more}
    height = np.ptp(frame.data, axis=1)
    height = float(height[np.isfinite(height)].max(initial=0.0))
    report.trend("height", "µV", frame.start_s, 1.0, [height])
    if height > 400.0:
        report.event(frame.start_s, 1.0, "spasm", 0.5, terms=[("height", height, "µV", 0.0)])
"""


@pytest.fixture(scope="module")
def infant():
    return simulated(2.5, seed=1)


def made(tmp_path, more="pass", body=LAWFUL, manifest=""):
    code = textwrap.indent(textwrap.dedent(more), "    ").lstrip()
    return make_plugin(tmp_path / "made", body.replace("{more}", code), manifest)


def broken_laws(folder, infant, without=("isolated",)):
    breaches = list(contract_breaches(folder, recording=infant, without=without))
    return {one.law for one in breaches}, [str(one) for one in breaches]


def test_a_lawful_detector_keeps_every_law(tmp_path, infant):
    assert_contract(made(tmp_path), recording=infant)


@pytest.mark.parametrize(
    ("more", "laws", "said"),
    [
        ("report.event(frame.start_s, 1.0, 'spasm', 0.5)", {"lawful"}, "has no terms"),
        ("assert np.isfinite(frame.data).all()", {"missing"}, "AssertionError"),
        ("1 / float(np.nan_to_num(frame.data).any())", {"flat", "missing"}, "ZeroDivisionError"),
        ("recording.rows.index('F3-C3')", {"rows"}, "not in tuple"),
        ("recording.age_months + 1", {"bare"}, "NoneType"),
        ("recording.names('emg')[0]", {"bare"}, "IndexError"),
        (
            "report.event(1.0, 1.0, 'spasm', 0.5, terms=[('a', 1.0, '', 0.0)])",
            {"part", "more read"},
            "outside what it was to search",
        ),
    ],
)
def test_a_broken_law_is_told_with_its_input(tmp_path, infant, more, laws, said):
    found, sentences = broken_laws(made(tmp_path, more), infant)
    assert found == laws
    assert all(LAWS[law][0] in "".join(sentences) for law in laws)
    assert any(said in one for one in sentences), sentences
    assert all(one.endswith(".") and "; with " in one for one in sentences)


def test_a_random_detector_is_told(tmp_path, infant):
    body = "import random\nreport.trend('a', '', recording.span.start_s, 1.0, [random.random()])"
    found, sentences = broken_laws(made(tmp_path, body=body), infant)
    assert "deterministic" in found
    assert any("the trend “a” has another value at 0.00 s" in one for one in sentences)


def test_a_detector_that_depends_on_its_pieces_is_told(tmp_path, infant):
    body = """
    for stretch in recording.stretches(60.0):
        report.event(stretch.span.start_s, 1.0, "spasm", 0.5, terms=[("a", 1.0, "", 0.0)])
    """
    found, sentences = broken_laws(made(tmp_path, body=textwrap.dedent(body)), infant)
    assert "cuts" in found
    assert any("handed out in pieces of 47 s" in one for one in sentences)


@pytest.mark.parametrize("term", ["whole", "not final: the recording goes on"])
def test_what_changes_with_more_read_is_told_unless_it_says_so(tmp_path, infant, term):
    body = f"""
    share = 0.01 * recording.duration_s
    terms = [("share", share, "", share), ("{term}", 0.0, "s", 0.0)]
    report.event(recording.span.start_s, 1.0, "spasm", 1 / (1 + 2.718281828459045 ** -share), terms=terms)
    """
    found, sentences = broken_laws(made(tmp_path, body=textwrap.dedent(body)), infant)
    assert ("more read" in found) == (term == "whole"), sentences


def test_an_event_in_a_gap_is_told(tmp_path, infant):
    body = """
    for time_s in range(0, int(recording.duration_s), 5):
        if recording.span.contains(time_s):
            report.event(time_s, 1.0, "spasm", 0.5, terms=[("a", 1.0, "", 0.0)])
    """
    found, sentences = broken_laws(made(tmp_path, body=textwrap.dedent(body)), infant)
    assert found == {"gaps"}
    assert any("begins in the gap" in one for one in sentences)


def test_one_that_does_not_stop_is_told(tmp_path, infant):
    body = """
    for _ in range(9):
        try:
            report.progress(0.5)
            report.trend("a", "", recording.span.start_s + _, 1.0, [1.0])
        except BaseException:
            pass
    """
    found, sentences = broken_laws(made(tmp_path, body=textwrap.dedent(body)), infant, ("isolated", "short", "gaps"))
    assert found == {"stops"}, sentences
    assert "keeps it from stopping" in sentences[0]


def test_one_that_tells_nothing_was_not_tried(tmp_path, infant):
    found, sentences = broken_laws(made(tmp_path, body="pass"), infant)
    assert found == {"tried"}
    assert "give another recording" in sentences[0]


def test_one_that_differs_in_a_process_of_its_own_is_told(tmp_path, infant):
    body = "import sys\nreport.trend('a', '', recording.span.start_s, 1.0, [float('pytest' in sys.modules)])"
    found, _sentences = broken_laws(made(tmp_path, body=body), infant, without=())
    assert found == {"isolated"}


def test_all_broken_laws_are_one_failure(tmp_path, infant):
    folder = made(tmp_path, "recording.age_months + 1\nassert np.isfinite(frame.data).all()")
    with pytest.raises(AssertionError) as told:
        assert_contract(folder, recording=infant, without=["isolated"])
    lines = str(told.value).splitlines()
    assert lines[0].startswith("made breaks ")
    assert {line.split(":")[0] for line in lines[1:]} == {"missing", "bare"}
    assert all("(detector.py, line " in line for line in lines[1:])


def test_a_folder_with_faults_is_not_run(tmp_path, infant):
    folder = made(tmp_path, manifest="[input]\nrate_hz = -1")
    with pytest.raises(AssertionError, match=r"has faults, so it was not run:\nplugin\.toml, line "):
        assert_contract(folder, recording=infant)


def test_a_law_that_there_is_not_is_refused(tmp_path, infant):
    with pytest.raises(UsageError, match="no law “gravity”"):
        assert_contract(made(tmp_path), recording=infant, without=["gravity"])


@pytest.mark.parametrize("name", ["example", "artifact"])
def test_detectors_that_come_with_the_program_keep_the_laws(name):
    assert_contract(shipped_folder() / name, without=["isolated"])  # tests/detect/test_every_plugin.py runs it


def test_marks_reach_the_laws_and_a_reader_without_any_is_tried_too(tmp_path, infant):
    folder = made(tmp_path, "recording.marks('spasm')[0]", manifest="[input]\nmarks = ['spasm']\n")
    laws = set(LAWS) - {"bare", "lawful"}
    found = list(contract_breaches(folder, recording=infant, without=laws, marks=[("spasm", 10.0, 1.0)]))
    assert [(one.law, one.recording) for one in found] == [("bare", "a reader who made no marks")]


def test_a_search_of_the_first_part_sees_what_is_told_past_its_end(tmp_path, infant):
    body = """
    for stretch in recording.stretches(20.0, after_s=20.0):
        report.event(stretch.times_s[-1], 0.0, "spasm", 0.5, terms=[("a", 1.0, "", 0.0)])
    """
    folder = make_plugin(tmp_path / "made", textwrap.dedent(body))
    (breach,) = contract_breaches(folder, recording=infant, without=set(LAWS) - {"part"})
    assert breach.recording == "a search from 0.0 s to 90.0 s"
    assert "outside what it was to search" in breach.what


def test_a_detector_on_frames_that_hangs_on_how_much_is_read_at_once_breaks_the_law_of_cuts(tmp_path, infant):
    body = """
    import numpy as np
    for frame in recording.frames(1.0):
        report.trend("piece", "s", frame.start_s, 1.0, [recording._block_s])
    """
    folder = make_plugin(tmp_path / "made", textwrap.dedent(body))
    breaches = list(contract_breaches(folder, recording=infant, without=set(LAWS) - {"cuts"}))
    assert [one.law for one in breaches] == ["cuts", "cuts"]
