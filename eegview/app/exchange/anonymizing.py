"""Copy a study without identity: the recording, its marks if asked, its video if asked expressly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from eegview.app.library.opening import kept_slowness, open_source
from eegview.app.provenance import provenance_of
from eegview.model.annotation import FILE_LAYER, Annotation, marks_text, new_annotation_id
from eegview.model.errors import UsageError
from eegview.model.film.video import VideoClip
from eegview.model.recording import Progress, Recording, no_progress
from eegview.model.span import Span

if TYPE_CHECKING:
    from eegview.exchange.anonymize import Anonymized, Withheld
    from eegview.exchange.identity import Scrubber

SCORES = (
    "Scores and their evidence stay in the library; “eegview score --export” writes the evidence of a sheet, no name. "
    "What readers entered into reports stays there, too."
)
FACES = (
    "Faces and voices identify a person: check the video before you share it. "
    "Names and clocks in the image are still there."
)
_MOVED_AS_THEY_ARE = (".mp4", ".m4v", ".mov", ".mkv", ".avi", ".wmv", ".asf")
_BARE = (".264", ".h264", ".avc", ".265", ".h265", ".hevc", ".m1v", ".m2v")  # streams that no container holds


def anonymize_recording(
    source: Path, out: Path, withheld: Withheld, progress: Progress = no_progress, encoding: str = ""
) -> tuple[Path, Anonymized]:
    """Write a copy of an EDF or BDF file without identity; `out` may be a folder, then the name is a neutral one.

    encoding : of its texts; "" = found out

    Raises
    ------
    UsageError : another format, or the copy would overwrite the recording
    """
    from eegview.exchange.anonymize import anonymize_edf, neutral_name
    from eegview.readers.fingerprint import fingerprint_of_files
    from eegview.readers.opening import open_recording

    opened = open_recording(source, encoding=encoding)
    try:
        of_texts = opened.scan_events().encoding if opened.recording.format.startswith(("EDF", "BDF")) else ""
    finally:
        opened.close()
    if not opened.recording.format.startswith(("EDF", "BDF")):
        raise UsageError(
            f"{opened.recording.format} files cannot be anonymized.",
            "Write it in another format: “eegview convert FILE -o OUT.edf” names nobody.",
        )
    if out.is_dir():
        out = out / neutral_name(source, f"copy {fingerprint_of_files([source])}".encode())
    if out.exists() and out.resolve() == source.resolve():
        raise UsageError("That would overwrite the recording itself.", "Give another name with -o.")
    return out, anonymize_edf(source, out, withheld, progress, of_texts or "latin-1")


def opened_film(source: Path, library_url: str | None = None) -> Recording | None:
    """Return a clip as a recording, at the speed that readers typed; None where the file is no video.

    It is copied at that speed, too.

    Raises
    ------
    UnreadableFile : it is one, and cannot be read
    """
    from eegview.readers.companion_files import VIDEO_SUFFIXES

    if source.suffix.lower() not in VIDEO_SUFFIXES:
        return None
    opened = open_source([str(source)], slowness=kept_slowness(library_url))
    opened.close()
    return opened.recording if opened.recording.is_film else None


def nameless_marks(marks: Iterable[Annotation], scrubber: Scrubber) -> tuple[Annotation, ...]:
    """Return marks with identity taken out of their texts, and reviewers numbered in place of their names."""
    marks = tuple(marks)
    layers = sorted({mark.layer for mark in marks} - {"", FILE_LAYER})
    names = {layer: f"reviewer {number}" for number, layer in enumerate(layers, 1)}
    return tuple(
        replace(
            mark,
            annotation_id=new_annotation_id(),  # the old identity would lead back to the library it came from
            text=scrubber.scrub(mark.text),
            channels=tuple(map(scrubber.scrub, mark.channels)),
            attributes=tuple((name, scrubber.scrub(value)) for name, value in mark.attributes),
            layer=names.get(mark.layer, mark.layer),
        )
        for mark in marks
    )


def write_nameless_marks(out: Path, marks: Iterable[Annotation], scrubber: Scrubber) -> tuple[tuple[str, ...], str]:
    """Write the marks beside the copy as BIDS table with sidecar; return the files' names and a sentence."""
    from eegview.app.vocabulary.store import load_vocabulary
    from eegview.exchange.marks_file import write_marks
    from eegview.readers.opening import open_recording

    copy = open_recording(out)
    copy.close()
    nameless = nameless_marks(marks, scrubber)
    path = out.with_name(f"{out.stem}_events.tsv")
    vocabulary = load_vocabulary()
    provenance = provenance_of(copy.recording.fingerprint, vocabulary=vocabulary)  # of the copy, which leads nowhere
    write_marks(path, nameless, vocabulary, recording=copy.recording, provenance=provenance)
    sentence = f"{marks_text(len(nameless))} written beside the copy; reviewers are numbered."
    return (path.name, path.with_suffix(".json").name), sentence


