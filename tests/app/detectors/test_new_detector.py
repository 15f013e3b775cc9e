"""A detector that was written anew is without fault, keeps its own tests, and leaves nothing half done."""

import os
import subprocess
import sys
import tomllib

import pytest
from shared_data import PROJECT

from eegview.app.detectors.checking import checked_folder
from eegview.app.detectors.new_detector import id_from, write_new_detector
from eegview.app.resources import resources_folder
from eegview.detect.manifest import Engine
from eegview.detect.manifest_file import read_manifest
from eegview.model.errors import UsageError

ENGINES = list(Engine)


@pytest.fixture(autouse=True)
def own_folders(tmp_path, monkeypatch):
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))


@pytest.mark.parametrize("is_package", [False, True])
@pytest.mark.parametrize("engine", ENGINES)
def test_it_is_without_fault_and_keeps_its_own_tests(tmp_path, engine, is_package):
    if engine is Engine.ONNX:
        pytest.importorskip("onnxruntime")
    made = write_new_detector("Slow waves", engine, tmp_path / "place", is_package)
    assert [str(fault) for fault in checked_folder(made.folder)] == []
    assert made.is_package == is_package
    assert all((made.project / name).is_file() for name in made.files)
    quick = ["-k", "not laws"] if is_package else []  # what they hold to the laws is the same
    environment = os.environ | {"PYTHONPATH": str(PROJECT), "PYTHONDONTWRITEBYTECODE": "1"}
    words = [sys.executable, "-m", "pytest", "-q", "-W", "error", "-p", "no:cacheprovider", *quick, str(made.project)]
    done = subprocess.run(words, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert f"{4 if is_package else 5} passed" in done.stdout


@pytest.mark.parametrize("engine", ENGINES)
def test_the_manifest_has_what_was_asked_for(tmp_path, engine):
    made = write_new_detector('The "best" \\ waves', engine, tmp_path)
    manifest = read_manifest(made.folder)
    assert (manifest.detector_id, manifest.title) == ("the_best_waves", 'The "best" \\ waves')
    assert manifest.engine is engine
    assert (made.test.name, made.test.is_file()) == ("test_the_best_waves.py", True)
    page = (made.folder / "page.md").read_text(encoding="utf-8")
    assert "None yet" in page
    assert "TEMPLATE" in page
    written = [(made.project / name).read_bytes() for name in made.files if not name.endswith(".onnx")]
    assert not any(word in content for content in written for word in (b"@ID@", b"@TITLE@", b"@API@", b"@FOLDER@"))


def test_a_package_names_itself_as_a_detector(tmp_path):
    made = write_new_detector("Slow waves", Engine.PYTHON, tmp_path, is_package=True)
    project = tomllib.loads((made.project / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["entry-points"]["eegview.detectors"] == {"slow_waves": made.folder.name}
    assert project["project"]["name"] == "eegview-slow-waves"
    assert project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"] == [made.folder.name]
    assert project["project"]["version"] == read_manifest(made.folder).version
    assert "No licence has been chosen" in (made.project / "LICENSE").read_text(encoding="utf-8")


def test_the_template_of_a_model_is_what_its_script_writes(tmp_path):
    made = write_new_detector("waves", Engine.ONNX, tmp_path)
    before = (made.folder / "model.onnx").read_bytes()
    (made.folder / "model.onnx").unlink()
    subprocess.run([sys.executable, str(made.folder / "make_model.py")], check=True)
    assert (made.folder / "model.onnx").read_bytes() == before


@pytest.mark.parametrize(
    ("name", "detector_id"),
    [("Slow waves", "slow_waves"), ("slow-waves", "slow_waves"), ("a", "a"), ("Wave2", "wave2"), (" x! ", "x")],
)
def test_the_id_is_made_of_the_name(name, detector_id):
    assert id_from(name) == detector_id


@pytest.mark.parametrize("name", ["", "9 lives", "…", "ä", "a" * 41, "_"])
def test_a_name_without_an_id_is_refused(name):
    with pytest.raises(UsageError, match="cannot be made into an id"):
        id_from(name)


def test_a_taken_id_is_refused_with_the_folder_that_has_it(tmp_path):
    with pytest.raises(UsageError, match=r"The id “sleep” is taken by the detector in .*sleep\."):
        write_new_detector("Sleep", Engine.PYTHON, tmp_path)
    assert not list(tmp_path.glob("*leep*"))


def test_a_folder_that_is_there_is_left_alone(tmp_path):
    (tmp_path / "waves").mkdir()
    (tmp_path / "waves" / "mine.txt").write_text("mine")
    with pytest.raises(UsageError, match="There is already a folder"):
        write_new_detector("waves", Engine.PYTHON, tmp_path)
    assert [path.name for path in (tmp_path / "waves").iterdir()] == ["mine.txt"]


def test_a_place_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="cannot be written"):
        write_new_detector("waves", Engine.PYTHON, tmp_path / "file" / "inner")


@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_has_a_template(engine):
    names = {path.name for path in (resources_folder() / "detector_templates" / engine.value).iterdir()}
    assert {"plugin.toml.in", "page.md", "test_detector.py.in"} <= names
