"""What make.py writes and the test compares: the numbers of a report, and the samples that its links show."""

import hashlib
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np

from eegview.app.library.editing import study_library
from eegview.app.library.opening import Reviewer, open_source
from eegview.app.report.building import build_report
from eegview.app.report.gathering import gather_report_study
from eegview.app.report.template import template_by_id
from eegview.app.statistics.study_statistics import study_statistics
from eegview.model.annotation import Annotation
from eegview.model.recording import SignalSource
from eegview.model.report.document import ReportDocument, Value
from eegview.model.report.link import EvidenceLink, parse_link

MADE_AT = "2026-03-17T10:05:00+00:00"
READER = Reviewer("Reader A", "neurologist")
TEMPLATE = "infant_prolonged"
NOT_COMPARED = frozenset({"report.made_by"})
_QUANTUM_UV = 1e-3  # samples are compared to a thousandth of a microvolt


def report_of(recording: str, library_url: str | None = None) -> ReportDocument:
    """Return the report of a study as it stands in the library, without figures."""
    source, library = open_source([recording]), study_library(library_url)
    try:
        study = gather_report_study(source, library, READER, reviewed={})
        return build_report(study, template_by_id(TEMPLATE), MADE_AT, {})
    finally:
        library.close()
        source.close()


def expected_of(recording: str, library_url: str | None = None) -> dict[str, Any]:
    """Return all that is compared: values of the report, figures of the statistics, samples behind the links."""
    document = report_of(recording, library_url)
    source, library = open_source([recording]), study_library(library_url)
    try:
        study = gather_report_study(source, library, READER, reviewed={})
        found = study_statistics(study.recording, study.marks, study.layer, study.vocabulary, reviewed={})
        return {
            "fingerprint": study.fingerprint,
            "values": values_of(document),
            "statistics": plain(found),
            "bound": {name: document.binding[name] for name in ("recording", "layer", "marks", "scores", "n_marks")},
            "links": {link.url: samples_hash(source, link) for link in links_of(document)},
        }
    finally:
        library.close()
        source.close()


def values_of(document: ReportDocument) -> dict[str, list[Any]]:
    """Return text, number, interval and unit of each named value, in the order of the report; a name may come twice."""
    found: dict[str, list[Any]] = {}
    for value in _values(document):
        if value.name and value.name not in NOT_COMPARED:
            row = [value.text, value.number, value.low, value.high, value.unit, value.link.url if value.link else ""]
            found.setdefault(value.name, []).append(row)
    return found


def links_of(document: ReportDocument) -> tuple[EvidenceLink, ...]:
    """Return all links of a report, each once."""
    return tuple({value.link.url: value.link for value in _values(document) if value.link is not None}.values())


def samples_hash(source: SignalSource, link: EvidenceLink) -> str:
    """Return a hash over the samples of all channels in what a link shows, read again from its address."""
    again = parse_link(link.url)
    assert again == link
    digest = hashlib.sha256()
    channels = range(len(source.recording.channels))
    for number in range(len(source.recording.segments)):
        for samples in source.read(channels, number, again.span):
            digest.update(np.round(samples.astype(np.float64) / _QUANTUM_UV).astype("<i8").tobytes())
    return digest.hexdigest()


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
