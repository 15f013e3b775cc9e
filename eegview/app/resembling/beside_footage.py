"""The video of a study that is not open in the window, matched as its readers matched it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing

from eegview.app.blind_reading.sealed_library import sealed_library
from eegview.app.library.video_times import known_sync
from eegview.app.resources import data_folder
from eegview.app.study.local_places import local_places
from eegview.app.study.videos import find_study_videos
from eegview.app.video.footage import OpenedFootage, open_footage
from eegview.app.video.study_videos import find_videos
from eegview.model.recording import Recording
from eegview.model.study.video import study_videos


def open_beside_footage(
    paths: Sequence[str], recording: Recording, library_url: str | None, viewer: str
) -> OpenedFootage | None:
    """Open the videos of a recorded study, None where it has none that can be read; call it on a lane.

    Raises
    ------
    LibraryRefused : the library cannot be read
    """
    with closing(sealed_library(library_url, viewer)) as library:
        marks, places = library.annotations(recording.fingerprint), library.video_places(recording.fingerprint)
    found = find_study_videos(
        paths[0], find_videos(*paths), study_videos(marks), (*places, *local_places(data_folder()))
    )
    opened = open_footage(found.paths.values(), recording, known_sync(marks, viewer))
    if opened.footage.clips:
        return opened
    opened.close()
    return None
