"""The recordings of a study library: what they are, what is kept of them, and how much the library holds of each."""

from collections.abc import Collection
from datetime import UTC, datetime

from eegview.model.annotation import Annotation
from eegview.model.edit import Edit
from eegview.model.gc_pause import gc_paused
from eegview.model.study.known_recording import KeptIdentity, KnownRecording
from eegview.store import holdings, recordings
from eegview.store.holdings import Holdings
from eegview.store.library_connection import LibraryConnection


class LibraryRecordings(LibraryConnection):
    """What a study library knows of recordings; it is no part of the log."""

    def note_recording(self, known: KnownRecording, at_utc: str = "") -> None:
        """Store that a recording was opened, and what it is, as far as the library keeps that.

        at_utc : when, ISO 8601; "" = now
        """
        with self.transaction(writes=True) as connection:
            self.database.lock_library(connection)  # against a change of what is kept
            recordings.upsert_recording(connection, known, at_utc or datetime.now(UTC).isoformat(timespec="seconds"))

    def recordings(self) -> tuple[KnownRecording, ...]:
        """Return every recording that the library holds anything of, by fingerprint, without `segments`.

        One whose row was changed from outside is as one that was never opened, and an issue says so.
        """
        with gc_paused(), self.transaction() as connection:
            found, issues = recordings.select_recordings(connection)
        self.issues = tuple(dict.fromkeys((*self.issues, *issues)))
        return found

    def recording(self, fingerprint: str) -> KnownRecording:
        """Return what is known of a recording; nothing where it was not opened since the library keeps this.

        Nor where its row was changed from outside; then an issue says so.
        """
        with self.transaction() as connection:
            found, issues = recordings.select_recording(connection, fingerprint)
        self.issues = tuple(dict.fromkeys((*self.issues, *issues)))
        return found

    @property
    def kept_identity(self) -> KeptIdentity:
        """Return what the library keeps that can tell whose a recording is."""
        with self.transaction() as connection:
            return recordings.kept_identity(connection)

    def keep_identity(self, kept: KeptIdentity) -> bool:
        """Store what the library keeps from now on; what it no longer keeps is removed from all recordings.

        Returns
        -------
        Whether nothing that was removed is left in the library's file; backups of before still hold it, and so may a
        server until its next vacuum
        """
        with self.transaction(writes=True) as connection:
            self.database.lock_library(connection)
            owes_cleaning = recordings.keep_identity(connection, kept)
        if not owes_cleaning:
            return True
        if not self.database.drop_traces(self._connection):
            return False  # it stays owed: the next call tries again
        with self.transaction(writes=True) as connection:
            recordings.note_cleaned(connection)
        return True

    def held_fingerprints(self) -> tuple[str, ...]:
        """Return the fingerprints of the recordings with edits or runs."""
        with self.transaction() as connection:
            return tuple(sorted(recordings.select_held(connection)))

    def infant_ids(self) -> tuple[str, ...]:
        """Return the ids of the infants that the library holds logs of; their logs are not those of recordings."""
        with self.transaction() as connection:
            return recordings.select_infants(connection)

    def holdings(self) -> dict[str, Holdings]:
        """Return how much the library holds of each recording with edits or runs, by fingerprint."""
        with gc_paused(), self.transaction() as connection:
            return holdings.select_holdings(connection)

    def records_everywhere(self, terms: Collection[str]) -> dict[str, tuple[Annotation, ...]]:
        """Return the marks or records of some terms in all recordings, by fingerprint."""
        with gc_paused(), self.transaction() as connection:
            return holdings.select_records(connection, terms)

    def edits_after(self, numbers: dict[str, int]) -> dict[str, tuple[Edit, ...]]:
        """Return the edits of several recordings with a number above the given one, by fingerprint."""
        with gc_paused(), self.transaction() as connection:
            return {
                fingerprint: holdings.select_edits_after(connection, fingerprint, number)
                for fingerprint, number in numbers.items()
            }
