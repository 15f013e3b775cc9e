"""Scoring of the open study: every reader's sheets as they stand, and what the reviewer does to their own.

Each act is one edit of records (see `model.scoring.records`), so that undo, history and waiting on the disk are those
of marks. What the reviewer did holds at once, and is dropped again where the library refuses it. Looking at an epoch
writes nothing: the sheet is kept with its first evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from eegview.app.notifier import Notifier
from eegview.app.review.review import Review
from eegview.app.scoring.blindness import ReaderLine, all_lines, is_mark_hidden, is_record_hidden, lines_on
from eegview.app.scoring.evidence_book import EVIDENCE_TERMS, EvidenceBook
from eegview.app.scoring.sheet import ScoreSheet
from eegview.app.scoring.sheet_acts import Bins, SheetActs
from eegview.app.study.records import utc_now
from eegview.model.annotation import Annotation
from eegview.model.edit import Change, Edit
from eegview.model.issue import Issue
from eegview.model.recording import Recording
from eegview.model.scoring.evidence import ACCEPTED, BY_HAND, SheetKey
from eegview.model.scoring.parameters import ScaleParameters
from eegview.model.span import Span


class Scoring:
    """Everybody's sheets of one study, and the acts of the reviewer at the window.

    Acts raise UsageError where they make no sense (the sheet is committed, the epoch leaves the recording).

    parameters : of the scale; see `app.scoring.scales.scale_parameters`
    changed : emits after each change of evidence, anybody's
    with_proposal : adds to a record what proposals there were when it was made; see `app.scoring.proposals.prefill`
    """

    def __init__(
        self,
        review: Review,
        recording: Recording,
        parameters: ScaleParameters,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._review, self._recording, self._now = review, recording, now
        self.parameters = parameters
        self.changed: Notifier[None] = Notifier()
        self.with_proposal: Callable[[Change], Change] = _as_it_is
        self._book = EvidenceBook(parameters)
        self._on_way: dict[str, Annotation | None] = {}
        self._opened: set[SheetKey] = set()
        self._book.gaps = recording.gaps
        self._read_all()
        review.marks_changed.connect(self._marks_changed)

    # what there is

    @property
    def reviewer(self) -> str:
        """Return the reviewer at the window."""
        return self._review.author

    @property
    def opened(self) -> frozenset[SheetKey]:
        """Return the epochs that the reviewer has opened to score; others' sheets of them are hidden."""
        return frozenset(self._opened)

    def key(self, start_s: float) -> SheetKey:
        """Return the key of the epoch that begins at a time (s)."""
        return SheetKey(self.parameters.scale_id, start_s)

    def own(self, key: SheetKey) -> ScoreSheet:
        """Return the reviewer's own sheet of an epoch; an empty one where nothing is kept of it."""
        return self._book.sheet(key, self.reviewer)

    def sheet(self, key: SheetKey, reader: str) -> ScoreSheet | None:
        """Return a reader's sheet of an epoch, None where there is none or it is hidden; see `blindness`."""
        lines = lines_on(self._book, key, self.reviewer, self._opened)
        return next((line.sheet for line in lines if line.reader == reader and line.key == key), None)

    def sheets(self, reader: str | None = None) -> tuple[ScoreSheet, ...]:
        """Return the sheets that may be seen, of one reader or of all, by time."""
        return tuple(
            line.sheet for line in self.all_readers() if line.sheet is not None and reader in (None, line.reader)
        )

    def others(self, key: SheetKey) -> tuple[ScoreSheet, ...]:
        """Return the other readers' sheets on an epoch or overlapping it that may be seen."""
        return tuple(line.sheet for line in self.readers(key) if line.sheet is not None and not line.is_own)

    def readers(self, key: SheetKey) -> tuple[ReaderLine, ...]:
        """Return how far each reader is with an epoch, the reviewer first; findings only where they may be seen."""
        return lines_on(self._book, key, self.reviewer, self._opened)

    def all_readers(self) -> tuple[ReaderLine, ...]:
        """Return the same for every sheet of the study, by time."""
        return all_lines(self._book, self.reviewer, self._opened)

    def is_mark_hidden(self, mark: Annotation) -> bool:
        """Whether a mark is another reader's evidence that may not be seen yet; see `blindness`."""
        return is_mark_hidden(self._book, mark, self.reviewer, self._opened)

    def hidden_marks(self) -> frozenset[str]:
        """Return the ids of all marks that are hidden; see `is_mark_hidden`."""
        spans = [self.own(key).span for key in {*self._book.keys(self.reviewer), *self._opened}]
        marks = (mark for span in spans for mark in self._review.marks.within(span))
        return frozenset(mark.annotation_id for mark in marks if self.is_mark_hidden(mark))

    def is_record_hidden(self, record: Annotation) -> bool:
        """Whether a record is another reader's evidence that the reviewer may not see yet."""
        return is_record_hidden(self._book, record, self.reviewer, self._opened)

    @property
    def issues(self) -> tuple[Issue, ...]:
        """Return a sentence for what of the reviewer's own evidence cannot be read."""
        return self._book.issues(self.reviewer)

    # what the reviewer does

    def open_sheet(self, key: SheetKey) -> ScoreSheet:
        """Begin to score an epoch; nothing is kept until there is evidence, but others' sheets are hidden from now.

        Raises
        ------
        UsageError : the epoch does not lie in the recording
        """
        self._acts.check_epoch(key)
        if key not in self._opened:
            self._opened.add(key)
            self.changed.emit(None)
        return self.own(key)

    def close_sheet(self, key: SheetKey) -> None:
        """Score an epoch no more; a sheet that holds evidence stays as it is."""
        if key in self._opened:
            self._opened.discard(key)
            self.changed.emit(None)

    def mark_bin(self, key: SheetKey, number: int, foci: Sequence[str] = (), source: str = BY_HAND) -> None:
        """Mark a bin (number from 0) as having a spike at these electrodes; () = the electrode is not named."""
        self._do(self._acts.mark_bins(key, {number: tuple(foci)}, source))

    def mark_no_spike(self, key: SheetKey, number: int) -> None:
        """Say that a bin has no spike, so that no proposal is made for it."""
        self._do(self._acts.mark_bins(key, {number: None}))

    def mark_bins(self, key: SheetKey, bins: Bins) -> None:
        """Mark several bins as one act."""
        self._do(self._acts.mark_bins(key, bins))

    def accept_bins(self, key: SheetKey, bins: Mapping[int, tuple[str, ...]]) -> None:
        """Accept proposed bins as one act; bins that the reader said anything of stay as they are."""
        self._do(self._acts.accept_bins(key, bins, ACCEPTED))

    def unmark_bin(self, key: SheetKey, number: int) -> None:
        """Say nothing of a bin any more."""
        self._do(self._acts.unmark_bins(key, [number]))

    def set_read(self, key: SheetKey, page: int, is_read: bool = True) -> None:
        """Say that a page (from 0) was read to its end, or not."""
        self._do(self._acts.set_read(key, [page], is_read))

    def answer(self, key: SheetKey, question: str, value: str) -> None:
        """Answer a question of `QUESTIONS`; "" takes the answer away."""
        self._do(self._acts.answer(key, question, value))

    def set_confidence(self, key: SheetKey, confidence: int | None) -> None:
        """Say how sure the score is, 1 a guess to 5 sure; None takes it away."""
        self._do(self._acts.answer(key, "confidence", "" if confidence is None else str(confidence)))

    def set_other_foci(self, key: SheetKey, electrodes: Iterable[str] | None) -> None:
        """Name spike foci elsewhere in the study; () = there are none, None takes the answer away."""
        self._do(self._acts.set_other_foci(key, electrodes))

    def add_example(self, key: SheetKey, term_id: str, span: Span, channels: Sequence[str] = ()) -> None:
        """Mark an example of grouped multifocal spikes or voltage attenuation, which is present then; one act."""
        self._do(self._acts.add_example(key, term_id, span, channels))

    def measure(self, key: SheetKey, channel: str, value_uv: float, span: Span) -> None:
        """Keep the peak-to-peak amplitude (µV) of a background wave of a row."""
        self._do(self._acts.measure(key, channel, value_uv, span))

    def withdraw(self, key: SheetKey, annotation_id: str) -> None:
        """Take a measurement, an example, a bin or an answer out of the evidence."""
        self._do(self._acts.withdraw(key, annotation_id))

    def commit(self, key: SheetKey) -> None:
        """Commit the score of an epoch: others may see it from then on, and the evidence stays as it is."""
        self._do(self._acts.commit(key, self._now().isoformat(timespec="seconds")))

    def withdraw_commit(self, key: SheetKey) -> None:
        """Withdraw a committed score, so that the evidence can be changed; whose scores were shown is noted."""
        self._do(self._acts.withdraw_commit(key, self._opened))

    @property
    def _acts(self) -> SheetActs:
        return SheetActs(self._book, self._recording, self.reviewer)

    def _do(self, changes: Sequence[Change]) -> None:
        if not changes:
            return
        changes = [self.with_proposal(change) for change in changes]
        for change in changes:
            self._on_way[change.annotation_id] = change.after
            self._lay(change.annotation_id, change.after)
        acts = self._review.acts
        if len(changes) == 1:
            acts.record(changes[0])
        else:
            acts.do_together(changes)
        self._settle()  # an act that waits for a reason is not on its way
        self.changed.emit(None)

    # following

    def _marks_changed(self, edit: Edit | None) -> None:
        if edit is None:
            is_changed = self._read_all()
        else:
            names = [c.annotation_id for c in edit.changes if self._is_evidence(c)]
            before = [self._book.get(name) for name in names]
            for name in names:
                if name not in self._on_way:
                    self._lay(name, self._standing(name))
            self._settle()
            is_changed = before != [self._book.get(name) for name in names]
        if is_changed:
            self.changed.emit(None)

    def _is_evidence(self, change: Change) -> bool:
        return any(mark is not None and mark.term_id in EVIDENCE_TERMS for mark in (change.before, change.after))

    def _standing(self, annotation_id: str) -> Annotation | None:
        """Return a mark or record as it stands, once what waits for the library is done."""
        review, waiting = self._review, self._waiting()
        if annotation_id in waiting:
            return waiting[annotation_id]
        return review.marks.get(annotation_id) or review.records.get(annotation_id)

    def _waiting(self) -> dict[str, Annotation | None]:
        """Return what acts that wait for the library make of evidence, by id; None = deleted."""
        review = self._review
        if not review.n_waiting:
            return {}
        return {
            name: replace(mark, layer=mark.layer or review.author) if mark is not None else None
            for name, mark in review.waiting_changes.items()
            if mark is None or mark.term_id in EVIDENCE_TERMS
        }

    def _lay(self, annotation_id: str, mark: Annotation | None) -> None:
        if mark is None:
            self._book.remove(annotation_id)
        elif self._book.get(annotation_id) != mark:
            self._book.put(mark)

    def _read_all(self) -> bool:
        """Read all evidence again; return whether any of it is another than before."""
        review = self._review
        held = {m.annotation_id: m for m in review.marks if m.term_id in EVIDENCE_TERMS}
        held |= {r.annotation_id: r for r in review.records if r.term_id in EVIDENCE_TERMS}
        if not review.n_pending:
            self._on_way.clear()
        for name, mark in (self._waiting() | self._on_way).items():
            if mark is None:
                held.pop(name, None)
            else:
                held[name] = mark
        is_changed = False
        for name in self._book.ids() - held.keys():
            self._book.remove(name)
            is_changed = True
        for name, mark in held.items():
            if self._book.get(name) != mark:
                self._book.put(mark)
                is_changed = True
        return is_changed

    def _settle(self) -> None:
        """Drop what was on its way once nothing is: it stands now, waits, or was refused."""
        if self._on_way and not self._review.n_pending:
            for name in self._on_way:
                self._lay(name, self._standing(name))
            self._on_way.clear()


def _as_it_is(change: Change) -> Change:
    return change
