"""Check whether signed marks are unchanged; how they are signed stands in `app.library.signing`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from eegview.app.library.signing import open_text
from eegview.app.marks.opinions import when_text
from eegview.model.annotation import Annotation
from eegview.model.display.view import ViewState
from eegview.model.edit import Edit
from eegview.model.signature import Signature, marks_hash
from eegview.model.sync import is_signed


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


def state_of(signature: Signature, marks: Iterable[Annotation], later: Iterable[Edit]) -> SignatureState:
    """Return what became of the signed marks.

    Parameters
    ----------
    marks : clinical marks and evidence for scores of all layers as they stand, see `model.sync.is_signed`
    later : edits after `signature.head_number`
    """
    layer = signature.layer
    if signature.is_sealed:
        return SignatureState(signature, 0, True)
    n_changes = sum(any(c.mark.layer == layer and is_signed(c.mark) for c in edit.changes) for edit in later)
    found = marks_hash(mark for mark in marks if mark.layer == layer)
    return SignatureState(signature, n_changes, found == signature.marks_hash)


def state_text(state: SignatureState) -> str:
    """Return `signed 22 Nov 12:40 by Dr. Bo, 2 changes since`."""
    signature = state.signature
    signed = f"signed {when_text(signature.at_utc)} by {signature.printed_name}"
    if signature.is_sealed:
        return f"{signed}; what was signed is hidden until you sign"
    if signature.open_items:
        signed += f" with {open_text(signature.open_items)}"
    if state.is_broken:
        return f"{signed}; ⚠ the marks differ from those signed, and no change explains why"
    if not state.n_changes:
        return f"{signed}, unchanged since"
    changes = "1 change" if state.n_changes == 1 else f"{state.n_changes} changes"
    return f"{signed}, {changes} since" + (", all undone" if state.is_matching else "")


def details_text(state: SignatureState) -> str:
    """Return the details of a signature, line by line."""
    signature = state.signature
    if signature.is_sealed:
        return f"{signature.printed_name}, {signature.role}: {signature.meaning.value}\n{signature.at_utc} (UTC)"
    marks = "1 mark" if signature.n_marks == 1 else f"{signature.n_marks} marks"
    if signature.n_evidence:
        marks += f" and {signature.n_evidence} records of scores"
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
