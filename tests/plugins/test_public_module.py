"""`eegview.plugin` is one door: what it names is there, described, and loaded only when it is asked for."""

import ast
import inspect
import re
import subprocess
import sys
from importlib import import_module

import pytest
from shared_data import PROJECT

import eegview.plugin

README = (PROJECT / "plugins" / "README.md").read_text(encoding="utf-8")


def test_every_name_is_there_and_the_one_it_stands_for():
    for name in eegview.plugin.__all__:
        value = getattr(eegview.plugin, name)
        assert value is getattr(import_module(eegview.plugin._MODULE_OF[name]), name)
    assert dir(eegview.plugin) == sorted(eegview.plugin.__all__) == sorted(eegview.plugin._MODULE_OF)


def test_a_type_checker_and_the_running_program_see_the_same():
    tree = ast.parse(inspect.getsource(eegview.plugin))
    (block,) = (node for node in tree.body if isinstance(node, ast.If) and isinstance(node.test, ast.Name))
    seen = {alias.name: node.module for node in block.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert seen == eegview.plugin._MODULE_OF


@pytest.mark.parametrize("name", eegview.plugin.__all__)
def test_every_name_is_described(name):
    row = next((line for line in eegview.plugin.__doc__.splitlines() if line.startswith(f"`{name}` ")), "")
    assert len(row) > 40, "its table has no line for it"
    assert f"`{name}`" in README, "plugins/README.md does not name it"
    value = getattr(eegview.plugin, name)
    if inspect.isfunction(value):
        assert value.__doc__


@pytest.mark.parametrize("name", ["Database", "eegview", "numpy"])
def test_what_it_does_not_name_is_not_there(name):
    with pytest.raises(AttributeError, match=f"no attribute '{name}'"):
        getattr(eegview.plugin, name)


def _loaded(statement: str) -> set[str]:
    """Return the packages that a fresh interpreter has loaded after a statement."""
    code = f"import sys\n{statement}\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True)
    return set(re.findall(r"\S+", done.stdout))


def test_a_name_is_loaded_when_it_is_asked_for():
    assert not _loaded("import eegview.plugin") & {"numpy", "numba", "scipy"}
    few = _loaded("from eegview.plugin import EpochCutter, RunFinder, band_power, bin_edges, filter_rows")
    assert not few & {"numba", "scipy"}
    assert "numba" in _loaded("from eegview.plugin import strongest")
    host = _loaded("from eegview.plugin import PluginRecording, Report, Stretch")
    assert not host & {"numba", "scipy", "sqlalchemy", "PySide6.QtCore", "mne"}
