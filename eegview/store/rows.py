"""Marks and edits as rows of the library, and back."""

import json
from collections.abc import Mapping
from typing import Any

from eegview.model.annotation import Annotation
from eegview.model.edit import Action, Edit, canonical_changes, changes_from_json


def annotation_row(fingerprint: str, mark: Annotation) -> dict[str, Any]:
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


def annotation_from_row(row: Any) -> Annotation:
    return Annotation(
        annotation_id=row.annotation_id,
        term_id=row.term_id,
        onset_s=row.onset_s,
        duration_s=row.duration_s,
        channels=() if row.channels == "[]" else tuple(json.loads(row.channels)),
        attributes=() if row.attributes == "[]" else tuple((k, v) for k, v in json.loads(row.attributes)),
        text=row.text,
        layer=row.layer,
    )


def edit_row(edit: Edit) -> dict[str, Any]:
    return {
        "fingerprint": edit.fingerprint,
        "number": edit.number,
        "at_utc": edit.at_utc,
        "author": edit.author,
        "role": edit.role,
        "action": edit.action.value,
        "changes": canonical_changes(edit.changes),
        "reverses": edit.reverses,
        "reason": edit.reason,
        "previous_hash": edit.previous_hash,
        "hash": edit.hash,
    }


def edit_from_row(row: Mapping[str, Any]) -> Edit:
    """Return the edit of a row; ValueError, TypeError or KeyError where the row was meddled with."""
    fields = dict(row)
    return Edit(**{**fields, "action": Action(fields["action"]), "changes": changes_from_json(fields["changes"])})
