"""Open a video with its cached index, which saves minutes on a night's film."""

from math import inf
from pathlib import Path
from typing import TYPE_CHECKING

from eegview.app.resources import cache_folder
from eegview.model.recording import Progress, no_progress

if TYPE_CHECKING:
    from eegview.readers.video.video import VideoSource

_SLICE_S = 0.2


def open_kept_video(path: str | Path, patience_s: float = inf) -> "VideoSource":
    """Open a video; its index is cached in the user's cache folder.

    patience_s : how long to index before the first frames may be shown; a longer film is read on in the background

    Raises
    ------
    UnreadableFile : it is no video, or is damaged from the start
    """
    from eegview.readers.video.index_cache import IndexCache
    from eegview.readers.video.video import open_video

    return open_video(path, IndexCache(cache_folder() / "video"), patience_s)


def open_whole_video(path: str | Path, progress: Progress = no_progress) -> "VideoSource":
    """Open a video once all of it is indexed; `progress` is asked several times a second.

    Raises
    ------
    UnreadableFile : it is no video, or is damaged from the start
    Cancelled : `progress` said so
    """
    source = open_kept_video(path, _SLICE_S)
    try:
        progress(0.0)
        while not source.facts.times.read_on(_SLICE_S):
            progress(source.facts.times.share)
    except BaseException:
        source.close()
        raise
    return source
