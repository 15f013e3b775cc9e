"""What make.py writes and the test compares: the numbers of a report, and the samples that its links show."""

import hashlib
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np

from eegview.app.library.editing import study_library
from eegview.app.library.opening import Reviewer, open_source
from eegview.app.links.view import link_view
from eegview.app.montage.store import load_montages
from eegview.app.report.building import build_report
from eegview.app.report.gathering import gather_report_study
from eegview.app.report.template import template_by_id
from eegview.app.review.coverage import DisplayState, ReviewedTime, Seen, filter_text
from eegview.app.statistics.study_statistics import study_statistics
from eegview.model.annotation import Annotation
from eegview.model.display.view import ViewState
from eegview.model.recording import SignalSource
from eegview.model.report.document import ReportDocument, Value
from eegview.model.report.link import EvidenceLink, parse_link
from eegview.model.span import Span
from tests.helpers.as_of import AS_OF

MADE_AT = "2026-03-17T10:05:00+00:00"
READER = Reviewer("Reader A", "neurologist")
TEMPLATE = "infant_prolonged"
# What a reader viewed is kept on their computer and goes with no bundle: the last half minute was not viewed.
VIEWED = {"Reader A": ReviewedTime([Seen(Span(0.0, 330.0), DisplayState(15.0, "longitudinal_bipolar", "0.5–70 Hz"))])}
NOT_COMPARED = frozenset({"report.made_by"})
_QUANTUM_UV = 1e-3  # samples are compared to a thousandth of a microvolt


def report_of(recording: str, library_url: str | None = None) -> ReportDocument:
    """Return the report of a study as it stands in the library, without figures."""
    source, library = open_source([recording]), study_library(library_url)
    try:
        study = gather_report_study(source, library, READER, reviewed=VIEWED, as_of=AS_OF)
        return build_report(study, template_by_id(TEMPLATE), MADE_AT, {})
    finally:
        library.close()
        source.close()


def expected_of(recording: str, library_url: str | None = None) -> dict[str, Any]:
    """Return all that is compared: values of the report, figures of the statistics, samples behind the links."""
    document = report_of(recording, library_url)
    source, library = open_source([recording]), study_library(library_url)
    try:
        study = gather_report_study(source, library, READER, reviewed=VIEWED, as_of=AS_OF)
        found = study_statistics(study.recording, study.marks, study.layer, study.vocabulary, reviewed=VIEWED)
        return {
            "fingerprint": study.fingerprint,
            "values": values_of(document),
            "statistics": plain(found),
            "bound": {name: document.binding[name] for name in ("recording", "layer", "marks", "scores", "n_marks")},
            "links": {link.url: reopened(source, link.url) for link in links_of(document)},
        }
    finally:
        library.close()
        source.close()


def values_of(document: ReportDocument) -> dict[str, list[Any]]:
    """Return text, number, interval and unit of each named value, in the order of the report; a name may come twice."""
    found: dict[str, list[Any]] = {}
    for value in _values(document):
        if value.name and value.name not in NOT_COMPARED:
            row: list[Any] = [value.text, value.number, value.low, value.high, value.unit]
            if value.link is not None:
                row += [value.link.place.value, value.link.span.start_s, value.link.span.stop_s, list(value.link.marks)]
            found.setdefault(value.name, []).append(row)
    return found


def links_of(document: ReportDocument) -> tuple[EvidenceLink, ...]:
    """Return all links of a report, each once."""
    return tuple({value.link.url: value.link for value in _values(document) if value.link is not None}.values())


def reopened(source: SignalSource, address: str) -> dict[str, Any]:
    """Return what an address opens: how the page is displayed, and a hash over the samples of all channels."""
    link = parse_link(address)
    recording = source.recording
    montages = {montage.montage_id for montage in load_montages()}
    view = link_view(link, ViewState(), montages, Span(0.0, recording.duration_s))
    digest = hashlib.sha256()
    for number in range(len(recording.segments)):
        for samples in source.read(range(len(recording.channels)), number, link.span):
            digest.update(np.round(samples.astype(np.float64) / _QUANTUM_UV).astype("<i8").tobytes())
    return {
        "place": link.place.value,
        "page": [view.start_s, view.page_s, view.cursor_s],
        "selection": [view.selection.start_s, view.selection.stop_s] if view.selection is not None else None,
        "montage": view.montage_id,
        "filters": filter_text(view.filters),
        "sensitivity_uv_per_mm": view.sensitivity_uv_per_mm,
        "marks": list(link.marks),
        "samples": digest.hexdigest(),
    }


def plain(value: Any) -> Any:
    """Return the figures of a dataclass as dicts, lists, texts and numbers; marks by their ids."""
    if isinstance(value, Annotation):
        return value.annotation_id
    if is_dataclass(value):
        return {item.name: plain(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, dict) or hasattr(value, "items"):
        return {str(name): plain(each) for name, each in value.items()}
    if isinstance(value, (tuple, list, set, frozenset)):
        rows = [plain(each) for each in value]
        return sorted(rows, key=repr) if isinstance(value, (set, frozenset)) else rows
    return value if isinstance(value, (str, int, float, bool)) or value is None else str(value)


def _values(value: Any) -> Iterator[Value]:
    if isinstance(value, Value):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        for item in fields(value):
            yield from _values(getattr(value, item.name))
    elif isinstance(value, (tuple, list)):
        for each in value:
            yield from _values(each)
