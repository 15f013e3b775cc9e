"""Records on their way to the disk, each with the mark made along with it: what will stand once all is done."""

from collections.abc import Hashable
from typing import Generic, TypeVar

from eegview.app.review.review import Review
from eegview.model.annotation import Annotation

K = TypeVar("K", bound=Hashable)
R = TypeVar("R")


class PendingRecords(Generic[K, R]):
    """What was given at the window and has not come back from the disk; it is emptied once nothing is on its way.

    A record of None is being taken back.
    """

    def __init__(self, review: Review) -> None:
        self._review = review
        self._held: dict[K, tuple[R | None, Annotation | None]] = {}

    def add(self, key: K, record: R | None, made: Annotation | None = None) -> None:
        """Note what an act that is about to be done makes of `key`; call `prune` before the first of an act."""
        self._held[key] = record, made

    def prune(self) -> None:
        if not self._review.n_pending and not self._review.n_waiting:
            self._held.clear()

    def records(self) -> dict[K, R | None]:
        """Return what is on its way now."""
        self.prune()
        return {key: record for key, (record, _made) in self._held.items()}

    def effective(self, key: K, committed: R | None, made_id: str) -> tuple[R | None, Annotation | None]:
        """Return record and mark as they will stand once all that is on its way is done.

        committed, made_id : the record as it is on the disk, and the id of the mark made with it, "" for none
        """
        if key in self._held:
            return self._held[key]
        return committed, self._review.marks.get(made_id) if made_id else None
