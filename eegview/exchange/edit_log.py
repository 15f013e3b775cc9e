"""The edit log of a recording as JSON text, with its chain of hashes."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

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
        return tuple(
            Edit(**{**row, "action": Action(row["action"]), "changes": changes_from_json(row["changes"])})
            for row in content["edits"]
        )
    except (ValueError, TypeError, KeyError, AttributeError):  # errors of parsing a text that is not ours
        raise UnreadableFile(*_NO_LOG) from None


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
