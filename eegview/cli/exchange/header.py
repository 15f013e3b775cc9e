"""`eegview header`: the header of an EDF or BDF file, and copies with a changed one."""

from pathlib import Path
from typing import Annotated

import typer

from eegview.app.exchange.header_editing import ANOTHER_RECORDING, check_copy, edited, key_text
from eegview.cli.output import print_json, print_line, print_message, stderr_progress
from eegview.cli.reviewer import FileArgument, JsonOption
from eegview.exchange.recording.header import EdfHeaderTexts, HeaderChange, read_header_texts, write_copy
from eegview.model.errors import UsageError


def header(
    file: FileArgument,
    settings: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="A change; may be repeated.")
    ] = None,
    out: Annotated[Path | None, typer.Option("-o", "--out", metavar="COPY", help="Where the copy goes.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there already.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Show the header of an EDF or BDF file, or write a copy with a changed one; the file itself is never changed.

    KEY is patient, recording, date or time; or 3.label, 3.unit … of the third signal; “EEG Fp1.unit” and “*.prefilter”
    are understood as well. Without -o the changes are listed and nothing is written.

    Example: eegview header night.edf --set "patient=P001 X X X" --set 3.label=C3 -o copy.edf
    """
    original = read_header_texts(Path(file))
    if out is not None and not settings:
        raise UsageError("There is nothing to change in the copy.", "Say what with --set KEY=VALUE.")
    changed = edited(original, settings or [])
    changes = changed.changes_from(original)
    if out is not None:
        check_copy(original, out, force)
        write_copy(changed, out, stderr_progress("Copying"))
    if as_json:
        print_json(_as_json(changed, changes, out))
    elif not settings:
        _print_header(original)
    else:
        for change in changes:
            print_line(f"{key_text(change.key)}: “{change.before}” → “{change.after}”")
    if settings and not changes:
        print_message("Nothing is changed: the header says that already.")
    if out is not None:
        print_message(f"Wrote {out.name}; the samples are the same bytes.")
        print_message(ANOTHER_RECORDING)


def _print_header(shown: EdfHeaderTexts) -> None:
    for key in shown.fields():
        if key.name == "label":
            print_line("")
        print_line(f"{key_text(key):<16} {shown.text(key)}".rstrip())


def _as_json(shown: EdfHeaderTexts, changes: tuple[HeaderChange, ...], out: Path | None) -> dict[str, object]:
    return {
        "fields": {key_text(key): shown.text(key) for key in shown.fields()},
        "changes": [{"key": key_text(c.key), "before": c.before, "after": c.after} for c in changes],
        "path": str(out) if out is not None else None,
    }
