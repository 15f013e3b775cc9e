"""Import of annotations that EDFbrowser exports as XML.

Layout: `<annotationlist>` of `<annotation>` with `<onset>`, `<duration>` and `<description>`; the onset is seconds,
HH:MM:SS from the start, or a date and time (ISO 8601). Its CSV and text exports are tables with the columns Onset,
Duration and Annotation; see `table`.
"""

import re
from xml.etree import ElementTree

from eegview.exchange.foreign_times import ForeignMark, imported, parse_when
from eegview.exchange.imported import Clock, ImportedMarks
from eegview.model.errors import UnreadableFile
from eegview.model.vocabulary import Vocabulary


def read_xml(name: str, content: bytes, vocabulary: Vocabulary) -> ImportedMarks:
    """Return the annotations of EDFbrowser's XML as marks.

    Raises
    ------
    UnreadableFile : it is no XML, declares entities (which could blow it up), or holds no annotations
    """
    if re.search(rb"<!(?:ENTITY|DOCTYPE[^>]*\[)", content, re.IGNORECASE):
        raise UnreadableFile(f"“{name}” declares entities and is not read.", "Export the annotations again as CSV.")
    try:
        root = ElementTree.fromstring(content)
    except ElementTree.ParseError:
        raise UnreadableFile(f"“{name}” is no sound XML.", "Export the annotations again, or as CSV.") from None
    found, skipped = [], 0
    for element in root.iter():
        if _tag(element) != "annotation":
            continue
        parts = {_tag(child): (child.text or "").strip() for child in element}
        when = parse_when(parts.get("onset", ""), is_elapsed=True)
        if when is None:
            skipped += 1
            continue
        duration = parse_when(parts.get("duration", ""), is_elapsed=True)
        length_s = duration.seconds if duration and duration.clock is Clock.ELAPSED else 0.0
        found.append(ForeignMark(when, max(length_s, 0.0), parts.get("description", "")))
    if not found:
        raise UnreadableFile(f"“{name}” holds no annotations.", "Choose an XML file exported by EDFbrowser.")
    return imported(found, vocabulary, [f"Annotations without a time, left out: {skipped}."] if skipped else [])


def _tag(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2].casefold()
