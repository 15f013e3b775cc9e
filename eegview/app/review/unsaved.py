"""Marks as they will stand once the library is back and all waiting acts are saved."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from eegview.app.library.queued_edits import Act
from eegview.app.marks.index import MarkIndex
from eegview.model.annotation import Annotation
from eegview.model.span import Span

NOT_SAVED = "not saved"  # shown in place of the reviewer's name on a mark that waits for the library


def unsaved_marks(waiting: Iterable[Act]) -> tuple[Annotation, ...]:
    """Return the marks that waiting acts make or change, in a layer named `NOT_SAVED`."""
    marks: dict[str, Annotation] = {}
    for act in waiting:
        for change in act.changes:
            marks.pop(change.annotation_id, None)
            if change.after is not None:
                marks[change.annotation_id] = replace(change.after, layer=NOT_SAVED)
    return tuple(marks.values())


def with_unsaved(marks: tuple[Annotation, ...], waiting: Sequence[Act], span: Span) -> tuple[Annotation, ...]:
    """Return the saved marks of a span with those that wait in their place, by onset."""
    if not waiting:
        return marks
    unsaved = unsaved_marks(waiting)
    ids = {mark.annotation_id for mark in unsaved}
    index = MarkIndex((*(mark for mark in marks if mark.annotation_id not in ids), *unsaved))
    return index.within(span)
