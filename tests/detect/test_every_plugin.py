"""Every detector that comes with the program keeps the contract."""

import pytest
from detectors.plugin_contract import check_manifest, check_parameters, check_run, check_stops, run_whole

from eegview.detect.discovery import missing_for
from eegview.detect.manifest import Engine
from eegview.detect.manifest_file import read_manifest
from eegview.detect.shipped import plugin_folders, shipped_folder
from eegview.readers.opening import open_recording
from eegview.simulate.signals import make_simulation
from eegview.simulate.study import plan_study
from eegview.simulate.writer_edf import write_edf

FOLDERS = plugin_folders(shipped_folder())


@pytest.fixture(scope="module")
def recording(tmp_path_factory):
    path = tmp_path_factory.mktemp("study") / "study.edf"
    write_edf(path, make_simulation(plan_study(2 / 60, seed=3)))
    return path


@pytest.fixture
def source(recording):
    opened = open_recording(recording)
    yield opened
    opened.close()


each_plugin = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)


@each_plugin
def test_what_a_plugin_says_of_itself(folder):
    manifest = check_manifest(folder)
    check_parameters(manifest)
    assert manifest.detector_id == folder.name


@each_plugin
def test_how_a_plugin_runs_and_stops(folder, recording, source, tmp_path):
    manifest = read_manifest(folder)
    if missing := missing_for(manifest):
        pytest.skip(" ".join(missing))
    check_run(manifest, run_whole(folder, recording, source, tmp_path / "agreed.json", tmp_path / "logs"))
    if manifest.engine is Engine.PYTHON:
        check_stops(manifest, source)
