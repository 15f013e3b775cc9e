"""An index of the marks of a recording that finds those of a page at once.

Immutable: an edit makes a new index that shares all it can with the old. Must not know where marks are stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import frexp, inf, nextafter

from eegview.app.marks.confirming import CONFIRMATION_NAMES
from eegview.app.marks.sorted_marks import SortedMarks, onset_key
from eegview.model.annotation import Annotation
from eegview.model.edit import Change, Edit
from eegview.model.span import Span
from eegview.model.suggestion.judgement import ACCEPTED_UNSEEN, is_unseen
from eegview.model.sync import is_clinical

_REBUILD_ABOVE = 64  # with more changes than this, sorting anew is quicker than inserting one by one
_RECENT_AT_MOST = 1000  # edits one by one before the index is made anew
_ROUNDING_S = 1e-6  # onset + duration may round up past the bucket by less than this in 30 years


@dataclass(frozen=True, slots=True)
class MarkFilter:
    """A filter of marks; an empty set or text accepts every clinical mark.

    without_layers : whose marks are left out
    without_ids : marks that are left out: those that a blind reader may not see yet
    text : looked for in the note, the attributes and the channels, whatever the case
    text_term_ids : terms whose own words hold `text`; their marks are let through as well
    """

    term_ids: frozenset[str] = frozenset()
    layers: frozenset[str] = frozenset()
    text: str = ""
    text_term_ids: frozenset[str] = frozenset()
    without_layers: frozenset[str] = frozenset()
    without_ids: frozenset[str] = frozenset()

    def accepts(self, mark: Annotation) -> bool:
        if not is_clinical(mark):
            return False
        if self.term_ids and mark.term_id not in self.term_ids:
            return False
        if (self.layers and mark.layer not in self.layers) or mark.layer in self.without_layers:
            return False
        if mark.annotation_id in self.without_ids:
            return False
        if not self.text or mark.term_id in self.text_term_ids:
            return True
        return self.text.casefold() in _searchable(mark)


EVERYTHING = MarkFilter()
_NONE = SortedMarks()


def _searchable(mark: Annotation) -> str:
    values = [value for name, value in mark.attributes if name not in (*CONFIRMATION_NAMES, ACCEPTED_UNSEEN)]
    values += ["accepted unseen"] if is_unseen(mark) else []
    return "\n".join((mark.text, mark.term_id, *values, *mark.channels)).casefold()


def _bucket(duration_s: float) -> int | None:
    """Return b such that the duration is below 2^b and at least half of that; None for a point."""
    return frexp(duration_s)[1] if duration_s > 0 else None


class MarkIndex:
    """Clinical marks sorted by onset, and again by onset within each doubling of duration; others are left out.

    A long mark that began hours ago is found without walking over the short ones in between: in each bucket only
    onsets within one bucket length before the page can reach into it.
    """

    __slots__ = ("_buckets", "_by_id", "_n_marks", "_recent", "_sorted")

    def __init__(self, marks: Iterable[Annotation] = ()) -> None:
        self._sorted = SortedMarks(filter(is_clinical, marks))
        self._by_id = {mark.annotation_id: mark for mark in self._sorted}
        self._recent: dict[str, Annotation | None] = {}  # what changed since `_by_id` was made; None = gone
        self._n_marks = len(self._by_id)
        sorted_out: dict[int | None, list[Annotation]] = {}
        for mark in self._sorted:
            sorted_out.setdefault(_bucket(mark.duration_s), []).append(mark)
        self._buckets = {bucket: SortedMarks(held) for bucket, held in sorted_out.items()}

    def __len__(self) -> int:
        return self._n_marks

    def __iter__(self) -> Iterator[Annotation]:
        """Return the marks by onset."""
        return iter(self._sorted)

    def get(self, annotation_id: str) -> Annotation | None:
        if annotation_id in self._recent:
            return self._recent[annotation_id]
        return self._by_id.get(annotation_id)

    def within(self, span: Span, wanted: MarkFilter = EVERYTHING) -> tuple[Annotation, ...]:
        """Return the marks that share time with `span`, and the points in it, by onset."""
        found: list[Annotation] = []
        for bucket, marks in self._buckets.items():
            if bucket is None:
                found += marks.between(span.start_s, span.stop_s)
            else:
                reach = marks.between(span.start_s - 2.0**bucket - _ROUNDING_S, span.stop_s)
                found += [mark for mark in reach if mark.stop_s > span.start_s]
        if wanted != EVERYTHING:
            found = [mark for mark in found if wanted.accepts(mark)]
        found.sort(key=onset_key)
        return tuple(found)

    def filtered(self, wanted: MarkFilter) -> tuple[Annotation, ...]:
        """Return all marks the filter accepts, by onset."""
        return tuple(filter(wanted.accepts, self._sorted))

    def next_after(self, time_s: float, wanted: MarkFilter = EVERYTHING) -> Annotation | None:
        """Return the first mark with an onset later than `time_s`."""
        return next(filter(wanted.accepts, self._sorted.after(time_s)), None)

    def previous_before(self, time_s: float, wanted: MarkFilter = EVERYTHING) -> Annotation | None:
        """Return the last mark with an onset earlier than `time_s`."""
        return next(filter(wanted.accepts, self._sorted.before(time_s)), None)

    def after(self, mark: Annotation, wanted: MarkFilter = EVERYTHING) -> Annotation | None:
        """Return the mark that follows `mark`, also one that starts at the same time."""
        later = (other for other in self._together(mark) if onset_key(other) > onset_key(mark))
        return next(filter(wanted.accepts, later), None) or self.next_after(mark.onset_s, wanted)

    def before(self, mark: Annotation, wanted: MarkFilter = EVERYTHING) -> Annotation | None:
        """Return the mark that `mark` follows, also one that starts at the same time."""
        earlier = (other for other in reversed(self._together(mark)) if onset_key(other) < onset_key(mark))
        return next(filter(wanted.accepts, earlier), None) or self.previous_before(mark.onset_s, wanted)

    def _together(self, mark: Annotation) -> list[Annotation]:
        """Return the marks that start when `mark` does."""
        return self._sorted.between(mark.onset_s, nextafter(mark.onset_s, inf))

    def apply(self, edit: Edit) -> MarkIndex:
        """Return the index after `edit`; this one stays as it is."""
        return self.changed(edit.changes)

    def changed(self, changes: tuple[Change, ...]) -> MarkIndex:
        """Return the index after `changes`; their version of a mark replaces the one held."""
        changes = tuple(change for change in changes if is_clinical(change.mark))
        if len(changes) > _REBUILD_ABOVE or len(self._recent) > _RECENT_AT_MOST:
            by_id = {mark.annotation_id: mark for mark in self._sorted}
            for change in changes:
                by_id.pop(change.annotation_id, None)
            come = [change.after for change in changes if change.after]
            return MarkIndex([*by_id.values(), *come])
        gone = [held for change in changes if (held := self.get(change.annotation_id))]
        come = [change.after for change in changes if change.after]
        index = MarkIndex()
        index._by_id = self._by_id
        index._recent = self._recent | {change.annotation_id: change.after for change in changes}
        index._n_marks = self._n_marks - len(gone) + len(come)
        index._sorted = self._sorted.changed(gone, come)
        index._buckets = self._buckets.copy()
        for bucket in {_bucket(mark.duration_s) for mark in (*gone, *come)}:
            index._buckets[bucket] = self._buckets.get(bucket, _NONE).changed(
                [mark for mark in gone if _bucket(mark.duration_s) == bucket],
                [mark for mark in come if _bucket(mark.duration_s) == bucket],
            )
        return index
