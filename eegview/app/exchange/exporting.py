"""Write marks of the open study for other programs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from eegview.app.provenance import write_sidecar
from eegview.model.annotation import FILE_LAYER, Annotation, marks_text
from eegview.model.errors import UsageError
from eegview.model.provenance import Provenance
from eegview.model.recording import Progress, RecorderClocked, Recording, no_progress
from eegview.model.vocabulary import Vocabulary

COPY = "copy"  # of the recording, with the marks in it


@dataclass(frozen=True, slots=True)
class Format:
    """An export format: file name ending, what it is for, and how it is written ("", a dialect, or `COPY`)."""

    ending: str
    label: str
    how: str = ""


FORMATS = (
    Format(".tsv", "BIDS table, with its sidecar (TSV and JSON)"),
    Format(".csv", "Spreadsheet (CSV)"),
    Format(".json", "All fields, for programs (JSON)"),
    Format(".edf", "EDF+ annotations alone, for other viewers"),
    Format(".edf", "Copy of the recording with the marks in it", COPY),
    Format(".tsv", "SzCORE table, for comparing detectors", "szcore"),
    Format(".csv", "MNE annotations", "mne"),
)


def export_copy(
    path: Path,
    marks: Iterable[Annotation],
    vocabulary: Vocabulary,
    recordings: Sequence[str],
    progress: Progress = no_progress,
    provenance: Provenance | None = None,
) -> tuple[str, ...]:
    """Write a copy of an EDF or BDF recording with `marks` as annotations; return sentences, as `export_marks` does.

    provenance : what made it, written beside the copy; None = nothing of it is written

    Raises
    ------
    UsageError : several files, another format, an ending of another format, or `path` is the recording itself
    CannotWrite : the place cannot be written; what was there before is untouched
    """
    from eegview.exchange.edf.copy import copy_with_marks
    from eegview.readers.opening import open_recording

    if len(recordings) != 1:
        raise UsageError("Only a study of one file can be copied with its marks.", "Export each file's marks alone.")
    source = Path(recordings[0])
    opened = open_recording(source)
    try:
        encoding = opened.scan_events().encoding
    finally:
        opened.close()
    if not opened.recording.format.startswith(("EDF", "BDF")):
        raise UsageError(f"{opened.recording.format} files cannot be copied with marks.", "Omit --copy.")
    _check_ending(path, source, opened.recording.format)
    check_not_recording(path, recordings)
    marks = tuple(mark for mark in marks if mark.layer != FILE_LAYER)  # those are in the copy already
    clock = opened if isinstance(opened, RecorderClocked) else None
    own = "" if encoding.replace("-", "").lower() in ("utf8", "ascii") else encoding
    lost = copy_with_marks(source, path, marks, vocabulary, progress, clock, opened.recording.channels, own)
    if provenance is not None:
        write_sidecar(path, provenance)
    return (f"Wrote a copy of the recording with {marks_text(len(marks))} to {path.name}.", *lost)


def _check_ending(path: Path, source: Path, file_format: str) -> None:
    """Check that a copy bears the ending of what it holds: a program reads .bdf as 24 bits, whatever is inside."""
    right = f".{file_format[:3].lower()}"
    others = {".edf", ".bdf"} - {right}
    allowed = {right, source.suffix.lower()} - others - {""}
    if path.suffix.lower() not in allowed:
        raise UsageError(
            f"The copy of this {file_format[:3]} recording cannot be written as “{path.suffix or path.name}”.",
            f"Give a name that ends in {' or '.join(sorted(allowed))}.",
        )


def check_not_recording(path: Path, recordings: Sequence[str]) -> None:
    """Refuse to write over a recording.

    Raises
    ------
    UsageError : `path` is one of the recordings
    """
    if path.exists() and any(path.resolve() == Path(recording).resolve() for recording in recordings):
        raise UsageError("That would overwrite the recording itself.", "Choose another name.")


def export_marks(
    path: Path,
    marks: Iterable[Annotation],
    vocabulary: Vocabulary,
    started_at: datetime | None,
    recordings: Sequence[str],
    dialect: str = "",
    duration_s: float = 0.0,
    recording: Recording | None = None,
    provenance: Provenance | None = None,
) -> tuple[str, ...]:
    """Write `marks` to `path` and return sentences: what was written, and what the format could not carry.

    Parameters
    ----------
    recordings : paths of the open study, which are never written over
    dialect, duration_s : another program's table, and the recording's length, see `exchange.marks_file.write_marks`
    recording : whose marks they are; tables then name channels as its file does
    provenance : what made it, written into the file, its sidecar, or one beside it; None = nothing of it is written

    Raises
    ------
    UsageError : the extension is not known, or `path` is the recording itself
    CannotWrite : the place cannot be written; what was there before is untouched
    """
    from eegview.exchange.marks_file import count_written, holds_provenance, write_marks

    check_not_recording(path, recordings)
    marks = tuple(marks)
    lost = write_marks(path, marks, vocabulary, started_at, dialect, duration_s, recording, provenance)
    if provenance is not None and not holds_provenance(path, dialect):
        write_sidecar(path, provenance)
    n_written = count_written(marks, dialect, duration_s)
    return (f"Wrote {marks_text(n_written)} to {path.name}.", *lost)
