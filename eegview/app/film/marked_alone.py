"""Marks of clips that were read by themselves, which a study of several clips does not show: where they are."""

from contextlib import closing
from dataclasses import dataclass

from eegview.app.blind_reading.sealed_library import sealed_library
from eegview.app.library.opening import is_library_there
from eegview.model.recording import Recording
from eegview.model.sync import is_clinical


@dataclass(frozen=True, slots=True)
class MarkedClip:
    """One clip of a film that has marks as a study of its own.

    number : of the clip in the film, from 1
    """

    path: str
    number: int
    n_marks: int


def marked_alone(library_url: str | None, viewer: str | None, recording: Recording) -> tuple[MarkedClip, ...]:
    """Return the clips of a film of several that were marked by themselves, as a reader may see it; call it on a lane.

    Raises
    ------
    LibraryRefused : the library cannot be opened or read
    """
    if len(recording.clips) < 2 or not is_library_there(library_url):
        return ()
    found = []
    with closing(sealed_library(library_url, viewer)) as library:
        for number, clip in enumerate(recording.clips, 1):
            if clip.fingerprint and clip.fingerprint != recording.fingerprint:
                n_marks = sum(map(is_clinical, library.annotations(clip.fingerprint)))
                found += [MarkedClip(clip.path, number, n_marks)] if n_marks else []
    return tuple(found)
