"""The film of a study: the picture at a time of the recording."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from eegview.api.seen import SeenLibrary
from eegview.app.resources import data_folder
from eegview.app.study.local_places import local_places
from eegview.app.study.videos import find_study_videos
from eegview.app.sync.syncing import placed_videos
from eegview.app.video.cameras import with_cameras
from eegview.app.video.footage import Footage
from eegview.app.video.opening import open_kept_video
from eegview.model.errors import UsageError
from eegview.model.film.video import VideoClip
from eegview.model.recording import SignalSource, paths_of
from eegview.model.study.video import study_videos
from eegview.model.sync import SYNC_TERM
from eegview.model.time.clock import elapsed_text

if TYPE_CHECKING:
    from eegview.readers.video.video import VideoSource


class StudyFilm:
    """The videos of an open study in time: those beside the recording, and those that the library knows.

    Raises
    ------
    UsageError : there is none
    UnreadableFile : one cannot be read
    """

    def __init__(self, source: SignalSource, library: SeenLibrary) -> None:
        from eegview.readers.companion_files import companion_videos
        from eegview.readers.fingerprint import fingerprint_of_video

        paths = paths_of(source)
        stored = library.unscored()
        known = study_videos(stored)
        beside = list(dict.fromkeys(video for path in paths for video in companion_videos(path)))
        places = (*library.video_places(), *local_places(data_folder()))
        found = find_study_videos(paths[0], beside, known, places)
        if not found.paths:
            missing = " ".join(one.text for one in found.missing)
            raise UsageError(
                f"The study has no video that can be found. {missing}".rstrip(),
                "Put it beside the recording under the same name, or add it in the window.",
            )
        marks = tuple(mark for mark in stored if mark.term_id == SYNC_TERM)
        placed = placed_videos(list(found.paths.values()), source.recording, marks, library.reader or "")
        footage = Footage(with_cameras([one.clip for one in placed]))
        for path in found.paths.values():
            video = known.get(fingerprint_of_video(path))
            if video is not None and video.camera:
                footage = footage.with_camera(path, video.camera)
        self._footage = footage
        self._opened: dict[str, VideoSource] = {}

    @property
    def clips(self) -> tuple[VideoClip, ...]:
        """Return the files in time."""
        return self._footage.clips

    def frame(self, time_s: float, camera: str | None) -> npt.NDArray[np.uint8]:
        """Return the picture shown at a time of the recording, (height_px, width_px, 3) uint8 RGB.

        Raises
        ------
        UsageError : no such camera, no video there, or the video's time is not known
        """
        names = [name for name, _timeline in self._footage.cameras]
        if camera is not None and camera not in names:
            raise UsageError(f"There is no camera “{camera}”.", f"There are: {', '.join(names)}.")
        clip = self._footage.timeline(camera).clip_at(time_s)
        if clip is None:
            covered = [
                f"{elapsed_text(span.start_s, 0)} to {elapsed_text(span.stop_s, 0)}"
                for span in self._footage.timeline(camera).coverage[:8]
            ]
            raise UsageError(f"There is no video at {time_s:g} s.", f"There is from {', '.join(covered)}.")
        if not clip.sync.is_known:
            raise UsageError(
                "The time of the video is not known, so no picture belongs to this instant.",
                "Match it with the EEG in the window, or with “eegview sync”.",
            )
        if clip.path not in self._opened:
            self._opened[clip.path] = open_kept_video(clip.path)
        found = self._opened[clip.path].frame_at(clip.sync.to_video_s(time_s))
        if found is None:
            raise UsageError(f"The video has no picture at {time_s:g} s.", "Ask for another instant.")
        return found.rgb

    def close(self) -> None:
        """Close the files."""
        opened, self._opened = self._opened, {}
        for source in opened.values():
            with suppress(OSError):
                source.close()
