"""Write marks to, and read them from, a file of any kind we know, chosen by its extension."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from eegview.exchange.edf_marks import write_edf_annotations
from eegview.exchange.imported import ImportedMarks
from eegview.exchange.json_marks import read_json, write_json
from eegview.exchange.tables import read_table, write_csv, write_tsv
from eegview.model.annotation import Annotation
from eegview.model.errors import UnreadableFile, UsageError
from eegview.model.vocabulary import Vocabulary

EXTENSIONS = (".tsv", ".csv", ".json", ".edf")


def write_marks(
    path: Path, marks: Iterable[Annotation], vocabulary: Vocabulary, started_at: datetime | None = None
) -> list[str]:
    """Write marks in the format the extension names.

    Parameters
    ----------
    started_at : the recording's local start; written to EDF+ only

    Returns
    -------
    list of sentences on what the format could not carry

    Raises
    ------
    UsageError : an extension we do not write
    CannotWrite : the place cannot be written; what was there before is untouched
    """
    extension = path.suffix.lower()
    if extension == ".edf":
        return write_edf_annotations(path, tuple(marks), vocabulary, started_at)
    writers = {".tsv": write_tsv, ".csv": write_csv, ".json": write_json}
    if extension not in writers:
        raise UsageError(f"Marks cannot be written as “{extension}”.", f"Use one of {', '.join(EXTENSIONS)}.")
    return writers[extension](path, marks, vocabulary)


def read_marks_file(path: Path, vocabulary: Vocabulary) -> ImportedMarks:
    """Return the marks in a TSV, CSV or JSON file, ours or another program's.

    EDF+ files are recordings: a reader of those finds their annotations, `marks_from_notes` makes marks of them.

    Raises
    ------
    UnreadableFile : it is missing, not readable, or holds no marks
    """
    try:
        return read_json(path) if path.suffix.lower() == ".json" else read_table(path, vocabulary)
    except OSError as error:
        why = (error.strerror or "the disk refused").lower()
        raise UnreadableFile(f"“{path.name}” cannot be read: {why}.", "Check the name and the folder.") from None
