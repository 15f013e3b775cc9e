"""`eegview filmed`: when a clip was filmed, by its file or as a reader typed it."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from eegview.app.film.slowness import slowness_act
from eegview.app.library.speed_checks import refuse_blind
from eegview.app.study.records import Statement, statement_changes, utc_now
from eegview.cli.events import Work, opened
from eegview.cli.output import print_json, print_line, print_message
from eegview.cli.reviewer import (
    DEFAULT_REVIEWER,
    DEFAULT_ROLE,
    FilesArgument,
    JsonOption,
    LibraryOption,
    ReviewerOption,
    RoleOption,
)
from eegview.model.errors import UsageError
from eegview.model.film.clip import FilmClip
from eegview.model.recording import Recording
from eegview.model.study.clip_slowness import clip_slownesses, with_typed_slowness
from eegview.model.study.clip_start import ClipStart, held_start, in_zone_typed, parsed_start, with_typed_starts
from eegview.model.study.records import CLIP_START_TERM


def filmed(
    files: FilesArgument,
    start: Annotated[
        str, typer.Option("--start", metavar="TIME", help="Local date and time of its first picture: 2026-03-01 07:15.")
    ] = "",
    within_s: Annotated[
        float | None, typer.Option("--within", metavar="S", help="How far that may be off, seconds.")
    ] = None,
    zone: Annotated[
        str,
        typer.Option(
            "--zone",
            metavar="ZONE",
            help="Time zone of a time that the file gives in UTC alone: +01:00, or Europe/Berlin.",
        ),
    ] = "",
    remove: Annotated[bool, typer.Option("--remove", help="Remove the typed time.")] = False,
    slower: Annotated[
        float | None,
        typer.Option(
            "--slower", metavar="TIMES", help="How many times slower than it happened it plays; 1 = true speed."
        ),
    ] = None,
    remove_slower: Annotated[
        bool, typer.Option("--remove-slower", help="Remove the typed speed: the file's own holds again.")
    ] = False,
    one: Annotated[
        str, typer.Option("--clip", metavar="NAME", help="Which of several clips is set: its file name.")
    ] = "",
    library: LibraryOption = None,
    reviewer: ReviewerOption = DEFAULT_REVIEWER,
    role: RoleOption = DEFAULT_ROLE,
    as_json: JsonOption = False,
) -> None:
    """Say when a clip was filmed, by which clock and how sure that is; or set it as the family says.

    What is typed goes before what the file says, is kept in the study's log, and can be removed. With --slower the clip
    is slow motion that its file does not tell: all times are then those that happened, and your own marks move with
    their frames in the same edit; where other readers marked it already, that is refused.

    Example: eegview filmed IMG_0042.MOV --start "2026-03-01 07:15" --within 600
    """
    from eegview.app.video.clip_facts import clock_text

    if bool(start) + bool(zone) + remove > 1:
        raise UsageError("Only one of --start, --zone and --remove can be.", "Give a time, a time zone, or neither.")
    if within_s is not None and not start:
        raise UsageError("--within says how sure a start is, and none was given.", "Give it with --start.")
    if slower is not None and remove_slower:
        raise UsageError("A speed cannot be typed and removed at once.", "Give --slower or --remove-slower.")
    with opened(files, library, reviewer, role, "") as work:
        if not work.recording.is_film:
            name = Path(work.recording.path).name
            raise UsageError(f"{name} is not a clip without EEG.", "An EEG's own clock says when it began.")
        if start or zone or remove:
            own = _named_clip(work.recording, one)
            typed = in_zone_typed(own.clock, zone) if zone else _start(start, within_s) if start else None
            said = [Statement(CLIP_START_TERM, own.fingerprint, held_start(typed))]
            changes = statement_changes(work.editor.study_records(), said, work.editor.author, utc_now())
            if changes:
                print_message(f"Edit {work.editor.change_together(changes).number}.")
            else:
                print_message("Nothing changed: it is so already.")
        if slower is not None or remove_slower:
            _say_slowness(work, _named_clip(work.recording, one), slower)
        shown = with_typed_slowness(work.recording, clip_slownesses(work.editor.study_records()))
        recording = with_typed_starts(shown, work.editor.study_records())
    clips = recording.clips if not one else (_named_clip(recording, one),)
    if as_json:
        found = [_clip_json(clip) for clip in clips]
        print_json(found[0] if len(found) == 1 else {"clips": found})
        return
    for clip in clips:
        if len(clips) > 1:
            print_line(f"{Path(clip.path).name}:")
        print_line(clock_text(clip.clock))
        if clip.slowness_text or clip.slowness != 1:
            print_line(f"Plays {clip.slowness:g} times slower; {clip.slowness_text or 'by its file'}")


def _named_clip(recording: Recording, name: str) -> FilmClip:
    """Return the clip of a study that is meant.

    Raises
    ------
    UsageError : none has that name, or several clips are there and none was named
    """
    names = [Path(clip.path).name for clip in recording.clips]
    if not name and len(names) == 1:
        return recording.clips[0]
    if not name:
        raise UsageError(f"The study has {len(names)} clips, and each has its own.", f"Say which: --clip {names[0]}.")
    found = next((clip for clip, own in zip(recording.clips, names, strict=True) if own == name), None)
    if found is None:
        raise UsageError(f"No clip of the study is called {name}.", f"They are called {', '.join(names)}.")
    return found


def _clip_json(clip: FilmClip) -> dict[str, Any]:
    from eegview.app.video.clip_facts import clock_json

    speed = {"slowness": clip.slowness, "slowness_source": clip.slowness_text or "file"}
    return {"path": clip.path, "fingerprint": clip.fingerprint, "clock": clock_json(clip.clock)} | speed


def _say_slowness(work: Work, clip: FilmClip, times: float | None) -> None:
    refuse_blind(work.editor.blindness().is_blind)
    has_runs = bool(work.library.whole.runs(work.recording.fingerprint))
    stored, author = work.editor.stored(), work.editor.author
    act = slowness_act(work.recording, stored, clip.fingerprint, times, author, utc_now(), has_runs)
    if not act.changes:
        print_message("Nothing changed: it is so already.")
        return
    print_message(f"Edit {work.editor.change_together(act.changes).number}. {act.text}")


def _start(text: str, within_s: float | None) -> ClipStart:
    return parsed_start(text, within_s, datetime.now())  # noqa: DTZ005 - the wall clock of this place
