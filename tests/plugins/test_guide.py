"""Every example of the guide for authors runs, and what it names is there."""

import re
import textwrap

import pytest
from detectors.made_plugins import make_plugin
from shared_data import PROJECT

import eegview.testing
from eegview.testing import LAWS, contract_breaches, run, simulated

README = (PROJECT / "plugins" / "README.md").read_text(encoding="utf-8")
TESTS = README[README.index("## Tests") : README.index("## What the host does")]
DETECTOR = README[README.index("## detector.py") : README.index("`recording` has `.span`")]
_EXAMPLE = re.compile(r"```python\n(.*?)```", re.DOTALL)
PARAMETERS = "[[parameters]]\nname = 'threshold_uv'\nlabel = 'Threshold'\ndefault = 300.0\n"

pytestmark = pytest.mark.usefixtures("compiled_kernels")


@pytest.fixture
def folder(tmp_path):
    """Return the detector that the guide shows, with a parameter of that name."""
    made = make_plugin(tmp_path / "made", more=PARAMETERS)
    (made / "detector.py").write_text(_EXAMPLE.findall(DETECTOR)[0], encoding="utf-8")
    return made


FRAMES = README[README.index("### Frames") : README.index("### All at once")]


def test_the_detectors_of_the_guide_keep_the_law_that_suggestions_say_why(folder, tmp_path):
    recording = simulated(4, seed=1)
    in_frames = make_plugin(tmp_path / "frames")
    body = textwrap.indent(_EXAMPLE.findall(FRAMES)[0], "    ")
    code = f"import numpy as np\n\n\ndef detect(recording, parameters, report):\n{body}"
    (in_frames / "detector.py").write_text(code, encoding="utf-8")
    for one in (folder, in_frames):
        assert run(one, recording).events
        assert [
            str(breach) for breach in contract_breaches(one, recording=recording, without=set(LAWS) - {"lawful"})
        ] == []


@pytest.mark.parametrize("number", range(len(_EXAMPLE.findall(TESTS))))
def test_every_example_of_tests_runs(folder, number, capsys):
    code = _EXAMPLE.findall(TESTS)[number]
    exec(compile(code, "README.md", "exec"), {"FOLDER": folder})
    assert "False" not in capsys.readouterr().out


def test_every_law_is_told_in_its_own_words():
    rows = dict(re.findall(r"^\| ([a-z ]+) \| (.+) \|$", TESTS, re.MULTILINE))
    del rows["law"]
    assert list(rows) == list(LAWS)
    for name, (sentence, _law) in LAWS.items():
        assert rows[name].split("; else")[0] == sentence


@pytest.mark.parametrize("name", [one for one in eegview.testing.__all__ if one[0].islower()])
def test_every_function_of_the_module_is_described(name):
    assert name in TESTS
    assert getattr(eegview.testing, name).__doc__


def test_the_module_is_loaded_when_it_is_asked_for():
    assert dir(eegview.testing) == sorted(eegview.testing.__all__) == sorted(eegview.testing._MODULE_OF)
    for name in eegview.testing.__all__:
        assert getattr(eegview.testing, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'pytest'"):
        _ = getattr(eegview.testing, "pytest")  # noqa: B009 - a type checker knows that it is not there
