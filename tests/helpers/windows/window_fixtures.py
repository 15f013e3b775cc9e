"""A window with everything in it, a small recording open, nothing of the tester's own touched.

A folder's conftest takes what it needs: `from windows.window_fixtures import station`.
"""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot
from waiting import wait_until

from eegview.app.library.opening import Reviewer
from eegview.ui.widgets.asking_dialog import AskingDialog
from eegview.ui.window.settings import Settings
from eegview.ui.workstation import Workstation

RATE_HZ = 200.0
DURATION_S = 60
REVIEWER: Reviewer | None = Reviewer("me")  # None: the first mark asks who reads
ELECTRODES = tuple("Fp1 Fp2 F3 F4 C3 C4 P3 P4 O1 O2 F7 F8 T3 T4 T5 T6 Fz Cz Pz".split())  # noqa: SIM905


@pytest.fixture(scope="session")
def small_edf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a minute of seeded noise on 19 electrodes and an ECG, with two notes of the recorder."""
    import edfio

    rng = np.random.default_rng(1)
    n_samples = int(RATE_HZ * DURATION_S)
    signals = [
        edfio.EdfSignal(
            30 * rng.standard_normal(n_samples),
            RATE_HZ,
            label=f"EEG {name}-Ref",
            physical_dimension="uV",
            physical_range=(-500, 500),
        )
        for name in ELECTRODES
    ]
    ecg = edfio.EdfSignal(
        200 * rng.standard_normal(n_samples),
        RATE_HZ,
        label="ECG",
        physical_dimension="uV",
        physical_range=(-3000, 3000),
    )
    notes = (edfio.EdfAnnotation(5.0, None, "eyes closed"), edfio.EdfAnnotation(20.0, 2.0, "cough"))
    path = tmp_path_factory.mktemp("recording") / "small.edf"
    edfio.Edf([*signals, ecg], annotations=notes).write(path)
    return path


@pytest.fixture
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Have settings, own montages and the library live in `tmp_path`."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path


@pytest.fixture
def library_url(own_folders: Path) -> str:
    return f"sqlite:///{own_folders / 'library.sqlite'}"


@pytest.fixture
def clock() -> Callable[[], float]:
    """Return the window's steady clock; a test that moves time itself has a fixture of this name of its own."""
    return time.monotonic


@pytest.fixture
def start_station(
    qapp, qtbot: QtBot, compiled_kernels: None, own_folders: Path, library_url: str, clock: Callable[[], float]
) -> Iterator[Callable[[], Workstation]]:
    """Return what starts the program, also a second time: same settings, same library. All are closed at the end."""
    started: list[Workstation] = []

    def start() -> Workstation:
        settings = Settings(own_folders / "settings.ini")
        settings.put("trends/automatic", settings.text("trends/automatic", "no"))  # none is slowed down by it
        if REVIEWER is not None and not settings.has_reviewer:
            settings.set_reviewer(REVIEWER)
        station = Workstation(qapp, settings, library_url, clock)
        station.window.resize(1200, 800)
        station.show()
        started.append(station)
        qtbot.waitExposed(station.window)
        return station

    yield start
    for station in started:
        for dialog in station.window.findChildren(AskingDialog):
            if dialog.isVisible():
                dialog.close_unasked()  # what is typed and not saved is not asked about
        station.infants.forms.drafts.forget()
        station.window.close()
        station.studies.leaving.answer(leaves=True)  # where changes wait
        station.window.deleteLater()
        station.deleteLater()
    qapp.processEvents()


@pytest.fixture
def empty_station(start_station: Callable[[], Workstation]) -> Workstation:
    """Return a window with nothing open."""
    return start_station()


@pytest.fixture
def station(empty_station: Workstation, small_edf: Path) -> Workstation:
    """Return the window with the small recording open, its first page painted and its notes there."""
    open_and_wait(empty_station, small_edf)
    study = empty_station.studies.study
    assert study is not None
    wait_until(lambda: len(tuple(study.review.marks)) == 2)
    return empty_station


@pytest.fixture
def open_file(empty_station: Workstation) -> Callable[[Path], Workstation]:
    """Return what opens a file of the test's own in the window and waits until its page stands."""
    return lambda path: open_and_wait(empty_station, path)


def open_and_wait(station: Workstation, path: Path) -> Workstation:
    """Open a file in the window and wait until its page stands."""

    def stands() -> bool:
        study = station.studies.study
        return study is not None and study.paths[0] == str(path) and station.window.page.shown_page is not None

    station.open([str(path)])
    wait_until(stands)
    return station
