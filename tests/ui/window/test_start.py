"""What has been loaded when the window shows its first page: what that page does not need waits until it is used."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from recordings.study_files import write_edf
from shared_data import PROJECT

LOADED = """
import sys
from eegview import main
from eegview.ui.window.study import first_page

def stands(_page, _what):
    print(*sys.modules, flush=True)
    import os
    os._exit(0)

first_page.LONGEST_S = 100.0
first_page.FirstPage._come = stands
main.open_window(sys.argv[1:])
"""
# Libraries of other tasks, and what talks to databases: marks are fetched once the page stands.
LIBRARIES = (
    "scipy",
    "av",
    "sqlalchemy",
    "reportlab",
    "matplotlib",
    "mne",
    "pandas",
    "pydicom",
    "h5py",
    "typer",
    "numba",
)
ROOMS = (
    *("case_maker", "comparing.controller", "department", "diary", "exchange.controller", "film", "film_export"),
    *("infant.controller", "infant.dialog", "library", "mimics", "report.controller", "resembling.controller"),
    *("resembling.dialog", "statistics.screen", "training.controller", "vocabulary"),
)
PARTS = (
    *("store.library", "simulate", "exchange.diary", "app.licences", "app.agreement", "app.diary", "app.film_export"),
    *(
        "app.infant.of_study",
        "app.library_tables.exporting",
        "app.training.session",
        "clinical.diary",
        "dsp.face_cover",
    ),
)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    """The modules of a program of its own, when the first page of a recording stands."""
    folder: Path = tmp_path_factory.mktemp("start")
    own = {name: str(folder / name) for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")}
    path = write_edf(folder / "night.edf")
    told = subprocess.run(
        [sys.executable, "-c", LOADED, str(path)],
        capture_output=True, text=True, check=True, cwd=PROJECT, timeout=120,
        env={**os.environ, **own, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(PROJECT)},
    )  # fmt: skip
    return frozenset(told.stdout.split())


def of(loaded: frozenset[str], name: str) -> list[str]:
    """Return the modules of a package."""
    return sorted(one for one in loaded if one == name or one.startswith(f"{name}."))


def test_the_first_page_is_there(loaded: frozenset[str]) -> None:
    assert {"eegview.ui.page.presenter", "eegview.ui.workstation", "eegview.readers.edf.recording"} <= loaded


@pytest.mark.parametrize("library", LIBRARIES)
def test_libraries_that_the_first_page_does_not_need_are_not_loaded(loaded: frozenset[str], library: str) -> None:
    assert of(loaded, library) == []


@pytest.mark.parametrize("room", ROOMS)
def test_rooms_that_the_first_page_does_not_need_are_not_loaded(loaded: frozenset[str], room: str) -> None:
    own = f"eegview.ui.{room}"
    assert [one for one in of(loaded, own) if one not in (own, f"{own}.place")] == []


@pytest.mark.parametrize("part", PARTS)
def test_what_those_rooms_ask_is_not_loaded(loaded: frozenset[str], part: str) -> None:
    assert [one for one in of(loaded, f"eegview.{part}") if one != f"eegview.{part}.__init__"] == []
