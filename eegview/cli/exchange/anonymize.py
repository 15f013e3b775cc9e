"""`eegview anonymize`: a copy without identity, checked, and a list of what was removed."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from eegview.app.provenance import program_provenance
from eegview.cli.blind_view import ViewerOption
from eegview.cli.output import print_json, print_line, print_message, stderr_progress
from eegview.cli.reviewer import DEFAULT_REVIEWER, EncodingOption, FilesArgument, JsonOption, LibraryOption
from eegview.model.errors import UsageError
from eegview.model.film.video import VideoClip

if TYPE_CHECKING:
    from eegview.exchange.anonymize import Withheld
    from eegview.exchange.identity import Scrubber


def anonymize(
    files: FilesArgument,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="OUT", help="The copy, or a folder for it.")],
    shift_days: Annotated[
        int | None, typer.Option("--shift-days", help="Move the date instead of dropping it.")
    ] = None,
    keep_dates: Annotated[bool, typer.Option("--keep-dates", help="Leave the date as it is.")] = False,
    keep_time: Annotated[bool, typer.Option("--keep-time", help="Leave the time of day of the start.")] = False,
    keep_age: Annotated[bool, typer.Option("--keep-age", help="Write the age in months.")] = False,
    drop_notes: Annotated[bool, typer.Option("--drop-notes", help="Remove all annotation texts.")] = False,
    names: Annotated[
        list[str] | None, typer.Option("--name", metavar="TEXT", help="A further name to remove; may be repeated.")
    ] = None,
    marks: Annotated[
        bool, typer.Option("--marks", help="Write the library's marks and treatment beside it, reviewers numbered.")
    ] = False,
    videos: Annotated[
        list[str] | None, typer.Option("--with-video", metavar="V", help="Copy this video too: faces identify.")
    ] = None,
    with_sound: Annotated[bool, typer.Option("--with-sound", help="With its sound: voices identify.")] = False,
    encoding: EncodingOption = "",
    library: LibraryOption = None,
    reviewer: ViewerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write a copy of an EDF or BDF file, or of a clip, without identity, and list what was removed.

    Video of a recording is left out unless named. Of a clip, what its container tells is removed (place, device, dates,
    names, further tracks); pictures stay as they are, and sound is left out unless asked for. The copy is read again,
    and is not kept if anything removed is found in it. To cover faces see “eegview film”.

    Example: eegview anonymize night.edf -o copies/recording_001.edf --shift-days -3650 --name "Doe" --marks
    """
    from eegview.exchange.anonymize import Withheld

    if shift_days is not None and keep_dates:
        raise UsageError("The date cannot be moved and kept.", "Give --shift-days or --keep-dates.")
    withheld = Withheld(shift_days, keep_dates, keep_time, keep_age, drop_notes, tuple(names or ()))
    if len(files) > 1:
        _check_several(files, out, bool(videos), marks)
    copies = [
        _copied(file, out, withheld, videos or [], with_sound, marks, encoding, library, reviewer) for file in files
    ]
    if as_json:
        found = [one.as_json for one in copies]
        print_json(found[0] if len(found) == 1 else {"copies": found}, program_provenance())
    else:
        for one in copies:
            if len(copies) > 1:
                print_line(f"{one.path.name}:")
            for line in one.lines:
                print_line(line)
    for note in dict.fromkeys(note for one in copies for note in one.notes):
        print_message(note)
    print_message(f"Wrote {', '.join(name for one in copies for name in one.files)}.")


@dataclass(frozen=True, slots=True)
class _Copy:
    """A copy without identity, and what is said of it.

    removed : what, and how often
    """

    path: Path
    files: tuple[str, ...]
    removed: tuple[tuple[str, int], ...]
    notes: tuple[str, ...]
    n_looked_for: int
    is_film: bool

    @property
    def as_json(self) -> dict[str, Any]:
        return {
            "path": str(self.path),
            "files": list(self.files),
            "removed": [{"what": what, "n": n} for what, n in self.removed],
            "notes": list(self.notes),
            "checked": self.n_looked_for > 0,
            "n_looked_for": self.n_looked_for,
        }

    @property
    def lines(self) -> list[str]:
        lines = ["Removed:" if self.removed else "Removed: nothing, as nothing was found that says anything."]
        lines += [f"  {what}" + (f", {n} times" if n > 1 else "") for what, n in self.removed]
        if self.n_looked_for:
            what = "text of the container" if self.is_film else "name or number of the header"
            lines.append(f"Read again by another reader: no {what} was found.")
        return lines


