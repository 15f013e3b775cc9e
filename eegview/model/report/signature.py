"""Electronic signatures of reports: who, as what, when, what it means, and the hashes of all it stands for.

A signature travels in the PDF it signs, as a file attached behind the PDF's own bytes, and stands as a record in the
study's log. This module must not know how bytes are signed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import cast

from eegview.model.annotation import Annotation
from eegview.model.signature import Meaning
from eegview.model.study.records import REPORT_SIGNATURE_TERM, held_in, said_at, study_record

FORMAT, VERSION = "eegview report signature", 1
MAX_TEXT_BYTES = 1 << 20  # a signature's text has a few kB
_DOMAIN = b"eegview report signature 1\n"  # so that a key's signature can never pass for one of something else
_HASH = re.compile(r"[0-9a-f]{64}")
_SIGNED = re.compile(r"[0-9a-f]{128}")


@dataclass(frozen=True, slots=True)
class ReportSignature:
    """One signature of a report.

    printed_name, role, meaning : who signs, as what, and what it says
    at_utc : ISO 8601, as the signer's computer had it
    public_key : raw Ed25519 key, hex
    report_hash : hex SHA-256 of the PDF as it was before the first signature; the report's identity
    number : 1 for the first signature of this PDF, 2 for the next …
    covered_hash, n_covered : hex SHA-256 and number of all bytes before this signature
    binding : what the report was made from, by name, see `model.report.binding`
    addendum_to, addendum_number : `report_hash` of the report this one adds to, and which addendum it is; "" and 0 for
        a first report
    signature : Ed25519 over `signed_bytes`, hex; "" = not signed yet
    """

    printed_name: str
    role: str
    meaning: Meaning
    at_utc: str
    public_key: str
    report_hash: str
    number: int
    covered_hash: str
    n_covered: int
    binding: Mapping[str, str]
    addendum_to: str = ""
    addendum_number: int = 0
    signature: str = ""

    @property
    def signed_bytes(self) -> bytes:
        """Return the bytes that the key signs: all but the signature itself, in one fixed form."""
        return _DOMAIN + signature_text(replace(self, signature=""))


def sha256_of(content: bytes) -> str:
    """Return the hex SHA-256 of some bytes."""
    return hashlib.sha256(content).hexdigest()


def fingerprint_of(public_key: str) -> str:
    """Return a public key's fingerprint in groups, `7C41 E09A …`: the first 128 bits of its SHA-256.

    public_key : hex, 64 digits
    """
    digits = sha256_of(bytes.fromhex(public_key))[:32].upper()
    return " ".join(digits[at : at + 4] for at in range(0, 32, 4))


def signature_text(signature: ReportSignature) -> bytes:
    """Return a signature as JSON in one fixed form: ASCII, names in order, a line for each."""
    held = {
        "format": FORMAT,
        "version": VERSION,
        "printed_name": signature.printed_name,
        "role": signature.role,
        "meaning": signature.meaning.value,
        "at_utc": signature.at_utc,
        "public_key": signature.public_key,
        "report_sha256": signature.report_hash,
        "number": signature.number,
        "covered_sha256": signature.covered_hash,
        "covered_bytes": signature.n_covered,
        "binding": dict(signature.binding),
        "addendum_to": signature.addendum_to,
        "addendum_number": signature.addendum_number,
        "signature": signature.signature,
    }
    return (json.dumps(held, indent=1, sort_keys=True) + "\n").encode("ascii")


def parse_signature(text: bytes) -> ReportSignature | None:
    """Return the signature that a text holds, None where it holds none in just the form `signature_text` writes."""
    if len(text) > MAX_TEXT_BYTES:
        return None
    try:
        found: object = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict):
        return None
    held = cast("dict[str, object]", found)
    texts = {name: value for name, value in held.items() if isinstance(value, str)}
    counts = {name: value for name, value in held.items() if type(value) is int and 0 <= value < 10**12}
    binding = held.get("binding")
    if not isinstance(binding, dict) or texts.get("meaning") not in set(Meaning):
        return None
    pairs = cast("dict[str, object]", binding)
    if not all(isinstance(value, str) for value in pairs.values()):
        return None
    try:
        signature = ReportSignature(
            texts["printed_name"],
            texts["role"],
            Meaning(texts["meaning"]),
            texts["at_utc"],
            texts["public_key"],
            texts["report_sha256"],
            counts["number"],
            texts["covered_sha256"],
            counts["covered_bytes"],
            cast("dict[str, str]", pairs),
            texts["addendum_to"],
            counts["addendum_number"],
            texts["signature"],
        )
    except KeyError:
        return None
    return signature if _is_sound(signature) and signature_text(signature) == text else None


def _is_sound(signature: ReportSignature) -> bool:
    hashes = (signature.public_key, signature.report_hash, signature.covered_hash)
    return (
        all(_HASH.fullmatch(each) for each in hashes)
        and (not signature.addendum_to or _HASH.fullmatch(signature.addendum_to) is not None)
        and _SIGNED.fullmatch(signature.signature) is not None
        and signature.number >= 1
        and bool(signature.printed_name.strip())
        and all(map(str.isprintable, (signature.printed_name, signature.role, signature.at_utc)))
    )


def signature_record(signature: ReportSignature, layer: str, annotation_id: str = "") -> Annotation:
    """Return the record of a signed report for the study's log; its subject is the report's hash.

    layer : the signer's
    """
    held = {"signed": signature_text(signature).decode("ascii")}
    return study_record(REPORT_SIGNATURE_TERM, signature.report_hash, signature.at_utc, held, layer, annotation_id)


def recorded_signature(record: Annotation) -> ReportSignature | None:
    """Return the signature that a record stores, None where it stores none that can be read."""
    if record.term_id != REPORT_SIGNATURE_TERM:
        return None
    return parse_signature(held_in(record).get("signed", "").encode("utf-8", "replace"))


def report_signatures(records: Iterable[Annotation]) -> tuple[tuple[Annotation, ReportSignature], ...]:
    """Return the signatures of reports among some records, oldest first, each with its record."""
    found = [(record, signature) for record in records if (signature := recorded_signature(record)) is not None]
    return tuple(sorted(found, key=lambda pair: (said_at(pair[0]), pair[1].at_utc, pair[1].number)))
