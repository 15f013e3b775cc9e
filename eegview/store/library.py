"""The study library: marks that are on disk before they are shown, and the log of who changed what.

One handle belongs to one thread at a time. This module must not know the window or the files of recordings.
"""

from datetime import UTC, datetime
from pathlib import Path

from eegview.model.study.video import VideoPlace
from eegview.model.verification import Verification
from eegview.store import guards, log, places
from eegview.store.backends.refusals import clear_refusals
from eegview.store.checks.verification import verify_recording
from eegview.store.guards import guard_notes, guard_problems
from eegview.store.library_edits import Conflict, LibraryEdits, Step
from eegview.store.library_recordings import LibraryRecordings
from eegview.store.library_runs import LibraryRuns
from eegview.store.location import library_url
from eegview.store.opening import database_at, ready_connection

__all__ = ["Conflict", "Library", "Step", "open_library"]


def open_library(url: str | None = None, default: Path | None = None, anchors: Path | None = None) -> "Library":
    """Open the study library, creating it where there is none.

    Parameters
    ----------
    url : a path, `sqlite:///PATH` or `postgresql+psycopg://…`; None = the environment's EEGVIEW_LIBRARY, else `default`
    default : the file to use where nothing is named
    anchors : folder of the anchors outside the library, see `anchor`; None = none is kept

    Raises
    ------
    LibraryAway : the library cannot be reached or written now
    LibraryRefused : the library is damaged, is something else, or was made by a newer version
    """
    with clear_refusals():
        database = database_at(library_url(url, default))
        connection, issues = ready_connection(database)
    library = Library(database, connection, issues)
    if anchors is not None:
        library.keep_anchor(anchors)
    return library


class Library(LibraryEdits, LibraryRuns, LibraryRecordings):
    """An open study library.

    Every method raises `LibraryAway` while the library cannot be reached, and `LibraryRefused` where it is damaged or
    was changed from outside.
    """

    def verify(self, fingerprint: str) -> list[str]:
        """Return a sentence for each sign of tampering with what is stored of a recording, none where all is sound."""
        return list(self.verification(fingerprint).problems)

    def verification(self, fingerprint: str) -> Verification:
        """Return what is wrong with a recording's log, marks, runs, judgements, signatures, and what is not covered."""
        self._end_silent_runs(fingerprint)
        with self.transaction() as connection:
            found = verify_recording(connection, fingerprint)
            problems = guard_problems(connection, self.database)
            notes = guard_notes(connection, self.database)
            hashes = log.hashes_of(connection, fingerprint)
        if self._anchor is not None:
            differences, missing = self._anchor.check(fingerprint, hashes)
            problems, notes = [*problems, *differences], [*notes, *missing]
        at_opening = [issue.message for issue in self.issues if issue.code == guards.CODE]
        return Verification((*at_opening, *problems, *found.problems), (*found.notes, *notes))

    def video_places(self, fingerprint: str) -> tuple[VideoPlace, ...]:
        """Return where the videos of a recording were found, the newest place first."""
        with self.transaction() as connection:
            return places.select_places(connection, fingerprint)

    def note_video_place(self, fingerprint: str, place: VideoPlace) -> None:
        """Store where a video of a recording was found; it is no part of the log."""
        with self.transaction(writes=True) as connection:
            self.database.lock_recording(connection, fingerprint)
            places.insert_place(connection, fingerprint, place, datetime.now(UTC).isoformat(timespec="microseconds"))
