"""What speaks for it that a clip plays slower than it happened."""

from pathlib import Path

from eegview.model.film.clip import FilmClip
from eegview.model.recording import Recording

_CODE = "film_speed_unsure"


def speed_hints(recording: Recording, clip: FilmClip) -> tuple[str, ...]:
    """Return the sentences of a film's reader about the speed of one of its clips, without its name."""
    name = f"{Path(clip.path).name}: "
    said = [issue.message for issue in recording.issues if issue.code == _CODE]
    if len(recording.clips) > 1:
        said = [text.removeprefix(name) for text in said if text.startswith(name)]
    return tuple(said)
