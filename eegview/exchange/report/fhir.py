"""A report as a FHIR R4 (4.0.1) `DiagnosticReport`, plain JSON; the fields used are the same in R4B (4.3.0).

What is honest in it: an interval stands as two components of its observation, not as a reference range, which would
say what is normal; no code stands where there is none for the matter, but the report's own name of the value. There
are no samples, no marks and no name: the subject is the line at the foot of each page.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from eegview.exchange.report.document_hash import document_hash
from eegview.exchange.report.layout import moment
from eegview.exchange.report.letters import clean
from eegview.exchange.report.words import footer_lines
from eegview.model.report.document import (
    Checklist,
    Fields,
    Figure,
    Line,
    Paragraph,
    ReportDocument,
    Section,
    State,
    Table,
    Value,
)

FHIR_VERSION = "4.0.1"
_UCUM: Mapping[str, str] = {
    "s": "s", "ms": "ms", "min": "min", "h": "h", "days": "d", "weeks": "wk", "months": "mo", "Hz": "Hz", "uV": "uV",
    "%": "%", "count": "1", "per_hour": "/h", "per_min": "/min", "ppm": "[ppm]", "mm": "mm", "dB": "dB", "": "1",
}  # fmt: skip
_MOST_TEXT = 1 << 20  # of a FHIR string


def fhir_json(document: ReportDocument, pdf: bytes = b"") -> str:
    """Return a report as a FHIR R4 DiagnosticReport.

    Each named value of the report that has a number is a contained Observation with its unit (UCUM where there is
    one), its interval, method and basis. `pdf`, where given, is in `presentedForm` with its SHA-1, as FHIR has it.
    """
    return json.dumps(fhir_resource(document, pdf), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def fhir_resource(document: ReportDocument, pdf: bytes = b"") -> dict[str, Any]:
    """Return the resource as dicts and lists. See `fhir_json`."""
    status = _status(document)
    made = moment(document.made_at_utc)
    issued = made.isoformat(timespec="seconds") if made is not None else None
    observations = list(_observations(document, "final" if status in ("final", "appended") else "preliminary"))
    report: dict[str, Any] = {
        "resourceType": "DiagnosticReport",
        "contained": [*observations, *_provenance(document, issued)],
        "identifier": [
            {"type": {"text": "SHA-256 of what the report says"}, "value": document_hash(document)},
            *({"type": {"text": f"hash: {name}"}, "value": value} for name, value in document.binding.items() if value),
        ],
        "status": status,
        "category": [
            {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0074", "code": "EN"}]},
        ],
        "code": {"coding": [{"system": "http://loinc.org", "code": "11523-8"}], "text": _text(document.title)},
        "issued": issued,
        "performer": [{"display": _text(line)} for line in document.department[:1]],
        "resultsInterpreter": [
            {"display": _text(", ".join(filter(None, (line.printed_name, line.role))))}
            for line in document.signatures
            if line.at_utc and line.printed_name
        ],
        "result": [{"reference": f"#{observation['id']}"} for observation in observations],
        "conclusion": _conclusion(document),
        "presentedForm": [_presented(document, pdf, issued)] if pdf else [],
        "language": document.language,
    }
    if document.patient_line.strip():
        report["subject"] = {"display": _text(document.patient_line)}
    return _without_empty(report)


def named_values(document: ReportDocument) -> Iterator[tuple[Section | None, Value]]:
    """Yield each named value of a report once, with its section (None = of the summary)."""
    seen: set[str] = set()
    for section, line in _lines(document):
        for run in line:
            if isinstance(run, Value) and run.name and run.name not in seen:
                seen.add(run.name)
                yield section, run


def _observations(document: ReportDocument, status: str) -> Iterator[dict[str, Any]]:
    made = moment(document.made_at_utc)
    for number, (section, value) in enumerate(named_values(document), 1):
        observation: dict[str, Any] = {
            "resourceType": "Observation",
            "id": f"value-{number}",
            "status": status,
            "category": [{"text": _text(section.title)}] if section is not None else [],
            "code": {"text": _text(value.name)},
            "issued": made.isoformat(timespec="seconds") if made is not None else None,
            "note": [{"text": _text(text)} for text in _notes(value)],
        }
        if value.number is not None and abs(value.number) < float("inf"):
            observation["valueQuantity"] = _quantity(value.number, value.unit)
        else:
            observation["valueString"] = _text(value.text)
        if value.interval_method:
            observation["method"] = {"text": _text(value.interval_method)}
        ends = (("lower end of the 95 % interval", value.low), ("upper end of the 95 % interval", value.high))
        observation["component"] = [
            {"code": {"text": name}, "valueQuantity": _quantity(end, value.unit)}
            for name, end in ends
            if end is not None and abs(end) < float("inf")
        ]
        yield _without_empty(observation)


def _provenance(document: ReportDocument, issued: str | None) -> Iterator[dict[str, Any]]:
    """Yield how the report was made, as a contained Provenance of the report itself; nothing where it is not known."""
    held = document.provenance
    if not held or issued is None:
        return
    agents = [
        {
            "type": {"text": _text(str(one.get("Description", "")) or "Software")},
            "who": _without_empty(
                {
                    "identifier": _identifier("SHA-256 of its code", one.get("CodeHash", "")),
                    "display": _text(f"{one['Name']} {one['Version']}"),
                }
            ),
        }
        for one in held["GeneratedBy"]
    ]
    entities = [
        {
            "role": "source",
            "what": _without_empty(
                {
                    "identifier": _identifier("fingerprint of the recording", one["fingerprint"]),
                    "display": "" if one["n_edits"] is None else f"log at edit {one['n_edits']}, {one['head_hash']}",
                }
            ),
        }
        for one in held["recordings"]
    ]
    yield _without_empty(
        {
            "resourceType": "Provenance",
            "id": "made-by",
            "target": [{"reference": "#"}],
            "recorded": issued,
            "agent": agents,
            "entity": entities,
        }
    )


def _identifier(what: str, value: str) -> dict[str, Any]:
    return {"type": {"text": what}, "value": value} if value else {}


def _notes(value: Value) -> Iterator[str]:
    yield f"As printed: {value.text}"
    if value.basis:
        yield value.basis
    if value.link is not None:
        yield value.link.url


def _quantity(number: float, unit: str) -> dict[str, Any]:
    quantity: dict[str, Any] = {"value": number, "unit": unit or "1"}
    if unit in _UCUM:
        quantity |= {"system": "http://unitsofmeasure.org", "code": _UCUM[unit]}
    return quantity


def _status(document: ReportDocument) -> str:
    """Return "final" where every box is signed ("appended" for an addendum), else "preliminary"."""
    if not document.signatures or not all(line.at_utc for line in document.signatures):
        return "preliminary"
    return "appended" if document.addendum_to else "final"


def _conclusion(document: ReportDocument) -> str:
    said = "\n".join(_text("".join(run.text for run in line)) for line in document.summary)
    return f"{said}\n{footer_lines(document)[0]}".strip()


def _presented(document: ReportDocument, pdf: bytes, issued: str | None) -> dict[str, Any]:
    sha1 = hashlib.sha1(pdf, usedforsecurity=False).digest()  # as FHIR defines the field; the program trusts SHA-256
    return {
        "contentType": "application/pdf",
        "language": document.language,
        "data": base64.b64encode(pdf).decode("ascii"),
        "size": len(pdf),
        "hash": base64.b64encode(sha1).decode("ascii"),
        "title": _text(document.title),
        "creation": issued,
    }


def _lines(document: ReportDocument) -> Iterator[tuple[Section | None, Line]]:
    for line in document.summary:
        yield None, line
    for section in document.sections:
        for block in section.blocks:
            for line in _of_block(block):
                yield section, line


def _of_block(block: Fields | Paragraph | Table | Checklist | Figure) -> Iterator[Line]:
    if isinstance(block, Fields):
        for item in block.fields:
            if item.state is State.GIVEN:
                yield from item.lines
    elif isinstance(block, Paragraph):
        yield from block.lines
    elif isinstance(block, Table):
        for row in block.rows:
            yield from row
        yield from block.notes
    elif isinstance(block, Figure):
        yield block.caption


def _text(text: str) -> str:
    return " ".join(clean(text).split())[:_MOST_TEXT] or "–"


def _without_empty(held: dict[str, Any]) -> dict[str, Any]:
    """Return a resource without empty fields, which FHIR forbids."""
    return {name: value for name, value in held.items() if value not in (None, "", [], {})}
