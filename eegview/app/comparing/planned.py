"""Decisions on their way to the disk: the next one is planned on what will stand after them."""

from __future__ import annotations

from collections.abc import Iterable

from eegview.app.comparing.decisions import Adjudication
from eegview.model.annotation import Annotation
from eegview.model.edit import Change
from eegview.model.study.records import ADJUDICATION_TERM, said_at


class PlannedDecisions:
    """Changes of decisions that a comparison does not hold yet, oldest first."""

    def __init__(self) -> None:
        self._acts: list[tuple[Change, ...]] = []

    def __len__(self) -> int:
        return len(self._acts)

    def add(self, changes: Iterable[Change]) -> None:
        """Note an act that is to be done."""
        self._acts.append(tuple(changes))

    def drop(self, record_ids: frozenset[str]) -> None:
        """Forget the newest act that changes any of these records: it is taken back."""
        for number in reversed(range(len(self._acts))):
            if any(change.annotation_id in record_ids for change in self._acts[number]):
                del self._acts[number]
                return

    def clear(self) -> None:
        """Forget all acts: nothing is on its way."""
        self._acts.clear()

    def forget_known(self, adjudication: Adjudication) -> None:
        """Forget the acts whose decisions a comparison holds, or later ones on the same."""
        if self._acts:
            held = {record.annotation_id: record for record in adjudication.records}
            self._acts = [act for act in self._acts if not _is_known(act, held)]

    def after(self, adjudication: Adjudication) -> Adjudication:
        """Return the comparison with what will stand once these acts are done."""
        return adjudication.after(change for act in self._acts for change in act) if self._acts else adjudication


def _is_known(act: Iterable[Change], held: dict[str, Annotation]) -> bool:
    decisions = [change.mark for change in act if change.mark.term_id == ADJUDICATION_TERM]
    return all(
        record.annotation_id in held and said_at(held[record.annotation_id]) >= said_at(record) for record in decisions
    )
