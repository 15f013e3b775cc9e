"""Every fault of a detector's folder in one round, with file and line; nothing of it is run."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from detectors.made_plugins import make_plugin

import eegview.plugin
from eegview.app.detectors.checking import public_names
from eegview.detect.checking.folder_check import folder_faults
from eegview.detect.consent import Consents
from eegview.detect.discovery import inspect_folder
from eegview.detect.shipped import plugin_folders, shipped_folder

PUBLIC = frozenset(eegview.plugin.__all__)
PARAMETERS = "[[parameters]]\nname = 'threshold'\nlabel = 'T'\ndefault = 1.0\n"


def told(folder, **more):
    found = folder_faults(folder, {"spasm"}, {"longitudinal_bipolar", "common_average"}, PUBLIC, **more)
    return [str(one) for one in found if not one.is_warning], [str(one) for one in found if one.is_warning]


def of_code(tmp_path, code, more="", top=""):
    folder = make_plugin(tmp_path / "made", more=more, top=top)
    (folder / "detector.py").write_text(code, encoding="utf-8")
    (folder / "measures.py").write_text("def detect(a, b, c): ...\n")
    return told(folder)


@pytest.mark.parametrize("folder", plugin_folders(shipped_folder()), ids=lambda folder: folder.name)
def test_detectors_that_come_with_the_program_have_none(folder):
    assert folder_faults(folder, None, None, PUBLIC) == []


def test_the_public_names_are_those_of_the_module():
    assert public_names() == PUBLIC


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        (
            "def detect(recording, parameters, report)\n    pass\n",
            "detector.py, line 1: this is not Python (expected ':')",
        ),
        ("import math\nx = 5 +\n", "detector.py, line 2: this is not Python"),
        (
            "def detekt(a, b, c): ...\n",
            "there is no function “detect”, which “entry” in plugin.toml names (“detekt” is",
        ),
        (
            "\ndef detect(recording, parameters): ...\n",
            "line 2: the function “detect” takes recording, parameters; it is",
        ),
        ("def detect(): ...\n", "the function “detect” takes nothing; it is called with recording, parameters, report"),
        ("def detect(a, b, c, d): ...\n", "the function “detect” takes a, b, c, d; it is called with"),
        ("def detect(a, b, c, *, d): ...\n", "the function “detect” needs “d” by name"),
        ("async def detect(a, b, c): ...\n", "is “async”, so nothing of it would run"),
        ("def detect(a, b, c):\n    yield 1\n", "line 2: the function “detect” yields, so nothing of it would run"),
        ("import PySide6.QtCore\ndef detect(a, b, c): ...\n", "line 1: “PySide6” is for windows"),
        ("def detect(a, b, c):\n    import PyQt6\n", "line 2: “PyQt6” is for windows"),
        (
            "from eegview.store import database\ndef detect(a, b, c): ...\n",
            "“eegview.store.database” is the program's own",
        ),
        ("import eegview\ndef detect(a, b, c): ...\n", "“eegview” is the program's own"),
        ("from eegview.plugin import bandpower\ndef detect(a, b, c): ...\n", "eegview.plugin has no “bandpower”"),
        (
            "import importlib\nimportlib.import_module('eegview.store')\ndef detect(a, b, c): ...\n",
            "line 2: “eegview.store”",
        ),
        ("import never_heard_of\ndef detect(a, b, c): ...\n", "“never_heard_of” is not in the program's Python"),
        (
            "def detect(a, b, report):\n    report.event(1, 1, 'spasmm', 0.5)\n",
            "line 2: the term “spasmm” is not among",
        ),
        ("def detect(a, b, report):\n    report.event(1, 1, score=1, term='x')\n", "the term “x” is not among “terms”"),
        (
            "def detect(a, b, report):\n    report.event(1, 1, 'spasm', 0.5, channels='C3-P3')\n",
            '“channels” is one text; write a list of names: ["C3-P3"]',
        ),
        (
            "def detect(a, b, c):\n    a.marks('artifact')\n",
            "line 2: the term “artifact” is not among “marks” of [input]",
        ),
        ("\x00", "null bytes"),
        ("from .measures import detect\n", "line 1: “.” goes above the detector's folder, which is not a package"),
        ("from . import measures\ndef detect(a, b, c): ...\n", "name its file without the dots: measures."),
    ],
)
def test_a_fault_of_the_code_is_told_without_running_it(tmp_path, code, fault):
    faults, _warnings = of_code(tmp_path, code)
    assert any(fault in one for one in faults), faults
    assert all(one.startswith("detector.py") and one.endswith(".") for one in faults)


@pytest.mark.parametrize(
    "code",
    [
        "def detect(recording, parameters, report): ...",
        "def detect(*given): ...",
        "def detect(recording, parameters, report, extra=1, *, more=2): ...",
        "import functools\n@functools.cache\ndef detect(*, a): ...",
        "from measures import detect",
        "from measures import *",
        "detect = print",
        "if True:\n    def detect(a, b, c): ...",
        "def detect(a, b, c):\n    def inner():\n        yield 1\n    list(inner())",
        "import typing\nif typing.TYPE_CHECKING:\n    from eegview.plugin import Report\ndef detect(a, b, c): ...",
        "from eegview.plugin import EpochCutter\nimport eegview.plugin\ndef detect(a, b, c): ...",
        "try:\n    import never_heard_of\nexcept ImportError:\n    never_heard_of = None\ndef detect(a, b, c): ...",
        "import numpy.typing, scipy.signal, json\ndef detect(a, b, c): ...",
        "def detect(a, b, report):\n    report.event(1, 1, 'spasm', 0.5, channels=['C3'])",
        "import importlib\nimportlib.import_module('.inner', 'measures')\ndef detect(a, b, c): ...",
    ],
)
def test_what_is_right_is_not_told(tmp_path, code):
    assert of_code(tmp_path, code + "\n") == ([], [])


@pytest.mark.parametrize(
    ("code", "warning"),
    [
        ("import socket\ndef detect(a, b, c): ...\n", "line 1: “socket” reaches the network"),
        ("from urllib.request import urlopen\ndef detect(a, b, c): ...\n", "“urllib” reaches the network"),
        ("import pytest\ndef detect(a, b, c): ...\n", "“pytest” is not promised to detectors"),
        (
            "def detect(a, b, c):\n    b['treshold']\n",
            "line 2: the parameter “treshold” is not in plugin.toml (“threshold”",
        ),
        (
            "def detect(a, b, c):\n    b.get('level', 3)\n",
            "the parameter “level” is not in plugin.toml, so it has no value",
        ),
        ("def detect(a, b, c):\n    __import__(b['threshold'])\n", "imports by a name that cannot be seen here"),
        (
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from eegview.model.span import Span\n"
            "def detect(a, b, c): ...\n",
            "“eegview.model.span.Span” is the program's own",
        ),
    ],
)
def test_a_warning_is_no_fault(tmp_path, code, warning):
    faults, warnings = of_code(tmp_path, code, PARAMETERS)
    assert faults == []
    assert any(warning in one for one in warnings), warnings


def test_all_faults_come_in_one_round(tmp_path):
    more = '[input]\nmontage = "crown"\nrate_hz = -1\n[[parameters]]\nname = "a"\nlabel = "A"\n'
    folder = make_plugin(tmp_path / "made", more=more, top='terms = ["epilepsy"]')
    (folder / "detector.py").write_text("import PySide6\ndef detect(a): ...\n")
    (folder / "more.py").write_text("x = (\n")
    (folder / "page.md").write_text("# Made\n\n## Method\n")
    faults, _warnings = told(folder)
    for part in ("“rate_hz” is -1", "“default” is missing", "epilepsy", "crown", "more.py, line 1", "PySide6"):
        assert sum(part in one for one in faults) == 1, (part, faults)
    assert sum("takes a;" in one for one in faults) == 1
    assert "page.md: there is no section “## Evidence”." in faults
    assert "page.md: there is no section “## Limits”." in faults
    assert "page.md: it does not say “For research and education only”." in faults
    assert len(faults) == 10


def test_code_and_page_are_read_even_where_the_manifest_is_no_toml(tmp_path):
    folder = make_plugin(tmp_path / "made")
    (folder / "plugin.toml").write_text("id = [\n")
    (folder / "detector.py").write_text("import PySide6\n")
    faults, _warnings = told(folder)
    assert any("is not TOML" in one for one in faults)
    assert any("PySide6" in one for one in faults)


def test_another_python_may_have_other_packages_and_a_newer_language(tmp_path):
    top = f'interpreter = "{Path(sys.executable).as_posix()}"'
    assert of_code(tmp_path, "import torch\ndef detect(a, b, c): ...\n", top=top) == ([], [])
    faults, warnings = of_code(tmp_path, "def detect(a, b, c) ->> 3: ...\n", top=top)
    assert faults == []
    assert "this is not Python" in warnings[0]


def test_tests_in_the_folder_may_import_what_they_like(tmp_path):
    folder = make_plugin(tmp_path / "made")
    (folder / "test_made.py").write_text("import pytest\nfrom eegview.testing import run\n")
    assert told(folder) == ([], [])


def test_a_file_that_hides_a_module_is_told(tmp_path):
    folder = make_plugin(tmp_path / "made")
    (folder / "numpy.py").write_text("")
    (folder / "signal.py").write_text("")
    faults, warnings = told(folder)
    assert faults == ["numpy.py: this hides “numpy” from everything that imports it; give the file another name."]
    assert warnings[0].startswith("signal.py: this hides Python's own “signal”")


@pytest.mark.parametrize(("is_shipped", "is_fault"), [(True, True), (False, False)])
def test_a_taken_id_is_told_with_the_folder_that_has_it(tmp_path, is_shipped, is_fault):
    folder, other = make_plugin(tmp_path / "made"), make_plugin(tmp_path / "other")
    consents = Consents(tmp_path / "agreed.json")
    others = [
        inspect_folder(folder, "", consents),
        replace(inspect_folder(other, "", consents), is_shipped=is_shipped),
    ]
    faults, warnings = told(folder, others=others)
    (sentence,) = faults + warnings
    assert str(other) in sentence
    assert "the id “made” is taken" in sentence
    assert bool(faults) == is_fault


COMMAND = 'engine = "command"\nentry = {entry}\nterms = ["spasm"]'


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ('["{plugin}/run.sh", "{edf}"]', "“entry” names the file run.sh, which is not in the folder"),
        ('["{python}", "{plugin}/run.py", "{edf}"]', "“entry” names the file run.py, which is not in the folder"),
    ],
)
def test_a_file_of_a_command_that_is_missing_is_told(tmp_path, entry, said):
    folder = make_plugin(tmp_path / "made", top=COMMAND.replace("{entry}", entry))
    assert any(said in one for one in told(folder)[0])


@pytest.mark.skipif(sys.platform == "win32", reason="what may run is another thing there")
def test_a_command_that_cannot_start_is_told(tmp_path):
    folder = make_plugin(tmp_path / "made", top=COMMAND.replace("{entry}", '["{plugin}/run.sh", "{edf}"]'))
    script = folder / "run.sh"
    script.write_text("echo\n")
    faults, warnings = told(folder)
    assert faults == ["run.sh, line 1: it is a command and does not begin with “#!” and what runs it."]
    assert any("not executable" in one for one in warnings)
    script.write_text("#!/bin/sh\necho\n")
    script.chmod(0o755)
    assert told(folder) == ([], [])


def test_a_model_that_does_not_load_is_told(tmp_path):
    pytest.importorskip("onnxruntime")
    top = 'engine = "onnx"\nentry = "model.onnx"'
    more = '[input]\nrate_hz = 64.0\n[onnx]\nwindow_s = 1.0\nhop_s = 1.0\nterm = "spasm"\n'
    folder = make_plugin(tmp_path / "made", top=top, more=more)
    (folder / "model.onnx").write_bytes(b"no model")
    (fault,) = told(folder)[0]
    assert fault.startswith("model.onnx: The model ")


def test_all_faults_of_a_models_table_come_at_once(tmp_path):
    top = 'engine = "onnx"\nentry = "model.onnx"'
    more = '[input]\nrate_hz = 64.0\n[onnx]\nhop_s = "x"\ncolour = 1\n'
    folder = make_plugin(tmp_path / "made", top=top, more=more)
    (folder / "model.onnx").write_bytes(b"no model")
    faults, _warnings = told(folder)
    assert len(faults) == 3
    assert any(one.startswith("plugin.toml, line ") and "“colour” is not a setting" in one for one in faults)
    assert any("“window_s” is missing" in one for one in faults)
    assert any("“hop_s” must be a number" in one for one in faults)


def test_a_folder_that_is_none(tmp_path):
    assert told(tmp_path / "nowhere") == (["There is no folder of that name."], [])


@pytest.mark.parametrize(
    ("function", "said"),
    [
        ("@runs\nasync def detect(a): ...", "is “async”, so nothing of it would run, unless its decorator runs it"),
        ("@runs\ndef detect(a):\n    yield 1", "yields, so nothing of it would run, unless its decorator runs it"),
    ],
)
def test_what_a_decorator_may_run_is_a_warning(tmp_path, function, said):
    faults, warnings = of_code(tmp_path, f"from measures import runs\n{function}\n")
    assert faults == []
    (warning,) = warnings
    assert said in warning


def test_a_relative_import_is_right_within_a_package_of_the_folder(tmp_path):
    folder = make_plugin(tmp_path / "made", top="entry = 'inner.detector:detect'")
    (folder / "detector.py").unlink()
    (folder / "inner").mkdir()
    (folder / "inner" / "__init__.py").write_text("")
    (folder / "inner" / "features.py").write_text("")
    code = "from .features import height\nfrom . import features\ndef detect(a, b, c): ...\n"
    (folder / "inner" / "detector.py").write_text(code)
    assert told(folder) == ([], [])
    (folder / "inner" / "detector.py").write_text("from ..features import height\ndef detect(a, b, c): ...\n")
    ((fault,), _warnings) = told(folder)
    assert "“..” goes above the detector's folder" in fault


def test_a_module_that_runs_without_a_name_to_find_it_by_is_no_fault(tmp_path):
    faults, _warnings = of_code(tmp_path, "import __main__\ndef detect(a, b, c): ...\n")
    assert faults == []


def test_what_lies_under_tests_is_tests_and_testing_elsewhere_is_a_warning(tmp_path):
    folder = make_plugin(tmp_path / "made")
    (folder / "tests").mkdir()
    (folder / "tests" / "recordings.py").write_text("from eegview.testing import simulated\n")
    assert told(folder) == ([], [])
    (folder / "trial.py").write_text("from eegview.testing import simulated\n")
    faults, (warning,) = told(folder)
    assert faults == []
    assert warning.startswith("trial.py, line 1: “eegview.testing” is for tests")
