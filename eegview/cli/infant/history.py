"""`eegview infant undo` and `history`: the log of an infant, its check, and taking back one's own last act."""

from typing import Annotated

import typer

from eegview.app.library.editing import Editor
from eegview.app.provenance import provenance_of
from eegview.cli.blind_view import ViewerOption
from eegview.cli.history import edit_json, edit_line, report_verdict
from eegview.cli.infant.opened import InfantArgument, infant_work
from eegview.cli.output import print_json, print_line
from eegview.cli.reviewer import DEFAULT_REVIEWER, DEFAULT_ROLE, JsonOption, LibraryOption, ReviewerOption, RoleOption
from eegview.model.annotation import Annotation


def undo(
    infant: InfantArgument,
    redo: Annotated[bool, typer.Option("--redo", help="Redo what was undone last.")] = False,
    library: LibraryOption = None,
    reviewer: ReviewerOption = DEFAULT_REVIEWER,
    role: RoleOption = DEFAULT_ROLE,
    as_json: JsonOption = False,
) -> None:
    """Undo your last act on an infant; undoing is an act in the log itself.

    Example: eegview infant undo K07
    """
    with infant_work(infant, library, reviewer, role, with_removed=True) as work:
        editor = Editor(work.library.whole, work.infant_id, reviewer, role)
        text = editor.redo_text if redo else editor.undo_text
        edit = editor.redo() if redo else editor.undo()
    if as_json:
        print_json({"infant": work.infant_id, "edit": edit.number, "reverses": edit.reverses, "text": text})
    else:
        print_line(f"Edit {edit.number}: {text[:1].lower()}{text[1:]}.")


def history(
    infant: InfantArgument,
    verify: Annotated[bool, typer.Option("--verify", help="Check the log; exit code 5 if it is broken.")] = False,
    library: LibraryOption = None,
    reviewer: ViewerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the edit log of an infant, or verify it.

    Example: eegview infant history K07 --verify
    """
    with infant_work(infant, library, reviewer or DEFAULT_REVIEWER, with_removed=True) as work:
        provenance = provenance_of(work.infant_id, work.library)
        if verify:
            found = work.library.verification(work.infant_id)
            report_verdict(list(found.problems), work.infant_id, provenance if as_json else None, (), found.notes)
            return
        edits = work.library.edits(work.infant_id)
    if as_json:
        print_json({"infant": work.infant_id, "edits": [edit_json(edit, _nothing) for edit in edits]}, provenance)
        return
    for edit in edits:
        print_line(edit_line(edit, _nothing))


def _nothing(_mark: Annotation) -> bool:
    return False
