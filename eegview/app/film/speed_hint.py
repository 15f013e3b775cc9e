"""What speaks for it that a clip plays slower than it happened."""

from pathlib import Path

from eegview.model.film.clip import SPEED_UNSURE, FilmClip
from eegview.model.recording import Recording


def speed_hints(recording: Recording, clip: FilmClip) -> tuple[str, ...]:
    """Return the sentences of a film's reader about the speed of one of its clips, without its name."""
    name = f"{Path(clip.path).name}: "
    said = [issue.message for issue in recording.issues if issue.code == SPEED_UNSURE]
    if len(recording.clips) > 1:
        said = [text.removeprefix(name) for text in said if text.startswith(name)]
    return tuple(said)
