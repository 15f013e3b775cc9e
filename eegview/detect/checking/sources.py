"""The Python files of a detector, parsed and not run."""

import ast
import warnings
from dataclasses import dataclass
from pathlib import Path

from eegview.detect.content import files_of
from eegview.detect.faults.fault import Fault
from eegview.detect.toml_table import shortened
from eegview.model.errors import DetectorFailed


@dataclass(frozen=True, slots=True)
class Source:
    """One Python file of a detector: its name in the folder, and its tree."""

    name: str
    tree: ast.Module

    @property
    def is_test(self) -> bool:
        """Whether it is run by pytest only, or is something that tests use."""
        *folders, file = self.name.split("/")
        return "tests" in folders or file.startswith("test_") or file.endswith("_test.py") or file == "conftest.py"


def parsed_sources(folder: Path, faults: list[Fault], is_own_python: bool) -> list[Source]:
    """Return the Python files of a folder; one that is not Python is a fault.

    is_own_python : they run in this program's Python, which therefore has to understand them
    """
    found: list[Source] = []
    try:
        files = files_of(folder)
    except DetectorFailed as error:
        faults.append(Fault(error.sentence))
        return []
    for file in files:
        if not file.name.endswith(".py"):
            continue
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of escapes in texts: nothing that stops it
                found.append(Source(file.name, ast.parse(file.path.read_bytes(), file.name)))
        except SyntaxError as error:
            text = f": “{shortened(error.text)}”" if error.text and error.text.strip() else ""
            what = f"this is not Python ({error.msg}){text}."
            faults.append(Fault(what, file.name, error.lineno, is_warning=not is_own_python))
        except (ValueError, RecursionError, MemoryError, OSError) as error:
            faults.append(Fault(f"this cannot be read as Python ({shortened(str(error), 120)}).", file.name))
    return found
