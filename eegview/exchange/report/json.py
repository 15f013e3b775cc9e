"""A report as JSON: everything it says, with numbers, intervals, units, links, states, and its hashes."""

from __future__ import annotations

import json

from eegview.exchange.report.document_hash import document_data, document_hash
from eegview.exchange.report.words import footer_lines
from eegview.model.report.document import ReportDocument

FORMAT, FORMAT_VERSION = "eegview report", 1


def json_text(document: ReportDocument, with_pictures: bool = True) -> str:
    """Return a report as JSON, UTF-8, its figures as base64; `document_hash` is that of the report's foot.

    The hash is taken over `document` without `signatures`, and without the content of pictures but with their hashes,
    as JSON in ASCII with sorted names and no spaces.
    """
    data = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "notice": footer_lines(document)[0],
        "document_hash": document_hash(document),
        "document": document_data(document, with_pictures),
    }
    return json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
