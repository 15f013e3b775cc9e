"""Open a study: the recording, its marks and its videos, everything the window needs, off the GUI thread."""

from collections.abc import Sequence
from dataclasses import dataclass

from eegview.app.library.editing import Editor, study_library
from eegview.app.library.queued_edits import WaitingActs, waiting_file
from eegview.app.library.saving import OpenedMarks, undo_state
from eegview.app.library.watched_source import RecordingWatch, WatchedSource
from eegview.app.marks.index import MarkIndex
from eegview.app.resources import data_folder
from eegview.model.gc_pause import gc_paused
from eegview.model.recording import Progress, SignalSource, no_progress
from eegview.model.sync import is_clinical
from eegview.model.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Reviewer:
    """The person at the window.

    name : also the name of the layer that holds the reviewer's own marks
    role : only a neurologist changes the final layer
    """

    name: str
    role: str = "technologist"


def open_source(paths: Sequence[str], progress: Progress = no_progress) -> SignalSource:
    """Open one recording, or several files of one study on one timeline; a change of a file ends the reading."""
    from eegview.readers.opening import open_recording, open_study

    watch = RecordingWatch(paths)  # before anything is read
    source = open_recording(paths[0], progress) if len(paths) == 1 else open_study(paths, progress)
    return WatchedSource(source, watch)


def open_marks(library_url: str | None, fingerprint: str, reviewer: Reviewer, vocabulary: Vocabulary) -> OpenedMarks:
    """Open the library and fetch the recording's marks; call it on the store lane, which then owns the handle."""

    def label(term_id: str) -> str:
        term = vocabulary.term(term_id)
        return (term.label if term else term_id).lower()

    library = study_library(library_url)
    try:
        editor = Editor(library, fingerprint, reviewer.name, reviewer.role, label)
        last_number = library.last_number(fingerprint)  # before the marks: an edit in between is seen twice, not never
        with gc_paused():
            marks = library.annotations(fingerprint)
            index = MarkIndex(marks)
        return OpenedMarks(
            editor,
            index,
            tuple(mark for mark in marks if not is_clinical(mark)),
            undo_state(editor),
            library.close,
            lambda: library.verify(fingerprint),
            last_number,
            lambda number: library.changes_since(fingerprint, number),
            library.settle,
            WaitingActs(waiting_file(data_folder(), library.address, fingerprint, reviewer.name)),
            library,
            library.issues,
        )
    except BaseException:
        library.close()
        raise
