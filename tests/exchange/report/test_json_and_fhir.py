"""A report as JSON with everything, and as a FHIR R4 resource that says no more than it may."""

import base64
import hashlib
import json
from dataclasses import replace
from typing import Any

from reports.report_document import FINGERPRINT, SVG, line, link, report

from eegview.exchange.report.document_hash import document_data, document_hash
from eegview.exchange.report.fhir import fhir_json
from eegview.exchange.report.json import json_text
from eegview.model.report.document import Field, Fields, Section, SignatureLine, Value

RATE = Value("4.1 / h", "spasms.rate", 4.1, "per_hour", 3.0, 5.5, "exact Poisson", "layer Final, 10 h", link())
WORD = Value("present", "hypsarrhythmia", basis="Reader A")
ENDLESS = Value("∞", "ratio", float("inf"), "x", 1.0, float("inf"))
VALUES = Section("values", "Values", (Fields((Field("v", "Values", (line(RATE, WORD, ENDLESS),)),)),))


def test_json_holds_everything() -> None:
    document = report((VALUES,))
    held = json.loads(json_text(document))
    assert held["document_hash"] == document_hash(document)
    assert "Not a medical device" in held["notice"]
    assert held["document"]["binding"]["recording"] == FINGERPRINT
    sections = held["document"]["sections"]
    assert [section["state"] for section in sections[:3]] == ["given", "given", "not_assessed"]
    rate, word, endless = sections[-1]["blocks"][0]["fields"][0]["lines"][0]
    assert (rate["number"], rate["low"], rate["high"], rate["unit"]) == (4.1, 3.0, 5.5, "per_hour")
    assert rate["link"]["url"] == link().url
    assert rate["link"]["marks"] == ["m1"]
    assert word["number"] is None
    assert endless["high"] is None
    figures = [block for block in sections[3]["blocks"] if block["kind"] == "figure"]
    assert base64.b64decode(figures[0]["picture"]["base64"]) == SVG
    assert "base64" not in json_text(document, with_pictures=False)


def test_the_hash_is_of_what_is_said_and_can_be_taken_by_others() -> None:
    document = report()
    held = json.loads(json_text(document))["document"]
    del held["signatures"]
    for section in held["sections"]:
        for block in section["blocks"]:
            if block["kind"] == "figure":
                del block["picture"]["base64"]
    text = json.dumps(held, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(text.encode()).hexdigest() == document_hash(document)
    signed = replace(document, signatures=(SignatureLine("Reviewed", "x", "R", "", "2026-01-01"),))
    assert document_hash(signed) == document_hash(document)
    assert document_hash(replace(document, subtitle="other")) != document_hash(document)
    assert document_data(document, with_pictures=False)["sections"]


def diagnostic_report(text: str) -> Any:
    """Return a report that the field's library, which takes a second to load, accepts."""
    from fhir.resources.R4B.diagnosticreport import DiagnosticReport

    return DiagnosticReport.model_validate_json(text)


def test_fhir_loads_and_carries_values_with_unit_and_interval() -> None:
    from fhir.resources.R4B.observation import Observation

    document, pdf = report((VALUES,), logo=None), b"%PDF-1.7 made up"
    text = fhir_json(document, pdf)
    loaded = diagnostic_report(text)
    assert loaded.status == "preliminary"
    held = json.loads(text)
    assert len(held["contained"]) == len(held["result"]) == 4
    by_name = {each["code"]["text"]: each for each in held["contained"]}
    for each in held["contained"]:
        Observation.model_validate(each)
    rate = by_name["spasms.rate"]
    assert rate["valueQuantity"] == {
        "value": 4.1, "unit": "per_hour", "system": "http://unitsofmeasure.org", "code": "/h"
    }  # fmt: skip
    assert [part["valueQuantity"]["value"] for part in rate["component"]] == [3.0, 5.5]
    assert rate["method"] == {"text": "exact Poisson"}
    assert "referenceRange" not in rate
    assert by_name["hypsarrhythmia"]["valueString"] == "present"
    assert by_name["ratio"]["valueString"] == "∞"
    form = held["presentedForm"][0]
    assert base64.b64decode(form["data"]) == pdf
    assert form["hash"] == base64.b64encode(hashlib.sha1(pdf, usedforsecurity=False).digest()).decode()
    assert document_hash(document) in text
    assert "presentedForm" not in json.loads(fhir_json(document))


def test_fhir_is_final_only_once_every_box_is_signed() -> None:
    signed = SignatureLine("Reviewed", "x", "Reader A", "neurologist", "2026-01-01T10:00:00Z")
    open_box = SignatureLine("Approved", "y")

    def status(**changes: Any) -> str:
        held = diagnostic_report(fhir_json(report(**changes)))
        return str(held.status)

    assert status(signatures=()) == "preliminary"
    assert status(signatures=(signed, open_box)) == "preliminary"
    assert status(signatures=(signed,)) == "final"
    assert status(signatures=(signed,), addendum_to="ab") == "appended"


def test_an_empty_report_is_still_one() -> None:
    bare = report(
        title="", subtitle="", summary=(), sections=(), signatures=(), footer=(), patient_line="", department=(),
        binding={}, made_at_utc="no time", badges=(),
    )  # fmt: skip
    diagnostic_report(fhir_json(bare))
    assert "Not a medical device" in json.loads(json_text(bare))["notice"]
