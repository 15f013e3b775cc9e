"""`eegview convert`: a recording, or a part of it, as EDF+, BDF+, BrainVision or DICOM EEG."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from eegview.app.exchange.part_choice import ExportRequest, Identity
from eegview.app.exchange.recording_export import Exported, export_recording
from eegview.app.library.opening import open_source
from eegview.app.provenance import program_provenance, provenance_of
from eegview.cli.blind_view import ViewerOption, shown_notes, viewers_library, without_hidden
from eegview.cli.output import print_json, print_message, stderr_progress
from eegview.cli.reviewer import EncodingOption, FilesArgument, JsonOption, LibraryOption
from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.errors import UsageError
from eegview.model.provenance import Provenance
from eegview.model.recording import SignalSource
from eegview.model.span import Span
from eegview.model.time.clock import elapsed_text
from eegview.model.time.wall_clock import recording_time_s


def convert(
    files: FilesArgument,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="OUT", help="A .edf, .bdf, .vhdr or .dcm file.")],
    start: Annotated[str, typer.Option("--from", metavar="T", help="Seconds, HH:MM:SS from start, or @HH:MM:SS.")] = "",
    stop: Annotated[str, typer.Option("--to", metavar="T", help="The end, which is not part of it.")] = "",
    channels: Annotated[str, typer.Option("--channels", metavar="A,B", help="Default: all.")] = "",
    layers: Annotated[
        list[str] | None,
        typer.Option("--layer", metavar="NAME", help="Whose marks; “file”: annotations in the file. Default: all."),
    ] = None,
    no_marks: Annotated[bool, typer.Option("--no-marks", help="Write no marks.")] = False,
    identity: Annotated[
        str, typer.Option("--identity", metavar="WHO", help="none (nobody is named), pseudonym, or file.")
    ] = "none",
    pseudonym: Annotated[str, typer.Option("--pseudonym", metavar="CODE", help="Written in place of the ID.")] = "",
    shift_days: Annotated[
        int | None, typer.Option("--shift-days", help="Move the date instead of dropping it.")
    ] = None,
    keep_dates: Annotated[bool, typer.Option("--keep-dates", help="Leave the date as it is.")] = False,
    keep_time: Annotated[bool, typer.Option("--keep-time", help="Leave the time of day of the start.")] = False,
    keep_age: Annotated[bool, typer.Option("--keep-age", help="Write the age in months.")] = False,
    drop_notes: Annotated[bool, typer.Option("--drop-notes", help="Remove all free texts.")] = False,
    names: Annotated[
        list[str] | None, typer.Option("--name", metavar="TEXT", help="A further name to remove; may be repeated.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there already.")] = False,
    encoding: EncodingOption = "",
    library: LibraryOption = None,
    reviewer: ViewerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write a recording, or a part of it, as another file: native rates, gaps and marks included.

    The ending says the format. Nobody is named unless you say so; names in mark texts and labels become X.

    Example: eegview convert night.edf -o part.bdf --from 01:00:00 --to 01:10:00 --channels Fp1,Fp2,ECG
    """
    from eegview.app.vocabulary.store import load_vocabulary
    from eegview.exchange.anonymize import Withheld

    if shift_days is not None and keep_dates:
        raise UsageError("The date cannot be moved and kept.", "Give --shift-days or --keep-dates.")
    if no_marks and layers:
        raise UsageError("No marks and marks of a layer cannot both be written.", "Give --layer or --no-marks.")
    who = _identity(identity, pseudonym)
    source = open_source(files, encoding=encoding)
    try:
        request = ExportRequest(
            out,
            _span(start, stop, source),
            tuple(name.strip() for name in channels.split(",") if name.strip()),
            who,
            pseudonym,
            Withheld(shift_days, keep_dates, keep_time, keep_age, drop_notes, tuple(names or ())),
            force,
        )
        marks = () if no_marks else _marks(source, layers, library, reviewer)
        provenance = provenance_of(source.recording.fingerprint)
        if who is Identity.AS_IN_FILE and not no_marks:
            provenance = _with_log(source, library, reviewer)
        done = export_recording(
            source, request, marks, load_vocabulary(), files, stderr_progress("Writing"), provenance
        )
    finally:
        source.close()
    if as_json:
        print_json(_as_json(done), program_provenance())
    for line in done.sentences:
        print_message(line)


def _identity(identity: str, pseudonym: str) -> Identity:
    try:
        who = Identity(identity)
    except ValueError:
        raise UsageError(f"“{identity}” is not a choice of identity.", "Give none, pseudonym or file.") from None
    if pseudonym and who is Identity.NONE:
        return Identity.PSEUDONYM
    if pseudonym and who is Identity.AS_IN_FILE:
        raise UsageError("A pseudonym and the file's own identity exclude each other.", "Give one of them.")
    return who


def _span(start: str, stop: str, source: SignalSource) -> Span | None:
    if not start and not stop:
        return None
    recording = source.recording
    start_s = recording_time_s(start, recording) if start else 0.0
    stop_s = recording_time_s(stop, recording) if stop else recording.duration_s
    if start_s >= recording.duration_s or stop_s <= 0:
        raise UsageError("The range holds nothing of the recording.", f"It lasts {elapsed_text(recording.duration_s)}.")
    if stop_s <= start_s:
        raise UsageError("The range ends before it begins.", "Give a time for --to after that for --from.")
    return Span(start_s, stop_s)


def _marks(
    source: SignalSource, layers: Sequence[str] | None, library_url: str | None, viewer: str | None
) -> tuple[Annotation, ...]:
    """Return the marks of layers, by default everybody's and the file's own."""
    from eegview.model.sync import is_clinical

    found: list[Annotation] = []
    if layers is None or FILE_LAYER in layers:
        notes = source.scan_events(stderr_progress("Reading the file's annotations")).annotations
        found += shown_notes(viewer, library_url, source.recording.fingerprint, notes)
    if layers is None or set(layers) - {FILE_LAYER}:
        library = viewers_library(library_url, viewer, source)
        try:
            held = without_hidden(viewer, library.whole.annotations(source.recording.fingerprint))
            stored = [mark for mark in held if is_clinical(mark)]
        finally:
            library.close()
        unknown = [name for name in layers or () if name not in {FILE_LAYER, *(mark.layer for mark in stored)}]
        if unknown:
            print_message(f"{', '.join(unknown)}: nobody of this name has marks here.")
        found += [mark for mark in stored if layers is None or mark.layer in layers]
    return tuple(found)


def _with_log(source: SignalSource, library_url: str | None, viewer: str | None) -> Provenance:
    library = viewers_library(library_url, viewer)
    try:
        return provenance_of(source.recording.fingerprint, library)
    finally:
        library.close()


def _as_json(done: Exported) -> dict[str, Any]:
    return {
        "path": str(done.files[0]),
        "files": [path.name for path in done.files],
        "format": done.format,
        "start_s": done.start_s,
        "stop_s": done.stop_s,
        "duration_s": done.stop_s - done.start_s,
        "started_at": done.started_at.isoformat() if done.started_at else None,
        "n_channels": done.n_channels,
        "n_gaps": done.n_gaps,
        "n_marks": done.n_marks,
        "notes": list(done.sentences),
    }
