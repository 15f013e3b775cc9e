"""Records that are not on disk yet, each with the mark made along with it: what will hold once all is saved."""

from collections.abc import Hashable
from typing import Generic, TypeVar

from eegview.app.review.review import Review
from eegview.model.annotation import Annotation

K = TypeVar("K", bound=Hashable)
R = TypeVar("R")


class PendingRecords(Generic[K, R]):
    """Records given at the window that have not come back from the disk; emptied once no act is pending.

    A record of None is being retracted.
    """

    def __init__(self, review: Review) -> None:
        self._review = review
        self._held: dict[K, tuple[R | None, Annotation | None]] = {}

    def add(self, key: K, record: R | None, made: Annotation | None = None) -> None:
        """Note the record an act will give to `key`; call `prune` before the first of an act."""
        self._held[key] = record, made

    def prune(self) -> None:
        if not self._review.n_pending and not self._review.n_waiting:
            self._held.clear()

    def records(self) -> dict[K, R | None]:
        """Return the records that are pending now."""
        self.prune()
        return {key: record for key, (record, _made) in self._held.items()}

    def made(self) -> tuple[Annotation, ...]:
        """Return the marks made along with the pending records."""
        return tuple(made for _record, made in self._held.values() if made is not None)

    def effective(self, key: K, committed: R | None, made_id: str) -> tuple[R | None, Annotation | None]:
        """Return record and mark as they will be once all pending acts are done.

        committed, made_id : the record as it is on the disk, and the id of the mark made with it, "" for none
        """
        if key in self._held:
            return self._held[key]
        return committed, self._review.marks.get(made_id) if made_id else None
