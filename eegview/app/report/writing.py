"""Make a report and write it: figures drawn, the document built, files written whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from eegview.app.report.building import build_report
from eegview.app.report.figures.drawing import never, report_figures
from eegview.app.report.labels import load_labels
from eegview.app.report.preparing import Prepared
from eegview.app.report.template import Template
from eegview.exchange.writing import write_whole
from eegview.model.errors import UsageError
from eegview.model.recording import Progress, SignalSource, no_progress
from eegview.model.report.document import ReportDocument

PDF, HTML, JSON = "pdf", "html", "json"
_KINDS = {".pdf": PDF, ".html": HTML, ".htm": HTML, ".json": JSON}


def report_kind(path: Path) -> str:
    """Return "pdf", "html" or "json" by the suffix of a path.

    Raises
    ------
    UsageError : the suffix is none of these, or the folder is not there
    """
    kind = _KINDS.get(path.suffix.lower())
    if kind is None:
        raise UsageError(f"A report cannot be written as “{path.suffix}”.", "Use .pdf, .html or .json.")
    if not path.absolute().parent.is_dir():
        raise UsageError(f"The folder of {path.name} does not exist.", "Make it first, or choose a folder that exists.")
    return kind


def make_document(
    source: SignalSource,
    prepared: Prepared,
    template: Template,
    made_at_utc: str,
    *,
    with_frames: bool = False,
    addendum_to: str = "",
    spasm_s: float | None = None,
    progress: Progress = no_progress,
    cancelled: Callable[[], bool] = never,
) -> ReportDocument:
    """Return the report of a study with its figures.

    made_at_utc : ISO 8601
    with_frames : put a video frame beside the typical spasm; it may show a face
    spasm_s : recording time of the spasm that is shown as typical; None = the one nearest to the median of all

    Raises
    ------
    Cancelled : it was asked to stop
    UnreadableFile : a file went away
    UsageError : there are no labels in the template's language, or no spasm at that time
    """
    labels = load_labels(template.language)
    sources = replace(prepared.sources, labels=labels, spasm_s=spasm_s)
    figures = report_figures(source, prepared.study, template.figures, with_frames, progress, cancelled, sources)
    return build_report(prepared.study, template, made_at_utc, figures, labels, addendum_to)


def report_content(document: ReportDocument, kind: str) -> bytes:
    """Return a report as the content of a file; `kind` is "pdf", "html" or "json".

    Raises
    ------
    CannotWrite : the sheets cannot be set
    """
    if kind == PDF:
        from eegview.exchange.report.pdf import pdf_bytes

        return pdf_bytes(document)
    if kind == HTML:
        from eegview.exchange.report.html import html_text

        return html_text(document).encode("utf-8")
    from eegview.exchange.report.json import json_text

    return json_text(document).encode("utf-8")


def write_document(document: ReportDocument, output: Path, fhir: Path | None = None) -> None:
    """Write a report in the format of its suffix, and a FHIR resource that holds its PDF beside it where asked for.

    All is made before anything is written, and each file is whole or as it was.

    Raises
    ------
    UsageError : the suffix is another
    CannotWrite : the sheets cannot be set, or the disk or the folder refused
    """
    kind = report_kind(output)
    content = report_content(document, kind)
    resource = b""
    if fhir is not None:
        from eegview.exchange.report.fhir import fhir_json

        pdf = content if kind == PDF else report_content(document, PDF)
        resource = fhir_json(document, pdf).encode("utf-8")
    write_whole(output, content)
    if fhir is not None:
        write_whole(fhir, resource)
