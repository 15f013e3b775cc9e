"""What a reviewer can do to the marks of a recording. Each act is one edit, undone as one."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from eegview.app.library.opening import Reviewer
from eegview.app.library.queued_edits import Act, Signing, act_of
from eegview.app.library.video_times import own_sync_mark
from eegview.app.review.addenda import Addenda
from eegview.app.review.introduction import Introduction, Waiting, renamed
from eegview.app.review.records import ReviewRecords
from eegview.model.annotation import Annotation
from eegview.model.edit import Action, Change
from eegview.model.film.video import SyncMap
from eegview.model.signature import Meaning, latest_signatures
from eegview.model.suggestion.judgement import looked_at
from eegview.model.sync import Anchor, sync_mark, sync_of


class ReviewActs:
    """The acts of one reviewer; what changes signed marks waits in `addenda` until a reason is given.

    introduction : holds the first acts until the reviewer has said who they are

    Parameters
    ----------
    reviewer : gives who acts now
    submit : has an act done on the store lane
    unexplained_dropped : called when acts that waited for a reason are forgotten
    """

    def __init__(
        self,
        reviewer: Callable[[], Reviewer],
        records: ReviewRecords,
        submit: Callable[[Act], None],
        unexplained_dropped: Callable[[], None],
    ) -> None:
        self._reviewer, self._records = reviewer, records
        self._submit, self._unexplained_dropped = submit, unexplained_dropped
        self.introduction = Introduction()
        self.completed: Callable[[Annotation], Annotation] = lambda mark: mark  # what a new mark says by itself
        self.addenda = Addenda()
        records.changed.connect(lambda _held: self.follow_signatures())

    def add(self, mark: Annotation, reason: str = "") -> None:
        """Add a mark and select it once it is on disk."""
        self._do(act_of(Action.ADD, [Change(None, mark)], reason, select=mark.annotation_id))

    def record(self, change: Change, reason: str = "") -> None:
        """Add, change or retract what is not about the patient; the selection stays."""
        action = Action.ADD if change.before is None else Action.DELETE if change.after is None else Action.CHANGE
        self._do(act_of(action, [change], reason))

    def keep_display(self, changes: Iterable[Change]) -> None:
        """Store how the reviewer displays the study; no step of undo, and the selection stays."""
        self._do(act_of(Action.DISPLAY, changes))

    def do_together(self, changes: Iterable[Change], reason: str = "", done: Callable[[], None] = lambda: None) -> None:
        """Add, change and delete as one act, undone as one; the selection stays. `done` is called once it is saved."""
        self._do(replace(act_of(Action.CHANGE, changes, reason), after=done))

    def change(self, before: Annotation, after: Annotation) -> None:
        """Replace a mark; whatever is selected stays selected.

        An act of the reviewer's own that was still pending when `before` was read is kept: only what differs between
        `before` and `after` is changed. Whoever changes a mark has looked at it.
        """
        if before != after:
            self._do(act_of(Action.CHANGE, [Change(before, looked_at(after))]))

    def delete(self, marks: Iterable[Annotation]) -> None:
        """Delete marks as one act."""
        self._do(act_of(Action.DELETE, [Change(mark, None) for mark in marks]))

    def import_all(
        self, marks: Iterable[Annotation], done: Callable[[], None] = lambda: None, reason: str = ""
    ) -> None:
        """Add marks from elsewhere as one act, undone as one."""
        self._do(replace(act_of(Action.IMPORT, [Change(None, mark) for mark in marks], reason), after=done))

    def set_video_time(self, video_fingerprint: str, sync: SyncMap, anchors: Iterable[Anchor] = ()) -> None:
        """Store where a video lies in time, as an act that can be undone; the same again is no act."""
        anchors = tuple(anchors)
        held = own_sync_mark(self._records.sync_marks, video_fingerprint, self._reviewer().name)
        if held is None or sync_of(held) != (sync, anchors):
            held_id = held.annotation_id if held is not None else ""
            self.record(Change(held, sync_mark(video_fingerprint, sync, anchors, self._reviewer().name, held_id)))

    def sign(
        self, printed_name: str, meaning: Meaning, layer: str, settings: str, open_items: Sequence[str] = ()
    ) -> None:
        """Sign the marks of a layer as they are in the library, see `app.library.signing`."""
        self._do(Act(Action.ADD, signing=Signing(printed_name, meaning, layer, settings, open_items=tuple(open_items))))

    def undo(self) -> None:
        """Undo the reviewer's last act."""
        self._do(act_of(Action.UNDO))

    def redo(self) -> None:
        """Redo the act that was undone last."""
        self._do(act_of(Action.REDO))

    def give_reason(self, text: str) -> None:
        """Do what waited for a reason, as an addendum to what was signed."""
        for act in self.addenda.give_reason(text):
            self._submit(act)

    def drop_unexplained(self) -> None:
        """Forget what waited for a reason; the marks are shown as they are."""
        self.addenda.drop()
        self._unexplained_dropped()

    def follow_signatures(self) -> None:
        """Note which layers are signed now; changes to their marks need a reason."""
        self.addenda.set_signatures(latest_signatures(self._records))

    def go_on(self, waiting: Sequence[Waiting], was: str) -> None:
        """Do what waited until the reviewer had said who they are.

        was : the name they had before
        """
        for one in waiting:
            if isinstance(one, Act):
                self._do(renamed(one, was, self._reviewer().name))
            else:
                one()

    def _do(self, act: Act) -> None:
        if act.action is not Action.IMPORT:  # what others said of a mark stands as they said it
            act = replace(act, changes=tuple(map(self._completed, act.changes)))
        introduced = self.introduction.passed(act)
        passed = self.addenda.passed(introduced, self._reviewer().name) if introduced is not None else None
        if passed is not None:
            self._submit(passed)

    def _completed(self, change: Change) -> Change:
        """Return the change; a mark that is new says what follows from the recording itself."""
        if change.before is not None or change.after is None:
            return change
        return replace(change, after=self.completed(change.after))
