"""What videos that are passed on as they are tell: said wherever a study leaves with its films."""

from collections.abc import Iterable
from pathlib import Path

from eegview.app.film_export.clean_copy import left_over
from eegview.model.errors import UnreadableFile
from eegview.model.film.clip_metadata import Place
from eegview.readers.companion_files import VIDEO_SUFFIXES
from eegview.readers.video.tags.metadata import read_metadata


def carried_text(paths: Iterable[str]) -> str:
    """Return what the videos among some files carry; "" where there is none.

    Videos that cannot be read count as videos; they may tell anything.
    """
    videos = [path for path in dict.fromkeys(paths) if Path(path).suffix.lower() in VIDEO_SUFFIXES]
    if not videos:
        return ""
    n_places = n_possible = n_dates = 0
    for path in videos:
        try:
            found = read_metadata(path)
        except UnreadableFile:
            n_possible += 1
            continue
        n_places += found.place is Place.YES
        n_possible += found.place is Place.POSSIBLE
        n_dates += bool(left_over(found))
    count = "1 video" if len(videos) == 1 else f"{len(videos)} videos"
    text = f"It carries {count} unchanged: faces, voices"
    text += ", and what the files say of device and dates" if n_dates else ""
    text += f"; {n_places} of them {'says' if n_places == 1 else 'say'} where it was filmed" if n_places else ""
    text += f"; {n_possible} of them may say where it was filmed, in parts that no tag names" if n_possible else ""
    return f"{text}. “eegview film” and “eegview anonymize” write copies without that."
