"""The file of an infant: its log with its chain of hashes, as JSON text, to be taken over by another library."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eegview.exchange.edit_log import edits_in, log_problems, log_text
from eegview.model.edit import Edit
from eegview.model.errors import UnreadableFile
from eegview.model.infant.infant import is_infant_id
from eegview.model.provenance import Provenance, as_json

FORMAT, FORMAT_VERSION = "eegview-infant", 1
MOST_BYTES = 64 << 20
_ADVICE = "Export the infant again where it was made."


@dataclass(frozen=True, slots=True)
class InfantFile:
    """What such a file holds.

    edits : the log, its chain unbroken; at least one
    """

    infant_id: str
    edits: tuple[Edit, ...]


def infant_file_text(infant_id: str, edits: Sequence[Edit], provenance: Provenance) -> str:
    """Return the text of the file of an infant."""
    held: dict[str, Any] = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "infant": infant_id,
        "log": json.loads(log_text(edits)),
        "provenance": as_json(provenance),
    }
    return json.dumps(held, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def read_infant_file(path: Path) -> InfantFile:
    """Return what the file of an infant holds.

    Raises
    ------
    UnreadableFile : it cannot be read, is of another form or newer, or was changed after it was written
    """
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise UnreadableFile(f"“{path.name}” is larger than {MOST_BYTES >> 20} MiB.", _ADVICE)
        held = json.loads(content)
        log = json.dumps(held.get("log")) if isinstance(held, dict) else ""
    except OSError as error:
        why = (error.strerror or "the disk could not be accessed").lower()
        raise UnreadableFile(f"“{path.name}” cannot be read: {why}.", "Check the name of the file.") from None
    except (ValueError, RecursionError):
        raise UnreadableFile(f"“{path.name}” is not the file of an infant.", _ADVICE) from None
    if not isinstance(held, dict) or held.get("format") != FORMAT:
        raise UnreadableFile(f"“{path.name}” is not the file of an infant.", _ADVICE)
    if held.get("format_version") != FORMAT_VERSION:
        raise UnreadableFile(f"“{path.name}” was written by a newer version.", "Update eegview, then try again.")
    infant_id = held.get("infant")
    edits = edits_in(log)
    if not isinstance(infant_id, str) or not is_infant_id(infant_id) or not edits:
        raise UnreadableFile(f"“{path.name}” holds no infant.", _ADVICE)
    if log_problems(edits) or any(edit.fingerprint != infant_id for edit in edits):
        raise UnreadableFile(f"“{path.name}” was changed after it was written.", _ADVICE)
    return InfantFile(infant_id, edits)
