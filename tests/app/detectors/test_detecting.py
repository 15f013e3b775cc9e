"""A detector's run is kept as it comes, and says how it ended."""

import json
import stat
import sys
from dataclasses import replace

import numpy as np
import pytest
from detectors.made_plugins import make_plugin
from recordings.study_files import write_edf

from eegview.app.detectors.detecting import DetectionOrder, joined_movement, movement_of, run_detector, searched_span
from eegview.app.detectors.own_settings import own_settings_folder
from eegview.app.library.editing import study_library
from eegview.detect.consent import Consents
from eegview.detect.content import content_hash
from eegview.detect.discovery import inspect_folder
from eegview.exchange.runs_file import RunResults, run_lines
from eegview.model.errors import Cancelled, DetectorFailed, UsageError
from eegview.model.film.video import SyncMap, VideoClip
from eegview.model.movement import MovementTrace
from eegview.model.span import Span
from eegview.model.suggestion.detection import RunEnd
from eegview.readers.opening import open_recording

BODY = """
for number, stretch in enumerate(recording.stretches(20.0)):
    report.event(stretch.span.start_s + 1, 0.5, "spasm", 0.5, ["Fp1-F7"], [("height", 3.0, parameters["unit"], 0.0)])
    report.trend("height", "µV", stretch.span.start_s, 10.0, [1.0, 2.0])
times_s, values = recording.movement()
report.note(f"{recording.age_months:.1f} months, {len(times_s)} of movement up to {values.max():g}")
"""
MORE = """
[ages]
from_months = 1
up_to_months = 6
[[parameters]]
name = "unit"
label = "Unit"
type = "text"
default = "z"
"""


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return write_edf(tmp_path_factory.mktemp("study") / "study.edf", segments=((0, 60),))


@pytest.fixture
def recording(path):
    source = open_recording(path)
    yield source.recording
    source.close()