def _check_several(files: Sequence[str], out: Path, has_videos: bool, has_marks: bool) -> None:
    """Check that several files are clips, each of which becomes a copy in a folder."""
    from eegview.readers.companion_files import VIDEO_SUFFIXES

    if not all(Path(file).suffix.lower() in VIDEO_SUFFIXES for file in files):
        raise UsageError("The files of an EEG are anonymized one by one.", "Give one of them at a time.")
    if has_videos:
        raise UsageError("A clip is a video itself.", "Anonymize clips without --with-video.")
    if has_marks:
        sentence = "Marks on several clips are one list, but each clip becomes a copy of its own."
        raise UsageError(sentence, "Leave --marks out, and write them with “eegview events export”.")
    if out.suffix and not out.is_dir():
        raise UsageError(f"{len(files)} clips do not fit into one file.", "Name a folder for the copies with -o.")
    out.mkdir(parents=True, exist_ok=True)


def _copied(
    file: str,
    out: Path,
    withheld: "Withheld",
    videos: list[str],
    with_sound: bool,
    marks: bool,
    encoding: str,
    library: str | None,
    reviewer: str | None,
) -> _Copy:
    """Copy one recording or clip without identity."""
    from eegview.app.exchange import anonymizing

    source = Path(file)
    recording = anonymizing.opened_film(source, library)
    if with_sound and not videos and recording is None:
        raise UsageError("There is no video whose sound could be copied.", "Name it with --with-video.")
    if recording is not None:
        from eegview.app.film_export.clean_copy import copy_clean

        if videos:
            raise UsageError("A clip is a video itself.", "Anonymize each clip on its own, without --with-video.")
        clean = copy_clean(source, out, recording, withheld, with_sound, stderr_progress("Anonymizing"))
        path, done = clean.path, clean
    else:
        path, done = anonymizing.anonymize_recording(source, out, withheld, stderr_progress("Anonymizing"), encoding)
    files, notes = [path.name], list(done.notes)
    removed = list(done.removed)
    if marks:
        from eegview.cli.events import marks_of

        written, note = anonymizing.write_nameless_marks(
            path, marks_of([file], None, library, encoding, reviewer)[1], done.scrubber
        )
        table, about = _treatment(file, library, encoding, path, withheld, done.scrubber)
        files += [*written, *table]
        notes += [note, *([about] if about else []), anonymizing.SCORES]
    if videos:
        clips = placed_clips(file, videos, library)
        files += anonymizing.copy_videos(path, clips, with_sound, stderr_progress("Copying video"))
        notes.append(anonymizing.FACES)
        removed.append(("videos' texts, dates" + ("" if with_sound else " and sound"), len(videos)))
    elif recording is None:
        removed.append(("video, if there is any", 1))
    return _Copy(path, tuple(files), tuple(removed), tuple(notes), done.n_looked_for, recording is not None)


def _treatment(
    file: str, library: str | None, encoding: str, path: Path, withheld: "Withheld", scrubber: "Scrubber"
) -> tuple[tuple[str, ...], str]:
    """Write what the library holds of treatment beside the copy."""
    from eegview.app.exchange.anonymizing import write_nameless_treatment
    from eegview.cli.events import opened

    with opened(file, library, DEFAULT_REVIEWER, "technologist", encoding) as work:
        started_at, records = work.recording.started_at, work.editor.study_records()
    recorded_on = started_at.date() if started_at is not None else None
    return write_nameless_treatment(path, records, recorded_on, withheld, scrubber)


def placed_clips(file: str, videos: list[str], library: str | None) -> list[VideoClip]:
    """Return the clips of videos where they lie in the recording: by the library, else guessed.

    Raises
    ------
    UnreadableFile : the recording or a video cannot be read
    LibraryRefused : the library cannot be opened
    """
    from eegview.app.sync.syncing import placed_videos
    from eegview.cli.events import opened

    with opened(file, library, DEFAULT_REVIEWER, "technologist") as work:
        placed = placed_videos(videos, work.recording, work.editor.sync_marks(), DEFAULT_REVIEWER)
    return [one.clip for one in placed]
