"""A page of clips without EEG, off the window: movement and loudness of what was filmed, as rows."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import numpy.typing as npt

from eegview.app.film.sound_level import measure_sound_level
from eegview.app.film.sound_row import sound_row
from eegview.app.page.building import build_page
from eegview.app.page.extra_rows import ExtraRow, with_extra_rows
from eegview.app.video.clip_facts import clock_text
from eegview.app.video.filming import filming_of
from eegview.app.video.movement import movement_trace
from eegview.app.video.movement_row import movement_row
from eegview.model.display.page import PageRequest, PageResult
from eegview.model.film.clip import FilmClip
from eegview.model.film.video import THE_CLIP, SyncMap, VideoClip
from eegview.model.recording import Progress, Recording, SignalSource, no_progress

MEASURED = (
    "Movement: change from frame to frame, the motion of a hand-held camera taken off. Sound: level in the file "
    "(dBFS), not of the room."
)


@dataclass(frozen=True, slots=True, eq=False)
class FilmPage:
    """A page of clips.

    page : its rows are movement and sound
    started_at : wall clock at 0 s of the study by the clip that the page begins in; None = that has no clock
    notes : what was measured, and the clock of each clip on the page
    """

    page: PageResult
    started_at: datetime | None
    notes: tuple[str, ...]


def film_page(source: SignalSource, request: PageRequest, progress: Progress = no_progress) -> FilmPage:
    """Measure the clips that lie on a page, and return it; what was measured before is taken from the user's cache.

    Raises
    ------
    UnreadableFile : a clip is gone
    """
    recording, span = source.recording, request.span
    shown = [clip for clip in recording.clips if clip.span.intersection(span) is not None]
    rows: list[ExtraRow] = []
    traces, levels = [], {}
    videos = [_placed(clip) for clip in shown]
    for number, video in enumerate(videos):

        def on_share(share: float, number: int = number) -> None:
            progress((number + 0.9 * share) / len(videos))

        filming = filming_of(recording, video.path)
        traces.append((movement_trace(video.path, progress=on_share, filming=filming), video.sync))
        levels[video.path] = measure_sound_level(video.path)
    progress(1.0)
    rows += [row for row in (movement_row(traces), sound_row(levels, videos)) if row is not None]
    empty = replace(build_page(source, request), rows=(), traces=(), clipped=())
    begun = min(shown, key=lambda clip: clip.span.start_s, default=None)
    doubts = [
        f"{Path(video.path).name}: {issue.message}"
        for video, (trace, _) in zip(videos, traces, strict=True)
        for issue in trace.issues
    ]
    notes = (*_clip_notes(recording, shown), MEASURED, *doubts)
    return FilmPage(with_extra_rows(empty, tuple(rows)), _zero_of(begun), notes)


def steady_rows(page: PageResult) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float64], float]:
    """Return the rows of a page at one rate, that of the fastest: each value holds until the next.

    Returns
    -------
    (n_rows, n_samples) float32, NaN where nothing was filmed; (n_samples,) times in s; rate in Hz
    """
    rate_hz = max((trace.rate_hz for trace in page.traces), default=1.0)
    span = page.request.span
    first = int(np.ceil(span.start_s * rate_hz - 1e-6))
    times_s = np.arange(first, int(np.ceil(span.stop_s * rate_hz - 1e-6))) / rate_hz
    data = np.full((len(page.rows), len(times_s)), np.nan, np.float32)
    for trace in page.traces:
        place = np.floor((times_s - trace.first_s) * trace.rate_hz + 1e-6).astype(np.int64)
        is_there = (place >= 0) & (place < len(trace.values))
        data[trace.row, is_there] = trace.values[place[is_there]]
    return data, times_s, rate_hz


def _placed(clip: FilmClip) -> VideoClip:
    last_s = clip.first_s + clip.span.duration_s
    return VideoClip(clip.path, clip.first_s, last_s, SyncMap(clip.span.start_s - clip.first_s, source=THE_CLIP))


def _zero_of(clip: FilmClip | None) -> datetime | None:
    if clip is None or clip.clock.started_at is None:
        return None
    return clip.clock.started_at - timedelta(seconds=clip.span.start_s)


def _clip_notes(recording: Recording, shown: Iterable[FilmClip]) -> list[str]:
    """Return a line on each clip of a page: its name and how sure its clock is."""
    number = {clip.fingerprint: n for n, clip in enumerate(recording.clips, 1)}
    return [
        f"Clip {number[clip.fingerprint]} of {len(recording.clips)}: {Path(clip.path).name}, {clock_text(clip.clock)}"
        for clip in shown
    ]
