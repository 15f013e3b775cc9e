"""What of a study a blind reader may see: their own work, and facts of the study that are no reader's finding.

What is not named here is hidden, so that a new kind of record is sealed until somebody decides otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from eegview.app.blind_reading.blindness import Blindness, blindness_of
from eegview.model.annotation import FILE_LAYER, FINAL_LAYER, Annotation
from eegview.model.edit import Action, Change, Edit
from eegview.model.signature import SIGNATURE_TERM, sealed_signature
from eegview.model.study.records import (
    AGE_TERM,
    BAD_CHANNEL_TERM,
    BLIND_TERM,
    CLIP_SLOWNESS_TERM,
    CLIP_START_TERM,
    DIARY_TERM,
    EARLY_LOOK_TERM,
    ENCODING_TERM,
    ID_TERM,
    SEX_TERM,
    STAGING_TERM,
    TREATMENT_TERM,
    VIDEO_TERM,
)
from eegview.model.suggestion.run_record import RUN_TERM
from eegview.model.sync import SYNC_TERM

# How the recording is read and whose it is: needed to read it at all, and no reader's finding.
_OF_THE_STUDY = frozenset(
    {AGE_TERM, BAD_CHANNEL_TERM, DIARY_TERM, ENCODING_TERM, ID_TERM, SEX_TERM, STAGING_TERM, TREATMENT_TERM, VIDEO_TERM}
    | {SYNC_TERM, BLIND_TERM, EARLY_LOOK_TERM, CLIP_START_TERM, CLIP_SLOWNESS_TERM}
)


def may_see(mark: Annotation, blindness: Blindness) -> bool:
    """Whether a reader may see a mark or record; of another's signature only that it was given, see `seen`.

    Own decisions on suggestions are the reader's work; what a detector's run gave is not, whoever started it.
    """
    if not blindness.is_blind:
        return True
    if mark.term_id in _OF_THE_STUDY:
        return True
    if mark.term_id == RUN_TERM or mark.layer in (FILE_LAYER, FINAL_LAYER):
        return False
    return mark.layer == blindness.viewer and bool(blindness.viewer)


def seen(mark: Annotation | None, blindness: Blindness) -> Annotation | None:
    """Return a mark or record as a reader may see it, None where they may not.

    Of another's signature stay name, role, time and meaning, without what was signed and what was open.
    """
    if mark is None or may_see(mark, blindness):
        return mark
    return sealed_signature(mark) if mark.term_id == SIGNATURE_TERM else None


def seen_marks(marks: Iterable[Annotation], blindness: Blindness) -> tuple[Annotation, ...]:
    """Return the marks and records that a reader may see."""
    if not blindness.is_blind:
        return tuple(marks)
    return tuple(kept for mark in marks if (kept := seen(mark, blindness)) is not None)


def seen_edit(edit: Edit, seen_mark: Callable[[Annotation | None], Annotation | None]) -> Edit:
    """Return an edit with the changes that a reader may see; without reason where one is left out.

    Number and hashes stay, so that what is said of the log's end stays true.

    seen_mark : gives a mark or record as the reader may see it, None where they may not
    """
    changes = tuple(kept for change in edit.changes if (kept := _seen_change(change, seen_mark)) is not None)
    if changes == edit.changes:
        return edit
    is_whole = len(changes) == len(edit.changes) and edit.action is not Action.IMPORT
    tells_reason = is_whole and not any(change.mark.term_id == SIGNATURE_TERM for change in changes)
    return replace(edit, changes=changes, reason=edit.reason if tells_reason else "")


def sealed_from(viewer: str | None, stored: Iterable[Annotation]) -> Callable[[Annotation], bool]:
    """Return whether a mark or record is kept from a reader.

    stored : all marks and records of a recording
    """
    blindness = blindness_of(stored, viewer)
    return lambda mark: not may_see(mark, blindness)


def _seen_change(change: Change, seen_mark: Callable[[Annotation | None], Annotation | None]) -> Change | None:
    before, after = seen_mark(change.before), seen_mark(change.after)
    return Change(before, after) if before is not None or after is not None else None
