"""What was chosen and drawn for a copy of a clip, kept in a small file, so that one can go on another day.

The file is named by the clip's content and holds numbers only: no path, no name, no picture.
"""

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from eegview.app.film_export.desk import FilmFacts
from eegview.app.film_export.draft import ExportDraft
from eegview.app.resources import data_folder
from eegview.exchange.writing import cannot_write, write_whole
from eegview.model.errors import EegViewError
from eegview.model.film.export.choice import Cover, Faces, Voice
from eegview.model.film.export.face import Ellipse, FacePoint

FORMAT = "eegview clip export draft 2"  # 1 kept times, which are others once a reader enters the speed of the clip


@dataclass(frozen=True, slots=True)
class KeptPoint:
    """What a person said of one face at one picture, by its number: its time depends on the speed of the clip."""

    face: int
    frame: int
    ellipse: Ellipse | None


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """What stays of a draft: not what was followed and looked at, which is done anew.

    n_frames : of the film
    """

    n_frames: int
    first: int
    stop: int
    faces: Faces | None
    voice: Voice | None
    cover: Cover
    points: tuple[KeptPoint, ...]

    @staticmethod
    def of(draft: ExportDraft) -> "KeptDraft | None":
        """Return what stays of a draft, None where nothing was chosen."""
        is_all = (draft.first, draft.stop) == (0, draft.facts.n_frames)
        if draft.faces is None and not draft.points and is_all:
            return None
        facts = draft.facts
        points = tuple(KeptPoint(one.face, facts.frame_at(one.pts_s), one.ellipse) for one in draft.points)
        return KeptDraft(facts.n_frames, draft.first, draft.stop, draft.faces, draft.voice, draft.cover, points)

    def taken_up(self, facts: FilmFacts) -> ExportDraft:
        """Return the draft of the film opened again; of a film with other pictures, a new one."""
        draft = ExportDraft.of(facts)
        if facts.n_frames != self.n_frames or not 0 <= self.first < self.stop <= facts.n_frames:
            return draft
        if not all(0 <= one.frame < facts.n_frames for one in self.points):
            return draft
        points = tuple(FacePoint(one.face, float(facts.pts_s[one.frame]), one.ellipse) for one in self.points)
        voice = self.voice if facts.has_sound else draft.voice
        return replace(
            draft,
            first=self.first,
            stop=self.stop,
            faces=self.faces,
            voice=voice,
            cover=self.cover,
            points=points,
        )


def drafts_folder() -> Path:
    """Return where these files lie; it may not exist yet."""
    return data_folder() / "clip export drafts"


def keep_draft(fingerprint: str, kept: KeptDraft | None, folder: Path | None = None) -> None:
    """Keep the draft of a clip, or remove it where nothing was chosen any more.

    Raises
    ------
    CannotWrite : the disk refused
    """
    path = _path(fingerprint, folder)
    try:
        if kept is None:
            path.unlink(missing_ok=True)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(path.name, error) from None
    rows = [[one.face, one.frame, *_numbers(one.ellipse)] for one in kept.points]
    content = {
        "format": FORMAT,
        "n_frames": kept.n_frames,
        "part": [kept.first, kept.stop],
        "faces": kept.faces,
        "voice": kept.voice,
        "cover": kept.cover,
        "points": rows,
    }
    write_whole(path, json.dumps(content, allow_nan=False).encode(), is_private=True)


def read_draft(fingerprint: str, folder: Path | None = None) -> KeptDraft | None:
    """Return the draft of a clip, None where there is none that can be read."""
    try:
        held = json.loads(_path(fingerprint, folder).read_text(encoding="utf-8"))
        if held["format"] != FORMAT:
            return None
        return KeptDraft(
            n_frames=int(held["n_frames"]),
            first=int(held["part"][0]),
            stop=int(held["part"][1]),
            faces=None if held["faces"] is None else Faces(held["faces"]),
            voice=None if held["voice"] is None else Voice(held["voice"]),
            cover=Cover(held["cover"]),
            points=tuple(map(_point, held["points"])),
        )
    except (OSError, ValueError, KeyError, TypeError, IndexError, EegViewError):
        return None


def _path(fingerprint: str, folder: Path | None) -> Path:
    return (folder or drafts_folder()) / f"{fingerprint[:32]}.json"


def _numbers(ellipse: Ellipse | None) -> list[float]:
    if ellipse is None:
        return []
    return [ellipse.x_px, ellipse.y_px, ellipse.radius_x_px, ellipse.radius_y_px]


def _point(row: list[Any]) -> KeptPoint:
    face, frame, *numbers = row
    ellipse = Ellipse(*map(float, numbers)) if numbers else None
    return KeptPoint(int(face), int(frame), ellipse)
