"""The overview of a whole recording: marks sorted into lanes of bands, as numbers to be painted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

import numpy as np
import numpy.typing as npt

from eegview.app.page.clock_grid import clock_offset_s, round_step_s, round_times_s
from eegview.app.page.hypnogram_course import Course, course_of
from eegview.app.themes import Theme
from eegview.clinical.hypnogram import hypnogram_of
from eegview.clinical.stages import SLEEP_TERM
from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.span import Span
from eegview.model.time.clock import elapsed_text
from eegview.model.vocabulary import MARK_LANE, SLEEP_LANE, SPASM_LANE, Vocabulary

SPASMS, MARKS, SLEEP, NOTES, VIDEO = SPASM_LANE, MARK_LANE, SLEEP_LANE, "annotations", "video"
SUGGESTED = "suggested"  # by a machine; its lane is there only while suggestions are shown
REVIEWED = "reviewed"  # its lane is empty here: it grows while one reads, and is painted over the picture
SPASM_TERM = "spasm"
HYPNOGRAM_LINES = 4.0  # height of the lane of sleep where there is a hypnogram
# Where a stage stands in its lane, (top, bottom) as shares of it: a small hypnogram, so that hue is not needed.
_STAGE_SHARES = {
    "W": (0.0, 0.3),
    "R": (0.15, 0.5),
    "N1": (0.3, 0.65),
    "N2": (0.5, 0.85),
    "N3": (0.65, 1.0),
    "A": (0.15, 0.5),
    "I": (0.3, 0.65),
    "S": (0.3, 0.65),
    "Q": (0.65, 1.0),
}
# Likewise where marks of a pattern stand in the lane that terms share: hue alone tells none apart.
_PATTERN_SHARES = {"hatch": (0.0, 0.6), "dots": (0.4, 1.0), "bars": (0.2, 0.8)}
SOLID, DASHED = "solid", "dashed"


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """Spans of the overview that are drawn alike.

    starts_s, stops_s : (n,) float64, recording time; a point stops where it starts
    colour : "#rrggbb"
    top, bottom : shares of the lane's height, 0 above
    outline : "" = filled; `SOLID` or `DASHED` (in doubt) = a hollow tick with such an edge
    least_columns : of the picture, that each takes however short it is
    """

    starts_s: npt.NDArray[np.float64]
    stops_s: npt.NDArray[np.float64]
    colour: str
    top: float = 0.0
    bottom: float = 1.0
    outline: str = ""
    least_columns: int = 1


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """One line of the overview.

    course : the hypnogram that is drawn in place of the bands, None = none
    lines : height, 1 = that of an ordinary line
    is_own : a lane that the vocabulary names, for marks of terms of its own
    """

    name: str
    bands: tuple[Band, ...] = ()
    course: Course | None = None
    lines: float = 1.0
    is_own: bool = False


class Readings(Protocol):
    """Says what the notes of a file mean."""

    def is_spasm(self, mark: Annotation) -> bool: ...

    def is_doubtful(self, mark: Annotation) -> bool: ...


def tracks_of(
    marks: Iterable[Annotation],
    vocabulary: Vocabulary,
    theme: Theme,
    cameras: Sequence[tuple[str, Sequence[Span]]] = (),
    clusters: Sequence[Span] = (),
    sleep_layer: str | None = None,
    readings: Readings | None = None,
) -> tuple[Track, ...]:
    """Return the lanes for these marks: spasms, other marks, sleep, notes, what was reviewed, one lane a camera.

    Lanes that the vocabulary names beside these stand after the other marks, in the order of its terms.

    Notes of the file are hollow; those that mean a spasm stand in the lane of spasms too, with a dashed edge where they
    hold a doubt.

    cameras : (name, where it covers the recording)
    clusters : of spasms; drawn as a line under them
    sleep_layer : the layer whose sleep stages make a hypnogram; None, or one without stages = plain bands
    readings : says which notes mean a spasm; None = none is taken for one
    """
    marks = tuple(marks)
    # Sorted by what decides the look; twenty thousand marks take some ten milliseconds.
    sorted_out: dict[tuple[str, str, str], list[tuple[float, float]]] = {}
    spasm_notes: dict[str, list[tuple[float, float]]] = {SOLID: [], DASHED: []}
    track_of = {term.term_id: term.lane for term in vocabulary.terms}
    own = [lane for lane in dict.fromkeys(track_of.values()) if lane not in (SPASMS, MARKS, SLEEP)]
    for mark in marks:
        if mark.layer == FILE_LAYER:
            kind = NOTES, "", ""
            if readings is not None and readings.is_spasm(mark):
                outline = DASHED if readings.is_doubtful(mark) else SOLID
                spasm_notes[outline].append((mark.onset_s, mark.onset_s))
        elif mark.term_id == SLEEP_TERM:
            kind = SLEEP, mark.term_id, mark.attribute("stage") or ""
        else:
            kind = track_of.get(mark.term_id, MARKS), mark.term_id, ""
        sorted_out.setdefault(kind, []).append((mark.onset_s, mark.onset_s + mark.duration_s))
    bands: dict[str, list[Band]] = {name: [] for name in (SPASMS, MARKS, *own, SLEEP, NOTES)}
    for (track, term_id, stage), times in sorted(sorted_out.items()):
        term = vocabulary.term(term_id)
        colour = theme.file_note if track == NOTES else theme.mark_colour(term.colour if term else "#6b7280")
        if track == SLEEP and stage == "W":
            colour = theme.edge
        starts_s, stops_s = np.array(times, np.float64).T
        shares = _STAGE_SHARES.get(stage, (0.0, 1.0))
        if (track == MARKS or track in own) and term is not None:
            shares = _PATTERN_SHARES.get(term.pattern, shares)
        bands[track].append(Band(starts_s, stops_s, colour, *shares, SOLID if track == NOTES else ""))
    for outline, times in spasm_notes.items():
        if times:
            term = vocabulary.term(SPASM_TERM)
            starts_s, stops_s = np.array(times, np.float64).T
            colour = theme.mark_colour(term.colour if term else "#c2410c")
            bands[SPASMS].append(Band(starts_s, stops_s, colour, outline=outline))
    if clusters:
        term = vocabulary.term(SPASM_TERM)
        colour = theme.mark_colour(term.colour if term else "#c2410c")
        bands[SPASMS].append(_band_of(clusters, colour, 0.84, 1.0))
    tracks = [Track(name, tuple(found), is_own=name in own) for name, found in bands.items()]
    course = course_of(hypnogram_of(m for m in marks if m.layer == sleep_layer)) if sleep_layer is not None else ()
    if len(course):
        tracks = [replace(t, course=course, lines=HYPNOGRAM_LINES) if t.name == SLEEP else t for t in tracks]
    return (*tracks, Track(REVIEWED), *_video_tracks(cameras, theme))


def _band_of(spans: Sequence[Span], colour: str, top: float, bottom: float) -> Band:
    starts_s = np.array([span.start_s for span in spans], np.float64)
    stops_s = np.array([span.stop_s for span in spans], np.float64)
    return Band(starts_s, stops_s, colour, top, bottom)


def _video_tracks(cameras: Sequence[tuple[str, Sequence[Span]]], theme: Theme) -> list[Track]:
    tracks = []
    for name, spans in cameras:
        band = _band_of(spans, theme.accent, 0.3, 0.7)
        tracks.append(Track(VIDEO if len(cameras) == 1 else name, (band,)))
    return tracks


def with_suggestions(
    tracks: Sequence[Track], starts_s: npt.NDArray[np.float64], stops_s: npt.NDArray[np.float64], colour: str
) -> tuple[Track, ...]:
    """Return the lanes with one of suggestions before that of reviewed time.

    starts_s, stops_s : (n,), recording time
    """
    place = next((i for i, track in enumerate(tracks) if track.name == REVIEWED), len(tracks))
    suggested = Track(SUGGESTED, (Band(starts_s, stops_s, colour, 0.1, 0.9, least_columns=3),))
    return (*tracks[:place], suggested, *tracks[place:])


def merged(tracks: Sequence[Track], name: str) -> Track:
    """Return one lane with all marks in it: sleep beneath, notes short, other marks taller, spasms full height."""
    own = {track.name: (0.25, 0.8) for track in tracks if track.is_own}
    shares = {SLEEP: (0.82, 1.0), NOTES: (0.5, 0.8), MARKS: (0.25, 0.8), **own, SPASMS: (0.0, 0.8)}
    by_name = {track.name: track for track in reversed(tracks)}  # a camera may be called like a lane of one's own
    bands = []
    for track_name, (top, bottom) in shares.items():
        track = by_name.get(track_name, Track(track_name))
        bands += [replace(band, top=top, bottom=bottom) for band in track.bands]
    return Track(name, tuple(bands))


def covered_columns(band: Band, span: Span, n_columns: int) -> npt.NDArray[np.bool_]:
    """Return which of `n_columns` columns across `span` a band touches; what is short still gets a column.

    A span without length, of a file of annotations only, has none.
    """
    if span.duration_s <= 0:
        return np.zeros(n_columns, np.bool_)
    per_s = n_columns / span.duration_s
    near = (band.stops_s >= span.start_s) & (band.starts_s < span.stop_s)
    first = np.clip(np.floor((band.starts_s[near] - span.start_s) * per_s), 0, n_columns - 1).astype(np.intp)
    stop = np.clip(np.ceil((band.stops_s[near] - span.start_s) * per_s), 0, n_columns).astype(np.intp)
    edges = np.bincount(first, minlength=n_columns + 1) - np.bincount(
        np.minimum(np.maximum(stop, first + band.least_columns), n_columns), minlength=n_columns + 1
    )
    return np.cumsum(edges)[:n_columns] > 0


def hour_around(page: Span, recording: Span, length_s: float = 3600.0) -> Span:
    """Return the stretch of `length_s` around a page. It moves in half lengths, so that it is seldom drawn anew.

    The middle of the page lies in its middle half, but at the ends of the recording.
    """
    if recording.duration_s <= length_s:
        return recording
    middle_s = (page.start_s + page.stop_s) / 2 - recording.start_s
    step_s = length_s / 2
    start_s = (middle_s - length_s / 4) // step_s * step_s
    start_s = recording.start_s + min(max(start_s, 0.0), recording.duration_s - length_s)
    return Span(start_s, start_s + length_s)


def clock_ticks(
    span: Span, started_at: datetime | None, px_per_s: float, label_px: float
) -> tuple[tuple[float, str], ...]:
    """Return (time, label) of round clock times along `span`, no closer than `label_px`; elapsed where no clock is."""
    step_s = round_step_s(max(label_px / px_per_s, 1.0))
    offset_s = clock_offset_s(started_at)
    ticks = []
    for time_s in round_times_s(span, step_s, offset_s).tolist():
        clock_s = round(time_s + offset_s)
        text = elapsed_text(clock_s % 86400 if started_at is not None else clock_s, 0)
        ticks.append((time_s, text if step_s < 60 else text[:-3]))
    return tuple(ticks)
