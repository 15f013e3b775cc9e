"""The comments of a Persyst layout: the marks of the recorder."""

from collections.abc import Iterable

from eegview.model.issue import Issue
from eegview.readers.sample_source import Note
from eegview.readers.text_sections import number_in


def parse_comments(lines: Iterable[str]) -> tuple[tuple[Note, ...], list[Issue]]:
    """Return the comments, `onset,duration,state,kind,text`, and how many cannot be read; onsets are true time."""
    notes: list[Note] = []
    lost = 0
    for line in lines:
        onset, *rest = line.split(",", 4)
        onset_s = number_in(onset)
        if onset_s is None or len(rest) < 4:
            lost += 1
            continue
        notes.append(Note(onset_s, rest[3].strip(), max(0.0, number_in(rest[0]) or 0.0)))
    if not lost:
        return tuple(notes), []
    said = "1 comment" if lost == 1 else f"{lost} comments"
    return tuple(notes), [Issue("markers_damaged", f"{said} of the layout cannot be read; the rest is shown.")]
