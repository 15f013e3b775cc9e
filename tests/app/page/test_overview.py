"""Lanes of the overview: every mark is somewhere, and no mark is too short to be seen."""

from dataclasses import replace
from datetime import datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.app.marks.file_notes import NoteReadings
from eegview.app.page.overview import (
    DASHED,
    MARKS,
    NOTES,
    REVIEWED,
    SLEEP,
    SOLID,
    SPASMS,
    SUGGESTED,
    Band,
    clock_ticks,
    covered_columns,
    hour_around,
    tracks_of,
    with_suggestions,
)
from eegview.app.page.overview import merged as merged_lane
from eegview.app.themes import Theme, load_themes
from eegview.app.vocabulary.store import load_vocabulary
from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.span import Span
from eegview.model.vocabulary import Shape, Term, Vocabulary

times_s = st.floats(0, 90_000, allow_nan=False)


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary(built_in_only=True)


@pytest.fixture(scope="module")
def theme() -> Theme:
    return load_themes()[0]


def mark(term_id: str, onset_s: float, duration_s: float = 1.0, layer: str = "ann", **attributes: str) -> Annotation:
    return Annotation(f"{term_id}{onset_s}", term_id, onset_s, duration_s, (), tuple(attributes.items()), "", layer)


def test_marks_go_to_their_lanes(vocabulary: Vocabulary, theme: Theme) -> None:
    marks = [
        mark("spasm", 1.0),
        mark("spasm", 9.0),
        mark("artifact", 2.0),
        mark("of another vocabulary", 3.0),
        mark("sleep_stage", 4.0, 30.0, stage="N2"),
        mark("arousal", 5.0, 0.0),
        mark("file_note", 6.0, 0.0, FILE_LAYER),
    ]
    tracks = {track.name: track for track in tracks_of(marks, vocabulary, theme)}
    starts = {name: sorted(t for band in track.bands for t in band.starts_s) for name, track in tracks.items()}
    assert starts == {SPASMS: [1.0, 9.0], MARKS: [2.0, 3.0, 5.0], SLEEP: [4.0], NOTES: [6.0], REVIEWED: []}


def test_notes_are_hollow_and_those_of_spasms_stand_with_the_spasms_too(vocabulary: Vocabulary, theme: Theme) -> None:
    texts = {1.0: "SPASM", 2.0: "SPASM?", 3.0: "eyes closed"}
    notes = [Annotation(f"n{t}", "file_note", t, text=text, layer=FILE_LAYER) for t, text in texts.items()]
    found = tracks_of([*notes, mark("spasm", 9.0)], vocabulary, theme, readings=NoteReadings(vocabulary))
    tracks = {track.name: track for track in found}
    held = {(band.outline, *band.starts_s) for band in tracks[SPASMS].bands}
    assert held == {("", 9.0), (SOLID, 1.0), (DASHED, 2.0)}
    (band,) = tracks[NOTES].bands
    assert (band.outline, *band.starts_s) == (SOLID, 1.0, 2.0, 3.0)


def test_sleep_stages_stand_at_different_heights(vocabulary: Vocabulary, theme: Theme) -> None:
    stages = ("W", "N1", "N2", "N3", "R")
    marks = [mark("sleep_stage", 30.0 * i, 30.0, stage=stage) for i, stage in enumerate(stages)]
    sleep = next(track for track in tracks_of(marks, vocabulary, theme) if track.name == SLEEP)
    assert len({(band.top, band.bottom) for band in sleep.bands}) == len(stages)


def test_each_camera_has_a_lane(vocabulary: Vocabulary, theme: Theme) -> None:
    one = tracks_of((), vocabulary, theme, [("camera 1", [Span(0, 5), Span(7, 9)])])
    assert [track.name for track in one][4:] == [REVIEWED, "video"]
    assert list(one[5].bands[0].stops_s) == [5, 9]
    two = tracks_of((), vocabulary, theme, [("camera 1", [Span(0, 5)]), ("camera 2", [])])
    assert [track.name for track in two][4:] == [REVIEWED, "camera 1", "camera 2"]


def test_merging_keeps_every_mark(vocabulary: Vocabulary, theme: Theme) -> None:
    marks = [mark("spasm", 1.0), mark("artifact", 2.0), mark("file_note", 6.0, 0.0, FILE_LAYER)]
    track = merged_lane(tracks_of(marks, vocabulary, theme), "1 h")
    assert sorted(t for band in track.bands for t in band.starts_s) == [1.0, 2.0, 6.0]


