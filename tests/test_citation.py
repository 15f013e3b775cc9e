"""The project says how to cite it, and of which version."""

import json
import tomllib
from pathlib import Path

import pytest
import yaml

from eegview import __version__
from eegview.app.about import LICENCE
from eegview.cli.run import main
from eegview.detect.code_hash import whole_hash

PROJECT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def citation() -> dict:
    return yaml.safe_load((PROJECT / "CITATION.cff").read_text(encoding="utf-8"))


def test_the_citation_file_has_what_its_form_requires(citation: dict) -> None:
    """Fields of the Citation File Format 1.2.0; each author that is no person has a name alone."""
    assert citation["cff-version"] == "1.2.0"
    assert {"message", "title", "authors", "type", "version", "license"} <= citation.keys()
    known = {"cff-version", "message", "title", "authors", "type", "version", "license", "abstract", "keywords"}
    assert citation.keys() <= known
    assert citation["authors"] == [{"name": "The eegview developers"}]
    assert citation["type"] == "software"
    assert all(isinstance(citation[name], str) for name in known - {"authors", "keywords"})


def test_version_authors_and_licence_are_the_same_everywhere(citation: dict) -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert citation["version"] == __version__
    assert "version" in project["dynamic"]  # it is read from eegview/__init__.py
    assert project["authors"] == citation["authors"]
    assert project["license"] == citation["license"] == LICENCE


def test_the_program_prints_its_version_and_code_hash(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"eegview {__version__}\ncode {whole_hash()}\n"


def test_the_same_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    (program,) = told["GeneratedBy"]
    assert (program["Name"], program["Version"], program["CodeHash"]) == ("eegview", __version__, whole_hash())
    assert "numpy" in told["libraries"]