@pytest.fixture(autouse=True)
def own_logs(tmp_path, monkeypatch):
    """Have what detectors print kept in a folder of the test."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


def _agreed(tmp_path, body: str, more: str = MORE):
    folder = make_plugin(tmp_path / "made", body, more)
    consents = Consents(tmp_path / "agreed.json")
    consents.agree(content_hash(folder), "made", folder)
    return inspect_folder(folder, "", consents)


MOVEMENT = (np.arange(5.0), np.array([0, 1, 7, 1, np.nan], np.float32)[:5])


def test_everything_it_says_is_kept_and_returned(tmp_path, path, recording):
    plugin = _agreed(tmp_path, BODY.replace("values.max()", "values[2]"))
    library = study_library(str(tmp_path / "library.sqlite"))
    shares = []
    order = DetectionOrder((str(path),), {"unit": "µV"}, None, 7.0, MOVEMENT, "ada")
    found = run_detector(plugin, recording, order, library, lambda _run, batch: shares.append(batch.share))
    assert (found.run.end, found.run.author, found.run.span) == (RunEnd.DONE, "ada", Span(0.0, 60.0))
    assert found.run.parameters == (("unit", "µV"),)
    assert found.run.outside == ("The infant's age is 7.0 months; made for 1–6 months.",)
    assert [one.onset_s for one in found.detections] == [1.0, 21.0, 41.0]
    assert list(found.trends[0].values) == [1, 2, 1, 2, 1, 2]
    assert found.notes == ("7.0 months, 5 of movement up to 7",)
    assert shares == sorted(shares)
    (kept,) = library.runs(recording.fingerprint)
    assert (kept.end, kept.outside, kept.content_hash) == (RunEnd.DONE, found.run.outside, plugin.content_hash)
    assert kept.notes == found.notes
    assert library.detections(kept.run_id) == found.detections
    assert np.array_equal(library.trends(kept.run_id)[0].values, found.trends[0].values)
    library.close()


SEARCHED_BY = """
[[parameters]]
name = "examples"
label = "Examples"
type = "text"
default = ""
"""


def test_a_stored_run_does_not_say_where_the_marks_are_that_it_searched_by(tmp_path, path, recording):
    plugin = _agreed(tmp_path, "report.note(parameters['examples'][:5])", SEARCHED_BY)
    library = study_library(str(tmp_path / "library.sqlite"))
    orders = [DetectionOrder((str(path),), {"examples": text}, author="ada") for text in ("7.375, 41.5", "7.375,41.5")]
    found = [run_detector(plugin, recording, order, library) for order in orders]
    assert found[0].notes == ("7.375",)  # the detector was given them
    kept = library.runs(recording.fingerprint)
    assert all(one.end is RunEnd.DONE for one in kept)
    assert dict(kept[0].parameters)["examples"].startswith("2 times (fingerprint ")
    assert kept[0].parameters == kept[1].parameters  # the same times, as its own reader can tell
    assert not library.verify(recording.fingerprint)
    shared = "".join(run_lines([RunResults(replace(one, notes=())) for one in kept]))  # as a bundle takes it along
    assert "41.5" not in shared
    assert b"41.5" not in (tmp_path / "library.sqlite").read_bytes()
    library.close()
    files = list(own_settings_folder().iterdir())
    held = [json.loads(file.read_text()) for file in files if file.suffix == ".json"]
    assert {one["run"]: one["stored_as"] for one in held} == {one.run_id: dict(one.parameters) for one in kept}
    assert {one["settings"]["examples"] for one in held} == {"7.375, 41.5", "7.375,41.5"}
    if sys.platform != "win32":
        assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in files)


def test_a_run_goes_on_where_its_settings_cannot_be_kept(tmp_path, path, recording):
    own_settings_folder().parent.mkdir(parents=True)
    own_settings_folder().write_text("no folder")
    plugin = _agreed(tmp_path, "pass", SEARCHED_BY)
    library = study_library(str(tmp_path / "library.sqlite"))
    found = run_detector(plugin, recording, DetectionOrder((str(path),), {"examples": "41.5"}), library)
    assert found.run.end is RunEnd.DONE
    assert dict(library.runs(recording.fingerprint)[0].parameters)["examples"].startswith("1 time (fingerprint ")
    library.close()


def test_answers_the_vocabulary_does_not_ask_for_are_left_out_and_told_once(tmp_path, path, recording):
    body = """
for onset_s in (1.0, 2.0):
    report.event(onset_s, 0.5, "spasm", 0.5, terms=[("height", 3.0, "z", 0.0)],
                 attributes={"movement": "flexor", "side": "up", "colour": "red"})
