"""What `import eegview` loads, and what it names."""

import subprocess
import sys

import pytest

import eegview

HEAVY = ("numpy", "pandas", "mne", "sqlalchemy", "PySide6", "typer", "eegview.api", "eegview.app", "eegview.model")


def loaded_by(code: str) -> set[str]:
    """Return the modules that a Python of its own has loaded after some code."""
    told = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint(*sys.modules)"], capture_output=True, text=True, check=True
    )
    return set(told.stdout.split())


def test_the_import_alone_loads_nothing() -> None:
    assert loaded_by("import eegview") & set(HEAVY) == set()


def test_the_interface_never_loads_qt_or_the_command_line() -> None:
    names = [*vars(eegview)["_FOUND_IN"]]
    loaded = loaded_by(f"import eegview\nfor name in {names}: getattr(eegview, name)")
    assert {"eegview.api.study", "eegview.api.library"} <= loaded
    assert not {"PySide6", "typer", "eegview.cli", "eegview.ui", "mne", "pandas"} & loaded


def test_the_names_are_listed_and_others_refused() -> None:
    assert {"open_study", "read_library", "compare", "EegViewError", "__version__"} <= set(dir(eegview))
    with pytest.raises(AttributeError, match="no attribute “open_studdy”"):
        _ = eegview.open_studdy  # type: ignore[attr-defined]


def test_type_checkers_are_told_the_same_names() -> None:
    from pathlib import Path

    stub = (Path(eegview.__file__).parent / "__init__.pyi").read_text(encoding="utf-8")
    named = {line.rpartition(" as ")[2] for line in stub.splitlines() if " as " in line}
    assert named == set(vars(eegview)["_FOUND_IN"])
