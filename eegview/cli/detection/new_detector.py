"""`eegview detectors new` and `guide`: what an author of a detector begins with."""

import shlex
import sys
from pathlib import Path
from typing import Annotated

import typer

from eegview.app.detectors.new_detector import NewDetector, write_new_detector
from eegview.cli.output import print_json, print_line
from eegview.cli.reviewer import JsonOption
from eegview.detect.manifest import Engine
from eegview.detect.shipped import shipped_folder
from eegview.model.errors import UsageError


def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What it is called; its id is made of it.")],
    engine: Annotated[
        Engine, typer.Option("--engine", help="A Python function, a command or a container, or a learned model.")
    ] = Engine.PYTHON,
    package: Annotated[
        bool, typer.Option("--package", help="Make a Python package that others can install with pip.")
    ] = False,
    into: Annotated[
        Path, typer.Option("--into", metavar="FOLDER", help="Where its folder is made; default: here.")
    ] = Path(),
    as_json: JsonOption = False,
) -> None:
    """Write a new detector that works: manifest, code, page and test, for you to change.

    Example: eegview detectors new "Slow waves" --engine python --into ~/detectors
    """
    made = write_new_detector(name, engine, into, package)
    if as_json:
        print_json(
            {
                "id": made.detector_id,
                "engine": made.engine.value,
                "folder": str(made.folder),
                "project": str(made.project),
                "test": str(made.test),
                "files": list(made.files),
            }
        )
        return
    for line in next_steps(made):
        print_line(line)


def next_steps(made: NewDetector) -> list[str]:
    """Return the lines that say what was written, and what its author does next."""
    folder, project = shlex.quote(str(made.folder)), shlex.quote(str(made.project))
    lines = [f"Wrote the detector “{made.detector_id}”:"]
    lines += [f"  {made.project / name}" for name in made.files]
    lines += ["", "It is a template: it works, and means nothing. Next:"]
    steps = [
        (f"eegview detectors check {folder}", "every fault, with its line"),
        (f"{shlex.quote(sys.executable)} -m pytest {project}", "its tests, which need pytest"),
        (f"eegview detect study.edf --develop {folder}", "runs it as it is, and stores nothing"),
        (f"eegview detectors trust {folder}", "approves it, for the window and --detector"),
    ]
    if made.is_package:
        steps.append((f"{shlex.quote(sys.executable)} -m pip install {project}", "installs it as others would"))
    lines += [f"  {command}\n      {what}" for command, what in steps]
    return [*lines, "", f"All there is to know is in {guide_path()}; “eegview detectors guide” prints it."]


def guide_path() -> Path:
    """Return the page for authors of detectors."""
    return shipped_folder() / "README.md"


def guide() -> None:
    """Print the page for authors of detectors.

    Example: eegview detectors guide | less
    """
    try:
        text = guide_path().read_text(encoding="utf-8")
    except OSError:
        raise UsageError(f"The guide is not at {guide_path()}.", "Install eegview again.") from None
    print_line(text.rstrip())
