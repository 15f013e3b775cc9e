"""A whole window on a small recording, with settings and library of its own."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from study_files import write_edf

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

OpenFile = Callable[[Path], None]


@pytest.fixture
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the settings, montages and marks of whoever runs the tests out of them."""
    monkeypatch.setattr("platformdirs.user_config_dir", lambda *_a, **_k: str(tmp_path / "config"))
    monkeypatch.setattr("platformdirs.user_data_dir", lambda *_a, **_k: str(tmp_path / "data"))
    monkeypatch.delenv("EEGVIEW_LIBRARY", raising=False)
    return tmp_path


@pytest.fixture
def empty_station(qapp, qtbot, own_folders: Path) -> Iterator:
    """The window as it starts, nothing open; closed at the end."""
    from eegview.ui.settings import Settings
    from eegview.ui.workstation import Workstation

    station = Workstation(qapp, Settings(own_folders / "settings.ini"), f"sqlite:///{own_folders}/library.sqlite")
    station.window.resize(1280, 800)
    station.window.show()
    qtbot.waitExposed(station.window)
    yield station
    station.window.close()
    station.window.deleteLater()


@pytest.fixture
def open_file(empty_station, qtbot) -> OpenFile:
    """Open a file in the window and wait until its page stands."""

    def open_and_wait(path: Path) -> None:
        empty_station.open([str(path)])
        qtbot.waitUntil(lambda: _stands(empty_station, path), timeout=20_000)

    return open_and_wait


def _stands(station, path: Path) -> bool:
    study = station.desk.study
    return study is not None and study.paths[0] == str(path) and station.window.page.shown_page is not None


@pytest.fixture
def station(empty_station, open_file: OpenFile, own_folders: Path):
    """The window with two minutes of noise open: 10-20 electrodes, ECG, X1, Mark1, three notes of the recorder."""
    notes = [(10.0, "eyes open"), (40.0, "eyes closed"), (90.0, "crying")]
    open_file(write_edf(own_folders / "small.edf", notes=notes))
    return empty_station
