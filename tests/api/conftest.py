"""A small study, and folders of the test's own."""

from pathlib import Path

import pytest
from recordings.study_files import write_edf


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have settings, agreements and libraries in a folder of the test, and nobody named as the reviewer."""
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    monkeypatch.setenv("EEGVIEW_LIBRARY", str(tmp_path / "library.sqlite"))
    monkeypatch.setenv("EEGVIEW_PLUGINS", str(tmp_path / "plugins"))
    monkeypatch.delenv("EEGVIEW_REVIEWER", raising=False)


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    """Two minutes of 22 channels with two notes of the recorder."""
    return write_edf(tmp_path / "study.edf", notes=((3.5, "eyes closed"), (60.0, "Spasm?")))


@pytest.fixture
def gapped(tmp_path: Path) -> Path:
    """Twenty seconds of three channels, then ten of nothing, then thirty more."""
    return write_edf(tmp_path / "gapped.edf", segments=((0, 20), (30, 60)), names=("C3", "C4", "ECG"))
