"""The acts of one reviewer on the marks of one recording: add, change, delete, import, undo, redo.

Every act is committed to the library before it returns. Must not know the window.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from eegview.app.blind_reading.blindness import SIGHT_TERMS, Blindness, blindness_of
from eegview.app.library.speed_checks import refuse_blind, refuse_undone_marks, refuse_undone_speed, speed_check
from eegview.app.library.undoing import TimeText, UndoStacks
from eegview.app.resources import data_folder
from eegview.model.annotation import FILE_LAYER, FINAL_LAYER, FINAL_ROLE, Annotation
from eegview.model.edit import Action, Change, Edit
from eegview.model.errors import EegViewError, LibraryAway, UsageError
from eegview.model.signature import ADDENDUM, SIGNATURE_TERM, latest_signatures
from eegview.model.study.records import (
    ADJUDICATION_TERM,
    BLIND_TERM,
    CLIP_SLOWNESS_TERM,
    DISPLAY_TERM,
    EARLY_LOOK_TERM,
    REPORT_SIGNATURE_TERM,
    STUDY_TERMS,
)
from eegview.model.study.seen_film import SeenFilm
from eegview.model.sync import SYNC_TERM, is_clinical, is_signed
from eegview.model.time.clock import elapsed_text

if TYPE_CHECKING:
    from eegview.store.library import Library
    from eegview.store.library_edits import WholeCheck

ROLES = ("technologist", "neurologist", "resident")
_FINAL_TERMS = frozenset({SIGNATURE_TERM, REPORT_SIGNATURE_TERM, EARLY_LOOK_TERM})  # once given they stand


class NotYours(EegViewError):
    """The mark belongs to the recorder or to another reviewer."""

    exit_code = 5


def study_library(url: str | None = None) -> Library:
    """Open the library named by `url` or EEGVIEW_LIBRARY, else the one in the user's data folder."""
    from eegview.store.library import open_library

    return open_library(url, data_folder() / "library.sqlite", data_folder() / "anchors")


