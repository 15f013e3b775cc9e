"""`eegview join`: clips that came later, together with those of a study whose marks come along."""

from contextlib import closing
from typing import Annotated

import typer

from eegview.app.film.taking_over import refuse_blind_study, taken_over
from eegview.app.library.opening import kept_slowness, open_source
from eegview.cli.events import opened
from eegview.cli.output import print_json, print_line, print_message
from eegview.cli.reviewer import (
    DEFAULT_REVIEWER,
    DEFAULT_ROLE,
    FilesArgument,
    JsonOption,
    LibraryOption,
    ReviewerOption,
    RoleOption,
    files_of,
)
from eegview.model.errors import UsageError


def join(
    clips: FilesArgument,
    new: Annotated[list[str] | None, typer.Option("--new", metavar="CLIP", help="A new one; may be repeated.")] = None,
    library: LibraryOption = None,
    reviewer: ReviewerOption = DEFAULT_REVIEWER,
    role: RoleOption = DEFAULT_ROLE,
    as_json: JsonOption = False,
) -> None:
    """Add clips to a study of clips: the marks come along, in one edit that says where they come from.

    The clips together are another study, in which each lies where its clock says; the study as it was keeps its log.

    Example: eegview join morning.mp4 noon.mp4 --new evening.mp4
    """
    if not new:
        raise UsageError("No new clip was given.", "Give it with --new.")
    new = [file for study in new for file in files_of(study)]
    with closing(open_source(clips, slowness=kept_slowness(library))) as source:
        before = source.recording
    with opened([*clips, *new], library, reviewer, role) as work:
        after, whole = work.recording, work.library.whole
        for recording in (before, after):
            if not recording.is_film:
                raise UsageError("Only clips without EEG can be joined.", "Add a video to an EEG with “eegview sync”.")
        if before.fingerprint == after.fingerprint:
            raise UsageError("The new clips are in the study already.", "Give a clip that is not.")
        refuse_blind_study(work.library.blindness(before.fingerprint))
        if work.marks():
            raise UsageError("These clips together have marks already.", "Open them together; nothing is imported.")
        found = taken_over(before, whole.annotations(before.fingerprint), whole.head(before.fingerprint), after)
        edit = work.editor.import_all(found.marks, found.reason) if found is not None else None
    n_marks, n_left = (found.n_marks, found.n_left) if found is not None else (0, 0)
    if found is not None:
        print_message(found.text)
    if as_json:
        number = edit.number if edit is not None else None
        print_json({"fingerprint": after.fingerprint, "edit": number, "n_marks": n_marks, "n_left": n_left})
    else:
        print_line(f"{len(after.clips)} clips, {n_marks} marks; study {after.fingerprint[:12]}…")
