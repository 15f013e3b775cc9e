"""The edit log of a recording as JSON text, with its chain of hashes."""

import json
import math
from collections.abc import Iterable, Sequence
from typing import Any

from eegview.model.annotation import Annotation
from eegview.model.edit import GENESIS, Action, Edit, canonical_changes, changes_from_json, edit_hash
from eegview.model.errors import UnreadableFile

FORMAT = "eegview-log"
_NO_LOG = ("The edit log of the bundle cannot be read.", "Copy the bundle again from where it was made.")


def log_text(edits: Iterable[Edit]) -> str:
    """Return edits as JSON text, with every field, in order."""
    rows: list[dict[str, Any]] = [
        {
            "number": edit.number,
            "fingerprint": edit.fingerprint,
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
        for edit in edits
    ]
    return json.dumps({"format": FORMAT, "edits": rows}, ensure_ascii=False, indent=1) + "\n"


def edits_in(text: str) -> tuple[Edit, ...]:
    """Return the edits in a text that `log_text` made.

    Raises
    ------
    UnreadableFile : the text is of another form
    """
    try:
        content = json.loads(text)
        if content["format"] != FORMAT:
            raise UnreadableFile(*_NO_LOG)
        return tuple(map(_edit, content["edits"]))
    # errors of parsing a text that is not ours
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        raise UnreadableFile(*_NO_LOG) from None


def _edit(row: dict[str, Any]) -> Edit:
    """Return the edit of a row.

    Raises
    ------
    ValueError, TypeError, KeyError, AttributeError : a field is missing, is of another type, or there is one too many
    """
    edit = Edit(**{**row, "action": Action(row["action"]), "changes": changes_from_json(row["changes"])})
    texts = (edit.fingerprint, edit.at_utc, edit.author, edit.role, edit.reason, edit.previous_hash, edit.hash)
    marks = [mark for change in edit.changes for mark in (change.before, change.after) if mark is not None]
    is_sound = (
        all(isinstance(text, str) for text in texts)
        and type(edit.number) is int
        and (edit.reverses is None or type(edit.reverses) is int)
        and edit.changes
        and all(map(_is_sound, marks))
    )
    if not is_sound:
        raise ValueError
    return edit


def _is_sound(mark: Annotation) -> bool:
    texts = (mark.annotation_id, mark.term_id, mark.text, mark.layer, *mark.channels)
    times = (mark.onset_s, mark.duration_s)
    return (
        all(isinstance(text, str) for text in (*texts, *(part for pair in mark.attributes for part in pair)))
        and all(type(time) in (int, float) and math.isfinite(time) for time in times)
        and mark.duration_s >= 0
    )


def log_problems(edits: Sequence[Edit]) -> list[str]:
    """Return a sentence for each break of the hash chain."""
    problems, number, before = [], 1, GENESIS
    for edit in edits:
        if (edit.number, edit.previous_hash) != (number, before):
            problems.append(f"Edit {edit.number} does not follow from the edit before it.")
        if edit_hash(edit) != edit.hash:
            problems.append(f"Edit {edit.number} was changed after it was made.")
        number, before = edit.number + 1, edit.hash
    return problems
