"""Signatures under the marks of one layer: printed name, role, time, meaning, and the hash of the signed marks.

A signature is stored as a mark of its own term in the signer's layer, so that signing is an edit in the chain of hashes
like any other. Whether it still holds can be checked by anybody who has the marks.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import cast

from eegview.model.annotation import FINAL_LAYER, Annotation, is_count, new_annotation_id
from eegview.model.scoring.terms import SCORING_TERMS

SIGNATURE_TERM = "signature"  # not in any vocabulary: no reviewer marks with it
ADDENDUM = "addendum"  # what the reason of an edit begins with that changes signed marks


class Meaning(StrEnum):
    """The possible meanings of a signature."""

    REVIEWED = "reviewed"
    APPROVED = "approved"


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature under the marks of a layer.

    mark : the mark that stores the signature
    layer : layer whose marks were signed: the signer's own, or `final`
    at_utc : ISO 8601
    n_marks, marks_hash : how many marks the layer held, and the hex SHA-256 over them and over the evidence for scores,
        see `marks_hash`
    head_number, head_hash : number and hash of the last edit before signing, see `model.edit`
    settings : the display settings, canonical JSON
    fingerprint : identity of the recording
    open_items : what was still open of the review, as the signer was shown it; empty = nothing, or not asked then
    n_evidence : how many records of evidence for scores the layer held
    is_sealed : who looks may not know yet what was signed, only by whom and when
    """

    mark: Annotation
    printed_name: str
    role: str
    meaning: Meaning
    layer: str
    at_utc: str
    n_marks: int
    marks_hash: str
    head_number: int
    head_hash: str
    settings: str
    fingerprint: str
    open_items: tuple[str, ...] = ()
    n_evidence: int = 0
    is_sealed: bool = False


_ATTRIBUTES = (
    *("printed_name", "role", "meaning", "layer", "at_utc", "n_marks", "marks_hash"),
    *("head_number", "head_hash", "settings", "fingerprint"),
)
_SEALED = "sealed"
_MARK_FIELDS = tuple(field.name for field in fields(Annotation))


def marks_hash(marks: Iterable[Annotation]) -> str:
    """Return the hex SHA-256 over the canonical JSON of marks, sorted by onset and id."""
    in_order = sorted(marks, key=lambda mark: (mark.onset_s, mark.annotation_id))
    rows = [{name: getattr(mark, name) for name in _MARK_FIELDS} for mark in in_order]
    text = json.dumps(rows, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def signature_mark(
    printed_name: str,
    role: str,
    meaning: Meaning,
    layer: str,
    at_utc: str,
    marks: Iterable[Annotation],
    head: tuple[int, str],
    settings: str,
    fingerprint: str,
    open_items: Iterable[str] = (),
) -> Annotation:
    """Return the mark that stores a signature; it goes into the layer of whoever adds it.

    marks : all clinical marks of the layer that is signed, and its evidence for scores
    head : number and hash of the last edit of the recording
    settings : display settings, canonical JSON
    open_items : what is still open of the review, each in a short text
    """
    marks = tuple(marks)
    n_evidence = sum(mark.term_id in SCORING_TERMS for mark in marks)
    held = {
        "printed_name": printed_name,
        "role": role,
        "meaning": meaning.value,
        "layer": layer,
        "at_utc": at_utc,
        "n_marks": str(len(marks) - n_evidence),
        "marks_hash": marks_hash(marks),
        "head_number": str(head[0]),
        "head_hash": head[1],
        "settings": settings,
        "fingerprint": fingerprint,
        "open": json.dumps(tuple(open_items), ensure_ascii=False, separators=(",", ":")),
    }
    if n_evidence:  # without any a signature is what it always was
        held["n_evidence"] = str(n_evidence)
    return Annotation(new_annotation_id(), SIGNATURE_TERM, 0.0, attributes=tuple(sorted(held.items())))


def signature_of(mark: Annotation) -> Signature | None:
    """Return the signature stored in a mark, None where the mark stores no valid one."""
    if mark.term_id != SIGNATURE_TERM:  # asked of each record of a study, of which there may be thousands
        return None
    held = dict(mark.attributes)
    if any(name not in held for name in _ATTRIBUTES):
        return None
    if held["meaning"] not in set(Meaning) or not (is_count(held["n_marks"]) and is_count(held["head_number"])):
        return None
    return Signature(
        mark,
        held["printed_name"],
        held["role"],
        Meaning(held["meaning"]),
        held["layer"],
        held["at_utc"],
        int(held["n_marks"]),
        held["marks_hash"],
        int(held["head_number"]),
        held["head_hash"],
        held["settings"],
        held["fingerprint"],
        _open_items(held.get("open", "[]")),
        int(evidence) if is_count(evidence := held.get("n_evidence", "0")) else 0,
        _SEALED in held,
    )


def sealed_signature(mark: Annotation) -> Annotation:
    """Return the mark of a signature without what was signed, how many marks, and what was open.

    It is for a reader who may know that others signed and nothing of what they found; it is never stored.
    """
    held = dict(mark.attributes)
    kept = {name: held[name] for name in ("printed_name", "role", "meaning", "layer", "at_utc") if name in held}
    nothing = {"n_marks": "0", "marks_hash": "", "head_number": "0", "head_hash": "", "settings": "", "fingerprint": ""}
    return replace(mark, text="", attributes=tuple(sorted((kept | nothing | {_SEALED: "yes"}).items())))


def _open_items(text: str) -> tuple[str, ...]:
    """Return what was open; a signature of before says nothing of it."""
    try:
        items: object = json.loads(text)
    except (ValueError, RecursionError):
        return ("cannot be read",)
    return tuple(str(item) for item in cast("list[object]", items)) if isinstance(items, list) else ("cannot be read",)


def valid_signatures(records: Iterable[Annotation]) -> tuple[Signature, ...]:
    """Return all signatures, oldest first; one that is not its signer's to give counts for nothing."""
    found = [s for s in map(signature_of, records) if s is not None and s.layer in (s.mark.layer, FINAL_LAYER)]
    return tuple(sorted(found, key=lambda s: (s.at_utc, s.head_number)))


def latest_signatures(records: Iterable[Annotation]) -> dict[str, Signature]:
    """Return the last signature under each layer, see `valid_signatures`."""
    return {signature.layer: signature for signature in valid_signatures(records)}
