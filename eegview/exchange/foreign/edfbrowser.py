"""Import of annotations that EDFbrowser exports as XML.

Layout: `<annotationlist>` of `<annotation>` with `<onset>`, `<duration>` and `<description>`; the onset is seconds,
HH:MM:SS from the start, or a date and time (ISO 8601). Its CSV and text exports are tables with the columns Onset,
Duration and Annotation; see `table`.
"""

import re
from xml.etree import ElementTree

from eegview.exchange.foreign_times import ForeignMark, imported, parse_when
from eegview.exchange.imported import Clock, ImportedMarks
from eegview.exchange.row_report import RowReport, shown
from eegview.model.errors import UnreadableFile
from eegview.model.text.decoding import decoded
from eegview.model.vocabulary import Vocabulary


def read_xml(name: str, content: bytes, vocabulary: Vocabulary) -> ImportedMarks:
    """Return the annotations of EDFbrowser's XML as marks; in the report annotations are counted as rows, from 1.

    Raises
    ------
    UnreadableFile : it is no XML, declares entities (which could blow it up), or holds no annotations
    """
    text, doubt = decoded(content)
    if re.search(r"<!(?:ENTITY|DOCTYPE[^>]*\[)", text, re.IGNORECASE):
        raise UnreadableFile(f"“{name}” declares entities and is not read.", "Export the annotations again as CSV.")
    try:
        root = ElementTree.fromstring(text)
    except (ElementTree.ParseError, ValueError, RecursionError):
        raise UnreadableFile(f"“{name}” is not valid XML.", "Export the annotations again, or as CSV.") from None
    found, report = [], RowReport()
    annotations = [element for element in root.iter() if _tag(element) == "annotation"]
    for number, element in enumerate(annotations, 1):
        parts = {_tag(child): (child.text or "").strip() for child in element}
        when = parse_when(parts.get("onset", ""), is_elapsed=True)
        if when is None:
            report.add(number, f"the onset {shown(parts.get('onset', ''))} cannot be read; left out")
            continue
        length = parts.get("duration", "")
        duration = parse_when(length, is_elapsed=True)
        if length and (duration is None or duration.clock is not Clock.ELAPSED or duration.seconds < 0):
            report.add(number, f"the duration {shown(length)} cannot be read; set to 0")
            duration = None
        length_s = duration.seconds if duration else 0.0
        found.append(ForeignMark(when, length_s, parts.get("description", ""), row=number))
    if not found:
        raise UnreadableFile(f"“{name}” contains no annotations.", "Choose an XML file exported by EDFbrowser.")
    return imported(found, vocabulary, [*doubt, *report.sentences()])


def _tag(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2].casefold()
