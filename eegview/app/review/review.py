"""The marks of the open recording as the window shows them: committed first, shown after."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from eegview.app.blind_reading.blindness import NOT_BLIND, SIGHT_TERMS, Blindness
from eegview.app.lanes import Failed, Lane
from eegview.app.library.journal import ActJournal, Recovered
from eegview.app.library.opening import Reviewer
from eegview.app.library.queued_edits import Act
from eegview.app.library.refused_act import ActRefused, forced_act
from eegview.app.library.saving import LibraryUpdate, LibraryWriter, OpenedMarks, Outcome, UndoState, undo_state
from eegview.app.marks.index import MarkIndex
from eegview.app.notifier import Notifier
from eegview.app.review.act_saving import ActSaving
from eegview.app.review.acts import ReviewActs
from eegview.app.review.layers import ReviewLayers
from eegview.app.review.records import ReviewRecords
from eegview.app.review.selection import MarkSelection
from eegview.app.review.unsaved import changed_by, unsaved_marks, with_unsaved
from eegview.model.annotation import FILE_LAYER, Annotation, new_annotation_id
from eegview.model.edit import Change, Edit
from eegview.model.errors import Cancelled, EegViewError, LibraryAway, UsageError
from eegview.model.issue import Issue
from eegview.model.span import Span
from eegview.model.study.blind_reading import BLIND_TERMS
from eegview.model.study.seen_film import SeenFilm
from eegview.model.sync import is_clinical
from eegview.model.vocabulary import Term

if TYPE_CHECKING:
    from eegview.store.library import Library

T = TypeVar("T")


class Review:
    """One reviewer's work on one recording. Every act goes to the store lane; what is shown is what came back.

    Before that it is on this machine's disk. While the library is away acts wait there, are shown as not saved, and are
    done by `catch_up` once it is back.

    marks : everything shown, the recorder's notes (layer `file`) included
    acts : what the reviewer can do to them
    selection, layers : which mark is selected, which layers are shown and counted
    records : what stands beside the marks: times of videos, opinions, judgements, signatures
    marks_changed : emits the reviewer's own edit; None when marks have arrived that nobody made just now
    issues_found : emits what is imperfect about the library, or about files of acts that wait
    saving_changed : emits after each change of what is on its way, waits, or is the problem
    saved : emits how many acts that waited are saved now; 0 = one that did not wait
    blindness_changed : emits `blindness` once the marks that may be seen now are here

    Parameters
    ----------
    journal : holds acts on the disk until the library has them; None = in memory only
    journal_lane : the lane on which the journal is written, which no library keeps waiting; None = `lane`
    """

    def __init__(
        self,
        lane: Lane,
        author: str,
        open_marks: Callable[[], OpenedMarks],
        failed: Failed,
        journal: ActJournal | None = None,
        journal_lane: Lane | None = None,
    ) -> None:
        self._lane, self._failed = lane, failed
        writer = LibraryWriter(open_marks, journal)
        self._saving = ActSaving(
            lane, journal_lane or lane, writer, self._fail, self._act_done, lambda: self.marks_changed.emit(None)
        )
        self._is_open = self._is_closed = self._is_polling = False
        self.seen_film: SeenFilm | None = None  # as it is shown; acts go by its times
        self.is_speed_known = True  # False: the library did not say how a film plays; it takes no marks
        self._reviewer = Reviewer(author, role="")
        self._blindness, self._file_notes, self._has_failed = NOT_BLIND, tuple[Annotation, ...](), False
        self.blindness_changed: Notifier[Blindness] = Notifier()
        self.marks = MarkIndex()
        self.marks_changed: Notifier[Edit | None] = Notifier()
        self.issues_found: Notifier[tuple[Issue, ...]] = Notifier()
        self.saving_changed, self.saved = self._saving.changed, self._saving.saved
        self.records = ReviewRecords()
        self.selection = MarkSelection(lambda: self.marks)
        self.layers = ReviewLayers(lambda: self._reviewer, lambda: self.marks)
        self.acts = ReviewActs(
            lambda: self._reviewer, self.records, self._submit, lambda: self.marks_changed.emit(None)
        )

    @property
    def author(self) -> str:
        """Return the reviewer's name, which is also the name of their layer."""
        return self._reviewer.name

    @property
    def blindness(self) -> Blindness:
        """Return how the reviewer stands to the blind reading of the study; what is held here is what they may see."""
        return self._blindness

    @property
    def role(self) -> str:
        """Return the reviewer's role; only a neurologist changes the final layer."""
        return self._reviewer.role

    @role.setter
    def role(self, role: str) -> None:
        self._reviewer = replace(self._reviewer, role=role)

    def open(self) -> None:
        """Find the acts that wait from another day, then open the library and fetch the marks, on the store lane."""
        saving, writer = self._saving, self._saving.writer

        def recovered(found: Recovered) -> None:
            if writer is saving.writer and found.acts:
                saving.unfinished.add_waiting(found.acts)
                saving.changed.emit(None)
                self.marks_changed.emit(None)
            if found.issues:
                self.issues_found.emit(found.issues)

        def done(opened: OpenedMarks) -> None:
            if writer is saving.writer and not self._is_closed:  # whoever shows the marks may be gone
                self._show(opened)
                self.catch_up()  # what waited from another day

        def failed(error: EegViewError) -> None:
            if writer is saving.writer:
                saving.problem = _as_away(error) if isinstance(error, LibraryAway) or self.n_waiting else None
                self._has_failed = True
                self._place_file_notes()
                saving.changed.emit(None)
                self.marks_changed.emit(None)
            self._failed(error)

        saving.in_order(writer.recover, recovered, self._failed)
        saving.in_order(writer.open, done, failed)

    @property
    def is_open(self) -> bool:
        """Whether the marks have been fetched."""
        return self._is_open

    def reopen(self, author: str, open_marks: Callable[[], OpenedMarks], journal: ActJournal | None = None) -> None:
        """Go on as another reviewer: same recording, their own layer and their own undo.

        Acts still pending, or waiting for the library, stay the first reviewer's.
        """
        self._saving.use(LibraryWriter(open_marks, journal))
        self._is_open = self._is_polling = self._has_failed = False
        self._reviewer = replace(self._reviewer, name=author)
        if self._blindness.is_asked:  # what the first one may see, the second perhaps may not
            self.marks = MarkIndex()
            self.records.replace_all(())
        self.layers.count_own()
        self.acts.addenda.start_anew()
        self.selection.select(None)
        self.open()

    def close(self) -> None:
        """Close the library handle once all acts are on disk; those that cannot be saved now wait there as well."""
        self._is_closed = True
        self._saving.close()

    def catch_up(self) -> None:
        """Show what others did meanwhile, and save what waits; call it every second or so."""
        if self._is_closed or self._is_polling or not (self._is_open or self.problem):
            return
        saving, writer = self._saving, self._saving.writer

        def done(update: LibraryUpdate) -> None:
            if writer is saving.writer:
                self._is_polling = False
                self._apply_update(update)

        def failed(error: EegViewError) -> None:
            if writer is saving.writer:
                self._is_polling = False
                self._is_open, saving.problem = False, None  # the same would be found each second
                saving.changed.emit(None)
            self._failed(error)

        self._is_polling = True
        self._lane.submit(writer.poll, done, failed)

    def edits_since(self, number: int, done: Callable[[tuple[Edit, ...]], None]) -> None:
        """Fetch the edits with a higher number, by anybody, oldest first; nothing comes once the review is closed."""
        if self._is_closed:
            return
        writer = self._saving.writer
        self._lane.submit(lambda: writer.held().changes_since(number), done, self._failed)

    def ask_library(
        self, question: Callable[[Library], T], done: Callable[[T], None], failed: Failed | None = None
    ) -> None:
        """Answer a question to the library on the store lane and give `done` the answer here.

        Nothing comes once the review is closed.
        """
        if self._is_closed:
            return
        writer = self._saving.writer
        self._lane.submit(lambda: question(writer.held().library), done, failed or self._failed)

    def history(self, done: Callable[[tuple[Edit, ...], list[str]], None]) -> None:
        """Fetch the edit log of this recording, oldest first, and a sentence for each sign of tampering with it.

        Nothing comes once the review is closed.
        """
        if self._is_closed:
            return
        writer = self._saving.writer

        def work() -> tuple[tuple[Edit, ...], list[str]]:
            opened = writer.held()
            return opened.library.edits(opened.editor.fingerprint), opened.verify()

        self._lane.submit(work, lambda found: done(*found), self._failed)

    def within(self, span: Span) -> tuple[Annotation, ...]:
        """Return the marks to show on a page, by onset; those of hidden layers, and hidden marks, are left out."""
        marks = with_unsaved(self.marks.within(span), self._saving.unfinished.waiting, span)
        layers, ids = self.layers.hidden, self.selection.filter.without_ids
        if not (layers or ids):
            return marks
        return tuple(mark for mark in marks if mark.layer not in layers and mark.annotation_id not in ids)

    def show_file_notes(self, notes: Iterable[Annotation]) -> None:
        """Show the recorder's own annotations, found in the background, in place of those shown before.

        A blind reader sees them once their layer is signed.
        """
        self._file_notes = tuple(notes)
        self._place_file_notes()
        self.marks_changed.emit(None)

    @property
    def n_file_notes(self) -> int:
        """Return how many of the recorder's annotations are shown; none are to a blind reader."""
        return len(self._file_notes) if self._may_see_notes else 0

    @property
    def _may_see_notes(self) -> bool:
        """Whether notes of the file may be shown: not before the library was asked whether the study is read blind.

        Where it cannot be asked, they are shown as for a study that no library knows.
        """
        return not self._blindness.is_blind and (self._is_open or self._has_failed)

    def _place_file_notes(self) -> None:
        shown = self._file_notes if self._may_see_notes else ()
        self.marks = MarkIndex((*(mark for mark in self.marks if mark.layer != FILE_LAYER), *shown))

    @property
    def n_pending(self) -> int:
        """Return how many acts are on their way to the library."""
        return self._saving.unfinished.n_pending

    @property
    def n_waiting(self) -> int:
        """Return how many acts are not saved because the library is away."""
        return len(self._saving.unfinished.waiting)

    @property
    def unsaved_marks(self) -> tuple[Annotation, ...]:
        """Return the marks and records of waiting acts as they will stand once the library is back."""
        return unsaved_marks(self._saving.unfinished.waiting)

    @property
    def waiting_changes(self) -> dict[str, Annotation | None]:
        """Return what waiting acts make of marks and records, by id; None = deleted."""
        return changed_by(self._saving.unfinished.waiting)

    @property
    def problem(self) -> LibraryAway | None:
        """Return why acts wait, or the marks could not be fetched; None for nothing."""
        return self._saving.problem

    @property
    def is_safe(self) -> bool:
        """Whether the acts that wait are on this machine's disk."""
        return self._saving.is_safe

    @property
    def undo_state(self) -> UndoState:
        """Return what undo and redo would do now; acts that wait count as done."""
        return self._saving.unfinished.undo_state

    @property
    def changes_to_undo(self) -> tuple[Change, ...]:
        """Return the changes of the act that undo would reverse; empty for none, and where they are not known."""
        return self._saving.unfinished.changes_to_undo

    def retell_undo(self) -> None:
        """Fetch what undo and redo would do once more: times are written in another form now."""
        if self._is_closed or not self._is_open:
            return
        saving, writer = self._saving, self._saving.writer

        def retold() -> UndoState:
            editor = writer.held().editor
            editor.catch_up()
            return undo_state(editor)

        def done(state: UndoState) -> None:
            if writer is saving.writer:
                saving.unfinished.set_undo(state)
                saving.changed.emit(None)

        self._lane.submit(retold, done, self._failed)

    def _show(self, opened: OpenedMarks) -> None:
        self._is_open, self._saving.problem = True, None
        self._saving.unfinished.time_text = opened.time_text
        self._saving.unfinished.know(opened.known)
        self._saving.unfinished.set_undo(opened.undo)
        was, self._blindness = self._blindness, opened.blindness
        notes = self._file_notes if self._may_see_notes else ()
        self.marks = opened.marks.changed(tuple(Change(None, note) for note in notes))
        self.records.replace_all(opened.records)
        self.acts.follow_signatures()
        self.selection.follow(None)
        self.marks_changed.emit(None)
        self.records.notify_changed()
        if was != opened.blindness:
            self.blindness_changed.emit(opened.blindness)
        if opened.issues:
            self.issues_found.emit(opened.issues)

    def _apply_update(self, update: LibraryUpdate) -> None:
        saving = self._saving
        if update.opened is not None:
            self._show(update.opened)
        saving.problem, saving.is_safe = update.away, update.is_safe
        for outcome in update.outcomes:
            saving.follow(outcome)
            self._apply_outcome(outcome)
        if update.edits:
            self._apply_edits(update.edits, select_id=None)
        if update.undo is not None:
            saving.unfinished.know({edit.number: edit.changes for edit in update.edits if edit.author == self.author})
            saving.unfinished.set_undo(update.undo)
        saving.changed.emit(None)
        if update.outcomes or update.edits:
            self.marks_changed.emit(None)
        done = [outcome.act for outcome in update.outcomes if outcome.refused is None]
        if done:
            self.saved.emit(len(done))
        for act in done:
            act.after()

    def _submit(self, act: Act) -> None:
        if self._is_closed:
            self._failed(Cancelled())
        elif not self.is_speed_known and any(is_clinical(change.mark) for change in act.changes):
            self._failed(
                UsageError(
                    "Whether a speed was entered for this film is not known, so that it takes no marks yet.",
                    "Mark it once the study library answers again.",
                )
            )
            self.marks_changed.emit(None)
        else:
            signed = (*self.marks, *self.records.evidence) if act.signing is not None else self.marks
            seen = act if act.film is not None else replace(act, film=self.seen_film)
            self._saving.submit(self._saving.unfinished.named(seen, signed, self.author))

    def _act_done(self, outcome: Outcome) -> None:
        self._apply_outcome(outcome)
        if outcome.own is None or outcome.edits[-1] is not outcome.own or len(outcome.edits) > 1:
            self.marks_changed.emit(None)
        if outcome.own is not None:
            self.marks_changed.emit(outcome.own)

    def _apply_outcome(self, outcome: Outcome) -> None:
        """Follow what an act led to, without notifying of the marks."""
        if outcome.refused is not None:
            self._fail(outcome.refused)
        else:
            self._apply_edits(outcome.edits, outcome.act.select)

    def _apply_edits(self, edits: Iterable[Edit], select_id: str | None) -> None:
        edits = tuple(edits)
        for edit in edits:
            self.marks = self.marks.apply(edit)
            self.records.apply(edit)
        self.selection.follow(select_id)
        if any(change.mark.term_id in SIGHT_TERMS for edit in edits for change in edit.changes):
            self._look_again()

    def _look_again(self) -> None:
        """Fetch all marks anew: blind reading was set or lifted, or a layer signed, and other marks may be seen."""
        writer = self._saving.writer
        if self._blindness == NOT_BLIND and not any(r.term_id in BLIND_TERMS for r in self.records):
            return  # a study that was never read blind

        def done(opened: OpenedMarks) -> None:
            if writer is self._saving.writer:
                self._show(opened)

        self._lane.submit(writer.fetch_again, done, self._failed)

    def _fail(self, error: EegViewError) -> None:
        """Report why an act failed; one that was refused can be done all the same."""
        if isinstance(error, ActRefused):
            error.do_again = lambda: self._do_again(error.act)
        self._failed(error)
        if not isinstance(error, LibraryAway):
            self.marks_changed.emit(None)  # what was shown at once is not so

    def _do_again(self, act: Act) -> None:
        again = forced_act(act, lambda name: self.marks.get(name) or self.records.get(name))
        if again is not None:
            self._submit(again)


def _as_away(error: EegViewError) -> LibraryAway:
    return error if isinstance(error, LibraryAway) else LibraryAway(error.sentence, error.advice)


def new_mark(term: Term, at: float | Span, channels: tuple[str, ...] = (), text: str = "") -> Annotation:
    """Return a fresh mark: over a span, or at a time with the term's own length."""
    span = at if isinstance(at, Span) else Span(at, at + term.default_duration_s)
    return Annotation(new_annotation_id(), term.term_id, span.start_s, span.duration_s, channels, (), text)


def with_span(mark: Annotation, span: Span) -> Annotation:
    """Return the mark with another onset and duration."""
    return replace(mark, onset_s=span.start_s, duration_s=span.duration_s)
