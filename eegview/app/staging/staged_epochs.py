"""The epochs of a grid with what the reviewer staged, kept up to date change by change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from eegview.app.notifier import Notifier
from eegview.app.review.review import Review
from eegview.clinical.epoch_grid import EpochGrid
from eegview.clinical.stages import NOT_SCORABLE, PROPOSAL, SLEEP_TERM, STAGE, STAGES, stage_of
from eegview.model.annotation import Annotation, new_annotation_id
from eegview.model.edit import Change, Edit

STAGE_CODES = {stage: code for code, stage in enumerate((*STAGES, NOT_SCORABLE), 1)}
STAGE_OF_CODE = ("", *STAGE_CODES)
CERTAINTY, UNSURE = "certainty", "possible"
Codes = npt.NDArray[np.int8]


class StagedEpochs:
    """The reviewer's own epochs, with acts on their way to the disk laid over.

    An edit costs what it changes, however many epochs there are; only what others did, or a library that is away, has
    all of them read again.

    codes : (n_epochs,) int8, see `STAGE_OF_CODE`; 0 = not staged on the grid
    by_hand : (n_epochs,) int8, the stage of a mark off the grid that covers the middle of the epoch
    changed : emits the numbers of epochs that changed, None for all
    """

    def __init__(self, review: Review, grid: EpochGrid) -> None:
        self._review = review
        self.changed: Notifier[frozenset[int] | None] = Notifier()
        self._held: dict[int, dict[str, Annotation]] = {}
        self._off_grid: dict[str, Annotation] = {}
        self._number_of: dict[str, int] = {}  # by the mark's id
        self._on_way: dict[int, Annotation | None] = {}
        self.use_grid(grid)
        review.marks_changed.connect(self._marks_changed)

    def use_grid(self, grid: EpochGrid) -> None:
        """Lay the marks over another grid."""
        self.grid = grid
        self._on_way.clear()
        self._read_all()

    def stage(self, number: int) -> str:
        """Return the stage of an epoch as it will stand, "" where it is not staged on the grid."""
        return STAGE_OF_CODE[self.codes[number]]

    def stage_by_hand(self, number: int) -> str:
        """Return the stage of a mark off the grid that covers the middle of an epoch, "" for none."""
        return STAGE_OF_CODE[self.by_hand[number]]

    def mark(self, number: int) -> Annotation | None:
        """Return the mark of an epoch as it will stand, None where there is none."""
        if number in self._on_way:
            return self._on_way[number]
        held = self._held.get(number)
        return held[max(held)] if held else None

    def is_unsure(self, number: int) -> bool:
        """Whether the reviewer flagged the stage of an epoch as unsure."""
        mark = self.mark(number)
        return mark is not None and mark.attribute(CERTAINTY) == UNSURE

    @property
    def n_staged(self) -> int:
        """Return the number of epochs that hold a mark on the grid, not scorable ones included."""
        return int(np.count_nonzero(self.codes))

    @property
    def n_off_grid(self) -> int:
        """Return the number of the reviewer's sleep marks that lie off the grid."""
        return len(self._off_grid)

    def marks(self) -> tuple[Annotation, ...]:
        """Return all of the reviewer's sleep marks as they will stand, those off the grid included."""
        on_grid = (self.mark(number) for number in self._held.keys() | self._on_way.keys())
        return (*(mark for mark in on_grid if mark is not None), *self._off_grid.values())

    # acts

    def set_stage(self, numbers: Iterable[int], stages: Sequence[str], proposals: Sequence[str]) -> None:
        """Stage epochs as one act; one that is staged already is changed, an equal one stays.

        stages, proposals : of each epoch; how its proposal stood, "" where there was none
        """
        changes: list[tuple[int, Change]] = []
        for number, stage, proposal in zip(numbers, stages, proposals, strict=True):
            before = self.mark(number)
            held = dict(before.attributes) if before is not None else {}
            if held.get(STAGE) == stage and held.get(PROPOSAL, "") == proposal:
                continue
            if held.get(STAGE) != stage:
                held.pop(CERTAINTY, None)  # the doubt was about another stage
            given = {**held, STAGE: stage, PROPOSAL: proposal}
            changes.append((number, self._change(number, before, given)))
            changes += self._doubles(number, before)
        self._do(changes)

    def clear(self, numbers: Iterable[int]) -> None:
        """Delete the marks of epochs as one act."""
        marks = ((number, self.mark(number)) for number in numbers)
        changes: list[tuple[int, Change]] = []
        for number, mark in marks:
            if mark is not None:
                changes += [(number, Change(mark, None)), *self._doubles(number, mark)]
        self._do(changes)

    def set_unsure(self, number: int, is_unsure: bool) -> None:
        """Flag the stage of an epoch as unsure, or not."""
        before = self.mark(number)
        if before is not None:
            given = {**dict(before.attributes), CERTAINTY: UNSURE if is_unsure else ""}
            self._do([(number, self._change(number, before, given))])

    def _change(self, number: int, before: Annotation | None, given: dict[str, str]) -> Change:
        attributes = tuple(sorted((name, value) for name, value in given.items() if value))
        if before is not None:
            return Change(before, replace(before, attributes=attributes))
        span = self.grid.span(number)
        identity = new_annotation_id()
        mark = Annotation(identity, SLEEP_TERM, span.start_s, span.duration_s, attributes=attributes)
        return Change(None, replace(mark, layer=self._review.author))

    def _doubles(self, number: int, kept: Annotation | None) -> list[tuple[int, Change]]:
        """Return changes that delete further marks of the same epoch: an epoch has one."""
        held = self._held.get(number, {})
        kept_id = kept.annotation_id if kept is not None else ""
        return [(number, Change(mark, None)) for name, mark in held.items() if kept is not None and name != kept_id]

    def _do(self, changes: Sequence[tuple[int, Change]]) -> None:
        if not changes:
            return
        acts, wanted = self._review.acts, [change for _number, change in changes]
        if len(wanted) == 1:
            acts.record(wanted[0])
        else:
            acts.do_together(wanted)
        for number, change in reversed(changes):  # doubles come after the one that stays
            self._on_way[number] = change.after
        numbers = frozenset(number for number, _change in changes)
        self._refresh(numbers)
        self.changed.emit(numbers)
        self.settle()  # an act that waits for a reason is not on its way

    # following

    def _marks_changed(self, edit: Edit | None) -> None:
        if edit is None:
            self._read_all()
            self.changed.emit(None)
            return
        numbers: set[int] = set()
        off_grid_changed = False
        for change in edit.changes:
            if change.mark.term_id != SLEEP_TERM and (change.before or change.mark).term_id != SLEEP_TERM:
                continue
            off_grid_changed |= self._off_grid.pop(change.annotation_id, None) is not None
            number = self._number_of.pop(change.annotation_id, None)
            if number is not None:
                self._held[number].pop(change.annotation_id)
                numbers.add(number)
            after = self._review.marks.get(change.annotation_id)
            if after is not None:
                placed = self._put(after)
                numbers |= {placed} if placed is not None else set()
                off_grid_changed |= placed is None
        if off_grid_changed:
            self._read_by_hand()
        if numbers or off_grid_changed:
            self._refresh(numbers)
            self.changed.emit(None if off_grid_changed else frozenset(numbers))
        self.settle()

    def _put(self, mark: Annotation) -> int | None:
        """Hold a mark where it belongs; return the number of its epoch, None where it is off the grid or another's."""
        if mark.term_id != SLEEP_TERM or mark.layer != self._review.author:
            return None
        number = self.grid.number_of(mark)
        if number is None:
            self._off_grid[mark.annotation_id] = mark
        else:
            self._held.setdefault(number, {})[mark.annotation_id] = mark
            self._number_of[mark.annotation_id] = number
        return number

    def _read_all(self) -> None:
        """Read all marks again."""
        self._held, self._off_grid, self._number_of = {}, {}, {}
        review = self._review
        marks = {mark.annotation_id: mark for mark in review.marks if mark.term_id == SLEEP_TERM}
        for mark in review.unsaved_marks:
            marks[mark.annotation_id] = replace(mark, layer=review.author)
        for mark in marks.values():
            self._put(mark)
        if not review.n_pending:
            self._on_way.clear()
        self.codes: Codes = np.zeros(self.grid.n_epochs, np.int8)
        self._refresh(self._held.keys() | self._on_way.keys())
        self._read_by_hand()

    def _read_by_hand(self) -> None:
        self.by_hand: Codes = np.zeros(self.grid.n_epochs, np.int8)
        middles_s = (np.arange(self.grid.n_epochs) + 0.5) * self.grid.epoch_s
        for mark in sorted(self._off_grid.values(), key=lambda mark: mark.onset_s):  # the later one holds
            first, stop = np.searchsorted(middles_s, (mark.onset_s, mark.stop_s))
            self.by_hand[first:stop] = STAGE_CODES.get(stage_of(mark), STAGE_CODES[NOT_SCORABLE])

    def _refresh(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            mark = self.mark(number)
            unknown = 0 if mark is None else STAGE_CODES[NOT_SCORABLE]
            self.codes[number] = STAGE_CODES.get(stage_of(mark), unknown) if mark is not None else 0

    def settle(self) -> None:
        """Forget what was on its way once nothing is: it is held now, or was refused."""
        if self._on_way and not self._review.n_pending:
            numbers = frozenset(self._on_way)
            before = self.codes.copy()
            self._on_way.clear()
            self._refresh(numbers)
            if not np.array_equal(before, self.codes):
                self.changed.emit(numbers)
