"""The runs of detectors in a study library, their detections and trends."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import islice

from eegview.model.errors import LibraryAway
from eegview.model.suggestion.detection import Detection, DetectorRun, RunEnd, Trend
from eegview.store import run_ends, runs
from eegview.store.library_connection import LibraryConnection

_DETECTIONS_AT_ONCE = 5000  # in one transaction: some tens of milliseconds, so a mark made meanwhile does not wait


class LibraryRuns(LibraryConnection):
    """The runs of a study library. How each ended, and that it was deleted, is noted in the log."""

    def start_run(self, run: DetectorRun) -> None:
        """Store a run of a detector, which counts as running until `end_run`."""
        with self.transaction(writes=True) as connection:
            runs.insert_run(connection, run, self.database.now_s)

    def beat_run(self, run_id: str, reached_s: float) -> None:
        """Store that a run goes on and how far it has come; due twice a minute, else its program counts as dead.

        Raises
        ------
        RunGone : the run was deleted meanwhile; `add_detections`, `add_trend` and `end_run` raise it as well
        """
        with self.transaction(writes=True) as connection:
            run_ends.beat(connection, self.database, run_id, reached_s=float(reached_s))

    def add_detections(self, run_id: str, detections: Iterable[Detection]) -> None:
        """Store further detections of a run; very many go in several transactions, between which others can write.

        Raises
        ------
        RunGone : the run was deleted meanwhile
        ValueError : an onset or a score is no number
        """
        for batch in _batches(detections, _DETECTIONS_AT_ONCE):
            with self.transaction(writes=True) as connection:
                run_ends.beat(connection, self.database, run_id)
                runs.insert_detections(connection, run_id, batch)

    def add_trend(self, run_id: str, trend: Trend) -> None:
        """Store a trend of a run, or its next block: same name, unit and step, beginning where the last block stopped.

        Raises
        ------
        RunGone : the run was deleted meanwhile
        """
        if not len(trend.values):
            return
        with self.transaction(writes=True) as connection:
            run_ends.beat(connection, self.database, run_id)
            runs.insert_trend(connection, run_id, trend)

    def end_run(
        self,
        run_id: str,
        end: RunEnd,
        message: str = "",
        reached_s: float = 0.0,
        notes: Sequence[str] = (),
        by: tuple[str, str] = ("", ""),
        reason: str = "",
    ) -> None:
        """Store how a run ended and the detector's notes about the whole of it, and its hashes in the log.

        by, reason : author and role for the log, and why; empty = the program, for whoever started the run

        Raises
        ------
        RunGone : the run was deleted meanwhile
        """
        columns = {
            "ended": end.value,
            "message": message,
            "reached_s": float(reached_s) + 0.0,
            "notes": json.dumps(notes),
        }
        with self.transaction() as connection:  # nobody has to wait while all is read
            digest = run_ends.digest_at_end(connection, run_id, columns)
        with self.transaction(writes=True) as connection:
            edit = run_ends.end(connection, self.database, run_id, columns, digest, by, reason)
        self._note(edit)

    def runs(self, fingerprint: str) -> tuple[DetectorRun, ...]:
        """Return the runs over a recording, oldest first; one whose program died is cancelled, also in the library."""
        with self.transaction() as connection:
            found = runs.select_runs(connection, self.database.now_s, fingerprint)
        if any(run.message == runs.BROKEN_OFF for run in found):
            self._end_silent_runs(fingerprint)
        return found

    def fingerprint_of_run(self, run_id: str) -> str:
        """Return the fingerprint of the recording a run is over, "" where there is no such run."""
        with self.transaction() as connection:
            row = runs.select_row(connection, run_id)
        return str(row["fingerprint"]) if row is not None else ""

    def detections(self, run_id: str, from_number: int = 0, at_most: int | None = None) -> tuple[Detection, ...]:
        """Return the detections of a run by number, from `from_number` on and `at_most` so many."""
        with self.transaction() as connection:
            return runs.select_detections(connection, run_id, from_number, at_most)

    def trends(self, run_id: str) -> tuple[Trend, ...]:
        """Return the trends of a run by name, the blocks of each joined; a missing block is NaN."""
        with self.transaction() as connection:
            return runs.select_trends(connection, run_id)

    def delete_run(self, run_id: str, author: str = "", role: str = "") -> None:
        """Delete a run with its detections and trends; judgements and the marks made of detections stay.

        author, role : who deletes it, for the log
        """
        with self.transaction(writes=True) as connection:
            edit = run_ends.delete(connection, self.database, run_id, author, role)
        self._note(edit)

    def _end_silent_runs(self, fingerprint: str) -> None:
        """Store the end of runs whose program died, where that can be written."""
        with self.transaction() as connection:
            silent = runs.silent_run_ids(connection, self.database.now_s, fingerprint)
        for run_id in silent:
            with suppress(LibraryAway, runs.RunGone):  # it is told as cancelled all the same
                self._end_silent(run_id)

    def _end_silent(self, run_id: str) -> None:
        columns = {"ended": RunEnd.CANCELLED.value, "message": runs.BROKEN_OFF}
        with self.transaction() as connection:
            digest = run_ends.digest_at_end(connection, run_id, columns)
        with self.transaction(writes=True) as connection:
            edit = run_ends.end_silent(connection, self.database, run_id, columns, digest)
        self._note(edit)


def _batches(detections: Iterable[Detection], size: int) -> Iterator[tuple[Detection, ...]]:
    left = iter(detections)
    while batch := tuple(islice(left, size)):
        yield batch
