"""What a link stands for, in words and as data: for the command line and for who asks before it is followed."""

from typing import Any

from eegview.app.links.reading import ReadLink
from eegview.app.links.recordings import FoundRecording
from eegview.model.report.link import EvidenceLink, Place
from eegview.model.time.clock import elapsed_text

_SCREENS = {
    Place.PAGE: "the page",
    Place.TRENDS: "the trends",
    Place.SCORE: "the score of an epoch",
    Place.SPASMS: "the statistics of spasms",
    Place.CLUSTERS: "the clusters",
    Place.HISTORY: "the history",
    Place.COMPARE: "before and after",
    Place.COVERAGE: "the review status",
}


def link_sentences(read: ReadLink, found: FoundRecording, n_marks: int | None) -> tuple[str, ...]:
    """Return what a link stands for, line by line.

    n_marks : how many of its marks the library holds, None where that was not asked
    """
    link = read.link
    span = f"{elapsed_text(link.span.start_s)} to {elapsed_text(link.span.stop_s)} from the recording's start"
    lines = [f"Shows {_SCREENS[link.place]}, {span}."]
    if link.frame_s is not None:
        lines.append(f"Video frame at {elapsed_text(link.frame_s)}.")
    if link.marks:
        counted = "" if n_marks is None else f", {n_marks} of them in the library"
        lines.append(f"Counted from {len(link.marks)} {'mark' if len(link.marks) == 1 else 'marks'}{counted}.")
    lines += [f"{name}: {value}" for name, value in sorted(link.settings.items())]
    lines += [read.remark] if read.remark else []
    return (*lines, found.sentence)


def link_data(read: ReadLink, found: FoundRecording, n_marks: int | None) -> dict[str, Any]:
    """Return the same as data."""
    link: EvidenceLink = read.link
    return {
        "place": str(link.place),
        "from_s": link.span.start_s,
        "to_s": link.span.stop_s,
        "frame_s": link.frame_s,
        "marks": list(link.marks),
        "marks_in_library": n_marks,
        "settings": dict(sorted(link.settings.items())),
        "ignored_settings": list(read.ignored),
        "recording": {"fingerprint": link.fingerprint, "state": str(found.state), "files": list(found.paths)},
    }
