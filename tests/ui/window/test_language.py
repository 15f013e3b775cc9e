"""The window in another language: words differ, names of widgets and commands do not."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from windows import window_in_language


@pytest.fixture(scope="module")
def windows(small_edf: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """Return what two processes found in their windows, by language."""
    found = {}
    for language_id in ("en", "de"):
        folder = tmp_path_factory.mktemp(language_id)
        done = subprocess.run(
            [sys.executable, window_in_language.__file__, language_id, str(small_edf), str(folder)],
            capture_output=True,
            text=True,
            timeout=110,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            check=False,
        )
        assert done.returncode == 0, done.stderr
        found[language_id] = json.loads(done.stdout)
    return found


def test_names_of_widgets_and_commands_do_not_depend_on_the_language(windows: dict[str, dict[str, Any]]) -> None:
    assert windows["de"]["names"] == windows["en"]["names"]
    assert len(windows["en"]["names"]) > 500


def test_menus_and_commands_are_translated(windows: dict[str, dict[str, Any]]) -> None:
    menus, titles = windows["de"]["menus"], windows["de"]["titles"]
    assert (menus["Study"], menus["Help"]) == ("Studie", "Hilfe")
    assert titles["page.next"] == "Nächste Seite"
    english = windows["en"]["titles"]
    same = [name for name in titles if titles[name] == english[name]]
    assert len(same) < len(titles) / 3, same  # montages and terms come from files, and keep their words
