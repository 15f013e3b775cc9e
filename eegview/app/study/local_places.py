"""Where videos were found on this machine: at hand also while the library is away."""

import json
from contextlib import suppress
from pathlib import Path

from eegview.exchange.writing import CannotWrite, write_whole
from eegview.model.study.video import VideoPlace

FILE_NAME = "video places.json"
_MOST_VIDEOS, _MOST_PATHS = 5000, 4
_MOST_BYTES = 8 * 1024 * 1024


def local_places(folder: Path) -> tuple[VideoPlace, ...]:
    """Return the places noted in a folder, the newest first for each video; none where the file cannot be read."""
    return tuple(VideoPlace(video, path) for video, paths in _read(folder / FILE_NAME).items() for path in paths)


def note_local_place(folder: Path, fingerprint: str, path: str) -> None:
    """Note where a video was found; a disk that refuses is no hindrance: the library knows it as well."""
    held = _read(folder / FILE_NAME)
    paths = held.pop(fingerprint, [])
    if paths[:1] == [path]:
        return
    held[fingerprint] = [path, *(other for other in paths if other != path)][:_MOST_PATHS]
    newest = dict(list(held.items())[-_MOST_VIDEOS:])
    with suppress(OSError, CannotWrite):
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(folder / FILE_NAME, json.dumps(newest, ensure_ascii=False, indent=0).encode(errors="replace"))


def _read(file: Path) -> dict[str, list[str]]:
    try:
        if file.stat().st_size > _MOST_BYTES:
            return {}
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    rows = content.items() if isinstance(content, dict) else ()
    return {
        video: [path for path in paths if isinstance(path, str)] for video, paths in rows if isinstance(paths, list)
    }
