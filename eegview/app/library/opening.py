"""Open a study: the recording, its marks and its videos, everything the window needs, off the GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from eegview.app.library.act_lines import Owner
from eegview.app.library.editing import Editor, study_library
from eegview.app.library.journal import ActJournal
from eegview.app.library.known_recordings import note_opened
from eegview.app.library.saving import OpenedMarks, undo_state
from eegview.app.library.undoing import TimeText
from eegview.app.library.watched_source import RecordingWatch, WatchedSource
from eegview.app.marks.index import MarkIndex
from eegview.app.resources import data_folder
from eegview.model.edit import Edit
from eegview.model.errors import EegViewError, LibraryRefused
from eegview.model.gc_pause import gc_paused
from eegview.model.recording import Progress, Recording, SignalSource, no_progress
from eegview.model.study.clip_slowness import ClipSlowness, clip_slownesses, typed_times
from eegview.model.study.known_recording import KnownRecording
from eegview.model.study.records import CLIP_SLOWNESS_TERM
from eegview.model.sync import is_clinical
from eegview.model.time.clock import elapsed_text
from eegview.model.vocabulary import Vocabulary

if TYPE_CHECKING:
    from eegview.store.library import Library

_FILE_SCHEME = "sqlite:///"
Slownesses = Callable[[str], Mapping[str, ClipSlowness]]


def no_slowness(_fingerprint: str) -> Mapping[str, ClipSlowness]:
    """Return that nothing was typed of any clip's speed."""
    return {}


def kept_slowness(library_url: str | None) -> Slownesses:
    """Return what asks a library for the speeds that readers typed; nothing where there is no library yet."""

    def asked(fingerprint: str) -> Mapping[str, ClipSlowness]:
        if not is_library_there(library_url):
            return {}
        library = study_library(library_url)
        try:
            return slowness_in(library)(fingerprint)
        finally:
            library.close()

    return asked


def slowness_in(library: Library) -> Slownesses:
    """Return what asks an open library for the speeds that readers typed."""
    return lambda fingerprint: clip_slownesses(library.annotations(fingerprint, CLIP_SLOWNESS_TERM))


class KnownSlowness:
    """Asks a library for the speeds that readers typed, for a window: it opens a film where the library is away, too.

    is_unknown : the library did not answer, so that nothing is known of speeds yet
    """

    def __init__(self, library_url: str | None) -> None:
        self._asked = kept_slowness(library_url)
        self.is_unknown = False

    def __call__(self, fingerprint: str) -> Mapping[str, ClipSlowness]:
        try:
            return self._asked(fingerprint)
        except EegViewError:
            self.is_unknown = True
            return {}


@dataclass(frozen=True, slots=True)
class Reviewer:
    """The person at the window.

    name : also the name of the layer that holds the reviewer's own marks
    role : only a neurologist changes the final layer
    """

    name: str
    role: str = "technologist"


def open_source(
    paths: Sequence[str],
    progress: Progress = no_progress,
    encoding: str = "",
    slowness: Slownesses = no_slowness,
    is_played: bool = True,
) -> SignalSource:
    """Open one recording, or several files of one study on one timeline; a change of a file ends the reading.

    encoding : of its texts, a name as Python knows it; "" = found out
    slowness : given the identity of a study that is film alone, what readers typed of the speed of its clips
    is_played : whether pictures and sound are read at that speed from now on; else see `hold_speeds`

    Raises
    ------
    UsageError : a clip that is to be played is part of the open study, which stands at another speed
    """
    from eegview.readers.opening import open_study

    watch = RecordingWatch(paths)  # before anything is read
    source = open_study(paths, progress, encoding)
    if source.recording.is_film and slowness is not no_slowness:  # else whatever holds for the files goes on
        from eegview.readers.clip.slowed import at_typed_speed, play_typed

        source = at_typed_speed(source, slowness(source.recording.fingerprint))
        if is_played:
            play_typed(source.recording)
    return WatchedSource(source, watch)


def hold_speeds(recording: Recording | None) -> None:
    """Read pictures and sound of the open study at its speed, whatever is opened beside it; None = none is open."""
    from eegview.readers.video.typed_slowness import hold_typed

    hold_typed({} if recording is None else typed_times(recording))


