"""Conversion of marks and edits to rows of the library and back."""

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import RowMapping

from eegview.model.annotation import Annotation
from eegview.model.edit import Action, Edit, canonical_changes, changes_from_json
from eegview.model.errors import LibraryRefused
from eegview.store import schema

MARK_COLUMNS = tuple(column for column in schema.annotation.c if column.name != "fingerprint")


class UnreadableRow(LibraryRefused):
    """A row of the library was changed from outside or is damaged."""

    def __init__(self) -> None:
        super().__init__(
            "The marks or the edit log of this recording were changed from outside or are damaged.",
            "Run “eegview history FILE --verify” to see where, and restore the library from a backup.",
        )


def annotation_row(fingerprint: str, mark: Annotation) -> dict[str, Any]:
    """Return the row of table `annotation` for a mark."""
    return {
        "fingerprint": fingerprint,
        "annotation_id": mark.annotation_id,
        "term_id": mark.term_id,
        "onset_s": float(mark.onset_s),
        "duration_s": float(mark.duration_s),
        "channels": json.dumps(mark.channels, ensure_ascii=False) if mark.channels else "[]",
        "attributes": json.dumps(mark.attributes, ensure_ascii=False) if mark.attributes else "[]",
        "text": mark.text,
        "layer": mark.layer,
    }


def annotation_from_row(row: Sequence[Any]) -> Annotation:
    """Return the mark of a row of `MARK_COLUMNS`.

    Raises
    ------
    UnreadableRow : the row was not written by this program
    """
    annotation_id, term_id, onset_s, duration_s, channels, attributes, text, layer = row
    try:
        times_s = float(onset_s), float(duration_s)  # SQLite holds whatever was written into a column
        return Annotation(annotation_id, term_id, *times_s, _channels(channels), _attributes(attributes), text, layer)
    except (ValueError, TypeError, RecursionError) as error:  # the JSON in the row is not JSON, or of another form
        raise UnreadableRow from error


# Few different texts stand in thousands of rows: parsed once each, 20,000 marks open three times as fast.
@lru_cache(maxsize=4096)
def _channels(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


@lru_cache(maxsize=4096)
def _attributes(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in json.loads(text))


def edit_row(edit: Edit) -> dict[str, Any]:
    """Return the row of table `edit` for an edit."""
    return {
        "fingerprint": edit.fingerprint,
        "number": edit.number,
        "at_utc": edit.at_utc,
        "author": edit.author,
        "role": edit.role,
        "action": edit.action.value,
        "changes": canonical_changes(edit.changes),
        "n_changes": len(edit.changes),
        "reverses": edit.reverses,
        "reason": edit.reason,
        "previous_hash": edit.previous_hash,
        "hash": edit.hash,
    }


def edit_from_row(row: RowMapping) -> Edit:
    """Return the edit of a row of table `edit`.

    Raises
    ------
    UnreadableRow : the row was not written by this program
    """
    try:
        return Edit(
            row["number"],
            row["fingerprint"],
            row["at_utc"],
            row["author"],
            row["role"],
            Action(row["action"]),
            changes_from_json(row["changes"]),
            row["reverses"],
            row["reason"],
            row["previous_hash"],
            row["hash"],
        )
    except (ValueError, TypeError, KeyError, AttributeError) as error:  # what text that is not ours makes of parsing
        raise UnreadableRow from error
