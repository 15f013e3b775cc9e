"""Check that a detector's page says what a reader must know."""

from collections.abc import Iterator
from pathlib import Path

from eegview.detect.faults.fault import Fault

SECTIONS = ("Method", "Evidence", "Limits")
RESEARCH_ONLY = "research and education"


def page_faults(folder: Path, page: str) -> Iterator[Fault]:
    """Yield what is missing on a page that is there."""
    try:
        text = (folder / page).read_text(encoding="utf-8", errors="replace")
    except (OSError, ValueError):  # that it is not there is a fault of the manifest
        return
    headings = {line.strip("# ").casefold() for line in text.splitlines() if line.startswith("#")}
    for section in SECTIONS:
        if section.casefold() not in headings:
            yield Fault(f"there is no section “## {section}”.", page)
    if RESEARCH_ONLY not in " ".join(text.casefold().split()):
        yield Fault("it does not say “For research and education only”.", page)
