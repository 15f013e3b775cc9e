"""`eegview detectors check`: every fault of a detector."""

from pathlib import Path
from typing import Annotated, Any

import typer

from eegview.app.detectors.checking import checked_folder
from eegview.cli.output import print_json, print_line
from eegview.cli.reviewer import JsonOption
from eegview.detect.discovery import plugin_by_id
from eegview.detect.faults.fault import Fault


def check(
    path: Annotated[str, typer.Argument(metavar="PATH", help="A detector's folder, or its id.")],
    as_json: JsonOption = False,
) -> None:
    """Explain every fault of a detector, and exit with 2 where there is one; nothing of it is run.

    Looked at are plugin.toml, the code, the page and the files of the engine. Warnings do not count as faults.

    Example: eegview detectors check ~/plugins/mine
    """
    folder = Path(path) if Path(path).exists() else plugin_by_id(path).folder
    folder = folder.parent if folder.is_file() else folder
    found = checked_folder(folder)
    faults = [fault for fault in found if not fault.is_warning]
    warnings = [fault for fault in found if fault.is_warning]
    if as_json:
        print_json(
            {
                "folder": folder.name,
                "faults": [str(fault) for fault in faults],
                "warnings": [str(fault) for fault in warnings],
                "found": [fault_json(fault) for fault in found],
            }
        )
    else:
        for fault in faults:
            print_line(str(fault))
        for fault in warnings:
            print_line(f"Warning: {fault}")
        if not faults:
            print_line(f"{folder.resolve().name}: no fault was found.")
    if faults:
        raise typer.Exit(2)


def fault_json(fault: Fault) -> dict[str, Any]:
    """Return a fault as an object for --json."""
    return {
        "file": fault.file or None,
        "line": fault.line,
        "place": fault.place,
        "sentence": fault.what,
        "is_warning": fault.is_warning,
    }
