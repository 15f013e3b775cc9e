"""Links are registered with the desktop on request, in a file that can be taken back."""

import configparser
import os
from pathlib import Path

import pytest

from eegview.app.links import desktop
from eegview.app.links.desktop import FILE_NAME, applications_folder, register_links, unregister_links
from eegview.model.errors import UsageError

pytestmark = pytest.mark.skipif(os.name != "posix", reason="desktop entries are of Linux desktops")


@pytest.fixture
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """Return the tools that were asked for; none is run."""
    asked: list[tuple[str, ...]] = []
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr(desktop.sys, "platform", "linux")
    monkeypatch.setattr(desktop, "_run", lambda *command: asked.append(command) or command[0] == "xdg-mime")
    return asked


def test_links_are_registered_and_taken_back(runs: list[tuple[str, ...]]) -> None:
    said = register_links("/opt/my python/100%/bin/python")
    entry = configparser.RawConfigParser()
    entry.read(applications_folder() / FILE_NAME)
    held = entry["Desktop Entry"]
    assert held["MimeType"] == "x-scheme-handler/eegview;"
    assert held["Exec"] == '"/opt/my python/100%%/bin/python" -P -m eegview open %u'
    assert runs[0] == ("xdg-mime", "default", FILE_NAME, "x-scheme-handler/eegview")
    assert "opened with eegview" in said[1]
    unregister_links()
    assert not (applications_folder() / FILE_NAME).exists()
    assert "nothing is changed" in unregister_links()[0]


def test_other_systems_and_odd_paths_are_refused(runs: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError):
        register_links("/opt/new\nline/python")
    monkeypatch.setattr(desktop.sys, "platform", "win32")
    with pytest.raises(UsageError, match="by hand"):
        register_links("python.exe")
    assert not runs
