"""Marks as JSON with all their fields, for programs."""

import json
from collections.abc import Iterable
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from eegview.exchange.foreign_times import LATEST_S, is_plausible
from eegview.exchange.imported import ImportedMarks
from eegview.exchange.row_report import RowReport, shown
from eegview.exchange.tables import read_bytes
from eegview.exchange.writing import write_whole
from eegview.model.annotation import Annotation, new_annotation_id
from eegview.model.errors import UnreadableFile
from eegview.model.provenance import Provenance, as_json
from eegview.model.vocabulary import Vocabulary

FORMAT = "eegview-marks"
FORMAT_VERSION = 1

_FIELDS = {field.name for field in fields(Annotation)}


def write_json(
    path: Path, marks: Iterable[Annotation], vocabulary: Vocabulary, provenance: Provenance | None = None
) -> list[str]:
    """Write marks with all their fields, and return sentences on what was lost: none.

    provenance : what made it, None = nothing of it is written

    Raises
    ------
    CannotWrite : the file cannot be written; an older one is untouched
    """
    ordered = sorted(marks, key=lambda mark: (mark.onset_s, mark.annotation_id))
    content: dict[str, Any] = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "vocabulary": {"id": vocabulary.vocabulary_id, "version": vocabulary.version},
        "marks": [{**asdict(mark), "attributes": dict(mark.attributes)} for mark in ordered],
    }
    if provenance is not None:
        content["provenance"] = as_json(provenance)
    write_whole(path, (json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode())
    return []


def read_json(path: Path) -> ImportedMarks:
    """Return the marks of a file that `write_json` wrote.

    Raises
    ------
    UnreadableFile : the file is of another form, or of a newer version
    """
    content = _content(path)
    rows = content.get("marks")
    if not isinstance(rows, list):
        raise _not_marks(path)
    report = RowReport()
    marks: list[Annotation] = []
    places: dict[str, int] = {}
    for number, row in enumerate(rows, 1):
        mark = _mark(row, number, report)
        if mark is None:
            continue
        if mark.annotation_id in places:
            report.add(number, f"it has the identity of row {places[mark.annotation_id]}; kept as another mark")
        places.setdefault(mark.annotation_id, number)
        marks.append(mark)
    if rows and not marks:
        raise UnreadableFile(
            f"None of the marks in “{path.name}” can be read. {report.sentences()[0]}", "Export them again."
        )
    return ImportedMarks(tuple(marks), report.sentences(), rows=places)


def _content(path: Path) -> dict[str, Any]:
    """Return what a JSON file of ours holds.

    Raises
    ------
    UnreadableFile : it is no JSON, nested beyond reason, of another form, or of a newer version
    """
    try:
        content = json.loads(read_bytes(path))
    except (ValueError, RecursionError):
        raise _not_marks(path) from None
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise _not_marks(path)
    version = content.get("format_version")
    if version != FORMAT_VERSION:
        is_newer = isinstance(version, int) and version > FORMAT_VERSION
        if not is_newer:
            raise _not_marks(path)
        raise UnreadableFile(f"“{path.name}” was written by a newer version of eegview.", "Install the newer version.")
    return content


def _mark(row: Any, number: int, report: RowReport) -> Annotation | None:
    """Return the mark in one entry, None where the entry is none; what cannot be read is reported.

    number : of the entry among the marks, from 1
    """
    if not isinstance(row, dict) or not row.keys() <= _FIELDS:
        report.add(number, "the entry is not a mark of eegview; left out")
        return None
    texts = [row.get(name, "") for name in ("annotation_id", "term_id", "text", "layer")]
    channels, answers = row.get("channels", []), row.get("attributes", {})
    if not (all(isinstance(text, str) for text in texts) and texts[1] and _are_texts(channels) and _is_flat(answers)):
        report.add(number, "a field is missing or of another kind; left out")
        return None
    onset_s = _seconds(row.get("onset_s"))
    if onset_s is None:
        report.add(number, f"the onset {shown(_brief(row.get('onset_s')))} cannot be read; left out")
        return None
    duration_s = _seconds(row.get("duration_s", 0.0))
    if duration_s is None or duration_s < 0:
        report.add(number, f"the duration {shown(_brief(row.get('duration_s')))} cannot be read; set to 0")
        duration_s = 0.0
    mark_id, term_id, text, layer = texts
    pairs = tuple(sorted(answers.items()))
    return Annotation(mark_id or new_annotation_id(), term_id, onset_s, duration_s, tuple(channels), pairs, text, layer)


def _seconds(value: Any) -> float | None:
    """Return a number of seconds, None where a value is no number, or none within a century."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    is_number = isinstance(value, float) or abs(value) <= LATEST_S  # a float cannot hold every int
    return float(value) if is_number and is_plausible(value) else None


def _are_texts(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(one, str) for one in value)


def _is_flat(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(one, str) for one in value.values())


def _brief(value: Any) -> str:
    """Return a value as a short text; of lists and objects only that they are some."""
    if isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > LATEST_S:
        return "a number of more than a century"
    return "nothing" if value is None else str(value) if isinstance(value, int | float) else type(value).__name__


def _not_marks(path: Path) -> UnreadableFile:
    return UnreadableFile(
        f"“{path.name}” contains no marks of eegview.", "Choose a file written by “events export”, or a TSV or CSV."
    )
