"""Have the study library know a recording that was opened: what it is, and when it was seen."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from eegview.model.errors import LibraryRefused
from eegview.model.recording import SignalSource, paths_of, patient_of
from eegview.model.study.known_recording import KnownRecording, known_recording

if TYPE_CHECKING:
    from eegview.store.library import Library


def known_source(source: SignalSource) -> KnownRecording:
    """Return what a library may know of an open recording."""
    return known_recording(source.recording, paths_of(source), patient_of(source).is_simulated)


def note_opened(library: Library, known: KnownRecording) -> bool:
    """Note in a library that a recording was opened, and return whether it is noted.

    A library that is busy, or may only be read, is no hindrance: it is noted with the next opening.
    """
    with suppress(LibraryRefused):
        library.note_recording(known)
        return True
    return False
