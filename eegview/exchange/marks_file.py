"""Reading and writing of marks in all known formats, chosen by extension or by name."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from eegview.exchange.edf.marks import write_edf_annotations
from eegview.exchange.foreign.columns import BY_NAME, ColumnChoice
from eegview.exchange.foreign.edfbrowser import read_xml
from eegview.exchange.foreign.persyst import read_lay
from eegview.exchange.imported import ImportedMarks
from eegview.exchange.json_marks import read_json, write_json
from eegview.exchange.mne_annotations import mne_rate_ratio, mne_start, read_mne_fif, write_mne_csv
from eegview.exchange.szcore import szcore_rows, write_szcore
from eegview.exchange.tables import read_bytes, read_text, write_csv, write_tsv
from eegview.model.annotation import Annotation
from eegview.model.errors import UnreadableFile, UsageError
from eegview.model.provenance import Provenance
from eegview.model.recording import Recording
from eegview.model.text.decoding import decoded
from eegview.model.vocabulary import Vocabulary

EXTENSIONS = (".tsv", ".csv", ".json", ".edf")
READ_EXTENSIONS = (
    *(".tsv", ".csv", ".txt", ".json", ".xml", ".lay", ".lst", ".log", ".fif", ".fif.gz"),
    *(".csv_bi", ".tse", ".tse_bi", ".lab"),
)
_HEAD_BYTES = 4096
DIALECTS = {"szcore": ".tsv", "mne": ".csv"}  # of another program's making: name → its extension


def write_marks(
    path: Path,
    marks: Iterable[Annotation],
    vocabulary: Vocabulary,
    started_at: datetime | None = None,
    dialect: str = "",
    duration_s: float = 0.0,
    recording: Recording | None = None,
    provenance: Provenance | None = None,
) -> list[str]:
    """Write marks in the format of the file's extension, or in another program's dialect.

    Parameters
    ----------
    started_at : the recording's local start; written to EDF+, SzCORE and MNE files
    dialect : "" or one of `DIALECTS`
    duration_s : of the recording; written to SzCORE files
    recording : whose marks they are; tables then name channels as its file does
    provenance : what made it, written where the format has a place for it: BIDS' sidecar, JSON, the header of EDF+

    Returns
    -------
    list of sentences on what the format could not carry

    Raises
    ------
    UsageError : the extension or dialect is unknown, or EDF+ is to hold no marks
    CannotWrite : the file cannot be written; an older one is untouched
    """
    extension = path.suffix.lower()
    if dialect:
        if DIALECTS.get(dialect) != extension:
            known = ", ".join(f"{name} ({ending})" for name, ending in DIALECTS.items())
            raise UsageError(f"Marks cannot be written as {dialect} to “{extension}”.", f"Use one of {known}.")
        if dialect == "szcore":
            return write_szcore(path, marks, vocabulary, started_at, duration_s)
        if recording is None:
            return write_mne_csv(path, marks, vocabulary, started_at)
        start = mne_start(Path(recording.path), recording.format, recording.started_at)
        segments = () if recording.format == "FIF" else recording.segments  # FIF keeps its gaps in MNE
        ratio = mne_rate_ratio(Path(recording.path), recording.format, recording.channels)
        return write_mne_csv(path, marks, vocabulary, start, recording.channels, segments, ratio)
    if extension == ".edf":
        channels = recording.channels if recording else ()
        return write_edf_annotations(path, tuple(marks), vocabulary, started_at, channels, provenance)
    if extension == ".json":
        return write_json(path, marks, vocabulary, provenance)
    channels = recording.channels if recording else ()
    if extension == ".tsv":
        return write_tsv(path, marks, vocabulary, channels, provenance)
    if extension == ".csv":
        return write_csv(path, marks, vocabulary, channels)
    raise UsageError(f"Marks cannot be written as “{extension}”.", f"Use one of {', '.join(EXTENSIONS)}.")


def holds_provenance(path: Path, dialect: str = "") -> bool:
    """Whether a file of marks says by itself, or in the sidecar that it has anyway, what made it in all detail."""
    return not dialect and path.suffix.lower() in (".tsv", ".json")


def count_written(marks: Iterable[Annotation], dialect: str = "", duration_s: float = 0.0) -> int:
    """Return how many of `marks` `write_marks` writes: all of them, but in a dialect that cannot hold every mark."""
    marks = tuple(marks)
    return len(szcore_rows(marks, duration_s).coded) if dialect == "szcore" else len(marks)


def is_marks_file(path: Path) -> bool:
    """Check whether a file is read as a file of marks, not as a recording with annotations."""
    name = path.name.lower()
    if name.endswith((".fif", ".fif.gz")):
        return name.removesuffix(".gz").removesuffix(".fif").endswith(("annot", "annotations"))
    return name.endswith(READ_EXTENSIONS)


def is_text(path: Path) -> bool:
    """Whether the beginning of a file is a text, in whatever encoding."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except OSError:
        return False
    text = decoded(head)[0]
    return bool(text.strip()) and not any(sign < " " and sign not in "\t\r\n\f\v" for sign in text)


def read_marks_file(
    path: Path, vocabulary: Vocabulary, choice: ColumnChoice = BY_NAME, encoding: str = ""
) -> ImportedMarks:
    """Return the marks in a file made by eegview or another program.

    JSON is ours; XML is EDFbrowser's, .lay Persyst's, .fif MNE's; a text file may be any table with times and texts
    (BIDS, SzCORE, EDFbrowser, MNE, BORIS, TUH), MNE's annotation text, or a list of events as EEG machines export it.
    EDF+ files are recordings: a reader of those finds their annotations, `marks_from_notes` makes marks of them.

    Parameters
    ----------
    choice : what the reviewer says about the columns of a table
    encoding : of a text, "" = found out

    Raises
    ------
    ColumnsUnknown : it is a table with times, and which column says what the rows are has to be asked
    UnreadableFile : the file is missing, not readable, or holds no marks
    """
    extension = path.suffix.lower()
    try:
        if extension == ".json":
            return read_json(path)
        if extension == ".xml":
            return read_xml(path.name, read_bytes(path), vocabulary)
        if extension == ".lay":
            return _read_lay(path, vocabulary, encoding)
        if extension in (".fif", ".gz"):
            return read_mne_fif(path, vocabulary)
        return read_text(path, vocabulary, choice, encoding)
    except OSError as error:
        why = (error.strerror or "the disk could not be read").lower()
        raise UnreadableFile(f"“{path.name}” cannot be read: {why}.", "Check the name and the folder.") from None


def _read_lay(path: Path, vocabulary: Vocabulary, encoding: str) -> ImportedMarks:
    text, doubt = decoded(read_bytes(path), encoding)
    if "\0" in text or "[" not in text:
        raise UnreadableFile(f"“{path.name}” is not a Persyst layout file.", "Choose the .lay file beside the data.")
    found = read_lay(text, vocabulary)
    return replace(found, report=(*doubt, *found.report))
