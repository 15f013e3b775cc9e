"""A report as plain data, and the hash that names what it says."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from eegview.model.report.document import Picture, ReportDocument
from eegview.model.report.link import EvidenceLink
from eegview.model.span import Span

KINDS = {"Words": "words", "Value": "value", "Fields": "fields", "Paragraph": "paragraph", "Table": "table",
         "Checklist": "checklist", "Figure": "figure"}  # fmt: skip


def document_hash(document: ReportDocument) -> str:
    """Return the SHA-256 of all that a report says, in hex; who signs it, and that it is signed, do not change it."""
    data = document_data(document, with_pictures=False)
    del data["signatures"]
    text = json.dumps(data, ensure_ascii=True, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def document_data(document: ReportDocument, with_pictures: bool) -> dict[str, Any]:
    """Return a report as dicts, lists, texts and numbers; a picture always has its hash, its content where asked."""
    return _plain(document, with_pictures)


def _plain(value: Any, with_pictures: bool) -> Any:
    if isinstance(value, Picture):
        return _picture(value, with_pictures)
    if isinstance(value, EvidenceLink):
        return _link(value)
    if isinstance(value, Span):
        return {"start_s": value.start_s, "stop_s": value.stop_s}
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value):
        kind = KINDS.get(type(value).__name__)
        held = {item.name: _plain(getattr(value, item.name), with_pictures) for item in fields(value)}
        return held if kind is None else {"kind": kind, **held}
    if isinstance(value, Mapping):
        return {str(name): _plain(each, with_pictures) for name, each in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(each, with_pictures) for each in value]
    if isinstance(value, float):
        return value if abs(value) < float("inf") else None  # JSON has no sign for it, and none for "not a number"
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    return value


def _link(link: EvidenceLink) -> dict[str, Any]:
    return {
        "url": link.url,
        "place": link.place.value,
        "recording": link.fingerprint,
        "start_s": link.span.start_s,
        "stop_s": link.span.stop_s,
        "frame_s": link.frame_s,
        "marks": list(link.marks),
        "settings": dict(link.settings),
    }


def _picture(picture: Picture, with_content: bool) -> dict[str, Any]:
    data: dict[str, Any] = {
        "suffix": picture.suffix,
        "width_mm": picture.width_mm,
        "height_mm": picture.height_mm,
        "sha256": hashlib.sha256(picture.content).hexdigest(),
    }
    if with_content:
        data["base64"] = base64.b64encode(picture.content).decode("ascii")
    return data
