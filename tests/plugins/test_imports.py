"""A detector imports what is promised to detectors, and nothing else of the program."""

import sys

import pytest
from detectors.made_plugins import make_plugin
from detectors.plugin_imports import PACKAGES, foreign_imports

from eegview.detect.shipped import plugin_folders, shipped_folder

FOLDERS = plugin_folders(shipped_folder())


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_shipped_plugin_imports_only_what_is_promised(folder):
    assert foreign_imports(folder) == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_no_module_of_a_plugin_hides_another(folder):
    names = {path.stem for path in folder.rglob("*.py")}
    assert not names & (sys.stdlib_module_names | PACKAGES | {"eegview"})


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("from eegview.store.database import Database", "eegview.store.database.Database"),
        ("import eegview.store", "eegview.store"),
        ("from eegview import store", "eegview.store"),
        ("import eegview", "eegview"),
        ("from eegview.plugin import Database", "eegview.plugin.Database"),
        ("from eegview.plugin import _MODULES", "eegview.plugin._MODULES"),
        ("from eegview.dsp.spectra import band_power", "eegview.dsp.spectra.band_power"),
        ("import sqlalchemy.orm", "sqlalchemy.orm"),
        ("if True:\n    import PySide6", "PySide6"),
        ("import importlib\nimportlib.import_module('eegview.store')", "import_module(…)"),
        ("store = __import__('eegview.store')", "__import__(…)"),
    ],
)
def test_another_import_is_refused(tmp_path, line, found):
    folder = make_plugin(tmp_path / "made", line)
    (sentence,) = foreign_imports(folder)
    assert sentence.startswith("detector.py, line ")
    assert sentence.endswith(f": {found}")


def test_it_is_refused_in_every_file_of_the_folder(tmp_path):
    folder = make_plugin(tmp_path / "made", "import inner.measures")
    (folder / "inner").mkdir()
    (folder / "inner" / "measures.py").write_text("import numpy\nfrom eegview.store import database\n")
    assert foreign_imports(folder) == ["inner/measures.py, line 2: eegview.store.database"]


@pytest.mark.parametrize(
    "line",
    [
        "import math, json.decoder",
        "from __future__ import annotations",
        "from scipy.ndimage import median_filter",
        "import numpy.typing as npt\nimport numba",
        "from . import detector\nfrom .detector import detect",
        "import detector",
        "from eegview.plugin import EpochCutter, Report",
        "import eegview.plugin",
        "from eegview import plugin",
    ],
)
def test_what_is_promised_is_not_refused(tmp_path, line):
    folder = make_plugin(tmp_path / "made")
    (folder / "more.py").write_text(line + "\n")
    assert foreign_imports(folder) == []
