"""What is handed on: the source archive, the wheel made from it, and the wheel installed into an empty environment."""

import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

import eegview

PROJECT = Path(__file__).resolve().parents[2]
NAME = f"eegview-{eegview.__version__}"
INTO = {"eegview": "eegview", "resources": "eegview/resources", "plugins": "eegview/plugins"}  # of the wheel
INTO_SOURCE = (*INTO, "docs", "tests", ".ci")
AT_THE_ROOT = {
    *("LICENSE", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "THIRD_PARTY_LICENSES.md"),
    *("pyproject.toml", "mkdocs.yml", "requirements.lock", "requirements-test.lock", "run", ".gitignore"),
}
MADE = ("__pycache__", ".hypothesis", ".pytest_cache", ".ruff_cache", ".benchmarks")


def files_of(folder: str) -> set[str]:
    """Return the files of the project in a folder, without what running it leaves there."""
    paths = (path.relative_to(PROJECT) for path in (PROJECT / folder).rglob("*") if path.is_file())
    return {path.as_posix() for path in paths if not set(path.parts) & set(MADE) and path.suffix != ".pyc"}


def built(kind: str, project: Path, folder: Path) -> Path:
    """Build a wheel or an sdist with what is installed here, and return the file."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(folder)]
    subprocess.run(command, cwd=project, check=True, capture_output=True)
    (file,) = folder.iterdir()
    return file


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built("sdist", PROJECT, tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="module")
def wheel(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel, made from nothing but what is in the source archive."""
    folder = tmp_path_factory.mktemp("source")
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    return built("wheel", folder / NAME, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of commands of an environment that holds the wheel; what it needs is the tests' own."""
    folder = tmp_path_factory.mktemp("fresh")
    venv.create(folder, symlinks=True)
    names = {"base": str(folder), "platbase": str(folder)}
    commands, library = (Path(sysconfig.get_path(name, scheme="venv", vars=names)) for name in ("scripts", "purelib"))
    pip = [sys.executable, "-m", "pip", "--python", str(commands / "python"), "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "--quiet", "--no-index", "--no-deps", str(wheel)], check=True, capture_output=True)
    (library / "needed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return commands


def run(commands: Path, folder: Path, name: str, *words: str) -> str:
    """Return what an installed command prints, in a folder outside of the project with settings of its own."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("EEGVIEW_", "PYTHON", "COV_"))}
    own = {f"XDG_{kind}_HOME": str(folder / kind.lower()) for kind in ("DATA", "CONFIG")}
    done = subprocess.run(
        [str(commands / name), *words], cwd=folder, env={**kept, **own}, capture_output=True, text=True, check=False,
        encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_wheel_holds_the_program_and_what_it_reads_at_run_time_and_nothing_else(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    about = {name for name in names if name.startswith(f"{NAME}.dist-info/")}
    expected = {f"{place}{name.removeprefix(folder)}" for folder, place in INTO.items() for name in files_of(folder)}
    assert names - about == expected
    assert {f"{NAME}.dist-info/licenses/{name}" for name in ("LICENSE", "THIRD_PARTY_LICENSES.md")} <= about
    needed = ("py.typed", "__init__.pyi", "plugins/README.md", "plugins/shipped.toml", "resources/help/reading.md")
    assert {f"eegview/{name}" for name in needed} <= names


def test_the_source_archive_holds_all_that_is_needed_to_change_and_check_it(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        members = archive.getmembers()
    names = {member.name.removeprefix(f"{NAME}/") for member in members}
    assert set.union(*map(files_of, INTO_SOURCE)) | AT_THE_ROOT <= names
    assert {name.split("/")[0] for name in names if "/" in name} == set(INTO_SOURCE)
    assert {member.uname for member in members} | {member.gname for member in members} == {""}


def test_the_installed_program_is_the_wheels(installed: Path, tmp_path: Path) -> None:
    code = "import eegview, eegview.plugin, eegview.ui.workstation; print(eegview.__file__)"
    assert Path(run(installed, tmp_path, "python", "-c", code).strip()).is_relative_to(installed.parent)
    said = run(installed, tmp_path, "eegview", "--version").splitlines()
    assert said[0] == f"eegview {eegview.__version__}"
    assert said[1].split()[0] == "code"


def test_an_installed_program_finds_detectors_montages_terms_and_the_guide(installed: Path, tmp_path: Path) -> None:
    found = json.loads(run(installed, tmp_path, "eegview", "detectors", "list", "--json"))
    shipped = {path.parent.name for path in (PROJECT / "plugins").glob("*/plugin.toml")}
    assert {detector["id"] for detector in found} == shipped
    assert "longitudinal_bipolar" in run(installed, tmp_path, "eegview", "montages")
    assert "spasm" in run(installed, tmp_path, "eegview", "vocabulary")
    code = "from eegview.app.help.book import load_book; print(*(page.page_id for page in load_book().pages))"
    assert "reading" in run(installed, tmp_path, "python", "-c", code).split()


def test_an_installed_program_makes_and_reads_a_study_and_runs_a_detector(installed: Path, tmp_path: Path) -> None:
    run(installed, tmp_path, "eegview", "demo", "study", "--hours", "0.05", "--no-video", "--make-only")
    facts = json.loads(run(installed, tmp_path, "eegview", "info", "study/demo.edf", "--json"))
    assert facts["duration_s"] == 180.0
    told = run(installed, tmp_path, "eegview", "detect", "study/demo.edf", "--detector", "example", "--no-store")
    assert "Large slow waves" in told
