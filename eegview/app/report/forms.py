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
    from eegview.app.report import writing

    if form is ReportForm.FHIR:
        from eegview.exchange.report.fhir import fhir_json

        return fhir_json(document, writing.report_content(document, writing.PDF)).encode()
    return writing.report_content(document, form.removeprefix("."))
