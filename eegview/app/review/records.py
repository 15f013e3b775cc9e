"""What stands beside the clinical marks: times of videos, opinions, judgements, signatures.

Records of detectors' runs are left out: nobody looks at them but the verification.
"""

from collections.abc import Iterable, Iterator

from eegview.app.notifier import Notifier
from eegview.model.annotation import Annotation
from eegview.model.edit import Edit
from eegview.model.scoring.terms import SCORING_TERMS
from eegview.model.suggestion.run_record import RUN_TERM
from eegview.model.sync import SYNC_TERM, is_clinical


class ReviewRecords:
    """Everybody's records on one recording, as they stand in the library; see `model.sync.is_clinical`.

    changed : emits all records after each change of them
    sync_changed : emits `sync_marks` after each change of them
    """

    def __init__(self) -> None:
        self._by_id: dict[str, Annotation] = {}
        self.changed: Notifier[tuple[Annotation, ...]] = Notifier()
        self.sync_changed: Notifier[tuple[Annotation, ...]] = Notifier()

    def __iter__(self) -> Iterator[Annotation]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def get(self, annotation_id: str) -> Annotation | None:
        """Return the record of this id, None where there is none."""
        return self._by_id.get(annotation_id)

    @property
    def sync_marks(self) -> tuple[Annotation, ...]:
        """Return everybody's records of where videos lie in time; see `model.sync`."""
        return tuple(record for record in self if record.term_id == SYNC_TERM)

    @property
    def evidence(self) -> tuple[Annotation, ...]:
        """Return everybody's evidence for scores, as far as it is no clinical mark; signatures cover it, too."""
        return tuple(record for record in self if record.term_id in SCORING_TERMS)

    def replace_all(self, records: Iterable[Annotation]) -> None:
        """Hold these records and no others; nobody is notified until `notify_changed`."""
        self._by_id = {record.annotation_id: record for record in records if record.term_id != RUN_TERM}

    def notify_changed(self) -> None:
        """Emit the records as they are now."""
        self.sync_changed.emit(self.sync_marks)
        self.changed.emit(tuple(self))

    def apply(self, edit: Edit) -> None:
        """Follow an edit, and notify where it changed a record."""
        changes = [c for c in edit.changes if not is_clinical(c.mark) and c.mark.term_id != RUN_TERM]
        for change in changes:
            self._by_id.pop(change.annotation_id, None)
            if change.after is not None:
                self._by_id[change.annotation_id] = change.after
        if any(change.mark.term_id == SYNC_TERM for change in changes):
            self.sync_changed.emit(self.sync_marks)
        if changes:
            self.changed.emit(tuple(self))
