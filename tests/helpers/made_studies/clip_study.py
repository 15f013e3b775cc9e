"""Studies that are film alone: as plain data, and as small files with sound."""

from datetime import datetime, timedelta
from pathlib import Path

from films.beeping_video import write_sound

from eegview.model.film.clip import ClipClock, ClockSource, FilmClip
from eegview.model.recording import Recording
from eegview.model.span import Span

STARTED_AT = datetime(2026, 3, 1, 7, 15)


def film_recording(*spans: Span) -> Recording:
    """Return a study of clips over these spans, else of one of a minute; the clock is that of the files' names."""
    spans = spans or (Span(0.0, 60.0),)
    clips = tuple(
        FilmClip(
            f"clip {number}.mp4",
            span,
            clock=ClipClock(
                STARTED_AT + timedelta(seconds=span.start_s), ClockSource.NAME, text="time in the file name"
            ),
            fingerprint=f"{number}" * 64,
        )
        for number, span in enumerate(spans, 1)
    )
    return Recording("clip 1.mp4", "video (mov, h264)", (), spans, STARTED_AT, fingerprint="f" * 64, clips=clips)


def write_clips(folder: Path, seconds: tuple[float, float] = (8.0, 4.0)) -> tuple[Path, Path]:
    """Write two clips, the second a minute after the first began, each with beeps; their names say when."""
    folder.mkdir(parents=True, exist_ok=True)
    first = write_sound(folder / "VID_20260301_071500.mp4", seconds=seconds[0])
    return first, write_sound(folder / "VID_20260301_071600.mp4", seconds=seconds[1])