def write_nameless_treatment(
    out: Path, records: Iterable[Annotation], recorded_on: date | None, withheld: Withheld, scrubber: Scrubber
) -> tuple[tuple[str, ...], str]:
    """Write treatment and diary beside the copy as a table; return its name, () where there are none, and a sentence.

    Days are kept, moved or counted from the recording, as the recording's own date is. “eegview treatment --import”
    reads the table.
    """
    from eegview.app.response.treatment_table import moved_course, table_rows, table_text
    from eegview.exchange.writing import write_whole

    course, diary, n_lost = moved_course(records, recorded_on, withheld.shift_days, withheld.keep_date)
    lost = f" {n_lost} of its days could not be moved and are left out." if n_lost else ""
    if not course and not diary:
        return (), f"Treatment is left out.{lost}" if n_lost else ""
    nameless = [replace(one, drug=scrubber.scrub(one.drug), note=scrubber.scrub(one.note)) for one in course]
    path = out.with_name(f"{out.stem}_treatment.tsv")
    write_whole(path, table_text(table_rows(nameless, diary, not withheld.drop_notes), is_tabbed=True).encode())
    how = "with its dates" if withheld.keep_date else "moved alike" if withheld.shift_days is not None else "in days"
    counted = " counted from the recording" if how == "in days" else ""
    return (path.name,), f"Treatment and diary written beside the copy, {how}{counted}.{lost}"


def copy_videos(
    out: Path, clips: Sequence[VideoClip], with_sound: bool, progress: Progress = no_progress
) -> tuple[str, ...]:
    """Copy videos beside the anonymous recording under neutral names, without the container's texts; return the names.

    clips : where they lie in the recording; each part of a file whose times start again becomes a file
    """
    import json

    from eegview.exchange.writing import write_whole
    from eegview.readers.video.copying import copy_pictures

    names: list[str] = []
    in_parts = {clip.path for clip in clips if clip.part > 1}
    numbers = {path: number for number, path in enumerate(dict.fromkeys(clip.path for clip in clips), 1)}
    for clip in clips:
        has_parts = clip.path in in_parts
        name = f"{out.stem}_video_{numbers[clip.path]}" + (f"_part_{clip.part}" if has_parts else "")
        target = out.with_name(f"{name}{_ending(clip.path)}")
        part = Span(clip.first_s, clip.last_s) if has_parts else None
        moved_s = copy_pictures(Path(clip.path), target, with_sound, progress, part)
        offset_s, drift_ppm = clip.sync.offset_s, clip.sync.drift_ppm
        place = {"offset_s": offset_s - moved_s * (1 + drift_ppm * 1e-6), "drift_ppm": drift_ppm}
        write_whole(target.with_suffix(".sync.json"), json.dumps(place).encode())
        names += [target.name, target.with_suffix(".sync.json").name]
    return tuple(names)


def _ending(video: str) -> str:
    ending = Path(video).suffix.lower()
    return ending if ending in (*_MOVED_AS_THEY_ARE, *_BARE) else ".mkv"  # which holds nearly whatever the others hold