"""
    plugin = _agreed(tmp_path, body)
    library = study_library(str(tmp_path / "library.sqlite"))
    found = run_detector(plugin, recording, DetectionOrder((str(path),)), library)
    assert [one.attributes for one in found.detections] == [(("movement", "flexor"),)] * 2
    assert found.notes == (
        "The answer “colour: red” to “spasm” is not in the vocabulary and was left out.",
        "The answer “side: up” to “spasm” is not in the vocabulary and was left out.",
    )
    assert library.detections(found.run.run_id) == found.detections
    library.close()


def test_what_came_before_a_crash_is_kept_as_partial(tmp_path, path, recording):
    plugin = _agreed(
        tmp_path,
        "for s in recording.stretches(20.0):\n    report.event(s.start_s, 1.0, 'spasm', 0.5)\n    1 / s.start_s",
    )
    library = study_library(str(tmp_path / "library.sqlite"))
    found = run_detector(plugin, recording, DetectionOrder((str(path),)), library)
    (kept,) = library.runs(recording.fingerprint)
    assert kept.end is found.run.end is RunEnd.CRASHED
    assert "ZeroDivisionError" in kept.message
    assert kept.is_partial
    assert len(library.detections(kept.run_id)) == 1
    library.close()


def test_a_stop_by_the_listener_is_kept_as_cancelled(tmp_path, path, recording):
    plugin = _agreed(tmp_path, "while True: report.progress(0.5)")

    def on_report(_run, _batch):
        raise Cancelled

    found = run_detector(plugin, recording, DetectionOrder((str(path),)), on_report=on_report)
    assert found.run.end is RunEnd.CANCELLED


def test_a_run_broken_off_from_the_keyboard_is_kept_as_cancelled(tmp_path, path, recording):
    plugin = _agreed(tmp_path, "while True: report.progress(0.5)")
    library = study_library(str(tmp_path / "library.sqlite"))

    def on_report(_run, _batch):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_detector(plugin, recording, DetectionOrder((str(path),)), library, on_report)
    (kept,) = library.runs(recording.fingerprint)
    assert (kept.end, kept.message) == (RunEnd.CANCELLED, "Stopped.")
    library.close()


def test_nothing_runs_that_was_not_agreed_to(tmp_path, path, recording):
    folder = make_plugin(tmp_path / "made")
    plugin = inspect_folder(folder, "", Consents(tmp_path / "none.json"))
    with pytest.raises(DetectorFailed, match="has not been approved yet"):
        run_detector(plugin, recording, DetectionOrder((str(path),)))


def test_a_parameter_that_does_not_fit_is_refused_before(tmp_path, path, recording):
    plugin = _agreed(tmp_path, "pass")
    with pytest.raises(UsageError, match="no parameter “speed”"):
        run_detector(plugin, recording, DetectionOrder((str(path),), {"speed": 1.0}))


def test_what_is_searched_lies_in_the_recording(recording):
    assert searched_span(recording, None) == Span(0.0, 60.0)
    assert searched_span(recording, Span(-5.0, 10.0)) == Span(0.0, 10.0)
    with pytest.raises(UsageError):
        searched_span(recording, Span(70.0, 80.0))


def test_movement_of_several_files_is_one_line_in_recording_time():
    def trace(n: int) -> MovementTrace:
        return MovementTrace(np.arange(float(n)), np.arange(n, dtype=np.float32), True)

    joined = joined_movement(
        [(trace(2), SyncMap(100.0, source="file times")), (trace(3), SyncMap(10.0, 1e5, "set by hand"))]
    )
    assert joined is not None
    times_s, values = joined
    assert np.allclose(times_s, [10.0, 11.1, 12.2, 100.0, 101.0])
    assert list(values) == [0, 1, 2, 0, 1]
    assert joined_movement([]) is None


def test_what_was_watched_of_a_video_whose_time_is_not_known_is_left_out():
    trace = MovementTrace(np.arange(3.0), np.ones(3, np.float32), True)
    made_up = SyncMap(0.0, source="none: aligned to recording start")
    assert joined_movement([(trace, made_up)]) is None
    joined = joined_movement([(trace, made_up), (trace, SyncMap(50.0, source="file times"))])
    assert joined is not None
    assert list(joined[0]) == [50.0, 51.0, 52.0]
    assert movement_of([VideoClip("not even opened.mp4", 0.0, 1.0, made_up)]) is None


def test_the_detector_s_process_reads_labels_in_the_encoding_the_recording_was_opened_in(tmp_path):
    path = write_edf(tmp_path / "study.edf", segments=((0, 60),))
    content = path.read_bytes()
    at = content.index(b"ECG ")
    path.write_bytes(content[:at] + "ECG Грудь".encode("koi8-r").ljust(16) + content[at + 16 :])
    plugin = _agreed(tmp_path, 'report.note(",".join(recording.names("ecg")))')
    source = open_recording(path, encoding="koi8-r")
    found = run_detector(plugin, source.recording, DetectionOrder((str(path),), encoding="koi8-r"))
    source.close()
    assert found.notes == ("ECG Грудь",)
