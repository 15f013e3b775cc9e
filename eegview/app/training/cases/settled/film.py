"""What of a clip goes into an item of film alone: its pictures without identity, and what was measured in it."""

from __future__ import annotations

from pathlib import Path

from eegview.app.film.sound_level import measure_sound_level
from eegview.app.film.sound_row import sound_row
from eegview.app.page.extra_rows import ExtraRow
from eegview.app.video.movement import movement_trace
from eegview.app.video.movement_row import movement_row
from eegview.model.errors import UnreadableFile
from eegview.model.film.video import VideoClip
from eegview.model.movement import CameraHold, Filming
from eegview.model.span import Span
from eegview.model.training.item import FilmRow

MOVEMENT, SOUND = "movement", "sound"


def check_tells_nothing(video: Path) -> None:
    """Check that a cut film says nothing of place, device, date or people beside its pictures.

    Raises
    ------
    UnreadableFile : it does, so that it cannot go into a set
    """
    from eegview.readers.video.tags.metadata import read_metadata

    found = read_metadata(video)
    if found.revealing or found.hidden or found.other_streams or found.has_place:
        raise UnreadableFile(
            "What a clip says beside its pictures cannot be left out.",
            "Export the clip without it (Study, Export clip), then read and settle the exported clip.",
        )


def rows_of_film(clip: VideoClip, span: Span) -> tuple[FilmRow, ...]:
    """Return movement and level of the sound in a part of a clip, times from the start of the part.

    The camera's own motion is taken off, as on the page of a study of clips.

    Raises
    ------
    UnreadableFile : the clip is gone
    """
    trace = movement_trace(clip.path, filming=Filming(CameraHold.HAND))
    level = sound_row({clip.path: measure_sound_level(clip.path)}, (clip,))
    rows: tuple[tuple[str, ExtraRow | None], ...] = (
        (MOVEMENT, movement_row(((trace, clip.sync),))),
        (SOUND, level),
    )
    return tuple(found for name, row in rows if row is not None and (found := _held(name, row, span)) is not None)


def _held(name: str, row: ExtraRow, span: Span) -> FilmRow | None:
    found = row.samples(span)
    if found is None:
        return None
    first_s, values = found
    numbers = tuple(None if value != value else float(f"{value:.4g}") for value in values.tolist())
    return FilmRow(name, row.row.rate_hz, round(first_s - span.start_s, 6), numbers)
