"""Which mark is selected, and which one comes next."""

from collections.abc import Callable
from dataclasses import replace

from eegview.app.marks.index import EVERYTHING, MarkFilter, MarkIndex
from eegview.app.notifier import Notifier
from eegview.model.annotation import Annotation


class MarkSelection:
    """The selected mark of a review.

    mark : None while none is selected
    filter : which marks the list shows, and `next_after` and `previous_before` step through
    changed : emits `mark`
    filter_changed : emits when other marks are hidden than before
    """

    def __init__(self, marks: Callable[[], MarkIndex]) -> None:
        self._marks = marks
        self.mark: Annotation | None = None
        self.filter: MarkFilter = EVERYTHING
        self.changed: Notifier[Annotation | None] = Notifier()
        self.filter_changed: Notifier[None] = Notifier()

    def choose(self, wanted: MarkFilter) -> None:
        """List these marks, without those that are hidden."""
        self.filter = replace(wanted, without_ids=self.filter.without_ids)

    def hide(self, ids: frozenset[str]) -> None:
        """Hide marks from the list whatever is chosen, and no others."""
        if ids != self.filter.without_ids:
            self.filter = replace(self.filter, without_ids=ids)
            self.filter_changed.emit(None)

    def select(self, mark: Annotation | None) -> None:
        """Select this mark and no other."""
        if mark != self.mark:
            self.mark = mark
            self.changed.emit(mark)

    def follow(self, select_id: str | None) -> None:
        """Select the mark of this id where there is one; else follow the selected mark, and drop it when it is gone."""
        wanted = select_id or (self.mark.annotation_id if self.mark else None)
        self.select(self._marks().get(wanted) if wanted else None)

    def next_after(self, time_s: float) -> Annotation | None:
        """Return the first mark of the filter that begins after `time_s`."""
        return self._marks().next_after(time_s + 1e-9, self.filter)

    def previous_before(self, time_s: float) -> Annotation | None:
        """Return the last mark of the filter that begins before `time_s`."""
        return self._marks().previous_before(time_s - 1e-9, self.filter)
