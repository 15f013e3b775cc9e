"""The types that authors annotate with say what the real classes have, and a strict type checker accepts them."""

import inspect
import json
import shutil
import subprocess
import sys

import pytest
from detectors.made_plugins import small_recording
from detectors.plugin_runs import seen_by
from shared_data import PROJECT

from eegview.app.resources import resources_folder
from eegview.detect.detector_types import Recording
from eegview.detect.manifest_file import read_manifest
from eegview.detect.plugin_recording import PluginRecording
from eegview.detect.shipped import shipped_folder
from eegview.readers.opening import open_recording

PROPERTIES = {name for name, value in vars(Recording).items() if isinstance(value, property)}
METHODS = {name for name, value in vars(Recording).items() if inspect.isfunction(value) and not name.startswith("_")}


def test_the_real_recording_has_every_name(tmp_path):
    source = open_recording(small_recording(tmp_path))
    try:
        recording = seen_by(read_manifest(shipped_folder() / "example"), source)
        assert isinstance(recording, Recording)
        public = {name for name in dir(recording) if not name.startswith("_")}
        assert public == PROPERTIES | METHODS
    finally:
        source.close()


@pytest.mark.parametrize("name", sorted(METHODS))
def test_every_method_takes_the_same(name):
    promised, real = (inspect.signature(getattr(one, name)) for one in (Recording, PluginRecording))
    assert [(one.name, one.kind, one.default) for one in promised.parameters.values()] == [
        (one.name, one.kind, one.default) for one in real.parameters.values()
    ]


CHECKED = """
from eegview.detect.plugin_recording import PluginRecording
from eegview.plugin import Parameters, Recording, Report


def detect(recording: Recording, parameters: Parameters, report: Report) -> None:
    for frame in recording.frames(1.0):
        report.event(frame.start_s, 1.0, "spasm", 0.5, [name for name in frame.rows if name])
    for stretch in recording.stretches(60.0, kinds=("emg",)):
        report.progress(stretch.span.stop_s * parameters["share"])


def given(recording: PluginRecording, report: Report) -> None:
    detect(recording, {"share": 0.5}, report)
"""


def test_a_strict_type_checker_accepts_them(tmp_path):
    program = shutil.which("pyright", path=str(PROJECT / ".venv" / "bin")) or shutil.which("pyright")
    if program is None:
        pytest.skip("pyright is not here")
    (tmp_path / "checked.py").write_text(CHECKED, encoding="utf-8")
    shutil.copy(resources_folder() / "detector_templates" / "python" / "detector.py", tmp_path / "detector.py")
    settings = {"typeCheckingMode": "strict", "extraPaths": [str(PROJECT)], "include": ["."], "pythonVersion": "3.11"}
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(settings))
    words = [program, "-p", str(tmp_path), "--pythonpath", sys.executable, "--outputjson"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    found = json.loads(done.stdout)
    assert [one["message"] for one in found["generalDiagnostics"]] == []
    assert found["summary"]["filesAnalyzed"] == 2


def test_a_detector_can_run_where_the_program_is_not(tmp_path):
    shutil.copy(resources_folder() / "detector_templates" / "python" / "detector.py", tmp_path / "detector.py")
    code = "import sys; sys.modules['eegview'] = None; import detector; print(detector.detect.__name__)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True, env={"PATH": ""}
    )
    assert done.stdout.strip() == "detect"
