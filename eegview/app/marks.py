"""The marks of a recording, laid out so that a page finds its own at once.

Immutable: an edit makes a new index that shares all it can with the old. Must not know where marks are stored.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import frexp

from eegview.model.annotation import Annotation
from eegview.model.edit import Change, Edit
from eegview.model.span import Span

_REBUILD_ABOVE = 64  # with more changes than this, sorting anew is quicker than inserting one by one
_ROUNDING_S = 1e-6  # onset + duration may round up past the bucket by less than this in 30 years


@dataclass(frozen=True, slots=True)
class MarkFilter:
    """Which marks to look at; an empty set or text lets everything through.

    text : looked for in the note, the attributes and the channels, whatever the case
    text_term_ids : terms whose own words hold `text`; their marks are let through as well
    """

    term_ids: frozenset[str] = frozenset()
    layers: frozenset[str] = frozenset()
    text: str = ""
    text_term_ids: frozenset[str] = frozenset()

    def accepts(self, mark: Annotation) -> bool:
        if self.term_ids and mark.term_id not in self.term_ids:
            return False
        if self.layers and mark.layer not in self.layers:
            return False
        if not self.text or mark.term_id in self.text_term_ids:
            return True
        return self.text.casefold() in _searchable(mark)


EVERYTHING = MarkFilter()


def _searchable(mark: Annotation) -> str:
    values = [value for _, value in mark.attributes]
    return "\n".join((mark.text, mark.term_id, *values, *mark.channels)).casefold()


def _key(mark: Annotation) -> tuple[float, str]:
    return mark.onset_s, mark.annotation_id


class _Row:
    """Marks sorted by onset, with their keys beside them."""

    __slots__ = ("keys", "marks")

    def __init__(self, marks: Iterable[Annotation] = ()) -> None:
        self.marks = sorted(marks, key=_key)
        self.keys = [_key(mark) for mark in self.marks]

    def copy(self) -> _Row:
        row = _Row()
        row.marks, row.keys = self.marks.copy(), self.keys.copy()
        return row

    def insert(self, mark: Annotation) -> None:
        insort(self.marks, mark, key=_key)
        insort(self.keys, _key(mark))

    def remove(self, mark: Annotation) -> None:
        place = self.keys.index(_key(mark), bisect_left(self.keys, _key(mark)))
        del self.marks[place], self.keys[place]

    def from_to(self, start_s: float, stop_s: float) -> list[Annotation]:
        """Return marks with `start_s <= onset < stop_s`."""
        return self.marks[bisect_left(self.keys, (start_s, "")) : bisect_left(self.keys, (stop_s, ""))]


def _bucket(duration_s: float) -> int | None:
    """Return b such that the duration is below 2^b and at least half of that; None for a point."""
    return frexp(duration_s)[1] if duration_s > 0 else None


class MarkIndex:
    """Marks sorted by onset, and again by onset within each doubling of duration.

    A long mark that began hours ago is found without walking over the short ones in between: in each bucket only
    onsets within one bucket length before the page can reach into it.
    """

    __slots__ = ("_buckets", "_by_id", "_row")

    def __init__(self, marks: Iterable[Annotation] = ()) -> None:
        self._row = _Row(marks)
        self._by_id = {mark.annotation_id: mark for mark in self._row.marks}
        sorted_out: dict[int | None, list[Annotation]] = {}
        for mark in self._row.marks:
            sorted_out.setdefault(_bucket(mark.duration_s), []).append(mark)
        self._buckets = {bucket: _Row(held) for bucket, held in sorted_out.items()}

    def __len__(self) -> int:
        return len(self._row.marks)

    def __iter__(self) -> Iterator[Annotation]:
        """Give the marks by onset."""
        return iter(self._row.marks)

    def get(self, annotation_id: str) -> Annotation | None:
        return self._by_id.get(annotation_id)

    def within(self, span: Span, wanted: MarkFilter = EVERYTHING) -> tuple[Annotation, ...]:
        """Return the marks that share time with `span`, and the points in it, by onset."""
        found: list[Annotation] = []
        for bucket, row in self._buckets.items():
            if bucket is None:
                found += row.from_to(span.start_s, span.stop_s)
            else:
                reach = row.from_to(span.start_s - 2.0**bucket - _ROUNDING_S, span.stop_s)
                found += [mark for mark in reach if mark.stop_s > span.start_s]
        if wanted != EVERYTHING:
            found = [mark for mark in found if wanted.accepts(mark)]
        found.sort(key=_key)
        return tuple(found)

    def filtered(self, wanted: MarkFilter) -> tuple[Annotation, ...]:
        """Return all marks the filter accepts, by onset."""
        return tuple(mark for mark in self._row.marks if wanted.accepts(mark))

    def next_after(self, time_s: float, wanted: MarkFilter = EVERYTHING) -> Annotation | None:
        """Return the first mark with an onset later than `time_s`."""
        place = bisect_right(self._row.keys, time_s, key=lambda key: key[0])
        marks = self._row.marks
        return next((marks[i] for i in range(place, len(marks)) if wanted.accepts(marks[i])), None)

    def previous_before(self, time_s: float, wanted: MarkFilter = EVERYTHING) -> Annotation | None:
        """Return the last mark with an onset earlier than `time_s`."""
        place = bisect_left(self._row.keys, (time_s, ""))
        marks = self._row.marks
        return next((marks[i] for i in range(place - 1, -1, -1) if wanted.accepts(marks[i])), None)

    def apply(self, edit: Edit) -> MarkIndex:
        """Return the index after `edit`; this one stays as it is."""
        return self.changed(edit.changes)

    def changed(self, changes: tuple[Change, ...]) -> MarkIndex:
        """Return the index after `changes`; what they say of a mark replaces whatever is held of it."""
        by_id = self._by_id.copy()
        moves: list[tuple[Annotation | None, Annotation | None]] = []
        for change in changes:
            moves.append((by_id.pop(change.annotation_id, None), change.after))
            if change.after:
                by_id[change.annotation_id] = change.after
        if len(changes) > _REBUILD_ABOVE:
            return MarkIndex(by_id.values())
        index = MarkIndex()
        index._by_id, index._row, index._buckets = by_id, self._row.copy(), self._buckets.copy()
        for held, after in moves:
            if held:
                index._row.remove(held)
            if after:
                index._row.insert(after)
        touched = {_bucket(mark.duration_s) for move in moves for mark in move if mark}
        for bucket in touched:
            row = self._buckets[bucket].copy() if bucket in self._buckets else _Row()
            for held, after in moves:
                if held and _bucket(held.duration_s) == bucket:
                    row.remove(held)
                if after and _bucket(after.duration_s) == bucket:
                    row.insert(after)
            index._buckets[bucket] = row
        return index
