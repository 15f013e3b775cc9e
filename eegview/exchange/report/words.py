"""The words that sheet and screen add to a report, by id; a document brings those of its language."""

from __future__ import annotations

from collections.abc import Mapping

from eegview.model.report.document import ReportDocument, State

ADDED_WORDS: Mapping[str, str] = {
    "adds_to": "Adds to the report with hash",
    "checked": "given",
    "continued": "continued",
    "figure": "Figure",
    "hash": "report hash",
    "hash_rest": "full in the JSON",
    "key": "Key",
    "links_note": "Underlined values open the page and settings they came from",
    "made_by": "How this was made",
    "missing_letters": "Characters that no font of this computer shows are printed as their Unicode number: {}.",
    "no_name": "name",
    "not_applicable": "not applicable",
    "not_assessed": "not assessed",
    "not_signed": "not signed",
    "nothing": "no entries",
    "of": "of",
    "open": "Open",
    "page": "Page",
    "research": "For research and education. Not a medical device.",
    "signature_note": "A signature gives name, role, time and meaning. Later changes become an addendum.",
    "signed": "signed",
    "summary": "Summary",
}


def added_words(document: ReportDocument) -> dict[str, str]:
    """Return the words for this document: its own, English where it has none."""
    return {**ADDED_WORDS, **{name: text for name, text in document.words.items() if text}}


def state_text(words: Mapping[str, str], state: State) -> str:
    """Return "not assessed" or "not applicable" in the document's words, "" for what is given."""
    return "" if state is State.GIVEN else words[state.value]


def footer_lines(document: ReportDocument) -> tuple[str, ...]:
    """Return the foot of each page: what it is no good for always stands there, whatever a template says."""
    words = added_words(document)
    if any("not a medical device" in line.casefold() for line in document.footer) or any(
        words["research"] in line for line in document.footer
    ):
        return document.footer
    return (words["research"], *document.footer)
