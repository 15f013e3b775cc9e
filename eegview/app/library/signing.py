"""Sign the marks of a layer as they stand in the library."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from eegview.model.annotation import FINAL_LAYER, FINAL_ROLE
from eegview.model.errors import UsageError
from eegview.model.signature import Meaning, marks_hash, signature_mark

if TYPE_CHECKING:
    from eegview.app.library.editing import Editor
    from eegview.model.edit import Edit


def sign(
    editor: Editor,
    printed_name: str,
    meaning: Meaning,
    layer: str,
    settings: str,
    seen_hash: str = "",
    at_utc: str = "",
    open_items: Sequence[str] = (),
) -> Edit:
    """Sign the marks of a layer as they stand in the library, as an edit; call it on the store lane.

    seen_hash : hash over the marks as the signer saw them, see `marks_hash`; "" = they are not compared
    at_utc : when the signer signed, ISO 8601; "" = now
    open_items : what is still open of the review; kept in the signature

    Raises
    ------
    UsageError : no name, the layer is not the signer's to sign, or its marks are not those that were seen
    """
    check_signer(printed_name, layer, editor.author, editor.role)
    if layer == FINAL_LAYER and editor.blindness().is_blind:
        raise UsageError(
            "You are reading blind: the final layer is hidden until your marks are signed.", "Sign your marks first."
        )
    marks = [mark for mark in editor.signed_marks() if mark.layer == layer]
    if seen_hash and marks_hash(marks) != seen_hash:
        raise UsageError(
            "Marks were changed before your signature was saved, so nothing was signed.",
            "Check the marks as they are now, and sign again.",
        )
    signed_at = datetime.fromisoformat(at_utc) if at_utc else datetime.now(UTC)
    mark = signature_mark(
        printed_name.strip(),
        editor.role,
        meaning,
        layer,
        signed_at.isoformat(timespec="seconds"),
        marks,
        editor.head(),
        settings,
        editor.fingerprint,
        open_items,
    )
    reason = f"signed as {meaning.value}" + (f", {open_text(open_items)}" if open_items else "")
    return editor.add(mark, reason, at_utc)


def open_text(open_items: Sequence[str]) -> str:
    """Return how much is open of a signed review, `2 points open`."""
    return "1 point open" if len(open_items) == 1 else f"{len(open_items)} points open"


def check_signer(printed_name: str, layer: str, author: str, role: str) -> None:
    """Refuse a signature without a name, or under marks that are another's."""
    if not printed_name.strip() or not printed_name.isprintable():
        raise UsageError("A signature needs a printed name.", "Enter the name as it should be printed.")
    if layer == FINAL_LAYER and role != FINAL_ROLE:
        raise UsageError(f"Only a {FINAL_ROLE} can sign the final layer; your role is {role}.", "Sign your own marks.")
    if layer not in (author, FINAL_LAYER):
        raise UsageError("Each reviewer signs their own marks.", "Choose your marks or the final layer.")
