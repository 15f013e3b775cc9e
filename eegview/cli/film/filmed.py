"""`eegview filmed`: when a clip was filmed, by its file or as a reader typed it."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from eegview.app.study.records import Statement, statement_changes, utc_now
from eegview.cli.events import opened
from eegview.cli.output import print_json, print_line, print_message
from eegview.cli.reviewer import (
    DEFAULT_REVIEWER,
    DEFAULT_ROLE,
    FileArgument,
    JsonOption,
    LibraryOption,
    ReviewerOption,
    RoleOption,
)
from eegview.model.errors import UsageError
from eegview.model.study.clip_start import held_start, parsed_start, with_typed_starts
from eegview.model.study.records import CLIP_START_TERM


def filmed(
    file: FileArgument,
    start: Annotated[
        str, typer.Option("--start", metavar="TIME", help="Local date and time of its first picture: 2026-03-01 07:15.")
    ] = "",
    within_s: Annotated[
        float | None, typer.Option("--within", metavar="S", help="How far that may be off, seconds.")
    ] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Remove what was typed.")] = False,
    library: LibraryOption = None,
    reviewer: ReviewerOption = DEFAULT_REVIEWER,
    role: RoleOption = DEFAULT_ROLE,
    as_json: JsonOption = False,
) -> None:
    """Say when a clip was filmed, by which clock and how sure that is; or set it as the family says.

    What is typed goes before what the file says, is kept in the study's log, and can be removed.

    Example: eegview filmed IMG_0042.MOV --start "2026-03-01 07:15" --within 600
    """
    from eegview.app.video.clip_facts import clock_json, clock_text

    if start and remove:
        raise UsageError("A start cannot be typed and removed at once.", "Give --start or --remove.")
    if within_s is not None and not start:
        raise UsageError("--within says how sure a start is, and none was given.", "Give it with --start.")
    with opened(file, library, reviewer, role, "") as work:
        if not work.recording.is_film:
            name = Path(work.recording.path).name
            raise UsageError(f"{name} is not a clip without EEG.", "An EEG's own clock says when it began.")
        if start or remove:
            held = held_start(parsed_start(start, within_s, datetime.now()) if start else None)  # noqa: DTZ005 - local
            said = [Statement(CLIP_START_TERM, work.recording.clips[0].fingerprint, held)]
            changes = statement_changes(work.editor.study_records(), said, work.editor.author, utc_now())
            if changes:
                print_message(f"Edit {work.editor.change_together(changes).number}.")
            else:
                print_message("Nothing changed: it is so already.")
        recording = with_typed_starts(work.recording, work.editor.study_records())
    clip = recording.clips[0]
    if as_json:
        print_json({"path": clip.path, "fingerprint": clip.fingerprint, "clock": clock_json(clip.clock)})
    else:
        print_line(clock_text(clip.clock))
