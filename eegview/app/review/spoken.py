"""What a screen reader says of the page, of the marks nearest to the cursor, and of the counters.

The words are those of the window; only what the eye takes in at a glance (that a mark is left of the cursor, that a row
is missing) is said.
"""

from collections.abc import Callable, Sequence

from eegview.app.review.mark_texts import detail_text, term_text
from eegview.model.annotation import FILE_LAYER, Annotation, marks_text
from eegview.model.channel import ChannelKind
from eegview.model.display.filters import FilterSpec
from eegview.model.display.view import ViewState
from eegview.model.vocabulary import Vocabulary

MOST_MARKS = 12  # named on one page; of the others the number is said
TimeText = Callable[[float], str]


def page_text(
    view: ViewState,
    montage: str,
    rows: str,
    marks: Sequence[Annotation],
    vocabulary: Vocabulary,
    time_text: TimeText,
) -> str:
    """Return what is on the page and how it is drawn.

    montage : its label
    rows : how many rows there are, and which are not shown
    marks : those on the page, by onset
    time_text : gives a time of the recording as people read it
    """
    parts = place_parts(view, time_text)
    parts.append(f"{montage}, {rows}")
    parts.append(f"{view.sensitivity_uv_per_mm:g} µV per mm")
    parts.append(filters_text(view.filters.for_kind(ChannelKind.EEG)))
    return sentences([*parts, marks_part(marks, vocabulary, time_text)])


def place_parts(view: ViewState, time_text: TimeText) -> list[str]:
    """Return where the page, the cursor and the selection are."""
    span = view.span
    parts = [f"Page {time_text(span.start_s)} to {time_text(span.stop_s)}, {_seconds(span.duration_s)}"]
    if view.cursor_s is not None and span.contains(view.cursor_s):
        parts.append(f"Cursor at {time_text(view.cursor_s)}")
    if view.selection is not None:
        parts.append(f"Selected {_seconds(view.selection.duration_s)} from {time_text(view.selection.start_s)}")
    return parts


def marks_part(marks: Sequence[Annotation], vocabulary: Vocabulary, time_text: TimeText) -> str:
    """Return the marks on the page, the first of them named."""
    named = [mark_text(mark, vocabulary, time_text) for mark in marks[:MOST_MARKS]]
    if len(marks) > MOST_MARKS:
        named.append(f"and {len(marks) - MOST_MARKS} more")
    return f"{marks_text(len(marks))}: {'; '.join(named)}" if marks else "No marks"


def rows_text(n_rows: int, not_shown: str) -> str:
    """Return the number of rows, and what the strip says of those that are not shown ("" = all are)."""
    return not_shown or (f"{n_rows} rows" if n_rows != 1 else "1 row")


def filters_text(spec: FilterSpec) -> str:
    """Return the filters of EEG."""
    if spec.is_off:
        return "Filters off"
    low = f"low cut {spec.low_cut_hz:g} Hz" if spec.low_cut_hz else "no low cut"
    high = f"high cut {spec.high_cut_hz:g} Hz" if spec.high_cut_hz else "no high cut"
    notch = f"notch {spec.notch_hz:g} Hz" if spec.notch_hz else "notch off"
    return f"Filters: {low}, {high}, {notch}"


def mark_text(mark: Annotation, vocabulary: Vocabulary, time_text: TimeText) -> str:
    """Return one mark: `Spasm at 13:21:23, 1 second, Flexor`, a file note with its own text."""
    name = f"File note “{' '.join(mark.text.split())}”" if mark.layer == FILE_LAYER else term_text(mark, vocabulary)
    detail = "" if mark.layer == FILE_LAYER else detail_text(mark, vocabulary).replace(" · ", ", ")
    length = _seconds(mark.duration_s) if mark.duration_s else ""
    return ", ".join(filter(None, (f"{name} at {time_text(mark.onset_s)}", length, detail)))


def nearest_text(
    here_s: float,
    before: Annotation | None,
    after: Annotation | None,
    vocabulary: Vocabulary,
    time_text: TimeText,
) -> str:
    """Return the marks before and after a time, and how far they are."""
    said = []
    for which, mark in (("Previous", before), ("Next", after)):
        if mark is None:
            said.append(f"{which} mark: none")
            continue
        distance_s = abs(mark.onset_s - here_s)
        side = "before" if mark.onset_s < here_s else "after"
        said.append(
            f"{which} mark: {mark_text(mark, vocabulary, time_text)}, {_distance(distance_s)} {side} the cursor"
        )
    return sentences(said)


def counters_text(n_marks: int, n_spasms: int, recorded_s: float, suggestions: str, saved: str) -> str:
    """Return the counters.

    n_spasms : of the layer that counts, each event once
    recorded_s : without gaps; 0 where no rate is said, as of film
    suggestions : how many there are and are without a decision; "" while they are hidden, or where there are none
    saved : whether what was done is on the disk, as the status bar says
    """
    spasms = "1 spasm" if n_spasms == 1 else f"{n_spasms} spasms"
    rate = f", {n_spasms / recorded_s * 3600:.1f} per hour" if n_spasms and recorded_s > 0 else ""
    return sentences([marks_text(n_marks), f"{spasms}{rate}", suggestions, saved.removeprefix("✓ ").removeprefix("⚠ ")])


def suggestions_text(n_shown: int, n_open: int) -> str:
    """Return how many suggestions there are at the threshold, and how many are undecided; "" where there are none."""
    if not n_shown:
        return ""
    return f"{n_shown} suggestion{'s' * (n_shown != 1)}, {n_open} without a decision"


def _distance(seconds: float) -> str:
    """Return how far something is, in the unit one would say."""
    if seconds < 60:
        return _seconds(seconds)
    return f"{seconds / 60:.1f} minutes" if seconds < 3600 else f"{seconds / 3600:.1f} hours"


def _seconds(duration_s: float) -> str:
    text = f"{duration_s:.2f}".rstrip("0").rstrip(".")
    return f"{text} second" if text == "1" else f"{text} seconds"


def sentences(parts: Sequence[str]) -> str:
    """Join parts as sentences, which a reader pauses between."""
    return " ".join(f"{part[0].upper()}{part[1:]}." for part in parts if part)
