"""Marks as JSON with all their fields, for programs."""

import json
import math
from collections.abc import Iterable
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from eegview.exchange.imported import ImportedMarks
from eegview.exchange.writing import write_whole
from eegview.model.annotation import Annotation, marks_text
from eegview.model.errors import UnreadableFile
from eegview.model.vocabulary import Vocabulary

FORMAT = "eegview-marks"
FORMAT_VERSION = 1

_FIELDS = {field.name for field in fields(Annotation)}


def write_json(path: Path, marks: Iterable[Annotation], vocabulary: Vocabulary) -> list[str]:
    """Write marks with all their fields, and return sentences on what was lost: none.

    Raises
    ------
    CannotWrite : the file cannot be written; an older one is untouched
    """
    ordered = sorted(marks, key=lambda mark: (mark.onset_s, mark.annotation_id))
    content = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "vocabulary": {"id": vocabulary.vocabulary_id, "version": vocabulary.version},
        "marks": [{**asdict(mark), "attributes": dict(mark.attributes)} for mark in ordered],
    }
    write_whole(path, (json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode())
    return []


def read_json(path: Path) -> ImportedMarks:
    """Return the marks of a file that `write_json` wrote.

    Raises
    ------
    UnreadableFile : the file is of another form, or of a newer version
    """
    try:
        content = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        raise _not_marks(path) from None
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise _not_marks(path)
    if content.get("format_version") != FORMAT_VERSION:
        raise UnreadableFile(f"“{path.name}” was written by a newer version of eegview.", "Install the newer version.")
    rows = content.get("marks")
    marks = [_mark(row) for row in rows] if isinstance(rows, list) else []
    whole = tuple(mark for mark in marks if mark)
    n_lost = len(marks) - len(whole)
    return ImportedMarks(
        whole, report=(f"Left out because it cannot be read: {marks_text(n_lost)}.",) if n_lost else ()
    )


def _mark(row: Any) -> Annotation | None:
    """Return the mark in one entry, None where the entry is not a mark."""
    if not isinstance(row, dict) or not row.keys() <= _FIELDS:
        return None
    try:
        mark = Annotation(
            **{
                **row,
                "onset_s": float(row["onset_s"]),
                "duration_s": float(row.get("duration_s", 0.0)),
                "channels": tuple(map(str, row.get("channels", ()))),
                "attributes": tuple(sorted((str(k), str(v)) for k, v in row.get("attributes", {}).items())),
            }
        )
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):  # a field is missing or of another type
        return None
    texts = (mark.annotation_id, mark.term_id, mark.text, mark.layer)
    is_sound = math.isfinite(mark.onset_s) and math.isfinite(mark.duration_s) and mark.duration_s >= 0
    return mark if is_sound and all(isinstance(text, str) for text in texts) else None


def _not_marks(path: Path) -> UnreadableFile:
    return UnreadableFile(
        f"“{path.name}” holds no marks of eegview.", "Choose a file written by “events export”, or a TSV or CSV."
    )
