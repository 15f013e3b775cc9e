"""`eegview history`: the log of edits, and its verification."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from eegview.app.library.opening import open_source
from eegview.app.library.undoing import described
from eegview.app.provenance import provenance_of
from eegview.app.review.signing import SignatureState, state_of, state_text
from eegview.cli.blind_view import ViewerOption, hidden_from, tell_blind, viewers_library
from eegview.cli.events import annotation_json
from eegview.cli.output import print_json, print_line, print_message
from eegview.cli.reviewer import EncodingOption, FilesArgument, JsonOption, LibraryOption
from eegview.model.annotation import Annotation
from eegview.model.edit import Change, Edit
from eegview.model.errors import LibraryRefused
from eegview.model.provenance import Provenance
from eegview.model.signature import latest_signatures
from eegview.model.sync import is_signed

if TYPE_CHECKING:
    from eegview.store.library import Library


HIDDEN_TEXT = "evidence for a score, hidden until both have committed"


class LogBroken(LibraryRefused):
    """The edit log of a recording was changed from outside."""


def history(
    files: FilesArgument,
    verify: Annotated[bool, typer.Option("--verify", help="Check the log; exit code 5 if it is broken.")] = False,
    encoding: EncodingOption = "",
    library: LibraryOption = None,
    reviewer: ViewerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the edit log of a recording, or verify it.

    Example: eegview history study.edf --verify
    """
    source = open_source(files, encoding=encoding)
    try:
        fingerprint = source.recording.fingerprint
        opened = viewers_library(library, reviewer, source)
    finally:
        source.close()
    for issue in opened.issues:
        print_message(issue.message)
    try:
        if verify:
            found = opened.verification(fingerprint)
            try:
                states = signature_states(opened, fingerprint)
            except LibraryRefused:  # rows that cannot be read: a problem that was found already
                states = ()
            provenance = provenance_of(fingerprint, opened)
            report_verdict(list(found.problems), fingerprint, provenance if as_json else None, states, found.notes)
            return
        tell_blind(opened.blindness(fingerprint))
        edits = opened.edits(fingerprint)
        is_hidden = hidden_from(reviewer, opened.annotations(fingerprint))
        provenance = provenance_of(fingerprint, opened)
    finally:
        opened.close()
    if as_json:
        print_json({"fingerprint": fingerprint, "edits": [edit_json(edit, is_hidden) for edit in edits]}, provenance)
        return
    for edit in edits:
        print_line(edit_line(edit, is_hidden))
    if not edits:
        print_line("No edits yet.")


def signature_states(library: "Library", fingerprint: str) -> tuple[SignatureState, ...]:
    """Return the state of the last signature under each layer: whether the signed marks still match."""
    stored = library.annotations(fingerprint)
    marks = tuple(filter(is_signed, stored))
    return tuple(
        state_of(signature, marks, library.changes_since(fingerprint, signature.head_number))
        for signature in latest_signatures(stored).values()
    )


def report_verdict(
    problems: list[str],
    fingerprint: str,
    provenance: Provenance | None,
    signatures: Sequence[SignatureState] = (),
    notes: Sequence[str] = (),
) -> None:
    """Print the result of a verification; a signature whose marks were changed from outside is a problem as well.

    provenance : for --json, None = lines of text are asked for
    notes : what could not be checked

    Raises
    ------
    LogBroken : there is a problem
    """
    lines = [f"Layer {state.signature.layer}: {state_text(state)}." for state in signatures]
    problems = [*problems, *(line for line, state in zip(lines, signatures, strict=True) if state.is_broken)]
    if provenance is not None:
        signed = [signature_json(state) for state in signatures]
        found = {"ok": not problems, "problems": problems, "not_covered": list(notes), "signatures": signed}
        print_json({"fingerprint": fingerprint, **found}, provenance)
    else:
        for line in [*(problems or ["The log is whole.", *lines]), *notes]:
            print_line(line)
    if problems:
        raise LogBroken(
            "The study library's data on this recording were changed from outside.",
            "Keep the library as it is, and restore it from a backup.",
        )


def signature_json(state: SignatureState) -> dict[str, Any]:
    """Return a signature and its state as an object for --json."""
    signature = state.signature
    if signature.is_sealed:  # that it was given may be known, not what was signed
        names = ("printed_name", "role", "meaning", "layer", "at_utc")
        return {name: str(getattr(signature, name)) for name in names} | {"hidden": True}
    return {
        "printed_name": signature.printed_name,
        "role": signature.role,
        "meaning": signature.meaning.value,
        "layer": signature.layer,
        "at_utc": signature.at_utc,
        "n_marks": signature.n_marks,
        "n_evidence": signature.n_evidence,
        "marks_hash": signature.marks_hash,
        "head_number": signature.head_number,
        "head_hash": signature.head_hash,
        "n_changes_since": state.n_changes,
        "is_matching": state.is_matching,
    }


def _shown(edit: Edit, is_hidden: Callable[[Annotation], bool]) -> tuple[Change, ...]:
    """Return the changes of an edit that may be read: all of them, or none."""
    marks = (mark for change in edit.changes for mark in (change.before, change.after) if mark is not None)
    return () if any(map(is_hidden, marks)) else edit.changes


def edit_line(edit: Edit, is_hidden: Callable[[Annotation], bool]) -> str:
    """Return an edit as one line of text: number, time, author, what, why."""
    shown = _shown(edit, is_hidden)
    what = described(shown, str) if shown or not edit.changes else HIDDEN_TEXT
    if edit.reverses is not None:
        what = f"{edit.action.value} of edit {edit.reverses}: {what}"
    elif edit.action.value == "import":
        what = f"import: {what}"
    why = f" ({edit.reason})" if edit.reason else ""
    return f"{edit.number:>5}  {edit.at_utc}  {edit.author}, {edit.role}: {what}{why}"


def edit_json(edit: Edit, is_hidden: Callable[[Annotation], bool]) -> dict[str, Any]:
    """Return an edit as an object for --json; of one that may not be read yet there are no changes."""
    shown = _shown(edit, is_hidden)
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
            for change in shown
        ],
        "hidden": len(shown) < len(edit.changes),
        "reverses": edit.reverses,
        "reason": edit.reason,
        "previous_hash": edit.previous_hash,
        "hash": edit.hash,
    }
