"""`eegview history`: who changed what and when, and whether the log is whole."""

from typing import Annotated, Any

import typer

from eegview.app.editing import study_library
from eegview.app.study import open_source
from eegview.app.undoing import described
from eegview.cli.events import annotation_json
from eegview.cli.output import print_json, print_line
from eegview.cli.reviewer import FileArgument, JsonOption, LibraryOption
from eegview.model.edit import Edit
from eegview.model.errors import LibraryRefused


class LogBroken(LibraryRefused):
    """The edit log of a recording is not what was written."""


def history(
    file: FileArgument,
    verify: Annotated[bool, typer.Option("--verify", help="Check the log; exit code 5 if it is broken.")] = False,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the edit log of a recording, or verify it.

    Example: eegview history study.edf --verify
    """
    source = open_source([file])
    try:
        fingerprint = source.recording.fingerprint
    finally:
        source.close()
    opened = study_library(library)
    try:
        if verify:
            report_verdict(opened.verify(fingerprint), fingerprint, as_json)
            return
        edits = opened.edits(fingerprint)
    finally:
        opened.close()
    if as_json:
        print_json({"fingerprint": fingerprint, "edits": [edit_json(edit) for edit in edits]})
        return
    for edit in edits:
        print_line(edit_line(edit))
    if not edits:
        print_line("No edits yet.")


def report_verdict(problems: list[str], fingerprint: str, as_json: bool) -> None:
    """Print what was found.

    Raises
    ------
    LogBroken : something was
    """
    if as_json:
        print_json({"fingerprint": fingerprint, "ok": not problems, "problems": problems})
    else:
        for line in problems or ["The log is whole."]:
            print_line(line)
    if problems:
        raise LogBroken(
            "The edit log of this recording was changed from outside.",
            "Keep the library as it is, and restore it from a backup.",
        )


def edit_line(edit: Edit) -> str:
    """Return one line on an edit: number, when, who, what, why."""
    what = described(edit.changes, str)
    if edit.reverses is not None:
        what = f"{edit.action.value} of edit {edit.reverses}: {what}"
    elif edit.action.value == "import":
        what = f"import: {what}"
    why = f" ({edit.reason})" if edit.reason else ""
    return f"{edit.number:>5}  {edit.at_utc}  {edit.author}, {edit.role}: {what}{why}"


def edit_json(edit: Edit) -> dict[str, Any]:
    return {
        "number": edit.number,
        "at_utc": edit.at_utc,
        "author": edit.author,
        "role": edit.role,
        "action": edit.action.value,
        "changes": [
            {
                "before": annotation_json(change.before) if change.before else None,
                "after": annotation_json(change.after) if change.after else None,
            }
            for change in edit.changes
        ],
        "reverses": edit.reverses,
        "reason": edit.reason,
        "previous_hash": edit.previous_hash,
        "hash": edit.hash,
    }