class Editor:
    """The acts of one author on one recording.

    Undo is the author's own: it takes back the author's last act, also after a restart, and never crosses a
    change somebody else made since (the library refuses with a `Conflict` and nothing changes).
    Belongs to the thread of its library handle.

    Parameters
    ----------
    library : an open study library
    fingerprint : of the recording
    author : the reviewer's name, and the name of the layer the author's marks lie in
    role : one of `ROLES`
    labels : what a term is called in the text of undo; the term's id where it is not given
    """

    def __init__(
        self,
        library: Library,
        fingerprint: str,
        author: str,
        role: str,
        labels: Callable[[str], str] = str,
        time_text: TimeText = elapsed_text,
    ) -> None:
        check_reviewer(author, role)
        self.fingerprint = fingerprint
        self.author = author
        self.role = role
        self.labels = labels
        self.seen_film: SeenFilm | None = None  # as the author sees it whose acts come now
        self._library = library
        self._stacks = UndoStacks(library, fingerprint, author, labels, time_text)

    def add(self, mark: Annotation, reason: str = "", at_utc: str = "") -> Edit:
        """Add a mark; an empty layer becomes the author's."""
        mark = replace(mark, layer=mark.layer or self.author)
        self._check_own([mark])
        return self._do(Action.ADD, [Change(None, checked(mark))], reason, at_utc)

    def change(self, before: Annotation, after: Annotation, reason: str = "") -> Edit:
        """Replace `before`, as it was last seen, by `after`."""
        if before.annotation_id != after.annotation_id or before.layer != after.layer:
            raise ValueError("a change keeps the mark's id and layer")
        self._check_own([before])
        return self._do(Action.CHANGE, [Change(before, checked(after))], reason)

    def change_all(self, pairs: Iterable[tuple[Annotation, Annotation]], reason: str = "") -> Edit:
        """Replace several marks as one act, undone as one."""
        return self.change_together([Change(before, after) for before, after in pairs], reason)

    def change_together(
        self, changes: Iterable[Change], reason: str = "", at_utc: str = "", whole: WholeCheck | None = None
    ) -> Edit:
        """Add, change and delete as one act, undone as one; an empty layer becomes the author's.

        whole : see `LibraryEdits.apply`
        """
        done = []
        for change in changes:
            before, after = change.before, change.after
            if after is not None:
                after = checked(replace(after, layer=after.layer or self.author))
            if before is not None and after is not None and before.layer != after.layer:
                raise ValueError("a change keeps the mark's layer")
            done.append(Change(before, after))
        self._check_own(mark for change in done for mark in (change.before, change.after) if mark is not None)
        return self._do(Action.CHANGE, done, reason, at_utc, whole)

    def delete(self, marks: Iterable[Annotation], reason: str = "", at_utc: str = "") -> Edit:
        """Delete marks as one act; each must still be as given."""
        marks = list(marks)
        self._check_own(marks)
        return self._do(Action.DELETE, [Change(mark, None) for mark in marks], reason, at_utc)

    def import_all(
        self,
        marks: Iterable[Annotation],
        reason: str = "",
        at_utc: str = "",
        changed: Sequence[Change] = (),
        whole: WholeCheck | None = None,
    ) -> Edit:
        """Add marks from elsewhere as one act; a mark without layer goes to the author's.

        changed : what the same act changes of marks and records that are here
        whole : see `LibraryEdits.apply`

        Marks may come with another layer's name (an external reader's), but not with that of the recorder; into the
        final layer only a neurologist takes them.
        """
        marks = [checked(replace(mark, layer=mark.layer or self.author)) for mark in marks]
        if any(mark.layer == FILE_LAYER for mark in marks):
            raise NotYours(
                "The layer “file” is reserved for the file's annotations.", "Import into a layer with another name."
            )
        self._check_final((*marks, *(change.mark for change in changed)))
        return self._do(Action.IMPORT, [*(Change(None, mark) for mark in marks), *changed], reason, at_utc, whole)

    def keep_display(self, changes: Iterable[Change], at_utc: str = "") -> Edit:
        """Store how the author displays the study, over whatever was stored before; no step of undo."""
        stored = {mark.annotation_id: mark for mark in self._library.annotations(self.fingerprint, DISPLAY_TERM)}
        done = []
        for change in changes:
            mark = checked(replace(change.mark, layer=change.mark.layer or self.author))
            done.append(Change(stored.get(mark.annotation_id), mark))
        self._check_own(change.mark for change in done)
        return self._do(Action.DISPLAY, done, "", at_utc)

    def act(self, action: Action, changes: Sequence[Change], reason: str = "", at_utc: str = "") -> Edit:
        """Do an act given as data, as `add`, `change_all`, `delete` or `import_all` would.

        at_utc : when it is done, see `Library.apply`

        Raises
        ------
        ValueError : undo or redo, which need no data
        """
        if action is Action.ADD:
            (change,) = changes
            return self.add(change.mark, reason, at_utc)
        if action is Action.CHANGE:
            return self.change_together(changes, reason, at_utc)
        if action is Action.DELETE:
            return self.delete([change.mark for change in changes], reason, at_utc)
        if action is Action.IMPORT:
            return self.import_all([change.mark for change in changes], reason, at_utc)
        if action is Action.DISPLAY:
            return self.keep_display(changes, at_utc)
        raise ValueError(f"{action} is not defined by changes")

    def catch_up(self) -> None:
        """Update undo and redo with what the author did elsewhere."""
        self._stacks.catch_up()

    def marks(self) -> tuple[Annotation, ...]:
        """Return all clinical marks of this recording as they stand, everybody's, by onset."""
        return tuple(filter(is_clinical, self._library.annotations(self.fingerprint)))

    def signed_marks(self) -> tuple[Annotation, ...]:
        """Return all that signatures cover: the clinical marks and the evidence for scores, everybody's, by onset."""
        return tuple(filter(is_signed, self._library.annotations(self.fingerprint)))

    def sync_marks(self) -> tuple[Annotation, ...]:
        """Return where videos lie in time, everybody's, as they stand."""
        return self._library.annotations(self.fingerprint, SYNC_TERM)

    def study_records(self) -> tuple[Annotation, ...]:
        """Return what was said of the study beside its marks, by everybody, see `model.study.records`."""
        return tuple(mark for term in sorted(STUDY_TERMS) for mark in self._library.annotations(self.fingerprint, term))

    def stored(self) -> tuple[Annotation, ...]:
        """Return all marks of this recording and all records beside them, everybody's, as they stand."""
        return self._library.annotations(self.fingerprint)

    def blindness(self) -> Blindness:
        """Return how the author stands to the blind reading of this recording."""
        records = (r for term in sorted(SIGHT_TERMS) for r in self._library.annotations(self.fingerprint, term))
        return blindness_of(records, self.author)

    def head(self) -> tuple[int, str]:
        """Return number and hash of the last edit of this recording, by anybody; 0 and GENESIS before the first."""
        return self._library.head(self.fingerprint)

    def history(self) -> tuple[Edit, ...]:
        """Return every act on this recording, by anybody, oldest first."""
        return self._library.edits(self.fingerprint)

    def undo(self, reason: str = "") -> Edit:
        """Undo the author's last act; undoing is an act in the log itself."""
        number = self.next_to_undo()
        return self.reverse(Action.UNDO, number, self.reversal_of(number), reason)

    def redo(self, reason: str = "") -> Edit:
        """Redo what was undone last."""
        number = self.next_to_redo()
        return self.reverse(Action.REDO, number, self.reversal_of(number), reason)

    def next_to_undo(self) -> int:
        """Return the number of the author's last edit, wherever it was made; UsageError where there is none."""
        number = self._stacks.to_undo()
        if number is None:
            raise UsageError("There is nothing to undo.", "Undo reverts your own changes only.")
        return number

    def next_to_redo(self) -> int:
        """Return the number of the edit that was undone last; UsageError where there is none."""
        number = self._stacks.to_redo()
        if number is None:
            raise UsageError("There is nothing to redo.", "Redo is possible right after an undo.")
        return number

    def reversal_of(self, number: int) -> tuple[Change, ...]:
        """Return the changes that reverse an edit.

        Raises
        ------
        KeyError : there is no edit of this number
        """
        return tuple(change.swapped() for change in self._library.edit(self.fingerprint, number).changes)

    def reverse(
        self,
        action: Action,
        number: int,
        changes: Sequence[Change],
        reason: str = "",
        at_utc: str = "",
        whole: WholeCheck | None = None,
    ) -> Edit:
        """Undo or redo an edit that is named, by `reversal_of` it or by what is left of that to do.

        whole : see `LibraryEdits.apply`
        """
        marks = [change.mark for change in changes]
        self._check_final(marks)
        self._check_final_is_seen(marks)
        self._check_blind_setting(marks)
        self._check_speed(number, marks)
        reason = self._reason_for(changes, reason)
        return self._stored(action, changes, reason, at_utc, whole, number)

    def edit_at(self, at_utc: str) -> Edit | None:
        """Return the author's edit of this very time, None where there is none."""
        return self._library.edit_at(self.fingerprint, self.author, at_utc)

    @property
    def to_undo(self) -> tuple[int, ...]:
        """Return the numbers of the author's last edits that can be undone, the next one last."""
        return self._stacks.last_to_undo

    @property
    def to_redo(self) -> tuple[int, ...]:
        """Return the numbers of the author's last edits that can be redone, the next one last."""
        return self._stacks.last_to_redo

    def known_changes(self) -> dict[int, tuple[Change, ...]]:
        """Return the changes of the author's last edits that can be undone or redone, by number."""
        return self._stacks.known_changes()

    @property
    def can_undo(self) -> bool:
        return self._stacks.undo_what is not None

    @property
    def can_redo(self) -> bool:
        return self._stacks.redo_what is not None

    @property
    def undo_text(self) -> str:
        """Return `Undo add spasm at 00:12:44`, or `Undo` where there is nothing to undo."""
        return f"Undo {self._stacks.undo_what or ''}".rstrip()

    @property
    def redo_text(self) -> str:
        """Return `Redo add spasm at 00:12:44`, or `Redo` where there is nothing to redo."""
        return f"Redo {self._stacks.redo_what or ''}".rstrip()

    def _do(
        self,
        action: Action,
        changes: Sequence[Change],
        reason: str,
        at_utc: str = "",
        whole: WholeCheck | None = None,
    ) -> Edit:
        if not changes:
            raise UsageError("No mark was chosen.", "Choose at least one mark.")
        if action is not Action.IMPORT and any(map(_signs_final, changes)):
            self._check_settled()
        if action is not Action.IMPORT and any(change.mark.term_id == CLIP_SLOWNESS_TERM for change in changes):
            refuse_blind(self.blindness().is_blind)
        reason = self._reason_for(changes, reason)
        return self._stored(action, changes, reason, at_utc, whole)

    def _check_speed(self, number: int, marks: Sequence[Annotation]) -> None:
        if any(mark.term_id == CLIP_SLOWNESS_TERM for mark in marks):
            refuse_blind(self.blindness().is_blind)
            refuse_undone_speed(self._library, self.fingerprint, self.author, number)
        elif any(map(is_clinical, marks)):
            refuse_undone_marks(self._library, self.fingerprint, self.author, number)

    def _stored(
        self,
        action: Action,
        changes: Sequence[Change],
        reason: str,
        at_utc: str,
        whole: WholeCheck | None,
        number: int | None = None,
    ) -> Edit:
        own = speed_check(self.seen_film, self.author, action, changes)
        edit = self._library.apply(
            self.fingerprint, self.author, self.role, action, changes, number, reason, at_utc, whole=whole, own=own
        )
        try:
            self._stacks.catch_up(edit)
        except LibraryAway:  # the act is on the disk all the same; undo looks at the log again before it acts
            self._stacks.is_behind = True
        return edit

    def _reason_for(self, changes: Sequence[Change], reason: str) -> str:
        """Return the reason as it is logged: a change of signed marks is always called an addendum."""
        terms = {change.before.term_id for change in changes if change.before is not None}
        if EARLY_LOOK_TERM in terms:
            raise UsageError(
                "An early look stays recorded, and undo cannot go back past it.", "Change the marks directly."
            )
        if terms & _FINAL_TERMS:
            raise UsageError(
                "A signature is final, and undo cannot go back past it.",
                "Change the marks directly; changes after signing are recorded as an addendum.",
            )
        layers = {change.mark.layer for change in changes if is_signed(change.mark)}
        if reason.startswith(ADDENDUM) or not layers & self._signed_layers():
            return reason
        return f"{ADDENDUM}: {reason}" if reason else ADDENDUM

    def _signed_layers(self) -> set[str]:
        signatures = self._library.annotations(self.fingerprint, SIGNATURE_TERM)
        return set(latest_signatures(signatures))

    def _check_final(self, marks: Iterable[Annotation]) -> None:
        if self.role != FINAL_ROLE and any(mark.layer == FINAL_LAYER for mark in marks):
            raise NotYours(
                f"Only a {FINAL_ROLE} can change the final layer; your role is {self.role}.",
                "Endorse, query or comment on the mark instead.",
            )

    def _check_settled(self) -> None:
        """Refuse to sign the final layer while differences between readers are open."""
        from eegview.app.comparing.unsettled import check_settled
        from eegview.app.vocabulary.store import load_vocabulary

        check_settled(self.stored(), self.fingerprint, load_vocabulary())

    def _check_final_is_seen(self, marks: Iterable[Annotation]) -> None:
        """Refuse to write what one may not see: an event might stand there twice."""
        if any(mark.layer == FINAL_LAYER for mark in marks) and self.blindness().is_blind:
            raise UsageError(
                "You are reading blind: the final layer is hidden until your marks are signed.",
                "Sign your marks first.",
            )

    def _check_blind_setting(self, marks: Iterable[Annotation]) -> None:
        if self.role != FINAL_ROLE and any(mark.term_id == BLIND_TERM for mark in marks):
            raise NotYours(
                f"Only a {FINAL_ROLE} sets or lifts blind reading; your role is {self.role}.",
                "Ask a neurologist, or look early: that is recorded.",
            )

    def _check_own(self, marks: Iterable[Annotation]) -> None:
        marks = list(marks)
        self._check_final(marks)
        self._check_final_is_seen(marks)
        self._check_blind_setting(marks)
        for mark in marks:
            if mark.term_id == ADJUDICATION_TERM and self.role != FINAL_ROLE:
                raise NotYours(
                    f"Only a {FINAL_ROLE} can decide between readers; your role is {self.role}.",
                    "Endorse, query or comment on the mark instead.",
                )
            if mark.layer == FINAL_LAYER:
                continue
            if mark.layer == FILE_LAYER:
                raise NotYours(
                    "This annotation is part of the file and cannot be changed.", "Add a mark of your own beside it."
                )
            if mark.layer != self.author:
                raise NotYours(
                    f"This mark is in the layer “{mark.layer}”, which only its reviewer can change.",
                    "Copy it to your own marks and change the copy.",
                )