@given(st.lists(st.tuples(times_s, st.floats(0, 4000)), max_size=30), st.integers(1, 500), times_s)
def test_a_mark_within_is_always_seen_and_nothing_else_is(
    marks: list[tuple[float, float]], n_columns: int, start_s: float
) -> None:
    span = Span(start_s, start_s + 3600.0)
    starts_s = np.array([onset_s for onset_s, _ in marks])
    stops_s = starts_s + np.array([duration_s for _, duration_s in marks])
    columns = covered_columns(Band(starts_s, stops_s, "#000000"), span, n_columns)
    expected = np.zeros(n_columns, bool)
    for onset_s, stop_s in zip(starts_s, stops_s, strict=True):
        if stop_s >= span.start_s and onset_s < span.stop_s:
            first = min(max(int(np.floor((onset_s - start_s) * (n_columns / 3600.0))), 0), n_columns - 1)
            last = max(int(np.ceil((stop_s - start_s) * (n_columns / 3600.0))), first + 1)
            expected[first:last] = True
    assert columns.shape == (n_columns,)
    assert (columns == expected).all()


def test_a_recording_without_length_has_no_columns_covered() -> None:
    columns = covered_columns(Band(np.array([0.0, 10.0]), np.array([10.0, 20.0]), "#000000"), Span(0.0, 0.0), 50)
    assert columns.shape == (50,)
    assert not columns.any()


def test_what_is_suggested_can_be_seen_however_short(vocabulary: Vocabulary, theme: Theme) -> None:
    onsets_s = np.array([100.0, 3599.9])
    tracks = with_suggestions(tracks_of((), vocabulary, theme), onsets_s, onsets_s + 0.1, "#c2410c")
    (band,) = next(track for track in tracks if track.name == SUGGESTED).bands
    columns = covered_columns(band, Span(0.0, 3600.0), 360)
    assert list(np.flatnonzero(columns)) == [10, 11, 12, 359]


@given(times_s, st.floats(0.5, 600), st.floats(0.001, 90_000))
def test_the_hour_holds_the_middle_of_the_page_and_stays_inside(
    middle_s: float, page_s: float, duration_s: float
) -> None:
    recording = Span(0.0, duration_s)
    middle_s = min(middle_s, duration_s)
    hour = hour_around(Span(middle_s - page_s / 2, middle_s + page_s / 2), recording)
    assert recording.start_s <= hour.start_s
    assert hour.stop_s <= recording.stop_s + 1e-6
    assert hour.start_s - 1e-6 <= middle_s <= hour.stop_s + 1e-6


def test_the_hour_stays_while_pages_turn() -> None:
    recording = Span(0.0, 86_400.0)
    hours = {hour_around(Span(t, t + 10), recording) for t in range(10_000, 11_000, 10)}
    assert len(hours) <= 2


@pytest.mark.parametrize(
    ("duration_s", "width_px", "first", "n_most"),
    [(60.0, 1000, "13:21:00", 20), (1800.0, 1000, "13:22", 20), (86_400.0, 1000, "14:00", 20), (0.4, 1000, "", 0)],
)
def test_ticks_are_round_by_the_clock(duration_s: float, width_px: int, first: str, n_most: int) -> None:
    started_at = datetime(2024, 1, 2, 13, 20, 56, 500_000)
    ticks = clock_ticks(Span(0.0, duration_s), started_at, width_px / duration_s, 60.0)
    assert len(ticks) <= n_most
    assert (ticks[0][1] if ticks else "") == first
    assert all(0 <= time_s <= duration_s for time_s, _ in ticks)


@given(st.floats(0.01, 1e7), st.floats(1, 4000))
def test_labels_never_meet(duration_s: float, width_px: float) -> None:
    ticks = clock_ticks(Span(0.0, duration_s), None, width_px / duration_s, 50.0)
    gaps = np.diff([time_s for time_s, _ in ticks]) * width_px / duration_s
    assert (gaps >= 50.0 * (1 - 1e-9)).all()


def test_a_lane_that_the_vocabulary_names_stands_after_the_other_marks(vocabulary: Vocabulary, theme: Theme) -> None:
    apnoea = Term("apnoea", "Apnoea", Shape.SPAN, pattern="dots", lane="breathing")
    whole = replace(vocabulary, terms=(*vocabulary.terms, apnoea))
    tracks = tracks_of([mark("apnoea", 7.0), mark("spasm", 1.0)], whole, theme)
    assert [track.name for track in tracks] == [SPASMS, MARKS, "breathing", SLEEP, NOTES, REVIEWED]
    assert [track.is_own for track in tracks] == [False, False, True, False, False, False]
    (band,) = tracks[2].bands
    assert (*band.starts_s, band.top) == (7.0, 0.4)
    assert sorted(t for band in merged_lane(tracks, "1 h").bands for t in band.starts_s) == [1.0, 7.0]
