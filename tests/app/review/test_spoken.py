"""What a screen reader says: built as text, so that no reader is needed to test it."""

from dataclasses import replace

import pytest

from eegview.app.review.spoken import (
    MOST_MARKS,
    counters_text,
    filters_text,
    mark_text,
    nearest_text,
    page_text,
    rows_text,
    suggestions_text,
)
from eegview.app.vocabulary.store import load_vocabulary
from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.channel import ChannelKind
from eegview.model.display.filters import DisplayFilters, FilterSpec
from eegview.model.display.view import ViewState
from eegview.model.span import Span
from eegview.model.time.clock import elapsed_text

VOCABULARY = load_vocabulary(built_in_only=True)
SPASM = Annotation("a", "spasm", 23.0, 1.0, attributes=(("movement", "flexor"),), layer="me")
NOTE = Annotation("b", "file_note", 40.5, text="SPASM ?", layer=FILE_LAYER)
FILTERS = DisplayFilters(((ChannelKind.EEG, FilterSpec(0.5, 70.0)),))
VIEW = ViewState(start_s=15.0, page_s=15.0, filters=FILTERS, sensitivity_uv_per_mm=10.0, cursor_s=20.0)


def clock(time_s: float) -> str:
    return elapsed_text(time_s, 0)


def said(view: ViewState = VIEW, *marks: Annotation) -> str:
    return page_text(view, "Longitudinal bipolar", rows_text(19, ""), marks, VOCABULARY, clock)


def test_the_page_says_what_is_on_it_and_how_it_is_drawn() -> None:
    assert said(VIEW, SPASM) == (
        "Page 00:00:15 to 00:00:30, 15 seconds. Cursor at 00:00:20. Longitudinal bipolar, 19 rows. 10 µV per mm. "
        "Filters: low cut 0.5 Hz, high cut 70 Hz, notch off. 1 mark: Spasm at 00:00:23, 1 second, Flexor."
    )


def test_a_page_without_marks_and_without_a_cursor() -> None:
    text = said(replace(VIEW, cursor_s=99.0, selection=Span(16.0, 18.5)))
    assert "Cursor" not in text
    assert "Selected 2.5 seconds from 00:00:16." in text
    assert text.endswith("No marks.")


def test_of_many_marks_the_number_is_said() -> None:
    many = [replace(SPASM, annotation_id=f"{i}", onset_s=15.0 + i) for i in range(MOST_MARKS + 3)]
    assert said(VIEW, *many).endswith("; and 3 more.")
    assert f"{len(many)} marks: " in said(VIEW, *many)


def test_rows_that_are_not_shown_are_said() -> None:
    assert rows_text(19, "18 of 19 rows shown") == "18 of 19 rows shown"
    assert rows_text(1, "") == "1 row"


def test_filters() -> None:
    assert filters_text(FilterSpec()) == "Filters off"
    assert filters_text(FilterSpec(0.0, 35.0, 50.0)) == "Filters: no low cut, high cut 35 Hz, notch 50 Hz"


def test_a_note_of_the_file_is_said_as_such() -> None:
    assert mark_text(NOTE, VOCABULARY, clock) == "File note “SPASM ?” at 00:00:40"


def test_a_confidence_of_before_is_said_as_certainty() -> None:
    assert mark_text(replace(SPASM, attributes=(("confidence", "1"),)), VOCABULARY, clock).endswith("Possible")


@pytest.mark.parametrize(
    ("here_s", "distance"),
    [
        (21.5, "1.5 seconds after"),
        (24.0, "1 second before"),
        (143.0, "2.0 minutes before"),
        (7223.0, "2.0 hours before"),
    ],
)
def test_the_nearest_marks_are_said_with_their_distance(here_s: float, distance: str) -> None:
    before, after = (SPASM, None) if here_s > SPASM.onset_s else (None, SPASM)
    text = nearest_text(here_s, before, after, VOCABULARY, clock)
    assert f"Spasm at 00:00:23, 1 second, Flexor, {distance} the cursor." in text
    assert ("Next mark: none." in text) == (after is None)


def test_counters() -> None:
    text = counters_text(142, 138, 36_000.0, suggestions_text(23, 20), "✓ saved 2 s ago")
    assert text == "142 marks. 138 spasms, 13.8 per hour. 23 suggestions, 20 without a decision. Saved 2 s ago."
    assert counters_text(0, 0, 0.0, "", "") == "0 marks. 0 spasms."
    assert suggestions_text(1, 0) == "1 suggestion, 0 without a decision"
    assert suggestions_text(0, 0) == ""
