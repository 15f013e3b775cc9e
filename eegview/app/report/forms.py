"""A finished report in the forms in which it goes out: PDF, HTML, JSON, FHIR."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from eegview.model.report.document import ReportDocument


class ReportForm(StrEnum):
    """How a report goes out; the value is the end of its file's name."""

    PDF = ".pdf"
    HTML = ".html"
    FHIR = ".fhir.json"
    JSON = ".json"


def form_of(path: Path) -> ReportForm:
    """Return the form that a file's name asks for; PDF where it asks for none."""
    name = path.name.casefold()
    return next((form for form in (ReportForm.FHIR, *ReportForm) if name.endswith(form)), ReportForm.PDF)


def report_content(document: ReportDocument, form: ReportForm) -> bytes:
    """Return the bytes of a report's file.

    Raises
    ------
    CannotWrite : it cannot be set
    """
    match form:
        case ReportForm.PDF:
            from eegview.exchange.report.pdf import pdf_bytes

            return pdf_bytes(document)
        case ReportForm.HTML:
            from eegview.exchange.report.html import html_text

            return html_text(document).encode()
        case ReportForm.FHIR:
            from eegview.exchange.report.fhir import fhir_json

            return fhir_json(document).encode()
        case ReportForm.JSON:
            from eegview.exchange.report.json import json_text

            return json_text(document).encode()
