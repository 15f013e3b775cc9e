"""Sign a review, and check whether the signed marks are unchanged."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from eegview.app.marks.opinions import when_text
from eegview.model.annotation import FINAL_LAYER, FINAL_ROLE, Annotation
from eegview.model.edit import Edit
from eegview.model.errors import UsageError
from eegview.model.signature import Meaning, Signature, marks_hash, signature_mark
from eegview.model.sync import is_clinical
from eegview.model.view import ViewState

if TYPE_CHECKING:
    from eegview.app.library.editing import Editor


@dataclass(frozen=True, slots=True)
class SignatureState:
    """A signature, and what became of the signed marks.

    n_changes : edits of the signed layer since
    is_matching : the layer's marks are, to the byte, those that were signed
    """

    signature: Signature
    n_changes: int
    is_matching: bool

    @property
    def is_broken(self) -> bool:
        """Whether marks differ although the log knows of no change: they were changed from outside."""
        return not self.is_matching and not self.n_changes


def settings_text(view: ViewState) -> str:
    """Return the display settings a reader signs with, as canonical JSON."""
    filters = {
        kind.value: [spec.low_cut_hz, spec.high_cut_hz, spec.notch_hz, spec.phase.value]
        for kind, spec in view.filters.by_kind
    }
    held = {
        "montage": view.montage_id,
        "page_s": view.page_s,
        "sensitivity_uv_per_mm": view.sensitivity_uv_per_mm,
        "filters": filters,
        "bad_channels": sorted(view.bad_channels),
        "preset": view.preset_id,
    }
    return json.dumps(held, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sign(
    editor: Editor,
    printed_name: str,
    meaning: Meaning,
    layer: str,
    settings: str,
    open_items: Iterable[str] = (),
) -> Edit:
    """Sign the marks of a layer as they stand in the library, as an edit; call it on the store lane.

    open_items : what is still open of the review; kept in the signature

    Raises
    ------
    UsageError : no name, or the layer is not the signer's to sign
    """
    check_signer(printed_name, layer, editor.author, editor.role)
    open_items = tuple(open_items)
    mark = signature_mark(
        printed_name.strip(),
        editor.role,
        meaning,
        layer,
        datetime.now(UTC).isoformat(timespec="seconds"),
        [mark for mark in editor.marks() if mark.layer == layer],
        editor.head(),
        settings,
        editor.fingerprint,
        open_items,
    )
    return editor.add(mark, reason=f"signed as {meaning.value}" + (f", {_open_text(open_items)}" if open_items else ""))


def _open_text(open_items: Sequence[str]) -> str:
    return "1 point open" if len(open_items) == 1 else f"{len(open_items)} points open"


def check_signer(printed_name: str, layer: str, author: str, role: str) -> None:
    """Refuse a signature without a name, or under marks that are another's."""
    if not printed_name.strip() or not printed_name.isprintable():
        raise UsageError("A signature needs a printed name.", "Type the name as it should be printed.")
    if layer == FINAL_LAYER and role != FINAL_ROLE:
        raise UsageError(
            f"The final layer is signed by a {FINAL_ROLE}; you are here as {role}.", "Sign your own marks."
        )
    if layer not in (author, FINAL_LAYER):
        raise UsageError("Everybody signs their own marks.", "Choose your marks or the final layer.")


def state_of(signature: Signature, marks: Iterable[Annotation], later: Iterable[Edit]) -> SignatureState:
    """Return what became of the signed marks.

    Parameters
    ----------
    marks : clinical marks of all layers as they stand
    later : edits after `signature.head_number`
    """
    layer = signature.layer
    n_changes = sum(any(c.mark.layer == layer and is_clinical(c.mark) for c in edit.changes) for edit in later)
    found = marks_hash(mark for mark in marks if mark.layer == layer)
    return SignatureState(signature, n_changes, found == signature.marks_hash)


def state_text(state: SignatureState) -> str:
    """Return `signed 22 Nov 12:40 by Dr. Bo, 2 changes since`."""
    signature = state.signature
    signed = f"signed {when_text(signature.at_utc)} by {signature.printed_name}"
    if signature.open_items:
        signed += f" with {_open_text(signature.open_items)}"
    if state.is_broken:
        return f"{signed}; ⚠ the marks are not those that were signed, and no edit says why"
    if not state.n_changes:
        return f"{signed}, unchanged since"
    changes = "1 change" if state.n_changes == 1 else f"{state.n_changes} changes"
    return f"{signed}, {changes} since" + (", all taken back" if state.is_matching else "")


def details_text(state: SignatureState) -> str:
    """Return the details of a signature, line by line."""
    signature = state.signature
    marks = "1 mark" if signature.n_marks == 1 else f"{signature.n_marks} marks"
    return "\n".join(
        (
            f"{signature.printed_name}, {signature.role}: {signature.meaning.value}",
            f"{signature.at_utc} (UTC)",
            *(f"open: {item}" for item in signature.open_items),
            f"{marks} of the layer “{signature.layer}”, hash {signature.marks_hash[:16]}…",
            f"after edit {signature.head_number}, hash {signature.head_hash[:16]}…",
            f"recording {signature.fingerprint[:16]}…",
            f"shown with {signature.settings}",
        )
    )
