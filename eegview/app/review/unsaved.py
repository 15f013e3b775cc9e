"""Marks as they will stand once the library is back and all waiting acts are saved."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from eegview.app.library.queued_edits import Act
from eegview.app.marks.index import MarkIndex
from eegview.model.annotation import Annotation
from eegview.model.span import Span
from eegview.model.sync import is_clinical

NOT_SAVED = "not saved"  # shown in place of the reviewer's name on a mark that waits for the library


def unsaved_marks(waiting: Iterable[Act]) -> tuple[Annotation, ...]:
    """Return the marks and records that waiting acts make or change, in a layer named `NOT_SAVED`."""
    return tuple(replace(mark, layer=NOT_SAVED) for mark in changed_by(waiting).values() if mark is not None)


def with_unsaved(marks: tuple[Annotation, ...], waiting: Sequence[Act], span: Span) -> tuple[Annotation, ...]:
    """Return the marks of a span as they will stand once all waiting acts are saved, by onset."""
    if not waiting:
        return marks
    changed = changed_by(waiting)
    standing = (mark for mark in marks if mark.annotation_id not in changed)
    return MarkIndex((*standing, *filter(is_clinical, unsaved_marks(waiting)))).within(span)


def changed_by(acts: Iterable[Act]) -> dict[str, Annotation | None]:
    """Return each mark or record that acts change as it will be, by id; None = it will be deleted."""
    return {change.annotation_id: change.after for act in acts for change in act.changes}
