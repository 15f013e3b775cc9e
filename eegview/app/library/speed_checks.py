"""What an act on a film must meet at the moment of writing.

The film plays as its author saw it, and nobody's marks leave their frames where its speed is set.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from eegview.model.annotation import Annotation
from eegview.model.edit import Action, Change
from eegview.model.errors import UsageError
from eegview.model.study.records import CLIP_SLOWNESS_TERM, about_of
from eegview.model.study.seen_film import SeenFilm, check_seen_speed, marks_on
from eegview.model.sync import is_clinical

if TYPE_CHECKING:
    from eegview.store.library import Library
    from eegview.store.library_edits import LogCheck

OTHERS_MARKED = "Other readers marked this clip at its present speed, and their marks would leave their frames."
DETECTOR_RAN = "A detector ran on this film at its present speed, and its suggestions would leave their frames."
BLIND = "While this film is read blind, it cannot be told whether others' marks would leave their frames."


def refuse_blind(is_blind: bool) -> None:
    """Refuse a blind reader to set a speed: the refusals below would tell what others did.

    Raises
    ------
    UsageError : the reader is blind
    """
    if is_blind:
        raise UsageError(BLIND, "Enter the speed before the blind reading begins, or after it.")


def refuse_others(marks: Iterable[Annotation], author: str) -> None:
    """Refuse to set the speed of a clip on which others have marks.

    Raises
    ------
    UsageError : one of the marks is another reader's
    """
    if any(mark.layer not in (author, "") for mark in marks):
        raise UsageError(OTHERS_MARKED, "Enter the speed of a clip before other readers mark it.")


def refuse_runs(has_runs: bool) -> None:
    """Refuse to set the speed of a clip on which detectors ran.

    Raises
    ------
    UsageError : detectors ran on the film
    """
    if has_runs:
        raise UsageError(DETECTOR_RAN, "Delete its runs in the list of detectors, then run it again at the new speed.")


def refuse_undone_speed(library: Library, fingerprint: str, author: str, number: int) -> None:
    """Refuse to undo the speed of a clip where others marked the film since: their marks would leave their frames.

    number : of the edit that is undone

    Raises
    ------
    UsageError : others marked the film since, or detectors ran on it
    """
    refuse_runs(bool(library.runs(fingerprint)))
    since = (edit for edit in library.edits(fingerprint) if edit.number > number)
    if any(is_clinical(one.mark) and one.mark.layer != author for edit in since for one in edit.changes):
        raise UsageError(
            "Other readers have marked this film since, and their marks would leave their frames.",
            "The speed of a clip can be undone until others mark it.",
        )


def refuse_undone_marks(library: Library, fingerprint: str, author: str, number: int) -> None:
    """Refuse to bring marks back to the times of a speed that others have changed since.

    number : of the edit that is undone

    Raises
    ------
    UsageError : others changed the speed since
    """
    if not library.annotations(fingerprint, CLIP_SLOWNESS_TERM):
        return
    others = (edit for edit in library.edits(fingerprint) if edit.number > number and edit.author != author)
    if any(change.mark.term_id == CLIP_SLOWNESS_TERM for edit in others for change in edit.changes):
        raise UsageError(
            "The speed of this film was changed since, and the marks would come back on other frames.",
            "Mark the film at its present speed.",
        )


def speed_check(film: SeenFilm | None, author: str, action: Action, changes: Sequence[Change]) -> LogCheck | None:
    """Return what an act must meet within the transaction that stores it; None for what no speed concerns.

    film : as its author saw it; None = not a film, or not known
    """
    from eegview.store.library_edits import LogCheck

    slowed = {about_of(change.mark) for change in changes if change.mark.term_id == CLIP_SLOWNESS_TERM}
    is_timed = any(change.after is not None and is_clinical(change.after) for change in changes)
    if film is None or not (slowed or is_timed):
        return None
    is_set = bool(slowed) and action is not Action.IMPORT

    def check(held: tuple[Annotation, ...], has_runs: bool) -> None:
        check_seen_speed(film, held)
        if is_set:
            refuse_others(marks_on(film, slowed, filter(is_clinical, held)), author)
            refuse_runs(has_runs)

    return LogCheck(None if is_set else frozenset({CLIP_SLOWNESS_TERM}), check)