def _signs_final(change: Change) -> bool:
    mark = change.after
    return mark is not None and mark.term_id == SIGNATURE_TERM and mark.attribute("layer") == FINAL_LAYER


def check_reviewer(author: str, role: str) -> None:
    """Refuse a reviewer without a name, named like a layer nobody owns, or of unknown role."""
    is_reserved = author in (FILE_LAYER, FINAL_LAYER)
    if not author.strip() or author != author.strip() or is_reserved or not author.isprintable():
        raise UsageError(
            f"“{author}” cannot be a reviewer's name.",
            f"Give a plain name other than “{FILE_LAYER}” and “{FINAL_LAYER}” with --reviewer.",
        )
    if role not in ROLES:
        raise UsageError(f"“{role}” is not a role.", f"Choose one of {', '.join(ROLES)}.")


def checked(mark: Annotation) -> Annotation:
    """Return `mark` in the form it is stored in, or refuse one that makes no sense.

    Attributes are sorted by name; `-0.0` becomes `0.0` and whole-number times become floats, so that what is
    shown, stored and hashed are the same.
    """
    if not (math.isfinite(mark.onset_s) and math.isfinite(mark.duration_s) and mark.duration_s >= 0):
        raise UsageError("A mark needs an onset, and a duration that is not below zero.", "Enter its times again.")
    mark = replace(
        mark,
        onset_s=float(mark.onset_s) + 0.0,
        duration_s=float(mark.duration_s) + 0.0,
        attributes=tuple(sorted(mark.attributes)),
    )
    text = "".join((mark.text, *mark.channels, *(part for pair in mark.attributes for part in pair)))
    try:
        text.encode()
        is_text = "\0" not in text  # which a PostgreSQL server does not take
    except UnicodeEncodeError:
        is_text = False
    if not is_text:
        raise UsageError("The note contains a character that cannot be stored.", "Type the note again.")
    return mark