def waiting_folder() -> Path:
    """Return the folder of acts that wait for a library."""
    return data_folder() / "not saved"


def library_address(library_url: str | None) -> str:
    """Return what a library is called on this machine, whether it can be reached or not; without a password."""
    from eegview.store.location import library_url as url_of

    try:
        url = url_of(library_url, data_folder() / "library.sqlite")
    except LibraryRefused:  # told when it is opened
        return library_url or ""
    if url.get_backend_name() == "sqlite" and url.database:
        url = url.set(database=str(Path(url.database).absolute()))
    return url.render_as_string(hide_password=True)


def library_file(library_url: str | None) -> Path | None:
    """Return the file of a library, there or not; None where it lies on a server."""
    address = library_address(library_url)
    file = address.removeprefix(_FILE_SCHEME)
    return Path(file) if file != address else None


def is_library_there(library_url: str | None) -> bool:
    """Whether there is a library at an address; opening one that is not there would make it.

    Of a server this is found out when it is opened.
    """
    file = library_file(library_url)
    return file is None or file.exists()


@dataclass(frozen=True, slots=True)
class MarksPlace:
    """Where a reviewer's marks on a recording are kept: in the library, until then on this machine's disk.

    library_url : as given by the user; None = the one of the environment, else the user's own
    time_text : a time of the recording as the reviewer reads it
    known : what the library is to know of the recording once it is opened; None = it was told before
    """

    library_url: str | None
    fingerprint: str
    reviewer: Reviewer
    vocabulary: Vocabulary
    time_text: TimeText = elapsed_text
    known: KnownRecording | None = None

    def open(self) -> OpenedMarks:
        """Open the library and fetch the marks; see `open_marks`."""
        reviewer, known = self.reviewer, self.known
        return open_marks(self.library_url, self.fingerprint, reviewer, self.vocabulary, self.time_text, known)

    def journal(self) -> ActJournal:
        """Return the journal of the reviewer's acts; nothing is read or written yet."""
        reviewer = self.reviewer

        def owner() -> Owner:
            return Owner(library_address(self.library_url), self.fingerprint, reviewer.name, reviewer.role)

        return ActJournal(waiting_folder(), owner)


def open_marks(
    library_url: str | None,
    fingerprint: str,
    reviewer: Reviewer,
    vocabulary: Vocabulary,
    time_text: TimeText = elapsed_text,
    known: KnownRecording | None = None,
) -> OpenedMarks:
    """Open the library and fetch the recording's marks; call it on the store lane, which then owns the handle.

    time_text : a time of the recording as the reviewer reads it
    known : what the library is to know of the recording
    """

    def label(term_id: str) -> str:
        term = vocabulary.term(term_id)
        return (term.label if term else term_id).lower()

    library = study_library(library_url)
    try:
        editor = Editor(library, fingerprint, reviewer.name, reviewer.role, label, time_text)
        if known is not None:
            note_opened(library, known)
        return _opened(library, editor, time_text)
    except BaseException:
        library.close()
        raise


def _opened(library: Library, editor: Editor, time_text: TimeText) -> OpenedMarks:
    """Return what the library holds as the editor's author may see it; acts are done on the library itself."""
    from eegview.app.blind_reading.sealed_library import SealedLibrary

    fingerprint, sealed = editor.fingerprint, SealedLibrary(library, editor.author)

    def seen(edit: Edit) -> Edit:
        is_own = all(change.mark.layer == editor.author for change in edit.changes)
        return edit if is_own else sealed.seen_edit(fingerprint, edit)

    last_number = library.last_number(fingerprint)  # before the marks: an edit in between is seen twice, not never
    with gc_paused():
        marks = sealed.annotations(fingerprint)
        index = MarkIndex(marks)
    return OpenedMarks(
        editor,
        index,
        tuple(mark for mark in marks if not is_clinical(mark)),
        undo_state(editor),
        library.close,
        lambda: sealed.verify(fingerprint),
        last_number,
        lambda number: sealed.changes_since(fingerprint, number),
        sealed,
        library.issues,
        time_text,
        editor.known_changes(),
        sealed.blindness(fingerprint),
        seen,
        lambda: _opened(library, editor, time_text),
    )
