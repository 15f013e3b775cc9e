"""Write marks of the open study for other programs."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from eegview.model.annotation import Annotation, marks_text
from eegview.model.errors import UsageError
from eegview.model.vocabulary import Vocabulary

# file name ending, what it is for
FORMATS = (
    (".tsv", "BIDS table, with its sidecar (TSV and JSON)"),
    (".csv", "Spreadsheet (CSV)"),
    (".json", "All fields, for programs (JSON)"),
    (".edf", "EDF+ annotations, for other viewers"),
)


def export_marks(
    path: Path,
    marks: Iterable[Annotation],
    vocabulary: Vocabulary,
    started_at: datetime | None,
    recordings: Sequence[str],
) -> tuple[str, ...]:
    """Write `marks` to `path` and return sentences: what was written, and what the format could not carry.

    Parameters
    ----------
    recordings : paths of the open study, which are never written over

    Raises
    ------
    UsageError : the extension is not known, or `path` is the recording itself
    CannotWrite : the place cannot be written; what was there before is untouched
    """
    from eegview.exchange.marks_file import write_marks

    if path.exists() and any(path.resolve() == Path(recording).resolve() for recording in recordings):
        raise UsageError("That would overwrite the recording itself.", "Choose another name.")
    marks = tuple(marks)
    lost = write_marks(path, marks, vocabulary, started_at)
    return (f"Wrote {marks_text(len(marks))} to {path.name}.", *lost)
