"""Where recordings were opened on this computer, by what they are: a link names a recording, not a file."""

import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from eegview.app.library.opening import open_source
from eegview.exchange.writing import CannotWrite, write_whole
from eegview.model.errors import EegViewError

FILE_NAME = "recording places.json"
_MOST_RECORDINGS, _MOST_PLACES, _MOST_FILES = 5000, 4, 200
_MOST_BYTES = 8 * 1024 * 1024


class RecordingState(StrEnum):
    """What is known of the recording that a link names."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"  # other content lies there now
    MISSING = "missing"  # no file is there any more
    NOT_KNOWN = "not known"  # it was never opened here


@dataclass(frozen=True, slots=True)
class FoundRecording:
    """The files of a recording, as far as they are known here; none unless it is unchanged."""

    state: RecordingState
    paths: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """Return what is said of it; no file is named."""
        return _SENTENCES[self.state]


_SENTENCES = {
    RecordingState.UNCHANGED: "The recording is known here and unchanged.",
    RecordingState.CHANGED: "The file of this link's recording has other content now.",
    RecordingState.MISSING: "The recording of this link is no longer where it was opened.",
    RecordingState.NOT_KNOWN: "The recording of this link has not been opened on this computer.",
}


def known_recordings(folder: Path, fingerprint: str) -> tuple[tuple[str, ...], ...]:
    """Return where a recording was opened, the newest first, each the paths of its files."""
    return tuple(_read(folder / FILE_NAME).get(fingerprint, ()))


def all_known_recordings(folder: Path) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return where each recording was opened, by its fingerprint; see `known_recordings`."""
    return {fingerprint: tuple(places) for fingerprint, places in _read(folder / FILE_NAME).items()}


def note_recording(folder: Path, fingerprint: str, paths: Sequence[str]) -> None:
    """Note where a recording was opened; a disk that refuses is no hindrance: the file can be chosen again."""
    file, place = folder / FILE_NAME, tuple(str(Path(path).absolute()) for path in paths[:_MOST_FILES])
    held = _read(file)
    places = held.pop(fingerprint, [])
    if places[:1] == [place] or not place:
        return
    held[fingerprint] = [place, *(other for other in places if other != place)][:_MOST_PLACES]
    newest = dict(list(held.items())[-_MOST_RECORDINGS:])
    with suppress(OSError, CannotWrite):
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(file, json.dumps(newest, ensure_ascii=False, indent=0).encode(errors="replace"))


def find_recording(folder: Path, fingerprint: str, more: Iterable[Sequence[str]] = ()) -> FoundRecording:
    """Return the recording with this fingerprint, opened once to see that it is still the one.

    more : files of other studies where it may be, such as the recent ones
    """
    known = known_recordings(folder, fingerprint)
    state = RecordingState.MISSING if known else RecordingState.NOT_KNOWN
    for paths in known:
        if all(Path(path).exists() for path in paths):
            if fingerprint_at(paths) == fingerprint:
                return FoundRecording(RecordingState.UNCHANGED, paths)
            state = RecordingState.CHANGED
    for paths in more:
        is_there = tuple(paths) not in known and all(Path(path).exists() for path in paths)
        if is_there and fingerprint_at(paths) == fingerprint:
            note_recording(folder, fingerprint, paths)
            return FoundRecording(RecordingState.UNCHANGED, tuple(paths))
    return FoundRecording(state)


def fingerprint_at(paths: Sequence[str]) -> str:
    """Return the fingerprint of the recording in these files, "" where there is none that can be read."""
    try:
        source = open_source(paths)
    except (EegViewError, OSError):
        return ""
    try:
        return source.recording.fingerprint
    finally:
        source.close()


def _read(file: Path) -> dict[str, list[tuple[str, ...]]]:
    try:
        if file.stat().st_size > _MOST_BYTES:
            return {}
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    rows = content.items() if isinstance(content, dict) else ()
    return {name: [tuple(one) for one in places if _is_place(one)] for name, places in rows if isinstance(places, list)}


def _is_place(held: object) -> bool:
    return isinstance(held, list) and bool(held) and all(isinstance(path, str) and path for path in held)


def forget_recordings(folder: Path) -> None:
    """Forget where all recordings lie."""
    with suppress(OSError):
        (folder / FILE_NAME).unlink(missing_ok=True)
